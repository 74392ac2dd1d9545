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


Acted = list[tuple[str, Any, Amount]]


def limited(
    measure: Measure,
    variant: Variant,
    items: list[Item],
    value_of: Callable[[Limit], Amount],
    world: World,
    vocabulary: Any,
) -> tuple[Amount, Acted]:
    """What some single awards come to under counts (the best so many) and caps, in written order."""
    keys = _Keys(measure, world, vocabulary)
    acted: Acted = []
    lows = [(item, item.low if item.status else 0) for item in items]
    highs = [(item, item.high) for item in items]
    kept_lows = _best([(i, v) for i, v in lows if i.status], variant.counts, value_of, keys, low=True)
    kept_highs = _best(highs, variant.counts, value_of, keys, low=False)
    for limit in variant.counts:
        acted.append(("count", limit, value_of(limit)))
    low = _capped([(i, v) for i, v in kept_lows], variant.caps, value_of, keys, low=True)
    high = _capped(kept_highs, variant.caps, value_of, keys, low=False)
    for limit in variant.caps:
        acted.append(("cap", limit, value_of(limit)))
    return r.between(low or 0, high), acted


class _Keys:
    """Which awards share a limit, and what earlier years have used of it."""

    def __init__(self, measure: Measure, world: World, vocabulary: Any) -> None:
        self.measure, self.world, self.vocabulary = measure, world, vocabulary
        self.since = _since(measure)

    def of(self, limit: Limit, record: Record | None) -> tuple[Any, ...]:
        return tuple(self._word(word, record) for word in limit.scope if word not in (FIRM, YEAR))

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
        found = [x for x in world.received if x.award == self.measure.id and x.year < world.year]
        if key:
            by_name = {r.name: r for rs in (world.records.get(self.measure.for_each or "") or [],) for r in rs}
            found = [
                x
                for x in found
                if x.record is not None and x.record[1] in by_name and self.of(limit, by_name[x.record[1]]) == key
            ]
        return len(found) if count else sum(x.amount for x in found)


def _since(measure: Measure) -> int:
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


def _left(limit: Limit, key: tuple[Any, ...], value: Amount, keys: _Keys, *, count: bool, low: bool) -> Any:
    """What is left of a limit: its lower or upper bound, never below zero."""
    left = r.add(value, r.negative(keys.used(limit, key, count=count)))
    bound = r.low_of(left) if low else r.high_of(left)
    if bound is None:
        return 0 if low else None
    return max(0, bound)


def _best(
    items: list[tuple[Item, int | None]],
    counts: tuple[Limit, ...],
    value_of: Callable[[Limit], Amount],
    keys: _Keys,
    *,
    low: bool,
) -> list[tuple[Item, int | None]]:
    """The best awards that the counts allow; an absent bound is the best of all."""
    if not counts:
        return items
    order = sorted(
        range(len(items)), key=lambda i: (items[i][1] is not None, -(items[i][1] or 0), _name(items[i][0]), i)
    )
    room: dict[tuple[int, Any], Any] = {}
    kept = []
    for index in order:
        item = items[index][0]
        places = [(i, keys.of(limit, item.record)) for i, limit in enumerate(counts)]
        for (i, key), limit in zip(places, counts, strict=True):
            room.setdefault((i, key), _left(limit, key, value_of(limit), keys, count=True, low=low))
        if all(room[p] is None or room[p] >= 1 for p in places):
            for place in places:
                if room[place] is not None:
                    room[place] -= 1
            kept.append(index)
    return [items[i] for i in sorted(kept)]


def _name(item: Item) -> str:
    return item.record.name if item.record else ""


def _capped(
    items: list[tuple[Item, int | None]],
    caps: tuple[Limit, ...],
    value_of: Callable[[Limit], Amount],
    keys: _Keys,
    *,
    low: bool,
) -> int | None:
    """The sum of awards under caps, each cap over its groups, in written order; the last award gives way first."""
    values = {index: value for index, (_, value) in enumerate(items)}
    for limit in caps:
        groups: dict[tuple[Any, ...], list[int]] = {}
        for index, (item, _) in enumerate(items):
            groups.setdefault(keys.of(limit, item.record), []).append(index)
        for key, members in groups.items():
            left = _left(limit, key, value_of(limit), keys, count=False, low=low)
            for index in members:
                value = values[index]
                if left is None:
                    continue
                values[index] = left if value is None else min(value, left)
                left -= values[index]
    if any(v is None for v in values.values()):
        return None
    return int(sum(v for v in values.values() if v is not None))
