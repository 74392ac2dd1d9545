"""What a measure's own conditions say of a missing fact: a loan that must be at most so much is at most so much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..rulebook.model import Condition
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.walk import everything, mapped


def parts_of(node: Node) -> Iterator[Node]:
    """The and-joined parts of a condition, through named steps."""
    if isinstance(node, n.And):
        for part in node.parts:
            yield from parts_of(part)
    elif isinstance(node, n.Ref) and isinstance(node.value, n.And):
        yield from parts_of(node.value)
    else:
        yield node


def narrowing(conditions: Iterable[Condition]) -> dict[n.Fact, tuple[Any, Any]]:
    """Bounds that the measure's own and-joined comparisons with published figures set for a fact."""
    found: dict[n.Fact, tuple[Any, Any]] = {}
    for condition in conditions:
        for named in parts_of(condition.node):
            part = named
            while isinstance(part, n.Ref):
                part = part.value
            if not isinstance(part, n.Compare) or part.op not in (">=", ">", "<=", "<"):
                continue
            fact, const, op = part.a, part.b, part.op
            if isinstance(fact, n.Const):
                fact, const, op = part.b, part.a, n.FLIPPED[op]
            if not isinstance(fact, n.Fact) or not isinstance(const, n.Const) or fact.type.kind == t.DATE:
                continue
            low, high = found.get(fact, (fact.low, fact.high))
            step = 1 if fact.type.kind in t.WHOLE_KINDS else 0
            if op in (">=", ">"):
                bound = const.value + (step if op == ">" else 0)
                low = bound if low is None else max(low, bound)
            else:
                bound = const.value - (step if op == "<" else 0)
                high = bound if high is None else min(high, bound)
            found[fact] = (low, high)
    return found


def narrowed(node: Node, bounds: dict[n.Fact, tuple[Any, Any]]) -> Node:
    """A tree whose facts have the bounds found for them."""
    if not bounds or not any(x in bounds for x in everything(node) if isinstance(x, n.Fact)):
        return node

    def change(item: Node) -> Node:
        if isinstance(item, n.Fact) and item in bounds:
            low, high = bounds[item]
            return n.Fact(item.name, item.type, item.owner, item.back, item.at, low, high, item.definition)
        return item

    return mapped(node, change)
