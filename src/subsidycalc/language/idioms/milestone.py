"""A milestone: tiers that pay the first time, once for each tier."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import everything, whole
from ...values.ranges import Number
from ..lowered import Lowered, Make
from ..resolve import floored
from ..spec import Spec, Value
from .scales import Further, ThenEach, below, driver, fixed_bounds, further, over_bounds, passed

WORD = "milestone"
SEVERAL = ("highest", "each", "difference")


class Milestone(Spec):
    """``of`` a yearly figure; ``bounds`` reached or exceeded; ``several``: what counts if several are passed.

    ``then_each`` what every further step beyond the last bound is worth more than the one before.
    """

    of: Value
    bounds: Value
    several: Value
    tiers: dict[str, Value]
    then_each: ThenEach | None


SHAPE = Milestone


def lower(spec: Milestone, make: Make) -> Lowered:
    """Steps over the year's figure whose branches ask for the peak of the years before.

    *highest* pays the highest tier passed, if no earlier year passed it; *each* pays every tier passed for the first
    time; *difference* pays what the highest tier is worth more than the one that the earlier peak had passed.
    """
    of = driver(spec, make)
    if not any(isinstance(node, n.Fact) and node.back == 0 for node in everything(of.node)):
        make.fault("milestone.no_series", spec.at("of"))
        return Lowered(n.ZERO, t.MONEY)
    trail = spec.at("tiers")
    bounds = tuple(fixed_bounds(spec.tiers, trail, of.kind, make))
    values = [make.value(data, (*trail, word), t.MONEY) for word, data in spec.tiers.items()]
    if not bounds:
        return Lowered(n.ZERO, t.MONEY)
    peak = n.Over("years", "largest", of.node)
    steps = (StepMark("driver", of.node, of.kind), StepMark("peak", peak, of.kind))

    def build(reached: bool) -> Lowered:
        made = _Milestones(make.name, of, peak, bounds, tuple(v.node for v in values), reached)
        made.further = further(spec, bounds[-1], of, t.MONEY, make, reached=reached)
        return make.each_reading(
            spec.several,
            spec.at("several"),
            SEVERAL,
            lambda word: Lowered(getattr(made, word)(), t.MONEY, made.rows(), steps),
        )

    return over_bounds(spec.bounds, spec.at("bounds"), make, build)


class _Milestones:
    """The trees of one list of milestones: what the year has passed that no year before it had."""

    def __init__(
        self,
        name: str,
        of: Lowered,
        peak: Node,
        bounds: tuple[Number, ...],
        values: tuple[Node, ...],
        reached: bool,
    ) -> None:
        self.name, self.of, self.peak = name, of, peak
        self.bounds, self.values, self.reached = bounds, values, reached
        self.unit = int(whole(of.node))
        self.further: Further | None = None

    def _step(self, over: Node, branches: tuple[Node, ...], suffix: str = "") -> n.Step:
        return n.Step(f"{self.name}{suffix}", over, self.bounds, self.reached, branches, self.of.kind, self.unit)

    def _new(self, index: int) -> Node:
        """Whether a bound had not been passed before."""
        return below(self.peak, self.bounds[index], self.of.kind, self.reached)

    def _counts(self) -> tuple[Node, Node]:
        """How many further steps the year has passed, and how many the years before had."""
        assert self.further is not None
        return self.further.passed(self.of.node, self.of.kind), self.further.passed(self.peak, self.of.kind)

    def _gained(self) -> Node:
        """What the further steps passed for the first time are worth."""
        assert self.further is not None
        now, before = self._counts()
        return self.further.worth(floored(n.Add((now, n.Mul(n.Const(-1, t.NUMBER), before)))))

    def rows(self) -> Node:
        """Whether some milestone is passed for the first time."""
        first = [self._new(index) for index in range(len(self.bounds))]
        if self.further is not None:
            now, before = self._counts()
            first[-1] = n.Or((first[-1], n.Compare("<", before, now)))
        return self._step(self.of.node, (n.FALSE, *first))

    def highest(self) -> Node:
        """The highest passed, unless an earlier year had passed it."""
        pays: list[Node] = [n.If(self._new(i), value, n.ZERO) for i, value in enumerate(self.values)]
        if self.further is not None:
            now, before = self._counts()
            worth = n.Add((self.values[-1], self.further.worth(now)))
            pays[-1] = n.If(n.Or((self._new(len(pays) - 1), n.Compare("<", before, now))), worth, n.ZERO)
        return self._step(self.of.node, (n.ZERO, *pays))

    def each(self) -> Node:
        """Every one passed for the first time."""
        parts: list[Node] = []
        for index, (bound, value) in enumerate(zip(self.bounds, self.values, strict=True)):
            first = n.And((passed(self.of.node, bound, self.of.kind, self.reached), self._new(index)))
            parts.append(n.If(first, value, n.ZERO))
        if self.further is not None:
            parts.append(self._gained())
        return n.Add(tuple(parts))

    def difference(self) -> Node:
        """What the highest is worth more than the one that the earlier peak had passed."""
        rows: list[Node] = [n.ZERO]
        for index, value in enumerate(self.values):
            # An earlier peak in this tier or above it leaves nothing to be passed for the first time.
            had = [n.Mul(n.Const(-1, t.NUMBER), v) for v in self.values[:index]]
            top = index == len(self.values) - 1 and self.further is not None
            worth = n.Add((value, self._gained())) if top else value
            gains: tuple[Node, ...] = (worth, *(n.Max((n.ZERO, n.Add((worth, h)))) for h in had))
            if top:
                gains += (self._gained(),)
            gains += (n.ZERO,) * (len(self.values) + 1 - len(gains))
            rows.append(self._step(self.peak, gains, ".before"))
        return self._step(self.of.node, tuple(rows))
