"""What a value of a rule file becomes, and what an idiom is given to make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..rulebook.model import StepMark
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from .resolve import floored
from .source import Trail
from .spec import Spec
from .typed import Hand

if TYPE_CHECKING:
    from .values import Values


class Lowered(NamedTuple):
    """A value as a tree: its kind, whether a row applies, the steps worth showing."""

    node: Node
    kind: str
    applies: Node = n.TRUE
    steps: tuple[StepMark, ...] = ()


class Make:
    """Given to an idiom: makes the values below it, with the modifiers that act before the product."""

    def __init__(self, values: Values, spec: Spec, hand: Hand, trail: Trail, want: str | None) -> None:
        self.values, self.modifiers, self.hand, self.trail, self.want = values, spec, hand, trail, want
        self.consumed: set[str] = set()

    @property
    def name(self) -> str:
        """The name of the value that is being made: unique, and stable across edits elsewhere."""
        return self.values.scope.gap_name(self.trail)

    def fault(self, code: str, trail: Trail, **params: Any) -> None:
        """Report a fault."""
        self.values.scope.fault(code, trail, **params)

    def value(self, data: Any, trail: Trail, want: str | None) -> Lowered:
        """A value below the idiom."""
        return self.values.lower(data, self.hand._replace(trail=trail), want)

    def condition(self, data: Any, trail: Trail) -> Node:
        """A condition below the idiom."""
        return self.values.condition(data, self.hand._replace(trail=trail))

    def base(self, spec: Spec, key: str = "of") -> Lowered:
        """The base of the award: the value at ``key``, less ``base_less``, at most ``base_at_most``."""
        found = self.value(spec.data[key], spec.at(key), t.MONEY)
        node, steps = found.node, (*found.steps, StepMark("base", found.node, t.MONEY))
        for word in ("base_less", "base_at_most"):
            data = self.modifiers.data.get(word)
            if data is None:
                continue
            self.consumed.add(word)
            limit = self.value(data, (*self.modifiers.trail, word), t.MONEY).node
            if word == "base_less":
                limit = floored(limit)
                node = floored(n.Add((node, n.Mul(n.Const(-1, t.NUMBER), limit))))
            else:
                node = n.Min((node, limit))
            steps += (StepMark(word, limit, t.MONEY), StepMark("base_counted", node, t.MONEY))
        return Lowered(node, t.MONEY, found.applies, steps)

    def rate(self, data: Any, trail: Trail, *, kind: str = t.RATE) -> Lowered:
        """A rate, with the points that ``plus`` adds."""
        found = self.value(data, trail, kind)
        node = self.plus(found.node)
        steps = found.steps
        if not any(s.word == "rate" for s in steps):
            steps += (StepMark("rate", node, kind),)
        return Lowered(node, kind, found.applies, steps)

    def plus(self, node: Node) -> Node:
        """A rate with the points added that its conditions allow."""
        parts = self.values.additions(self.modifiers, "plus", "points", self.hand)
        if parts:
            self.consumed.add("plus")
        return n.Add((node, *parts)) if parts else node

    def each_reading(self, data: Any, trail: Trail, words: tuple[str, ...], build: Any) -> Lowered:
        """``build(word)`` for a word of a closed set, or a reading over the words that its options are."""
        return self.values.over_words(data, trail, words, build)


def conjunction(*parts: Node) -> Node:
    """And, without what is certain."""
    kept = tuple(dict.fromkeys(p for p in parts if p != n.TRUE))
    if n.FALSE in kept:
        return n.FALSE
    return n.TRUE if not kept else kept[0] if len(kept) == 1 else n.And(kept)


def disjunction(*parts: Node) -> Node:
    """Or, without what is impossible."""
    kept = tuple(dict.fromkeys(p for p in parts if p != n.FALSE))
    if n.TRUE in kept:
        return n.TRUE
    return n.FALSE if not kept else kept[0] if len(kept) == 1 else n.Or(kept)


def chosen(name: str, branches: dict[str, Lowered]) -> Lowered:
    """A reading over lowered values; what all options share stays outside it."""
    items = list(branches.items())
    applies = {value.applies for _, value in items}
    steps = tuple(dict.fromkeys(step for _, value in items for step in value.steps))
    return Lowered(
        n.Reading(name, tuple((option, value.node) for option, value in items)),
        next((value.kind for _, value in items), t.MONEY),
        applies.pop() if len(applies) == 1 else n.Reading(name, tuple((o, v.applies) for o, v in items)),
        steps,
    )
