"""What cases touch: figures that nothing but a clause reads."""

from pathlib import Path

import pytest

from subsidycalc.workbench.cases import run_cases
from tests.language.writing import NEW, loaded, policy

TWO = {"a": "award: 5元", "b": "award: 7元"}
FIGURES = "figures: {ceiling: 8元, share: 50%}"


@pytest.mark.parametrize(
    ("ceiling", "untouched"),
    [("ceiling", ["p/share"]), ("ceiling × share", []), ("6元", ["p/ceiling", "p/share"])],
)
def test_a_figure_is_touched_by_the_ceiling_of_a_clause(tmp_path: Path, ceiling: str, untouched: list[str]) -> None:
    text = policy(TWO, head=FIGURES, in_force=NEW)
    combine = f"combine:\n  - joint_cap: {{of: [a, b], at_most: {ceiling}, per: firm}}\n"
    cases = "cases:\n  - {name: x, year: 2024, facts: {}, expect: {a: 5元}}\n"
    report = run_cases(loaded(tmp_path, text + combine + cases))
    assert all(outcome.passed for outcome in report.outcomes)
    assert list(report.untouched) == untouched
