"""Where a threshold stands: the line of the rule files in which its figure is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...diagnostics import Faults, Place
from ...language.load import shown_path
from ...language.source import Source, Trail, read_file
from ...rulebook.model import Book, Measure
from ...tree import types as t
from ...tree.words import kind_of
from ...values.days import parse_calendar_day
from ...values.quantities import NUMBER, QuantityError, narrow, parse_quantity, parse_share
from .thresholds import Occurrence, bare

_TOKEN = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|(?:{NUMBER})\s?[^\s\d,，;；:：()（）\[\]{{}}<>=+*/×÷-]*(?::\d+(?:\.\d+)?)?"
)

_PLAIN = re.compile(NUMBER)


class Places:
    """Looks figures up in the files of a rule book, as far as they can still be read."""

    def __init__(self, book: Book, vocabulary: Iterable[Path] = ()) -> None:
        self.book = book
        self.vocabulary = [s for path in vocabulary if (s := _read(path)) is not None]
        self.policies = {p.id: _read(Path(p.file)) for p in book.policies.values()}

    def of(self, measure: Measure, found: Occurrence) -> Place:
        """The place of a threshold: of its figure where that is named, else where the number is written."""
        if found.limit is not None:
            return found.limit[1].place
        right = bare(found.right)
        figure = str(getattr(right, "figure", None))
        policy = self.book.policies[measure.policy]
        if figure in policy.figures:
            return policy.figures[figure].place
        value, kind = getattr(right, "value", None), kind_of(right)
        source = self.policies[measure.policy]
        for name in reversed(found.names):
            if name.startswith("fact "):
                _, owner, fact = name.split(" ")
                trail: Trail = ("records", owner, "facts", fact) if owner else ("facts", fact)
                trail = (*trail, "defined")
                for file in (*([source] if source else ()), *self.vocabulary):
                    place = _find(file, trail, value, kind)
                    if place is not None:
                        return place
            elif source is not None:
                place = _find(source, ("define", name.partition("/")[2]), value, kind)
                if place is not None:
                    return place
        trails: list[Trail] = [("measures", measure.name), ("eligible",)]
        if found.role == "in_force":
            trails = [("measures", measure.name, "in_force"), ("in_force",)]
        for trail in trails if source is not None else ():
            place = _find(source, trail, value, kind)  # type: ignore[arg-type]  # there is one
            if place is not None:
                return place
        return measure.place


def _read(path: Path) -> Source | None:
    """A rule file as it stands; ``None`` for rules that are held in memory."""
    try:
        return read_file(path, shown_path(path)) if path.is_file() else None
    except Faults:
        return None


def _find(source: Source, trail: Trail, value: Any, kind: str) -> Place | None:
    try:
        data = source.value(trail)
    except (KeyError, TypeError, IndexError):
        return None
    first: Place | None = None
    for at, text, is_key in _scalars(data, trail):
        if first is None:
            first = source.place(at, key=is_key)
        for token in _TOKEN.finditer(narrow(text)) if value is not None else ():
            if _is(token[0], value, kind):
                return source.within(at, token.start(), key=is_key)
    return None if value is not None else first


def _scalars(data: Any, trail: Trail) -> Iterator[tuple[Trail, str, bool]]:
    if isinstance(data, dict):
        for key, item in data.items():
            yield (*trail, key), str(key), True
            yield from _scalars(item, (*trail, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _scalars(item, (*trail, index))
    elif isinstance(data, str):
        yield trail, data, False


def _is(token: str, value: Any, kind: str) -> bool:
    """Whether a word of a rule file says a value; the last day inside a window says the first one outside."""
    plain = _PLAIN.match(token)
    if kind in (t.WHOLE, t.NUMBER) and plain is not None:
        token = plain[0]
    try:
        if kind == t.DATE:
            return bool(parse_calendar_day(token) in (value, value - 1))
        if kind in (t.RATE, t.RATIO):
            return bool(parse_share(token, bounded=False) == value)
        return bool(parse_quantity(token.strip()).value == value)
    except QuantityError:
        return False
