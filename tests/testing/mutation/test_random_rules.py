"""On random rules and firms: what was called equal makes no difference to a firm that knows everything."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from subsidycalc import RuleBook
from subsidycalc.diagnostics import Faults
from subsidycalc.rulebook.model import Book
from subsidycalc.testing import strategies
from subsidycalc.testing.editing import Sheet
from subsidycalc.testing.mutation.equal import alike_for_known, how_equal
from subsidycalc.testing.mutation.mutants import Mutants

FIRMS = 8
Judge = Callable[[Book, Book, str], bool]


def shown(before: Book, after: Book, policy: str) -> bool:
    return how_equal(before, after, policy) is not None or alike_for_known(before, after, policy)


def never_looked_at(before: Book, after: Book, policy: str) -> bool:
    return True


def differing(number: int, judge: Judge, most: int | None = None) -> list[str]:
    """Changes of random rules that were judged equal although some firm is answered otherwise."""
    made = strategies.rulebook(number, combine=False)
    (name,) = made.files.policies()
    (policy,) = made.rules.book.policies
    equal: list[tuple[str, RuleBook]] = []
    for mutant in list(Mutants(Sheet(made.files, name), set()).all())[:most]:
        try:
            after = made.files.replaced(name, mutant.text).load()
        except Faults:
            continue
        if judge(made.rules.book, after.book, policy):
            equal.append((f"{mutant.line}: {mutant.old} → {mutant.new}", after))
    assert equal
    found: list[str] = []

    @seed(number)
    @settings(
        max_examples=FIRMS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def compare(data: st.DataObject) -> None:
        profile = data.draw(strategies.profiles(made.rules, complete=True))
        full = data.draw(strategies.completions(made.rules, profile))
        before = answers(made.rules, full)
        for what, after in equal:
            try:
                if answers(after, full) != before:
                    found.append(what)
            except Faults:
                continue  # what it assumes for a gap that is left out

    compare()
    return found


def answers(rules: RuleBook, full: Any) -> list[object]:
    found = full.assess(rules)
    return [*((r.plan.measure.id, r.status, r.low, r.high) for r in found.results), found.low, found.high]


def test_what_is_called_equal_makes_no_difference() -> None:
    assert not differing(1, shown, most=60)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(2, 8))
def test_what_is_called_equal_makes_no_difference_on_more_rules(number: int) -> None:
    assert not differing(number, shown)


def test_what_is_called_equal_unseen_makes_a_difference() -> None:
    assert differing(1, never_looked_at, most=60)
