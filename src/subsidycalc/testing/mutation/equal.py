"""Whether a changed rule still means the same: shown by comparing trees, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from ...rulebook.clauses import Clause
from ...rulebook.model import Book, Condition, Limit, Measure
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import everything, mapped
from ...tree.words import kind_of
from .alike import measures_alike

SAME, SAME_VALUES, SAME_FOR_KNOWN = "same", "same_values", "same_for_known"
"""How it was shown: the trees are the same; they are once comparisons are written in one way; every firm that knows its
facts is treated alike."""


_TURNED = {"<": ">", "<=": ">="}


class Meaning(NamedTuple):
    """What decides the answers of a policy, without places and names for people: each measure, and all the rest."""

    measures: dict[str, Any]
    rest: Any


def meaning(book: Book, policy: str, *, simple: bool) -> Meaning:
    """What a policy means; ``simple``: in one normal form.

    Two policies of equal meaning give every profile the same answer.
    """
    form = _simple if simple else _plain
    made = book.policies[policy]
    measures = {m.id: _measure(m, form) for m in made.measures.values()}
    clauses = [_clause(c, form) for c in book.clauses if c.policy == policy]
    facts = book.vocabulary.everything()
    computed = [(f.owner, f.name, form(f.definition)) for f in facts if f.definition is not None]
    others = (made.level, made.region, made.in_force, made.replaces, made.replaced_by, sorted(made.readings))
    return Meaning(measures, (others, list(measures), clauses, computed))


def how_equal(before: Book, after: Book, policy: str) -> str | None:
    """How it can be shown that a policy means the same in two books; ``None`` if it cannot."""
    if meaning(before, policy, simple=False) == meaning(after, policy, simple=False):
        return SAME
    return SAME_VALUES if meaning(before, policy, simple=True) == meaning(after, policy, simple=True) else None


def alike_for_known(before: Book, after: Book, policy: str) -> bool:
    """Whether every firm that knows its facts is shown to be treated alike by a policy of two books."""
    first, second = (meaning(book, policy, simple=True) for book in (before, after))
    if first.rest != second.rest:
        return False
    pairs = zip(before.policies[policy].measures.values(), after.policies[policy].measures.values(), strict=True)
    unlike = [(a, b) for a, b in pairs if first.measures[a.id] != second.measures[b.id]]
    return all(_head(a) == _head(b) and measures_alike(a, b, before.vocabulary) for a, b in unlike)


def _head(m: Measure) -> Any:
    return m.id, m.support, m.applicants, m.for_each, m.each_year


def _measure(m: Measure, form: Any) -> Any:
    return (
        _head(m),
        _conditions(m.conditions, form),
        _conditions(m.record_conditions, form),
        form(m.applies),
        [
            (v.chosen, form(v.amount), [_limit(x, form) for x in v.caps], [_limit(x, form) for x in v.counts])
            for v in m.variants
        ],
    )


def _conditions(conditions: tuple[Condition, ...], form: Any) -> Any:
    """What must hold.

    In the normal form what always holds or stands twice is gone, and that there is a record if some record must hold.
    """
    made = [(c.role, form(c.node)) for c in conditions]
    if form is _plain:
        return made
    some = {(x.kind, x.within) for _, node in made for x in _parts(node) if isinstance(x, n.Over) and x.how == "any"}
    kept = [(role, node) for role, node in made if node != n.TRUE and not _is_there(node, some)]
    return list({node: (role, node) for role, node in reversed(kept)}.values())[::-1]


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, n.And) else (node,)


def _is_there(node: Node, some: set[tuple[str, str | None]]) -> bool:
    """Whether a condition asks for no more than one record of a kind of which another asks for more."""
    match node:
        case n.Compare(op=">=", a=n.Over(how="count", body=None, where=None) as over, b=n.Const(value=1)):
            return (over.kind, over.within) in some
    return False


def _limit(limit: Limit, form: Any) -> Any:
    return limit.scope, form(limit.value)


def _clause(c: Clause, form: Any) -> Any:
    return c.word, c.groups, c.scope, c.kind, None if c.value is None else form(c.value), c.need, c.hangs


def _plain(node: Node) -> Node:
    """The tree without the names of published figures, whose value matters, and without option trees of each load."""
    return _deep(node, _bare)


def _simple(node: Node) -> Node:
    """The tree with comparisons of whole numbers written in one way, and those that never turn settled."""
    return _deep(_plain(node), _settled)


def _deep(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree changed from its leaves, what aggregates look at and definitions included."""

    def inside(item: Node) -> Node:
        match item:
            case n.Over():
                body, where = (None if x is None else _deep(x, change) for x in (item.body, item.where))
                return change(n.Over(item.kind, item.how, body, where, item.within))
            case n.Fact(definition=Node() as below):
                made = _deep(below, change)
                return change(n.Fact(item.name, item.type, item.owner, item.back, item.at, item.low, item.high, made))
        return change(item)

    return mapped(node, inside)


def _bare(node: Node) -> Node:
    match node:
        case n.Const(figure=str()):
            return n.Const(node.value, node.kind)
        case n.Fact():
            kind = t.Type(node.type.kind)
            return n.Fact(node.name, kind, node.owner, node.back, node.at, node.low, node.high, node.definition)
    return node


def _settled(node: Node) -> Node:
    match node:
        case n.Compare():
            return _compare(node)
        case n.And():
            return _joined(n.And, node.parts, n.TRUE, n.FALSE)
        case n.Or():
            return _joined(n.Or, node.parts, n.FALSE, n.TRUE)
        case n.Not(part=n.Const(value=value)):
            return n.FALSE if value else n.TRUE
        case n.If(condition=n.Const(value=value)):
            return node.then if value else node.otherwise
    return node


def _compare(node: n.Compare) -> Node:
    """``x > k`` of whole numbers is ``x >= k + 1``; what a fact's declared bounds decide is settled."""
    if not isinstance(node.b, n.Const) or node.op in ("=", "!="):
        return node
    op, bound, kind = node.op, node.b.value, node.b.kind
    if kind_of(node.a) in t.WHOLE_KINDS and _whole(node.a):
        kind = kind_of(node.a)
        op, bound = (">=", _above(op, bound)) if op in (">", ">=") else ("<=", -_above(_TURNED[op], -bound))
    if isinstance(node.a, n.Fact) and node.a.definition is None and node.a.type.kind != t.DATE:
        low, high = node.a.low, node.a.high
        if op == ">=" and low is not None and low >= bound:
            return n.TRUE
        if op == "<=" and high is not None and high <= bound:
            return n.TRUE
    return n.Compare(op, node.a, n.Const(bound, kind))


def _above(op: str, bound: Fraction | int) -> int:
    """The first whole number at (``>=``) or above (``>``) a bound, which need not be whole itself."""
    return floor(bound) + 1 if op == ">" else ceil(bound)


def _whole(node: Node) -> bool:
    """Whether only whole numbers can stand there: facts in 分, heads or days, added and compared."""
    return all(isinstance(x, (n.Fact, n.Add, n.Min, n.Max, n.Clock)) or _one(x) for x in everything(node)) and all(
        x.type.kind in t.WHOLE_KINDS and x.definition is None for x in everything(node) if isinstance(x, n.Fact)
    )


def _one(node: Node) -> bool:
    return isinstance(node, n.Const) and isinstance(node.value, int)


def _joined(form: Any, parts: tuple[Node, ...], idle: Node, sure: Node) -> Node:
    kept = tuple(dict.fromkeys(part for part in parts if part != idle))
    if sure in kept:
        return sure
    return idle if not kept else kept[0] if len(kept) == 1 else form(kept)
