"""What each award comes to in the end, in one scene: a range over the choices that are not surely beaten.

Choices are compared block by block. One set of a block surely beats another if, whatever the other blocks bring and
whatever completes the gaps, it comes to more, or to as much and is preferred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .best import Best, Count, best
from .ceilings import ENDLESS, Ceiling, Nest
from .choices import blocks, sets_of
from .scene import Scene


class Final(NamedTuple):
    """What an award comes to, and whether it is received: yes, no, or open."""

    low: int
    high: int
    counted: bool | None


class Outcome(NamedTuple):
    """One scene settled: the total at least and at most, every award, and the set chosen where nothing is open."""

    low: int
    high: int
    high_known: int
    endless: frozenset[int]
    finals: dict[int, Final]
    chosen: frozenset[int] | None


class Settled:
    """A scene with its blocks and the sets that may be received."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.units = scene.stage.units
        self.held = frozenset(u.number for u in self.units if u.held)
        self.sure = {u.number for u in self.units if scene.entitled[u.number] is True}
        self.possible = {u.number for u in self.units if scene.entitled[u.number] is not False}
        ties = scene.ties()
        self.blocks = blocks(self.possible, ties)
        self.low = {n: scene.amounts[n][0] if n in self.sure else 0 for n in self.possible}
        self.high = {n: scene.amounts[n][1] for n in self.possible}
        self.nest_low, self.nest_high = (Nest(self.ceilings(), high=high) for high in (False, True))
        self.definite = (
            self.sure == self.possible
            and self.low == self.high
            and all(c.definite for c in scene.ceilings if c.members & self.possible)
            and scene.least == scene.most
        )
        self._sets: dict[bool, list[list[frozenset[int]]]] = {}

    def ceilings(self) -> list[Ceiling]:
        """The ceilings over what is possible."""
        return [c._replace(members=c.members & self.possible) for c in self.scene.ceilings if c.members & self.possible]

    def sets(self, *, high: bool) -> list[list[frozenset[int]]]:
        """For each block the sets of awards that may be received: of all possible ones, or of the sure ones alone."""
        found = self._sets.get(high)
        if found is None:
            there = self.possible if high else self.sure
            conflicts = {a: others & there for a, others in self.scene.conflicts.items() if a in there}
            loose = self.loose(high=high)
            needs = self.scene.needed(high=high)
            found = self._sets[high] = [
                sets_of([n for n in block if n in there], conflicts, needs, held=self.held & there, loose=loose)
                for block in self.blocks
            ]
        return found

    def loose(self, *, high: bool) -> frozenset[int]:
        """Awards under a count that may keep some of them out."""
        return frozenset(n for c in self.counts(high=high) for n in c.members) - self.held

    def best(self, *, high: bool, amounts: Mapping[int, int] | None = None) -> Best:
        """The best total: of the sure awards at least, or of the possible ones at most."""
        worth = amounts or (self.high if high else self.low)
        return best(self.sets(high=high), worth, self.ceilings(), self.counts(high=high), high=high)

    def counts(self, *, high: bool = False) -> list[Count]:
        """The counts that keep some award out."""
        there = self.possible if high else self.sure
        return [c for c in self.scene.counts(high=high) if _tight(c, there)]

    def outcome(self) -> Outcome:
        """Everything about the scene."""
        low = self.best(high=False)
        if self.definite:
            kept, _ = self.nest_low.shares({n: self.low[n] for n in low.chosen})
            finals = {u.number: Final(0, 0, False) for u in self.units}
            finals |= {n: Final(value, value, True) for n, value in kept.items()}
            return Outcome(low.total, low.total, low.total, frozenset(), finals, low.chosen)
        high = self.best(high=True)
        endless = frozenset(n for n in self.possible if self._endless(n))
        known = high.total
        if endless:
            known = self.best(high=True, amounts={n: 0 if n in endless else v for n, v in self.high.items()}).total
        return Outcome(low.total, ENDLESS if endless else high.total, known, endless, _Ranges(self).finals(), None)

    def _endless(self, number: int) -> bool:
        """Whether no bound is known for an award, neither its own nor a ceiling's."""
        rooms = (self.nest_high.rooms[i] for i in self.nest_high.over(number))
        return min((self.high[number], *rooms)) >= ENDLESS


def _tight(count: Count, there: set[int]) -> bool:
    return count.most is not None and len(count.members & there) > count.most


class _Ranges:
    """The ranges of awards where something is open."""

    def __init__(self, settled: Settled) -> None:
        self.settled, self.scene = settled, settled.scene
        self.low, self.high = settled.low, settled.high
        self.sets = [self._candidates(place) for place in range(len(settled.blocks))]
        self.counts = [c for c in self.scene.counts(high=False) if _tight(c, settled.possible)]

    def _candidates(self, place: int) -> list[frozenset[int]]:
        found = self.settled.sets(high=True)[place]
        if not any(_tight(c, self.settled.possible) for c in self.scene.counts(high=False)):
            return found
        # A count that may be narrower than it can be at most leaves out more: every set within one of these.
        loose = frozenset(
            n
            for c in self.scene.counts(high=False)
            if _tight(c, self.settled.possible)
            for n in c.members
            if n not in self.settled.held
        )
        block = self.settled.blocks[place]
        conflicts = {a: o & self.settled.possible for a, o in self.scene.conflicts.items()}
        return sets_of(block, conflicts, self.scene.needed(high=True), held=self.settled.held, loose=loose)

    def finals(self) -> dict[int, Final]:
        """Every award's range over the sets that are not surely beaten."""
        made = {u.number: Final(0, 0, False) for u in self.settled.units}
        for place, block in enumerate(self.settled.blocks):
            kept = self._unbeaten(place)
            for number in block:
                made[number] = self._final(number, kept, place)
        return made

    def _final(self, number: int, kept: Sequence[frozenset[int]], place: int) -> Final:
        low, high = ENDLESS, 0
        inside = [number in s for s in kept]
        for chosen, there in zip(kept, inside, strict=True):
            least, most = self._share(number, chosen, place) if there else (0, 0)
            low, high = min(low, least), max(high, most)
        counted = True if all(inside) and number in self.settled.sure else None if any(inside) else False
        return Final(low if counted else 0, high, counted)

    def _share(self, number: int, chosen: frozenset[int], place: int) -> tuple[int, int]:
        """What an award keeps of what the ceilings leave after the awards before it."""
        low, high = self.low[number], self.high[number]
        before = [n for n in chosen if n < number]
        nest_low, nest_high = self.settled.nest_low, self.settled.nest_high
        for index in nest_low.over(number):
            members = nest_low.members[index]
            mine = [n for n in before if n in members]
            most = nest_high.total({n: self.high[n] for n in mine}) + self._others_before(place, members, number)
            least = nest_low.total({n: self.low[n] for n in mine})
            low = min(low, max(0, nest_low.rooms[index] - most))
            high = min(high, max(0, nest_high.rooms[index] - least))
        return low, high

    def _others_before(self, place: int, members: frozenset[int], number: int) -> int:
        """The most that earlier awards of other blocks may take of a ceiling."""
        nest = self.settled.nest_high
        return sum(
            max(nest.total({n: self.high[n] for n in s if n in members and n < number}) for s in options)
            for index, options in enumerate(self.sets)
            if index != place
        )

    def _others(self, place: int, members: frozenset[int]) -> dict[int, int]:
        """Every award of another block that may stand under some ceilings, as large as it can be."""
        return {
            n: self.high[n]
            for index, options in enumerate(self.sets)
            if index != place
            for s in options
            for n in s & members
        }

    # -- which sets are surely beaten -------------------------------------------------------------------------

    def _unbeaten(self, place: int) -> list[frozenset[int]]:
        options = self.sets[place]
        if len(options) == 1:
            return list(options)
        around = {n for s in options for n in s}
        over = {i for n in around for i in self.settled.nest_low.over(n)}
        members = frozenset().union(*(self.settled.nest_low.members[i] for i in over))
        others = self._others(place, members)
        kept: list[frozenset[int]] = []
        for rank, chosen in enumerate(options):
            beaten = any(
                self._beats(other, chosen, others, preferred=other_rank < rank)
                for other_rank, other in enumerate(options)
                if other_rank != rank
            )
            if not beaten:
                kept.append(chosen)
        return kept

    def _beats(self, a: frozenset[int], b: frozenset[int], others: Mapping[int, int], *, preferred: bool) -> bool:
        """Whether set ``a`` surely comes to more than ``b``, or to as much and is preferred."""
        if any(len(a & c.members) > len(b & c.members) for c in self.counts):
            return False
        # Whether it is preferred among equals can be told only where all that it brings is sure to be there.
        preferred = preferred and (a - b) <= self.settled.sure
        common = a & b
        gain = self._least_gain(a - b, common, others)
        loss = self._most_gain(b - a, common)
        if gain > loss or (gain == loss and preferred and gain < ENDLESS):
            return True
        if others:
            return False
        least = self.settled.nest_low.total({n: self.low[n] for n in a})
        most = self.settled.nest_high.total({n: self.high[n] for n in b})
        return least > most or (least == most and preferred and most < ENDLESS)

    def _least_gain(self, more: frozenset[int], common: frozenset[int], others: Mapping[int, int]) -> int:
        """The least that some awards add: all beside them as large as it can be, for ceilings leave less then."""
        if not self._figures(more):
            return 0
        nest = self.settled.nest_low
        beside = {n: self.high[n] for n in common} | dict(others)
        return nest.total(beside | {n: self.low[n] for n in more}) - nest.total(beside)

    def _most_gain(self, more: frozenset[int], common: frozenset[int]) -> int:
        """The most that some awards add: everything beside them as small as it can be."""
        nest = self.settled.nest_high
        if not self._figures(more):
            return nest.total({n: self.high[n] for n in more})
        beside = {n: self.low[n] for n in common}
        return nest.total(beside | {n: self.high[n] for n in more}) - nest.total(beside)

    def _figures(self, units: frozenset[int]) -> bool:
        """Whether every ceiling over some awards is a single figure."""
        low, high = self.settled.nest_low, self.settled.nest_high
        return all(low.rooms[i] == high.rooms[i] for n in units for i in low.over(n))
