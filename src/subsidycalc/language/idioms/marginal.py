"""A marginal scale: each part of the amount has its own rate. Bounds may be expressions."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import never_negative, whole
from ..lowered import Lowered, Make, conjunction, disjunction
from ..resolve import floored
from ..spec import Spec, Value

WORD = "marginal"


class Marginal(Spec):
    """``of`` the amount; ``rates`` lower bound → rate of the part above it, up to the next bound."""

    of: Value
    rates: dict[str, Value]


SHAPE = Marginal


def lower(spec: Marginal, make: Make) -> Lowered:
    """A sum of ``min(max(base - low, 0), high - low) × rate``; below the first bound no row applies."""
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
    rates = [make.value(data, (*trail, word), t.RATE) for word, data in spec.rates.items()]
    parts: list[Node] = []
    for index, rate in enumerate(rates):
        part = floored(_minus(base.node, bounds[index]))
        if index + 1 < len(bounds):
            part = n.Min((part, floored(_minus(bounds[index + 1], bounds[index]))))
        paid = make.plus(rate.node)
        if rate.applies != n.TRUE:
            paid = n.If(rate.applies, paid, n.Const(0, t.RATE))
        parts.append(n.Mul(part, paid))
    node = n.Add(tuple(parts))
    steps = (*base.steps, *(StepMark("part", part, t.MONEY) for part in parts), StepMark("raw", node, t.MONEY))
    rows = _rows(make.name, base.node, bounds, [rate.applies for rate in rates])
    return Lowered(node, t.MONEY, conjunction(base.applies, rows), steps)


def _rows(name: str, base: Node, bounds: list[Node], rates: list[Node]) -> Node:
    """Whether a part with a rate is reached. Bounds that are figures make one scale, which knows the distance."""
    held = [n.Compare(">=", base, bound) for bound in bounds]
    figures = next((i for i, bound in enumerate(bounds) if not isinstance(bound, n.Const)), len(bounds))
    beyond = disjunction(*(conjunction(held[i], rates[i]) for i in range(figures, len(bounds))))
    if figures == 0:
        return conjunction(held[0], disjunction(rates[0], beyond))
    tiers = [n.FALSE, *(disjunction(*rates[: i + 1], beyond) for i in range(figures))]
    values = [bound.value for bound in bounds[:figures] if isinstance(bound, n.Const)]
    if values[0] <= 0 and never_negative(base):
        del tiers[0], values[0]
    return n.Step(name, base, tuple(values), True, tuple(tiers), t.MONEY, int(whole(base))) if values else tiers[0]


def _minus(a: Node, b: Node) -> Node:
    if isinstance(b, n.Const):
        return a if b.value == 0 else n.Add((a, n.Const(-b.value, b.kind, b.figure)))
    return n.Add((a, n.Mul(n.Const(-1, t.NUMBER), b)))
