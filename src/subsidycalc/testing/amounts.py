"""Values of one fact or gap: fond of the figures at which an answer turns, and of their neighbours on either side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from ..rulebook.model import GapDecl
from ..tree import types as t
from ..values.days import NEVER, day_text, first_day, last_day, shift
from ..values.ranges import Number, Range
from .asked import Ask, Asked, Wish, constant
from .extra import missing
from .spelling import HOLDS, around, is_whole, leaves, sayable

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import SearchStrategy
except ModuleNotFoundError as error:
    raise missing(error) from None

LATER = 400
"""So many days after the year judged the text may still be read."""


class Values:
    """Values of facts and gaps under the rules of a book, for one year judged."""

    def __init__(self, asked: Asked, year: int) -> None:
        self.asked, self.year = asked, year

    def fact(self, ask: Ask, target: str | None = None) -> SearchStrategy[Any]:
        """Raw values of a fact. A measure that is aimed at mostly gets what it wants."""
        made = self._fact(ask)
        wishes = ask.wishes.get(target or "")
        if not wishes:
            return made
        wanted = self._wished(ask, wishes)
        return st.one_of(wanted, made) if wanted is not None else made

    def _fact(self, ask: Ask) -> SearchStrategy[Any]:
        decl = ask.decl
        match decl.type.kind:
            case t.BOOL:
                return st.sampled_from([True, True, False]) if ask.wishes else st.booleans()
            case t.CHOICE:
                return st.sampled_from(leaves(decl))
            case t.CHOICES:
                return st.lists(st.sampled_from(leaves(decl)), max_size=3, unique=True).map(tuple)
            case t.TEXT:
                return st.sampled_from(["x", "y"])
            case t.DATE:
                return self._day(ask)
        near, kind = self._near(ask), decl.type.kind
        return self.amount(kind, decl.low, decl.high, near, own=around(ask.bounds, kind))

    def _wished(self, ask: Ask, wishes: Sequence[Wish]) -> SearchStrategy[Any] | None:
        """Values that all of some wishes hold for; any of them if that is too much to ask."""
        kind = ask.decl.type.kind
        if kind == t.BOOL:
            return st.just(bool(wishes[0].value))
        if kind in (t.CHOICE, t.CHOICES):
            listed = [leaf for w in wishes if w.op == "in" for leaf in w.value]
            if not listed:
                return None
            one = st.sampled_from(listed)
            return one if kind == t.CHOICE else st.lists(one, min_size=1, max_size=2, unique=True).map(tuple)
        near = self.within(around((w.value for w in wishes), kind), ask.decl.low, ask.decl.high)
        for holding in (all, any):
            fitting = [x for x in near if holding(HOLDS[w.op](x, w.value) for w in wishes)]
            if fitting:
                return st.sampled_from(fitting)
        return None

    def _near(self, ask: Ask) -> list[Number]:
        kind = ask.decl.type.kind
        pool = [x for x in self.asked.pool.get(kind, {}) if x >= 0]
        return [*around(ask.bounds, kind), *around(pool, kind)]

    def within(self, values: Iterable[Any], low: Any, high: Any) -> list[Any]:
        """The values that a profile can say and a fact's bounds allow."""
        return [x for x in values if (low is None or x >= low) and (high is None or x <= high) and sayable(x)]

    def amount(
        self, kind: str, low: Any, high: Any, near: Iterable[Number], own: Iterable[Number] = ()
    ) -> SearchStrategy[Any]:
        """An amount, number, rate or ratio between bounds, rather near some figures, above all its own."""
        whole = is_whole(kind)
        start = 0 if low is None else low
        marks = [start, start + (1 if whole else Fraction(1, 100)), *near, *([] if high is None else [high])]
        picks = [x for x in dict.fromkeys(self.within(marks, low, high)) if not whole or x == int(x)]
        top = high if high is not None else max([start, *picks]) * 2 + 1000
        grain = 1 if whole else 1000
        first, last = math.ceil(start * grain), math.floor(top * grain)
        anything = st.integers(first, max(first, last)).map(lambda x: x if whole else Fraction(x, grain))
        picked, turning = st.sampled_from(picks), [x for x in picks if x in set(own)]
        nearest = st.sampled_from(turning) if turning else picked
        return st.one_of(picked, nearest, anything) if last > first else picked

    def _day(self, ask: Ask) -> SearchStrategy[Any]:
        last = last_day(self.year)
        marks = [last, last - 365, *ask.bounds, *self.asked.days]
        marks += [shift(last, -count, unit) for count, unit in ask.spans]
        days = around((int(x) for x in marks), t.DATE)
        made = st.one_of(st.sampled_from(days), st.integers(last - 1500, last + 30))
        return st.one_of(made, made, made, st.just(NEVER)) if ask.plain else made

    def judged(self) -> SearchStrategy[str | None]:
        """Days on which the text is read: mostly none, else one at which a value or period of the rules changes."""
        first, last = first_day(self.year), last_day(self.year)
        near = [day for day in around((int(x) for x in self.asked.days), t.DATE) if first <= day <= last + LATER]
        days = st.sampled_from([None, *(day_text(day) for day in near)])
        return st.one_of(st.none(), days)

    def gap(self, gap: GapDecl) -> SearchStrategy[Any]:
        """Raw values that an assumption may give to a gap."""
        low = constant(gap.low) if gap.low is not None else None
        high = constant(gap.high) if gap.high is not None else None
        match gap.kind:
            case t.BOOL:
                return st.sampled_from([True, True, False])
            case t.DATE:
                last = last_day(self.year)
                days = self.within(around([last, *self.asked.days, *([] if low is None else [low])], t.DATE), low, high)
                return st.sampled_from(days or [low if low is not None else last])
            case t.WHOLE:
                start = 0 if low is None else int(low)
                return st.integers(start, start + 3 if high is None else int(high))
            case t.RATE | t.POINTS:
                low, high = 0 if low is None else low, 1 if high is None else high
        return self.amount(gap.kind, low, high, around(self.asked.pool.get(gap.kind, {}), gap.kind))


def inside(value: Range, kind: str) -> SearchStrategy[Any]:
    """Raw values within a range that is known in part."""
    low = 0 if value.low is None else value.low
    high = low + 1000 if value.high is None else value.high
    if is_whole(kind):
        return st.one_of(st.sampled_from([int(low), int(high)]), st.integers(int(low), int(high)))
    return st.sampled_from([low, high])
