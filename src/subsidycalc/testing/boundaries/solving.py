"""What must hold, turned into what the facts may be: every way to make some goals come true, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import everything, mapped
from ...tree.words import kind_of
from ...values.days import NEVER
from ..asked import facts_below
from ..spelling import HOLDS
from .cells import DAY, SPECIAL, YEAR_JUDGED, Cell, Constraint, Look, cell_of, chosen, copies, money_from
from .thresholds import Goal, bare, shifted, tier_goals

TURNED = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "!=": "="}
PATIENCE = 4000
"""So many steps are taken to make a firm before it is given up."""


class State(NamedTuple):
    """Constraints on cells, readings chosen, and comparisons that must be reached by trying."""

    known: Mapping[Cell, tuple[Constraint, ...]]
    readings: Mapping[str, str]
    tried: tuple[Goal, ...] = ()
    extras: tuple[str, ...] = ()
    """Records besides the one that is looked at, each by its kind with a mark behind it."""


class Solver:
    """Makes goals come true, as far as facts can."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.left = PATIENCE

    def solve(self, goals: tuple[Goal, ...], state: State) -> Iterator[State]:
        """Every way found, the simplest first."""
        if not goals:
            yield state
            return
        self.left -= 1
        if self.left < 0:
            return
        (node, want), rest = goals[0], goals[1:]
        for more, after in self._ways(bare(node), want, state):
            yield from self.solve((*more, *rest), after)

    def _ways(self, node: Node, want: bool, state: State) -> Iterator[tuple[tuple[Goal, ...], State]]:
        """Alternatives for one goal: goals in its place, and what has been settled."""
        match node:
            case n.Const():
                if node.value is want:
                    yield (), state
            case n.Gap():
                yield (), state
            case n.Not():
                yield ((node.part, not want),), state
            case n.And() | n.Or():
                if want == isinstance(node, n.And):
                    yield tuple((p, want) for p in node.parts), state
                else:
                    yield from ((((p, want),), state) for p in node.parts)
            case n.Fact():
                if node.definition is not None:
                    yield ((shifted(node.definition, node.back or 0), want),), state
                else:
                    yield from self._limit(cell_of(node), ("=", want), state)
            case n.If():
                yield ((node.condition, True), (node.then, want)), state
                yield ((node.condition, False), (node.otherwise, want)), state
            case n.Step():
                for index in range(len(node.branches) - 1, -1, -1):
                    yield (*tier_goals(node, index), (node.branches[index], want)), state
            case n.Switch():
                taken: frozenset[str] = frozenset()
                for leaves, branch in node.cases:
                    taken |= leaves
                    yield ((n.Member(node.driver, leaves), True), (branch, want)), state
                yield ((n.Member(node.driver, taken), False), (node.otherwise, want)), state
            case n.Reading():
                for option, branch in node.options:
                    if state.readings.get(node.name, option) == option:
                        yield ((branch, want),), state._replace(readings={**state.readings, node.name: option})
            case n.Member():
                yield from self._member(node, want, state)
            case n.Compare():
                yield from self._compare(node, want, state)
            case n.Result():
                if not want:
                    yield (), state
            case n.Over() if node.kind != "years" and node.how in ("any", "all"):
                yield from self._over(node, want, state)

    def _over(self, node: n.Over, want: bool, state: State) -> Iterator[tuple[tuple[Goal, ...], State]]:
        """Of the one record that there is: it counts, and what is asked of it is as wanted."""
        where = ((node.where, True),) if node.where is not None else ()
        body = ((node.body, want),) if node.body is not None else ()
        if body or want:
            yield (*where, *body), state
        if want == (node.how == "all") and node.where is not None:
            yield ((node.where, False),), state
        if want and node.how == "any":
            other = f"{node.kind}#{len(state.extras) + 1}"
            renamed = tuple((_of_other(part, node.kind, other), wanted) for part, wanted in (*where, *body))
            yield renamed, state._replace(extras=(*state.extras, other))

    def _limit(self, cell: Cell, known: Constraint, state: State) -> Iterator[tuple[tuple[Goal, ...], State]]:
        """One more constraint on a cell, if a value is left that keeps them all."""
        kept = (*state.known.get(cell, ()), known)
        if known in state.known.get(cell, ()):
            yield (), state
            return
        value = special(kept) if cell.owner == SPECIAL else chosen(kept, self.look.decl(cell))
        if value is not None:
            yield (), state._replace(known={**state.known, cell: kept})

    def _member(self, node: n.Member, want: bool, state: State) -> Iterator[tuple[tuple[Goal, ...], State]]:
        value = bare(node.value)
        match value:
            case n.Fact():
                if value.definition is not None:
                    yield ((n.Member(shifted(value.definition, value.back or 0), node.leaves), want),), state
                else:
                    yield from self._limit(cell_of(value), ("in" if want else "not in", node.leaves), state)
            case n.Const():
                if (value.value <= node.leaves) == want:
                    yield (), state
            case n.If():
                for held, branch in ((True, value.then), (False, value.otherwise)):
                    yield ((value.condition, held), (n.Member(branch, node.leaves), want)), state
            case n.Step():
                for index in range(len(value.branches) - 1, -1, -1):
                    yield (*tier_goals(value, index), (n.Member(value.branches[index], node.leaves), want)), state
            case n.Switch():
                taken: frozenset[str] = frozenset()
                for leaves, branch in value.cases:
                    taken |= leaves
                    yield ((n.Member(value.driver, leaves), True), (n.Member(branch, node.leaves), want)), state
                yield ((n.Member(value.driver, taken), False), (n.Member(value.otherwise, node.leaves), want)), state
            case n.Reading():
                for option, branch in value.options:
                    if state.readings.get(value.name, option) == option:
                        after = state._replace(readings={**state.readings, value.name: option})
                        yield ((n.Member(branch, node.leaves), want),), after

    def _compare(self, node: n.Compare, want: bool, state: State) -> Iterator[tuple[tuple[Goal, ...], State]]:
        op = node.op if want else TURNED[node.op]
        left, right = bare(node.a), bare(node.b)
        if isinstance(left, n.Const) and not isinstance(right, n.Const):
            left, right, op = right, left, n.FLIPPED[op]
        if isinstance(left, n.Const) and isinstance(right, n.Const):
            if HOLDS[op](left.value, right.value):
                yield (), state
            return
        if isinstance(left, n.Reading):
            for option, branch in left.options:
                if state.readings.get(left.name, option) == option:
                    after = state._replace(readings={**state.readings, left.name: option})
                    yield ((n.Compare(op, branch, right), True),), after
            return
        cell = self._cell(left)
        if cell is not None and isinstance(right, n.Const):
            yield from self._limit(cell, (op, right.value), state)
            if kind_of(left) == t.DATE and not want and cell.owner != SPECIAL:
                yield from self._limit(cell, ("=", NEVER), state)
        elif kind_of(left) == t.BOOL and isinstance(right, n.Const):
            yield ((left, right.value is (op == "=")),), state
        elif isinstance(left, n.Fact) and left.definition is not None:
            yield ((n.Compare(op, shifted(left.definition, left.back or 0), right), True),), state
        elif isinstance(left, n.Over) and left.kind == "years" and left.body is not None:
            yield ((n.Compare(op, shifted(left.body, 1), right), True),), state
        elif not any("#" in (fact.owner or "") for fact in facts_below(node)):
            tried = (*state.tried, (n.Compare(op, left, right), True))
            yield (*counting(left), *counting(right)), state._replace(tried=tried)

    def _cell(self, node: Node) -> Cell | None:
        """The cell that a node shows as it is."""
        match node:
            case n.Fact(definition=None):
                return cell_of(node)
            case n.Clock(what="date"):
                return DAY
            case n.Clock(what="year"):
                return YEAR_JUDGED
            case n.Over(how="count", where=None) if node.kind != "years":
                return copies(node.kind)
            case n.Result(what="received") | n.Result(what="received now") if "*" not in node.measure:
                return money_from(node)
        return None


def _of_other(node: Node, kind: str, other: str) -> Node:
    """A tree that looks at another record of a kind."""

    def change(item: Node) -> Node:
        if isinstance(item, n.Fact) and item.owner == kind:
            return n.Fact(item.name, item.type, other, item.back, item.at, item.low, item.high, item.definition)
        return item

    return mapped(node, change)


def counting(node: Node) -> tuple[Goal, ...]:
    """What makes records count in the sums and counts of a value."""
    overs = [x for x in everything(node) if isinstance(x, n.Over) and x.kind != "years"]
    return tuple((x.where, True) for x in overs if x.where is not None)


def special(known: tuple[Constraint, ...]) -> int | None:
    """A whole number that some constraints allow: a day, a year, a number of records, an amount received."""
    near = [x + d for _, x in known for d in (0, 1, -1)]
    near += [(a[1] + b[1]) // 2 for a in known for b in known]
    return next((int(x) for x in near if x >= 0 and all(HOLDS[op](x, v) for op, v in known)), None)


def moving(node: Node) -> list[Cell]:
    """The cells that move a node, those of the year in hand first."""
    found: dict[Cell, None] = {}
    for item in everything(node):
        match item:
            case n.Over(how="count") if item.kind != "years":
                found[copies(item.kind)] = None
            case n.Over(kind="years") if item.body is not None:
                found |= {cell_of(f): None for f in facts_below(shifted(item.body, 1)) if _moves(f)}
            case n.Clock(what="date"):
                found[DAY] = None
            case n.Clock(what="year"):
                found[YEAR_JUDGED] = None
            case n.Result() if item.what != "given" and "*" not in item.measure:
                found[money_from(item)] = None
    facts = {cell_of(f): None for f in facts_below(node) if _moves(f)}
    if isinstance(node, n.Over) and node.kind == "years":
        facts = {}
    return sorted({**facts, **found}, key=lambda c: (c.owner == SPECIAL, c.back or 0))


def _moves(fact: n.Fact) -> bool:
    return t.is_amount(fact.type.kind) or fact.type.kind == t.DATE
