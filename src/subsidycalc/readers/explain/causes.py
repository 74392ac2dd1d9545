"""Why a value is not definite: the gaps that it rests on, collected through the nodes that are themselves wide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ...tree import nodes as n
from ...tree.node import Node
from ...values.ranges import low_of
from .compile import EMPTY, Program, Slots, is_wide
from .world import Record, World


class Cause(NamedTuple):
    """A reason for width: ``missing``, ``unpublished``, ``discretion`` or ``reading``, and what it is about.

    ``about`` names the fact, records, figure or reading; ``period`` and ``record`` say which one of several.
    """

    cause: str
    about: str
    kind: str
    owner: str | None = None
    period: Any = None
    record: str | None = None


def causes(program: Program, slots: Slots, roots: Iterable[Node], world: World) -> list[Cause]:
    """The causes of some roots, in the order in which a reader meets them."""
    found: dict[Cause, None] = {}
    walk = _Walk(program, slots, world, world.year, {k: r.name for k, r in world.frames.items()})
    for root in roots:
        if not isinstance(root, n.Const):
            walk.visit(program.slot[root], found)
    return list(found)


class _Walk:
    def __init__(self, program: Program, slots: Slots, world: World, year: int, names: dict[str, str]) -> None:
        self.program, self.slots, self.world, self.year, self.names = program, slots, world, year, names
        self.done: set[int] = set()

    def visit(self, slot: int, found: dict[Cause, None]) -> None:
        value = self.slots[slot]
        if slot in self.done or value is EMPTY or not is_wide(value):
            return
        self.done.add(slot)
        node = self.program.nodes[slot]
        match node:
            case n.Fact() if node.definition is None:
                found[self._fact(node)] = None
            case n.Fact():
                self._below(slot, found)
                if not any(is_wide(self.slots[k]) for k in self.program.kids[slot] if self.slots[k] is not EMPTY):
                    found[self._fact(node)] = None
            case n.Gap():
                found[Cause(node.cause, node.name, "figure")] = None
                self._below(slot, found)
            case n.Reading():
                self._reading(node, slot, found)
            case n.Div():
                divisor = self.program.seen(node.b, self.slots)
                low = low_of(divisor)
                if not node.guarded and (low is None or low <= 0):
                    found[Cause("reading", node.name, "division")] = None
                self._below(slot, found)
            case n.Over():
                self._over(node, slot, found)
            case n.Result():
                found[Cause("missing", "received", "received")] = None
            case _:
                self._below(slot, found)

    def _below(self, slot: int, found: dict[Cause, None]) -> None:
        for kid in self.program.kids[slot]:
            self.visit(kid, found)

    def _fact(self, node: n.Fact) -> Cause:
        period = node.at if node.back is None else self.year - node.back
        return Cause("missing", node.name, "fact", node.owner, period, self.names.get(node.owner or ""))

    def _reading(self, node: n.Reading, slot: int, found: dict[Cause, None]) -> None:
        if node.name not in self.world.readings:
            found[Cause("reading", node.name, "reading")] = None
        self._below(slot, found)

    def _over(self, node: n.Over, slot: int, found: dict[Cause, None]) -> None:
        walked = self.slots[slot + 1] if slot + 1 < len(self.slots) else EMPTY
        inner = self.program.parts[slot]
        if walked is EMPTY:
            found[Cause("missing", node.kind, "records")] = None
            return
        roots = [x for x in (node.where, node.body) if x is not None]
        for item, slots in walked:
            if not slots:
                for fact in (x for x in inner.nodes if isinstance(x, n.Fact) and x.back is not None):
                    found[Cause("missing", fact.name, "fact", fact.owner, "earlier")] = None
                continue
            is_record = isinstance(item, Record)
            names = {k: r.name for k, r in item.frames.items()} if is_record else self.names
            walk = _Walk(inner, slots, self.world, self.year if is_record else item, names)
            for root in roots:
                if not isinstance(root, n.Const):
                    walk.visit(inner.slot[root], found)
