"""Tight where it is easy: with each gap used once, the range is what a second evaluator gives at its extremes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from hypothesis import given, note

from subsidycalc.testing.given import Opening
from subsidycalc.testing.random_rules import NEVER, Case, Fact, Gap, random_case
from tests.laws.subjects import (
    SEEDS,
    TIMES,
    fen,
    numbers,
    scopes,
    subject_of,
)
from tests.random_books import load, shown
from tests.second_evaluator import Second

BIG = 10**18
"""An amount beyond every bound; a result that follows it beyond ``FAR`` has none."""
FAR = 10**12
MOST = 600
"""Completions that one example may enumerate."""


@given(seed=SEEDS)
def test_tight_where_each_gap_is_used_once(seed: int) -> None:
    rng = Random(seed)
    case = random_case(rng, once=True, plain=True)
    case.received = case.profile["received"] = []
    note(shown(case))
    book = load(case)
    for id_ in case.policy["measures"]:
        gaps = _open_gaps(case, case.policy["measures"][id_])
        for _ in range(TIMES if gaps else 0):
            taken = {gap.opening.path: gap for gap in rng.choices(gaps, k=1 + rng.randrange(3))}
            while _size(taken.values()) > MOST:
                taken.popitem()
            note(f"taken: {list(taken)}")
            subject = subject_of(case, book)
            found = subject.assess(subject.without([gap.opening for gap in taken.values()]))
            award = next((award for award in found["awards"] if award["id"] == f"p/{id_}"), None)
            if award is not None:
                _compare_extremes(case, id_, award, list(taken.values()))


@dataclass
class _Open:
    """A gap to take, what may fill it, and how a case looks with it filled."""

    opening: Opening
    values: list[Any]
    fill: Callable[[Case, Any], Case]


def _size(gaps: Iterable[_Open]) -> int:
    size = 1
    for gap in gaps:
        size *= len(gap.values)
    return size


def _compare_extremes(case: Case, id_: str, award: dict[str, Any], taken: list[_Open]) -> None:
    outcomes = []
    for values in product(*(gap.values for gap in taken)):
        filled = case
        for gap, value in zip(taken, values, strict=True):
            filled = gap.fill(filled, value)
        second = Second(filled)
        outcomes.append(second.award(f"p/{id_}", second.policy["measures"][id_]))
    for item in award["items"]:
        _extremes(f"{id_} for {item['record']}", item, [outcome.items[item["record"]] for outcome in outcomes])
    if not award["items"] or len(case.policy["measures"][id_].get("for_each", [])) == 0:
        _extremes(id_, award, [(outcome.amount, outcome.eligible) for outcome in outcomes])


def _extremes(what: str, award: dict[str, Any], outcomes: list[tuple[Fraction, bool]]) -> None:
    amounts = [amount for amount, _ in outcomes]
    said = f"{what}: {award['status']} {award['low']} to {award['high']}; extremes {min(amounts)} to {max(amounts)}"
    assert fen(award["low"]) == min(amounts), said
    assert (fen(award["high"]) == max(amounts)) if award["high"] is not None else max(amounts) > FAR, said
    statuses = {eligible for _, eligible in outcomes}
    assert (award["status"] == "undetermined") == (len(statuses) == 2), said


def _open_gaps(case: Case, measure: dict[str, Any]) -> list[_Open]:
    """The gaps that a measure uses, with the values at which its result can turn."""
    words, money = set(_words(measure)), sorted(set(numbers(measure, "money")))
    found = []
    for fact in case.facts:
        values = _turning(fact, measure, money)
        if fact.name not in words or not values or fact.name in scopes(case.policy):
            continue
        for path, fill in _places(case, fact):
            found.append(_Open(Opening(("profile", *path)), values, fill))
    for gap in case.gaps:
        if gap.name in words:
            found.append(_Open(Opening(("assume", gap.name)), _turning_gap(case, gap), _filling(gap.name)))
    for name, options in ((k, v["options"]) for k, v in case.policy["readings"].items()):
        if name in words:
            found.append(_Open(Opening(("readings", name)), options, _choosing(name)))
    return found


def _filling(name: str) -> Callable[[Case, Any], Case]:
    return lambda case, value: replace(case, assumed={**case.assumed, name: value})


def _choosing(name: str) -> Callable[[Case, Any], Case]:
    return lambda case, option: replace(case, readings={**case.readings, name: option})


def _places(case: Case, fact: Fact) -> Iterator[tuple[tuple[str | int, ...], Callable[[Case, Any], Case]]]:
    """Where a fact stands in the profile, and how it is filled there."""
    periods = [None] if fact.per is None else [case.year]

    def changed(facts: dict[str, Any], period: Any, value: Any) -> dict[str, Any]:
        return {**facts, fact.name: value if period is None else {**facts[fact.name], period: value}}

    for period in periods:
        tail: tuple[str | int, ...] = (fact.name,) if period is None else (fact.name, str(period))
        if fact.owner is None:
            if period is None or period in case.firm[fact.name]:
                yield tail, lambda c, v, p=period: replace(c, firm=changed(c.firm, p, v))  # type: ignore[misc]
            continue
        for index, record in enumerate(case.holdings[fact.owner]):
            if period is None or period in record[fact.name]:
                yield (
                    (fact.owner, index, *tail),
                    lambda c, v, p=period, i=index: _in_record(c, fact, i, changed, p, v),  # type: ignore[misc]
                )


def _in_record(case: Case, fact: Fact, index: int, changed: Any, period: Any, value: Any) -> Case:
    assert fact.owner is not None
    records = list(case.holdings[fact.owner])
    records[index] = changed(records[index], period, value)
    return replace(case, holdings={**case.holdings, fact.owner: records})


def _words(node: Any) -> Iterator[str]:
    """Names of facts, figures' gaps and readings below a measure."""
    if isinstance(node, (tuple, list)):
        for item in node:
            yield from _words(item)
    elif isinstance(node, dict):
        for key, item in node.items():
            yield from _words(key)
            yield from _words(item)
    elif isinstance(node, str):
        yield node


def _turning(fact: Fact, measure: dict[str, Any], money: list[int]) -> list[Any]:
    """Values of a fact between which nothing turns; none where there are too many to tell."""
    low = fact.low or 0
    if fact.per == "quarter" or fact.defined is not None or fact.name in ("founded_in", "applicant", "registered_in"):
        return []
    match fact.type:
        case "money":
            return sorted({low, BIG, *(max(low, m + d) for m in money for d in (-1, 0, 1))})
        case "whole":
            near = {int(w) + d for w in numbers(measure, "whole") for d in (-3, -2, -1, 0, 1)}
            return sorted({low, BIG, *(w for w in near if w >= low)})
        case "rate" | "ratio":
            tiny = Fraction(1, 10**9)
            near = {
                s + d for kind in ("rate", "ratio") for s in numbers(measure, kind) for d in (-tiny, Fraction(0), tiny)
            }
            top = Fraction(1) if fact.type == "rate" else Fraction(BIG)
            return sorted({Fraction(0), top, *(s for s in near if 0 <= s <= top)})
        case "yes/no":
            return [True, False]
        case "choice":
            return [o for o, leaves in fact.options.items() if leaves == (o,)]
        case "choices":
            leaves = [o for o, below in fact.options.items() if below == (o,)]
            return [
                tuple(o for o, there in zip(leaves, some, strict=True) if there)
                for some in product((0, 1), repeat=len(leaves))
            ]
    return []


def _turning_gap(case: Case, gap: Gap) -> list[Any]:
    match gap.kind:
        case "bool":
            return [True, False]
        case "date":
            return sorted({max(gap.low, case.day + d) for d in (-1, 0, 1, 2)} | {gap.low, NEVER - 1})
        case "whole":
            return [gap.low, *range(gap.low + 1, 6), 10**6] if gap.high is None else [gap.low, gap.high]
    return [gap.low, BIG if gap.high is None else gap.high]
