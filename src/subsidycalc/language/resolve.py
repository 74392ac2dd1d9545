"""Syntax → typed tree: names become facts, figures and steps; literals get their unit; types are checked."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import Place, nearest
from ..rulebook.vocabulary import FactDecl
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.types import Type, combined, comparable
from ..tree.walk import never_negative
from ..values.days import parse_day, parse_period
from ..values.quantities import QuantityError, parse_quantity, parse_share
from .expressions import ExpressionError, Syntax, parse
from .source import Trail

if TYPE_CHECKING:
    from .context import Policies

DURATION = "duration"
DAYS = "days"
WINDOW = "window"
_COMPARISONS = {"≥": ">=", "≤": "<=", "≠": "!=", "==": "="}
_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "是": True, "否": False}


class Hand(NamedTuple):
    """Where an expression stands: which records are in hand, what has been shown positive, and its place."""

    record: str | None
    trail: Trail
    guards: tuple[Node, ...] = ()
    quoted: bool = False


class Typed(NamedTuple):
    """A tree with what it yields."""

    node: Node
    type: Type
    literal: str = ""
    """The literal as it was written, if the tree is one."""

    @property
    def kind(self) -> str:
        """The kind of the type."""
        return self.type.kind


class Wrong(Exception):
    """An expression with a fault; it is reported at its column."""

    def __init__(self, code: str, column: int, **params: Any) -> None:
        super().__init__(code)
        self.code, self.column, self.params = code, column, params


BOOL = Type(t.BOOL)


class Resolver:
    """Makes trees of the expressions of one policy (or of the vocabulary's definitions)."""

    def __init__(self, scope: Policies) -> None:
        self.scope = scope

    def expression(self, text: str, hand: Hand, want: str | None) -> Typed:
        """The tree of an expression; ``want`` is the kind that its place asks for.

        A fault is reported, and a harmless value of the wanted kind stands in, so that reading goes on.
        """
        try:
            found = self.tree(parse(text), hand)
            return self.fitted(found, want, 0)
        except (ExpressionError, Wrong) as error:
            self.scope.fault(error.code, hand.trail, column=error.column, **error.params)
        except QuantityError as error:
            self.scope.fault(error.code, hand.trail, **error.params)
        return Typed(n.FALSE if want == t.BOOL else n.Const(0, want or t.NUMBER), Type(want or t.NUMBER))

    def fitted(self, found: Typed, want: str | None, column: int) -> Typed:
        """A tree made to fit the kind that its place asks for."""
        if want is None or found.kind == want:
            return found
        if found.literal:
            value = self.literal(found.literal, want, column)
            if value is not None:
                return Typed(n.Const(value, want), Type(want), found.literal)
        elif want in t.NUMERIC and found.kind in t.NUMERIC:
            return found
        raise Wrong("type.wanted", column, wanted=self.scope.kind_name(want), found=self.scope.kind_name(found.kind))

    def literal(self, text: str, want: str, column: int) -> Any:
        """The value of a literal where a kind is asked for, ``None`` if it is of another kind."""
        try:
            if want in (t.RATE, t.RATIO):
                return parse_share(text, bounded=want == t.RATE)
            quantity = parse_quantity(text)
        except QuantityError as error:
            raise Wrong(error.code, column, **error.params) from None
        if want == t.MONEY and quantity.kind == "number":
            if quantity.value == 0:
                return 0
            raise Wrong("money.no_unit", column, text=text)
        if want == t.WHOLE and quantity.kind == "number" and quantity.value.denominator == 1:
            return int(quantity.value)
        if want in (t.NUMBER, t.POINTS) and quantity.kind in ("number", "rate", "points"):
            if want == t.POINTS and quantity.kind == "number":
                return None
            return quantity.value
        return None

    # -- syntax by kind ---------------------------------------------------------------------------------------

    def tree(self, syntax: Syntax, hand: Hand) -> Typed:
        """The typed tree of a piece of syntax.

        Raises:
            Wrong: an unknown name, types that do not go together, a literal without its unit.
        """
        handler: Callable[[Syntax, Hand], Typed] = getattr(self, f"_{syntax.kind}")
        return handler(syntax, hand)

    def truth(self, syntax: Syntax, hand: Hand) -> Node:
        """The tree of a condition."""
        return self.fitted(self.tree(syntax, hand), t.BOOL, syntax.column).node

    def _group(self, syntax: Syntax, hand: Hand) -> Typed:
        return self.tree(syntax.parts[0], hand)._replace(literal="")

    def _quantity(self, syntax: Syntax, hand: Hand) -> Typed:
        text = syntax.parts[0]
        try:
            if ":" in text:
                return Typed(n.Const(parse_share(text, bounded=False), t.RATIO), Type(t.RATIO), text)
            quantity = parse_quantity(text)
        except QuantityError as error:
            raise Wrong(error.code, syntax.column, **error.params) from None
        kind = {"money": t.MONEY, "rate": t.RATE, "points": t.POINTS, "duration": DURATION}.get(quantity.kind)
        if kind is None:
            kind = t.WHOLE if quantity.value.denominator == 1 else t.NUMBER
        value: Any = (quantity.value, quantity.unit) if kind == DURATION else quantity.value
        return Typed(n.Const(value, kind), Type(kind), text)

    def _day(self, syntax: Syntax, hand: Hand) -> Typed:
        try:
            return Typed(n.Const(parse_day(syntax.parts[0]), t.DATE), Type(t.DATE))
        except QuantityError as error:
            raise Wrong(error.code, syntax.column, **error.params) from None

    def _name(self, syntax: Syntax, hand: Hand) -> Typed:
        word = syntax.parts[0]
        found = self.scope.named(word, hand)
        if found is not None:
            return found
        fact = self.scope.vocabulary.find(word, hand.record)
        if fact is not None:
            return self.fact(fact, syntax.column, back=0 if fact.per == "year" else None)
        if word in _YES_NO:
            return Typed(n.Const(_YES_NO[word], t.BOOL), BOOL, word)
        raise self._unknown(word, syntax.column, hand)

    def _unknown(self, word: str, column: int, hand: Hand) -> Wrong:
        glued = next((c for c in "且或非" if c in word[0 if c == "非" else 1 :]), None)
        if glued and self.scope.vocabulary.record_named(word) is None:
            return Wrong(
                "name.glued",
                column,
                word=word,
                glued=glued,
                spaced=f" {glued} ".join(word.split(glued)).strip(),
            )
        owners = self.scope.vocabulary.owners_of(word)
        if owners:
            owner = owners[0]
            return Wrong("name.of_record", column, word=word, records=owner.name, one=owner.one)
        known = self.scope.names(hand)
        close = nearest(word, known)
        return Wrong(
            "name.unknown_near" if close else "name.unknown",
            column,
            word=word,
            near=close[0] if close else "",
        )

    def fact(self, fact: FactDecl, column: int, *, back: int | None = None, at: Any = None) -> Typed:
        """The tree of a fact, in the period asked for."""
        if fact.type.kind == t.TEXT:
            raise Wrong("name.text_fact", column, word=fact.name)
        if fact.per and back is None and at is None:
            raise Wrong("period.missing", column, word=fact.name, per=self.scope.word(f"per.{fact.per}"))
        definition = self.scope.definition(fact) if fact.defined else None
        node = n.Fact(fact.name, fact.type, fact.owner, back, at, fact.low, fact.high, definition)
        return Typed(node, fact.type)

    def _of(self, syntax: Syntax, hand: Hand) -> Typed:
        item, period = syntax.parts
        word = item.parts[0] if item.kind == "name" else None
        fact = self.scope.vocabulary.find(word, hand.record) if word else None
        if fact is None or not fact.per:
            if fact is None and word is not None and self.scope.named(word, hand) is None:
                raise self._unknown(word, item.column, hand)
            raise Wrong("period.no_series", syntax.column, word=word or "…")
        if period == "last year":
            if fact.per != "year":
                raise Wrong(f"period.{fact.per}", syntax.column, text=period)
            return self.fact(fact, syntax.column, back=1)
        try:
            return self.fact(fact, syntax.column, at=parse_period(period, fact.per))
        except QuantityError as error:
            raise Wrong(error.code, syntax.column, **error.params) from None

    def _on(self, syntax: Syntax, hand: Hand) -> Typed:
        raise Wrong("expression.no_day_series", syntax.column)

    def _or(self, syntax: Syntax, hand: Hand) -> Typed:
        return Typed(n.Or(tuple(self.truth(p, hand) for p in syntax.parts)), BOOL)

    def _and(self, syntax: Syntax, hand: Hand) -> Typed:
        return Typed(n.And(tuple(self.truth(p, hand) for p in syntax.parts)), BOOL)

    def _not(self, syntax: Syntax, hand: Hand) -> Typed:
        return Typed(n.Not(self.truth(syntax.parts[0], hand)), BOOL)

    def _if(self, syntax: Syntax, hand: Hand) -> Typed:
        condition = self.truth(syntax.parts[0], hand)
        inner = hand._replace(guards=hand.guards + _shown_positive(condition))
        wanted = None
        for part in syntax.parts[1:]:
            wanted = wanted or self._option_type(part, hand)
        then = self._branch(syntax.parts[1], inner, wanted)
        other = self._branch(syntax.parts[2], hand, wanted)
        then, other = self.paired(then, other, syntax.column)
        kind = combined(then.kind, other.kind)
        return Typed(n.If(condition, then.node, other.node), Type(kind, then.type.options))

    def _option_type(self, syntax: Syntax, hand: Hand) -> Type | None:
        return self.scope.wanted_choice

    def _branch(self, syntax: Syntax, hand: Hand, wanted: Type | None) -> Typed:
        if wanted is not None and wanted.options is not None and syntax.kind == "name":
            leaves = self._leaves(syntax, wanted)
            return Typed(n.Const(leaves, t.CHOICE), wanted)
        return self.tree(syntax, hand)

    def paired(self, a: Typed, b: Typed, column: int) -> tuple[Typed, Typed]:
        """Two trees made comparable: literals take the kind of the other side."""
        if a.kind != b.kind:
            if b.literal and not a.literal:
                b = self._like(b, a, column)
            elif a.literal and not b.literal:
                a = self._like(a, b, column)
            elif a.literal and b.literal and t.MONEY in (a.kind, b.kind):
                a, b = self._like(a, b, column), self._like(b, a, column)
        if not comparable(a.kind, b.kind):
            raise Wrong("type.apart", column, a=self.scope.kind_name(a.kind), b=self.scope.kind_name(b.kind))
        return a, b

    def _like(self, literal: Typed, other: Typed, column: int) -> Typed:
        want = other.kind
        if want not in (t.MONEY, t.RATE, t.RATIO):
            return literal
        value = self.literal(literal.literal, want, column)
        return literal if value is None else Typed(n.Const(value, want), Type(want), literal.literal)

    def _compare(self, syntax: Syntax, hand: Hand) -> Typed:
        items, signs = syntax.parts[::2], syntax.parts[1::2]
        parts = [
            self._compared(items[i], _COMPARISONS.get(str(sign), str(sign)), items[i + 1], hand)
            for i, sign in enumerate(signs)
        ]
        return Typed(parts[0] if len(parts) == 1 else n.And(tuple(parts)), BOOL)

    def _compared(self, left: Syntax, op: str, right: Syntax, hand: Hand) -> Node:
        if op in ("=", "!="):
            return self._equal(left, op, right, hand)
        a, b = self.paired(self.tree(left, hand), self.tree(right, hand), left.column)
        if a.kind in (t.BOOL, t.CHOICE, t.CHOICES, DURATION, WINDOW):
            raise Wrong("type.no_order", left.column, kind=self.scope.kind_name(a.kind))
        return n.Compare(op, a.node, b.node)

    def _equal(self, left: Syntax, op: str, right: Syntax, hand: Hand) -> Node:
        a = self.tree(left, hand)
        if a.kind in (t.CHOICE, t.CHOICES):
            if right.kind not in ("name", "product", "quantity"):
                raise Wrong("type.option_wanted", right.column, word=str(left.parts[0]))
            node: Node = n.Member(a.node, self._leaves(right, a.type), (self._option(right, a.type),))
        else:
            b = self.tree(right, hand)
            a, b = self.paired(a, b, left.column)
            if a.kind not in (t.BOOL, t.WHOLE, t.DATE):
                raise Wrong("type.no_equality", left.column, kind=self.scope.kind_name(a.kind))
            if a.kind == t.BOOL and isinstance(b.node, n.Const):
                node = a.node if b.node.value else n.Not(a.node)
            else:
                return n.Compare(op, a.node, b.node)
        return n.Not(node) if op == "!=" else node

    def _option(self, syntax: Syntax, choice: Type) -> str:
        word = str(syntax.parts[0])
        assert choice.options is not None
        found = choice.options.names.get(word)
        if found is None:
            close = nearest(word, choice.options.names)
            raise Wrong(
                "choice.unknown",
                syntax.column,
                word=word,
                options=", ".join(list(choice.options)[:12]),
                near=close[0] if close else next(iter(choice.options), ""),
            )
        return found

    def _leaves(self, syntax: Syntax, choice: Type) -> frozenset[str]:
        assert choice.options is not None
        return choice.options.leaves[self._option(syntax, choice)]

    def _member(self, syntax: Syntax, hand: Hand) -> Typed:
        item, options = syntax.parts
        value = self.tree(item, hand)
        if value.kind == t.DATE:
            return Typed(self._in_window(value.node, options, hand), BOOL)
        if value.kind not in (t.CHOICE, t.CHOICES):
            raise Wrong("type.no_members", item.column, kind=self.scope.kind_name(value.kind))
        words = options.parts if options.kind == "options" else (options,)
        leaves: frozenset[str] = frozenset()
        for word in words:
            leaves |= self._leaves(word, value.type)
        shown = tuple(self._option(word, value.type) for word in words)
        return Typed(n.Member(value.node, leaves, shown), BOOL)

    def _in_window(self, day: Node, options: Syntax, hand: Hand) -> Node:
        word = options.parts[0] if options.kind == "name" else None
        if word == "year":
            return n.And((n.Compare(">=", day, n.Clock("first_day")), n.Compare("<=", day, n.Clock("last_day"))))
        window = self.scope.window(word) if isinstance(word, str) else None
        if window is None:
            raise Wrong("type.window_wanted", options.column)
        start, end = window
        parts = [] if start is None else [n.Compare(">=", day, start)]
        parts += [] if end is None else [n.Compare("<", day, end)]
        return n.And(tuple(parts))

    # -- arithmetic -------------------------------------------------------------------------------------------

    def _negate(self, syntax: Syntax, hand: Hand) -> Typed:
        value = self.tree(syntax.parts[0], hand)
        self._number(value, syntax.column)
        if isinstance(value.node, n.Const):
            literal = f"-{value.literal}" if value.literal else ""
            return Typed(n.Const(-value.node.value, value.kind), value.type, literal)
        return Typed(n.Mul(n.Const(-1, t.NUMBER), value.node), value.type)

    def _number(self, value: Typed, column: int) -> None:
        if value.kind != t.MONEY and value.kind not in t.NUMERIC:
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
                times=f"× {float(factor):g}",
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
        if t.MONEY in (a.kind, b.kind):
            kind = t.MONEY
        elif a.kind == b.kind == t.WHOLE:
            kind = t.WHOLE
        else:
            kind = t.RATE if a.kind == b.kind == t.RATE else t.RATIO if t.RATIO in (a.kind, b.kind) else t.NUMBER
        return Typed(n.Mul(a.node, b.node), Type(kind))

    def _over_(self, a: Typed, b: Typed, item: Syntax, hand: Hand) -> Typed:
        if b.kind == t.MONEY and a.kind != t.MONEY:
            raise Wrong("money.divides", item.column)
        kind = t.MONEY if a.kind == t.MONEY and b.kind != t.MONEY else t.RATIO
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
        inner = hand._replace(record=record.name)
        chain = self.scope.vocabulary.chain(record.name)
        within = hand.record if hand.record in chain[1:] else None
        where = None if condition is None else self.truth(condition, inner)
        if how == "count":
            if body is not None and where is None:
                where = self.truth(body, inner)
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


def _shown_positive(condition: Node) -> tuple[Node, ...]:
    """The nodes that a condition shows to be above zero."""
    match condition:
        case n.And():
            return tuple(x for part in condition.parts for x in _shown_positive(part))
        case n.Compare(op=">", a=a, b=n.Const(value=value)) if value >= 0:
            return (a,)
        case n.Compare(op=">=", a=a, b=n.Const(value=value)) if value > 0:
            return (a,)
        case n.Compare(op="<", a=n.Const(value=value), b=b) if value >= 0:
            return (b,)
        case n.Compare(op="<=", a=n.Const(value=value), b=b) if value > 0:
            return (b,)
    return ()


def at_column(place: Place, column: int, quoted: bool) -> Place:
    """The place of a column inside an expression that starts at ``place``."""
    return place.shifted(column + (1 if quoted else 0))


def floored(node: Node) -> Node:
    """A number that does not fall below zero."""
    return node if never_negative(node) else n.Max((n.ZERO, node))
