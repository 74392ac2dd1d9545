"""What the program prints, kept whole. ``SUBSIDYCALC_WRITE_GOLDEN=1 pytest tests/golden`` writes the files anew.

A change of words shows here as a difference to look at; it is no fault in itself.
"""

import os
from pathlib import Path

import pytest

from tests.end_to_end.running import ASSUMED, GUARANTOR, MAKER, Program

HERE = Path(__file__).parent
WRITE = os.environ.get("SUBSIDYCALC_WRITE_GOLDEN") == "1"
PRINTED: dict[str, tuple[str, ...]] = {
    "evaluate": ("evaluate", MAKER),
    "evaluate-assumed": ("evaluate", MAKER, "--assume", ASSUMED),
    "evaluate-all-readings": ("evaluate", MAKER, "--assume", ASSUMED, "--all-readings"),
    "evaluate-markdown": ("evaluate", MAKER, "--assume", ASSUMED, "--format", "markdown"),
    "evaluate-guarantee-institution": ("evaluate", GUARANTOR),
    "explain-revenue-milestone": ("explain", MAKER, "revenue_milestone"),
    "explain-project-grant-assumed": ("explain", MAKER, "project_grant", "--assume", ASSUMED),
    "list": ("list",),
    "show-revenue-milestone": ("show", "revenue_milestone"),
    "show-project-grant": ("show", "project_grant"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PRINTED)
def test_printed(name: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = Program(capsys, monkeypatch)(*PRINTED[name], lang=lang)
    assert (found.status, found.err) == (0, "")
    kept = HERE / f"{name}.{lang}.txt"
    if WRITE:
        kept.write_text(found.out, "utf-8")
    assert found.out == kept.read_text("utf-8"), (
        f"SUBSIDYCALC_WRITE_GOLDEN=1 pytest {HERE.name} writes {kept.name} anew"
    )


def test_every_file_is_compared() -> None:
    names = {f"{name}.{lang}.txt" for name in PRINTED for lang in ("zh", "en")}
    assert {p.name for p in HERE.glob("*.txt")} == names
