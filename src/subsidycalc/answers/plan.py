"""A measure made ready: its trees compiled once, evaluated for each firm in one walk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..readers.explain import Program, Receipt, Record, World, compiled
from ..rulebook.model import Limit, Measure, Variant
from ..tree import nodes as n
from ..tree.node import Node
from ..tree.walk import everything
from ..values import ranges as r
from ..values.ranges import Amount, Range
from .limits import Item, limited, unknown_limited

ELIGIBLE, INELIGIBLE, UNDETERMINED = "eligible", "ineligible", "undetermined"
STATUS = {True: ELIGIBLE, False: INELIGIBLE, None: UNDETERMINED}


class Result:
    """What one walk found: for an award as a whole, or for one record of it.

    ``low`` and ``high`` are in 分; ``holds`` are the truths of the conditions, in their order.
    """

    items: list[Result] | None = None
    record: Record | None = None
    frames: Mapping[str, Record] = {}  # never changed: a record brings its own
    receipt: int | None = None
    phantom: Result | None = None
    """Stands for any of the records of which nothing is said."""
    due: int | None = None
    """The least that an undetermined award comes to if it is due; ``None`` where that is not known."""
    parts: tuple[tuple[str, Any, Amount], ...] = ()
    """Caps and counts that acted on the sum: word, limit and value."""

    slots: list[Any] = []  # noqa: RUF012  # never changed: a walk brings its own
    holds: list[bool | None] = []  # noqa: RUF012  # never changed: a walk brings its own
    status: bool | None = False
    low: int = 0
    high: int | None = 0

    def __init__(self, plan: Plan) -> None:
        self.plan = plan


class Walk:
    """The compiled conditions, row test and amounts of a measure, for the firm or for one record."""

    __slots__ = ("amounts", "applies", "blank", "conditions", "ladders", "program", "simple", "variants")

    def __init__(self, measure: Measure, conditions: list[Node], *, pays: bool) -> None:
        self.variants = measure.variants if pays else ()
        roots = [*conditions, *([measure.applies] if pays else []), *(v.amount for v in self.variants)]
        self.program: Program = compiled(roots)
        self.blank: list[Any] = self.program.fresh()
        closures = self.program.roots
        count = len(conditions)
        self.conditions = closures[:count]
        self.applies = closures[count] if pays and measure.applies != n.TRUE else None
        self.amounts = closures[count + 1 :] if pays else ()
        self.simple = len(self.amounts) == 1
        self.ladders = [x for x in everything(measure.applies) if isinstance(x, n.Step)] if pays else []

    def run(self, result: Result, world: World, status: bool | None) -> None:
        """Fill a result: conditions, whether a row applies, and the amount if it can be paid at all."""
        slots = result.slots = self.blank.copy()
        holds = result.holds = []
        for condition in self.conditions:
            held = condition(slots, world)
            holds.append(held)
            if held is not True and status is not False:
                status = held
        if self.applies is not None:
            held = self.applies(slots, world)
            if held is not True and status is not False:
                status = held
        result.status = status
        if status is not False and self.amounts:
            value = self.amounts[0](slots, world) if self.simple else self._hull(slots, world)
            _bounded(result, value, status)

    def _hull(self, slots: list[Any], world: World) -> Amount:
        return r.hull([self.amounts[i](slots, world) for i in self.active(world)])

    def active(self, world: World) -> list[int]:
        """The variants that the chosen readings leave open."""
        return [
            i
            for i, variant in enumerate(self.variants)
            if all(world.readings.get(name, option) == option for name, option in variant.chosen)
        ]


def _bounded(result: Result, value: Amount, status: bool | None) -> None:
    if value.__class__ is Range:
        low = r.low_of(value)
        high = r.high_of(value)
        result.low = 0 if low is None else int(low)
        result.high = None if high is None else int(high)
    else:
        result.high = result.low = int(value)  # type: ignore[arg-type]  # not a range here
    if status is None:
        result.due, result.low = result.low, 0


class Plan:
    """One measure, compiled."""

    def __init__(self, measure: Measure, vocabulary: Any) -> None:
        self.measure = measure
        self.vocabulary = vocabulary
        firm = [c.node for c in measure.conditions]
        own = [c.node for c in measure.record_conditions]
        self.per_record = measure.for_each is not None
        self.firm = Walk(measure, firm if self.per_record else [*firm, *own], pays=not self.per_record)
        self.item = Walk(measure, own, pays=True) if self.per_record else self.firm
        self.shown = (
            (measure.conditions, measure.record_conditions)
            if self.per_record
            else ((*measure.conditions, *measure.record_conditions), ())
        )
        limits = [x.value for v in measure.variants for x in (*v.caps, *v.counts)]
        self.limits = compiled(limits) if limits else None
        self.texts: dict[str, Any] = {}

    def run(self, world: World) -> Result:
        """The award for one firm."""
        result = Result(self)
        self.firm.run(result, world, True)
        if self.per_record:
            self._records(result, world)
        elif world.received and (paid := self._paid(world)):
            _receive(result, sum(paid.values()))
        if self.limits is not None and result.status is not False and not (result.receipt and not self.per_record):
            self._limit(result, world)
        if result.phantom is not None:
            _received_besides(result, sum(x.amount for x in self._unlisted(world, [])))
        return result

    def _paid(self, world: World) -> dict[tuple[str, str] | None, int]:
        """What was received under this measure in the year in hand, by what it was for."""
        found: dict[tuple[str, str] | None, int] = {}
        for x in world.received or ():
            if x.award == self.measure.id and x.year == world.year:
                found[x.record] = found.get(x.record, 0) + x.amount
        return found

    def _records(self, result: Result, world: World) -> None:
        measure = self.measure
        assert measure.for_each is not None
        status = result.status
        records = world.records.get(measure.for_each)
        result.items = []
        if records is None and status is not False:
            self._unknown_records(result, world, status)
            return
        records = records or []
        if status is False and not any(x.award == measure.id and x.year == world.year for x in world.received or ()):
            return
        frames = world.frames
        paid = self._paid(world) if world.received else {}
        found: bool | None = False
        low, high = 0, 0
        open_end = False
        for record in records:
            item = Result(self)
            item.record, item.frames = record, record.frames
            world.frames = record.frames
            self.item.run(item, world, status)
            if paid and (record.kind, record.name) in paid:
                _receive(item, paid[record.kind, record.name])
            result.items.append(item)
            if item.status is not False:
                found = True if item.status or found else None
                low += item.low
                open_end = open_end or item.high is None
                high += item.high or 0
        world.frames = frames
        for receipt in self._unlisted(world, records):
            item = Result(self)
            item.record = Record(measure.for_each, receipt.record[1] if receipt.record else "–", {})
            item.frames = item.record.frames
            _receive(item, receipt.amount)
            result.items.append(item)
            found, low, high = True, low + receipt.amount, high + receipt.amount
        result.status = found
        result.low, result.high = (low, None if open_end else high) if found is not False else (0, 0)

    def _unlisted(self, world: World, records: list[Record]) -> list[Receipt]:
        """Money received under this measure this year for what the profile does not list."""
        known = {(x.kind, x.name) for x in records}
        return [
            x
            for x in world.received or ()
            if x.award == self.measure.id and x.year == world.year and x.record not in known
        ]

    def _unknown_records(self, result: Result, world: World, status: bool | None) -> None:
        """Nothing is said about the records: any number of them, of which nothing is known."""
        assert self.measure.for_each is not None
        frames = world.frames
        lineage = [k for k in self.vocabulary.chain(self.measure.for_each) if k]
        phantom: Record | None = None
        for kind in reversed(lineage):
            phantom = Record(kind, "", {}, phantom)
        assert phantom is not None
        item = Result(self)
        item.record, item.frames = phantom, phantom.frames
        world.frames = phantom.frames
        self.item.run(item, world, status)
        world.frames = frames
        result.status = None if item.status is not False else False
        result.low = 0
        result.high = 0 if item.status is False or item.high == 0 else None
        result.phantom = item

    def _limit(self, result: Result, world: World) -> None:
        assert self.limits is not None
        slots = self.limits.fresh()
        kept: list[Amount] = []
        for index in self.item.active(world):
            variant = self.measure.variants[index]
            kept.append(self._limited(result, world, variant, index, self.limit_values(slots, world, index)))
        value = r.hull(kept)
        low, high = r.low_of(value), r.high_of(value)
        result.due = None
        result.low = 0 if result.status is None else int(low or 0)
        result.high = None if high is None else int(high)
        result.parts = (*result.parts, ("limit slots", slots, 0))

    def limit_values(self, slots: list[Any], world: World, index: int) -> dict[int, Amount]:
        """The values of the caps and counts of one variant, by the limits' identity."""
        assert self.limits is not None
        variant = self.measure.variants[index]
        return {id(x): self.limits.value(x.value, slots, world) for x in (*variant.caps, *variant.counts)}

    def _limited(self, result: Result, world: World, variant: Variant, index: int, values: dict[int, Amount]) -> Amount:
        def value_of(limit: Limit) -> Amount:
            return values[id(limit)]

        items = self._items(result, world, index)
        if result.phantom is not None:
            return unknown_limited(self.measure, variant, items[0], value_of, world, self.vocabulary)
        total, acted = limited(self.measure, variant, items, value_of, world, self.vocabulary)
        result.parts = (*result.parts, *acted)
        return total

    def _items(self, result: Result, world: World, index: int) -> list[Item]:
        found = [item for _, item in self.single(result, world, index)]
        return found or [Item(None, result.status, 0, 0)]

    def single(self, result: Result, world: World, index: int) -> list[tuple[Result, Item]]:
        """The single awards under one variant, and money received for what the profile does not list."""
        walked = [result.phantom] if result.phantom else result.items if self.per_record else [result]
        found = []
        for item in walked or ():
            if item.status is False:
                continue
            low, high = item.low, item.high
            if item.receipt is None and not self.item.simple:
                frames, world.frames = world.frames, item.frames
                value = self.item.amounts[index](item.slots, world)
                world.frames = frames
                top = r.high_of(value)
                low = 0 if item.status is None else int(r.low_of(value) or 0)
                high = None if top is None else int(top)
            found.append((item, Item(item.record, item.status, low, high, item.receipt is not None)))
        return found


def _received_besides(result: Result, paid: int) -> None:
    """Money received for one of the records of which nothing else is said comes on top of what the others may bring."""
    if paid:
        result.status = True
        result.low += paid
        result.high = None if result.high is None else result.high + paid


def _receive(item: Result, paid: int) -> None:
    """Money already received this year stands in place of what would be computed."""
    item.receipt, item.status = paid, True
    item.low = item.high = paid
