"""Syntax → typed tree: names become facts, figures and steps; literals get their unit; types are checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..diagnostics import nearest
from ..rulebook.vocabulary import FactDecl
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.types import Type, combined, comparable
from ..tree.walk import never_negative
from ..values.days import LAST_DAY, parse_calendar_day, parse_period
from ..values.quantities import Quantity, QuantityError, parse_quantity, parse_share
from ..values.units import UNITS
from . import others, uses
from .arithmetic import Arithmetic
from .expressions import ExpressionError, Syntax, parse
from .typed import DURATION, WINDOW, Broken, Hand, Typed, Window, Wrong

if TYPE_CHECKING:
    from .context import Policies

_COMPARISONS = {"≥": ">=", "≤": "<=", "≠": "!=", "==": "="}
_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "是": True, "否": False}
BOOL = Type(t.BOOL)
MAX_SIZE = 20_000
"""How large a tree may grow: named steps that use each other twice double it at every step."""


_BOUND = re.compile(r"(\D+)(\d.*?)(以上|以下)")
"""A name, a number and a bare 以上 or 以下, written as one word."""


class Resolver(Arithmetic):
    """Makes trees of the expressions of one policy (or of the vocabulary's definitions)."""

    def __init__(self, scope: Policies) -> None:
        self.scope = scope

    def expression(self, text: str, hand: Hand, want: str | None) -> Typed:
        """The tree of an expression; ``want`` is the kind that its place asks for.

        A fault is reported, and a harmless value of the wanted kind stands in, so that reading goes on.
        """
        try:
            found = self.fitted(self.tree(parse(text), hand), want, 0)
            if self.scope.light(found.node, hand.trail, key=hand.key):
                return found
        except (ExpressionError, Wrong) as error:
            self.scope.fault(error.code, hand.trail, column=error.column, key=hand.key, **error.params)
        except QuantityError as error:
            self.scope.fault(error.code, hand.trail, key=hand.key, **error.params)
        except Broken:
            self.scope.abandoned += 1
        except RecursionError:
            self.scope.too_heavy(hand.trail, key=hand.key)
        return Typed(n.FALSE if want == t.BOOL else n.Const(0, want or t.NUMBER), Type(want or t.NUMBER))

    def fitted(self, found: Typed, want: str | None, column: int) -> Typed:
        """A tree made to fit the kind that its place asks for."""
        if want is None or found.kind == want:
            return found
        if found.literal:
            value = self.literal(found.literal, want, column)
            if value is not None:
                return Typed(n.Const(value, want), Type(want), found.literal)
        elif want in t.NUMERIC and found.kind in t.NUMERIC and (want, found.kind) != (t.WHOLE, t.RATE):
            return found
        raise Wrong("type.wanted", column, wanted=self.scope.kind_name(want), found=self.scope.kind_name(found.kind))

    def literal(self, text: str, want: str, column: int) -> Any:
        """The value of a literal where a kind is asked for, ``None`` if it is of another kind."""
        if ":" in text and want not in (t.RATE, t.RATIO):
            return None
        try:
            if want in (t.RATE, t.RATIO):
                return parse_share(text, bounded=want == t.RATE and ":" not in text)
            quantity = parse_quantity(text)
        except QuantityError as error:
            raise Wrong(error.code, column, **error.params) from None
        if want == t.MONEY and quantity.kind == "number":
            if quantity.value == 0:
                return 0
            raise Wrong("money.no_unit", column, text=text)
        if want in t.UNITS:
            return unit_value(quantity, want, text, column)
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
            glued = next((c for c in "且或非" if c in text), None)
            if glued is not None:
                spaced = f" {glued} ".join(text.split(glued)).strip()
                raise Wrong("name.glued", syntax.column, word=text, glued=glued, spaced=spaced) from None
            raise Wrong(error.code, syntax.column, **error.params) from None
        kind = {"money": t.MONEY, "rate": t.RATE, "points": t.POINTS, "duration": DURATION}.get(quantity.kind)
        if quantity.kind in t.UNITS:
            kind = quantity.kind
        if kind is None:
            kind = t.WHOLE if quantity.value.denominator == 1 else t.NUMBER
        value: Any = (quantity.value, quantity.unit) if kind == DURATION else quantity.value
        return Typed(n.Const(value, kind), Type(kind), text)

    def _day(self, syntax: Syntax, hand: Hand) -> Typed:
        try:
            return Typed(n.Const(parse_calendar_day(syntax.parts[0]), t.DATE), Type(t.DATE))
        except QuantityError as error:
            raise Wrong(error.code, syntax.column, **error.params) from None

    def _name(self, syntax: Syntax, hand: Hand) -> Typed:
        word = syntax.parts[0]
        found = self.scope.named(word, hand)
        if found is not None:
            self.scope.note_own(word, hand, syntax.column)
            return found
        fact = self._known(word, syntax.column, hand)
        if fact is not None:
            return self.fact(fact, syntax.column, back=0 if fact.per == "year" else None)
        if word in _YES_NO:
            return Typed(n.Const(_YES_NO[word], t.BOOL), BOOL, word)
        raise self._unknown(word, syntax.column, hand)

    def _known(self, word: str, column: int, hand: Hand) -> FactDecl | None:
        """The fact that a word names. A former name is a fault, though a fact further up may be called so now."""
        renamed = self.scope.vocabulary.renamed(word, hand.record)
        if renamed is not None:
            raise Wrong("name.renamed", column, word=word, new=renamed.name)
        found = self.scope.vocabulary.find(word, hand.record)
        if found is not None:
            self.scope.note([uses.fact(found.owner, found.name)], hand, column, word)
        return found

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
        bound = _BOUND.fullmatch(word)
        if bound and self.scope.vocabulary.find(bound[1], hand.record):
            reached, exceeded = (">=", ">") if bound[3] == "以上" else ("<=", "<")
            offers = {"reached": f"{bound[1]} {reached} {bound[2]}", "exceeded": f"{bound[1]} {exceeded} {bound[2]}"}
            return Wrong("quantity.above_below", column, **offers)
        new = next((f[word] for f in self.scope.vocabulary.former.values() if word in f), None)
        if new is not None:
            return Wrong("name.renamed", column, word=word, new=new)
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
        fact = self._known(word, item.column, hand) if word else None
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

    def other(self, function: str, items: list[Syntax], syntax: Syntax, hand: Hand) -> Typed:
        """What was received under a measure, or what another measure comes to."""
        if function == "received":
            return others.received(self.scope, items, syntax, hand)
        return others.amount(self.scope, items, syntax, hand)

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
            leaves = self._leaves(syntax, wanted, hand)
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
        if want not in (t.MONEY, t.RATE, t.RATIO, *t.UNITS):
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
        a = self.tree(left, hand)
        if a.kind in (t.BOOL, t.CHOICE, t.CHOICES, DURATION, WINDOW):
            raise Wrong("type.no_order", left.column, kind=self.scope.kind_name(a.kind))
        b = self.tree(right, hand)
        a, b = self.paired(a, b, right.column if b.literal else left.column)
        return n.Compare(op, a.node, b.node)

    def _equal(self, left: Syntax, op: str, right: Syntax, hand: Hand) -> Node:
        a = self.tree(left, hand)
        if a.kind in (t.CHOICE, t.CHOICES):
            if right.kind not in ("name", "product", "quantity"):
                raise Wrong("type.option_wanted", right.column, word=str(left.parts[0]))
            node: Node = n.Member(a.node, self._leaves(right, a.type, hand), (self._option(right, a.type, hand),))
        else:
            b = self.tree(right, hand)
            a, b = self.paired(a, b, left.column)
            if a.kind not in (t.BOOL, *t.WHOLE_KINDS) or a.kind == t.MONEY:
                raise Wrong("type.no_equality", left.column, kind=self.scope.kind_name(a.kind))
            if a.kind == t.BOOL and isinstance(b.node, n.Const):
                node = a.node if b.node.value else n.Not(a.node)
            else:
                return n.Compare(op, a.node, b.node)
        return n.Not(node) if op == "!=" else node

    def _option(self, syntax: Syntax, choice: Type, hand: Hand) -> str:
        word = str(syntax.parts[0])
        assert choice.options is not None
        found = choice.options.names.get(word)
        if word in choice.options.former and found is None:
            raise Wrong("name.renamed", syntax.column, word=word, new=choice.options.former[word])
        if found is None:
            close = nearest(word, choice.options.names)
            raise Wrong(
                "choice.unknown",
                syntax.column,
                word=word,
                options=", ".join(list(choice.options)[:12]),
                near=close[0] if close else next(iter(choice.options), ""),
            )
        self.scope.note_option(choice.options, found, hand, syntax.column, word)
        return found

    def _leaves(self, syntax: Syntax, choice: Type, hand: Hand) -> frozenset[str]:
        assert choice.options is not None
        return choice.options.leaves[self._option(syntax, choice, hand)]

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
            leaves |= self._leaves(word, value.type, hand)
        shown = tuple(self._option(word, value.type, hand) for word in words)
        return Typed(n.Member(value.node, leaves, shown), BOOL)

    def _in_window(self, day: Node, options: Syntax, hand: Hand) -> Node:
        word = options.parts[0] if options.kind == "name" else None
        if word == "year":
            return n.And((n.Compare(">=", day, n.Clock("first_day")), n.Compare("<=", day, n.Clock("last_day"))))
        window = self.scope.window(word) if isinstance(word, str) else None
        if window is None:
            raise Wrong("type.window_wanted", options.column)
        self.scope.note_own(str(word), hand, options.column)
        return inside(day, window)


def unit_value(quantity: Quantity, unit: str, text: str, column: int) -> Any:
    """The value of a literal where a quantity with a unit is asked for; a length of time counts months as well."""
    if quantity.kind == unit or (unit == "month" and (quantity.kind, quantity.unit) == ("duration", "months")):
        return quantity.value
    if quantity.kind == "number" and quantity.value == 0:
        return 0
    if quantity.kind == "number":
        raise Wrong("unit.none", column, text=text, offer=f"{text}{UNITS[unit].words[0]}")
    return None


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


def floored(node: Node) -> Node:
    """A number that does not fall below zero."""
    return node if never_negative(node) else n.Max((n.ZERO, node))


def inside(day: Node, window: Window) -> Node:
    """Whether a day lies in a window; *never* lies in none."""
    start, end, last = window
    parts = [] if start is None else [n.Compare(">=", day, start)]
    if end is not None:
        parts.append(n.Compare("<=" if last else "<", day, end))
    if not parts:
        parts.append(n.Compare("<=", day, n.Const(LAST_DAY, t.DATE)))
    return n.And(tuple(parts))
