"""Every figure and condition of the shipped rules is protected by cases that people wrote."""

from functools import cache

import pytest

import subsidycalc
from subsidycalc.testing.mutation import MutationReport, mutated
from subsidycalc.workbench.cases import run_cases

BOOK = subsidycalc.load()
DECIDING = ("comparison", "threshold")


@cache
def report(policy: str) -> MutationReport:
    return mutated(BOOK, [policy])


def test_every_case_passes_and_every_figure_is_touched() -> None:
    found = run_cases(BOOK)
    assert [o for o in found.outcomes if not o.passed] == []
    assert found.untouched == ()


@pytest.mark.parametrize("policy", list(BOOK.book.policies))
def test_what_is_changed_is_noticed(policy: str) -> None:
    found = report(policy)
    assert found.failing == ()
    score = found.score()
    assert score.changes > 30
    assert score.of_authored >= 0.7
    assert score.of_kept >= 0.95
    assert found.score(DECIDING).of_kept == 1.0


def test_what_is_shown_to_change_nothing_is_little() -> None:
    """Where a rule of equivalence went wrong, it would hide survivors by the dozen."""
    reports = [report(policy) for policy in BOOK.book.policies]
    alike = sum(len(r.equivalents) for r in reports)
    assert alike * 20 <= sum(r.score().changes for r in reports)
