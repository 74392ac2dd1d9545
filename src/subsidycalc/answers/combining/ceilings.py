"""Ceilings that lie one inside another: what awards come to under them, and which award is cut.

Amounts are whole 分. Ceilings are settled from the innermost outwards, and within one the last award is cut first. What
some awards come to together is then the most that the ceilings allow, whatever the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

ENDLESS = 1 << 256
"""Stands for *no bound known* while amounts are added: no sum of amounts comes near it."""


def counted(amount: int | None) -> int:
    """An amount that can be added: no bound becomes ``ENDLESS``."""
    return ENDLESS if amount is None else amount


def bound(amount: int) -> int | None:
    """The opposite of ``counted``."""
    return None if amount >= ENDLESS >> 1 else amount


class Ceiling(NamedTuple):
    """A ceiling over some awards, by their numbers: what is left of it, at least and at most, and whose it is."""

    name: str
    members: frozenset[int]
    low: int
    high: int

    @property
    def definite(self) -> bool:
        """Whether what is left of it is a single figure."""
        return self.low == self.high


class Nest:
    """Ceilings ordered from the innermost outwards, with what each has room for in one scenario."""

    def __init__(self, ceilings: Sequence[Ceiling], *, high: bool) -> None:
        # Of two with the same members the one written first is the inner one.
        ordered = sorted(enumerate(ceilings), key=lambda pair: (len(pair[1].members), pair[0]))
        self.members = [c.members for _, c in ordered]
        self.rooms = [c.high if high else c.low for _, c in ordered]
        self.names = [c.name for _, c in ordered]
        self.parents = [
            next((j for j in range(i + 1, len(self.members)) if members <= self.members[j]), None)
            for i, members in enumerate(self.members)
        ]
        self._over: dict[int, tuple[int, ...]] = {}
        for index, members in enumerate(self.members):
            for unit in members:
                self._over[unit] = (*self._over.get(unit, ()), index)

    def over(self, unit: int) -> tuple[int, ...]:
        """The ceilings that an award stands under, the innermost first."""
        return self._over.get(unit, ())

    def total(self, amounts: Mapping[int, int]) -> int:
        """What some awards come to together."""
        if not self.members:
            return sum(amounts.values())
        inside = [0] * len(self.members)
        free = 0
        for unit, amount in amounts.items():
            over = self._over.get(unit)
            if over:
                inside[over[0]] += amount
            else:
                free += amount
        for index, parent in enumerate(self.parents):
            value = min(inside[index], self.rooms[index])
            if parent is None:
                free += value
            else:
                inside[parent] += value
        return free

    def shares(self, amounts: Mapping[int, int]) -> tuple[dict[int, int], dict[int, list[tuple[int, int]]]]:
        """What each award keeps, and which ceiling cuts how much off it; the first award keeps most."""
        rooms = self.rooms.copy()
        kept: dict[int, int] = {}
        cuts: dict[int, list[tuple[int, int]]] = {}
        for unit in sorted(amounts):
            value = amounts[unit]
            for index in self.over(unit):
                if rooms[index] < value:
                    cuts.setdefault(unit, []).append((index, value - rooms[index]))
                    value = rooms[index]
            for index in self.over(unit):
                rooms[index] -= value
            kept[unit] = value
        return kept, cuts


def inside_one_another(groups: Iterable[frozenset[int]]) -> bool:
    """Whether of any two groups with common members one holds the other."""
    found = list(groups)
    return all(a <= b or b <= a or a.isdisjoint(b) for i, a in enumerate(found) for b in found[:i])
