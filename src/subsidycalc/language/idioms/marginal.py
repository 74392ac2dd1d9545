"""A marginal scale: each part of the amount has its own rate. Bounds may be expressions."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ..lowered import Lowered, Make
from ..resolve import floored
from ..spec import Spec, Value

WORD = "marginal"


class Marginal(Spec):
    """``of`` the amount; ``rates`` lower bound → rate of the part above it, up to the next bound."""

    of: Value
    rates: dict[str, Value]


SHAPE = Marginal


def lower(spec: Marginal, make: Make) -> Lowered:
    """A sum of ``min(max(base - low, 0), high - low) × rate``."""
    base = make.base(spec)
    trail = spec.at("rates")
    bounds: list[Node] = []
    for word in spec.rates:
        bound = make.values.resolver.expression(word, make.hand._replace(trail=(*trail, word), key=True), t.MONEY).node
        if bounds and isinstance(bound, n.Const) and isinstance(bounds[-1], n.Const):
            if bound.value == bounds[-1].value:
                make.fault("scale.twice", (*trail, word), key=True, word=word)
            elif bound.value < bounds[-1].value:
                make.fault("scale.order", (*trail, word), key=True, word=word)
        bounds.append(bound)
    if not bounds:
        make.fault("scale.empty", trail)
        return Lowered(n.ZERO, t.MONEY)
    parts: list[Node] = []
    marks: list[StepMark] = []
    for index, (word, data) in enumerate(spec.rates.items()):
        rate = make.value(data, (*trail, word), t.RATE)
        part = floored(_minus(base.node, bounds[index]))
        if index + 1 < len(bounds):
            part = n.Min((part, floored(_minus(bounds[index + 1], bounds[index]))))
        product = n.Mul(part, make.plus(rate.node))
        parts.append(product)
        marks.append(StepMark("part", product, t.MONEY))
    node = n.Add(tuple(parts))
    return Lowered(node, t.MONEY, base.applies, (*base.steps, *marks, StepMark("raw", node, t.MONEY)))


def _minus(a: Node, b: Node) -> Node:
    if isinstance(b, n.Const):
        return a if b.value == 0 else n.Add((a, n.Const(-b.value, b.kind, b.figure)))
    return n.Add((a, n.Mul(n.Const(-1, t.NUMBER), b)))
