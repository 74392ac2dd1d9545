"""Taking knowledge away from a complete case: facts, periods, records, money received, assumptions, readings."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, NamedTuple

Path = tuple[str | int, ...]


class Known(NamedTuple):
    """What is given of a case: its profile, values of gaps by name, options of readings."""

    profile: dict[str, Any]
    assume: dict[str, Any]
    readings: dict[str, str]


class Opening(NamedTuple):
    """One thing to take away: the way to it (``profile``, ``assume`` or ``readings`` first), or what is left of it."""

    path: Path
    left: Any = None


def openings(known: Known, kept: Iterable[str], parents: dict[str, str]) -> list[Opening]:
    """Everything that can be taken away on its own.

    ``kept`` are keys that are never gaps; ``parents`` tells which kind of record belongs to which.
    """
    kept = {*kept, "name", "year"}
    return [
        *(Opening(("profile", *path)) for path in _paths(known.profile, kept)),
        *(Opening(("assume", name)) for name in known.assume),
        *(Opening(("readings", name)) for name in known.readings),
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


def without(known: Known, taken: Iterable[Opening], parents: dict[str, str]) -> Known:
    """The case with some things taken away. Records go with those that they belong to."""
    made: dict[str, Any] = copy.deepcopy(known._asdict())
    taken = sorted(taken, key=lambda opening: len(opening.path), reverse=True)
    gone = {opening.path[1] for opening in taken if len(opening.path) == 2 and opening.path[0] == "profile"}
    for opening in [*taken, *(Opening(("profile", k)) for k, parent in parents.items() if parent in gone)]:
        *way, last = opening.path
        place: Any = made
        for step in way:
            place = place[step]
        if opening.left is not None:
            place[last] = opening.left
        else:
            place.pop(last, None)
    return Known(**made)


def some(rng: Random, items: list[Opening]) -> list[Opening]:
    """A few of them or many; of things along one way only the first."""
    few = rng.randrange(3) < 2
    count = 1 + rng.randrange(3) if few else rng.randrange(len(items) + 1)
    chosen: dict[Path, Opening] = {}
    for _ in range(min(count, len(items))):
        item = items[rng.randrange(len(items))]
        chosen.setdefault(item.path, item)
    paths = set(chosen)
    return [item for path, item in chosen.items() if not any(path[:n] in paths for n in range(2, len(path)))]
