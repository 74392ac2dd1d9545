"""A measure on the bench: what the program says of a draft, and where a value crosses a bound as one cell moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from ...answers.assess import RuleBook
from ...answers.assessment import Assessment
from ...answers.plan import Plan
from ...diagnostics import Faults
from ...readers.explain import Program, compiled
from ...rulebook.model import Limit, Measure
from ...rulebook.vocabulary import FOUNDED
from ...tree import types as t
from ...tree.node import Node
from ...values.days import LAST_DAY, last_day, shift
from ...values.quantities import round_half_up
from ...values.ranges import Number, high_of, low_of
from ..asked import facts_below
from ..spelling import is_whole
from .cells import DAY, SPECIAL, TIMES, YEAR_JUDGED, Cell, Draft, Look

GRAIN = 10**6
"""Rates and plain numbers are tried in millionths."""
MOST_RECORDS = 40
"""So many records are made to reach a cap or a count."""
TRIES = 3000
"""So often the program is asked for one threshold before it is given up."""
Probe = Callable[[Draft], Number | None]


class Exhausted(Exception):
    """Enough has been tried."""


class Answer(NamedTuple):
    """What a measure comes to by itself: its status, and its bounds in 分."""

    status: bool | None
    low: int
    high: int | None


class Triple(NamedTuple):
    """The drafts just below, at and above; ``None`` where no value of the moving cell lies there."""

    below: Draft | None
    at: Draft | None
    above: Draft | None


class Bench:
    """One measure, ready to be asked many times."""

    def __init__(self, rules: RuleBook, measure: Measure, look: Look) -> None:
        self.measure, self.look = measure, look
        policy = rules.book.policies[measure.policy]._replace(measures={measure.id: measure})
        self.rules = RuleBook(rules.book._replace(policies={policy.id: policy}, cases=(), clauses=()))
        # Where a value alone is asked for, no measure need be worked out.
        self._bare = RuleBook(self.rules.book._replace(policies={policy.id: policy._replace(measures={})}))
        self._bare.profiles = self.rules.profiles
        self._programs: dict[Node, Program] = {}
        self.left = TRIES

    def ask(self, draft: Draft, readings: dict[str, str] | None = None) -> Assessment | None:
        """The assessment of a draft; ``None`` where no profile can say so.

        Raises:
            Exhausted: enough has been tried for one threshold.
        """
        return self._asked(self.rules, draft, readings)

    def _asked(self, rules: RuleBook, draft: Draft, readings: dict[str, str] | None = None) -> Assessment | None:
        self.left -= 1
        if self.left < 0:
            raise Exhausted
        try:
            return rules.assess(
                draft.profile(),
                year=draft.year,
                date=draft.date,
                readings=(draft.readings if readings is None else readings) or None,
            )
        except Faults:
            return None

    def answer(self, draft: Draft, readings: dict[str, str] | None = None) -> Answer | None:
        """What the measure comes to."""
        return answered(self.ask(draft, readings), self.measure)

    def value(self, node: Node, found: Assessment) -> Any:
        """The value of a node for the firm, or for the last of its records; ``None`` where it has none."""
        program = self._programs.get(node)
        if program is None:
            program = self._programs[node] = compiled([node])
        world = found.world
        owners = [f.owner for f in facts_below(node) if f.owner is not None]
        owners += [self.measure.for_each] if self.measure.for_each is not None else []
        deepest = max(owners, key=lambda k: (len(self.look.vocabulary.chain(k)), k), default=None)
        listed = [k for k in self.look.vocabulary.chain(deepest) if k is not None and world.records.get(k)]
        if deepest is not None and not listed:
            return None
        kept, world.frames = world.frames, world.records[listed[0]][-1].frames if listed else world.frames
        try:
            return program.roots[0](program.fresh(), world)
        finally:
            world.frames = kept

    def holds(self, node: Node, draft: Draft) -> Any:
        """The truth of a node for a draft; ``None`` where it is unknown, ``...`` where no profile says so."""
        found = self._asked(self._bare, draft)
        return ... if found is None else self.value(node, found)

    # -- probes -----------------------------------------------------------------------------------------------

    def difference(self, left: Node, right: Node, *, rounded: bool, low: bool) -> Probe:
        """How far a value lies beyond another: in 分, days or ones. Of a range one end is looked at."""

        def probe(draft: Draft) -> Number | None:
            found = self._asked(self._bare, draft)
            if found is None:
                return None
            a, b = self.value(left, found), self.value(right, found)
            if a is None or b is None or isinstance(a, bool):
                return None
            end, other = (low_of(a), low_of(b)) if low else (high_of(a), high_of(b))
            if end is None or other is None:
                return None
            return round_half_up(end - other) if rounded else end - other

        return probe

    def relaxed(self, number: int, limit: Limit) -> Probe:
        """How far the awards lie beyond a cap without it."""
        variants = list(self.measure.variants)
        variant = variants[number]
        variants[number] = variant._replace(caps=tuple(x for x in variant.caps if x is not limit))
        plan = Plan(self.measure._replace(variants=(variants[number],)), self.look.vocabulary)

        def probe(draft: Draft) -> Number | None:
            found = self._asked(self._bare, draft)
            if found is None:
                return None
            high, cap = plan.run(found.world).high, high_of(self.value(limit.value, found))
            return None if high is None or cap is None else high - cap

        return probe

    # -- crossings ----------------------------------------------------------------------------------------------

    def crossings(self, draft: Draft, cell: Cell, probe: Probe, near: list[Number], step: int = 1) -> Iterator[Triple]:
        """Where a probe passes zero as a cell moves, with the nearest drafts on both sides and on it.

        ``step`` is how far below and above is, in the unit of the probe.
        """
        kind, grain = self._kind(cell)
        last = cell.owner is not None and cell.owner != SPECIAL

        def draft_at(value: int) -> Draft:
            return draft.with_(cell, value if grain == 1 else Fraction(value, grain), last=last)

        known: dict[int, Number | None] = {}

        def seen(value: int) -> Number | None:
            if value not in known:
                known[value] = probe(draft_at(value))
            return known[value]

        marks = [m for m in self._marks(cell, kind, grain, near, draft.year) if seen(m) is not None]
        crossed = False
        for a, b in pairwise(marks):
            low, high = seen(a), seen(b)
            assert low is not None
            assert high is not None
            if (low < 0) == (high < 0):
                continue
            crossed = True
            under, over = (a, b) if low < 0 else (b, a)
            under, first = _narrowed(seen, under, over, lambda x: x >= 0)
            at = first if seen(first) == 0 else None
            way = 1 if under < first else -1
            if step > 1:
                further = self._far(seen, marks, first, -way, lambda x: x <= -step)
                under = under if further is None else further
            beyond: int | None = first
            if at is not None or step > 1:
                beyond = self._far(seen, marks, first, way, lambda x: x >= step if step > 1 else x > 0)
            yield Triple(
                draft_at(under), None if at is None else draft_at(at), None if beyond is None else draft_at(beyond)
            )
        for mark in marks if not crossed else ():
            # Nothing lies below, as with an amount that is more than zero or not.
            above = self._far(seen, marks, mark, 1, lambda x: x > 0) if seen(mark) == 0 else None
            if above is not None:
                yield Triple(None, draft_at(mark), draft_at(above))
                return

    def _far(
        self,
        seen: Callable[[int], Number | None],
        marks: list[int],
        start: int,
        way: int,
        holds: Callable[[Number], bool],
    ) -> int | None:
        """The nearest value in one direction for which something holds of the probe."""
        for mark in (m for m in marks[::way] if (m - start) * way > 0):
            value = seen(mark)
            if value is not None and holds(value):
                return _narrowed(seen, start, mark, holds)[1]
        return None

    def _kind(self, cell: Cell) -> tuple[str, int]:
        if cell.owner == SPECIAL:
            return (t.DATE if cell == DAY else t.MONEY if cell.name.startswith("received ") else t.WHOLE), 1
        kind = self.look.decl(cell).type.kind
        return kind, 1 if is_whole(kind) else GRAIN

    def _marks(self, cell: Cell, kind: str, grain: int, near: list[Number], year: int) -> list[int]:
        """Values of a cell worth looking at, rising."""
        if kind == t.DATE:
            last = last_day(year)
            found = [int(x) for x in near] + [last - 366 + n for n in (0, 183, 366)]
            found += [shift(last, -years, "years") for years in range(-3, 61)]
        elif cell.owner == SPECIAL and kind != t.MONEY:
            found = [year, year + 1, *(int(x) for x in near)] if cell == YEAR_JUDGED else list(range(MOST_RECORDS))
            found = [x for x in found if cell not in (YEAR_JUDGED, TIMES) or x > 0]
        else:
            found = [0, *(10**power for power in range(18))]
            found += [int(x * grain) for x in near]
            if kind == t.WHOLE:
                found += range(year - 60, year + 2) if (cell.name == FOUNDED or year > 10**3) else ()
        found = [x + d for x in found for d in (-1, 0, 1)]
        if kind == t.DATE:
            found = [x for x in found if 0 < x <= LAST_DAY]
        if cell.owner == SPECIAL:
            return sorted({x for x in found if x >= 0})
        decl = self.look.decl(cell)
        low, high = decl.low, decl.high
        return sorted({x for x in found if (low is None or x >= low * grain) and (high is None or x <= high * grain)})


def _narrowed(
    seen: Callable[[int], Number | None], under: int, over: int, holds: Callable[[Number], bool]
) -> tuple[int, int]:
    """Two neighbours between which something begins to hold of a probe."""
    while abs(over - under) > 1:
        middle = (under + over) // 2
        value = seen(middle)
        if value is not None and holds(value):
            over = middle
        else:
            under = middle
    return under, over


def answered(found: Assessment | None, measure: Measure) -> Answer | None:
    """What a measure comes to in an assessment; ``None`` where there is none. What is not in force is not due."""
    if found is None:
        return None
    result = next((x for x in found.results if x.plan.measure.id == measure.id), None)
    if result is None:
        asleep = {*found.selection.not_in_force, *found.selection.editions}
        return Answer(status=False, low=0, high=0) if measure.id in asleep else None
    return Answer(result.status, result.low, result.high)
