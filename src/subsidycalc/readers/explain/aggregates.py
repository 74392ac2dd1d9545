"""Closures of aggregates over records and over the earlier years, and of what was received."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import Any

from ...tree import nodes as n
from ...tree.node import Node
from ...tree.walk import never_negative
from ...values import ranges as r
from ...values import truth
from ...values.ranges import Range
from .compile import Closure, Slots, facts_of
from .world import Receipt, Record, World

EARLIER = "earlier years"
"""Stands for the years before those that are accounted for."""


def _over(c: Any, node: n.Over, slot: int) -> Closure:
    if node.kind == "years":
        return _over_years(c, node, slot)
    kind, within, how = node.kind, node.within, node.how
    roots = [x for x in (node.where, node.body) if x is not None]
    program = c.inner(slot, roots)
    where = program.roots[0] if node.where is not None else None
    body = program.roots[-1] if node.body is not None else None
    seen = c.slot(None)
    combine = _HOW[how]
    unknown = None if how in ("any", "all") else Range(0 if how == "count" or never_negative(node) else None, None)

    def over(s: Slots, e: World) -> Any:
        records = e.records.get(kind)
        if records is None:
            s[slot] = unknown
            return unknown
        kept = e.frames
        if within is not None:
            around = kept[within]
            records = [x for x in records if x.frames.get(within) is around]
        held: list[bool | None] = []
        values: list[Any] = []
        walked: list[tuple[Any, Slots]] = []
        for record in records:
            e.frames = record.frames
            sub = program.fresh()
            holds = True if where is None else where(sub, e)
            held.append(holds)
            values.append(None if body is None or holds is False else body(sub, e))
            walked.append((record, sub))
        e.frames = kept
        s[seen] = walked
        value = s[slot] = combine(held, values)
        return value

    return over


def _sum(held: Sequence[bool | None], values: Sequence[Any]) -> Any:
    total: Any = 0
    for holds, value in zip(held, values, strict=True):
        if holds is not False:
            total = r.add(total, value if holds else r.hull((0, value)))
    return total


def _count(held: Sequence[bool | None], values: Sequence[Any]) -> Any:
    sure = sum(1 for h in held if h is True)
    return r.between(sure, sure + sum(1 for h in held if h is None))


def _any(held: Sequence[bool | None], values: Sequence[Any]) -> Any:
    return truth.disjunction(truth.conjunction((h, v)) for h, v in zip(held, values, strict=True) if h is not False)


def _all(held: Sequence[bool | None], values: Sequence[Any]) -> Any:
    return truth.conjunction(
        truth.disjunction((truth.negate(h), v)) for h, v in zip(held, values, strict=True) if h is not False
    )


def _extreme(largest: bool) -> Callable[[Sequence[bool | None], Sequence[Any]], Any]:
    over = r.largest if largest else r.least

    def combine(held: Sequence[bool | None], values: Sequence[Any]) -> Any:
        sure = [v for h, v in zip(held, values, strict=True) if h is True]
        maybe = [v for h, v in zip(held, values, strict=True) if h is None]
        if not sure:
            # Nothing to look at counts as zero, and any one of the others may be the only one.
            return r.hull((0, *maybe))
        base = over(sure)
        return r.hull((base, *(over((base, v)) for v in maybe)))

    return combine


_HOW: dict[str, Callable[[Sequence[bool | None], Sequence[Any]], Any]] = {
    "sum": _sum,
    "count": _count,
    "any": _any,
    "all": _all,
    "largest": _extreme(largest=True),
    "smallest": _extreme(largest=False),
}


def _over_years(c: Any, node: n.Over, slot: int) -> Closure:
    assert node.body is not None
    program = c.inner(slot, [node.body])
    body = program.roots[0]
    seen = c.slot(None)
    series = [f for f in facts_of(node.body) if f.back is not None]
    plain = series[0].name if node.body == series[0] and series[0].owner is None else None

    def over(s: Slots, e: World) -> Any:
        year = e.year
        if plain is not None:
            peak = _whole_history(e.facts, plain, year)
            if peak is not None:
                s[slot] = peak
                return peak
        found = [_series(e, fact) for fact in series]
        before = _known_peak(found, year) if plain else None
        founded = e.facts.get("founded_in")
        given = [y for f in found for y in f if isinstance(y, int) and y < year]
        complete = before is not None or founded.__class__ is int
        start: int = min([*given, year]) if founded.__class__ is not int else min([int(founded or 0), *given])
        start = before[0] if before is not None else start
        values: list[Any] = [] if before is None else [before[1]]
        walked: list[tuple[Any, Slots]] = []
        if plain and complete and all(found[0].get(y).__class__ is int for y in range(start, year)):
            values += [found[0][y] for y in range(start, year)]
        else:
            for y in range(start, year):
                e.year = y
                sub = program.fresh()
                values.append(body(sub, e))
                walked.append((y, sub))
            e.year = year
        value = r.largest([*values, 0]) if values else 0
        if not complete:
            # The years that nobody has accounted for may hold any peak.
            value = r.between(r.low_of(value), None)
            walked.append((EARLIER, []))
        s[seen] = walked
        s[slot] = value
        return value

    return over


def _series(e: World, fact: n.Fact) -> Any:
    facts = e.facts if fact.owner is None else e.frames[fact.owner].facts
    return facts.get(fact.name) or {}


def _whole_history(facts: Any, name: str, year: int) -> int | None:
    """The peak of the years since the founding where every one is given and definite: the usual case, made quick."""
    founded, given = facts.get("founded_in"), facts.get(name)
    if founded.__class__ is not int or not given or founded >= year:
        return None
    peak, missing = 0, year - founded
    for key, value in given.items():
        if key.__class__ is not int:
            return None
        if key < year:
            if value.__class__ is not int:
                return None
            if value > peak:
                peak = value
            if key >= founded:
                missing -= 1
    return None if missing > 0 else peak


def _known_peak(found: list[Any], year: int) -> tuple[int, Any] | None:
    """The latest given ``before Y`` of a series: Y and the highest value of all years before it."""
    known = [(k[1], v) for k, v in found[0].items() if k.__class__ is tuple and k[1] <= year]
    return max(known, key=lambda item: item[0]) if known else None


def _result(c: Any, node: n.Result, slot: int) -> Closure:
    return _given(node, slot) if node.what == "given" else _received(node, slot)


def _received(node: n.Result, slot: int) -> Closure:
    """The sum of money received. What names no record may have been for the one in hand, in whole or in part."""
    since, now = node.since, node.what == "received now"

    def belongs(receipt: Receipt) -> bool:
        if node.measure:
            return receipt.award is not None and fnmatchcase(receipt.award, node.measure)
        return node.level in (None, receipt.level) and node.support in (None, receipt.support)

    def received(s: Slots, e: World) -> Any:
        value: Any
        if e.received is None:
            value = Range(0, None) if e.year >= since else 0
        else:
            own = _record_keys(e)
            value = 0
            for x in e.received:
                if (x.year == e.year if now else x.year <= e.year) and belongs(x):
                    if x.record is None and own:
                        value = r.add(value, Range(0, x.amount))
                    elif not own or x.record in own:
                        value = r.add(value, x.amount)
        s[slot] = value
        return value

    return received


def _given(node: n.Result, slot: int) -> Closure:
    measure, since = node.measure, node.since

    def given(s: Slots, e: World) -> Any:
        if e.received is None:
            value: bool | None = None if e.year > since else False
        else:
            first = e.first_received(measure)
            own = _record_keys(e) if first else ()
            years = [first[key] for key in (None, *own) if key in first] if own else first.values()
            value = any(year < e.year for year in years)
        s[slot] = value
        return value

    return given


def _record_keys(e: World) -> set[tuple[str, str]]:
    return {(kind, record.name) for kind, record in e.frames.items()}


TABLE: dict[type[Node], Any] = {n.Over: _over, n.Result: _result}
RECORDS = Record
