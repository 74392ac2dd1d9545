"""A measure's own counts and caps over its records, and what earlier years have used up of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..readers.explain import Record, World
from ..rulebook.model import FIRM, YEAR, Limit, Measure, Variant
from ..values import ranges as r
from ..values.ranges import Amount, Range


class Item(NamedTuple):
    """A single award: its record, whether it is due, its bounds in 分."""

    record: Record | None
    status: bool | None
    low: int
    high: int | None
    held: bool = False
    """Whether it was received already: a count that others share leaves it in."""


Acted = list[tuple[str, Any, Amount]]


def limited(
    measure: Measure,
    variant: Variant,
    items: list[Item],
    value_of: Callable[[Limit], Amount],
    world: World,
    vocabulary: Any,
) -> tuple[Amount, Acted]:
    """What some single awards come to: the best set of them that the counts allow, under the caps.

    The scopes of a measure's caps and counts lie one inside the other, so that groups can be settled from the
    narrowest outwards.
    """
    keys = Keys(measure, world, vocabulary)
    low = _Nest(variant, value_of, keys, low=True).best([(i.record, i.low, i.held) for i in items if i.status])
    high = _Nest(variant, value_of, keys, low=False).best([(i.record, i.high, i.held) for i in items])
    acted: Acted = [("count", limit, value_of(limit)) for limit in variant.counts]
    acted += [("cap", limit, value_of(limit)) for limit in variant.caps]
    return r.between(low or 0, high), acted


def unknown_limited(
    measure: Measure, variant: Variant, item: Item, value_of: Callable[[Limit], Amount], world: World, vocabulary: Any
) -> Amount:
    """Any number of unknown records: the count limit times each, or the cap over all, else no bound."""
    keys = Keys(measure, world, vocabulary)
    most: int | None = 0 if item.status is False or item.high == 0 else None
    for limit, times in (*((x, item.high) for x in variant.counts), *((x, 1) for x in variant.caps)):
        if times is None or not set(limit.scope) <= {FIRM, YEAR}:
            continue
        top = left_of(limit, (), value_of(limit), keys, count=limit in variant.counts, low=False)
        if top is not None:
            most = int(top * times) if most is None else min(most, int(top * times))
    return r.between(0, most)


class Keys:
    """Which awards share a limit, and what earlier years have used of it."""

    def __init__(self, measure: Measure, world: World, vocabulary: Any) -> None:
        self.measure, self.world, self.vocabulary = measure, world, vocabulary
        self.since = since(measure)
        self.one = vocabulary.records[measure.for_each].one if measure.for_each else FIRM
        """The word for what an award is given for: a limit per it lies inside every other."""
        self._used: dict[tuple[str, ...], dict[tuple[Any, ...], tuple[int, int]]] = {}

    def of(self, scope: tuple[str, ...], record: Record | None) -> tuple[Any, ...]:
        """What a record has under the words of a scope."""
        return tuple(self._word(word, record) for word in scope)

    def _word(self, word: str, record: Record | None) -> Any:
        if record is None:
            return None
        decl = self.vocabulary.records[record.kind]
        if word == decl.one:
            return record.name
        return record.facts.get(self.vocabulary.words[record.kind].get(word, word))

    def used(self, limit: Limit, key: tuple[Any, ...], *, count: bool) -> Amount:
        """What earlier years have used of a limit that does not start anew each year."""
        if YEAR in limit.scope:
            return 0
        world = self.world
        if world.received is None:
            return Range(0, None) if world.year > self.since else 0
        number, amount = self._earlier(words(limit)).get(key, (0, 0))
        return number if count else amount

    def _earlier(self, scope: tuple[str, ...]) -> dict[tuple[Any, ...], tuple[int, int]]:
        """How many awards earlier years brought and how much, by what their records have under the words of a scope."""
        found = self._used.get(scope)
        if found is None:
            found = self._used[scope] = {}
            world = self.world
            by_name = {r.name: r for r in world.records.get(self.measure.for_each or "") or ()} if scope else {}
            for x in world.received or ():
                if x.award != self.measure.id or x.year >= world.year:
                    continue
                record = by_name.get(x.record[1]) if x.record is not None else None
                if record is not None or not scope:
                    key = self.of(scope, record)
                    number, amount = found.get(key, (0, 0))
                    found[key] = (number + 1, amount + x.amount)
        return found


def since(measure: Measure) -> int:
    """The first year in which anything can have been received under a measure."""
    from datetime import date

    from ..tree import nodes as n
    from ..tree.walk import everything

    first = next((c.node for c in measure.conditions if c.role == "in_force"), None)
    starts = [
        x.b.value
        for x in (everything(first) if first is not None else ())
        if isinstance(x, n.Compare) and x.op == ">=" and isinstance(x.b, n.Const)
    ]
    return date.fromordinal(min(starts)).year if starts else 1


def left_of(limit: Limit, key: tuple[Any, ...], value: Amount, keys: Keys, *, count: bool, low: bool) -> Any:
    """What is left of a limit: its lower or upper bound, never below zero."""
    left = r.add(value, r.negative(keys.used(limit, key, count=count)))
    bound = r.low_of(left) if low else r.high_of(left)
    if bound is None:
        return 0 if low else None
    return max(0, bound)


class Gain(NamedTuple):
    """What one award brings (``None``: no bound known), and whether it was received already."""

    value: int | None
    held: bool


Gains = list[Gain]
"""What each further award brings, the largest first, so that the first ``k`` are the best ``k``; ``None`` is no bound.

Of all that caps and counts make of them this stays true: groups side by side give their largest gains first.
"""


class _Nest:
    """The caps and counts of a measure as groups inside groups."""

    def __init__(self, variant: Variant, value_of: Callable[[Limit], Amount], keys: Keys, *, low: bool) -> None:
        self.value_of, self.keys, self.low = value_of, keys, low
        self.counted = bool(variant.counts)
        self.caps = [(words(limit), limit) for limit in variant.caps]
        self.counts = [(words(limit), limit) for limit in variant.counts]
        levels = {scope for scope, _ in (*self.caps, *self.counts)} | {()}
        self.levels = sorted(levels, key=lambda scope: (keys.one not in scope, -len(scope), scope))

    def best(self, items: list[tuple[Record | None, int | None, bool]]) -> int | None:
        """The most that the awards come to."""
        groups: list[tuple[Record | None, Gains]] = [(record, [Gain(value, held)]) for record, value, held in items]
        for level in self.levels:
            merged: dict[tuple[Any, ...], tuple[Record | None, Gains]] = {}
            for record, gains in groups:
                merged.setdefault(self.keys.of(level, record), (record, []))[1].extend(gains)
            groups = [(record, self._held(level, key, gains)) for key, (record, gains) in merged.items()]
        return _total(groups[0][1]) if groups else 0

    def _held(self, level: tuple[str, ...], key: tuple[Any, ...], gains: Gains) -> Gains:
        gains = sorted(gains, key=_falling) if self.counted else [Gain(_total(gains), held=False)]
        for scope, limit in self.counts:
            if scope == level:
                left = left_of(limit, key, self.value_of(limit), self.keys, count=True, low=self.low)
                # Money received stays, however many awards it was.
                gains = gains if left is None else gains[: max(int(left), sum(g.held for g in gains))]
        for scope, limit in self.caps:
            if scope == level:
                left = left_of(limit, key, self.value_of(limit), self.keys, count=False, low=self.low)
                gains = gains if left is None else _capped(gains, int(left))
        return gains


def _falling(gain: Gain) -> tuple[bool, bool, int]:
    return not gain.held, gain.value is not None, -(gain.value or 0)


def _total(gains: Gains) -> int | None:
    values = [g.value for g in gains]
    return None if None in values else sum(v for v in values if v is not None)


def _capped(gains: Gains, cap: int) -> Gains:
    """Gains until a cap is used up."""
    made: Gains = []
    for gain in gains:
        kept = cap if gain.value is None else min(gain.value, cap)
        made.append(gain._replace(value=kept))
        cap -= kept
    return made


def words(limit: Limit) -> tuple[str, ...]:
    """What tells the groups of a limit apart: its scope without firm and year, of which there is one each."""
    return tuple(sorted(word for word in limit.scope if word not in (FIRM, YEAR)))
