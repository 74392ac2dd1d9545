"""The quick look at the shape of a file."""

from typing import Any

import pytest

from subsidycalc.language import shape
from subsidycalc.language.source import read_text
from tests.language.writing import policy


@pytest.mark.parametrize(
    ("start", "end"),
    [("{not: ", "}"), ("{not: {reading: x, not: ", "}}"), ("{all: [", "]}")],
)
def test_a_fault_far_inside_is_found_in_one_pass(start: str, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each form of a place is looked into once: twice would double the work at every level."""
    depth, looked, fits = 14, 0, shape.fits

    def counted(value: Any, rule: Any) -> bool:
        nonlocal looked
        looked += 1
        return fits(value, rule)

    monkeypatch.setattr(shape, "fits", counted)
    text = policy({"m": f"eligible: {start * depth}{{fr: a}}{end * depth}\naward: 1元"})
    assert not counted(read_text(text, "policy.yaml").data, shape.schema()["kinds"]["policy"])
    assert looked < 2000
