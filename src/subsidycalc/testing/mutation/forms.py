"""Trees in their simplest form, for firms that know all their facts: what is already settled is gone."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.types import Options, Type
from ...tree.words import kind_of
from ...values import ranges as r
from ...values.ranges import Number
from .known import Known, is_whole

NOTHING = Known()


def simplest(node: Node, known: Known = NOTHING) -> Node:
    """The tree with everything settled that ``known`` settles.

    It has the same value for every firm whose facts are all known and for which all gaps are filled: names of steps and
    figures are gone, scales have become ifs, comparisons have a number on the right and are ``>=`` or ``>``.
    """
    handler = _FORMS.get(type(node))
    found = _inside(node, known) if handler is None else handler(node, known)
    if kind_of(found) == t.BOOL and found in known.truths:
        return n.TRUE if known.truths[found] else n.FALSE
    if found in known.spans:
        point = known.span(found).point
        if point is not None:
            return n.Const(point, kind_of(found))
    return found


def _inside(node: Node, known: Known) -> Node:
    """A node whose own parts are in their simplest form."""

    def form(value: Any) -> Any:
        if isinstance(value, Node):
            return simplest(value, known)
        return tuple(form(item) for item in value) if type(value) is tuple else value

    return type(node)(**{name: form(getattr(node, name)) for name in node.fields})


def _const(node: n.Const, _: Known) -> Node:
    return n.Const(node.value, node.kind)


def _ref(node: n.Ref, known: Known) -> Node:
    return simplest(node.value, known)


def _fact(node: n.Fact, _: Known) -> Node:
    options = node.type.options
    kind = _type_of(node.type.kind, None if options is None else options.all)
    computed = None if node.definition is None else simplest(node.definition)
    return n.Fact(node.name, kind, node.owner, node.back, node.at, node.low, node.high, computed)


@lru_cache(maxsize=1024)
def _type_of(kind: str, leaves: frozenset[str] | None) -> Type:
    """One type for the same options, whichever book they come from."""
    return Type(kind, None if leaves is None else Options(dict.fromkeys(sorted(leaves))))


def _over(node: n.Over, _: Known) -> Node:
    # Other records and years are not those of which something is supposed.
    body = None if node.body is None else simplest(node.body)
    where = None if node.where is None else simplest(node.where)
    return n.Over(node.kind, node.how, body, where, node.within)


def _cut(node: n.Cut, known: Known) -> Node:
    """A known driver lies in its own tier; only what it may not fall below still counts."""
    driver = simplest(node.driver, known)
    return driver if node.low is None else _extreme(n.Max, [n.Const(node.low, node.kind), driver], known)


def _step(node: n.Step, known: Known) -> Node:
    op = ">=" if node.reached else ">"
    found: Node = node.branches[0]
    for bound, branch in zip(node.bounds, node.branches[1:], strict=True):
        found = n.If(n.Compare(op, node.driver, n.Const(bound, node.kind)), branch, found)
    return simplest(found, known)


def _switch(node: n.Switch, known: Known) -> Node:
    found = node.otherwise
    for leaves, branch in reversed(node.cases):
        found = n.If(n.Member(node.driver, leaves), branch, found)
    return simplest(found, known)


def _reading(node: n.Reading, known: Known) -> Node:
    chosen = known.readings.get(node.name)
    if chosen is not None:
        return simplest(dict(node.options)[chosen], known)
    options = tuple((option, simplest(branch, known)) for option, branch in node.options)
    return options[0][1] if len({branch for _, branch in options}) == 1 else n.Reading(node.name, options)


def _if(node: n.If, known: Known) -> Node:
    condition = simplest(node.condition, known)
    if isinstance(condition, n.Const):
        return simplest(node.then if condition.value else node.otherwise, known)
    then, otherwise = simplest(node.then, known), simplest(node.otherwise, known)
    if then == otherwise:
        return then
    if (then, otherwise) == (n.TRUE, n.FALSE):
        return condition
    return n.If(condition, then, otherwise)


# -- conditions ---------------------------------------------------------------------------------------------------


def _and(node: n.And, known: Known) -> Node:
    return _joined(n.And, (simplest(part, known) for part in node.parts), n.TRUE, n.FALSE)


def _or(node: n.Or, known: Known) -> Node:
    return _joined(n.Or, (simplest(part, known) for part in node.parts), n.FALSE, n.TRUE)


def _joined(form: Any, parts: Iterable[Node], idle: Node, sure: Node) -> Node:
    flat = [x for part in parts for x in (part.parts if type(part) is form else (part,))]  # type: ignore[attr-defined]
    kept = tuple(dict.fromkeys(part for part in flat if part != idle))
    if sure in kept:
        return sure
    return idle if not kept else kept[0] if len(kept) == 1 else form(kept)


def _not(node: n.Not, known: Known) -> Node:
    part = simplest(node.part, known)
    if isinstance(part, n.Const):
        return n.FALSE if part.value else n.TRUE
    return part.part if isinstance(part, n.Not) else n.Not(part)


def _member(node: n.Member, known: Known) -> Node:
    value = simplest(node.value, known)
    options = known.options(value) if kind_of(value) == t.CHOICE else None
    if options is not None:
        if options <= node.leaves:
            return n.TRUE
        if options.isdisjoint(node.leaves):
            return n.FALSE
        return n.Member(value, node.leaves & options)
    return n.Member(value, node.leaves)


def _compare(node: n.Compare, known: Known) -> Node:
    a, b, op = simplest(node.a, known), simplest(node.b, known), node.op
    if isinstance(a, n.Const) and not isinstance(b, n.Const):
        a, b, op = b, a, n.FLIPPED[op]
    if op == "!=":
        return simplest(n.Not(n.Compare("=", a, b)), known)
    if t.BOOL in (kind_of(a), kind_of(b)) or not (_is_number(a) and _is_number(b)):
        return n.Compare(op, a, b)
    if t.DATE in (kind_of(a), kind_of(b)) and not (isinstance(a, n.Clock) and isinstance(b, (n.Clock, n.Const, n.Gap))):
        return _compare_days(op, a, b)
    if not isinstance(b, n.Const):
        a, b = n.Add((a, n.Mul(n.Const(-1, t.NUMBER), b))), n.Const(0, kind_of(a))
        a = simplest(a, known)
    a, bound, op = _moved(a, b.value, op)
    if op == "=":
        return _joined(
            n.And, (_passes(a, bound, True, known), _negated(_passes(a, bound, False, known))), n.TRUE, n.FALSE
        )
    if op in ("<", "<="):
        return _negated(_passes(a, bound, op == "<", known))
    return _passes(a, bound, op == ">=", known)


def _is_number(node: Node) -> bool:
    return not isinstance(node, n.Const) or isinstance(node.value, (int, Fraction))


def _compare_days(op: str, a: Node, b: Node) -> Node:
    """Days may be *never*, which neither reaches a day nor stays below it: nothing but whole days is made one."""
    if isinstance(b, n.Const) and op in (">", "<"):
        return n.Compare(f"{op}=", a, n.Const(b.value + (1 if op == ">" else -1), b.kind))
    return n.Compare(op, a, b)


def _moved(a: Node, bound: Number, op: str) -> tuple[Node, Number, str]:
    """A comparison without constant addends and factors on its left."""
    while True:
        match a:
            case n.Add() if any(isinstance(part, n.Const) for part in a.parts):
                bound -= sum(part.value for part in a.parts if isinstance(part, n.Const))
                rest = tuple(part for part in a.parts if not isinstance(part, n.Const))
                a = rest[0] if len(rest) == 1 else n.Add(rest)
            case n.Mul(a=n.Const(value=factor), b=other) if factor != 0:
                a, bound, op = other, Fraction(bound) / factor, op if factor > 0 else n.FLIPPED[op]
            case _:
                return a, bound, op


def _passes(driver: Node, bound: Number, reached: bool, known: Known) -> Node:
    """Whether a number reaches (or exceeds) a bound."""
    if isinstance(driver, n.Const):
        return n.TRUE if (driver.value >= bound if reached else driver.value > bound) else n.FALSE
    settled = known.span(driver).passes(bound, reached=reached)
    if settled is not None:
        return n.TRUE if settled else n.FALSE
    if is_whole(driver):
        bound, reached = (math.ceil(bound) if reached else math.floor(bound) + 1), True
    kind = kind_of(driver)
    return n.Compare(">=" if reached else ">", driver, n.Const(bound, kind))


def _negated(node: Node) -> Node:
    return _not(n.Not(node), NOTHING) if isinstance(node, n.Const) else n.Not(node)


# -- numbers ------------------------------------------------------------------------------------------------------


def _add(node: n.Add, known: Known) -> Node:
    flat: list[Node] = []
    for part in (simplest(part, known) for part in node.parts):
        flat += part.parts if isinstance(part, n.Add) else (part,)
    if not all(_is_number(part) for part in flat):
        return n.Add(tuple(flat))
    total = sum((part.value for part in flat if isinstance(part, n.Const)), 0)
    kept = [part for part in flat if not isinstance(part, n.Const)]
    if total != 0 or not kept:
        kept.append(n.Const(total, kind_of(node)))
    return kept[0] if len(kept) == 1 else n.Add(tuple(kept))


def _mul(node: n.Mul, known: Known) -> Node:
    a, b = simplest(node.a, known), simplest(node.b, known)
    if isinstance(b, n.Const) and not isinstance(a, n.Const):
        a, b = b, a
    if isinstance(a, n.Const) and _is_number(a):
        if isinstance(b, n.Const) and _is_number(b):
            return n.Const(a.value * b.value, kind_of(node))
        if a.value == 0:
            return n.Const(0, kind_of(node))
        if a.value == 1 and kind_of(b) == kind_of(node):
            return b
    return n.Mul(a, b)


def _min(node: n.Min, known: Known) -> Node:
    return _extreme(n.Min, [simplest(part, known) for part in node.parts], known)


def _max(node: n.Max, known: Known) -> Node:
    return _extreme(n.Max, [simplest(part, known) for part in node.parts], known)


def _extreme(form: Any, parts: list[Node], known: Known) -> Node:
    """The smallest or largest of some parts, without those that another part always undercuts or surpasses."""
    flat = list(dict.fromkeys(x for part in parts for x in (part.parts if type(part) is form else (part,))))  # type: ignore[attr-defined]
    kept = list(flat)
    for part in flat:
        if any(other is not part and _wins(form, other, part, known) for other in kept):
            kept.remove(part)
    return kept[0] if len(kept) == 1 else form(tuple(kept))


def _wins(form: Any, a: Node, b: Node, known: Known) -> bool:
    """Whether one part is never larger (for the smallest) or smaller (for the largest) than another."""
    least, most = (a, b) if form is n.Min else (b, a)
    high, low = known.span(least).high, known.span(most).low
    return high is not None and low is not None and high <= low


def _round(node: n.Round, known: Known) -> Node:
    value = simplest(node.value, known)
    ceiling = None if node.ceiling is None else simplest(node.ceiling, known)
    if node.unit == 1 and is_whole(value):
        return value
    if isinstance(value, n.Const) and (ceiling is None or isinstance(ceiling, n.Const)):
        found = r.round_to(value.value, node.unit, node.way)
        if ceiling is not None and found > ceiling.value:
            found = r.round_to(value.value, node.unit, "down")
        return n.Const(found, t.MONEY)
    if ceiling is not None:
        most, room = known.span(value).high, known.span(ceiling).low
        if most is not None and room is not None and most <= r.round_to(room, node.unit, "down"):
            ceiling = None  # rounded up, too, it stays below
    return n.Round(value, node.unit, node.way, ceiling)


_FORMS: dict[type[Node], Any] = {
    n.Const: _const,
    n.Ref: _ref,
    n.Fact: _fact,
    n.Over: _over,
    n.Cut: _cut,
    n.Step: _step,
    n.Switch: _switch,
    n.Reading: _reading,
    n.If: _if,
    n.And: _and,
    n.Or: _or,
    n.Not: _not,
    n.Member: _member,
    n.Compare: _compare,
    n.Add: _add,
    n.Mul: _mul,
    n.Min: _min,
    n.Max: _max,
    n.Round: _round,
}
