"""Tiers: a fixed value by the bound that is passed."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ...tree.walk import whole
from ..lowered import Lowered, Make, disjunction
from ..spec import Spec, Value, Words
from .scales import ThenEach, cut_to_tier, driver, fixed_bounds, further, over_bounds

WORD = "tiers"
SEVERAL = ("highest", "each")


class Tiers(Spec):
    """``of`` the value looked at; ``bounds`` reached or exceeded; ``tiers`` bound → value; ``several`` which count.

    ``then_each`` what every further step beyond the last bound adds.
    """

    of: Value
    bounds: Value
    tiers: dict[str, Value]
    several: Words | None
    then_each: ThenEach | None


SHAPE = Tiers


def lower(spec: Tiers, make: Make) -> Lowered:
    """One step over the value; below the lowest bound no row applies."""
    kind = make.want or t.MONEY
    of = driver(spec, make)
    trail = spec.at("tiers")
    bounds = tuple(fixed_bounds(spec.tiers, trail, of.kind, make))
    values = [make.value(data, (*trail, word), kind) for word, data in spec.tiers.items()]
    if not bounds:
        return Lowered(n.Const(0, kind), kind)
    zero = n.Const(0, kind)
    unit = int(whole(of.node))

    def build(reached: bool, several: str) -> Lowered:
        name = f"{make.name}{'' if reached else '.exceeded'}"
        pays, rows_ = [v.node for v in values], [v.applies for v in values]
        if several == "each":
            pays = [pays[0], *(n.Add(tuple(pays[: i + 1])) for i in range(1, len(pays)))]
            rows_ = [disjunction(*rows_[: i + 1]) for i in range(len(rows_))]
        beyond = further(spec, bounds[-1], of, kind, make, reached=reached)
        if beyond is not None:
            pays[-1] = n.Add((pays[-1], beyond.worth(beyond.passed(of.node, of.kind))))
            rows_[-1] = disjunction(rows_[-1], beyond.pays.applies)
        pays = [cut_to_tier(node, name, i, of) for i, node in enumerate(pays, start=1)]
        node = n.Step(name, of.node, bounds, reached, (zero, *pays), of.kind, unit)
        rows = n.Step(make.name, of.node, bounds, reached, (n.FALSE, *rows_), of.kind, unit)
        return Lowered(node, kind, rows, (StepMark("driver", of.node, of.kind),))

    def by_bounds(reached: bool) -> Lowered:
        if spec.several is None:
            return build(reached, "highest")
        return make.each_reading(spec.several, spec.at("several"), SEVERAL, lambda word: build(reached, word))

    return over_bounds(spec.bounds, spec.at("bounds"), make, by_bounds)
