"""Who lost what to which clause. Each 分 is charged once, to the first clause that took it: awards − losses = total."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ...rulebook import clauses as c
from ...rulebook.clauses import Clause
from .best import best
from .ceilings import Ceiling, Nest
from .combination import Part
from .finals import Settled
from .scene import Scene
from .units import Unit, own_limits

RECEIVED = "received"
"""Stands among those in whose favour a loss was for money received."""
ITSELF = ""
"""Stands for a ceiling that cuts an award by itself."""


class Loss(NamedTuple):
    """What an award loses to a clause, at least and at most (``None``: no bound known), in 分; in whose favour."""

    clause: Clause
    low: int
    high: int | None
    to: tuple[str, ...]
    spent: bool = False
    """Whether a count of the measure's own was spent so that others bring more, and not on its largest awards."""


def losses(part: Part, own: Mapping[str, tuple[int, int | None]]) -> dict[str, list[Loss]]:
    """For each measure what it loses, in the order in which clauses took it.

    Args:
        part: awards that clauses tie together, settled.
        own: each measure's own range, before clauses.
    """
    settled = part.settled
    if settled is None:
        return {id_: _possible(part, id_, own[id_]) for id_ in part.stage.by_measure}
    scene, state, outcome = settled
    assert outcome.chosen is not None
    return _Charged(part, scene, state, outcome.chosen, own).all()


class Under(NamedTuple):
    """What awards keep under a joint ceiling and those inside it, and which measures stand before each."""

    clause: str
    kept: Mapping[int, int]
    before: Mapping[int, tuple[str, ...]]


class _Charged:
    """Losses where nothing is open."""

    def __init__(
        self,
        part: Part,
        scene: Scene,
        state: Settled,
        chosen: frozenset[int],
        own: Mapping[str, tuple[int, int | None]],
    ) -> None:
        self.part, self.scene, self.state, self.chosen, self.own = part, scene, state, chosen, own
        self.order = {clause.id: place for place, clause in enumerate(part.clauses)}
        self.by_id = {clause.id: clause for clause in part.clauses}
        self.caps, self.counts, _ = own_limits(
            part.stage.units, part.stage.world, part.stage.vocabulary, scene.readings
        )

    def all(self) -> dict[str, list[Loss]]:
        under = self._under_ceilings()
        return {id_: self._of(id_, units, under) for id_, units in self.part.stage.by_measure.items()}

    def _of(
        self,
        id_: str,
        units: Sequence[Unit],
        under: Sequence[Under],
    ) -> list[Loss]:
        if self.own[id_][0] != self.own[id_][1]:
            return self._of_range(id_, units, under)
        found: list[Loss] = []
        left = {u.number: self.scene.amounts[u.number][0] for u in units}
        value = self._worth(left)
        found += self._difference(id_, value)
        taken: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for unit in units:
            if unit.number not in self.chosen:
                reason = self._why_not(unit)
                if reason is not None:
                    taken.setdefault(reason[0].id, []).append((unit.number, reason[1]))
        for clause_id in sorted(taken, key=self.order.__getitem__):
            for number, _ in taken[clause_id]:
                left.pop(number)
            rest = self._worth(left)
            favoured = tuple(dict.fromkeys(id_ for _, to in taken[clause_id] for id_ in to))
            found.append(Loss(self.by_id[clause_id], value - rest, value - rest, favoured))
            value = rest
        spent = self._worth({n: v for n, v in left.items() if n in self.chosen})
        if spent < value:
            clause = self._spending(id_)
            found.append(Loss(clause, value - spent, value - spent, self._with(clause, id_), spent=True))
            value = spent
        for clause_id, kept, favour in under:
            rest = sum(kept.get(u.number, 0) for u in units)
            if rest < value:
                to = tuple(dict.fromkeys(x for u in units for x in favour.get(u.number, ()) if x != id_))
                found.append(Loss(self.by_id[clause_id], value - rest, value - rest, to))
                value = rest
        return _merged(loss for loss in found if loss.high != 0)

    def _of_range(self, id_: str, units: Sequence[Unit], under: Sequence[Under]) -> list[Loss]:
        """What a measure loses whose own range is open, although what it comes to in the end is not."""
        kept = sum(under[-1].kept.get(u.number, 0) for u in units) if under else self._kept(units)
        low, high = self.own[id_]
        takers: dict[str, tuple[str, ...]] = {}
        for clause in self.scene.clauses:
            if clause.word == c.DIFFERENCE and id_ in clause.groups[0].ids:
                takers[clause.id] = (RECEIVED,)
        for unit in units:
            reason = None if unit.number in self.chosen else self._why_not(unit)
            if reason is not None:
                takers[reason[0].id] = tuple(dict.fromkeys((*takers.get(reason[0].id, ()), *reason[1])))
        most = None if high is None else max(0, high - kept)
        least = max(0, low - kept) if len(takers) == 1 else 0
        return [Loss(self.by_id[name], least, most, to) for name, to in takers.items() if most != 0]

    def _kept(self, units: Sequence[Unit]) -> int:
        return self._worth({u.number: self.scene.amounts[u.number][0] for u in units if u.number in self.chosen})

    def _spending(self, id_: str) -> Clause:
        """The clause for whose sake a count of the measure's own was not spent on its largest awards."""
        return next(clause for clause in self.scene.clauses if id_ in clause.measures())

    def _with(self, clause: Clause, id_: str) -> tuple[str, ...]:
        received = {self.part.stage.units[n].measure.id for n in self.chosen}
        return tuple(dict.fromkeys(x for x in clause.measures() if x != id_ and x in received))

    def _worth(self, amounts: Mapping[int, int]) -> int:
        """What some awards of a measure come to under its own caps and counts."""
        held = self.state.held
        singles = [[frozenset([n]), *([] if n in held else [frozenset[int]()])] for n in sorted(amounts)]
        return best(singles, amounts, self.caps, self.counts, high=False).total if amounts else 0

    def _difference(self, id_: str, value: int) -> list[Loss]:
        for clause in self.scene.clauses:
            if clause.word == c.DIFFERENCE and id_ in clause.groups[0].ids:
                low, high = self.own[id_]
                return [Loss(clause, max(0, low - value), None if high is None else max(0, high - value), (RECEIVED,))]
        return []

    # -- why an award is not received -------------------------------------------------------------------------

    def _why_not(self, unit: Unit) -> tuple[Clause, tuple[str, ...]] | None:
        """The first clause that keeps an award out, and in whose favour; ``None`` where its own count does."""
        found: dict[str, list[str]] = {}
        for clause, removed in self.scene.removed.get(unit.number, ()):
            if removed:
                found.setdefault(clause.id, []).append(RECEIVED)
        for clause, other in self.scene.blockers.get(unit.number, ()):
            if self.scene.entitled[other.number]:
                found.setdefault(clause.id, []).append(other.measure.id)
        for clause in self.scene.needs.get(unit.number, ()):
            if not self.scene.need(clause, unit) or not self.scene.has_needs(clause, unit, self.chosen):
                found.setdefault(clause.id, [])
        if self.scene.entitled[unit.number]:
            for rival in sorted(self.scene.conflicts.get(unit.number, ())):
                if rival in self.chosen:
                    against = self.scene.conflict_of[unit.number, rival]
                    found.setdefault(against.id, []).append(self.part.stage.units[rival].measure.id)
        if not found:
            return None
        first = min(found, key=self.order.__getitem__)
        return self.by_id[first], tuple(dict.fromkeys(found[first]))

    # -- joint ceilings ---------------------------------------------------------------------------------------

    def _under_ceilings(self) -> list[Under]:
        """For each joint ceiling, the innermost first: what awards keep under it, and who stands before them."""
        amounts = {n: self.scene.amounts[n][0] for n in self.chosen}
        settled = self.scene.ceilings[: self.scene.own_ceilings]
        joint: dict[str, list[Ceiling]] = {}
        for ceiling in self.scene.ceilings[self.scene.own_ceilings :]:
            joint.setdefault(ceiling.name, []).append(ceiling)
        found = []
        for name in sorted(joint, key=lambda x: (max(len(y.members) for y in joint[x]), self.order[x])):
            settled = [*settled, *joint[name]]
            kept, _ = Nest(settled, high=False).shares(amounts)
            before = {n: self._before(n, x.members) for x in joint[name] for n in x.members & self.chosen}
            found.append(Under(name, kept, before))
        return found

    def _before(self, number: int, members: frozenset[int]) -> tuple[str, ...]:
        units = self.part.stage.units
        return tuple(dict.fromkeys(units[n].measure.id for n in sorted(members & self.chosen) if n < number))


def _merged(found: Iterable[Loss]) -> list[Loss]:
    """Losses with one entry a clause: it is charged once."""
    made: dict[str, Loss] = {}
    for loss in found:
        known = made.get(loss.clause.id)
        if known is not None:
            high = None if known.high is None or loss.high is None else known.high + loss.high
            to = tuple(dict.fromkeys((*known.to, *loss.to)))
            loss = known._replace(low=known.low + loss.low, high=high, to=to)
        made[loss.clause.id] = loss
    return list(made.values())


# -- where something is open ------------------------------------------------------------------------------------


def _possible(part: Part, id_: str, own: tuple[int, int | None]) -> list[Loss]:
    """Clauses that may take something from a measure, in written order, and how much at the most.

    Where there is one alone, it takes all that is surely lost.
    """
    final = part.finals.measures[id_]
    most = None if own[1] is None else max(0, own[1] - final.low)
    if most == 0:
        return []
    found = []
    for clause in part.clauses:
        to = _in_favour(part, clause, id_)
        if to:
            found.append(Loss(clause, 0, most, tuple(x for x in to if x not in (ITSELF, id_))))
    if len(found) == 1:
        found[0] = found[0]._replace(low=max(0, own[0] - final.high))
    return found


def _in_favour(part: Part, clause: Clause, id_: str) -> tuple[str, ...]:
    """In whose favour a clause may take something from a measure; nobody, if it cannot."""
    units = part.stage.by_measure[id_]
    scenes = [scene for scene, _, _ in part.cases if clause in scene.clauses]
    found: dict[str, None] = {}
    for scene in scenes:
        for unit in units:
            found |= dict.fromkeys(_takers(scene, clause, unit))
    return tuple(found)


def _binds(scene: Scene, ceiling: Ceiling) -> bool:
    """Whether a ceiling may be less than what stands under it."""
    return at_stake(scene, ceiling) > 0


def at_stake(scene: Scene, ceiling: Ceiling) -> int:
    """The most that a ceiling can cut, in 分."""
    most = sum(scene.amounts[n][1] for n in ceiling.members if scene.entitled[n] is not False)
    return max(0, most - ceiling.low)


def _takers(scene: Scene, clause: Clause, unit: Unit) -> Iterable[str]:
    possible: Callable[[int], bool] = lambda n: scene.entitled[n] is not False  # noqa: E731  # one short test
    units = scene.stage.units
    if any(known is clause for known, _ in scene.removed.get(unit.number, ())):
        yield RECEIVED
    for known, other in scene.blockers.get(unit.number, ()):
        if known is clause and possible(other.number):
            yield other.measure.id
    if clause in scene.needs.get(unit.number, ()) and scene.need(clause, unit) is not True and clause.need is not None:
        yield from clause.need.measures()
    for rival in sorted(scene.conflicts.get(unit.number, ())):
        if scene.conflict_of[unit.number, rival] is clause and possible(rival):
            yield units[rival].measure.id
    if clause.word == c.DIFFERENCE and unit.measure.id in clause.groups[0].ids:
        yield RECEIVED
    for ceiling in scene.ceilings[scene.own_ceilings :]:
        if ceiling.name == clause.id and unit.number in ceiling.members and _binds(scene, ceiling):
            others = [units[n].measure.id for n in sorted(ceiling.members) if n < unit.number and possible(n)]
            yield from others or (ITSELF,)
