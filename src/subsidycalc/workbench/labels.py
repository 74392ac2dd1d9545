"""Words for the inputs that differ between two results, and for their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..diagnostics import say, text_of
from ..profile.read import BEFORE
from ..profile.scalars import shown_of
from ..tree.words import value_text
from ..values.quantities import QuantityError
from .pieces import PARENT, Flat, Path, Piece, fact_of, parsed

if TYPE_CHECKING:
    from ..answers.assess import RuleBook

LONGEST = 200


class Labels:
    """Says what a piece of inputs is, and what it is worth on either side."""

    def __init__(self, book: RuleBook, lang: str) -> None:
        self.profiles, self.vocabulary, self.lang = book.profiles, book.book.vocabulary, lang
        self.names = book.rendering(lang).names
        self.readings = {k for p in book.book.policies.values() for k in p.readings}

    def say(self, key: str, **params: object) -> str:
        """A sentence in the language of these labels."""
        return say(key, self.lang, **params)

    def what(self, piece: Piece) -> str:
        """What a piece is: a fact of a year, a record, an assumption."""
        path, kind = piece.path, piece.path[0]
        if kind == "fact" and len(path) > 1:
            return self._fact(path, path[1:])
        if kind == "records" and len(path) > 1:
            return self._record(path)
        if kind == "received" and len(path) > 1:
            return self.say("compare.receipt", about=shown_of(path[1], LONGEST))
        if kind == "received":
            return self.say("cause.received")
        if kind == "value" and len(path) > 1:
            return self.say("compare.assumed", what=self.names.figure(path[1], self.lang))
        if kind == "reading" and len(path) > 1:
            return self.names.question(path[1], self.lang) if path[1] in self.readings else path[1]
        if kind in ("year", "date"):
            return self.say(f"words.clock_{kind}")
        return self.say(f"compare.{kind}")

    def _fact(self, path: Path, rest: Path) -> str:
        fact = fact_of(path, self.profiles)
        label = rest[0] if fact is None else fact.title(self.lang)
        if len(rest) < 2:
            return label
        if rest[1].startswith(BEFORE):
            return self.say("compare.before", fact=label, year=rest[1].removeprefix(BEFORE).strip())
        return self.say("words.of_period", fact=label, period=rest[1])

    def _record(self, path: Path) -> str:
        decl = self.vocabulary.records.get(path[1])
        if decl is None or len(path) == 2:
            return decl.label[self.lang] if decl else path[1]
        one, record = decl.one_label[self.lang], shown_of(path[2])
        if len(path) == 3:
            return self.say("compare.record", one=one, record=record)
        if path[3] == PARENT:
            up = self.vocabulary.records.get(decl.parent or "")
            fact = up.one_label[self.lang] if up else path[3]
        else:
            fact = self._fact(path, path[3:])
        return self.say("cause.of_record", one=one, record=record, fact=fact)

    # -- values -----------------------------------------------------------------------------------------------

    def value(self, piece: Piece, side: Flat) -> str:
        """What a piece is worth on one side, as people read it."""
        path = piece.path
        if path not in side:
            return self._several(piece, side)
        value, kind = side[path], path[0]
        if kind == "records":
            return self._of_records(piece, value, side)
        if kind == "received":
            return str(shown_of(value.get("amount"))) if len(path) > 1 else self._several(piece, side)
        if kind == "presume":
            return self.say("value.yes" if value else "value.no")
        if kind == "value":
            return self.say("compare.with_origin", value=shown_of(value["value"]), origin=self._origin(value["from"]))
        if kind == "reading":
            return self.names.option(path[1], value, self.lang) if self._known_option(path[1], value) else value
        return self._of_fact(path, value) if kind == "fact" else str(value)

    def _several(self, piece: Piece, side: Flat) -> str:
        """How many values of several that go together are there."""
        there = [p for p in piece.paths if p in side and len(p) >= len(piece.path)]
        if piece.path[0] in ("value", "reading") and len(piece.path) == 2 and not there:
            return self.say(f"compare.no_{piece.path[0]}")
        if not there:
            lone = piece.path[0] == "records" and len(piece.path) == 3
            return self.say("compare.absent" if lone or piece.path[0] == "received" else "value.not_given")
        entries = {p[: len(piece.path) + 1] for p in there if len(p) > len(piece.path)}
        return self.say("compare.entries", count=len(entries))

    def _of_records(self, piece: Piece, value: Any, side: Flat) -> str:
        if len(piece.path) == 2:
            return self._several(piece, side)
        if len(piece.path) == 3:
            return self.say("compare.present")
        return self._of_fact(piece.path, value)

    def _of_fact(self, path: Path, value: Any) -> str:
        fact = fact_of(path, self.profiles)
        if fact is not None:
            try:
                found = parsed(fact, value, path, self.profiles)
                shown = tuple(sorted(found, key=sorted)) if _of_sets(found) else found
                return value_text(shown, fact.type.kind, self.lang, fact.type)
            except QuantityError:
                pass
        if isinstance(value, list):
            return self.say("list.comma").join(shown_of(x) for x in value)
        return shown_of(value)

    def _origin(self, label: Any) -> str:
        return shown_of(text_of(label, self.lang), LONGEST)

    def _known_option(self, name: str, option: str) -> bool:
        policies = self.names.book.policies.values()
        return any(name in p.readings and option in p.readings[name].options for p in policies)


def _of_sets(value: Any) -> bool:
    return isinstance(value, frozenset) and any(isinstance(x, frozenset) for x in value)
