"""Random applicants for the shipped rules, complete, with every gap filled: made from the vocabulary, not typed."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from subsidycalc.rulebook.model import Book, GapDecl
from subsidycalc.rulebook.vocabulary import FactDecl
from subsidycalc.testing.given import Given
from subsidycalc.tree import nodes as n

YEARS = (2022, 2023, 2024)
AMOUNTS = (
    "0元",
    "99999999.99元",
    "1亿元",
    "5亿元",
    "1亿元",
    "12.5亿元",
    "50亿元",
    "300万元",
    "123.45元",
    "3000万元",
    "1亿元",
)


def random_applicant(rng: Random, book: Book) -> Given:
    """A profile, and values for every gap and reading of all policies."""
    year = _pick(rng, YEARS)
    founded = year - 1 - rng.randrange(3)
    profile: dict[str, Any] = {"year": year, "founded_in": founded, "received": []}
    for fact in book.vocabulary.facts.values():
        if fact.definition is None and fact.name not in profile:
            profile[fact.name] = _value(rng, fact, founded, year)
    profile["registered_in"] = _pick(rng, ("haidian", "huairou"))
    for record in book.vocabulary.records.values():
        facts = [f for f in record.facts.values() if f.definition is None]
        profile[record.name] = [
            {"name": f"{record.one} {i}"} | {f.name: _value(rng, f, founded, year) for f in facts}
            for i in range(rng.randrange(4))
        ]
    if year > YEARS[0] and rng.randrange(3) == 0:
        measures = [m for m in book.measures() if m.for_each is None]
        profile["received"] = [{"award": _pick(rng, measures).id, "amount": "20万元", "year": year - 1}]
    gaps = [gap for policy in book.policies.values() for gap in policy.gaps.values()]
    readings = [reading for policy in book.policies.values() for reading in policy.readings.values()]
    return Given(
        profile,
        {gap.name: _filled(rng, gap) for gap in gaps},
        {reading.id: _pick(rng, tuple(reading.options)) for reading in readings},
    )


def _pick(rng: Random, items: Any) -> Any:
    return items[rng.randrange(len(items))]


def _value(rng: Random, fact: FactDecl, founded: int, year: int) -> Any:
    if fact.per == "year":
        return {str(y): _one(rng, fact) for y in range(founded, year + 1)}
    return _one(rng, fact)


def _one(rng: Random, fact: FactDecl) -> Any:
    match fact.type.kind:
        case "money":
            return _pick(rng, AMOUNTS)
        case "whole":
            return str(max(int(fact.low or 0), _pick(rng, (0, 19, 20, 300, 1000, 1200))))
        case "rate":
            return _pick(rng, ("0%", "3.2%", "12‰"))
        case "yes/no":
            return _pick(rng, ("yes", "yes", "no"))
        case "date":
            return _pick(rng, ("2022-05-01", "2023-12-31", "2024-02-29"))
    assert fact.type.options is not None
    leaves = sorted(fact.type.options.all)
    return _pick(rng, leaves) if fact.type.kind == "choice" else [leaf for leaf in leaves if rng.randrange(4) == 0]


def _filled(rng: Random, gap: GapDecl) -> str:
    low = gap.low.value if isinstance(gap.low, n.Const) else 0
    match gap.kind:
        case "money":
            return f"{low // 100 + _pick(rng, (0, 1, 1_000_000, 30_000_000))}元"
        case "yes/no":
            return _pick(rng, ("yes", "yes", "no"))  # type: ignore[no-any-return]
        case "whole":
            return str(low + rng.randrange(3))
    return f"{_pick(rng, (Fraction(0), 5, 30, 100))}%"
