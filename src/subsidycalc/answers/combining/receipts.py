"""Money received, as clauses read it: it counts toward a ceiling, removes an award, or stands for one needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from ...readers.explain import Receipt, Record, World
from ...rulebook.clauses import Clause, Members
from ...rulebook.vocabulary import Vocabulary
from ...values import ranges as r
from ...values import truth
from ...values.ranges import Amount, Range
from ..limits import since
from .index import ClauseIndex
from .units import word_of


class Receipts:
    """What one firm has received, seen by the clauses that tie some measures together."""

    def __init__(self, world: World, index: ClauseIndex, here: set[str]) -> None:
        self.world, self.index, self.vocabulary = world, index, index.book.vocabulary
        self.here = here
        """The measures that are combined: what this year brought under them is among the awards themselves."""
        self.doubt = False
        """Whether something that was asked about money received could not be told."""
        self._records = {(record.kind, record.name): record for records in world.records.values() for record in records}

    def belongs(self, receipt: Receipt, members: Members) -> bool:
        """Whether money received is money of some members."""
        if receipt.award is not None:
            if receipt.award in members.ids:
                return True
            if any(fnmatchcase(receipt.award, pattern) for pattern in members.foreign):
                return True
        measure = self.index.measures.get(receipt.award or "")
        level = receipt.level if measure is None else self.index.levels[measure.policy]
        support = receipt.support if measure is None else measure.support
        return any(
            (wanted is None or wanted == level) and (kind is None or kind == support) for wanted, kind in members.kinds
        )

    def _timely(self, clause: Clause) -> Iterator[Receipt]:
        for receipt in self.world.received or ():
            if receipt.year == self.world.year:
                if receipt.award not in self.here:
                    yield receipt
            elif clause.for_good and receipt.year < self.world.year:
                yield receipt

    def _unknown(self, clause: Clause, members: Members) -> bool:
        """Whether nothing is said about money that may well have been received."""
        if self.world.received is not None:
            return False
        unknown = members.outside or (clause.for_good and self.before(members.ids))
        self.doubt = self.doubt or unknown
        return unknown

    def before(self, ids: Iterable[str]) -> bool:
        """Whether money can have been received under some measures in an earlier year."""
        return any(id_ not in self.index.measures or self.world.year > since(self.index.measures[id_]) for id_ in ids)

    def sum(self, clause: Clause, members: Members, besides: Members, key: Sequence[Any]) -> Amount:
        """What was received of some members for one group of a scope, in 分."""
        if self._unknown(clause, members):
            return Range(0, None)
        total: Amount = 0
        for receipt in self._timely(clause):
            if self.belongs(receipt, members) and not self.belongs(receipt, besides):
                held = self._same(receipt, clause.key, key)
                if held is not False:
                    total = r.add(total, receipt.amount if held else Range(0, receipt.amount))
        return total

    def any(self, clause: Clause, members: Members, key: Sequence[Any], *, but: str = "") -> bool | None:
        """Whether money of some members was received for one group of a scope, other than under one measure."""
        if self._unknown(clause, members):
            return None
        return truth.disjunction(
            self._same(receipt, clause.key, key)
            for receipt in self._timely(clause)
            if receipt.award != but and self.belongs(receipt, members)
        )

    def had(self, measure: str, frames: Mapping[str, Record]) -> bool | None:
        """Whether a measure was received, this year or earlier, for a record or for the firm."""
        if self.world.received is None:
            unknown = self.before([measure])
            self.doubt = self.doubt or unknown
            return None if unknown else False
        return any(
            receipt.award == measure and receipt.year <= self.world.year and _for_same(receipt, frames)
            for receipt in self.world.received
        )

    def _same(self, receipt: Receipt, scope: Sequence[str], key: Sequence[Any]) -> bool | None:
        """Whether money was received for the group of a scope that a key stands for."""
        found = self._matches(receipt, scope, key) if scope else True
        self.doubt = self.doubt or found is None
        return found

    def _about(self, kind: str, word: str) -> bool:
        """Whether money for a record of a kind can be told apart by a word: not if the two have nothing to do."""
        chain = self.vocabulary.chain
        kinds = _kinds_with(word, self.vocabulary)
        return not kinds or any(other in chain(kind) or kind in chain(other) for other in kinds)

    def _matches(self, receipt: Receipt, scope: Sequence[str], key: Sequence[Any]) -> bool | None:
        if receipt.record is None:
            # A measure of the book that is given for no record was received for the firm as a whole.
            return False if receipt.award in self.index.measures else None
        if not all(self._about(receipt.record[0], word) for word in scope):
            return False
        record = self._records.get(receipt.record)
        if record is None:
            one = self.vocabulary.records[receipt.record[0]].one
            return receipt.record[1] == key[list(scope).index(one)] if one in scope else None
        found = [word_of(record.frames, word, self.vocabulary) for word in scope]
        if any(a is not None and a != b for a, b in zip(found, key, strict=True)):
            return False
        return None if None in found else True


def _kinds_with(word: str, vocabulary: Vocabulary) -> list[str]:
    """The kinds of record that a word of a scope is about."""
    records = vocabulary.records.items()
    return [kind for kind, decl in records if word == decl.one or word in vocabulary.words.get(kind, {})]


def _for_same(receipt: Receipt, frames: Mapping[str, Record]) -> bool:
    """Whether money may have been for the record in hand."""
    if receipt.record is None or receipt.record[0] not in frames:
        return True
    return frames[receipt.record[0]].name == receipt.record[1]
