"""A bracket: the bound passed sets one rate for the whole amount."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ...tree.walk import never_negative, whole
from ..lowered import Lowered, Make, conjunction
from ..spec import Spec, Value
from .scales import fixed_bounds, over_bounds

WORD = "bracket"


class Bracket(Spec):
    """``of`` the amount; ``bounds`` reached or exceeded; ``rates`` bound → rate of the whole."""

    of: Value
    bounds: Value
    rates: dict[str, Value]


SHAPE = Bracket


def lower(spec: Bracket, make: Make) -> Lowered:
    """A step over the amount; each branch multiplies the amount, cut to its tier, by its rate."""
    base = make.base(spec)
    trail = spec.at("rates")
    bounds = tuple(fixed_bounds(spec.rates, trail, t.MONEY, make))
    rates = [make.value(data, (*trail, word), t.RATE) for word, data in spec.rates.items()]
    if not bounds:
        return Lowered(n.ZERO, t.MONEY)
    unit = int(whole(base.node))
    low = 0 if never_negative(base.node) else None

    def build(reached: bool) -> Lowered:
        name = f"{make.name}{'' if reached else '.exceeded'}"
        pays = tuple(
            n.Mul(n.Cut(name, i, base.node, t.MONEY, low), make.plus(rate.node))
            for i, rate in enumerate(rates, start=1)
        )
        node = n.Step(name, base.node, bounds, reached, (n.ZERO, *pays), t.MONEY, unit)
        rows = n.Step(make.name, base.node, bounds, reached, (n.FALSE, *(r.applies for r in rates)), t.MONEY, unit)
        steps = (*base.steps, StepMark("raw", node, t.MONEY))
        return Lowered(node, t.MONEY, conjunction(base.applies, rows), steps)

    return over_bounds(spec.bounds, spec.at("bounds"), make, build)
