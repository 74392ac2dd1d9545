"""Which measures are walked for a firm: applicant, place and period decide first, and are looked up once for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..profile import Firm
from ..readers.explain import NOTHING, World, compiled
from ..rulebook.model import Book, Measure
from ..rulebook.vocabulary import PLACE
from ..tree.node import Node
from .editions import Editions
from .plan import Plan

MOST_KEPT = 1000
"""How many triples of applicant, place and day the rule book remembers its selection for."""
FEW_ASLEEP = 50
"""Up to so many measures that are not in force are refused one by one; of more the ids alone are given."""


class Selection(NamedTuple):
    """Measures that concern a firm, and the ids of those that do not: other applicants or places, other days.

    ``editions`` leads from measures of policies that another edition stands in for on the day to that edition.
    """

    concerned: list[Plan]
    others: list[str]
    not_in_force: list[str]
    editions: dict[str, str]


class Selector:
    """Selects the measures of one rule book."""

    def __init__(self, book: Book, plan: Callable[[Measure], Plan]) -> None:
        self.book, self.plan = book, plan
        self._editions = Editions(book)
        self._known: dict[Any, Selection] = {}
        self._regions = {p.id: self._region(p.region) for p in book.policies.values()}
        self._periods: dict[Node, Callable[[int], bool | None]] = {}

    def select(self, firm: Firm, day: int) -> Selection:
        """What is walked for a firm on a day."""
        where = firm.facts.get(PLACE)
        key = firm.applicant, where, day
        found = self._known.get(key)
        if found is None:
            found = self._selected(firm.applicant, where, day)
            if len(self._known) < MOST_KEPT:
                self._known[key] = found
        if firm.received and (found.not_in_force or found.editions):
            found = self._paid_all_the_same(found, firm)
        return found

    def _selected(self, applicant: str, where: Any, day: int) -> Selection:
        others: list[str] = []
        awake: list[Measure] = []
        asleep: list[Measure] = []
        editions: dict[str, str] = {}
        for policy in self.book.policies.values():
            leaves = self._regions[policy.id]
            instead = self._editions.instead(policy.id, day)
            here = where is None or leaves is None or not where.isdisjoint(leaves)
            for measure in policy.measures.values():
                if not here or applicant not in measure.applicants:
                    others.append(measure.id)
                elif self._in_force(measure, day) is not False:
                    awake.append(measure)
                elif instead is not None:
                    editions[measure.id] = instead
                else:
                    asleep.append(measure)
        if len(asleep) > FEW_ASLEEP:
            return Selection([self.plan(m) for m in awake], others, [m.id for m in asleep], editions)
        # A few are walked all the same, so that each says when it is in force.
        walked = {m.id for m in (*awake, *asleep)}
        return Selection([self.plan(m) for m in self.book.measures() if m.id in walked], others, [], editions)

    def _paid_all_the_same(self, found: Selection, firm: Firm) -> Selection:
        """Money received under a measure that is not in force is walked: it stands in place of what is computed."""
        paid = {receipt["award"] for receipt in firm.received or ()} & {*found.not_in_force, *found.editions}
        if not paid:
            return found
        ids = {plan.measure.id for plan in found.concerned} | paid
        concerned = [self.plan(m) for m in self.book.measures() if m.id in ids]
        asleep = [id_ for id_ in found.not_in_force if id_ not in paid]
        return Selection(concerned, found.others, asleep, {k: v for k, v in found.editions.items() if k not in paid})

    def _region(self, region: str | None) -> frozenset[str] | None:
        fact = self.book.vocabulary.facts.get(PLACE)
        if region is None or fact is None or fact.type.options is None:
            return None
        return fact.type.options.leaves.get(region)

    def _in_force(self, measure: Measure, day: int) -> bool | None:
        """Whether a measure is in force on a day; all measures of a policy share the look-up."""
        node = next((c.node for c in measure.conditions if c.role == "in_force"), None)
        if node is None:
            return True
        found = self._periods.get(node)
        if found is None:
            found = self._periods[node] = _period(node)
        return found(day)


def _period(node: Node) -> Callable[[int], bool | None]:
    program = compiled([node])
    known: dict[int, bool | None] = {}

    def held(day: int) -> bool | None:
        if day not in known:
            known[day] = program.roots[0](program.fresh(), World(NOTHING, NOTHING, 1, day))
        return known[day]

    return held
