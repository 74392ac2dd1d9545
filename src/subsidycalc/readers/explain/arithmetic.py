"""Closures of constants, facts, gaps and arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ...tree import nodes as n
from ...tree.node import Node
from ...tree.types import BOOL, CHOICE, CHOICES, MONEY
from ...values import days
from ...values import ranges as r
from ...values.ranges import Range
from .compile import EMPTY, Closure, Slots
from .world import World


def nothing_known(node: n.Fact) -> Any:
    """What a missing fact may be: anything within its bounds."""
    kind = node.type.kind
    if kind == CHOICE:
        return node.type.options.all if node.type.options else None
    if kind in (BOOL, CHOICES):
        return None
    return r.between(node.low, node.high)


def _fact(c: Any, node: n.Fact, slot: int) -> Closure:
    name, owner, unknown = node.name, node.owner, nothing_known(node)
    low, high = node.low, node.high
    computed = None if node.definition is None else c.closure(node.definition)
    if owner is None and node.at is None and computed is None:
        return _own_fact(name, node.back, unknown, low, high, slot)
    look = _look(name, owner, node.back, node.at)

    def fact(s: Slots, e: World) -> Any:
        value = look(e)
        if value is None:
            value = unknown
            if computed is not None:
                value = computed(s, e)
                if value.__class__ is Range:
                    value = r.meet(value, low, high)
        elif value.__class__ is Range:
            value = r.meet(value, low, high)
        s[slot] = value
        return value

    return fact


def _own_fact(name: str, back: int | None, unknown: Any, low: Any, high: Any, slot: int) -> Closure:
    """A fact of the firm that is given or not: the usual case, made quick."""

    def single(s: Slots, e: World) -> Any:
        value = e.facts.get(name)
        if value is None:
            value = unknown
        elif value.__class__ is Range:
            value = r.meet(value, low, high)
        s[slot] = value
        return value

    def yearly(s: Slots, e: World) -> Any:
        given = e.facts.get(name)
        value = None if given is None else given.get(e.year - back)  # type: ignore[operator]  # a number here
        if value is None:
            value = unknown
        elif value.__class__ is Range:
            value = r.meet(value, low, high)
        s[slot] = value
        return value

    return single if back is None else yearly


def _look(name: str, owner: str | None, back: int | None, at: Any) -> Callable[[World], Any]:
    """How a fact is found: the firm's or a record's, in its period; ``None`` where it is not given."""
    if owner is None and back is None and at is None:
        return lambda e: e.facts.get(name)

    def series(e: World) -> Any:
        facts = e.facts if owner is None else e.frames[owner].facts
        found = facts.get(name)
        if found is None:
            return None
        return found.get(e.year - back if back is not None else at)

    if back is not None or at is not None:
        return series
    return lambda e: e.frames[owner].facts.get(name)  # type: ignore[index]  # owner is a kind of record here


def _gap(c: Any, node: n.Gap, slot: int) -> Closure:
    name = node.name
    low = c.closure(node.low) if node.low is not None else None
    high = c.closure(node.high) if node.high is not None else None
    is_truth = node.kind == BOOL

    def gap(s: Slots, e: World) -> Any:
        value = e.assumed.get(name, EMPTY)
        least = None if low is None else r.low_of(low(s, e))
        most = None if high is None else r.high_of(high(s, e))
        if value is EMPTY:
            value = None if is_truth else r.between(least, most)
        elif not is_truth:
            if high is not None:
                value = r.least([value, high(s, e)])
            if low is not None:
                value = r.largest([value, low(s, e)])
        s[slot] = value
        return value

    return gap


def _clock(c: Any, node: n.Clock, slot: int) -> Closure:
    reads: dict[str, Callable[[World], int]] = {
        "year": lambda e: e.year,
        "date": lambda e: e.date,
        "first_day": lambda e: days.first_day(e.year),
        "last_day": lambda e: days.last_day(e.year),
    }
    if node.what == "date":

        def date(s: Slots, e: World) -> int:
            value = s[slot] = e.date
            return value

        return date
    read = reads[node.what]

    def clock(s: Slots, e: World) -> int:
        value = s[slot] = read(e)
        return value

    return clock


def _ref(c: Any, node: n.Ref, slot: int) -> Closure:
    made: Closure = c.closure(node.value)
    return made


def _cut(c: Any, node: n.Cut, slot: int) -> Closure:
    return lambda s, e: s[slot]


def _add(c: Any, node: n.Add, slot: int) -> Closure:
    parts = [c.closure(p) for p in node.parts]

    def add(s: Slots, e: World) -> Any:
        total: Any = 0
        for part in parts:
            value = part(s, e)
            if total.__class__ is Range or value.__class__ is Range:
                total = r.add(total, value)
            else:
                total += value
        s[slot] = total
        return total

    return add


def _mul(c: Any, node: n.Mul, slot: int) -> Closure:
    a, b = node.a, node.b
    for factor, other in ((a, b), (b, a)):
        if isinstance(factor, n.Const) and isinstance(factor.value, (int, Fraction)):
            return _by_constant(c.closure(other), Fraction(factor.value), slot)
    left, right = c.closure(a), c.closure(b)

    def multiply(s: Slots, e: World) -> Any:
        x, y = left(s, e), right(s, e)
        if x.__class__ is Range or y.__class__ is Range:
            value = r.multiply(x, y)
        else:
            value = x * y
        s[slot] = value
        return value

    return multiply


def _by_constant(other: Closure, factor: Fraction, slot: int) -> Closure:
    top, bottom = factor.numerator, factor.denominator

    def times(s: Slots, e: World) -> Any:
        x = other(s, e)
        if x.__class__ is int:
            value: Any
            # Most amounts divide evenly: a whole number costs a fraction of a Fraction.
            value, rest = divmod(x * top, bottom)
            if rest:
                value = Fraction(x * top, bottom)
        else:
            value = r.multiply(x, factor)
        s[slot] = value
        return value

    return times


def _div(c: Any, node: n.Div, slot: int) -> Closure:
    a, b, guarded = c.closure(node.a), c.closure(node.b), node.guarded

    def divide(s: Slots, e: World) -> Any:
        value = s[slot] = r.divide(a(s, e), b(s, e), positive=guarded)
        return value

    return divide


def _extreme(largest: bool) -> Callable[[Any, Any, int], Closure]:
    pick = max if largest else min
    over = r.largest if largest else r.least

    def build(c: Any, node: n.Min | n.Max, slot: int) -> Closure:
        parts = [c.closure(p) for p in node.parts]
        if len(parts) == 2:
            first, second = parts

            def of_two(s: Slots, e: World) -> Any:
                x, y = first(s, e), second(s, e)
                if x.__class__ is Range or y.__class__ is Range:
                    value = over((x, y))
                else:
                    value = pick(x, y)
                s[slot] = value
                return value

            return of_two

        def of_many(s: Slots, e: World) -> Any:
            value = s[slot] = over([p(s, e) for p in parts])
            return value

        return of_many

    return build


def _round(c: Any, node: n.Round, slot: int) -> Closure:
    inner, unit, way = c.closure(node.value), node.unit, node.way
    ceiling = None if node.ceiling is None else c.closure(node.ceiling)

    def one(number: Any, most: Any) -> int:
        found = r.round_to(number, unit, way)
        return r.round_to(number, unit, "down") if most is not None and found > most else found

    def rounded(s: Slots, e: World) -> Any:
        value = inner(s, e)
        if unit == 1 and value.__class__ is int:
            s[slot] = value
            return value
        most = None if ceiling is None else ceiling(s, e)
        if value.__class__ is Range:
            low = None if value.low is None else one(value.low, r.low_of(most) if most is not None else None)
            high = None if value.high is None else one(value.high, r.high_of(most) if most is not None else None)
            value = r.between(low, high)
        elif most.__class__ is Range:
            value = r.between(one(value, most.low), one(value, most.high))
        else:
            value = one(value, most)
        s[slot] = value
        return value

    return rounded


def _shift(c: Any, node: n.Shift, slot: int) -> Closure:
    day, count, unit = c.closure(node.day), c.closure(node.count), node.unit

    def shift(s: Slots, e: World) -> Any:
        d, k = day(s, e), count(s, e)
        ends = [
            None if x is None or y is None else days.shift(int(x), int(y), unit)
            for x, y in ((r.low_of(d), r.low_of(k)), (r.high_of(d), r.high_of(k)))
        ]
        value = s[slot] = r.between(*ends)
        return value

    return shift


def _span(c: Any, node: n.Span, slot: int) -> Closure:
    start, end, unit = c.closure(node.start), c.closure(node.end), node.unit

    def span(s: Slots, e: World) -> Any:
        a, b = start(s, e), end(s, e)
        ends = [
            None if x is None or y is None else days.span(int(x), int(y), unit)
            for x, y in ((r.high_of(a), r.low_of(b)), (r.low_of(a), r.high_of(b)))
        ]
        value = s[slot] = r.between(*ends)
        return value

    return span


TABLE: dict[type[Node], Any] = {
    n.Fact: _fact,
    n.Gap: _gap,
    n.Clock: _clock,
    n.Ref: _ref,
    n.Cut: _cut,
    n.Add: _add,
    n.Mul: _mul,
    n.Div: _div,
    n.Min: _extreme(largest=False),
    n.Max: _extreme(largest=True),
    n.Round: _round,
    n.Shift: _shift,
    n.Span: _span,
}
KINDS = (MONEY,)
