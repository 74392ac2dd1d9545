"""A file whose keys are not all right is read on as far as that is safe, so that all its faults come out at once.

What has been reported is taken out or, where a key is plainly misspelt, read as it was meant. Where names would be lost
on the way, reading ends: what follows from a reported fault is none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..diagnostics import nearest
from .shape import branch, fits, schema
from .source import Source, Trail

APART = ("measures", "combine", "cases")
"""Sections whose entries can be left out: only ``combine`` names any of them, and is not read on then."""


def repaired(source: Source, kind: str) -> bool:
    """Whether a file that does not conform can be read on; its data is what is left of it."""
    if not isinstance(source.data, dict) or not isinstance(source.data.get("language"), str):
        return False
    rule = schema()["kinds"][kind]
    lost: list[Trail] = []
    _spelt(source, source.data, rule, (), lost)
    _leave_out(source, branch(rule, source.data), lost)
    return not lost and not _has_empty(source.data) and fits(source.data, rule)


def _spelt(source: Source, value: Any, rule: Mapping[str, Any], trail: Trail, lost: list[Trail]) -> None:
    """Keys read as they were meant, and those taken out that nobody can guess; ``lost`` tells where."""
    rule = branch(rule, value)
    if isinstance(value, list):
        for index, item in enumerate(value):
            _spelt(source, item, rule.get("items", {}), (*trail, index), lost)
    if not isinstance(value, dict):
        return
    known, rest = rule.get("properties", {}), rule.get("additionalProperties")
    for key in list(value) if rest is False else ():
        if key not in known:
            close = nearest(key, known)
            item = value.pop(key)
            if close and close[0] not in value:
                value[close[0]] = item
                _moved(source, (*trail, key), (*trail, close[0]))
            else:
                lost.append(trail)
    for key, item in value.items():
        _spelt(source, item, known.get(key) or (rest if isinstance(rest, dict) else {}), (*trail, key), lost)


def _moved(source: Source, old: Trail, new: Trail) -> None:
    """The marks of a key and of all below it under its new name."""
    for marks in (source.marks, source.keys):
        for trail in [t for t in marks if t[: len(old)] == old]:
            marks[new + trail[len(old) :]] = marks[trail]
    source.quoted |= {new + t[len(old) :] for t in source.quoted if t[: len(old)] == old}


def _leave_out(source: Source, rule: Mapping[str, Any], lost: list[Trail]) -> None:
    """Measures that are not whole, and all clauses or cases if one is not.

    A key lost from their top leaves them whole.
    """
    for section in APART:
        entries = source.data.get(section)
        entry_rule = branch(rule.get("properties", {}).get(section, {}), entries)
        if isinstance(entries, dict):
            inner = entry_rule.get("additionalProperties", {})
            for name in [name for name, entry in entries.items() if not _whole(entry, inner, (section, name), lost)]:
                del entries[name]
                source.cut = True
        elif isinstance(entries, list):
            inner = entry_rule.get("items", {})
            if not all(_whole(entry, inner, (section, i), lost) for i, entry in enumerate(entries)):
                source.cut = source.cut or section == "combine"
                entries.clear()
    lost[:] = [trail for trail in lost if len(trail) < 2 or trail[0] not in APART]


def _whole(entry: Any, rule: Mapping[str, Any], trail: Trail, lost: list[Trail]) -> bool:
    deep = any(t[:2] == trail and len(t) > len(trail) for t in lost)
    return not deep and not _has_empty(entry) and fits(entry, rule)


def _has_empty(value: Any) -> bool:
    """Whether something in a value is a key without one."""
    if isinstance(value, dict):
        return any(_has_empty(item) for item in value.values())
    return value is None or (isinstance(value, list) and any(_has_empty(item) for item in value))
