"""A firm's facts, validated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..rulebook.vocabulary import FactDecl


class RecordData:
    """One record of a firm: its name, its facts, the record that it belongs to."""

    __slots__ = ("facts", "kind", "name", "parent")

    def __init__(self, kind: str, name: str, facts: dict[str, Any], parent: RecordData | None = None) -> None:
        self.kind, self.name, self.facts, self.parent = kind, name, facts, parent


class Firm:
    """A validated profile. Money is in 分, choices are sets of possible leaves, days are ordinals.

    A series maps periods to values, and ``("before", year)`` to the highest value of all years before.
    ``records`` lacks the kinds of which nothing is said; ``received`` is ``None`` until something is.
    """

    __slots__ = ("applicant", "facts", "name", "presumed", "received", "records", "year")

    def __init__(self) -> None:
        self.name = ""
        self.year: int | None = None
        self.applicant = "firm"
        self.facts: dict[str, Any] = {}
        self.records: dict[str, list[RecordData]] = {}
        self.received: list[dict[str, Any]] | None = None
        self.presumed: list[FactDecl] = []

    def years(self) -> list[int]:
        """The years of which some yearly figure is given."""
        found: set[int] = set()
        holders: list[Mapping[str, Any]] = [
            self.facts,
            *(r.facts for rs in self.records.values() for r in rs),
        ]
        for facts in holders:
            for value in facts.values():
                if isinstance(value, dict):
                    found |= {k for k in value if isinstance(k, int)}
        return sorted(found)
