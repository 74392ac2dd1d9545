"""The best set of awards: exact, by a dynamic programme over blocks.

Blocks are bound to one another only by ceilings and counts that reach across them. A few sets are looked at one by one.
Of more, going backwards through the blocks, a *point* says what the later ones may come to: money outside all open
ceilings, money inside each of them, awards under each open count. Points that can never be better are dropped; going
forwards, the preferred choice is taken that still reaches the best total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import prod
from operator import add
from typing import NamedTuple

from .ceilings import ENDLESS, Ceiling, Nest
from .choices import TooMany, blocks

MOST_POINTS = 20_000
"""So many points are kept at a time before the answer is refused."""
SCALE = 1 << 12
"""Weights of the bounds are whole multiples of one part in so many."""
ENUMERATED = 1_000
"""So many sets of blocks that share ceilings are looked at one by one."""
MANY_BLOCKS = 12
"""From so many blocks on it pays to know what can still win."""
CHANGES = 18
"""So many changes of a good choice are combined in search of a better one."""


class Count(NamedTuple):
    """At most so many of some awards; ``None`` is no limit known."""

    members: frozenset[int]
    most: int | None


class Best(NamedTuple):
    """The best total and the preferred set that reaches it."""

    total: int
    chosen: frozenset[int]


class Point(NamedTuple):
    """What some blocks come to: free money, money inside each ceiling, awards under each count."""

    free: int
    inside: tuple[int, ...]
    used: tuple[int, ...]


def best(
    sets: Sequence[Sequence[frozenset[int]]],
    amounts: Mapping[int, int],
    ceilings: Sequence[Ceiling],
    counts: Sequence[Count],
    *,
    high: bool,
) -> Best:
    """The best total under ceilings and counts, with one set chosen from each block.

    Args:
        sets: for each block its sets, the preferred first; the blocks in the order in which ties are settled.
        amounts: each award in 分, ``ENDLESS`` where no bound is known.
        ceilings: ceilings that lie one inside another; ``high`` tells which of their ends holds.
        counts: how many of some awards there may be.
        high: whether the upper ends of ceilings hold.

    Raises:
        TooMany: there are more possibilities than can be looked through.
    """
    members = [frozenset().union(*options) for options in sets]
    binding = [c for c in counts if c.most is not None]
    links = [*(c.members for c in ceilings), *(c.members for c in binding)]
    touched = [[index for index, units in enumerate(members) if units & link] for link in links]
    total, chosen = 0, frozenset[int]()
    for cluster in blocks(range(len(sets)), touched):
        found = _Cluster([sets[i] for i in cluster], amounts, ceilings, binding, high=high).best()
        total += found.total
        chosen |= found.chosen
    return Best(total, chosen)


class _Cluster:
    """Some blocks that share ceilings and counts."""

    def __init__(
        self,
        sets: Sequence[Sequence[frozenset[int]]],
        amounts: Mapping[int, int],
        ceilings: Sequence[Ceiling],
        counts: Sequence[Count],
        *,
        high: bool,
    ) -> None:
        units = frozenset(unit for options in sets for s in options for unit in s)
        self.amounts = amounts
        self.nest = Nest([c._replace(members=c.members & units) for c in ceilings if c.members & units], high=high)
        self.counts = [c for c in counts if c.members & units]
        self.sets = sets

    def _spans(self) -> None:
        """The first and last block of every ceiling and count."""

        def span(members: frozenset[int]) -> tuple[int, int]:
            at = [i for i, options in enumerate(self.sets) if any(members & s for s in options)]
            return (at[0], at[-1]) if at else (0, 0)

        self.first, self.last = [], []
        for members in self.nest.members:
            first, last = span(members)
            self.first.append(first)
            self.last.append(last)

    def best(self) -> Best:
        if prod(len(options) for options in self.sets) <= ENUMERATED:
            return self._every()
        self._spans()
        self.parts = [[(s, self._part(s, i)) for s in options] for i, options in enumerate(self.sets)]
        self._weights()
        after = self._backwards()
        return self._forwards(after)

    def _every(self) -> Best:
        """Few sets: each is looked at; of equals that with the first award in which they differ is taken."""
        found = Best(0, frozenset())
        rank: tuple[int, ...] = ()
        for several in product(*self.sets):
            chosen = frozenset[int]().union(*several)
            if any(len(chosen & c.members) > (c.most or 0) for c in self.counts):
                continue
            total = self.nest.total({unit: self.amounts[unit] for unit in chosen})
            # Of two sorted lists the preferred one has the smaller number where they first differ, or goes on longer.
            mine = (*sorted(chosen), ENDLESS)
            if total > found.total or not rank or (total == found.total and mine < rank):
                found, rank = Best(total, chosen), mine
        return found

    # -- points -----------------------------------------------------------------------------------------------

    def _part(self, chosen: frozenset[int], block: int) -> Point:
        """What one set of a block comes to, with the ceilings settled that lie in this block alone."""
        inside = [0] * len(self.nest.members)
        free = 0
        for unit in chosen:
            over = self.nest.over(unit)
            if over:
                inside[over[0]] += self.amounts[unit]
            else:
                free += self.amounts[unit]
        used = tuple(len(chosen & c.members) for c in self.counts)
        settled = [i for i in range(len(inside)) if self.first[i] == self.last[i] == block]
        return self._settled(free, inside, used, settled)

    def _settled(self, free: int, inside: list[int], used: tuple[int, ...], which: Sequence[int]) -> Point:
        for index in which:
            if inside[index]:
                value = min(inside[index], self.nest.rooms[index])
                inside[index] = 0
                parent = self.nest.parents[index]
                if parent is None:
                    free += value
                else:
                    inside[parent] += value
        return Point(free, tuple(inside), used)

    def _joined(self, a: Point, b: Point, which: Sequence[int]) -> Point | None:
        """Two points together, some ceilings settled; ``None`` if a count would be passed."""
        used = a.used
        if used:
            used = tuple(map(add, used, b.used))
            if any(x > (c.most or 0) for x, c in zip(used, self.counts, strict=True)):
                return None
        return self._settled(a.free + b.free, list(map(add, a.inside, b.inside)), used, which)

    def _empty(self) -> Point:
        return Point(0, (0,) * len(self.nest.members), (0,) * len(self.counts))

    def _backwards(self) -> list[list[Point]]:
        """For each boundary the points of the blocks after it."""
        after: list[list[Point]] = [[self._empty()]]
        for block in reversed(range(len(self.sets))):
            settled = [i for i, first in enumerate(self.first) if first == block]
            made = {
                point
                for _, part in self.parts[block]
                for later in after[-1]
                if (point := self._joined(part, later, settled)) is not None
            }
            after.append(self._kept(made, block))
        after.reverse()
        return after

    def _forwards(self, after: list[list[Point]]) -> Best:
        total = max((self._value(self._empty(), p) for p in after[0]), default=0)
        state, chosen = self._empty(), frozenset[int]()
        for block, options in enumerate(self.parts):
            settled = [i for i, last in enumerate(self.last) if last == block]
            for units, part in options:
                point = self._joined(state, part, settled)
                if point is not None and any(self._value(point, later) == total for later in after[block + 1]):
                    state, chosen = point, chosen | units
                    break
        return Best(total, chosen)

    def _value(self, a: Point, b: Point) -> int:
        """What two points come to in the end; less than nothing if a count would be passed."""
        point = self._joined(a, b, range(len(self.first)))
        return -1 if point is None else point.free

    # -- what can never be better -----------------------------------------------------------------------------

    def _kept(self, made: set[Point], block: int) -> list[Point]:
        points = [p for p in made if self._can_win(p, block)] if self.floor else list(made)
        groups: dict[tuple[int, ...], list[Point]] = {}
        for point in points:
            groups.setdefault(point.used, []).append(point)
        kept = [p for group in groups.values() for p in _undominated(group)]
        if len(kept) > MOST_POINTS:
            raise TooMany
        return kept

    def _weights(self) -> None:
        """A total that can surely be reached, and weights under which no point below it need be kept.

        ``min(room, x)`` is at most ``w·room + (1 - w)·x`` for each weight ``w`` from 0 to 1.
        """
        self.floor = 0
        self.bounds: list[tuple[int, list[int]]] = []
        open_ = [i for i in range(len(self.first)) if self.first[i] != self.last[i]]
        if (
            len(open_) != 1
            or len(self.sets) < MANY_BLOCKS
            or self.counts
            or any(self.amounts[u] >= ENDLESS for o in self.sets for s in o for u in s)
        ):
            return
        link, low, high = open_[0], 0, SCALE
        room = self.nest.rooms[link]
        weights = {0, SCALE}
        while low <= high:
            weight = (low + high) // 2
            weights.add(weight)
            inside = sum(p.inside[link] for p in self._heaviest(link, weight))
            low, high = (weight + 1, high) if inside > room else (low, weight - 1)
        for weight in (max(high, 0), min(low, SCALE)):
            self._raise_floor(link, weight)
        for weight in weights:
            most = [weight * room]
            for options in self.parts:
                most.append(most[-1] + max(self._weighted(p, link, weight) for _, p in options))
            self.bounds.append((weight, most))
        # The two ends and the two tightest do nearly all the work.
        tightest = sorted(self.bounds, key=lambda bound: (bound[1][-1], bound[0]))[:2]
        self.bounds = [b for b in self.bounds if b[0] in (0, SCALE) or b in tightest]
        self.link = link

    def _weighted(self, point: Point, link: int, weight: int) -> int:
        return (SCALE - weight) * point.inside[link] + SCALE * point.free

    def _heaviest(self, link: int, weight: int) -> list[Point]:
        return [max((p for _, p in options), key=lambda p: self._weighted(p, link, weight)) for options in self.parts]

    def _raise_floor(self, link: int, weight: int) -> None:
        """Take in each block what weighs most, then change up to three blocks at a time that lose least by it."""
        picked = self._heaviest(link, weight)
        inside, free = sum(p.inside[link] for p in picked), sum(p.free for p in picked)
        changes = sorted(
            (
                self._weighted(mine, link, weight) - self._weighted(p, link, weight),
                block,
                p.inside[link] - mine.inside[link],
                p.free - mine.free,
            )
            for block, (mine, options) in enumerate(zip(picked, self.parts, strict=True))
            for _, p in options
            if p is not mine
        )[:CHANGES]
        room = self.nest.rooms[link]
        for size in range(4):
            for several in combinations(changes, size):
                if len({block for _, block, _, _ in several}) == size:
                    x = inside + sum(c[2] for c in several)
                    y = free + sum(c[3] for c in several)
                    self.floor = max(self.floor, y + min(room, x))

    def _can_win(self, point: Point, block: int) -> bool:
        # Once the ceiling is settled its money is free; the bound with the whole of it stays true.
        free, inside, floor = SCALE * point.free, point.inside[self.link], SCALE * self.floor
        return all((SCALE - w) * inside + free + most[block] >= floor for w, most in self.bounds)


def _undominated(points: list[Point]) -> list[Point]:
    """Points that no other of the same counts beats whatever comes before.

    One beats another if its free money exceeds the other's by all that it has less under the ceilings.
    """
    if len(points) <= 1:
        return points
    ordered = sorted(points, key=lambda p: (-(p.free + sum(p.inside)), -p.free, p.inside))
    open_ = {i for p in points for i, x in enumerate(p.inside) if x}
    if len(open_) <= 1:
        kept: list[Point] = []
        for point in ordered:
            if not kept or point.free > kept[-1].free:
                kept.append(point)
        return kept
    kept = []
    for point in ordered:
        if not any(_beats(other, point) for other in kept):
            kept.append(point)
    return kept


def _beats(a: Point, b: Point) -> bool:
    return a.free - b.free >= sum(y - x for x, y in zip(a.inside, b.inside, strict=True) if y > x)
