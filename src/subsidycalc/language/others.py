"""What an expression reads of other measures: money received under them, and what one of them comes to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..diagnostics import nearest
from ..rulebook.model import Measure
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.types import Type
from . import uses
from .expressions import Syntax
from .typed import Hand, Typed, Wrong

if TYPE_CHECKING:
    from .context import Policies

MONEY = Type(t.MONEY)
AMOUNT = n.AMOUNT_OF


def received(scope: Policies, items: list[Syntax], syntax: Syntax, hand: Hand) -> Typed:
    """``received(measure)``, ``received("pack/measure")``, ``received(level = city and support = award)``.

    With ``, year`` only what the year judged brought; else everything up to it.
    """
    if not items:
        raise Wrong("received.form", syntax.column)
    what, *when = items
    if len(when) > 1 or (when and when[0].parts != ("year",)):
        raise Wrong("received.form", syntax.column)
    word = "received now" if when else "received"
    if what.kind == "name":
        name = str(what.parts[0])
        scope.note([uses.Thing(uses.MEASURE, *scope.split(name))], hand, what.column, name)
        if "/" in name:
            return Typed(n.Result(name, word, 1), MONEY)
        if name not in scope.measures:
            raise _unknown(scope, what)
        return Typed(n.Result(scope.id(name), word, date.fromordinal(scope.since).year), MONEY)
    given = dict(_selectors(what))
    return Typed(n.Result("", word, 1, given.get("level"), given.get("support")), MONEY)


def _unknown(scope: Policies, syntax: Syntax) -> Wrong:
    near = nearest(str(syntax.parts[0]), scope.measures) or scope.measures
    return Wrong("received.measure", syntax.column, word=syntax.parts[0], near=", ".join(near))


def _selectors(syntax: Syntax) -> list[tuple[str, str]]:
    if syntax.kind in ("and", "group"):
        return [pair for part in syntax.parts for pair in _selectors(part)]
    if syntax.kind == "compare" and len(syntax.parts) == 3 and str(syntax.parts[1]) == "=":
        left, _, right = syntax.parts
        if left.kind == right.kind == "name" and left.parts[0] in ("level", "support"):
            return [(str(left.parts[0]), str(right.parts[0]))]
    raise Wrong("received.form", syntax.column)


def amount(scope: Policies, items: list[Syntax], syntax: Syntax, hand: Hand) -> Typed:
    """``amount(measure)``: what another measure of the policy comes to by itself, nothing where it is not due."""
    if len(items) != 1 or items[0].kind != "name" or scope.measure is None:
        raise Wrong("function.arguments", syntax.column, function="amount")
    name = str(items[0].parts[0])
    found = scope.measure(name, hand)
    if found is None:
        raise _unknown(scope, items[0])
    scope.note([uses.Thing(uses.MEASURE, scope.policy, name)], hand, items[0].column, name)
    if found.for_each is not None and found.for_each not in scope.vocabulary.chain(hand.record):
        one = scope.vocabulary.records[found.for_each].one
        raise Wrong("amount.record", items[0].column, word=name, one=one)
    if len(found.variants) != 1 or found.variants[0].caps or found.variants[0].counts:
        raise Wrong("amount.limits", items[0].column, word=name)
    return Typed(n.Ref(f"{AMOUNT}{found.id}", _due(found)), MONEY)


def _due(measure: Measure) -> Node:
    holds = [c.node for c in (*measure.conditions, *measure.record_conditions)]
    return n.If(n.And((*holds, measure.applies)), measure.variants[0].amount, n.ZERO)
