"""The sets of awards that may be received together, block by block.

A block is what elections, incompatibilities and needs tie together. Awards are numbered in the order by which ties are
settled; sets are bit masks in which the first award is the highest bit, so that a larger mask is the preferred one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

MOST_SETS = 5_000
MOST_STEPS = 200_000
"""So many sets of a block are kept, and so many steps taken to find them, before the answer is refused."""

Needs = Mapping[int, Sequence[Callable[[Callable[[int], bool]], bool]]]
"""For an award: functions that tell whether its needs are met, given which awards are received."""


class TooMany(Exception):
    """There are more possible choices than can be looked through."""


def blocks(units: Iterable[int], ties: Iterable[Iterable[int]]) -> list[list[int]]:
    """Awards in the blocks that the ties make of them: each in order, the blocks by their first award."""
    parent = {unit: unit for unit in units}

    def root(unit: int) -> int:
        while parent[unit] != unit:
            parent[unit] = parent[parent[unit]]
            unit = parent[unit]
        return unit

    for tie in ties:
        known = [unit for unit in tie if unit in parent]
        for unit in known[1:]:
            a, b = root(known[0]), root(unit)
            if a != b:
                parent[max(a, b)] = min(a, b)
    found: dict[int, list[int]] = {}
    for unit in sorted(parent):
        found.setdefault(root(unit), []).append(unit)
    return [found[first] for first in sorted(found)]


def sets_of(
    block: Sequence[int],
    conflicts: Mapping[int, set[int]],
    needs: Needs,
    *,
    held: frozenset[int] = frozenset(),
    loose: frozenset[int] = frozenset(),
) -> list[frozenset[int]]:
    """Every set of a block that may be received and to which nothing can be added, the preferred one first.

    Args:
        block: the awards, in order.
        conflicts: for an award, those that it does not go with.
        needs: what must be received with it.
        held: awards that have been received already; they are in every set.
        loose: awards that may be left out without a reason, because a count is shared with other blocks.

    Raises:
        TooMany: there are more than can be looked through.
    """
    return _Search(block, conflicts, needs, held, loose).sets()


class _Search:
    def __init__(
        self,
        block: Sequence[int],
        conflicts: Mapping[int, set[int]],
        needs: Needs,
        held: frozenset[int],
        loose: frozenset[int],
    ) -> None:
        self.block, self.needs = block, needs
        self.size = len(block)
        self.bit = {unit: 1 << (self.size - 1 - place) for place, unit in enumerate(block)}
        self.against = [self._mask(conflicts.get(unit, ())) for unit in block]
        self.held, self.loose = self._mask(held), self._mask(loose)
        self.needing = self._mask(unit for unit in block if needs.get(unit))

    def _mask(self, units: Iterable[int]) -> int:
        mask = 0
        for unit in units:
            mask |= self.bit.get(unit, 0)
        return mask

    def _units(self, mask: int) -> frozenset[int]:
        return frozenset(unit for unit, bit in self.bit.items() if mask & bit)

    def sets(self) -> list[frozenset[int]]:
        found: list[int] = []
        dead = 0
        for place in range(self.size):
            if self.held & (1 << (self.size - 1 - place)):
                dead |= self.against[place]
        # Place in the block, awards taken, awards that those exclude, awards left out that some later one must exclude.
        open_: list[tuple[int, int, int, tuple[int, ...]]] = [(0, self.held, dead, ())]
        steps = 0
        while open_:
            steps += 1
            if steps > MOST_STEPS or len(found) > MOST_SETS:
                raise TooMany
            place, taken, dead, waiting = open_.pop()
            if place == self.size:
                if self._complete(taken):
                    found.append(taken)
                continue
            bit = 1 << (self.size - 1 - place)
            later = bit - 1
            if self.held & bit:
                open_.append((place + 1, taken, dead, waiting))
                continue
            if dead & bit:
                left = tuple(w for w in waiting if not self.against[w] & taken)
                if all(self.against[w] & later & ~dead for w in left):
                    open_.append((place + 1, taken, dead, left))
                continue
            free = bool((self.loose | self.needing) & bit)
            if free or self.against[place] & later & ~dead:
                mine = waiting if free else (*waiting, place)
                if all(self.against[w] & (taken | later & ~dead) for w in mine):
                    open_.append((place + 1, taken, dead, mine))
            excluded = dead | self.against[place]
            if all(self.against[w] & (taken | bit | later & ~excluded) for w in waiting):
                open_.append((place + 1, taken | bit, excluded, waiting))
        return [self._units(mask) for mask in sorted(found, reverse=True)]

    def _complete(self, taken: int) -> bool:
        """Whether all needs are met, and nothing that was left out could be added."""
        units = self._units(taken)
        if not all(self._met(unit, units) for unit in units if self.needs.get(unit) and not self.bit[unit] & self.held):
            return False
        for place, unit in enumerate(self.block):
            bit = self.bit[unit]
            if taken & bit or self.loose & bit or self.against[place] & taken:
                continue
            if self._met(unit, units | {unit}):
                return False
        return True

    def _met(self, unit: int, units: frozenset[int]) -> bool:
        return all(need(units.__contains__) for need in self.needs.get(unit, ()))
