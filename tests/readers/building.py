"""Nodes built by hand, firms and records to look at them, and what comes out, with its causes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from subsidycalc.readers.explain import Cause, Record, World, causes, compiled
from subsidycalc.tree import nodes as n
from subsidycalc.tree import types as t
from subsidycalc.tree.node import Node
from subsidycalc.tree.types import Options, Type
from subsidycalc.values.ranges import Range

YEAR = 2024
MONEY, WHOLE, BOOL, DATE = Type(t.MONEY), Type(t.WHOLE), Type(t.BOOL), Type(t.DATE)
PLACES = Options({"city": {"options": {"east": None, "west": None}}, "elsewhere": None})
PLACE, PLACES_ = Type(t.CHOICE, PLACES), Type(t.CHOICES, PLACES)
CITY = PLACES.leaves["city"]
ANY = Range(0, None)

X = n.Fact("x", MONEY, low=0)
Y = n.Fact("y", MONEY, low=0)
FLAG = n.Fact("flag", BOOL)
REVENUE = n.Fact("revenue", MONEY, back=0, low=0)
COST = n.Fact("cost", MONEY, owner="projects", low=0)
RATE = n.Gap("unpublished", "p/rate", t.RATE, n.Const(0, t.RATE), n.Const(1, t.RATE))


def money(fen: int) -> n.Const:
    return n.Const(fen, t.MONEY)


def whole(number: int) -> n.Const:
    return n.Const(number, t.WHOLE)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def world(facts: Mapping[str, Any] | None = None, *, year: int = YEAR, **more: Any) -> World:
    return World(facts or {}, more.pop("records", {}), year, date(year, 12, 31).toordinal(), **more)


def walked(node: Node, e: World) -> tuple[Any, list[Cause]]:
    program = compiled([node])
    slots = program.fresh()
    return program.roots[0](slots, e), causes(program, slots, [node], e)


def value(node: Node, facts: Mapping[str, Any] | None = None, **more: Any) -> Any:
    """The value; a definite one has no causes, any other has some."""
    found, why = walked(node, world(facts, **more))
    wide = found is None or isinstance(found, Range) or (isinstance(found, frozenset) and len(found) > 1)
    assert bool(why) == wide or isinstance(found, tuple), (found, why)
    return found


def why(node: Node, facts: Mapping[str, Any] | None = None, **more: Any) -> set[tuple[str, str]]:
    return {(c.cause, c.about) for c in walked(node, world(facts, **more))[1]}


def project(name: str, parent: Record | None = None, **facts: Any) -> Record:
    return Record("projects", name, facts, parent)
