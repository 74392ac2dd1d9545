"""Random applicants for the shipped rules, complete, with every gap filled: made from the vocabulary, not typed."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from subsidycalc.rulebook.model import Book, GapDecl
from subsidycalc.rulebook.vocabulary import FactDecl
from subsidycalc.testing.given import Given
from subsidycalc.tree import nodes as n
from subsidycalc.values.days import day_text
from subsidycalc.values.quantities import money_text, share_text
from subsidycalc.values.units import UNITS

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


def keys_of(book: Book) -> set[str]:
    """What is never a gap: who applies and where, whose a record is, and what caps count by."""
    limits = [x for m in book.measures() for v in m.variants for x in (*v.caps, *v.counts)]
    words = {word for limit in limits for word in limit.scope} | {r.one for r in book.vocabulary.records.values()}
    parents = {r.parent for r in book.vocabulary.records.values() if r.parent is not None}
    return {"applicant", "registered_in", *words, *parents}


def random_applicant(rng: Random, book: Book) -> Given:
    """A profile, and values for every gap and reading of all policies."""
    year = _pick(rng, YEARS)
    founded = year - 1 - rng.randrange(3)
    profile: dict[str, Any] = {"year": year, "founded_in": founded, "received": []}
    for fact in book.vocabulary.facts.values():
        if fact.definition is None and fact.name not in profile:
            profile[fact.name] = _value(rng, fact, founded, year)
    profile["registered_in"] = _pick(rng, ("haidian", "huairou", "nanshan"))
    for record in sorted(book.vocabulary.records.values(), key=lambda r: r.parent is not None):
        facts = [f for f in record.facts.values() if f.definition is None]
        above = [] if record.parent is None else profile[record.parent]
        made = []
        for i in range(rng.randrange(4) if record.parent is None or above else 0):
            parent = (
                {} if record.parent is None else {book.vocabulary.records[record.parent].one: _pick(rng, above)["name"]}
            )
            made.append({"name": f"{record.one} {i}"} | parent | {f.name: _value(rng, f, founded, year) for f in facts})
        profile[record.name] = made
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
        return {str(y): _one(rng, fact) for y in range(min(founded, 2023), year + 1)}
    if fact.per == "quarter":
        return {f"{y}Q1": _one(rng, fact) for y in (2022, 2023)}
    return _one(rng, fact)


def _one(rng: Random, fact: FactDecl) -> Any:
    match fact.type.kind:
        case "money":
            return _pick(rng, AMOUNTS)
        case "whole":
            whole = max(int(fact.low or 0), _pick(rng, (0, 19, 20, 300, 1000, 1200)))
            return str(whole if fact.high is None else min(int(fact.high), whole))
        case "text":
            return _pick(rng, ("惯性", "激光雷达"))
        case kind if kind in UNITS:
            return f"{_pick(rng, (0, 1, 3000, 3001))}{UNITS[kind].words[0]}"
        case "ratio":
            return _pick(rng, ("0%", "30%", "150%"))
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
    if isinstance(gap.high, n.Const) and gap.kind != "date":
        part = gap.high.value * Fraction(_pick(rng, (0, 1, 2)), 2)
        return money_text(int(part), "zh") if gap.kind == "money" else share_text(part)
    match gap.kind:
        case "money":
            return f"{low // 100 + _pick(rng, (0, 1, 1_000_000, 30_000_000))}元"
        case "date":
            return day_text(low + _pick(rng, (0, 1, 400)))
        case "yes/no":
            return _pick(rng, ("yes", "yes", "no"))  # type: ignore[no-any-return]
        case "whole":
            return str(low + rng.randrange(3))
    return f"{_pick(rng, (Fraction(0), 5, 30, 100))}%"
