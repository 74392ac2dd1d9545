"""Arithmetic and functions of expressions: sums, products, quotients, aggregates, with their types checked."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..diagnostics import nearest
from ..rulebook.vocabulary import FactDecl
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.types import Type, combined
from ..values.quantities import decimal_text
from ..values.units import price_of, units_of
from . import uses
from .expressions import Syntax
from .typed import DURATION, Hand, Typed, Wrong

if TYPE_CHECKING:
    from .context import Policies


class Arithmetic:
    """The part of the resolver that deals with numbers; names and conditions are made in ``resolve.py``."""

    scope: Policies

    def tree(self, syntax: Syntax, hand: Hand) -> Typed:
        """The typed tree of a piece of syntax."""
        raise TypeError("the resolver makes trees")

    def truth(self, syntax: Syntax, hand: Hand) -> Node:
        """The tree of a condition."""
        raise TypeError("the resolver makes conditions")

    def fitted(self, found: Typed, want: str | None, column: int) -> Typed:
        """A tree made to fit the kind that its place asks for."""
        raise TypeError("the resolver fits trees")

    def paired(self, a: Typed, b: Typed, column: int) -> tuple[Typed, Typed]:
        """Two trees made comparable."""
        raise TypeError("the resolver pairs trees")

    def fact(self, fact: FactDecl, column: int, *, back: int | None = None, at: Any = None) -> Typed:
        """The tree of a fact."""
        raise TypeError("the resolver finds facts")

    def other(self, function: str, items: list[Syntax], syntax: Syntax, hand: Hand) -> Typed:
        """The tree of what was received, or of another measure's amount."""
        raise TypeError("the resolver reads other measures")

    def _negate(self, syntax: Syntax, hand: Hand) -> Typed:
        value = self.tree(syntax.parts[0], hand)
        self._number(value, syntax.column)
        if isinstance(value.node, n.Const):
            literal = f"-{value.literal}" if value.literal else ""
            return Typed(n.Const(-value.node.value, value.kind), value.type, literal)
        return Typed(n.Mul(n.Const(-1, t.NUMBER), value.node), value.type)

    def _number(self, value: Typed, column: int) -> None:
        if not t.is_amount(value.kind):
            raise Wrong("type.no_number", column, kind=self.scope.kind_name(value.kind))

    def _sum(self, syntax: Syntax, hand: Hand) -> Typed:
        total = self.tree(syntax.parts[0], hand)
        for sign, item in zip(syntax.parts[1::2], syntax.parts[2::2], strict=True):
            total = self._plus(total, str(sign), self.tree(item, hand), item.column)
        return total

    def _plus(self, a: Typed, sign: str, b: Typed, column: int) -> Typed:
        if a.kind == t.DATE and b.kind == DURATION and isinstance(b.node, n.Const):
            count, unit = b.node.value
            return Typed(n.Shift(a.node, n.Const(-count if sign == "-" else count, t.WHOLE), unit), a.type)
        if a.kind == b.kind == t.DATE:
            raise Wrong("type.date_difference", column)
        self._number(a, column)
        self._number(b, column)
        percent = b.literal.endswith(("%", "％", "‰")) and b.kind == t.RATE
        if a.kind == t.RATE and percent:
            number = b.literal.rstrip("%％‰")
            factor = 1 + Fraction(b.node.value if isinstance(b.node, n.Const) else 0)
            raise Wrong(
                "rate.plus_percent",
                column,
                text=b.literal,
                points=f"{number}个百分点",
                times=f"× {decimal_text(factor)}",
            )
        if t.MONEY in (a.kind, b.kind) and {a.kind, b.kind} & {t.RATE, t.POINTS, t.RATIO}:
            raise Wrong("money.plus_rate", column)
        a, b = self.paired(a, b, column)
        right = b.node
        if sign == "-":
            right = (
                n.Const(-b.node.value, b.kind, b.node.figure)
                if isinstance(b.node, n.Const)
                else n.Mul(n.Const(-1, t.NUMBER), b.node)
            )
        return Typed(n.Add((a.node, right)), Type(combined(a.kind, b.kind)))

    def _product(self, syntax: Syntax, hand: Hand) -> Typed:
        total = self.tree(syntax.parts[0], hand)
        for sign, item in zip(syntax.parts[1::2], syntax.parts[2::2], strict=True):
            other = self.tree(item, hand)
            self._number(total, syntax.column)
            self._number(other, item.column)
            total = self._times(total, other, item.column) if sign in "*×" else self._over_(total, other, item, hand)
        return total

    def _times(self, a: Typed, b: Typed, column: int) -> Typed:
        if a.kind == b.kind == t.MONEY:
            raise Wrong("money.times_money", column)
        special = [kind for kind in (a.kind, b.kind) if kind not in t.NUMERIC]
        if len(special) == 2:
            return Typed(n.Mul(a.node, b.node), Type(self._priced(a.kind, b.kind, column)))
        if special:
            kind = special[0]
        elif a.kind == b.kind == t.WHOLE:
            kind = t.WHOLE
        else:
            kind = t.RATE if a.kind == b.kind == t.RATE else t.RATIO if t.RATIO in (a.kind, b.kind) else t.NUMBER
        return Typed(n.Mul(a.node, b.node), Type(kind))

    def _priced(self, a: str, b: str, column: int) -> str:
        """The kind of a price × a quantity: what is left of the price, money once nothing is."""
        for price, unit in ((a, b), (b, a)):
            units = list(units_of(price))
            if unit in units:
                units.remove(unit)
                return price_of(tuple(units)) if units else t.MONEY
        raise Wrong("unit.times", column, a=self.scope.kind_name(a), b=self.scope.kind_name(b))

    def _over_(self, a: Typed, b: Typed, item: Syntax, hand: Hand) -> Typed:
        if b.kind not in t.NUMERIC and a.kind != b.kind:
            if b.kind == t.MONEY:
                raise Wrong("money.divides", item.column)
            raise Wrong("unit.divides", item.column, a=self.scope.kind_name(a.kind), b=self.scope.kind_name(b.kind))
        kind = t.RATIO if a.kind == b.kind or a.kind in t.NUMERIC else a.kind
        return Typed(self.division(a.node, b.node, hand), Type(kind))

    def division(self, a: Node, b: Node, hand: Hand) -> Node:
        """A quotient; a divisor that is a figure above zero, or that a condition shows positive, is guarded."""
        sure = isinstance(b, n.Const) and b.value > 0
        guarded = sure or b in hand.guards or (isinstance(b, n.Fact) and b.low is not None and b.low > 0)
        if not guarded:
            self.scope.finding("division.open", hand.trail)
        return n.Div(a, b, self.scope.gap_name(hand.trail), guarded)

    def _call(self, syntax: Syntax, hand: Hand) -> Typed:
        function, *items = syntax.parts
        if function in ("received", "amount"):
            return self.other(function, list(items), syntax, hand)
        if function == "count" and len(items) == 1 and items[0].kind == "name":
            return self._over(Syntax("over", syntax.column, ("count", None, items[0], None)), hand)
        if function in ("min", "max"):
            if not items:
                raise Wrong("function.arguments", syntax.column, function=function)
            found = [self.tree(item, hand) for item in items]
            for i in range(1, len(found)):
                found[0], found[i] = self.paired(found[0], found[i], items[i].column)
                self._number(found[i], items[i].column)
            self._number(found[0], items[0].column)
            kind = found[0].kind
            for item in found[1:]:
                kind = combined(kind, item.kind)
            made = (n.Min if function == "min" else n.Max)(tuple(f.node for f in found))
            return Typed(made, Type(kind))
        if function in ("growth", "increase") and len(items) == 1 and items[0].kind == "name":
            now = self.tree(items[0], hand)
            if not isinstance(now.node, n.Fact) or now.node.back is None:
                raise Wrong("period.no_series", items[0].column, word=str(items[0].parts[0]))
            fact = self.scope.vocabulary.find(items[0].parts[0], hand.record)
            assert fact is not None
            before = self.fact(fact, items[0].column, back=1).node
            if function == "increase":
                return Typed(n.Add((now.node, n.Mul(n.Const(-1, t.NUMBER), before))), now.type)
            quotient = self.division(now.node, before, hand)
            return Typed(n.Add((quotient, n.Const(-1, t.NUMBER))), Type(t.RATIO))
        raise Wrong("function.arguments", syntax.column, function=function)

    def _over(self, syntax: Syntax, hand: Hand) -> Typed:
        how, body, word, condition = syntax.parts
        if how not in ("sum", "count", "any", "all", "largest", "smallest") or (body is None and how != "count"):
            raise Wrong("function.arguments", syntax.column, function=how)
        record = self.scope.vocabulary.record_named(str(word.parts[0]))
        if record is None:
            close = nearest(str(word.parts[0]), self.scope.vocabulary.records)
            raise Wrong("record.unknown", word.column, word=word.parts[0], near=", ".join(close) or "–")
        self.scope.note([uses.Thing(uses.RECORD, "", record.name)], hand, word.column, str(word.parts[0]))
        inner = hand._replace(record=record.name)
        chain = self.scope.vocabulary.chain(record.name)
        within = hand.record if hand.record in chain[1:] else None
        where = None if condition is None else self.truth(condition, inner)
        if how == "count":
            if body is not None:
                held = self.truth(body, inner)
                where = held if where is None else n.And((held, where))
            return Typed(n.Over(record.name, how, None, where, within), Type(t.WHOLE))
        value = self.tree(body, inner)
        if how in ("any", "all"):
            value = self.fitted(value, t.BOOL, body.column)
        else:
            self._number(value, body.column)
        return Typed(n.Over(record.name, how, value.node, where, within), value.type)

    def _span(self, syntax: Syntax, hand: Hand) -> Typed:
        unit, *ends = syntax.parts
        start, end = (self.tree(e, hand) for e in ends)
        for value, item in ((start, ends[0]), (end, ends[1])):
            self.fitted(value, t.DATE, item.column)
        return Typed(n.Span(start.node, end.node, unit), Type(t.WHOLE))
