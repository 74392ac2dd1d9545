"""What is given of a case, and taking some of it away: facts, periods, records, assumptions, readings."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..answers.assess import RuleBook
from ..answers.assessment import Assessment

Path = tuple[str | int, ...]


class Given(NamedTuple):
    """What ``RuleBook.assess`` is asked with; its fields are named as the parameters there.

    ``profile`` is plain data with its ``year``; ``assume`` has values of gaps by name, ``readings`` options by name,
    ``date`` is a day as text.
    """

    profile: dict[str, Any]
    assume: dict[str, Any] = {}  # noqa: RUF012  # never changed
    readings: dict[str, str] = {}  # noqa: RUF012  # never changed
    date: str | None = None

    def assess(self, rules: RuleBook) -> Assessment:
        """The assessment of this under some rules.

        Raises:
            subsidycalc.diagnostics.Faults: everything that cannot be used, located.
        """
        return rules.assess(self.profile, date=self.date, assume=self.assume or None, readings=self.readings or None)


class Opening(NamedTuple):
    """One thing to take away: the way to it (``profile``, ``assume`` or ``readings`` first), or what is left of it."""

    path: Path
    left: Any = None


def openings(given: Given, kept: Iterable[str]) -> list[Opening]:
    """Everything that can be taken away on its own; ``kept`` are keys that are never gaps."""
    kept = {*kept, "name", "year"}
    return [
        *(Opening(("profile", *path)) for path in _paths(given.profile, kept)),
        *(Opening(("assume", name)) for name in given.assume),
        *(Opening(("readings", name)) for name in given.readings),
    ]


def _paths(data: dict[str, Any], kept: set[str]) -> Iterator[Path]:
    for key, value in data.items():
        if key in kept:
            continue
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, period) for period in value)
        elif isinstance(value, list) and value and isinstance(value[0], dict) and key != "received":
            for index, record in enumerate(value):
                yield from ((key, index, *path) for path in _paths(record, kept))


def apart(taken: Iterable[Opening]) -> list[Opening]:
    """Of things along one way only the first, and each thing once."""
    chosen = {opening.path: opening for opening in reversed(list(taken))}
    return [item for path, item in chosen.items() if not any(path[:n] in chosen for n in range(2, len(path)))]


def without(given: Given, taken: Iterable[Opening], parents: Mapping[str, str]) -> Given:
    """What is left. ``parents`` tells which kind of record belongs to which: records go with those they belong to."""
    made: dict[str, Any] = copy.deepcopy(given._asdict())
    taken = sorted(taken, key=lambda opening: len(opening.path), reverse=True)
    gone = {o.path[1] for o in taken if len(o.path) == 2 and o.path[0] == "profile" and o.left is None}
    while more := {kind for kind, parent in parents.items() if parent in gone} - gone:
        gone |= more
    for opening in [*taken, *(Opening(("profile", kind)) for kind in parents if kind in gone)]:
        *way, last = opening.path
        place: Any = made
        for step in way:
            place = place[step]
        if opening.left is not None:
            place[last] = opening.left
        else:
            place.pop(last, None)
    return Given(**made)
