"""What rule files name, noted while they are read: for those who look for the uses of a name, or rename it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..rulebook.vocabulary import Vocabulary
from ..tree.types import Options
from ..values.quantities import narrow

if TYPE_CHECKING:
    from .source import Source, Trail

FACT, RECORD, OPTION = "fact", "record", "option"
FIGURE, READING, STEP, MEASURE, DOCUMENT = "figure", "reading", "step", "measure", "document"
KINDS = (FACT, RECORD, OPTION, FIGURE, READING, STEP, MEASURE, DOCUMENT)


class Thing(NamedTuple):
    """What has a name. ``owner`` is the kind of record of a fact, the tree or fact of an option, else the policy."""

    kind: str
    owner: str
    name: str

    @property
    def full(self) -> str:
        """The name with its owner: ``projects.investment``, ``policy/figure``."""
        sign = "." if self.kind in (FACT, OPTION) else "/"
        return f"{self.owner}{sign}{self.name}" if self.owner else self.name


class Use(NamedTuple):
    """One place where a thing is named: ``offset`` characters into the value (or key) at a trail."""

    thing: Thing
    trail: Trail
    offset: int
    key: bool
    word: str


def holder(options: Options, vocabulary: Vocabulary) -> str:
    """Whose some options are: the tree's that has a name, else the fact's."""
    for name, tree in vocabulary.trees.items():
        if tree is options:
            return name
    return next((_named(f.owner, f.name) for f in vocabulary.everything() if f.type.options is options), "")


def fact(owner: str | None, name: str) -> Thing:
    """A fact as a thing."""
    return Thing(FACT, owner or "", name)


def _named(owner: str | None, name: str) -> str:
    return f"{owner}.{name}" if owner else name


def note(source: Source, things: Iterable[Thing], trail: Trail, offset: int, word: str, *, key: bool = False) -> None:
    """Note that something is named in a file, if uses are asked for."""
    if source.uses is not None:
        source.uses += [Use(thing, trail, offset, key, word) for thing in things]


def scope_words(source: Source, words: Iterable[str], trail: Trail) -> list[tuple[str, int]]:
    """Where each word of ``per … and …`` stands in the value at a trail."""
    if source.uses is None:
        return []
    text = str(source.value(trail))
    start = text.find(" per ") + 5 if " per " in text else 0
    found: list[tuple[str, int]] = []
    for word in words:
        at = _word_at(text, word, start)
        if at is not None:
            found.append((word, at))
    return found


def _word_at(text: str, word: str, start: int) -> int | None:
    at = text.find(word, start)
    while at >= 0:
        around = (text[at - 1 : at] if at else "") + text[at + len(word) : at + len(word) + 1]
        if not around.strip():
            return at
        at = text.find(word, at + 1)
    return None


def position(source: Source, use: Use) -> int | None:
    """Where in the text of a file the word of a use starts; ``None`` if it is not written there as it is read.

    A word in double quotes may be written with escapes, one in a long text may be broken over two lines.
    """
    at = source.position(use.trail, use.offset, key=use.key)
    if at is None:
        return None
    if source.text[at : at + 1] in ("「", '"', "“", "'"):
        at += 1
    found = source.text[at : at + len(use.word)]
    return at if use.word in (found, narrow(found)) else None
