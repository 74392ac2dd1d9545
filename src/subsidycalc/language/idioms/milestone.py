"""A milestone: tiers that pay the first time, once for each tier."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import everything, whole
from ..lowered import Lowered, Make
from ..spec import Spec, Value
from .scales import below, driver, fixed_bounds, over_bounds, passed

WORD = "milestone"
SEVERAL = ("highest", "each", "difference")


class Milestone(Spec):
    """``of`` a yearly figure; ``bounds`` reached or exceeded; ``several``: what counts if several are passed."""

    of: Value
    bounds: Value
    several: Value
    tiers: dict[str, Value]


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
    name = make.name
    unit = int(whole(of.node))

    def step(reached: bool, over: Node, branches: tuple[Node, ...], suffix: str = "") -> n.Step:
        return n.Step(f"{name}{suffix}", over, bounds, reached, branches, of.kind, unit)

    def highest(reached: bool) -> Node:
        pays = tuple(
            n.If(below(peak, bound, of.kind, reached), value.node, n.ZERO)
            for bound, value in zip(bounds, values, strict=True)
        )
        return step(reached, of.node, (n.ZERO, *pays))

    def each(reached: bool) -> Node:
        parts = []
        for bound, value in zip(bounds, values, strict=True):
            first = n.And((passed(of.node, bound, of.kind, reached), below(peak, bound, of.kind, reached)))
            parts.append(n.If(first, value.node, n.ZERO))
        return n.Add(tuple(parts))

    def difference(reached: bool) -> Node:
        rows: list[Node] = [n.ZERO]
        for index, value in enumerate(values):
            # An earlier peak in this tier or above it leaves nothing to be passed for the first time.
            below_it = values[:index]
            had = [n.Mul(n.Const(-1, t.NUMBER), v.node) for v in below_it]
            gains = (value.node, *(n.Max((n.ZERO, n.Add((value.node, h)))) for h in had))
            gains += (n.ZERO,) * (len(values) + 1 - len(gains))
            rows.append(step(reached, peak, gains, ".before"))
        return step(reached, of.node, tuple(rows))

    makers = {"highest": highest, "each": each, "difference": difference}
    steps = (StepMark("driver", of.node, of.kind), StepMark("peak", peak, of.kind))

    def build(reached: bool) -> Lowered:
        first_time = tuple(below(peak, bound, of.kind, reached) for bound in bounds)
        rows = step(reached, of.node, (n.FALSE, *first_time))
        return make.each_reading(
            spec.several,
            spec.at("several"),
            SEVERAL,
            lambda word: Lowered(makers[word](reached), t.MONEY, rows, steps),
        )

    return over_bounds(spec.bounds, spec.at("bounds"), make, build)
