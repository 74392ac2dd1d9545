"""Every threshold of a measure: what is compared with what, and what must hold so that it alone decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from ...rulebook.model import Limit, Measure
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import everything, mapped
from ...tree.words import kind_of

Goal = tuple[Node, bool]
"""A truth of the tree, and what it should be."""
BOUND, CEILING, FLOOR, CAP, COUNT = "bound", "ceiling", "floor", "cap", "count"


class Way(NamedTuple):
    """How a walk came to a node: what must hold on the way, the readings chosen, the names passed."""

    goals: tuple[Goal, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()

    def needing(self, goals: Iterable[Goal]) -> Way:
        """The same way with more that must hold."""
        return self._replace(goals=(*self.goals, *goals))


class Occurrence(NamedTuple):
    """One place at which a threshold stands. ``left`` is what moves, ``right`` where it turns.

    ``goals`` are alternatives, the best first. A cap or count of the measure has its ``limit`` and the number of the
    variant that it belongs to; then ``left`` is of no use.
    """

    word: str
    left: Node
    right: Node
    goals: tuple[tuple[Goal, ...], ...]
    readings: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    role: str
    limit: tuple[int, Limit] | None = None


def occurrences(measure: Measure) -> Iterator[Occurrence]:
    """Every place of every threshold of a measure, in the order in which its rules are read."""
    conditions = (*measure.conditions, *measure.record_conditions)
    holding = [(c.node, True) for c in conditions]
    for index, condition in enumerate(conditions):
        others = [goal for i, goal in enumerate(holding) if i != index]
        yield from _in_tree(condition.node, Way().needing([*others, (measure.applies, True)]), condition.role)
    yield from _in_tree(measure.applies, Way().needing(holding), "award")
    due = Way().needing([*holding, (measure.applies, True)])
    for number, variant in enumerate(measure.variants):
        way = due._replace(readings=variant.chosen)
        yield from _in_tree(variant.amount, way, "award")
        for word, limits in ((CAP, variant.caps), (COUNT, variant.counts)):
            for limit in limits:
                if not any(isinstance(x, n.Gap) for x in everything(limit.value)):
                    yield Occurrence(
                        word, n.ZERO, limit.value, (way.goals,), way.readings, way.names, word, (number, limit)
                    )


def _in_tree(root: Node, way: Way, role: str) -> Iterator[Occurrence]:
    for node, here in _walk(root, way):
        for word, left, right, more in _turns(node):
            made = _normal(left, right)
            if made is not None:
                goals = tuple((*here.goals, *extra) for extra in more)
                yield Occurrence(word, *made, goals, here.readings, here.names, role)


# -- where a node turns ---------------------------------------------------------------------------------------------


def _turns(node: Node) -> Iterator[tuple[str, Node, Node, tuple[tuple[Goal, ...], ...]]]:
    """The thresholds of one node, with alternatives of what must hold beneath it."""
    match node:
        case n.Compare() if _is_number(node.a) and _is_number(node.b):
            yield BOUND, node.a, node.b, ((),)
        case n.Step():
            for index, bound in enumerate(node.bounds):
                yield BOUND, node.driver, n.Const(bound, node.kind), _tiers_apart(node, index)
        case n.Min() | n.Max():
            word = CEILING if isinstance(node, n.Min) else FLOOR
            for index, part in enumerate(node.parts):
                for other in node.parts[index + 1 :]:
                    moving, fixed = (part, other) if _moves(part) else (other, part)
                    if _moves(moving) and _closed(fixed):
                        yield word, moving, fixed, ((),)
        case n.Mul(a=a, b=n.Const(value=Fraction() as share)) if share.numerator == 1:
            # The steps beyond the last bound of a scale: the first of them stands for all.
            for below in everything(a):
                if isinstance(below, n.Round) and below.unit == share.denominator:
                    yield BOUND, below.value, n.Const(below.unit, kind_of(below.value)), ((),)


def _tiers_apart(node: n.Step, index: int) -> tuple[tuple[Goal, ...], ...]:
    """What makes the tiers on both sides of a bound differ, where they say yes or no."""
    below, above = node.branches[index], node.branches[index + 1]
    if kind_of(above) != t.BOOL or below == above:
        return ((),)
    return (((above, True), (below, False)), ((above, False), (below, True)), ((above, True),), ((below, True),))


def _is_number(node: Node) -> bool:
    kind = kind_of(node)
    return t.is_amount(kind) or kind == t.DATE


def _moves(node: Node) -> bool:
    return any(isinstance(x, (n.Fact, n.Clock, n.Result)) for x in everything(node))


def _closed(node: Node) -> bool:
    return not any(isinstance(x, n.Gap) for x in everything(node))


def _normal(left: Node, right: Node) -> tuple[Node, Node] | None:
    """A threshold with what moves on the left and its figure on the right; ``None`` where there is none."""
    left, right = bare(left), bare(right)
    if isinstance(left, n.Const) and not isinstance(right, n.Const):
        left, right = right, left
    while isinstance(right, n.Const) and type(left) in (n.Add, n.Max):
        if isinstance(left, n.Max):
            rest = tuple(p for p in left.parts if bare(p) != n.Const(0, kind_of(p)))
            if len(rest) != 1 or len(rest) == len(left.parts):
                break
            left = bare(rest[0])
            continue
        assert isinstance(left, n.Add)
        figures = [p for p in left.parts if isinstance(bare(p), n.Const)]
        if not figures or kind_of(left) == t.RATIO:
            break
        rest = tuple(p for p in left.parts if p not in figures)
        if not rest:
            return None
        less = sum(bare(p).value for p in figures)  # type: ignore[attr-defined]  # constants
        right = n.Const(right.value - less, right.kind, right.figure)
        left = bare(rest[0]) if len(rest) == 1 else n.Add(rest)
    if isinstance(left, n.Const):
        return None
    if isinstance(right, n.Const) and right.value == 0 and not isinstance(left, (n.Fact, n.Result, n.Add, n.Div)):
        return None
    left, right = mapped(left, _uncut), mapped(right, _uncut)
    if not _moves(left):
        return None
    return left, right


def _uncut(node: Node) -> Node:
    return node.driver if isinstance(node, n.Cut) else node


def bare(node: Node) -> Node:
    """What a named step or figure holds; what a computed fact is computed from stays a fact."""
    while isinstance(node, n.Ref):
        node = node.value
    return node


# -- walking ----------------------------------------------------------------------------------------------------------


def _walk(node: Node, way: Way) -> Iterator[tuple[Node, Way]]:
    """Every node below, with what must hold so that it has a say."""
    yield node, way
    for child, there in _below(node, way):
        yield from _walk(child, there)


def _below(node: Node, way: Way) -> Iterator[tuple[Node, Way]]:
    match node:
        case n.Ref():
            if not node.name.startswith(n.AMOUNT_OF):
                yield node.value, way._replace(names=(*way.names, node.name))
        case n.Fact():
            if node.definition is not None:
                yield (
                    shifted(node.definition, node.back or 0),
                    way._replace(names=(*way.names, f"fact {node.owner or ''} {node.name}")),
                )
        case n.And() | n.Or():
            want = isinstance(node, n.And)
            for index, part in enumerate(node.parts):
                yield part, way.needing((p, want) for i, p in enumerate(node.parts) if i != index)
        case n.If():
            yield node.condition, way
            yield node.then, way.needing([(node.condition, True)])
            yield node.otherwise, way.needing([(node.condition, False)])
        case n.Step():
            yield node.driver, way
            for index, branch in enumerate(node.branches):
                yield branch, way.needing(tier_goals(node, index))
        case n.Switch():
            yield node.driver, way
            for leaves, branch in node.cases:
                yield branch, way.needing([(n.Member(node.driver, leaves), True)])
            taken = frozenset(leaf for leaves, _ in node.cases for leaf in leaves)
            yield node.otherwise, way.needing([(n.Member(node.driver, taken), False)])
        case n.Reading():
            for option, branch in node.options:
                if dict(way.readings).get(node.name, option) == option:
                    yield branch, way._replace(readings=tuple({**dict(way.readings), node.name: option}.items()))
        case n.Over():
            if node.body is not None:
                held = [(node.where, True)] if node.where is not None else []
                yield shifted(node.body, 1 if node.kind == "years" else 0), way.needing(held)
            if node.where is not None:
                yield node.where, way
        case n.Gap() | n.Cut() | n.Const():
            return
        case _:
            from ...tree.walk import children

            for child in children(node):
                yield child, way


def tier_goals(node: n.Step, index: int) -> list[Goal]:
    """That the driver of a scale lies in one of its tiers."""
    passed = ">=" if node.reached else ">"
    made: list[Goal] = []
    if index > 0:
        made.append((n.Compare(passed, node.driver, n.Const(node.bounds[index - 1], node.kind)), True))
    if index < len(node.bounds):
        made.append((n.Compare(passed, node.driver, n.Const(node.bounds[index], node.kind)), False))
    return made


def shifted(node: Node, back: int) -> Node:
    """A tree as the year some years before saw it."""
    if back == 0:
        return node

    def change(item: Node) -> Node:
        if isinstance(item, n.Fact) and item.back is not None:
            return n.Fact(
                item.name, item.type, item.owner, item.back + back, item.at, item.low, item.high, item.definition
            )
        return item

    return mapped(node, change)
