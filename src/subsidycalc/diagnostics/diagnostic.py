"""Errors as data: collected while reading, reported all at once, each with its place and a way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands: ``line`` and ``column`` count from 1; 0 where the source has no lines."""

    file: str
    line: int = 0
    column: int = 0
    source: str = ""

    def shifted(self, columns: int) -> Place:
        """The place some characters to the right on the same line."""
        return self._replace(column=self.column + columns) if self.line else self


class Diagnostic(NamedTuple):
    """One error or finding: ``code`` names its sentence, ``params`` fill it, ``where`` is its path in the data."""

    code: str
    place: Place
    params: Mapping[str, str]
    where: str = ""


class Faults(Exception):
    """What does not load: every fault found, in the order of their places."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda d: (d.place[:3], d.code)))
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        from .speech import render

        return "\n".join(render(d, "en") for d in self.diagnostics)


MANY = 200
"""So many faults are enough for one reading: a file of another kind has thousands."""


class Report:
    """Collects diagnostics; ``raise_if_any`` ends a stage that found faults."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def add(self, code: str, place: Place, where: str = "", **params: object) -> None:
        """Note one fault; the same fault at the same place is noted once."""
        item = Diagnostic(code, place, {k: str(v) for k, v in params.items()}, where)
        if item not in self.found:
            self.found.append(item)
            if len(self.found) >= MANY:
                raise Faults(self.found)

    def raise_if_any(self) -> None:
        """Raise everything found so far, if anything was."""
        if self.found:
            raise Faults(self.found)


def unfit(place: str, value: str, known: str) -> Faults:
    """The fault that an option has a value which does not fit; ``known`` says what does."""
    report = Report()
    report.add("option.value", Place(place), value=value[:60], known=known)
    return Faults(report.found)


def nearest(word: str, known: Iterable[str], *, count: int = 1, cutoff: float = 0.6) -> list[str]:
    """The known words that look most like a misspelt one.

    >>> nearest("at_mots", ["at_least", "at_most"])
    ['at_most']
    """
    from difflib import get_close_matches

    return get_close_matches(word[:80], sorted(set(known)), n=count, cutoff=cutoff)
