"""Whether two trees have the same value for every firm that knows its facts: case by case, exactly."""

from __future__ import annotations

from collections.abc import Iterator

from ...rulebook.model import Condition, Measure, Variant
from ...rulebook.vocabulary import Vocabulary
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import everything, mapped
from ...tree.words import kind_of
from .forms import NOTHING, simplest
from .known import Known

MOST_CASES = 500
"""Trees that need more cases than this are not shown to be alike."""
NOT_GIVEN = n.Const("not given", t.TEXT)
"""What a measure comes to where its conditions do not hold: told apart from an award of zero."""


def measures_alike(a: Measure, b: Measure, vocabulary: Vocabulary) -> bool:
    """Whether two measures treat every firm alike whose facts are all known, however gaps are filled and texts read.

    Conditions, rows and amounts are taken together: where no award is given, its amount does not matter.
    ``vocabulary`` has the declared bounds of facts; those by which conditions narrow missing facts are left aside.
    """
    if [v.chosen for v in a.variants] != [v.chosen for v in b.variants]:
        return False
    if not trees_alike(_in_force(a), _in_force(b)):
        return False
    return all(
        trees_alike(_given(a, x, vocabulary), _given(b, y, vocabulary)) and _limits_alike(x, y)
        for x, y in zip(a.variants, b.variants, strict=True)
    )


def _in_force(measure: Measure) -> Node:
    return n.And(tuple(c.node for c in measure.conditions if c.role == "in_force"))


def _given(measure: Measure, variant: Variant, vocabulary: Vocabulary) -> Node:
    def declared(node: Node) -> Node:
        fact = vocabulary.of(node.owner).get(node.name) if isinstance(node, n.Fact) else None
        if fact is None or not isinstance(node, n.Fact):
            return node
        return n.Fact(node.name, node.type, node.owner, node.back, node.at, fact.low, fact.high, node.definition)

    conditions: tuple[Condition, ...] = (*measure.conditions, *measure.record_conditions)
    held = n.And((*(c.node for c in conditions), measure.applies))
    return n.If(held, mapped(variant.amount, declared), NOT_GIVEN)


def _limits_alike(a: Variant, b: Variant) -> bool:
    return all(
        [limit.scope for limit in x] == [limit.scope for limit in y]
        and all(trees_alike(p.value, q.value) for p, q in zip(x, y, strict=True))
        for x, y in ((a.caps, b.caps), (a.counts, b.counts))
    )


def trees_alike(a: Node, b: Node) -> bool:
    """Whether two trees have the same value for every firm that knows its facts.

    Both are brought into their simplest form. Where they still differ, a question on which they hang is supposed to be
    answered in each way that there is: a number passes a bound or does not, a condition holds or not, a choice is among
    some options or not, a text is read in one way or another. What then agrees in every case is alike. ``False`` says
    that it could not be shown.
    """
    if any(_may_have_no_value(node) for tree in (a, b) for node in everything(tree)):
        return False
    return _Comparison().alike(a, b, NOTHING)


def _may_have_no_value(node: Node) -> bool:
    """A division by what may be zero or less leaves even a firm that knows its facts without an answer."""
    if isinstance(node, n.Div) and not node.guarded:
        low = NOTHING.span(node.b).low
        return low is None or low <= 0
    if isinstance(node, n.Fact) and node.definition is not None:
        return any(_may_have_no_value(inner) for inner in everything(node.definition))
    return False


class _Comparison:
    def __init__(self) -> None:
        self.cases = 0

    def alike(self, a: Node, b: Node, known: Known) -> bool:
        """Whether two trees agree in every case that ``known`` leaves."""
        self.cases += 1
        a, b = simplest(a, known), simplest(b, known)
        if a == b:
            return True
        question = _question(a, b)
        if question is None or self.cases > MOST_CASES:
            return False
        return all(self.alike(a, b, case) for case in _cases(question, known))


def _question(a: Node, b: Node) -> Node | None:
    """What to ask next: what one tree alone asks, else what both do; ``None`` if nothing is left to ask."""
    first, second = list(dict.fromkeys(_questions(a))), list(dict.fromkeys(_questions(b)))
    apart = [x for x in (*first, *second) if (x in first) != (x in second)]
    found = next(iter([*apart, *first]), None)
    # What hangs on another question itself is asked once that one is answered.
    while isinstance(found, (n.Compare, n.Member)) and (deeper := next(_inner(found), None)) is not None:
        found = deeper
    return found


def _questions(node: Node) -> Iterator[Node]:
    """The conditions and readings on which a tree hangs, whole comparisons before what stands in them."""
    match node:
        case n.And() | n.Or():
            for part in node.parts:
                yield from _questions(part)
        case n.Not():
            yield from _questions(node.part)
        case n.If():
            yield from _questions(node.condition)
            yield from _questions(node.then)
            yield from _questions(node.otherwise)
        case n.Reading():
            yield node
        case n.Over() if kind_of(node) == t.BOOL:
            yield node
        case n.Const() | n.Over():
            return
        case n.Fact() | n.Gap() | n.Result() | n.Member() | n.Compare() if kind_of(node) == t.BOOL:
            yield from _inner(node)
            yield node
        case _:
            if kind_of(node) == t.BOOL:
                yield node
            yield from _inner(node)


def _inner(node: Node) -> Iterator[Node]:
    if isinstance(node, n.Fact):
        return
    for name in node.fields:
        value = getattr(node, name)
        for item in value if type(value) is tuple else (value,):
            if isinstance(item, Node):
                yield from _questions(item)


def _cases(question: Node, known: Known) -> list[Known]:
    """Every way in which a question can be answered, as far as what is known admits it."""
    match question:
        case n.Reading():
            return [known._replace(readings={**known.readings, question.name: o}) for o, _ in question.options]
        case n.Member(value=value) if kind_of(value) == t.CHOICE and known.options(value) is not None:
            options = known.options(value) or frozenset()
            sides = (options & question.leaves, options - question.leaves)
            return [known._replace(choices={**known.choices, value: side}) for side in sides if side]
        case n.Compare(op=">=" | ">" as op, a=driver, b=n.Const(value=bound)) if kind_of(
            driver
        ) != t.DATE or isinstance(driver, n.Clock):
            span, reached = known.span(driver), op == ">="
            halves = (span.above(bound, reached=reached), span.below(bound, reached=reached))
            return [known._replace(spans={**known.spans, driver: half}) for half in halves if not half.empty]
    return [known._replace(truths={**known.truths, question: truth}) for truth in (True, False)]
