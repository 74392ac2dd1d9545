"""Closures of comparisons, Kleene's connectives and membership."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from ...tree import nodes as n
from ...tree.node import Node
from ...tree.types import DATE
from ...tree.words import kind_of
from ...values.days import NEVER
from ...values.ranges import Range, high_of, low_of
from .compile import Closure, Slots
from .world import World

PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}
"""Comparisons of two known values."""


def compare(op: str, a: Any, b: Any) -> bool | None:
    """A comparison of two values, either of which may be a range (or an unknown truth)."""
    if a is None or b is None:
        return None
    if a.__class__ is not Range and b.__class__ is not Range:
        return PLAIN[op](a, b)
    if op in ("=", "!="):
        al, ah, bl, bh = low_of(a), high_of(a), low_of(b), high_of(b)
        apart = (ah is not None and bl is not None and ah < bl) or (al is not None and bh is not None and al > bh)
        return (op == "!=") if apart else None
    if op in ("<=", "<"):
        a, b, op = b, a, ">=" if op == "<=" else ">"
    sure, never = (operator.ge, operator.lt) if op == ">=" else (operator.gt, operator.le)
    al, bh, ah, bl = low_of(a), high_of(b), high_of(a), low_of(b)
    if al is not None and bh is not None and sure(al, bh):
        return True
    if ah is not None and bl is not None and never(ah, bl):
        return False
    return None


def compare_days(op: str, a: Any, b: Any) -> bool | None:
    """A comparison of two days, either of which may be a range: *never* is not before, on or after any day."""
    found = compare(op, a, b)
    if found is False or op in ("=", "!="):
        return found
    for side in (a, b):
        low, high = low_of(side), high_of(side)
        if low is not None and low >= NEVER:
            return False
        if found and (high is None or high >= NEVER):
            found = None
    return found


def _compare(c: Any, node: n.Compare, slot: int) -> Closure:
    op, plain = node.op, PLAIN[node.op]
    left = c.closure(node.a)
    day_judged = isinstance(node.a, n.Clock) and isinstance(node.b, n.Const)
    if DATE in (kind_of(node.a), kind_of(node.b)) and not day_judged:
        return _of_days(op, left, c.closure(node.b), slot)
    if isinstance(node.b, n.Const):
        bound = node.b.value

        def with_constant(s: Slots, e: World) -> Any:
            x = left(s, e)
            value = compare(op, x, bound) if x.__class__ is Range or x is None else plain(x, bound)
            s[slot] = value
            return value

        return with_constant
    right = c.closure(node.b)

    def of_two(s: Slots, e: World) -> Any:
        value = s[slot] = compare(op, left(s, e), right(s, e))
        return value

    return of_two


def _of_days(op: str, left: Closure, right: Closure, slot: int) -> Closure:
    def of_days(s: Slots, e: World) -> Any:
        value = s[slot] = compare_days(op, left(s, e), right(s, e))
        return value

    return of_days


def _member(c: Any, node: n.Member, slot: int) -> Closure:
    inner, leaves = c.closure(node.value), node.leaves

    def member(s: Slots, e: World) -> Any:
        found = inner(s, e)
        value: bool | None
        if found is None:
            value = None if leaves else False
        elif found.__class__ is frozenset:
            value = True if found <= leaves else False if found.isdisjoint(leaves) else None
        else:
            value = False
            for item in found:
                if item <= leaves:
                    value = True
                    break
                if not item.isdisjoint(leaves):
                    value = None
        s[slot] = value
        return value

    return member


def _joined(settles: bool) -> Callable[[Any, Any, int], Closure]:
    """And (settled by a *no*) or or (settled by a *yes*)."""

    def build(c: Any, node: n.And | n.Or, slot: int) -> Closure:
        parts = [c.closure(p) for p in node.parts]

        def joined(s: Slots, e: World) -> Any:
            value: bool | None = not settles
            for part in parts:
                found = part(s, e)
                if found is settles:
                    value = settles
                    break
                if found is None:
                    value = None
            s[slot] = value
            return value

        return joined

    return build


def _not(c: Any, node: n.Not, slot: int) -> Closure:
    part = c.closure(node.part)

    def negated(s: Slots, e: World) -> Any:
        found = part(s, e)
        value = s[slot] = None if found is None else not found
        return value

    return negated


TABLE: dict[type[Node], Any] = {
    n.Compare: _compare,
    n.Member: _member,
    n.And: _joined(settles=False),
    n.Or: _joined(settles=True),
    n.Not: _not,
}
