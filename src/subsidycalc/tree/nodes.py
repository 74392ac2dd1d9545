"""The kernel: the small typed tree that every word of the rule language turns into and every reader knows.

Money is in 分, rates are fractions of one, days are ordinals, choices are sets of possible leaves. What a node means
over ranges is fixed in ``docs/ranges.md``.
"""

from __future__ import annotations

from typing import Any

from ..values.ranges import Bound, Number
from .node import Node
from .types import MONEY, Type


class Const(Node):
    """A definite value; ``figure`` names the published figure that it comes from."""

    value: Any
    kind: str
    figure: str | None = None


class Gap(Node):
    """A value that the text leaves open: ``unpublished``, or at the authority's ``discretion``.

    ``low`` and ``high`` bound it; ``name`` is the name under which an assumptions file may fill it.
    """

    cause: str
    name: str
    kind: str
    low: Node | None = None
    high: Node | None = None


class Fact(Node):
    """A fact of the firm, or of a record of kind ``owner``.

    ``back`` counts periods before the one in hand, ``at`` names a fixed one. ``low`` and ``high`` are the declared
    bounds, narrowed by the award's own conditions; ``definition`` computes what is not given.
    """

    name: str
    type: Type
    owner: str | None = None
    back: int | None = None
    at: int | str | None = None
    low: Bound = None
    high: Bound = None
    definition: Node | None = None


class Clock(Node):
    """``year`` (a number), ``date``, or the ``first_day`` and ``last_day`` of the year in hand."""

    what: str


class Result(Node):
    """What was received under a measure, for the record in hand.

    ``what`` is ``given`` (a truth: before the year in hand), ``received`` (money up to the year in hand) or
    ``received now`` (in it alone). ``measure`` may be a pattern; empty, money counts by ``level`` and ``support``.
    Nothing can have been received before the year ``since``.
    """

    measure: str
    what: str
    since: int
    level: str | None = None
    support: str | None = None


AMOUNT_OF = "amount of "
"""Begins the name of a ``Ref`` to what another measure comes to."""


class Ref(Node):
    """A named step of the policy (``define``), a figure, or another measure's amount; means what it holds."""

    name: str
    value: Node


class Cut(Node):
    """The driver of the enclosing ``Step`` as its branch sees it: cut to the branch's tier, never below ``low``."""

    step: str
    branch: int
    driver: Node
    kind: str = MONEY
    low: Bound = None


class Add(Node):
    """Sum of its parts."""

    parts: tuple[Node, ...]


class Mul(Node):
    """Product of two."""

    a: Node
    b: Node


class Div(Node):
    """Quotient. No bounds where the divisor may be zero or less, unless a condition has ``guarded`` it."""

    a: Node
    b: Node
    name: str
    guarded: bool = False


class Min(Node):
    """The smallest of its parts: a ceiling."""

    parts: tuple[Node, ...]


class Max(Node):
    """The largest of its parts: a floor."""

    parts: tuple[Node, ...]


class Round(Node):
    """Rounded to a multiple of ``unit`` 分, but down where it would pass ``ceiling``."""

    value: Node
    unit: int
    way: str
    ceiling: Node | None = None


FLIPPED = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "!=": "!="}
"""The comparison that says the same with its sides changed."""


class Compare(Node):
    """``op`` is one of ``>= > <= < = !=``; the last two for yes/no and whole numbers."""

    op: str
    a: Node
    b: Node


class Member(Node):
    """Whether a choice lies in a set of leaves, or one of several choices does."""

    value: Node
    leaves: frozenset[str]
    shown: tuple[str, ...] = ()


class And(Node):
    """Kleene's and."""

    parts: tuple[Node, ...]


class Or(Node):
    """Kleene's or."""

    parts: tuple[Node, ...]


class Not(Node):
    """Kleene's not."""

    part: Node


class If(Node):
    """One of two branches; the hull of both while the condition is unknown."""

    condition: Node
    then: Node
    otherwise: Node


class Step(Node):
    """A scale: branch ``i`` holds where the driver lies between bounds ``i - 1`` and ``i``.

    ``reached`` says that a bound belongs to the tier above it (≥), else to the one below (>). There is one branch
    more than there are bounds. ``unit`` is 1 where the driver is a whole number, so that a tier ends one below the
    next bound, else 0.
    """

    name: str
    driver: Node
    bounds: tuple[Number, ...]
    reached: bool
    branches: tuple[Node, ...]
    kind: str = MONEY
    unit: int = 0


class Switch(Node):
    """A scale over a choice: the first case whose leaves hold the driver, else ``otherwise``."""

    driver: Node
    cases: tuple[tuple[frozenset[str], Node], ...]
    otherwise: Node


class Reading(Node):
    """One of several readings of the text; the hull of all until one is chosen."""

    name: str
    options: tuple[tuple[str, Node], ...]


class Over(Node):
    """An aggregate over the records of a kind, or over the earlier ``years`` of the firm.

    ``how`` is sum, count, any, all, largest or smallest; ``within`` the kind of the record whose own records count.
    """

    kind: str
    how: str
    body: Node | None
    where: Node | None = None
    within: str | None = None


class Shift(Node):
    """A day some years, months or days later."""

    day: Node
    count: Node
    unit: str


class Span(Node):
    """Whole years, months or days between two days."""

    start: Node
    end: Node
    unit: str


TRUE = Const(True, "yes/no")
FALSE = Const(False, "yes/no")
ZERO = Const(0, MONEY)
