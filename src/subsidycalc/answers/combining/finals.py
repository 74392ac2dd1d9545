"""One scene settled: which sets may be received, the totals, and what each award comes to where nothing is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
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


class Finals(NamedTuple):
    """What single awards come to, by number, and what measures come to over their records, by id."""

    units: dict[int, Final]
    measures: dict[str, Final]


class Outcome(NamedTuple):
    """One scene settled: the total at least and at most, every award, and the set chosen where nothing is open."""

    low: int
    high: int
    high_known: int
    endless: frozenset[int]
    finals: Finals
    chosen: frozenset[int] | None


class Settled:
    """A scene with its blocks and the sets that may be received."""

    def __init__(self, scene: Scene, without: frozenset[int] = frozenset()) -> None:
        self.scene = scene
        self.rivals: list[Best] = []
        """The best of the other branches, where elections of groups were decided one by one."""
        self.units = scene.stage.units
        self.held = frozenset(u.number for u in self.units if u.held)
        out = without - self.held
        self.sure = {u.number for u in self.units if scene.entitled[u.number] is True} - out
        self.possible = {u.number for u in self.units if scene.entitled[u.number] is not False} - out
        ties = scene.ties()
        self.blocks = self._ordered(blocks(self.possible, ties))
        self.low = {n: scene.amounts[n][0] if n in self.sure else 0 for n in self.possible}
        self.high = {n: scene.amounts[n][1] for n in self.possible}
        self.nest_low, self.nest_high = (Nest(self.ceilings(), high=high) for high in (False, True))
        self._sets: dict[bool, list[list[frozenset[int]]]] = {}

    @cached_property
    def definite(self) -> bool:
        """Whether nothing is open: neither who is entitled nor any amount, ceiling, count or need."""
        scene = self.scene
        return (
            self.sure == self.possible
            and self.low == self.high
            and all(c.definite for c in scene.ceilings if c.members & self.possible)
            and scene.least == scene.most
            # Whether a need was met before may be open although every award is sure.
            and (not scene.needs or self.sets(high=False) == self.sets(high=True))
        )

    def _ordered(self, found: list[list[int]]) -> list[list[int]]:
        """Blocks in the order in which ties are settled: those under the same ceilings side by side, then by number.

        Side by side, few ceilings are open at a time while the best choice is looked for.
        """
        around = sorted(self.scene.ceilings, key=lambda c: -len(c.members))

        def place(block: list[int]) -> list[int]:
            return [min(c.members) for c in around if not c.members.isdisjoint(block)] + [block[0]]

        return sorted(found, key=place)

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

    def counts(self, *, high: bool = False, there: set[int] | None = None) -> list[Count]:
        """The counts that keep some award out."""
        among = there if there is not None else self.possible if high else self.sure
        return [c for c in self.scene.counts(high=high) if _tight(c, among)]

    def exact(self, kept: Mapping[int, int]) -> Finals:
        """The finals where nothing is open, from what each award keeps."""
        units = {u.number: Final(0, 0, False) for u in self.units}
        units |= {n: Final(value, value, True) for n, value in kept.items()}
        measures = {}
        for id_, members in self.scene.stage.by_measure.items():
            total = sum(kept.get(u.number, 0) for u in members)
            measures[id_] = Final(total, total, any(u.number in kept for u in members))
        return Finals(units, measures)

    def endless(self, number: int) -> bool:
        """Whether no bound is known for an award, neither its own nor a ceiling's."""
        rooms = (self.nest_high.rooms[i] for i in self.nest_high.over(number))
        return min((self.high[number], *rooms)) >= ENDLESS


def hull(several: Sequence[Finals]) -> Finals:
    """What holds whichever of several cases is the one."""
    first = several[0]
    return Finals(
        {number: _hull([f.units[number] for f in several]) for number in first.units},
        {id_: _hull([f.measures[id_] for f in several]) for id_ in first.measures},
    )


def _hull(finals: Sequence[Final]) -> Final:
    counted = finals[0].counted
    if any(f.counted is not counted for f in finals):
        counted = None
    return Final(min(f.low for f in finals), max(f.high for f in finals), counted)


def _tight(count: Count, there: set[int]) -> bool:
    return count.most is not None and len(count.members & there) > count.most
