"""The types of the rule language and the option trees of choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..values.units import UNITS as _UNITS
from ..values.units import units_of

MONEY, NUMBER, WHOLE, RATE, RATIO, POINTS = "money", "number", "whole", "rate", "ratio", "points"
BOOL, CHOICE, CHOICES, DATE, TEXT = "yes/no", "choice", "choices", "date", "text"
FACT_TYPES = (MONEY, NUMBER, WHOLE, RATE, RATIO, BOOL, CHOICE, CHOICES, DATE, TEXT)
NUMERIC = frozenset({NUMBER, WHOLE, RATE, RATIO, POINTS})
"""Numbers without a unit of money: they compare and add among each other."""
UNITS = frozenset(_UNITS)
"""Quantities with a unit of their own: each compares and adds with its like alone."""
WHOLE_KINDS = frozenset({MONEY, WHOLE, DATE, *(name for name, unit in _UNITS.items() if unit.whole)})
"""Kinds whose values are whole numbers: 分, heads, days."""


def is_amount(kind: str) -> bool:
    """Whether values of a kind can be reckoned with: money, numbers, quantities with a unit, prices."""
    return kind == MONEY or kind in NUMERIC or kind in UNITS or bool(units_of(kind))


_NO_LABEL = ("options", "was")


class Options:
    """A tree of choices. A value is a leaf; an inner option stands for any leaf below it.

    >>> t = Options({"beijing": {"en": "Beijing", "options": {"haidian": "Haidian", "huairou": "Huairou"}}})
    >>> sorted(t.leaves["beijing"]), t.label("haidian", "en")
    (['haidian', 'huairou'], 'Haidian')
    """

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.leaves: dict[str, frozenset[str]] = {}
        self.labels: dict[str, Any] = {}
        self.names: dict[str, str] = {}
        self.former: dict[str, str] = {}
        """Names that options had before: profiles may still say so, rules may not."""
        self.repeated: list[str] = []
        self._read(tree)
        self.all = frozenset(leaf for name in tree for leaf in self.leaves[name])
        self.repeated += [word for word in self.former if word in self.names]

    def _read(self, tree: Mapping[str, Any]) -> None:
        for name, given in tree.items():
            if name in self.leaves:
                self.repeated.append(name)
                continue
            inner = given.get("options") if isinstance(given, Mapping) else None
            label: Any = {k: given[k] for k in given if k not in _NO_LABEL} if isinstance(given, Mapping) else given
            self.labels[name] = label or name
            self.leaves[name] = frozenset()
            if inner:
                self._read(inner)
                self.leaves[name] = frozenset(leaf for child in inner for leaf in self.leaves.get(child, ()))
            else:
                self.leaves[name] = frozenset([name])
            for word in (name, *(label.values() if isinstance(label, Mapping) else (label or name,))):
                self.names.setdefault(word, name)
            for word in (given.get("was") or ()) if isinstance(given, Mapping) else ():
                if word in self.former:
                    self.repeated.append(word)
                self.former.setdefault(word, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.leaves)

    def label(self, name: str, lang: str) -> str:
        """The label of an option in one language."""
        label = self.labels.get(name, name)
        return str(label.get(lang, name)) if isinstance(label, Mapping) else str(label)

    def name_of(self, possible: frozenset[str]) -> str | None:
        """The option, leaf or inner, that stands for exactly these leaves."""
        if len(possible) == 1:
            return next(iter(possible))
        return next((name for name, leaves in self.leaves.items() if leaves == possible), None)

    def merged(self, tree: Mapping[str, Any]) -> Options:
        """These options and some more, as a pack adds them."""
        result = Options({})
        for attribute in ("leaves", "labels", "names", "former"):
            getattr(result, attribute).update(getattr(self, attribute))
        result._read(tree)
        result.all = self.all | frozenset(leaf for name in tree for leaf in result.leaves[name])
        return result


class Type(NamedTuple):
    """What an expression yields; ``options`` for choices."""

    kind: str
    options: Options | None = None


def comparable(a: str, b: str) -> bool:
    """Whether two kinds of value may be compared, added, or be one another's smallest."""
    return a == b or (a in NUMERIC and b in NUMERIC)


def combined(a: str, b: str) -> str:
    """The kind of a sum, smallest or branch of two comparable kinds."""
    if a == b:
        return a
    if {a, b} == {RATE, POINTS}:
        return RATE
    return RATIO if RATIO in (a, b) or RATE in (a, b) else NUMBER
