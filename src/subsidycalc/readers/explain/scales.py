"""Closures of branches: ifs, scales, switches, readings, and the hull of several possible branches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from ...tree import nodes as n
from ...tree.node import Node
from ...values import ranges as r
from ...values.ranges import Range
from .compile import Closure, Slots
from .world import World


def joined(values: Sequence[Any]) -> Any:
    """What is known when any of some values may be the one: the hull, for truths and choices too."""
    first = values[0]
    if all(v is first for v in values):
        return first
    if any(v is None or v.__class__ is bool for v in values):
        return first if all(v is first for v in values) else None
    if first.__class__ is frozenset:
        return frozenset().union(*values)
    return r.hull(values)


def _if(c: Any, node: n.If, slot: int) -> Closure:
    condition, then, other = c.closure(node.condition), c.closure(node.then), c.closure(node.otherwise)

    def branch(s: Slots, e: World) -> Any:
        held = condition(s, e)
        value = then(s, e) if held else joined((then(s, e), other(s, e))) if held is None else other(s, e)
        s[slot] = value
        return value

    return branch


def _step(c: Any, node: n.Step, slot: int) -> Closure:
    driver = c.closure(node.driver)
    bounds, reached, unit = node.bounds, node.reached, node.unit
    find = bisect_right if reached else bisect_left
    branches = [c.closure(b) for b in node.branches]
    cuts: list[int | None] = [None] * len(branches)
    for known, at in c.made.slot.items():
        if isinstance(known, n.Cut) and known.step == node.name and known.driver == node.driver:
            cuts[known.branch] = at

    def tier(index: int, found: Range) -> Any:
        low = None if index == 0 else bounds[index - 1] + (0 if reached else unit)
        high = None if index == len(bounds) else bounds[index] - (unit if reached else 0)
        return r.meet(found, low, high)

    def step(s: Slots, e: World) -> Any:
        found = driver(s, e)
        if found.__class__ is not Range:
            index = find(bounds, found)
            cut = cuts[index]
            if cut is not None:
                s[cut] = found
            value = s[slot] = branches[index](s, e)
            return value
        first = 0 if found.low is None else find(bounds, found.low)
        last = len(bounds) if found.high is None else find(bounds, found.high)
        values = []
        for index in range(first, last + 1):
            cut = cuts[index]
            if cut is not None:
                s[cut] = tier(index, found)
            values.append(branches[index](s, e))
        value = s[slot] = joined(values)
        return value

    return step


def _switch(c: Any, node: n.Switch, slot: int) -> Closure:
    driver, rest = c.closure(node.driver), c.closure(node.otherwise)
    cases = [(leaves, c.closure(branch)) for leaves, branch in node.cases]

    def switch(s: Slots, e: World) -> Any:
        possible = driver(s, e)
        values = []
        for leaves, branch in cases:
            if not possible.isdisjoint(leaves):
                values.append(branch(s, e))
                possible = possible - leaves
                if not possible:
                    break
        if possible:
            values.append(rest(s, e))
        value = s[slot] = values[0] if len(values) == 1 else joined(values)
        return value

    return switch


def _reading(c: Any, node: n.Reading, slot: int) -> Closure:
    name = node.name
    options = {option: c.closure(branch) for option, branch in node.options}

    def reading(s: Slots, e: World) -> Any:
        chosen = e.readings.get(name)
        if chosen is not None:
            value = options[chosen](s, e)
        else:
            value = joined([branch(s, e) for branch in options.values()])
        s[slot] = value
        return value

    return reading


TABLE: dict[type[Node], Any] = {n.If: _if, n.Step: _step, n.Switch: _switch, n.Reading: _reading}
