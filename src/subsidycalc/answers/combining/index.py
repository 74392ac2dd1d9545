"""The clauses of a rule book, found by the measures that they are about; made once, used for every firm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...rulebook import clauses as c
from ...rulebook.clauses import Clause
from ...rulebook.model import Book, Measure


class ClauseIndex:
    """Which clauses concern a measure, in what order entitlement goes, and what is looked at record by record."""

    def __init__(self, book: Book) -> None:
        self.book, self.clauses = book, book.clauses
        self.measures = {m.id: m for m in book.measures()}
        self.levels = {p.id: p.level for p in book.policies.values()}
        self.by_measure: dict[str, tuple[int, ...]] = {}
        for number, clause in enumerate(book.clauses):
            for id_ in dict.fromkeys(clause.measures()):
                self.by_measure[id_] = (*self.by_measure.get(id_, ()), number)
        self.rank = _ranks(book.clauses)
        self.by_record = {
            m.id
            for m in self.measures.values()
            if m.for_each is not None and any(_per_record(book.clauses[i]) for i in self.by_measure.get(m.id, ()))
        }

    def __bool__(self) -> bool:
        return bool(self.clauses)

    def of(self, measure: Measure) -> tuple[int, ...]:
        """The clauses that are about a measure, by their numbers."""
        return self.by_measure.get(measure.id, ())

    def components(self, measures: Iterable[Measure]) -> Iterator[tuple[list[str], list[Clause]]]:
        """Measures that clauses tie together, with these clauses in written order."""
        from .choices import blocks

        touched: dict[int, list[int]] = {}
        ids: list[str] = []
        for measure in measures:
            numbers = self.by_measure.get(measure.id)
            if numbers:
                for number in numbers:
                    touched.setdefault(number, []).append(len(ids))
                ids.append(measure.id)
        for block in blocks(range(len(ids)), touched.values()):
            members = [ids[i] for i in block]
            numbers_of = sorted({number for id_ in members for number in self.by_measure[id_]})
            yield members, [self.clauses[n] for n in numbers_of]


def _per_record(clause: Clause) -> bool:
    """Whether a clause tells the records of a measure apart."""
    return bool(clause.key) or clause.word in (c.REQUIRES, c.PRIORITY)


def _ranks(clauses: Iterable[Clause]) -> dict[str, int]:
    """For each measure how late its entitlement can be told: after all that it needs and all that come before it."""
    before: dict[str, set[str]] = {}
    for clause in clauses:
        if clause.word == c.REQUIRES and clause.need is not None:
            for id_ in clause.groups[0].ids:
                before.setdefault(id_, set()).update(clause.need.measures())
        elif clause.word == c.PRIORITY:
            order = [id_ for group in clause.groups for id_ in group.ids]
            for index, id_ in enumerate(order):
                before.setdefault(id_, set()).update(order[:index])
    ranks: dict[str, int] = {}
    for start in sorted(before):
        open_ = [start]
        while open_:
            id_ = open_[-1]
            waiting = [x for x in before.get(id_, ()) if x not in ranks]
            if waiting:
                open_ += waiting
            else:
                open_.pop()
                ranks[id_] = 1 + max((ranks[x] for x in before.get(id_, ())), default=-1)
    return ranks
