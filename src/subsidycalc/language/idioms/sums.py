"""A sum of several parts, each a value of its own that does not fall below zero."""

from __future__ import annotations

from typing import Any

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ..lowered import Lowered, Make, disjunction
from ..resolve import floored

WORD = "sum"


def parts_of(data: Any, trail: Any) -> list[tuple[Any, Any]]:
    """The parts of a sum with their trails."""
    return [(item, (*trail, index)) for index, item in enumerate(data)]


SHAPE = parts_of


def lower(parts: list[tuple[Any, Any]], make: Make) -> Lowered:
    """The parts added up; it applies where any part does."""
    kind = make.want or t.MONEY
    if not parts:
        make.fault("sum.empty", make.trail)
        return Lowered(n.Const(0, kind), kind)
    made = [make.value(data, trail, kind) for data, trail in parts]
    nodes = [m.node if m.applies == n.TRUE else n.If(m.applies, m.node, n.Const(0, kind)) for m in made]
    nodes = [floored(node) for node in nodes]
    steps = [s for m in made for s in m.steps if s.word in ("base", "rate", "price", "quantity")]
    steps += [StepMark("part", node, kind) for node in nodes]
    return Lowered(n.Add(tuple(nodes)), kind, disjunction(*(m.applies for m in made)), tuple(steps))
