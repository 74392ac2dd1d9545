"""What is combined: single awards, for a firm or for a record, with what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...readers.explain import Record, World
from ...rulebook.model import Measure
from ...rulebook.vocabulary import Vocabulary
from ..limits import Keys, left_of, words
from ..plan import Result
from .best import Count
from .ceilings import ENDLESS, Ceiling, counted


class Unit:
    """A single award. ``low`` and ``high`` are in 分 (``ENDLESS``: no bound known), before clauses."""

    __slots__ = ("held", "high", "low", "measure", "number", "part", "phantom", "record", "result", "status")

    def __init__(self, measure: Measure, result: Result, part: Result, record: Record | None) -> None:
        self.measure, self.result, self.part, self.record = measure, result, part, record
        self.number = -1
        self.status = part.status
        self.held = part.receipt is not None
        """Money received already this year: it stays, whatever the clauses say."""
        self.phantom = part is result.phantom or (result.phantom is not None and part is result)
        """Stands for any number of unknown records."""
        self.low, self.high = part.low, counted(part.high)

    @property
    def frames(self) -> Mapping[str, Record]:
        """Its record and those that the record belongs to, by kind."""
        return self.record.frames if self.record is not None else {}


def units_of(results: Iterable[Result], by_record: Iterable[str]) -> list[Unit]:
    """Every award that is not refused, numbered by policy id, measure id, record name.

    Measures of ``by_record``, and those of which some record was paid already, come as an award for each record, the
    others as one.
    """
    apart = set(by_record)
    found: list[Unit] = []
    for result in results:
        if result.status is False:
            continue
        measure = result.plan.measure
        paid = any(item.receipt is not None for item in result.items or ())
        if (measure.id in apart or paid) and result.phantom is None and result.items:
            found += [Unit(measure, result, item, item.record) for item in result.items if item.status is not False]
        else:
            found.append(Unit(measure, result, result, None))
    found.sort(key=lambda u: (u.measure.policy, u.measure.id, u.record.name if u.record else ""))
    for number, unit in enumerate(found):
        unit.number = number
    return found


def amounts_under(units: Sequence[Unit], world: World, chosen: Mapping[str, str]) -> dict[int, tuple[int, int]]:
    """What each award comes to by itself, under the readings chosen."""
    found: dict[int, tuple[int, int]] = {}
    varied: dict[str, dict[int, tuple[int, int]]] = {}
    for unit in units:
        plan = unit.result.plan
        if unit.part is unit.result or plan.item.simple:
            found[unit.number] = unit.low, unit.high
            continue
        if unit.measure.id not in varied:
            index = _variant(unit, world, chosen)
            varied[unit.measure.id] = {
                id(part): (item.low, counted(item.high)) for part, item in plan.single(unit.result, world, index)
            }
        found[unit.number] = varied[unit.measure.id][id(unit.part)]
    return found


def _variant(unit: Unit, world: World, chosen: Mapping[str, str]) -> int:
    """The variant of a measure under the readings chosen."""
    for index in unit.result.plan.item.active(world):
        variant = unit.measure.variants[index]
        if all(chosen.get(name, option) == option for name, option in variant.chosen):
            return index
    raise AssertionError(f"{unit.measure.id} has no variant under {chosen}")


def open_readings(units: Iterable[Unit], world: World) -> set[str]:
    """Readings not chosen that decide per what a measure's own limits hold, where its records are combined."""
    return {
        name
        for unit in units
        if unit.part is not unit.result and not unit.result.plan.item.simple
        for index in unit.result.plan.item.active(world)
        for name, _ in unit.measure.variants[index].chosen
        if name not in world.readings
    }


def own_limits(
    units: Sequence[Unit], world: World, vocabulary: Vocabulary, chosen: Mapping[str, str]
) -> tuple[list[Ceiling], list[Count], list[Count]]:
    """The caps of measures whose records are combined, and their counts: at least and at most."""
    caps: list[Ceiling] = []
    least: list[Count] = []
    most: list[Count] = []
    grouped: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.part is not unit.result and unit.result.plan.limits is not None:
            grouped.setdefault(unit.measure.id, []).append(unit)
    for id_, members in grouped.items():
        plan, measure = members[0].result.plan, members[0].measure
        index = _variant(members[0], world, chosen)
        variant = measure.variants[index]
        slots = next(value for word, value, _ in members[0].result.parts if word == "limit slots")
        values = plan.limit_values(slots, world, index)
        keys = Keys(measure, world, vocabulary)
        for limit in (*variant.caps, *variant.counts):
            count = limit in variant.counts
            by_key: dict[Any, set[int]] = {}
            for unit in members:
                by_key.setdefault(keys.of(words(limit), unit.record), set()).add(unit.number)
            for key, numbers in by_key.items():
                group = frozenset(numbers)
                low = left_of(limit, key, values[id(limit)], keys, count=count, low=True)
                high = left_of(limit, key, values[id(limit)], keys, count=count, low=False)
                if count:
                    least.append(Count(group, int(low)))
                    most.append(Count(group, None if high is None else int(high)))
                else:
                    caps.append(Ceiling(id_, group, int(low), ENDLESS if high is None else int(high)))
    return caps, least, most


def key_of(unit: Unit, scope: Sequence[str], vocabulary: Vocabulary) -> tuple[Any, ...] | None:
    """What an award has under the words of a scope; ``None`` for one that stands for unknown records."""
    if not scope:
        return ()
    if unit.phantom or unit.record is None:
        return None
    return tuple(word_of(unit.frames, word, vocabulary) for word in scope)


def word_of(frames: Mapping[str, Record], word: str, vocabulary: Vocabulary) -> Any:
    """What a record, or one that it belongs to, has under a word: its name, a choice, a text."""
    for kind in reversed(list(frames)):
        decl = vocabulary.records[kind]
        if word == decl.one:
            return frames[kind].name
        name = vocabulary.words[kind].get(word)
        if name is not None:
            return frames[kind].facts.get(name)
    return None


def related(a: Unit, b: Unit) -> bool:
    """Whether two awards are for the same thing, as far as their records tell."""
    if a.record is None or b.record is None or a.phantom or b.phantom:
        return True
    if a.record.kind in b.frames:
        return b.frames[a.record.kind] is a.record
    if b.record.kind in a.frames:
        return a.frames[b.record.kind] is b.record
    return True


def grouped(units: Iterable[Unit], scope: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[Any, list[Unit]]]:
    """Awards by what they have under a scope; those for unknown records are left out where records are told apart."""
    found: dict[Any, list[Unit]] = {}
    for unit in units:
        key = key_of(unit, scope, vocabulary)
        if key is not None:
            found.setdefault(key, []).append(unit)
    yield from found.items()
