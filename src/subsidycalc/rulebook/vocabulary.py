"""What facts there are: each declared once, with its type, bounds and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..tree import types
from ..tree.node import Node
from ..tree.types import Options, Type
from ..values.ranges import Bound

RESERVED = frozenset({"name", "year", "applicant", "received", "language"})
"""Keys of a profile that are no facts."""
APPLICANT, PLACE, FOUNDED = "applicant", "registered_in", "founded_in"
KNOWN_TO_THE_PROGRAM = frozenset({APPLICANT, PLACE, FOUNDED})
"""Facts of the firm whose names have a meaning to the program itself."""


class FactDecl(NamedTuple):
    """A declared fact. Money bounds are in 分; ``owner`` is the kind of record that it belongs to."""

    name: str
    owner: str | None
    type: Type
    label: Mapping[str, str]
    per: str | None = None
    low: Bound = None
    high: Bound = None
    example: Any = None
    ask: Any = None
    help: Any = None
    found_in: Any = None
    presume: bool | None = None
    defined: str | None = None
    definition: Node | None = None
    was: tuple[str, ...] = ()
    """What it was called before: profiles may still say so, rules may not."""

    def title(self, lang: str) -> str:
        """The label in one language."""
        return self.label.get(lang) or self.name


class RecordDecl(NamedTuple):
    """A kind of record: ``one`` is the word for a single one, ``parent`` the kind that it belongs to."""

    name: str
    one: str
    parent: str | None
    label: Mapping[str, str]
    one_label: Mapping[str, str]
    facts: dict[str, FactDecl]


class Vocabulary:
    """All facts and kinds of record, by id and by label."""

    def __init__(self) -> None:
        self.facts: dict[str, FactDecl] = {}
        self.records: dict[str, RecordDecl] = {}
        self.trees: dict[str, Options] = {}
        self.words: dict[str | None, dict[str, str]] = {None: {}}
        """For the firm (``None``) and each kind of record: every name and label → fact id."""
        self.former: dict[str | None, dict[str, str]] = {}
        """In the same way: every name that a fact had before → fact id."""

    def copy(self) -> Vocabulary:
        """A vocabulary that packs can add to."""
        made = Vocabulary()
        made.facts = dict(self.facts)
        made.records = {k: r._replace(facts=dict(r.facts)) for k, r in self.records.items()}
        made.trees = dict(self.trees)
        made.words = {k: dict(v) for k, v in self.words.items()}
        made.former = {k: dict(v) for k, v in self.former.items()}
        return made

    def of(self, owner: str | None) -> dict[str, FactDecl]:
        """The facts of the firm, or of a kind of record."""
        return self.facts if owner is None else self.records[owner].facts

    def add(self, fact: FactDecl) -> None:
        """Declare a fact, or replace its declaration."""
        self.of(fact.owner)[fact.name] = fact
        words = self.words.setdefault(fact.owner, {})
        for word in (fact.name, *fact.label.values()):
            words.setdefault(word, fact.name)
        for word in fact.was:
            self.former.setdefault(fact.owner, {}).setdefault(word, fact.name)

    def add_record(self, record: RecordDecl) -> None:
        """Declare a kind of record."""
        self.records[record.name] = record
        words = self.words.setdefault(record.name, {})
        for fact in record.facts.values():
            for word in (fact.name, *fact.label.values()):
                words.setdefault(word, fact.name)

    def record_named(self, word: str) -> RecordDecl | None:
        """The kind of record called so: by id, label, or the word for one."""
        found = self.records.get(word)
        return found or next(
            (
                r
                for r in self.records.values()
                if word == r.one or word in r.label.values() or word in r.one_label.values()
            ),
            None,
        )

    def chain(self, kind: str | None) -> list[str | None]:
        """A kind of record, the kinds that it belongs to, and the firm last."""
        found: list[str | None] = []
        while kind is not None and kind not in found:
            found.append(kind)
            kind = self.records[kind].parent if kind in self.records else None
        return [*found, None]

    def find(self, word: str, kind: str | None) -> FactDecl | None:
        """The fact that a word names where records of ``kind`` are in hand: the record's own first, the firm's last."""
        for owner in self.chain(kind):
            name = self.words.get(owner, {}).get(word)
            if name is not None:
                return self.of(owner)[name]
        return None

    def renamed(self, word: str, kind: str | None) -> FactDecl | None:
        """The fact that was called so before where ``find`` would look; what is called so now comes first."""
        for owner in self.chain(kind):
            if word in self.words.get(owner, {}):
                return None
            name = self.former.get(owner, {}).get(word)
            if name is not None:
                return self.of(owner)[name]
        return None

    def owners_of(self, word: str) -> list[RecordDecl]:
        """The kinds of record that have a fact of this name."""
        return [r for r in self.records.values() if word in self.words.get(r.name, {})]

    def everything(self) -> Iterator[FactDecl]:
        """All facts, the firm's first."""
        yield from self.facts.values()
        for record in self.records.values():
            yield from record.facts.values()


def natural_low(kind: str) -> Bound:
    """The lower bound that a type has unless one is declared: amounts do not fall below zero."""
    return 0 if types.is_amount(kind) else None


def natural_high(kind: str) -> Bound:
    """The upper bound that a type has by itself: a rate is at most one."""
    return 1 if kind == types.RATE else None
