"""What scales share: bounds that are published figures in ascending order, and whether they are reached or exceeded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import everything, mapped, never_negative
from ...values.ranges import Number
from ..lowered import Lowered, Make
from ..resolve import floored
from ..source import Trail
from ..spec import Spec, Value

REACHED, EXCEEDED = "reached", "exceeded"


def fixed_bounds(data: Mapping[str, Any], trail: Trail, kind: str, make: Make) -> list[Number]:
    """The bounds of a scale as numbers; a fault where one is no published figure or the order does not rise."""
    found: list[Number] = []
    for word in data:
        before = len(make.values.scope.report.found)
        made = make.values.resolver.expression(word, make.hand._replace(trail=(*trail, word), key=True), kind)
        if len(make.values.scope.report.found) > before:
            return []
        node = made.node
        while isinstance(node, n.Ref):
            node = node.value
        if not isinstance(node, n.Const):
            make.fault("scale.bound", (*trail, word), key=True, word=word)
            return []
        if found and node.value == found[-1]:
            make.fault("scale.twice", (*trail, word), key=True, word=word)
            return []
        if found and node.value < found[-1]:
            make.fault("scale.order", (*trail, word), key=True, word=word)
            return []
        found.append(node.value)
    if not found:
        make.fault("scale.empty", trail)
    return found


def over_bounds(data: Any, trail: Trail, make: Make, build: Callable[[bool], Lowered]) -> Lowered:
    """A scale whose bounds are ``reached`` (≥) or ``exceeded`` (>), or a reading of the two."""
    return make.each_reading(data, trail, (REACHED, EXCEEDED), lambda word: build(word == REACHED))


def cut_to_tier(value: Node, name: str, index: int, of: Lowered) -> Node:
    """A tier's value that looks at the driver: it sees the driver cut to its tier."""
    if not any(x == of.node for x in everything(value)):
        return value
    cut = n.Cut(name, index, of.node, of.kind, 0 if never_negative(of.node) else None)
    return mapped(value, lambda x: cut if x == of.node else x)


class ThenEach(Spec):
    """What follows the last bound of a scale: for every further ``step``, reached or exceeded alike, ``pays`` more."""

    step: Value
    pays: Value


class Further(NamedTuple):
    """The steps beyond the last bound: how wide one is, and what it pays."""

    last: Number
    step: int
    pays: Lowered
    reached: bool

    def passed(self, value: Node, kind: str) -> Node:
        """How many further steps a value has passed."""
        beyond = n.Add((value, n.Const(-self.last, kind)))
        if self.reached:
            steps: Node = n.Round(floored(beyond), self.step, "down")
        else:
            steps = floored(n.Add((n.Round(beyond, self.step, "up"), n.Const(-self.step, kind))))
        return n.Mul(steps, n.Const(Fraction(1, self.step), t.NUMBER))

    def worth(self, count: Node) -> Node:
        """What so many further steps pay."""
        return n.Mul(count, self.pays.node)


def further(spec: Any, last: Number, of: Lowered, kind: str, make: Make, *, reached: bool) -> Further | None:
    """The steps that ``then_each`` adds beyond the last bound of a scale."""
    if spec.data.get("then_each") is None:
        return None
    each = ThenEach(spec.data["then_each"], spec.at("then_each"))
    step: Node = make.value(each.step, each.at("step"), of.kind).node
    pays = make.value(each.pays, each.at("pays"), kind)
    while isinstance(step, n.Ref):
        step = step.value
    if not isinstance(step, n.Const) or step.value != int(step.value) or step.value < 1:
        make.fault("scale.step", each.at("step"))
        return None
    return Further(last, int(step.value), pays, reached)


def below(value: Node, bound: Number, kind: str, reached: bool) -> Node:
    """Whether a value has not passed a bound."""
    return n.Compare("<" if reached else "<=", value, n.Const(bound, kind))


def passed(value: Node, bound: Number, kind: str, reached: bool) -> Node:
    """Whether a value has passed a bound."""
    return n.Compare(">=" if reached else ">", value, n.Const(bound, kind))


def driver(spec: Any, make: Make) -> Lowered:
    """The value that a scale looks at: money unless it is a number by itself."""
    found = make.value(spec.of, spec.at("of"), None)
    if found.kind != t.MONEY and found.kind not in t.NUMERIC:
        make.fault("type.no_number", spec.at("of"), kind=f"@kind.{found.kind}")
        return Lowered(n.Const(0, t.MONEY), t.MONEY)
    return found
