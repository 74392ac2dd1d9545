"""Walking a tree: the children of a node, all nodes below it, a tree with some nodes replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .node import Node
from .nodes import Fact, Over, Step, Switch
from .types import WHOLE_KINDS


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node, in written order."""
    for name in node.fields:
        yield from _nodes(getattr(node, name))


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif type(value) is tuple:
        for item in value:
            yield from _nodes(item)


def everything(node: Node) -> Iterator[Node]:
    """A node and all below it, each place once."""
    yield node
    for child in children(node):
        yield from everything(child)


def weight(node: Node, known: dict[int, tuple[Node, int, int]]) -> tuple[int, int]:
    """How many nodes a tree has, each place counted, and how deep it is.

    Without recursion, and once for each piece that is shared: ``known`` keeps what has been weighed.
    """
    open_ = [node]
    while open_:
        top = open_[-1]
        below = list(children(top)) if id(top) not in known else []
        waiting = [child for child in below if id(child) not in known]
        if waiting:
            open_ += waiting
            continue
        open_.pop()
        if id(top) not in known:
            size = 1 + sum(known[id(child)][1] for child in below)
            known[id(top)] = (top, size, 1 + max((known[id(child)][2] for child in below), default=0))
    return known[id(node)][1:]


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with ``change`` applied to every node, leaves first.

    The definition of a computed fact and what an aggregate looks at (other records, other years) are left alone.
    """
    if isinstance(node, (Fact, Over)):
        return change(node)
    fields = {name: _mapped(getattr(node, name), change) for name in node.fields}
    if all(fields[name] is getattr(node, name) for name in node.fields):
        return change(node)
    return change(type(node)(**fields))


def _mapped(value: Any, change: Callable[[Node], Node]) -> Any:
    if isinstance(value, Node):
        return mapped(value, change)
    if type(value) is tuple:
        items = tuple(_mapped(v, change) for v in value)
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    return value


def never_negative(node: Node) -> bool:
    """Whether the tree alone shows that a number cannot fall below zero (``False``: it does not show it)."""
    from . import nodes as n

    match node:
        case n.Const():
            return bool(node.value >= 0)
        case n.Gap():
            return node.low is not None and never_negative(node.low)
        case Fact():
            return node.low is not None and node.low >= 0 and node.definition is None
        case n.Result():
            return True
        case n.Add() | n.Min():
            return all(never_negative(p) for p in node.parts)
        case n.Max():
            return any(never_negative(p) for p in node.parts)
        case n.Mul():
            return never_negative(node.a) and never_negative(node.b)
        case n.Div():
            return node.guarded and never_negative(node.a)
        case n.Round():
            return never_negative(node.value)
        case n.Ref():
            return never_negative(node.value)
        case n.If():
            return never_negative(node.then) and never_negative(node.otherwise)
        case Step():
            return all(never_negative(b) for b in node.branches)
        case Switch():
            return never_negative(node.otherwise) and all(never_negative(b) for _, b in node.cases)
        case n.Reading():
            return all(never_negative(b) for _, b in node.options)
        case n.Cut():
            return node.low is not None and node.low >= 0
        case n.Over():
            return node.how == "count" or (node.body is not None and never_negative(node.body))
    return False


def whole(node: Node) -> bool:
    """Whether the tree alone shows an amount to be a whole number of 分."""
    from . import nodes as n

    match node:
        case n.Const():
            return bool(node.value == int(node.value))
        case n.Gap():
            bounds = [b for b in (node.low, node.high) if b is not None]
            return node.kind in WHOLE_KINDS and all(whole(b) for b in bounds)
        case n.Round() | n.Result() | n.Clock() | n.Span() | n.Shift():
            return True
        case Fact():
            return node.type.kind in WHOLE_KINDS and node.definition is None
        case n.Add() | n.Min() | n.Max():
            return all(whole(p) for p in node.parts)
        case n.Ref():
            return whole(node.value)
        case n.If():
            return whole(node.then) and whole(node.otherwise)
        case Step():
            return all(whole(b) for b in node.branches)
        case Switch():
            return whole(node.otherwise) and all(whole(b) for _, b in node.cases)
        case n.Reading():
            return all(whole(b) for _, b in node.options)
    return False
