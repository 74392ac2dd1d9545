"""What each award comes to in the end, in one scene: a range over the choices that are not surely beaten.

A set of awards is surely beaten by another if, whatever completes the gaps, the other comes to more, or to as much and
is preferred. Sets are compared over all blocks that share ceilings or counts; where these are too many, block by block
with nothing taken for granted about the other blocks, which gives a range that is as true and may be wider.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from .best import Best, Count, best
from .ceilings import ENDLESS, Ceiling, Nest
from .choices import TooMany, blocks, sets_of
from .scene import Scene

MOST_BRANCHES = 64
"""In so many ways elections of groups are decided one by one."""
MOST_COMPARED = 100
"""So many sets of awards that share ceilings are compared with one another."""


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
        self.definite = (
            self.sure == self.possible
            and self.low == self.high
            and all(c.definite for c in scene.ceilings if c.members & self.possible)
            and scene.least == scene.most
        )
        self._sets: dict[bool, list[list[frozenset[int]]]] = {}

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
        return Outcome(low.total, ENDLESS if endless else high.total, known, endless, ranges(self), None)

    def _endless(self, number: int) -> bool:
        """Whether no bound is known for an award, neither its own nor a ceiling's."""
        rooms = (self.nest_high.rooms[i] for i in self.nest_high.over(number))
        return min((self.high[number], *rooms)) >= ENDLESS


def settled(scene: Scene) -> tuple[Settled, Outcome]:
    """A scene settled; where there is too much to choose from at once, each election of groups decided in turn.

    Raises:
        TooMany: there is too much to choose from all the same.
    """
    whole = Settled(scene)
    try:
        return whole, whole.outcome()
    except TooMany:
        branches = scene.branches()
        if not 1 < len(branches) <= MOST_BRANCHES:
            raise
    states = [Settled(scene, without) for without in branches]
    made = [(state, state.outcome()) for state in states]
    if all(outcome.chosen is not None for _, outcome in made):
        ranked = sorted(made, key=lambda pair: (-pair[1].low, sorted(pair[1].chosen or ())))
        state, outcome = ranked[0]
        state.rivals = [Best(o.low, o.chosen or frozenset()) for _, o in ranked[1:]]
        return state, outcome
    least = max(o.low for _, o in made)
    kept = [o for _, o in made if o.high >= least]
    finals = {u.number: hull([o.finals[u.number] for o in kept]) for u in whole.units}
    high, known = max(o.high for _, o in made), max(o.high_known for _, o in made)
    return whole, Outcome(least, high, known, frozenset().union(*(o.endless for _, o in made)), finals, None)


def hull(finals: Sequence[Final]) -> Final:
    """What holds whichever of several cases is the one."""
    counted = finals[0].counted
    if any(f.counted is not counted for f in finals):
        counted = None
    return Final(min(f.low for f in finals), max(f.high for f in finals), counted)


def _tight(count: Count, there: set[int]) -> bool:
    return count.most is not None and len(count.members & there) > count.most


class _Ranges:
    """The ranges of awards where something is open, for awards that share ceilings and counts."""

    def __init__(self, settled: Settled, cluster: Sequence[int], options: Sequence[Sequence[frozenset[int]]]) -> None:
        self.settled, self.scene = settled, settled.scene
        self.low, self.high = settled.low, settled.high
        self.units = frozenset(n for place in cluster for n in settled.blocks[place])
        self.counts = settled.counts(high=False, there=settled.possible)
        self.fine = prod(len(o) for o in options) <= MOST_COMPARED
        # Side by side, the sets of several blocks are compared as they stand; of too many, block by block.
        self.groups = [_joined(options)] if self.fine else [list(o) for o in options]
        self.needs = self.scene.needed(high=False)

    def finals(self) -> dict[int, Final]:
        """Every award's range over the sets that are not surely beaten."""
        made = {n: Final(0, 0, False) for n in self.units}
        for options in self.groups:
            kept = [(s, self._surely(s)) for s in self._unbeaten(options)]
            for number in {n for s in options for n in s}:
                made[number] = self._final(number, kept)
        return made

    def _final(self, number: int, kept: Sequence[tuple[frozenset[int], frozenset[int]]]) -> Final:
        low, high = ENDLESS, 0
        for chosen, surely in kept:
            least, most = self._share(number, chosen) if number in chosen else (0, 0)
            low, high = min(low, least if number in surely else 0), max(high, most)
        if all(number in surely for _, surely in kept):
            return Final(low, high, True)
        return Final(0, high, None) if any(number in chosen for chosen, _ in kept) else Final(0, 0, False)

    def _surely(self, chosen: frozenset[int]) -> frozenset[int]:
        """The awards of a set that are sure to be there, what they need included."""
        found = chosen & self.settled.sure
        while True:
            kept = frozenset(
                n
                for n in found
                if n in self.settled.held or all(need(found.__contains__) for need in self.needs.get(n, ()))
            )
            if kept == found:
                return found
            found = kept

    def _share(self, number: int, chosen: frozenset[int]) -> tuple[int, int]:
        """What an award keeps of what the ceilings leave after the awards before it."""
        low, high = self.low[number], self.high[number]
        nest_low, nest_high = self.settled.nest_low, self.settled.nest_high
        # Block by block nothing is said about the other blocks, so all of their awards may come before it.
        before = [n for n in (chosen if self.fine else self.units) if n < number]
        for index in nest_low.over(number):
            members = nest_low.members[index]
            mine = [n for n in before if n in members]
            most = nest_high.total({n: self.high[n] for n in mine})
            least = nest_low.total({n: self.low[n] for n in mine if n in chosen}) if self.fine else 0
            low = min(low, max(0, nest_low.rooms[index] - most))
            high = min(high, max(0, nest_high.rooms[index] - least))
        return low, high

    # -- which sets are surely beaten -------------------------------------------------------------------------

    def _unbeaten(self, options: Sequence[frozenset[int]]) -> list[frozenset[int]]:
        if len(options) == 1:
            return list(options)
        surely = [self._surely(s) for s in options]
        return [
            chosen
            for rank, chosen in enumerate(options)
            if not any(
                self._beats(sure, chosen, preferred=other < rank and sure == options[other])
                for other, sure in enumerate(surely)
                if other != rank
            )
        ]

    def _beats(self, a: frozenset[int], b: frozenset[int], *, preferred: bool) -> bool:
        """Whether the sure set ``a`` comes to more than ``b``, whatever fills the gaps; or to as much, preferred."""
        if any(len(a & c.members) > len(b & c.members) for c in self.counts):
            return False
        common = a & b
        gain, loss = self._least_gain(a, b, common), self._most_gain(b - a, common)
        if gain > loss or (gain == loss and preferred and gain < ENDLESS):
            return True
        if not self.fine:
            return False
        least = self.settled.nest_low.total({n: self.low[n] for n in a})
        most = self.settled.nest_high.total({n: self.high[n] for n in b})
        return least > most or (least == most and preferred and most < ENDLESS)

    def _least_gain(self, a: frozenset[int], b: frozenset[int], common: frozenset[int]) -> int:
        """The least that ``a`` adds to what both have: ceilings leave least when all else is large."""
        more = a - b
        if not self._figures(more):
            return 0
        nest = self.settled.nest_low
        beside = {n: self.high[n] for n in (common if self.fine else self.units - a - b | common)}
        return nest.total(beside | {n: self.low[n] for n in more}) - nest.total(beside)

    def _most_gain(self, more: frozenset[int], common: frozenset[int]) -> int:
        """The most that some awards add: ceilings leave most when all else is small."""
        nest = self.settled.nest_high
        if not (self.fine and self._figures(more)):
            return nest.total({n: self.high[n] for n in more})
        beside = {n: self.low[n] for n in common}
        return nest.total(beside | {n: self.high[n] for n in more}) - nest.total(beside)

    def _figures(self, units: frozenset[int]) -> bool:
        """Whether every ceiling over some awards is a single figure."""
        low, high = self.settled.nest_low, self.settled.nest_high
        return all(low.rooms[i] == high.rooms[i] for n in units for i in low.over(n))


def _joined(options: Sequence[Sequence[frozenset[int]]]) -> list[frozenset[int]]:
    """Sets of several blocks side by side, the preferred first."""
    return [frozenset[int]().union(*several) for several in product(*options)]


def ranges(settled: Settled) -> dict[int, Final]:
    """Every award's range in a scene where something is open."""
    options = _candidates(settled)
    links = [
        *(c.members for c in settled.ceilings()),
        *(c.members for c in settled.counts(high=False, there=settled.possible)),
    ]
    touched = [[i for i, block in enumerate(settled.blocks) if link.intersection(block)] for link in links]
    found = {u.number: Final(0, 0, False) for u in settled.units}
    for cluster in blocks(range(len(settled.blocks)), touched):
        found |= _Ranges(settled, cluster, [options[i] for i in cluster]).finals()
    return found


def _candidates(settled: Settled) -> list[list[frozenset[int]]]:
    """For each block the sets that may be received; where a count may be narrow, what it may leave out as well."""
    narrow = settled.counts(high=False, there=settled.possible)
    if not narrow:
        return settled.sets(high=True)
    loose = frozenset(n for c in narrow for n in c.members) - settled.held
    conflicts = {a: o & settled.possible for a, o in settled.scene.conflicts.items()}
    needs = settled.scene.needed(high=True)
    return [sets_of(block, conflicts, needs, held=settled.held, loose=loose) for block in settled.blocks]
