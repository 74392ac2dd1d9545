"""What each award comes to where something is open: a range over the choices that are not surely beaten.

A set of awards is surely beaten by another if, whatever completes the gaps, the other comes to more, or to as much and
is preferred. Sets are compared over all blocks that share ceilings or counts; where these are too many, block by block
with nothing taken for granted about the other blocks, which gives a range that is as true and may be wider.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from .ceilings import ENDLESS
from .choices import blocks, sets_of
from .finals import Final, Finals, Settled

MOST_COMPARED = 100
"""So many sets of awards that share ceilings are compared with one another."""


class Kept(NamedTuple):
    """A set that is not surely beaten, and those of its awards that are sure to be there if it is chosen."""

    all: frozenset[int]
    surely: frozenset[int]


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

    def finals(self) -> Finals:
        """Every range over the sets that are not surely beaten."""
        made = Finals({}, {})
        for options in self.groups:
            kept = [Kept(s, self._surely(s)) for s in self._unbeaten(options)]
            there = {n for s in options for n in s}
            for number in there:
                made.units[number] = self._final([number], kept)
            for id_, members in self.scene.stage.by_measure.items():
                mine = [u.number for u in members if u.number in there]
                if mine:
                    found = self._final(mine, kept)
                    made.measures[id_] = _plus(made.measures.get(id_), found)
        return made

    def _final(self, numbers: Sequence[int], kept: Sequence[Kept]) -> Final:
        """What some awards come to together; they stand side by side in the order of awards."""
        low, high = ENDLESS, 0
        for chosen in kept:
            least, most = self._shares(numbers, chosen)
            low, high = min(low, least), max(high, most)
        if all(any(n in chosen.surely for n in numbers) for chosen in kept):
            return Final(low, high, True)
        there = any(n in chosen.all for chosen in kept for n in numbers)
        return Final(low, high, None if there else False)

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

    def _shares(self, numbers: Sequence[int], chosen: Kept) -> tuple[int, int]:
        """What some awards keep of what the ceilings leave after the awards before them."""
        mine = [n for n in numbers if n in chosen.all]
        each = [self._share(n, chosen) for n in mine]
        low, high = sum(least for least, _ in each), sum(most for _, most in each)
        if len(mine) > 1:
            nest = self.settled.nest_high
            for index in set(nest.over(mine[0])).intersection(*(nest.over(n) for n in mine[1:])):
                high = min(high, max(0, nest.rooms[index] - self._before(mine[0], index, chosen)[0]))
        return low, high

    def _share(self, number: int, chosen: Kept) -> tuple[int, int]:
        low = self.low[number] if number in chosen.surely else 0
        high = self.high[number]
        for index in self.settled.nest_low.over(number):
            least, most = self._before(number, index, chosen)
            low = min(low, max(0, self.settled.nest_low.rooms[index] - most))
            high = min(high, max(0, self.settled.nest_high.rooms[index] - least))
        return low, high

    def _before(self, number: int, index: int, chosen: Kept) -> tuple[int, int]:
        """The least and the most that the awards before one take of a ceiling."""
        nest_low, nest_high = self.settled.nest_low, self.settled.nest_high
        members = nest_low.members[index]
        # Block by block nothing is said about the other blocks, so all of their awards may come before it.
        there = [n for n in (chosen.all if self.fine else self.units) if n < number and n in members]
        least = nest_low.total({n: self.low[n] for n in there if n in chosen.surely}) if self.fine else 0
        return least, nest_high.total({n: self.high[n] for n in there})

    # -- which sets are surely beaten -------------------------------------------------------------------------

    def _unbeaten(self, options: Sequence[frozenset[int]]) -> list[frozenset[int]]:
        if len(options) == 1:
            return list(options)
        surely = [self._surely(s) for s in options]
        return [
            chosen
            for rank, chosen in enumerate(options)
            if not any(self._beats(sure, chosen) for other, sure in enumerate(surely) if other != rank)
        ]

    def _beats(self, a: frozenset[int], b: frozenset[int]) -> bool:
        """Whether the sure set ``a`` comes to more than ``b``, whatever fills the gaps; or to as much, preferred."""
        if any(len(a & c.members) > len(b & c.members) for c in self.counts):
            return False
        # The first award in which two sets differ settles a tie: whatever is there of ``b``, one of ``a`` comes before.
        preferred = min(a - b, default=ENDLESS) < min(b - a, default=ENDLESS)
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
        # What stands under a ceiling that is open itself may add nothing. The ceilings over the rest are figures, the
        # same in both nests; the high one lets most of all else through to them.
        more = frozenset(n for n in a - b if self._figures(frozenset([n])))
        nest = self.settled.nest_high
        beside = {n: self.high[n] for n in (common if self.fine else self.units - a - b | common)}
        return nest.total(beside | {n: self.low[n] for n in more}) - nest.total(beside)

    def _most_gain(self, more: frozenset[int], common: frozenset[int]) -> int:
        """The most that some awards add: ceilings leave most when all else is small."""
        if not (self.fine and self._figures(more)):
            return self.settled.nest_high.total({n: self.high[n] for n in more})
        nest = self.settled.nest_low
        beside = {n: self.low[n] for n in common}
        return nest.total(beside | {n: self.high[n] for n in more}) - nest.total(beside)

    def _figures(self, units: frozenset[int]) -> bool:
        """Whether every ceiling over some awards is a single figure."""
        low, high = self.settled.nest_low, self.settled.nest_high
        return all(low.rooms[i] == high.rooms[i] for n in units for i in low.over(n))


def _joined(options: Sequence[Sequence[frozenset[int]]]) -> list[frozenset[int]]:
    """Sets of several blocks side by side, the preferred first: that with the first award in which two differ."""
    found = (frozenset[int]().union(*several) for several in product(*options))
    return sorted(found, key=lambda chosen: (*sorted(chosen), ENDLESS))


def _plus(a: Final | None, b: Final) -> Final:
    """What a measure comes to whose awards share no ceiling."""
    if a is None:
        return b
    counted = True if a.counted or b.counted else None if None in (a.counted, b.counted) else False
    return Final(a.low + b.low, a.high + b.high, counted)


def ranges(settled: Settled) -> Finals:
    """Every range in a scene where something is open."""
    options = _candidates(settled)
    links = [
        *(c.members for c in settled.ceilings()),
        *(c.members for c in settled.counts(high=False, there=settled.possible)),
    ]
    touched = [[i for i, block in enumerate(settled.blocks) if link.intersection(block)] for link in links]
    found = Finals({u.number: Final(0, 0, False) for u in settled.units}, {})
    for cluster in blocks(range(len(settled.blocks)), touched):
        made = _Ranges(settled, cluster, [options[i] for i in cluster]).finals()
        found.units.update(made.units)
        for id_, final in made.measures.items():
            found.measures[id_] = _plus(found.measures.get(id_), final)
    for id_ in settled.scene.stage.by_measure:
        found.measures.setdefault(id_, Final(0, 0, False))
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
