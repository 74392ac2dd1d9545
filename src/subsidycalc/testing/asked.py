"""What the rules of a book ask for: facts, periods, records, and the figures at which an answer turns."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from ..rulebook.clauses import Clause
from ..rulebook.model import FIRM, YEAR, Book, Measure
from ..rulebook.vocabulary import FOUNDED, FactDecl
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.walk import everything
from ..values.days import shift
from ..values.ranges import Number

Key = tuple[str | None, str]
"""A fact: the kind of record that has it (``None``: the firm), and its name."""
OLDEST = 10**5
"""A smaller number is a count, not a day."""


class Wish(NamedTuple):
    """What a measure would like a fact to be: one of some values, or on one side of a figure."""

    op: str
    value: Any


class Ask:
    """How the rules look at one fact.

    ``back`` counts periods before the one in hand, ``at`` has fixed ones; ``history`` says that all earlier years
    are looked at. ``bounds`` are the figures that it is compared with, ``wishes`` what measures want of it.
    """

    def __init__(self, decl: FactDecl) -> None:
        self.decl = decl
        self.back: set[int] = set()
        self.at: set[int | str] = set()
        self.history = False
        self.plain = True
        """Whether it is only compared as it is: then a day may be ``never``."""
        self.bounds: dict[Number, None] = {}
        self.spans: set[tuple[int, str]] = set()
        self.wishes: dict[str, list[Wish]] = {}


class Asked:
    """Everything that a rule book asks."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.facts: dict[Key, Ask] = {}
        self.kinds: list[str] = []
        self.days: dict[int, None] = {}
        self.years: set[int] = set()
        self.pool: dict[str, dict[Number, None]] = {}
        """Every figure of a kind that stands in the rules."""
        self.keys = {kind: set[str]() for kind in book.vocabulary.records}
        """Facts of a record that caps count by: never gaps."""
        self.received = False
        for policy in book.policies.values():
            self.days |= dict.fromkeys(d for d in policy.in_force[:2] if d is not None)
        for measure in book.measures():
            self._measure(measure)
        for clause in book.clauses:
            self._clause(clause)
        self.parents = {k: r.parent for k, r in book.vocabulary.records.items() if r.parent is not None}

    # -- measures ---------------------------------------------------------------------------------------------

    def _measure(self, measure: Measure) -> None:
        if measure.for_each is not None:
            self._kind(measure.for_each)
        for tree in trees_of(measure):
            self._tree(tree)
        for condition in (*measure.conditions, *measure.record_conditions):
            if condition.role in ("who", "which"):
                self._wish(condition.node, measure.id)
        self._wish(measure.applies, measure.id)
        self._ceilings(measure)
        limits = [x for v in measure.variants for x in (*v.caps, *v.counts)]
        self.received = self.received or bool(limits) or not measure.each_year
        for word in {w for limit in limits for w in limit.scope} - {FIRM, YEAR}:
            if measure.for_each is not None:
                self._key(measure.for_each, word)

    def _clause(self, clause: Clause) -> None:
        """A clause on how measures combine: its ceiling, and what tells the groups of awards apart."""
        self.received = True
        if clause.value is not None:
            self._tree(clause.value)
        measures = {m.id: m for m in self.book.measures()}
        kinds = {measures[id_].for_each for id_ in clause.measures() if id_ in measures}
        for owner in {owner for kind in kinds for owner in self.book.vocabulary.chain(kind) if owner is not None}:
            for word in clause.key:
                self._key(owner, word)

    def _key(self, owner: str, word: str) -> None:
        """A fact of a record that a scope names: it is always given."""
        name = self.book.vocabulary.words.get(owner, {}).get(word)
        if name is not None:
            self.keys[owner].add(name)
            self._ask(owner, name)

    def _kind(self, kind: str) -> None:
        """A kind of record, behind the kind that it belongs to."""
        parent = self.book.vocabulary.records[kind].parent
        if parent is not None:
            self._kind(parent)
        if kind not in self.kinds:
            self.kinds.append(kind)

    def _ask(self, owner: str | None, name: str) -> Ask:
        if owner is not None:
            self._kind(owner)
        key = owner, name
        if key not in self.facts:
            self.facts[key] = Ask(self.book.vocabulary.of(owner)[name])
        return self.facts[key]

    # -- trees ------------------------------------------------------------------------------------------------

    def _tree(self, tree: Node) -> None:
        for node in dict.fromkeys(everything(tree)):
            match node:
                case n.Fact(definition=None):
                    self._fact(node)
                case n.Over():
                    self._over(node)
                case n.Compare():
                    self._compare(node.a, node.b)
                    self._compare(node.b, node.a)
                case n.Step():
                    for bound in node.bounds:
                        self._turn(node.driver, bound)
                case n.Const() if node.value is not True and node.value is not False:
                    self.pool.setdefault(node.kind, {})[node.value] = None
                case n.Shift() | n.Span():
                    for fact in facts_below(node):
                        self._ask(fact.owner, fact.name).plain = False

    def _fact(self, node: n.Fact) -> None:
        ask = self._ask(node.owner, node.name)
        if node.back is not None:
            ask.back.add(node.back)
        if node.at is not None:
            ask.at.add(node.at)

    def _over(self, node: n.Over) -> None:
        if node.kind != "years":
            self._kind(node.kind)
            return
        for fact in facts_below(node):
            if fact.back is not None and fact.definition is None:
                self._ask(fact.owner, fact.name).history = True
                if FOUNDED in self.book.vocabulary.facts:
                    self._ask(None, FOUNDED)

    def _compare(self, a: Node, b: Node) -> None:
        bound = constant(b)
        if isinstance(bound, (int, Fraction)) and not isinstance(bound, bool):
            self._turn(a, bound)

    def _turn(self, driver: Node, bound: Number) -> None:
        """A figure at which something turns, for every fact that the driver looks at."""
        while isinstance(driver, n.Ref):
            driver = driver.value
        match driver:
            case n.Clock(what="year"):
                self.years.add(int(bound))
            case n.Clock():
                self.days[int(bound)] = None
            case n.Span():
                for fact in facts_below(driver):
                    self._ask(fact.owner, fact.name).spans.add((int(bound), driver.unit))
            case n.Shift(day=n.Fact() as fact) if isinstance(constant(driver.count), int):
                day = shift(int(bound), -int(constant(driver.count)), driver.unit)
                self._ask(fact.owner, fact.name).bounds[day] = None
            case _:
                for fact in facts_below(driver):
                    if fact.type.kind != t.DATE or bound >= OLDEST:
                        self._ask(fact.owner, fact.name).bounds[bound] = None

    def _ceilings(self, measure: Measure) -> None:
        """Where a share of a fact meets a ceiling of the measure: the ceiling divided by the rate."""
        for variant in measure.variants:
            nodes = dict.fromkeys(everything(variant.amount))
            caps = {constant(p) for x in nodes if isinstance(x, n.Min) for p in x.parts}
            caps |= {constant(limit.value) for limit in variant.caps}
            for node in nodes:
                rate = constant(node.b) if isinstance(node, n.Mul) else None
                if not isinstance(node, n.Mul) or not isinstance(rate, (int, Fraction)) or rate <= 0:
                    continue
                for fact in facts_below(node.a) if node.a in nodes else ():
                    for cap in caps:
                        if isinstance(cap, int) and fact.type.kind == t.MONEY and cap is not True:
                            self._ask(fact.owner, fact.name).bounds[int(cap / rate)] = None

    # -- what measures want -----------------------------------------------------------------------------------

    def _wish(self, node: Node, measure: str) -> None:
        """What would make a condition hold, as far as a fact alone decides."""
        match node:
            case n.Ref():
                self._wish(node.value, measure)
            case n.And() | n.Or():
                for part in node.parts:
                    self._wish(part, measure)
            case n.Fact(definition=None):
                self._want(node, measure, Wish("=", True))
            case n.Not(part=n.Fact(definition=None) as fact):
                self._want(fact, measure, Wish("=", False))
            case n.Member(value=n.Fact(definition=None) as fact):
                self._want(fact, measure, Wish("in", tuple(sorted(node.leaves))))
            case n.Compare(a=n.Fact(definition=None) as fact) if constant(node.b) is not None:
                self._want(fact, measure, Wish(node.op, constant(node.b)))
            case n.Compare(b=n.Fact(definition=None) as fact) if constant(node.a) is not None:
                self._want(fact, measure, Wish(n.FLIPPED[node.op], constant(node.a)))
            case n.Step(driver=n.Fact(definition=None) as fact):
                self._want(fact, measure, Wish(">=" if node.reached else ">", node.bounds[0]))

    def _want(self, fact: n.Fact, measure: str, wish: Wish) -> None:
        self._ask(fact.owner, fact.name).wishes.setdefault(measure, []).append(wish)


def trees_of(measure: Measure) -> Iterator[Node]:
    """Every tree of a measure: conditions, whether a row applies, amounts, caps and counts."""
    yield from (c.node for c in (*measure.conditions, *measure.record_conditions))
    yield measure.applies
    for variant in measure.variants:
        yield variant.amount
        yield from (limit.value for limit in (*variant.caps, *variant.counts))


def constant(node: Node) -> Any:
    """What a node holds if it is a published figure, else ``None``."""
    while isinstance(node, n.Ref):
        node = node.value
    return node.value if isinstance(node, n.Const) else None


def facts_below(node: Node) -> list[n.Fact]:
    """The facts that a tree looks at; of computed ones those that they are computed from."""
    return [x for x in dict.fromkeys(everything(node)) if isinstance(x, n.Fact) and x.definition is None]
