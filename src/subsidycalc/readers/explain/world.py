"""What a walk looks at: the firm's facts, its records, the year and day, and what has been filled or chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = {}
"""What nobody has filled, chosen or opened: one for all, never changed."""


class Record:
    """One record: a project, a loan. ``frames`` holds it and the records that it belongs to, by kind."""

    __slots__ = ("facts", "frames", "kind", "name")

    def __init__(self, kind: str, name: str, facts: Mapping[str, Any], parent: Record | None = None) -> None:
        self.kind, self.name, self.facts = kind, name, facts
        self.frames: dict[str, Record] = {**(parent.frames if parent else {}), kind: self}


class Receipt(NamedTuple):
    """Money received: under which award (or of which level and kind of support), how much in 分, when, for what."""

    award: str | None
    level: str | None
    support: str | None
    amount: int
    year: int
    record: tuple[str, str] | None
    """Kind and name of the record it was for."""


class World:
    """One firm in one year. Values are numbers, ranges, truths, sets of possible leaves, days as ordinals.

    ``records`` maps a kind to its records; a kind that is missing stands for any number of unknown ones. ``received``
    is ``None`` while nothing is said about money received.
    """

    __slots__ = ("assumed", "date", "facts", "frames", "readings", "received", "records", "year", "years_received")

    def __init__(
        self,
        facts: Mapping[str, Any],
        records: Mapping[str, list[Record]],
        year: int,
        date: int,
        received: list[Receipt] | None = None,
        readings: Mapping[str, str] | None = None,
        assumed: Mapping[str, Any] | None = None,
    ) -> None:
        self.facts, self.records, self.year, self.date = facts, records, year, date
        self.received = received
        self.years_received: dict[str | None, dict[tuple[str, str] | None, int]] | None = None
        self.readings: Mapping[str, str] = readings or NOTHING
        self.assumed: Mapping[str, Any] = assumed or NOTHING
        self.frames: Mapping[str, Record] = NOTHING

    def first_received(self, award: str) -> Mapping[tuple[str, str] | None, int]:
        """The first year in which money was received under an award, by what it was for; looked up once a world."""
        if self.years_received is None:
            self.years_received = {}
            for receipt in self.received or ():
                years = self.years_received.setdefault(receipt.award, {})
                years[receipt.record] = min(receipt.year, years.get(receipt.record, receipt.year))
        return self.years_received.get(award, {})
