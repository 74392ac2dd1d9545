"""What is known of numbers, truths and choices while trees are compared: intervals, and what was supposed so far."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import never_negative
from ...values import ranges as r
from ...values.ranges import Amount, Bound, Number, Range


class Span(NamedTuple):
    """An interval of numbers, either end of which may be missing, and may itself be left out (``open``)."""

    low: Bound = None
    high: Bound = None
    low_open: bool = False
    high_open: bool = False

    def above(self, bound: Number, *, reached: bool) -> Span:
        """The part at or above a bound, or above it."""
        if self.low is None or bound > self.low or (bound == self.low and not reached):
            return self._replace(low=bound, low_open=not reached)
        return self

    def below(self, bound: Number, *, reached: bool) -> Span:
        """The part that does not reach a bound, or does not exceed it."""
        if self.high is None or bound < self.high or (bound == self.high and reached):
            return self._replace(high=bound, high_open=reached)
        return self

    def whole(self) -> Span:
        """The interval of the whole numbers in it, with both ends in it."""
        low, high = self.low, self.high
        if low is not None:
            low = math.floor(low) + 1 if self.low_open else math.ceil(low)
        if high is not None:
            high = math.ceil(high) - 1 if self.high_open else math.floor(high)
        return Span(low, high)

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def point(self) -> Number | None:
        """The one number that it holds, if it holds no other."""
        return self.low if self.low is not None and self.low == self.high and not self.empty else None

    def passes(self, bound: Number, *, reached: bool) -> bool | None:
        """Whether all of it reaches (or exceeds) a bound; ``None`` if some does and some does not."""
        if self.low is not None and (self.low > bound or (self.low == bound and (reached or self.low_open))):
            return True
        if self.high is not None and (self.high < bound or (self.high == bound and (not reached or self.high_open))):
            return False
        return None


class Known(NamedTuple):
    """What is supposed of nodes: intervals, truths, options that a choice can be, readings taken."""

    spans: Mapping[Node, Span] = {}
    truths: Mapping[Node, bool] = {}
    choices: Mapping[Node, frozenset[str]] = {}
    readings: Mapping[str, str] = {}

    def span(self, node: Node) -> Span:
        """Where the value of a number lies."""
        natural = _natural(node, self)
        found = Span(r.low_of(natural), r.high_of(natural))
        supposed = self.spans.get(node)
        if supposed is not None:
            if supposed.low is not None:
                found = found.above(supposed.low, reached=not supposed.low_open)
            if supposed.high is not None:
                found = found.below(supposed.high, reached=supposed.high_open)
        return found.whole() if is_whole(node) else found

    def options(self, node: Node) -> frozenset[str] | None:
        """The options that a choice can be; ``None`` if they are not known."""
        if isinstance(node, n.Const):
            return frozenset(node.value)
        supposed = self.choices.get(node)
        if supposed is None and isinstance(node, n.Fact) and node.type.options is not None:
            return node.type.options.all
        return supposed


def is_whole(node: Node) -> bool:
    """Whether only whole numbers can stand there, given that every fact is known."""
    match node:
        case n.Const():
            return isinstance(node.value, int) or (isinstance(node.value, Fraction) and node.value.denominator == 1)
        case n.Fact():
            return node.type.kind in t.WHOLE_KINDS and node.definition is None
        case n.Gap():
            return node.kind in t.WHOLE_KINDS and all(b is None or is_whole(b) for b in (node.low, node.high))
        case n.Add() | n.Min() | n.Max():
            return all(is_whole(part) for part in node.parts)
        case n.Mul():
            return is_whole(node.a) and is_whole(node.b)
        case n.Round() | n.Clock() | n.Span() | n.Result():
            return True
        case n.Over():
            return node.how == "count" or (node.body is not None and is_whole(node.body))
        case n.If():
            return is_whole(node.then) and is_whole(node.otherwise)
        case n.Reading():
            return all(is_whole(branch) for _, branch in node.options)
    return False


def _natural(node: Node, known: Known) -> Amount:
    """Where a number lies by its own make."""

    def inside(part: Node) -> Amount:
        span = known.span(part)
        return r.between(span.low, span.high)

    match node:
        case n.Const():
            return Fraction(node.value) if not isinstance(node.value, int) else node.value
        case n.Fact() if node.definition is None and node.type.kind != t.DATE:
            return r.between(node.low, node.high)
        case n.Gap() if node.kind != t.DATE:
            low = None if node.low is None else known.span(node.low).low
            return r.between(low, None if node.high is None else known.span(node.high).high)
        case n.Add():
            total: Amount = 0
            for part in node.parts:
                total = r.add(total, inside(part))
            return total
        case n.Mul():
            return r.multiply(inside(node.a), inside(node.b))
        case n.Min():
            return r.least([inside(part) for part in node.parts])
        case n.Max():
            return r.largest([inside(part) for part in node.parts])
        case n.If():
            return r.hull([inside(node.then), inside(node.otherwise)])
        case n.Reading():
            return r.hull([inside(branch) for _, branch in node.options])
    return Range(0 if never_negative(node) else None, None)
