"""What ``per …`` names: records, or facts of records."""

from __future__ import annotations

from collections.abc import Iterable

from ..rulebook.vocabulary import Vocabulary
from . import uses
from .context import Policies
from .source import Trail


def note_scope(scope: Policies, words: Iterable[str], kinds: Iterable[str | None], trail: Trail) -> None:
    """Note what the words of a scope name, where records of some kinds are counted."""
    kinds = tuple(kinds)
    for word, at in uses.scope_words(scope.source, words, trail):
        named = (_named(scope.vocabulary, kind, word) for kind in kinds)
        things = dict.fromkeys(thing for thing in named if thing is not None)
        uses.note(scope.source, things, trail, at, word)


def _named(vocabulary: Vocabulary, kind: str | None, word: str) -> uses.Thing | None:
    for owner in vocabulary.chain(kind):
        if owner is None:
            return None
        if word == vocabulary.records[owner].one:
            return uses.Thing(uses.RECORD, "", owner)
        name = vocabulary.words.get(owner, {}).get(word)
        if name is not None:
            return uses.fact(owner, name)
    return None
