"""A tree as it is: one node a line, what stands below it indented.

For those who add words to the language or want to see what a word turns into. Nodes bear the names that they have in
``nodes.py`` and values are spelled as in rule files, so that the text is the same in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..values.days import LAST_DAY
from . import nodes as n
from . import types as t
from .node import Node
from .words import kind_of, value_text

INDENT = "  "
SPELLED = "zh"
"""Rule files spell amounts in Chinese units, whatever language they are read in."""
Child = tuple[str, Node | None]
"""What a node below is to the one above it (empty where its place says so), and the node."""


class Line(NamedTuple):
    """A node by itself: what it is, and what stands below it."""

    head: str
    children: tuple[Child, ...] = ()


def kernel_text(node: Node, depth: int = 0, label: str = "") -> Iterator[str]:
    r"""The lines of a tree, the first ``depth`` levels in.

    >>> print(*kernel_text(n.Min((n.Clock("year"), n.Const(3, "whole")))), sep="\n")
    Min
      Clock year
      Const 3
    """
    line = _line(node)
    yield f"{INDENT * depth}{label}{line.head}"
    for word, child in line.children:
        if child is not None:
            yield from kernel_text(child, depth + 1, f"{word}: " if word else "")


def spelled(value: Any, kind: str) -> str:
    """A value as rule files spell it.

    >>> spelled(True, "yes/no"), spelled(300_000_000, "money"), spelled(frozenset({"small", "micro"}), "choice")
    ('yes', '300万元', '[micro, small]')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return _options(value)
    if kind == t.DATE and value == LAST_DAY:
        return "the last day"
    return value_text(value, kind, SPELLED)


def _options(leaves: frozenset[str] | tuple[str, ...]) -> str:
    return f"[{', '.join(leaves if isinstance(leaves, tuple) else sorted(leaves))}]"


def _line(node: Node) -> Line:
    handler: Callable[[Any], Line] = _LINES[type(node)]
    return handler(node)


def _plain(*parts: Node) -> tuple[Child, ...]:
    return tuple(("", part) for part in parts)


def _const(node: n.Const) -> Line:
    return Line(f"Const {spelled(node.value, node.kind)}{f' = {node.figure}' if node.figure else ''}")


def _gap(node: n.Gap) -> Line:
    return Line(f"Gap {node.cause} {node.kind} {node.name}", (("low", node.low), ("high", node.high)))


def _fact(node: n.Fact) -> Line:
    period = ""
    if node.at is not None:
        period = f" of {node.at}"
    elif node.back is not None:
        period = " of the year" if node.back == 0 else f" of {node.back} year before"
    owner = f" ({node.owner})" if node.owner else ""
    # A bound of zero is what amounts have anyway.
    bounds = [f"{sign} {spelled(x, node.type.kind)}" for sign, x in ((">=", node.low), ("<=", node.high)) if x]
    computed = ", computed where not given" if node.definition is not None else ""
    return Line(f"Fact {node.name}{period}{owner}{''.join(f', {b}' for b in bounds)}{computed}")


def _result(node: n.Result) -> Line:
    kinds = [f"{word} {x}" for word, x in (("level", node.level), ("support", node.support)) if x is not None]
    about = node.measure or ", ".join(kinds) or "*"
    return Line(
        f"Result {node.what}: {about}, since {node.since}" if node.since > 1 else f"Result {node.what}: {about}"
    )


def _round(node: n.Round) -> Line:
    unit = spelled(node.unit, _rounded_kind(node.value))
    return Line(f"Round {node.way} to {unit}", (("", node.value), ("ceiling", node.ceiling)))


def _rounded_kind(node: Node) -> str:
    """What kind of number is rounded: a floor of zero is money whatever it is a floor of."""
    if isinstance(node, (n.Add, n.Min, n.Max)):
        return _rounded_kind(next((part for part in node.parts if part != n.ZERO), n.ZERO))
    return kind_of(node)


def _step(node: n.Step) -> Line:
    signs = ("<", ">=") if node.reached else ("<=", ">")
    kind = node.kind
    tiers = [f"{signs[0]} {spelled(node.bounds[0], kind)}"] if node.bounds else [""]
    tiers += [f"{signs[1]} {spelled(bound, kind)}" for bound in node.bounds]
    branches = tuple(zip(tiers, node.branches, strict=True))
    return Line(f"Step {node.name}", (("driver", node.driver), *branches))


def _switch(node: n.Switch) -> Line:
    cases = tuple((_options(leaves), branch) for leaves, branch in node.cases)
    return Line("Switch", (("driver", node.driver), *cases, ("otherwise", node.otherwise)))


def _over(node: n.Over) -> Line:
    within = f" of the {node.within}" if node.within else ""
    return Line(f"Over {node.kind}{within}, {node.how}", (("", node.body), ("where", node.where)))


_LINES: dict[type[Node], Callable[[Any], Line]] = {
    n.Const: _const,
    n.Gap: _gap,
    n.Fact: _fact,
    n.Clock: lambda node: Line(f"Clock {node.what}"),
    n.Result: _result,
    n.Ref: lambda node: Line(f"Ref {node.name}", _plain(node.value)),
    n.Cut: lambda node: Line(f"Cut {node.step}, tier {node.branch}"),
    n.Add: lambda node: Line("Add", _plain(*node.parts)),
    n.Mul: lambda node: Line("Mul", _plain(node.a, node.b)),
    n.Div: lambda node: Line(
        f"Div {node.name}{', the divisor is above zero' if node.guarded else ''}", _plain(node.a, node.b)
    ),
    n.Min: lambda node: Line("Min", _plain(*node.parts)),
    n.Max: lambda node: Line("Max", _plain(*node.parts)),
    n.Round: _round,
    n.Compare: lambda node: Line(f"Compare {node.op}", _plain(node.a, node.b)),
    n.Member: lambda node: Line(f"Member {_options(node.shown or node.leaves)}", _plain(node.value)),
    n.And: lambda node: Line("And", _plain(*node.parts)),
    n.Or: lambda node: Line("Or", _plain(*node.parts)),
    n.Not: lambda node: Line("Not", _plain(node.part)),
    n.If: lambda node: Line("If", (("", node.condition), ("then", node.then), ("else", node.otherwise))),
    n.Step: _step,
    n.Switch: _switch,
    n.Reading: lambda node: Line(f"Reading {node.name}", tuple(node.options)),
    n.Over: _over,
    n.Shift: lambda node: Line(f"Shift by {node.unit}", _plain(node.day, node.count)),
    n.Span: lambda node: Line(f"Span in {node.unit}", _plain(node.start, node.end)),
}
"""One entry for each node of the kernel."""
