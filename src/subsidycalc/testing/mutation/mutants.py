"""Every small change of a policy: comparisons turned, figures nudged, conditions, limits, rows and clauses gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...language.source import Trail, dotted
from ...tree import nodes as n
from ...tree.node import Node
from ...tree.walk import everything
from ..editing import FOR_PEOPLE, Edit, Sheet
from .figures import nudges

PARTS = ("in_force", "figures", "define", "eligible", "measures", "combine")
WORDS = (
    *("support", "applicant", "for_each", "unpublished", "reading", "by", "per", "paid", "jointly_with", "several"),
    "if",
)
"""Keys whose values are names and words, or say how money is paid out: no amount hangs on a figure in them."""
LIMITS = (
    *("at_most", "at_least", "base_at_most", "base_less", "less", "plus", "raise", "together_at_most", "units_at_most"),
    *("count_at_most", "counts", "apply", "jointly_with", "then_each"),
)
"""Keys that cap, add or narrow, each of which can be left out."""
CONDITIONS = ("eligible", "where", "when", "all", "any")
COMPARISON, THRESHOLD = "comparison", "threshold"
_SIGNS = re.compile(r">=|<=|≥|≤|(?<![<>=!])[<>](?!=)")
_TURNED = {">=": ">", "≥": ">", "<=": "<", "≤": "<", ">": ">=", "<": "<="}
_BOUNDS = {"reached": "exceeded", "exceeded": "reached"}
_AND = re.compile(r"\s+(?:and|且)\s+")


class Mutant(NamedTuple):
    """One change: of what kind, where (file, line, path), what it was and is, and the text of the file with it."""

    kind: str
    line: int
    where: str
    old: str
    new: str
    text: str


class Mutants:
    """The changes of one policy file. ``thresholds`` are the figures that something is compared with."""

    def __init__(self, sheet: Sheet, thresholds: set[str]) -> None:
        self.sheet, self.thresholds = sheet, thresholds

    def all(self) -> Iterator[Mutant]:
        """Every change, in the order of the file."""
        found = [*self._texts(), *self._keys(), *self._dropped()]
        yield from sorted(found, key=lambda m: (m.line, m.where, m.kind))

    # -- what is written otherwise ----------------------------------------------------------------------------

    def _texts(self) -> Iterator[Mutant]:
        for trail, text in _scalars(self.sheet.source.data):
            if text in _BOUNDS and "bounds" in trail:
                yield self._made(COMPARISON, trail, text, _BOUNDS[text], self.sheet.change(trail, _BOUNDS[text]))
            for match in _SIGNS.finditer(text):
                new = f"{text[: match.start()]}{_TURNED[match[0]]}{text[match.end() :]}"
                yield self._made(COMPARISON, trail, text, new, self.sheet.change(trail, new))
            for nudge in nudges(text):
                kind = THRESHOLD if self._compared(trail, text) else nudge.kind
                yield self._made(kind, trail, nudge.old, nudge.new, self.sheet.change(trail, nudge.text))

    def _keys(self) -> Iterator[Mutant]:
        """The bounds of scales, which are keys."""
        for trail in _places(self.sheet.source.data):
            if trail[-2:-1] in (("tiers",), ("rates",)):
                for nudge in nudges(str(trail[-1])):
                    made = self.sheet.change(trail, nudge.text, key=True)
                    yield self._made(THRESHOLD, trail, nudge.old, nudge.new, made, key=True)

    def _compared(self, trail: Trail, text: str) -> bool:
        """Whether a figure decides who or what is supported: it is compared, or bounds a span of days."""
        if trail[0] == "figures":
            return str(trail[1]) in self.thresholds or trail[-1] in ("from", "to", "until")
        window = any(key in trail for key in ("in_force", "counts", "apply"))
        return window or bool(_SIGNS.search(text))

    # -- what is left out -------------------------------------------------------------------------------------

    def _dropped(self) -> Iterator[Mutant]:
        for trail in _places(self.sheet.source.data):
            key, value = trail[-1], self._at(trail)
            if key in LIMITS and trail[0] in ("measures", "define"):
                ways = (
                    [(*trail, i) for i in range(len(value))] if isinstance(value, list) and len(value) > 1 else [trail]
                )
                yield from (self._gone("limit", way) for way in ways)
            if key in CONDITIONS and not (key == "eligible" and trail[:1] == ("combine",)):
                yield from self._conditions(trail, value)
            if key == "table":
                yield from (self._gone("row", (*trail, i)) for i in range(len(value) - 1))
            if key == "sum" and len(value) > 1:
                yield from (self._gone("row", (*trail, i)) for i in range(len(value)))
            if trail == ("combine",):
                ways = [(*trail, i) for i in range(len(value))] if len(value) > 1 else [trail]
                yield from (self._gone("clause", way) for way in ways)
        for name, step in (self.sheet.source.data.get("define") or {}).items():
            if isinstance(step, list):
                yield from self._conditions(("define", name), step)
            elif isinstance(step, str):
                yield from self._joined(("define", name), step)

    def _conditions(self, trail: Trail, value: Any) -> Iterator[Mutant]:
        if isinstance(value, list):
            for index, item in enumerate(value):
                if len(value) > 1 or trail[-1] in ("eligible", "where"):
                    yield self._gone("condition", (*trail, index) if len(value) > 1 else trail)
                if isinstance(item, str):
                    yield from self._joined((*trail, index), item)
        elif isinstance(value, (str, dict)) and trail[-1] in ("eligible", "where"):
            yield self._gone("condition", trail)
            if isinstance(value, str):
                yield from self._joined(trail, value)
        elif isinstance(value, str):
            yield from self._joined(trail, value)

    def _joined(self, trail: Trail, text: str) -> Iterator[Mutant]:
        """One of the parts that ``and`` joins in one text left out."""
        parts = _AND.split(text)
        if len(parts) == 1 or any(sign in text for sign in "()（）") or re.search(r"\b(or|if|or)\b|或", text):
            return
        for index, part in enumerate(parts):
            new = " and ".join(parts[:index] + parts[index + 1 :])
            yield self._made("condition", trail, part, "–", self.sheet.change(trail, new))

    def _gone(self, kind: str, trail: Trail) -> Mutant:
        return self._made(kind, trail, _shown(self._at(trail)), "–", self.sheet.drop(trail))

    def _at(self, trail: Trail) -> Any:
        found: Any = self.sheet.source.data
        for step in trail:
            found = found[step]
        return found

    def _made(self, kind: str, trail: Trail, old: str, new: str, edit: Edit, *, key: bool = False) -> Mutant:
        place = self.sheet.source.place(trail, key=key)
        return Mutant(kind, place.line, dotted(trail), old, new, edit.files.texts[self.sheet.name])


def thresholds_of(policy: str, trees: list[Node]) -> set[str]:
    """The figures of a policy that something is compared with, or that bound a scale."""
    found: set[str] = set()
    for node in (x for tree in trees for x in everything(tree)):
        if isinstance(node, n.Compare):
            sides = (x for side in (node.a, node.b) for x in everything(side))
            found |= {x.figure for x in sides if isinstance(x, n.Const) and x.figure is not None}
    return {name.partition("/")[2] for name in found if name.startswith(f"{policy}/")}


def _scalars(data: dict[str, Any]) -> Iterator[tuple[Trail, str]]:
    for part in PARTS:
        yield from _below(data.get(part), (part,))


def _below(data: Any, trail: Trail) -> Iterator[tuple[Trail, str]]:
    if isinstance(data, dict):
        for key, item in data.items():
            if key not in FOR_PEOPLE and key not in WORDS:
                yield from _below(item, (*trail, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _below(item, (*trail, index))
    elif isinstance(data, str):
        yield trail, data


def _places(data: dict[str, Any]) -> Iterator[Trail]:
    def keys(holder: Any, trail: Trail) -> Iterator[Trail]:
        if isinstance(holder, dict):
            for key, item in holder.items():
                if key not in FOR_PEOPLE:
                    yield (*trail, key)
                    yield from keys(item, (*trail, key))
        elif isinstance(holder, list):
            for index, item in enumerate(holder):
                yield from keys(item, (*trail, index))

    for part in PARTS:
        if part in data:
            yield (part,)
            yield from keys(data[part], (part,))


def _shown(value: Any) -> str:
    text = str(value).replace("\n", " ")
    return text if len(text) <= 60 else f"{text[:60]} …"
