"""A tree in words: what a condition asks, in either language."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Protocol

from ..diagnostics import say
from ..values.days import LAST_DAY, day_text
from ..values.quantities import decimal_text, money_text, share_text
from ..values.ranges import Range
from ..values.units import price_of, units_of
from . import nodes as n
from . import types as t
from .node import Node
from .types import Type


class Names(Protocol):
    """Where words find the labels of facts, records, figures and gaps."""

    def fact(self, name: str, owner: str | None, lang: str) -> str:
        """The label of a fact."""

    def records(self, kind: str, lang: str) -> str:
        """The label of a kind of record."""

    def figure(self, id_: str, lang: str) -> str:
        """The label of a figure, step or gap."""

    def option(self, reading: str, option: str, lang: str) -> str:
        """The label of an option of a reading."""


def kind_of(node: Node) -> str:
    """What kind of value a tree yields."""
    match node:
        case n.Fact():
            return node.type.kind
        case n.Const() | n.Gap() | n.Cut():
            return node.kind
        case n.Ref():
            return kind_of(node.value)
        case n.Add() | n.Min() | n.Max():
            kinds = [kind_of(p) for p in node.parts]
            return t.MONEY if t.MONEY in kinds else kinds[0]
        case n.Mul():
            kinds = [kind_of(node.a), kind_of(node.b)]
            special = [kind for kind in kinds if kind not in t.NUMERIC]
            if special and special != [t.MONEY]:
                return _product_kind(special)
            return t.MONEY if t.MONEY in kinds else t.RATIO if t.RATIO in kinds else kinds[0]
        case n.Div():
            money = (kind_of(node.a) == t.MONEY, kind_of(node.b) == t.MONEY)
            return t.MONEY if money == (True, False) else t.RATIO
        case n.Round():
            return t.MONEY
        case n.If():
            return kind_of(node.then)
        case n.Step():
            return kind_of(node.branches[-1])
        case n.Switch():
            return kind_of(node.cases[0][1]) if node.cases else kind_of(node.otherwise)
        case n.Reading():
            return kind_of(node.options[0][1])
        case n.Over():
            if node.how in ("any", "all"):
                return t.BOOL
            return kind_of(node.body) if node.body is not None else t.WHOLE
        case n.Result():
            return t.BOOL if node.what == "given" else t.MONEY
        case n.Clock():
            return t.WHOLE if node.what == "year" else t.DATE
        case n.Shift():
            return t.DATE
        case n.Span():
            return t.WHOLE
    return t.BOOL


def _product_kind(kinds: list[str]) -> str:
    """The kind of a product in which money, units or prices stand: a price and its quantities make money."""
    left = sorted(u for kind in kinds for u in units_of(kind))
    for kind in kinds:
        if kind in left:
            left.remove(kind)
    if any(units_of(kind) for kind in kinds):
        return price_of(tuple(left)) if left else t.MONEY
    return t.MONEY if t.MONEY in kinds else kinds[0]


def value_text(value: Any, kind: str, lang: str, choice: Type | None = None) -> str:
    """A value as people read it; what is not known says so.

    >>> value_text(Range(0, None), "money", "en"), value_text(Fraction(3, 10), "rate", "en")
    ('not given', '30%')
    """
    if value.__class__ is Range:
        return _range_text(value, kind, lang)
    if value is None:
        return say("value.not_given", lang)
    if value is True or value is False:
        return say("value.yes" if value else "value.no", lang)
    if kind == t.MONEY:
        return money_text(value, lang)
    if kind in (t.RATE, t.RATIO):
        return share_text(value)
    if kind in t.UNITS:
        return say(f"unit.{kind}", lang, number=_grouped(value))
    if units_of(kind):
        per = "".join(f"/{say(f'unit.one_{unit}', lang)}" for unit in units_of(kind))
        return f"{money_text(value, lang)}{per}"
    if kind == t.POINTS:
        return say("value.points", lang, number=decimal_text(value * 100))
    if kind == t.DATE:
        return say("value.never", lang) if day_text(value) == "never" else day_text(value)
    if isinstance(value, frozenset):
        return _choice_text(value, lang, choice)
    if isinstance(value, tuple):
        return say("list.comma", lang).join(_choice_text(v, lang, choice) for v in value) or say("value.none", lang)
    return decimal_text(value) if isinstance(value, (int, Fraction)) else str(value)


def _grouped(value: Any) -> str:
    """A number with its thousands apart."""
    whole, dot, rest = decimal_text(value).partition(".")
    return f"{int(whole):,}{dot}{rest}" if "/" not in whole else whole


def _range_text(value: Range, kind: str, lang: str) -> str:
    low, high = value
    if kind == t.DATE and high == LAST_DAY:
        high = None
    floor = 0 if t.is_amount(kind) else None
    if high is None and (low is None or low == floor):
        return say("value.not_given", lang)
    if high is None:
        return say("range.from", lang, low=value_text(low, kind, lang))
    if low is None:
        return say("range.to", lang, high=value_text(high, kind, lang))
    return say("range.between", lang, low=value_text(low, kind, lang), high=value_text(high, kind, lang))


def _choice_text(value: frozenset[str], lang: str, choice: Type | None) -> str:
    options = choice.options if choice is not None else None
    if options is None:
        return say("list.comma", lang).join(sorted(value))
    if value == options.all and len(value) > 1:
        return say("value.not_given", lang)
    name = options.name_of(value)
    if name is not None:
        return options.label(name, lang)
    return say("list.or", lang).join(options.label(leaf, lang) for leaf in options if leaf in value)


class Words:
    """Says trees in one language."""

    def __init__(self, names: Names, lang: str) -> None:
        self.names, self.lang = names, lang

    def say(self, key: str, **params: object) -> str:
        """A sentence of the catalogue."""
        return say(key, self.lang, **params)

    def text(self, node: Node) -> str:
        """The tree in words."""
        handler: Callable[[Any], str] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        return handler(node) if handler else type(node).__name__

    def _const(self, node: n.Const) -> str:
        return value_text(node.value, node.kind, self.lang)

    def _gap(self, node: n.Gap) -> str:
        if node.kind == t.BOOL:
            return self.say("words.gap_condition")
        if node.cause == "discretion" and node.high is not None:
            return self.say("words.up_to", high=self.text(node.high))
        return self.say("words.gap", name=self.names.figure(node.name, self.lang))

    def _fact(self, node: n.Fact) -> str:
        label = self.names.fact(node.name, node.owner, self.lang)
        if node.at is not None:
            key = "words.of_period" if isinstance(node.at, int) else "words.of_part_of_year"
            return self.say(key, fact=label, period=node.at)
        if node.back:
            return self.say("words.last_year", fact=label)
        return label

    def _clock(self, node: n.Clock) -> str:
        return self.say(f"words.clock_{node.what}")

    def _result(self, node: n.Result) -> str:
        if node.what == "given":
            return self.say("words.given_before")
        what = self.names.figure(node.measure, self.lang) if node.measure else ""
        kinds = [x for x in (node.level, node.support) if x is not None]
        key = "words.received_now" if node.what == "received now" else "words.received"
        return self.say(key, what=what or self.say("list.comma").join(kinds))

    def _ref(self, node: n.Ref) -> str:
        if node.name.startswith(n.AMOUNT_OF):
            measure = self.names.figure(node.name.removeprefix(n.AMOUNT_OF), self.lang)
            return self.say("words.amount", measure=measure)
        return self.text(node.value)

    def _cut(self, node: n.Cut) -> str:
        return self.text(node.driver)

    def _add(self, node: n.Add) -> str:
        text = self._inside(node.parts[0])
        for part in node.parts[1:]:
            minus = _negated(part)
            text += f" - {self._inside(minus)}" if minus is not None else f" + {self._inside(part)}"
        return text

    def _inside(self, node: Node) -> str:
        text = self.text(node)
        return f"({text})" if isinstance(_said(node), (n.Add, n.If, n.And, n.Or)) else text

    def _mul(self, node: n.Mul) -> str:
        match node:
            case n.Mul(a=a, b=n.Const(value=Fraction(numerator=1, denominator=step))) if _steps(a, step):
                over, reached = _steps(a, step) or (a, True)
                unit = value_text(step, kind_of(over), self.lang)
                return self.say("words.steps" if reached else "words.steps_exceeded", value=self.text(over), step=unit)
        return f"{self._inside(node.a)} × {self._inside(node.b)}"

    def _div(self, node: n.Div) -> str:
        return f"{self._inside(node.a)} ÷ {self._inside(node.b)}"

    def _min(self, node: n.Min) -> str:
        return self.say("words.min", parts=self._listed(node.parts))

    def _max(self, node: n.Max) -> str:
        kept = _above_zero(node)
        return self.text(kept[0]) if len(kept) == 1 else self.say("words.max", parts=self._listed(kept))

    def _listed(self, parts: tuple[Node, ...]) -> str:
        return self.say("list.comma").join(self.text(p) for p in parts)

    def _round(self, node: n.Round) -> str:
        return self.text(node.value)

    def _compare(self, node: n.Compare) -> str:
        sign = {">=": "≥", "<=": "≤", "!=": "≠"}.get(node.op, node.op)
        if isinstance(node.a, n.Const) and not isinstance(node.b, n.Const):
            sign = {"≥": "≤", "≤": "≥", ">": "<", "<": ">"}.get(sign, sign)
            return f"{self._inside(node.b)} {sign} {self._inside(node.a)}"
        return f"{self._inside(node.a)} {sign} {self._inside(node.b)}"

    def _member(self, node: n.Member) -> str:
        inner = node.value.value if isinstance(node.value, n.Ref) else node.value
        options = inner.type.options if isinstance(inner, n.Fact) else None
        shown = node.shown or tuple(sorted(node.leaves))
        words = [options.label(o, self.lang) if options else o for o in shown]
        return self.say("words.member", fact=self.text(node.value), options=self.say("list.or").join(words))

    def _and(self, node: n.And) -> str:
        return self.say("words.and").join(self._beside(p, n.And) for p in node.parts)

    def _or(self, node: n.Or) -> str:
        return self.say("words.or").join(self._beside(p, n.Or) for p in node.parts)

    def _beside(self, node: Node, same: type[Node]) -> str:
        return self.text(node) if isinstance(_said(node), same) else self._inside(node)

    def _not(self, node: n.Not) -> str:
        return self.say("words.not", part=self._inside(node.part))

    def _if(self, node: n.If) -> str:
        return self.say(
            "words.if",
            condition=self.text(node.condition),
            then=self.text(node.then),
            otherwise=self.text(node.otherwise),
        )

    def _step(self, node: n.Step) -> str:
        return self.say("words.by_scale", driver=self.text(node.driver))

    def _switch(self, node: n.Switch) -> str:
        return self.say("words.by_scale", driver=self.text(node.driver))

    def _reading(self, node: n.Reading) -> str:
        options = (f"{self.names.option(node.name, o, self.lang)}: {self.text(b)}" for o, b in node.options)
        return self.say("words.reading", options=self.say("list.semicolon").join(options))

    def _over(self, node: n.Over) -> str:
        if node.kind == "years":
            assert node.body is not None
            return self.say("words.peak_before", fact=self.text(node.body))
        records = self.names.records(node.kind, self.lang)
        where = "" if node.where is None else self.say("words.where", condition=self.text(node.where))
        body = "" if node.body is None else self.text(node.body)
        return self.say(f"words.{node.how}", body=body, records=records, where=where)

    def _shift(self, node: n.Shift) -> str:
        return self.say(f"words.shift_{node.unit}", day=self.text(node.day), count=self.text(node.count))

    def _span(self, node: n.Span) -> str:
        return self.say(f"words.span_{node.unit}", start=self.text(node.start), end=self.text(node.end))


def _above_zero(node: n.Max) -> tuple[Node, ...]:
    return tuple(p for p in node.parts if p != n.ZERO)


def _said(node: Node) -> Node:
    """The node whose words stand for this one: brackets go by what is read, not by what stands in the tree."""
    match node:
        case n.Ref(name=name, value=inner) if not name.startswith(n.AMOUNT_OF):
            return _said(inner)
        case n.Cut(driver=inner) | n.Round(value=inner):
            return _said(inner)
        case n.Max():
            kept = _above_zero(node)
            return _said(kept[0]) if len(kept) == 1 else node
    return node


def _steps(node: Node, step: int) -> tuple[Node, bool] | None:
    """What whole steps of some width are counted in, and whether a step counts once it is reached."""
    match node:
        case n.Round(value=value, unit=unit, way="down") if unit == step:
            return _unfloored(value), True
        case n.Max(parts=(_, n.Add(parts=(n.Round(value=value, unit=unit, way="up"), n.Const())))) if unit == step:
            return value, False
    return None


def _unfloored(node: Node) -> Node:
    return node.parts[1] if isinstance(node, n.Max) and len(node.parts) == 2 and node.parts[0] == n.ZERO else node


def _negated(node: Node) -> Node | None:
    """What a part of a sum takes away, if it takes something away."""
    if isinstance(node, n.Mul) and isinstance(node.a, n.Const) and node.a.value == -1:
        return node.b
    if isinstance(node, n.Const) and isinstance(node.value, (int, Fraction)) and node.value < 0:
        return n.Const(-node.value, node.kind, node.figure)
    return None
