"""Definitions that are known to be wrong, put into the engine: the laws must catch each of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from subsidycalc.answers.assessment import Assessment, Total
from subsidycalc.answers.combining import combination, finals, outcome
from subsidycalc.answers.combining.ceilings import ENDLESS, bound
from subsidycalc.answers.combining.combination import Part, settle
from subsidycalc.answers.combining.finals import Finals, Outcome, Settled
from subsidycalc.answers.combining.scene import Scene
from tests.combining.checking import Breach, definite, open_

MOST = 600
"""So many instances are looked at before a wrong definition counts as not caught."""


def winners_alone(settled: Settled) -> Finals:
    """The finals of the two solutions with all amounts low and all amounts high."""
    low, high = settled.best(high=False), settled.best(high=True)
    kept_low, _ = settled.nest_low.shares({n: settled.low[n] for n in low.chosen})
    kept_high, _ = settled.nest_high.shares({n: settled.high[n] for n in high.chosen})
    return finals.hull([settled.exact(kept_low), settled.exact(kept_high)])


def two_extremes(stage: Any, clauses: Any) -> Part:
    """Under a priority, every unknown condition taken as unmet for the least, as met for the most."""
    part = settle(stage, clauses)
    first = Scene(stage, part.cases[0][0].readings, {})
    atoms = first.deciding()
    if not atoms:
        return part
    cases = [dict.fromkeys(atoms, truth) for truth in (False, True)]
    unmet, met = (outcome.outcome_of(Settled(Scene(stage, first.readings, case))) for case in cases)
    return part._replace(low=unmet.low, high=met.high, high_known=met.high_known)


def needs_after(settled: Settled) -> Outcome:
    """The best choice without regard to what is needed; then what lacks it is taken out."""
    found = ORIGINAL_OUTCOME(settled)
    if found.chosen is None or not settled.scene.needs:
        return found
    needs, settled.scene.needs = settled.scene.needs, {}
    settled._sets.clear()
    chosen = settled.best(high=False).chosen
    settled.scene.needs = needs
    tests = settled.scene.needed(high=False)
    kept = frozenset(n for n in chosen if all(need(chosen.__contains__) for need in tests.get(n, ())))
    shares, _ = settled.nest_low.shares({n: settled.low[n] for n in kept})
    total = sum(shares.values())
    return Outcome(total, total, total, frozenset(), settled.exact(shares), kept)


ORIGINAL_OUTCOME = outcome.outcome_of


def sum_of_ranges(self: Assessment) -> Total:
    """The total as the sum of the ranges of single awards."""
    low, high = 0, 0
    for result in self.results:
        final = self.combination.of_measure(result.plan.measure.id) if self.combination else None
        low += result.low if final is None else final.low
        high += (ENDLESS if result.high is None else result.high) if final is None else final.high
    return Total(low, bound(high), 0, [])


def tight(seed: int, folder: Path) -> Iterator[Breach]:
    """With nothing but amounts open, the total's ends are reached: what a sum of ranges does not give."""
    from random import Random

    from tests.combining.checking import seen
    from tests.combining.instances import completions, filled, instance, loaded
    from tests.combining.oracle import outcome

    rng = Random(seed)
    made = instance(rng, gaps=True)
    if None in made.flags.values() or made.reading is None or made.received is None:
        return
    book = loaded(made, folder)
    if book is None or any(high is None for _, high in made.amounts.values()):
        return
    totals = [outcome(filled(made, answer)).total * 100 for answer in completions(made, rng)]
    found = seen(book, made).total
    if found != (min(totals), max(totals)):
        yield Breach("tight total", seed, f"{found}, and {min(totals)} to {max(totals)} occur")


WRONG: dict[str, tuple[Any, str, Any, Callable[[int, Path], Iterator[Breach]]]] = {
    "winners of the all-low and all-high solutions": (outcome, "ranges", winners_alone, open_),
    "two Kleene extremes under a priority": (combination, "settle", two_extremes, open_),
    "elections before prerequisites": (outcome, "outcome_of", needs_after, definite),
    "sums of ranges for the total": (Assessment, "total", sum_of_ranges, tight),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_definition_is_caught(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    owner, attribute, wrong, look = WRONG[name]
    monkeypatch.setattr(owner, attribute, wrong)
    for seed in range(MOST):
        folder = tmp_path / str(seed)
        folder.mkdir()
        if next(look(seed, folder), None) is not None:
            return
    pytest.fail(f"not caught in {MOST} instances: {name}")


def test_totals_are_tight_when_only_amounts_are_open(tmp_path: Path) -> None:
    found = []
    for seed in range(MOST):
        folder = tmp_path / str(seed)
        folder.mkdir()
        found += list(tight(seed, folder))
    assert not found
