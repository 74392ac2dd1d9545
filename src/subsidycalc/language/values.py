"""Values and conditions of a rule file → trees: expressions, fillers, mechanisms with their modifiers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..rulebook.model import StepMark
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.types import Type
from ..tree.walk import never_negative
from ..values.days import LAST_DAY, parse_calendar_day
from ..values.quantities import FEN_PER, QuantityError, parse_price, share_text
from ..values.units import SPELLED, price_of, words_of
from . import idioms
from .context import Policies
from .lowered import Lowered, Make, chosen, conjunction, disjunction
from .resolve import Resolver, floored, inside
from .source import Trail
from .spec import Period, Spec
from .typed import Hand, Typed, Window

UP_TO = re.compile(r"(up to|不超过)\s*(?=\S)")
PER_UNIT = re.compile(r"(\S.*?)\s+per\s+(.+)", re.DOTALL)
BETWEEN = re.compile(r"between\s+(.+?)\s+and\s+(.+)", re.DOTALL)
LAST = n.Const(LAST_DAY, t.DATE)
"""No day that is not published lies beyond it: what is never, lies outside every window."""
ROUNDINGS = ("half_up", "down", "up")
FILLERS = ("dated", "unpublished")
"""Keys that take the whole place of a value."""


class Values:
    """Makes the trees of one policy's values."""

    def __init__(self, scope: Policies) -> None:
        self.scope = scope
        self.resolver = Resolver(scope)
        self.rounding: tuple[int, str] = (1, "half_up")

    # -- values -----------------------------------------------------------------------------------------------

    def lower(self, data: Any, hand: Hand, want: str | None) -> Lowered:
        """The tree of a value; ``want`` is the kind that its place asks for, ``None`` if any will do."""
        if data is None:
            self.scope.fault("value.empty", hand.trail)
            return Lowered(n.Const(0, want or t.MONEY), want or t.MONEY)
        if isinstance(data, str):
            return self._text(data, hand, want)
        if "reading" in data:
            return self._reading(data, hand, lambda d, h: self.lower(d, h, want))
        for word in FILLERS:
            if data.get(word) is not None:
                self.alone(word, data, hand.trail, [key for key in data if key != word])
                return self._filled(word, data[word], hand, want)
        return self._mechanism(data, hand, want)

    def alone(self, word: str, data: dict[str, Any], trail: Trail, others: list[str]) -> None:
        """Report what stands beside a value that leaves no room for it."""
        given = [key for key in others if data.get(key) is not None]
        if given:
            self.scope.fault("value.beside", (*trail, given[0]), key=True, word=word, others=", ".join(given))

    def _filled(self, word: str, data: Any, hand: Hand, want: str | None) -> Lowered:
        if word == "dated":
            return self._dated(data, hand._replace(trail=(*hand.trail, word)), want)
        return self._unpublished_of(data, hand)

    def _text(self, text: str, hand: Hand, want: str | None) -> Lowered:
        plain = text.strip()
        price = PER_UNIT.fullmatch(plain)
        if price and words_of(price[2]) is not None:
            return self._price(price[1], price_of(words_of(price[2]) or ()), hand, want)
        if plain == "unpublished":
            if want is None:
                self.scope.fault("unpublished.kind", hand.trail)
            gap = self.scope.declare_gap(hand.trail, "unpublished", want or t.MONEY, *_domain(want or t.MONEY))
            return Lowered(gap, want or t.MONEY)
        if plain == "nothing":
            return Lowered(n.Const(0, want or t.MONEY), want or t.MONEY, n.FALSE)
        limit = UP_TO.match(plain)
        if limit:
            offset = text.index(plain) + limit.end()
            high = self._share(self._shifted(plain[limit.end() :], hand, want, offset), hand, want, offset)
            zero = n.Const(0, high.kind)
            most = high.node if isinstance(high.node, n.Const) else floored(high.node)
            gap = self.scope.declare_gap(hand.trail, "discretion", high.kind, zero, most)
            return Lowered(gap, high.kind)
        pair = BETWEEN.fullmatch(plain)
        if pair:
            low = self._shifted(pair[1], hand, want, text.index(plain) + pair.start(1))
            offset = text.index(plain) + pair.start(2)
            high = self._share(self._shifted(pair[2], hand, low.kind, offset), hand, want, offset)
            _ordered(self.scope, low.node, high.node, hand.trail)
            if not (isinstance(low.node, n.Const) and isinstance(high.node, n.Const)):
                # Where facts turn the two round, the lower one is what is paid.
                high = high._replace(node=n.Max((low.node, high.node)))
            return Lowered(self.scope.declare_gap(hand.trail, "discretion", low.kind, low.node, high.node), low.kind)
        found = self._share(self.resolver.expression(text, hand, want), hand, want, 0)
        if want in (t.MONEY, t.WHOLE) and isinstance(found.node, n.Const) and found.node.value < 0:
            name = next(str(step) for step in reversed(hand.trail) if isinstance(step, str))
            self.scope.fault("fact.negative", hand.trail, text=plain, name=name)
        return Lowered(found.node, found.kind if want is None else want)

    def _price(self, text: str, kind: str, hand: Hand, want: str | None) -> Lowered:
        """Money for one of some units. The text has begun where its place does, so columns stay true."""
        if want not in (None, kind):
            wanted = self.scope.kind_name(want)
            self.scope.fault("type.wanted", hand.trail, wanted=wanted, found=self.scope.kind_name(kind))
            return Lowered(n.Const(0, want), want)
        try:
            # An exchange rate may be finer than a 分.
            return Lowered(n.Const(parse_price(text), kind), kind)
        except QuantityError:
            made = self._text(text, hand, t.MONEY)
            return made._replace(kind=kind)

    def _shifted(self, text: str, hand: Hand, want: str | None, offset: int) -> Typed:
        return self.resolver.expression(" " * offset + text, hand, want)

    def _share(self, found: Typed, hand: Hand, want: str | None, column: int) -> Typed:
        """A published rate that is no more than the whole; a raise may be."""
        node = found.node
        if want == t.RATE and "raise" not in hand.trail[2:] and isinstance(node, n.Const) and node.value > 1:
            self.scope.fault("rate.above_one", hand.trail, column=column, percent=share_text(node.value))
        return found

    def _unpublished_of(self, kind: Any, hand: Hand) -> Lowered:
        priced = PER_UNIT.fullmatch(kind) if isinstance(kind, str) else None
        if priced is not None and priced[1] == t.MONEY and words_of(priced[2]) is not None:
            kind = price_of(words_of(priced[2]) or ())
        kind = SPELLED.get(kind, kind)
        if kind not in (t.BOOL, t.DATE) and not t.is_amount(kind):
            self.scope.fault("unpublished.kind", (*hand.trail, "unpublished"))
            kind = t.MONEY
        return Lowered(self.scope.declare_gap(hand.trail, "unpublished", kind, *_domain(kind)), kind)

    def _reading(self, data: Any, hand: Hand, make: Callable[[Any, Hand], Lowered]) -> Lowered:
        declared = self.scope.reading(data["reading"], (*hand.trail, "reading"))
        given = {k: v for k, v in data.items() if k != "reading"}
        if declared is None:
            return Lowered(n.ZERO, t.MONEY)
        self._same_options(given, list(declared.options), hand.trail, data["reading"])
        branches = {
            option: make(given[option], hand._replace(trail=(*hand.trail, option)))
            for option in declared.options
            if option in given
        }
        fixed = self.scope.fixed.get(declared.id)
        if fixed in branches:
            return branches[fixed]
        return chosen(declared.id, branches) if branches else Lowered(n.ZERO, t.MONEY)

    def _same_options(self, given: dict[str, Any], options: list[str], trail: Trail, name: str) -> None:
        for option in given:
            if option not in options:
                self.scope.fault(
                    "reading.option",
                    (*trail, option),
                    key=True,
                    name=name,
                    option=option,
                    options=", ".join(options),
                )
        missing = [o for o in options if o not in given]
        if missing:
            self.scope.fault("reading.options_missing", trail, name=name, missing=", ".join(missing))

    def _dated(self, data: dict[str, Any], hand: Hand, want: str | None) -> Lowered:
        days: list[int] = []
        values: list[Lowered] = []
        for key, value in data.items():
            trail = (*hand.trail, key)
            try:
                days.append(parse_calendar_day(key))
            except QuantityError as error:
                self.scope.fault(error.code, trail, key=True, **error.params)
                continue
            values.append(self.lower(value, hand._replace(trail=trail), want))
            want = want or values[-1].kind
        if days != sorted(set(days)):
            self.scope.fault("dated.order", hand.trail)
            return Lowered(n.Const(0, want or t.MONEY), want or t.MONEY)
        kind = want or t.MONEY
        before = self.scope.declare_gap((*hand.trail, "before"), "unpublished", kind, *_domain(kind))
        name = self.scope.gap_name(hand.trail)
        clock = n.Clock("date")
        node = n.Step(name, clock, tuple(days), True, (before, *(v.node for v in values)), t.DATE, 1)
        applies = {v.applies for v in values}
        rows: Node = n.TRUE
        if applies != {n.TRUE}:
            rows = n.Step(name, clock, tuple(days), True, (n.TRUE, *(v.applies for v in values)), t.DATE, 1)
        steps = tuple(s for v in values for s in v.steps)
        return Lowered(node, kind, rows, steps)

    # -- mechanisms and modifiers -----------------------------------------------------------------------------

    def _mechanism(self, data: dict[str, Any], hand: Hand, want: str | None) -> Lowered:
        spec = idioms.ValueMap(data, hand.trail)
        found = mechanisms(data)
        if len(found) != 1:
            self.scope.fault(
                "award.mechanism",
                hand.trail,
                found=", ".join(found) or "–",
                known=", ".join(idioms.MECHANISMS),
            )
            return Lowered(n.Const(0, want or t.MONEY), want or t.MONEY)
        made = self.mechanism(spec, hand, want)
        value, _ = self.finished(spec, made, hand, ceilings=self._own_ceiling(spec, hand, made.kind))
        return value

    def _own_ceiling(self, spec: Spec, hand: Hand, kind: str) -> list[Lowered]:
        data = spec.data.get("at_most")
        if data is None:
            return []
        trail = spec.at("at_most")
        if isinstance(data, list) or (isinstance(data, str) and re.search(r"\sper\s", data)):
            self.scope.fault("cap.scope_inside", trail)
            return []
        is_gap = isinstance(data, str) and data.strip() == "unpublished"
        return [self.lower(data, hand._replace(trail=trail), kind if is_gap else None)]

    def mechanism(self, spec: Spec, hand: Hand, want: str | None) -> Lowered:
        """The value of the one mechanism of a mapping, before the modifiers that act on the result."""
        word = next((w for w in spec.data if w in idioms.MECHANISMS), None)
        make = Make(self, spec, hand, hand.trail, want)
        if word is None:
            made = self.lower(spec.data["value"], hand._replace(trail=spec.at("value")), want)
        else:
            idiom = idioms.MECHANISMS[word]
            trail = (*hand.trail, word)
            made = idiom.lower(idiom.shape(spec.data[word], trail), make)
            if not (self.scope.light(made.node, trail) and self.scope.light(made.applies, trail)):
                made = Lowered(n.Const(0, made.kind), made.kind)
        for word in ("base_less", "base_at_most", "plus"):
            if spec.data.get(word) is not None and word not in make.consumed:
                self.scope.fault("modifier.no_base", spec.at(word), key=True, word=word)
        return made

    def finished(self, spec: Spec, made: Lowered, hand: Hand, *, ceilings: list[Lowered]) -> tuple[Lowered, list[Node]]:
        """A value after raise, floor, ceilings, less and rounding; and its ceilings as trees."""
        node, steps = made.node, list(made.steps)
        money = made.kind == t.MONEY
        raises = self.additions(spec, "raise", "by", hand)
        if raises:
            node = n.Mul(node, n.Add((n.Const(1, t.NUMBER), *raises)))
            steps.append(StepMark("raised", node, made.kind))
        if spec.data.get("at_least") is not None:
            floor = self.lower(spec.data["at_least"], hand._replace(trail=spec.at("at_least")), made.kind)
            for ceiling in ceilings:
                _ordered(self.scope, floor.node, ceiling.node, spec.at("at_least"), "cap.below_floor")
            node = n.Max((node, floor.node))
            if made.applies != n.TRUE:
                node = n.If(made.applies, node, n.Const(0, made.kind))
            steps.append(StepMark("floor", floor.node, made.kind))
        if money and not never_negative(node):
            node = n.Max((n.ZERO, node))
        if ceilings and not any(s.word == "raw" for s in steps):
            steps.append(StepMark("raw", node, made.kind))
        ceiling_nodes = [self._fit(c, made.kind, spec.at("at_most")) for c in ceilings]
        if money:
            # A ceiling that facts push below zero leaves nothing; it takes nothing away.
            ceiling_nodes = [floored(node) for node in ceiling_nodes]
        for limit in ceiling_nodes:
            node = n.Min((node, limit))
            steps.append(StepMark("ceiling", limit, made.kind))
        room: Node | None = (
            None if not ceiling_nodes else ceiling_nodes[0] if len(ceiling_nodes) == 1 else n.Min(tuple(ceiling_nodes))
        )
        if spec.data.get("less") is not None:
            less = floored(self.lower(spec.data["less"], hand._replace(trail=spec.at("less")), made.kind).node)
            taken = n.Mul(n.Const(-1, t.NUMBER), less)
            node = n.Max((n.ZERO, n.Add((node, taken))))
            room = None if room is None else n.Max((n.ZERO, n.Add((room, taken))))
            steps.append(StepMark("less", less, made.kind))
        if spec.data.get("rounding") is not None:
            unit, way = self.rounding_of(spec.data["rounding"], spec.at("rounding"))
            node = n.Round(node, unit, way, room)
        return Lowered(node, made.kind, made.applies, tuple(steps)), [room] if room is not None else []

    def _fit(self, ceiling: Lowered, kind: str, trail: Trail) -> Node:
        if ceiling.kind != kind and not (ceiling.kind in t.NUMERIC and kind in t.NUMERIC):
            self.scope.fault(
                "type.wanted",
                trail,
                wanted=self.scope.kind_name(kind),
                found=self.scope.kind_name(ceiling.kind),
            )
        return ceiling.node

    def rounding_of(self, data: Any, trail: Trail) -> tuple[int, str]:
        """Unit in 分 and way of a rounding."""
        unit = data.get("to") or "分"
        way = data.get("way") or "half_up"
        if unit not in FEN_PER:
            self.scope.fault("rounding.unit", (*trail, "to"), unit=unit)
        if way not in ROUNDINGS:
            self.scope.fault("rounding.way", (*trail, "way"), way=way, ways=", ".join(ROUNDINGS))
        return FEN_PER.get(unit, 1), way if way in ROUNDINGS else "half_up"

    def additions(self, spec: Spec, word: str, inner: str, hand: Hand) -> list[Node]:
        """The points of ``plus`` or the shares of ``raise``, each where its condition holds."""
        data = spec.data.get(word)
        if data is None:
            return []
        kind = t.POINTS if word == "plus" else t.RATE
        items = data if isinstance(data, list) else [{inner: data}]
        found: list[Node] = []
        for index, item in enumerate(items):
            trail = (*spec.trail, word, index) if isinstance(data, list) else (*spec.trail, word)
            part = trail if not isinstance(data, list) else (*trail, inner)
            node = self._points(item[inner], hand._replace(trail=part), kind)
            if item.get("when") is not None:
                condition = self.condition(item["when"], hand._replace(trail=(*trail, "when")))
                node = n.If(condition, node, n.Const(0, kind))
            found.append(node)
        return found

    def _points(self, data: Any, hand: Hand, kind: str) -> Node:
        if kind == t.POINTS and isinstance(data, str) and data.strip().endswith(("%", "％", "‰")):
            number = data.strip().rstrip("%％‰")
            self.scope.fault(
                "rate.plus_percent", hand.trail, text=data, points=f"{number}个百分点", times=f"raise: {data}"
            )
            return n.Const(0, kind)
        return self.lower(data, hand, kind).node

    # -- words and readings of words --------------------------------------------------------------------------

    def word(self, data: Any, trail: Trail, options: Any) -> Any:
        """A word out of a closed set, ``None`` (reported) if it is none of them."""
        if isinstance(data, str) and data in options:
            return data
        self.scope.fault("word.unknown", trail, word=str(data)[:40], options=", ".join(options))
        return None

    def over_words(self, data: Any, trail: Trail, words: tuple[str, ...], build: Callable[[str], Lowered]) -> Lowered:
        """``build(word)``, or a reading over the words that are its options."""
        if isinstance(data, dict) and "reading" in data:
            declared = self.scope.reading(data["reading"], (*trail, "reading"))
            if declared is None:
                return build(words[0])
            given = {k: v for k, v in data.items() if k != "reading"}
            chosen_words = {option: given.get(option, option) for option in declared.options}
            if given:
                self._same_options(given, list(declared.options), trail, data["reading"])
            for option, word in chosen_words.items():
                at = (*trail, option) if option in given else (*trail, "reading")
                if self.word(word, at, words) is None:
                    return build(words[0])
            fixed = self.scope.fixed.get(declared.id)
            if fixed in chosen_words:
                return build(chosen_words[fixed])
            return chosen(declared.id, {option: build(word) for option, word in chosen_words.items()})
        return build(self.word(data, trail, words) or words[0])

    # -- periods ----------------------------------------------------------------------------------------------

    def day(self, text: str, trail: Trail) -> int | None:
        """A day, ``None`` (reported) where it is none."""
        try:
            return parse_calendar_day(text)
        except QuantityError as error:
            self.scope.fault(error.code, trail, **error.params)
        return None

    def window(self, spec: Period) -> Window:
        """The bounds of a span of days; an unpublished end is a gap."""
        start = None if spec.start is None else self.day(spec.start, spec.at("from"))
        if spec.to is not None and spec.until is not None:
            self.scope.fault("period.two_ends", spec.trail)
        key = "until" if spec.until is not None else "to"
        first = None if start is None else n.Const(start, t.DATE)
        text = spec.data.get(key)
        if text is None:
            return Window(first, None)
        if text == "unpublished":
            low = None if start is None else n.Const(start + (1 if key == "until" else 0), t.DATE)
            gap = self.scope.declare_gap(spec.at(key), "unpublished", t.DATE, low, LAST)
            return Window(first, gap, last=key == "to")
        last = self.day(text, spec.at(key))
        if last is None:
            return Window(first, None)
        outside = last + (1 if key == "to" else 0)
        if start is not None and outside <= start:
            self.scope.fault("period.backwards", spec.at(key))
        return Window(first, n.Const(outside, t.DATE))

    def within(self, day: Node, spec: Period) -> Node:
        """Whether a day lies in a span; what is *never* lies in none."""
        return inside(day, self.window(spec))

    # -- conditions -------------------------------------------------------------------------------------------

    def condition(self, data: Any, hand: Hand) -> Node:
        """The tree of a condition in any of its forms."""
        return conjunction(*(node for node, _ in self.conditions(data, hand)))

    def conditions(self, data: Any, hand: Hand) -> list[tuple[Node, Trail]]:
        """The ``and``-joined conditions of a value, each with its trail."""
        if data is None:
            self.scope.fault("value.empty", hand.trail)
            return []
        if isinstance(data, list):
            return [
                found
                for index, item in enumerate(data)
                for found in self.conditions(item, hand._replace(trail=(*hand.trail, index)))
            ]
        if isinstance(data, dict):
            return self._condition_map(data, hand)
        text = data.strip()
        if text == "unpublished":
            return [(self.scope.declare_gap(hand.trail, "unpublished", t.BOOL, None, None), hand.trail)]
        return [(self.resolver.expression(data, hand, t.BOOL).node, hand.trail)]

    def _condition_map(self, data: dict[str, Any], hand: Hand) -> list[tuple[Node, Trail]]:
        if "reading" in data:
            made = self._reading(data, hand, lambda d, h: Lowered(self.condition(d, h), t.BOOL))
            return [(made.node, hand.trail)]
        given = [key for key in data if data[key] is not None]
        if len(given) != 1:
            self.scope.fault("condition.one_key", hand.trail, found=", ".join(given) or "–")
            return []
        key = given[0]
        inner = hand._replace(trail=(*hand.trail, key))
        if key == "all":
            return self.conditions(data[key], inner)
        if key == "any":
            items = data[key] if isinstance(data[key], list) else [data[key]]
            trails = [(*inner.trail, i) for i in range(len(items))] if isinstance(data[key], list) else [inner.trail]
            parts = [
                self.condition(item, hand._replace(trail=trail)) for item, trail in zip(items, trails, strict=True)
            ]
            return [(disjunction(*parts), hand.trail)]
        if key == "dated":
            return [(self._dated_condition(data[key], inner), hand.trail)]
        return [(n.Not(self.condition(data[key], inner)), hand.trail)]

    def _dated_condition(self, data: dict[str, Any], hand: Hand) -> Node:
        made = {k: Lowered(self.condition(v, hand._replace(trail=(*hand.trail, k))), t.BOOL) for k, v in data.items()}
        days = []
        for key in made:
            try:
                days.append(parse_calendar_day(key))
            except QuantityError as error:
                self.scope.fault(error.code, (*hand.trail, key), key=True, **error.params)
        if days != sorted(set(days)) or len(days) != len(made):
            self.scope.fault("dated.order", hand.trail)
            return n.TRUE
        before = self.scope.declare_gap((*hand.trail, "before"), "unpublished", t.BOOL, None, None)
        name = self.scope.gap_name(hand.trail)
        return n.Step(name, n.Clock("date"), tuple(days), True, (before, *(v.node for v in made.values())), t.DATE, 1)


def mechanisms(data: dict[str, Any]) -> list[str]:
    """The ways to compute that stand in a mapping; ``value`` is one of them."""
    return [word for word in data if (word == "value" and data[word] is not None) or word in idioms.MECHANISMS]


def _domain(kind: str) -> tuple[Node | None, Node | None]:
    """The bounds of an unpublished value of a kind: a rate lies in [0, 1], a count is at least one."""
    if kind in (t.RATE, t.POINTS):
        return n.Const(0, kind), n.Const(1, kind)
    if kind == t.WHOLE:
        return n.Const(1, kind), None
    if t.is_amount(kind):
        return n.Const(0, kind), None
    return (None, LAST) if kind == t.DATE else (None, None)


def _ordered(scope: Policies, low: Node, high: Node, trail: Trail, code: str = "between.order") -> None:
    if isinstance(low, n.Const) and isinstance(high, n.Const) and low.value > high.value:
        scope.fault(code, trail)


def bool_type() -> Type:
    """The type of a condition."""
    return Type(t.BOOL)
