"""Shapes of clauses met elsewhere: their cases pass; their pages show what the files say and the program answers."""

import os
import re
from pathlib import Path

import pytest

import subsidycalc
from subsidycalc.workbench.cases import run_cases
from tests.end_to_end.running import ROOT, process

SHAPES = sorted(p.name for p in (ROOT / "examples" / "shapes").iterdir())
WRITE = "SUBSIDYCALC_WRITE_GOLDEN" in os.environ
BLOCK = re.compile(r"<!-- (policy\.yaml|firm\.yaml|explain) -->\n(?:\n```\w+\n.*?^```\n)?", re.DOTALL | re.MULTILINE)


def page(name: str, lang: str) -> Path:
    return ROOT / "docs" / "shapes" / ("zh" if lang == "zh" else ".") / f"{name}.md"


@pytest.mark.parametrize("name", SHAPES)
def test_cases(name: str) -> None:
    rules = subsidycalc.load(ROOT / "examples" / "shapes" / name)
    report = run_cases(rules)
    assert rules.book.findings == ()
    assert len(report.outcomes) >= 3
    assert [o for o in report.outcomes if not o.passed] == []
    assert report.untouched == ()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", SHAPES)
def test_pages(name: str, lang: str) -> None:
    folder = ROOT / "examples" / "shapes" / name

    def block(found: re.Match[str]) -> str:
        what = found[1]
        if what != "explain":
            return f"<!-- {what} -->\n\n```yaml\n{(folder / what).read_text('utf-8')}```\n"
        firm, rules = f"examples/shapes/{name}/firm.yaml", f"examples/shapes/{name}"
        shown = []
        for measure in subsidycalc.load(folder).book.measures():
            command = ["explain", firm, measure.name, "--rules", rules, "--lang", lang]
            ran = process(*command)
            assert (ran.status, ran.err) == (0, "")
            shown.append(f"$ subsidycalc {' '.join(command)}\n{ran.out}")
        return f"<!-- {what} -->\n\n```text\n{chr(10).join(shown)}```\n"

    text = page(name, lang).read_text("utf-8")
    made = BLOCK.sub(block, text)
    if WRITE:
        page(name, lang).write_text(made, "utf-8")
    else:
        assert text == made
