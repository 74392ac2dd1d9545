"""One case of what is unknown, settled: who is entitled, what goes with what, under which ceilings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from ...readers.explain import Program, Record, World, compiled
from ...rulebook import clauses as c
from ...rulebook.clauses import Clause, Need
from ...tree.node import Node
from ...values import ranges as r
from ...values import truth
from .best import Count
from .ceilings import ENDLESS, Ceiling, bound
from .index import ClauseIndex
from .receipts import Receipts
from .units import Unit, amounts_under, grouped, key_of, own_limits, related

Atom = tuple[str, Any]
"""What a case fixes: ``("base", number)``, whether an award's own conditions hold; ``("had", (measure, records))``,
whether it was received before for some records."""


FEW_NEEDED = 4
"""Of so many needed measures each case of having been received before is looked at by itself."""


FEW_DECIDING = 6
"""So many unknown awards that may ever decide a priority are all looked at both ways."""


class Computed(NamedTuple):
    """A ceiling that was computed: its clause, program, slots and tree, and the records in hand."""

    clause: Clause
    program: Program
    slots: list[Any]
    node: Node
    frames: Mapping[str, Record]


class Stage:
    """Awards that clauses tie together, for one firm. Scenes are made of it, one for each case."""

    def __init__(
        self, units: Sequence[Unit], clauses: Sequence[Clause], index: ClauseIndex, receipts: Receipts, world: World
    ) -> None:
        self.units, self.clauses, self.index = units, clauses, index
        self.receipts, self.world = receipts, world
        self.book, self.vocabulary = index.book, index.book.vocabulary
        self.by_measure: dict[str, list[Unit]] = {}
        for unit in units:
            self.by_measure.setdefault(unit.measure.id, []).append(unit)
        self._values: dict[str, Program] = {}
        self._seen: dict[tuple[str, int], Computed] = {}
        self._limits: dict[Any, Any] = {}
        """The caps and counts of measures themselves, by the readings chosen: the same in all their scenes."""

    def without(self, clause: Clause) -> Stage:
        """The same awards without one of their clauses."""
        rest = [x for x in self.clauses if x is not clause]
        made = Stage(self.units, rest, self.index, self.receipts, self.world)
        made._limits = self._limits
        return made

    def own_limits(self, readings: Mapping[str, str]) -> tuple[list[Ceiling], list[Count], list[Count]]:
        """The caps of measures whose records are combined, and their counts, at least and at most."""
        key = tuple(sorted(readings.items()))
        if key not in self._limits:
            self._limits[key] = own_limits(self.units, self.world, self.vocabulary, readings)
        caps, least, most = self._limits[key]
        return [*caps], [*least], [*most]

    def of(self, ids: Iterable[str]) -> list[Unit]:
        """The awards of some measures."""
        return [unit for id_ in ids for unit in self.by_measure.get(id_, ())]

    def value(self, clause: Clause, unit: Unit) -> Any:
        """What a ceiling comes to, for the group that an award belongs to; no record inside the group is in hand."""
        assert clause.value is not None
        program = self._values.get(clause.id)
        if program is None:
            program = self._values[clause.id] = compiled([clause.value])
        around = self.vocabulary.chain(clause.kind)
        group = {kind: record for kind, record in unit.frames.items() if kind in around}
        frames, self.world.frames = self.world.frames, group
        slots = program.fresh()
        found = program.value(clause.value, slots, self.world)
        self.world.frames = frames
        self._seen[clause.id, unit.number] = Computed(clause, program, slots, clause.value, group)
        return found

    def values_seen(self) -> Iterable[Computed]:
        """What ceilings were computed from."""
        return self._seen.values()


class Scene:
    """A case: readings chosen, some unknown conditions taken as met or not."""

    def __init__(self, stage: Stage, readings: Mapping[str, str], fixed: Mapping[Atom, bool]) -> None:
        self.stage, self.readings, self.fixed = stage, readings, fixed
        self.clauses = [
            clause
            for clause in stage.clauses
            if clause.hangs is None or self._option(clause.hangs.reading) in clause.hangs.options
        ]
        self.needs: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            if clause.word == c.REQUIRES:
                for unit in stage.of(clause.groups[0].ids):
                    self.needs.setdefault(unit.number, []).append(clause)
        self.removed: dict[int, list[tuple[Clause, bool | None]]] = {}
        """Awards that money received removes, surely or perhaps, by which clause."""
        self._removals()
        self.blockers: dict[int, list[tuple[Clause, Unit]]] = {}
        self._priorities()
        self.entitled: dict[int, bool | None] = {}
        for unit in sorted(stage.units, key=lambda u: (stage.index.rank.get(u.measure.id, 0), u.number)):
            self.entitled[unit.number] = self._entitled(unit)
        self.amounts = self._amounts()
        self.conflicts: dict[int, set[int]] = {}
        self.conflict_of: dict[tuple[int, int], Clause] = {}
        self.elections: list[list[frozenset[int]]] = []
        """The groups of each election that some group of several awards stands in."""
        self._conflicts()
        self.ceilings, self.least, self.most = stage.own_limits(readings)
        self.own_ceilings = len(self.ceilings)
        self.ceilings += self._joint()

    def _option(self, reading: str) -> str | None:
        return self.readings.get(reading) or self.stage.world.readings.get(reading)

    # -- entitlement ------------------------------------------------------------------------------------------

    def _removals(self) -> None:
        for clause in self.clauses:
            if clause.word == c.NOT_WITH:
                for unit in self.stage.of(clause.groups[0].ids):
                    self._removal(clause, unit, [clause.groups[1]])
            elif clause.word == c.ELECT:
                for place, group in enumerate(clause.groups):
                    others = [g for i, g in enumerate(clause.groups) if i != place]
                    for unit in self.stage.of(group.ids):
                        self._removal(clause, unit, others)

    def _removal(self, clause: Clause, unit: Unit, others: Iterable[c.Members]) -> None:
        key = key_of(unit, clause.key, self.stage.vocabulary)
        if key is None or unit.held:
            return
        found = truth.disjunction(self.stage.receipts.any(clause, g, key, but=unit.measure.id) for g in others)
        if found is not False:
            self.removed.setdefault(unit.number, []).append((clause, found))

    def _priorities(self) -> None:
        for clause in self.clauses:
            if clause.word != c.PRIORITY:
                continue
            order = {group.ids[0]: place for place, group in enumerate(clause.groups)}
            for _, units in grouped(self.stage.of(order), clause.key, self.stage.vocabulary):
                for unit in units:
                    for other in units:
                        if order[other.measure.id] < order[unit.measure.id]:
                            self.blockers.setdefault(unit.number, []).append((clause, other))

    def base(self, unit: Unit) -> bool | None:
        """Whether an award is due by itself: its own conditions, and no money received in the way."""
        if unit.held:
            return True
        fixed = self.fixed.get(("base", unit.number))
        if fixed is not None:
            return fixed
        removed = truth.disjunction(found for _, found in self.removed.get(unit.number, ()))
        return truth.conjunction((unit.status, truth.negate(removed)))

    def _entitled(self, unit: Unit) -> bool | None:
        if unit.held:
            return True
        return truth.conjunction(
            (
                self.base(unit),
                *(self.need(clause, unit) for clause in self.needs.get(unit.number, ())),
                *(truth.negate(self.entitled[other.number]) for _, other in self.blockers.get(unit.number, ())),
            )
        )

    def need(self, clause: Clause, unit: Unit) -> bool | None:
        """Whether what an award needs is there."""
        assert clause.need is not None
        return self._met(clause.need, unit, self.entitled.__getitem__)

    def _met(self, need: Need, unit: Unit, there: Callable[[int], bool | None]) -> bool | None:
        if need.how == "one":
            others = (there(o.number) for o in self.stage.by_measure.get(need.measure, ()) if related(o, unit))
            return truth.disjunction((self.had(need.measure, unit), *others))
        parts = (self._met(part, unit, there) for part in need.parts)
        return truth.conjunction(parts) if need.how == "all" else truth.disjunction(parts)

    def had(self, measure: str, unit: Unit) -> bool | None:
        """Whether a measure was received before."""
        fixed = self.fixed.get(_had(measure, unit))
        return fixed if fixed is not None else self.stage.receipts.had(measure, unit.frames)

    def deciding(self) -> list[Atom]:
        """What is looked at both ways: what is unknown and decides a priority, directly or through what is needed.

        As long as it is little, all that may ever decide one: what one more fact settles then leaves the rest as fine
        as it was. Of a few needed measures also whether they were received before.
        """
        found: list[Atom] = [("base", number) for number in self._may_decide()]
        found = found if len(found) <= FEW_DECIDING else self._do_decide()
        before = self._unknown_before()
        return [*found, *before] if len(found) <= FEW_DECIDING else found

    def _may_decide(self) -> list[int]:
        """The unknown awards of measures that stand first in a priority, or that such measures need."""
        first: set[str] = set()
        while True:
            found = set(first)
            for clause in self.clauses:
                names = [group.ids for group in clause.groups]
                if clause.word == c.PRIORITY:
                    found.update(id_ for ids in names[:-1] for id_ in ids)
                elif clause.word == c.REQUIRES and clause.need is not None and found.intersection(names[0]):
                    found.update(clause.need.measures())
            if found == first:
                return sorted(u.number for u in self.stage.of(found) if self.base(u) is None)
            first = found

    def _do_decide(self) -> list[Atom]:
        """Of much that may decide a priority, what does as things stand."""
        seconds = [number for number in self.blockers if self.entitled[number] is not False]
        open_ = [other for number in seconds for _, other in self.blockers[number]]
        seen: set[int] = set()
        atoms: dict[Atom, None] = {}
        while open_:
            unit = open_.pop()
            if unit.number in seen or self.entitled[unit.number] is not None:
                continue
            seen.add(unit.number)
            if self.base(unit) is None:
                atoms["base", unit.number] = None
            for clause in self.needs.get(unit.number, ()):
                assert clause.need is not None
                for measure in clause.need.measures():
                    open_ += [o for o in self.stage.by_measure.get(measure, ()) if related(o, unit)]
            open_ += [other for _, other in self.blockers.get(unit.number, ())]
        return sorted(atoms, key=lambda atom: int(atom[1]))

    def _unknown_before(self) -> list[Atom]:
        """Needed measures of which it is unknown whether they were received: the same ones whatever else is known."""
        needed: dict[Atom, None] = {}
        for number, clauses in sorted(self.needs.items()):
            unit = self.stage.units[number]
            for clause in clauses:
                for measure in sorted(set(clause.need.measures() if clause.need is not None else ())):
                    if self.stage.receipts.had(measure, unit.frames) is None:
                        needed[_had(measure, unit)] = None
        return list(needed) if len(needed) <= FEW_NEEDED else []

    # -- amounts ----------------------------------------------------------------------------------------------

    def _amounts(self) -> dict[int, tuple[int, int]]:
        """Each award after the clauses that pay a difference, at least and at most."""
        found = amounts_under(self.stage.units, self.stage.world, self.readings)
        for unit in self.stage.units:
            if unit.status is None and self.fixed.get(("base", unit.number)) and unit.part.due is not None:
                found[unit.number] = unit.part.due, found[unit.number][1]
        for clause in self.clauses:
            if clause.word != c.DIFFERENCE:
                continue
            for id_ in clause.groups[0].ids:
                for key, units in grouped(self.stage.of([id_]), clause.key, self.stage.vocabulary):
                    self._less_received(clause, key, units, found)
        return found

    def _less_received(
        self, clause: Clause, key: Any, units: Sequence[Unit], found: dict[int, tuple[int, int]]
    ) -> None:
        """What was received is taken off the first award, what is left of it off the next."""
        sum_ = self.stage.receipts.sum(clause, clause.groups[0], c.Members(()), key)
        top = r.high_of(sum_)
        fewest, most = int(r.low_of(sum_) or 0), ENDLESS if top is None else int(top)
        for unit in units:
            if not unit.held:
                low, high = found[unit.number]
                left = ENDLESS if bound(high) is None else max(0, high - fewest)
                found[unit.number] = max(0, low - most), left
                most, fewest = max(0, most - low), max(0, fewest - high)

    # -- what goes with what ----------------------------------------------------------------------------------

    def _conflicts(self) -> None:
        for clause in self.clauses:
            if clause.word == c.ELECT:
                place = {id_: index for index, group in enumerate(clause.groups) for id_ in group.ids}
                for _, units in grouped(self.stage.of(place), clause.key, self.stage.vocabulary):
                    sides: dict[int, set[int]] = {}
                    for unit in units:
                        sides.setdefault(place[unit.measure.id], set()).add(unit.number)
                    if len(sides) > 1 and any(len(side) > 1 for side in sides.values()):
                        self.elections.append([frozenset(side) for side in sides.values()])
                    for a in units:
                        for b in units:
                            if place[a.measure.id] != place[b.measure.id]:
                                self._conflict(clause, a, b)
            elif clause.word == c.NOT_WITH:
                left, right = set(clause.groups[0].ids), set(clause.groups[1].ids)
                both = dict.fromkeys((*clause.groups[0].ids, *clause.groups[1].ids))
                for _, units in grouped(self.stage.of(both), clause.key, self.stage.vocabulary):
                    for a in (u for u in units if u.measure.id in left):
                        for b in (u for u in units if u.measure.id in right and u.measure.id != a.measure.id):
                            self._conflict(clause, a, b)

    def _conflict(self, clause: Clause, a: Unit, b: Unit) -> None:
        for x, y in ((a, b), (b, a)):
            self.conflicts.setdefault(x.number, set()).add(y.number)
            self.conflict_of.setdefault((x.number, y.number), clause)

    def _joint(self) -> list[Ceiling]:
        found = []
        for clause in self.clauses:
            if clause.word != c.CAP:
                continue
            inside, besides = clause.groups
            members = [u for u in self.stage.of(inside.ids) if u.measure.id not in besides.ids]
            for key, units in grouped(members, clause.key, self.stage.vocabulary):
                used = self.stage.receipts.sum(clause, inside, besides, key)
                left = r.add(self.stage.value(clause, units[0]), r.negative(used))
                low, high = r.low_of(left), r.high_of(left)
                found.append(
                    Ceiling(
                        clause.id,
                        frozenset(u.number for u in units),
                        max(0, int(low or 0)),
                        ENDLESS if high is None else max(0, int(high)),
                    )
                )
        return found

    # -- what is received together ----------------------------------------------------------------------------

    def needed(self, *, high: bool) -> dict[int, list[Callable[[Callable[[int], bool]], bool]]]:
        """For each award that needs others: whether a set of awards has them."""
        return {
            number: [self._test(clause, self.stage.units[number], high=high) for clause in clauses]
            for number, clauses in self.needs.items()
        }

    def _test(self, clause: Clause, unit: Unit, *, high: bool) -> Callable[[Callable[[int], bool]], bool]:
        need = clause.need
        assert need is not None

        def met(there: Callable[[int], bool]) -> bool:
            found = self._met(need, unit, there)
            return high if found is None else found

        return met

    def has_needs(self, clause: Clause, unit: Unit, chosen: frozenset[int]) -> bool:
        """Whether a set of awards has what one of them needs."""
        return self._test(clause, unit, high=False)(chosen.__contains__)

    def branches(self) -> list[frozenset[int]]:
        """What is left out when each election of groups is decided for one of them, in every way."""
        everyone = [frozenset().union(*sides) for sides in self.elections]
        lost = [[all_ - side for side in sides] for all_, sides in zip(everyone, self.elections, strict=True)]
        return [frozenset[int]().union(*several) for several in product(*lost)]

    def ties(self) -> list[list[int]]:
        """Which awards are chosen together: those that conflict, and those that need one another."""
        found = [[a, b] for a, others in self.conflicts.items() for b in others]
        for number, clauses in self.needs.items():
            unit = self.stage.units[number]
            for clause in clauses:
                assert clause.need is not None
                found.append([number, *(o.number for o in self.stage.of(clause.need.measures()) if related(o, unit))])
        return found

    def counts(self, *, high: bool) -> list[Count]:
        """How many of some awards there may be."""
        return self.most if high else self.least


def _had(measure: str, unit: Unit) -> Atom:
    """Whether a measure was received before, for the records that an award is for."""
    return ("had", (measure, tuple(sorted((kind, record.name) for kind, record in unit.frames.items()))))
