"""Policies as typed data: what the loader makes and everything else reads."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import Diagnostic, Place
from ..tree.node import Node
from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from .clauses import Clause

FIRM, YEAR = "firm", "year"


class Source(NamedTuple):
    """Where something stands and how well that is known: ``text``, ``report`` or ``none``."""

    document: str
    title: Any
    number: str | None
    date: str | None
    clause: Any
    grade: str


class Figure(NamedTuple):
    """A named figure: its tree, its kind, where it stands."""

    id: str
    node: Node
    kind: str
    source: Source | None
    title: Any
    place: Place


class GapDecl(NamedTuple):
    """What a text leaves open: the name by which it may be filled, kind, cause and bounds."""

    name: str
    cause: str
    kind: str
    low: Node | None
    high: Node | None
    place: Place


class ReadingDecl(NamedTuple):
    """A question with its options, each with a label."""

    id: str
    asks: Any
    options: Mapping[str, Any]
    place: Place


class Condition(NamedTuple):
    """One condition of a measure: ``role`` is in_force, apply, counts, once, who or which."""

    node: Node
    role: str
    source: Source | None
    place: Place


class StepMark(NamedTuple):
    """A step of a computation worth showing: base, rate, raw, ceiling …, and the kind of its value."""

    word: str
    node: Node
    kind: str


class Limit(NamedTuple):
    """A cap (money) or count over the records of a measure; ``scope`` says per what."""

    value: Node
    scope: tuple[str, ...]
    place: Place


class Variant(NamedTuple):
    """A measure under one option of each reading that changes what its caps are per; usually there is one."""

    chosen: tuple[tuple[str, str], ...]
    amount: Node
    caps: tuple[Limit, ...]
    counts: tuple[Limit, ...]
    steps: tuple[StepMark, ...]


class Instalment(NamedTuple):
    """A part of an award that is paid out at a time of its own: a share of one, and when."""

    share: Fraction
    when: Any


class Measure(NamedTuple):
    """A support measure: who may have it, for what, how much."""

    id: str
    policy: str
    name: str
    title: Any
    source: Source | None
    support: str | None
    applicants: tuple[str, ...]
    for_each: str | None
    each_year: bool
    conditions: tuple[Condition, ...]
    record_conditions: tuple[Condition, ...]
    applies: Node
    variants: tuple[Variant, ...]
    also_requires: tuple[Any, ...]
    notices: tuple[Any, ...]
    place: Place
    paid: tuple[Instalment, ...] = ()
    """How the award is paid out; the shares make up the whole."""
    jointly_with: str | None = None
    """The kind of record in which the other applicants are listed, if several apply together."""


class Policy(NamedTuple):
    """A policy file, typed."""

    id: str
    title: Any
    level: str | None
    region: str | None
    in_force: tuple[int, int | None, bool]
    """First day, first day outside (``None``: not published, and no successor ends it), whether it is known to have
    lapsed."""
    documents: Mapping[str, Source]
    figures: Mapping[str, Figure]
    readings: Mapping[str, ReadingDecl]
    measures: Mapping[str, Measure]
    gaps: Mapping[str, GapDecl]
    notices: tuple[Any, ...]
    issuers: tuple[Any, ...]
    digest: str
    file: str
    place: Place
    replaces: str | None = None
    """The policy that it succeeds, as an edition."""
    replaced_by: str | None = None
    """The loaded policy that succeeds it."""
    ends_with_successor: bool = False
    """Whether its end is the start of its successor, for its own is not published."""


class Case(NamedTuple):
    """A worked case: facts in, expectations out, with the places of both."""

    policy: str
    name: Any
    because: Any
    year: int
    date: int | None
    facts: Any
    readings: Mapping[str, str]
    assume: Mapping[str, str]
    expect: Mapping[str, str]
    source: Any
    place: Place
    origin: Any
    """The read file and the trail to the case in it."""
    made: str | None = None
    """By which part of the program it was made; ``None``: by people."""
    agreed: bool = True
    """Whether it counts: what was made waits until somebody agrees to it."""


class Book(NamedTuple):
    """Everything loaded: vocabulary, policies by id, cases, findings that do not stop it."""

    vocabulary: Vocabulary
    policies: Mapping[str, Policy]
    cases: tuple[Case, ...]
    findings: tuple[Diagnostic, ...]
    clauses: tuple[Clause, ...] = ()
    """How measures combine: by policy id, in written order."""

    def measures(self) -> list[Measure]:
        """All measures, by policy and in written order."""
        return [m for p in self.policies.values() for m in p.measures.values()]

    def reading(self, id_: str) -> ReadingDecl:
        """The reading with an id ``policy/name``."""
        return self.policies[id_.partition("/")[0]].readings[id_]
