"""Rules as nested plain data, and the text of the files that say them.

A spec has the shape of the YAML file: dicts, lists and words, with tuples where an expression or filler stands.
Expressions are tuples such as ``("cmp", ">=", ("fact", "fee", None), ("money", 500000))``; fillers are
``("unpublished", kind)`` (a day: ``("unpublished", earliest, "date")``), ``("up to", expr, kind)`` and
``("between", expr, expr, kind)``, to which ``named`` adds the name under which an assumptions file fills them;
``("cap", value, scope)`` is a value per scope.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Expr = tuple[Any, ...]
Spec = Any
"""A dict, list, word or tuple, as described above."""

MECHANISMS = (
    *("share", "match", "per_unit", "grade", "by_year"),
    *("tiers", "milestone", "bracket", "marginal", "table", "sum"),
)
FILLERS = ("unpublished", "up to", "between")
NEVER = date.max.toordinal() + 1


@dataclass
class Fact:
    """A declared fact. ``options`` maps every option to the leaves below it; ``low`` is its lower bound."""

    name: str
    zh: str
    type: str
    owner: str | None = None
    per: str | None = None
    low: int | None = None
    options: dict[str, Any] = field(default_factory=dict)
    defined: Expr | None = None


@dataclass
class Gap:
    """What a rule leaves open: how an assumptions file calls it, its kind and constant bounds."""

    name: str
    kind: str
    low: Any
    high: Any


@dataclass
class Case:
    """A rule file with its vocabulary, one firm, and what fills every gap."""

    facts: list[Fact]
    records: dict[str, tuple[str, str | None]]
    """Kind of record → the word for one, and the kind that it belongs to."""
    trees: dict[str, Any]
    policy: dict[str, Any]
    firm: dict[str, Any]
    """Raw values: money in 分, rates as fractions, days as ordinals; a series is a dict by period."""
    holdings: dict[str, list[dict[str, Any]]]
    """Kind of record → records, each with ``name``, maybe ``parent``, and raw values."""
    received: list[dict[str, Any]]
    year: int
    day: int
    applicant: str | None = None
    assumed: dict[str, Any] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    vocabulary_text: str = ""
    policy_text: str = ""
    profile: dict[str, Any] = field(default_factory=dict)
    assumptions: dict[str, str] = field(default_factory=dict)
