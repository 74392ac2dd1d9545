"""Trees → closures. A closure takes the slots of its walk and the world, and leaves its value in its slot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from ...tree import nodes as n
from ...tree.node import Node
from ...tree.walk import children, everything
from ...values.ranges import Range
from .world import World

EMPTY: Any = type("Empty", (), {"__repr__": lambda self: "EMPTY"})()
"""What a slot holds until its node has been looked at."""

Slots = list[Any]
Closure = Callable[[Slots, World], Any]
_SHARED = (n.Ref, n.Fact, n.Clock, n.Cut, n.Const)


class Program:
    """Compiled trees that share their slots: one closure for each root, and what each slot is."""

    __slots__ = ("closures", "kids", "nodes", "parts", "roots", "size", "slot")

    def __init__(self) -> None:
        self.roots: tuple[Closure, ...] = ()
        self.nodes: list[Node | None] = []
        self.kids: list[tuple[int, ...]] = []
        self.slot: dict[Node, int] = {}
        self.closures: dict[Node, Closure] = {}
        self.parts: dict[int, Program] = {}
        """For an aggregate: the program of what it looks at, for each record or year."""
        self.size = 0

    def fresh(self) -> Slots:
        """Empty slots for one walk."""
        return [EMPTY] * self.size

    def value(self, node: Node, slots: Slots, world: World) -> Any:
        """The value of a node after a walk; looked up now if the walk had no need of it."""
        if isinstance(node, n.Const):
            return node.value
        found = slots[self.slot[node]]
        return self.closures[node](slots, world) if found is EMPTY else found

    def reader(self, node: Node) -> Closure:
        """A closure that looks a node's value up as ``value`` does."""
        if isinstance(node, n.Const):
            return self.closures.get(node) or _constant(node.value)
        slot, closure = self.slot[node], self.closures[node]

        def look(s: Slots, e: World) -> Any:
            found = s[slot]
            return closure(s, e) if found is EMPTY else found

        return look

    def seen(self, node: Node, slots: Slots) -> Any:
        """The value of a node after a walk, ``EMPTY`` if the walk had no need of it."""
        if isinstance(node, n.Const):
            return node.value
        return slots[self.slot[node]] if node in self.slot else EMPTY


def _constant(value: Any) -> Closure:
    return lambda s, e: value


def compiled(roots: Iterable[Node]) -> Program:
    """One program for some trees; what they share is computed once a walk."""
    roots = list(roots)
    return _Compiler(roots).program(roots)


class _Compiler:
    def __init__(self, roots: Iterable[Node]) -> None:
        self.made = Program()
        self.uses: Counter[Node] = Counter()
        for root in roots:
            self._count(root)

    def _count(self, node: Node) -> None:
        self.uses[node] += 1
        if self.uses[node] == 1 and not isinstance(node, n.Over):
            for child in children(node):
                self._count(child)

    def program(self, roots: list[Node]) -> Program:
        self.made.roots = tuple(self.closure(root) for root in roots)
        self.made.size = len(self.made.nodes)
        return self.made

    def slot(self, node: Node | None) -> int:
        """A new slot."""
        self.made.nodes.append(node)
        self.made.kids.append(())
        return len(self.made.nodes) - 1

    def closure(self, node: Node) -> Closure:
        """The closure of a node; shared nodes are computed once."""
        known = self.made.closures.get(node)
        if known is not None:
            return known
        if isinstance(node, n.Const):
            value = node.value
            made: Closure = lambda s, e: value  # noqa: E731  # a constant needs no name
            self.made.closures[node] = made
            return made
        slot = self.slot(node)
        self.made.slot[node] = slot
        made = _table()[type(node)](self, node, slot)
        if isinstance(node, n.Ref):
            self.made.slot[node] = self.made.slot.get(node.value, slot)
        elif self.uses[node] > 1 and not isinstance(node, _SHARED):
            made = _once(made, slot)
        self.made.closures[node] = made
        below = (node.definition,) if isinstance(node, n.Fact) else () if isinstance(node, n.Over) else children(node)
        self.made.kids[slot] = tuple(
            dict.fromkeys(self.made.slot[kid] for kid in below if kid is not None and kid in self.made.slot)
        )
        return made

    def inner(self, slot: int, roots: list[Node]) -> Program:
        """The program of what an aggregate looks at."""
        program = compiled(roots)
        self.made.parts[slot] = program
        return program


def _once(make: Closure, slot: int) -> Closure:
    def once(s: Slots, e: World) -> Any:
        value = s[slot]
        return make(s, e) if value is EMPTY else value

    return once


_TABLE: dict[type[Node], Callable[[Any, Any, int], Closure]] = {}


def _table() -> dict[type[Node], Callable[[Any, Any, int], Closure]]:
    if not _TABLE:
        from . import aggregates, arithmetic, logic, scales

        for module in (arithmetic, logic, scales, aggregates):
            _TABLE.update(module.TABLE)
    return _TABLE


def is_wide(value: Any) -> bool:
    """Whether a value is not definite: a range, unknown, or several possible options."""
    if value is None or value.__class__ is Range:
        return True
    if value.__class__ is frozenset:
        return len(value) != 1
    if value.__class__ is tuple:
        return any(len(v) != 1 for v in value)
    return False


def facts_of(node: Node) -> list[n.Fact]:
    """The facts that a tree looks at, each once."""
    return list(dict.fromkeys(x for x in everything(node) if isinstance(x, n.Fact)))
