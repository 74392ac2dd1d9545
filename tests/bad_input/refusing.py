"""How bad input is refused: exit status 2, the place, the line itself, what is wrong and the way out.

⟦ stands where the mark under the line is expected; it is taken out before the file is written.
"""

import re
from typing import NamedTuple

from subsidycalc.diagnostics.codes import NUMBERS
from tests.end_to_end.running import ROOT, Ran

MARK = "⟦"
PACK = next(path for path in (ROOT / "rules").glob("*/policy.yaml") if "breakthrough:" in path.read_text("utf-8"))
POLICY = PACK.parent.name
YEAR = "year: 2024\n"
LANGS = ("en", "zh")


class Bad(NamedTuple):
    """What somebody wrote, the error expected at ⟦, and words of its way out."""

    text: str
    code: str
    way_out: str
    zh: str = ""
    """Words that the Chinese message has."""


def refused(found: Ran) -> None:
    assert found.status == 2, found.out
    assert found.out == ""
    assert "Traceback" not in found.err
    assert re.search(r": SC\d{3} ", found.err), found.err


def complains(found: Ran, file: str, bad: Bad, lang: str = "en") -> None:
    refused(found)
    at = bad.text.index(MARK)
    start = bad.text.rfind("\n", 0, at) + 1
    line, column = bad.text.count("\n", 0, at) + 1, at - start + 1
    source = bad.text.replace(MARK, "")[start:].split("\n", 1)[0]
    assert f"{file}:{line}:{column}: {NUMBERS[bad.code]} " in found.err, found.err
    if len(source) <= 100:
        source = source.replace("\t", "·" if file.endswith(".yaml") else " ")
        shown = "".join(c if c.isprintable() else "·" for c in source)
        assert f"  {line:>4} | {shown}\n       | " in found.err, found.err
    assert re.search(r"^ +\| [ 　]*\^$", found.err, re.MULTILINE)
    told = found.err.replace("\n", " ")
    assert (bad.way_out if lang == "en" else bad.zh or "→") in told, found.err
    assert re.search(r"^  → \S", found.err, re.MULTILINE)
