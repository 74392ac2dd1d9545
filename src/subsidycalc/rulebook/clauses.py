"""How measures combine: typed clauses, with the measures that they name already found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from ..diagnostics import Place
from ..tree.node import Node
from .model import FIRM, YEAR, Source

ELECT, NOT_WITH, CAP, REQUIRES, PRIORITY, DIFFERENCE = (
    "elect_one",
    "not_with",
    "joint_cap",
    "requires",
    "priority",
    "difference",
)
WORDS = (ELECT, NOT_WITH, CAP, REQUIRES, PRIORITY, DIFFERENCE)


class Members(NamedTuple):
    """Some measures of the book, and what money from outside belongs to them.

    ``kinds`` are pairs of level and kind of support, either of which may be ``None`` (any); ``foreign`` are names of
    measures that are not in the book.
    """

    ids: tuple[str, ...]
    kinds: tuple[tuple[str | None, str | None], ...] = ()
    foreign: frozenset[str] = frozenset()

    @property
    def outside(self) -> bool:
        """Whether money may belong to them that no measure of the book pays."""
        return bool(self.kinds or self.foreign)


class Need(NamedTuple):
    """Which other measures are needed: ``all`` or ``any`` of some needs, or ``one`` measure."""

    how: str
    parts: tuple[Need, ...] = ()
    measure: str = ""

    def measures(self) -> Iterator[str]:
        """Every measure that it names."""
        if self.how == "one":
            yield self.measure
        for part in self.parts:
            yield from part.measures()


class Hangs(NamedTuple):
    """The reading that decides whether a clause holds, and the options under which it does."""

    reading: str
    options: frozenset[str]


class Clause(NamedTuple):
    """A clause on how measures combine.

    ``groups`` are, by word: the groups of an election; the two sides of an incompatibility; the members of a ceiling;
    the measures that need others; those of a priority, the first first; those that pay a difference. ``scope`` says
    per what. ``value`` is a ceiling, computed for records of ``kind`` or for the firm.
    """

    id: str
    policy: str
    word: str
    title: Any
    groups: tuple[Members, ...]
    scope: tuple[str, ...]
    value: Node | None
    kind: str | None
    need: Need | None
    hangs: Hangs | None
    source: Source | None
    place: Place

    @property
    def key(self) -> tuple[str, ...]:
        """The words that tell its groups of awards apart: its scope without firm and year, of which there is one."""
        return tuple(word for word in self.scope if word not in (FIRM, YEAR))

    @property
    def for_good(self) -> bool:
        """Whether what was received in earlier years counts."""
        return YEAR not in self.scope

    def within(self, policies: Collection[str]) -> Clause:
        """The clause in a book of some policies alone: it knows the measures of the others by name only."""

        def kept(group: Members) -> Members:
            ids = tuple(id_ for id_ in group.ids if id_.partition("/")[0] in policies)
            gone = frozenset(group.ids) - frozenset(ids)
            # Selected by level and kind, money of other policies belongs to the group all the same.
            return group._replace(ids=ids, foreign=group.foreign | (frozenset() if group.kinds else gone))

        return self._replace(groups=tuple(kept(group) for group in self.groups))

    def measures(self) -> Iterator[str]:
        """The measures of the book that it is about; one may come twice."""
        for group in self.groups:
            yield from group.ids
        if self.need is not None:
            yield from self.need.measures()
