"""Reasons: each condition of a measure in words, with what was found and what is required."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from ..diagnostics import say
from ..readers.explain import EMPTY, Program, World
from ..rulebook.model import Book, Condition, Measure
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.walk import everything
from ..tree.words import Words, kind_of, value_text
from ..values.days import day_text
from ..values.quantities import money_text
from .names import BookNames

KEPT = 4096
"""How many values a reason remembers its words for."""


class Reason(NamedTuple):
    """A condition in the JSON form: its ``fixed`` words, and how its actual value is found.

    What the value in ``slot`` alone decides is ``told`` once for each value; ``None`` says that more is looked at.
    """

    told: dict[Any, dict[str, Any]] | None
    slot: int
    fixed: dict[str, Any]
    actual: Callable[[list[Any], World], str]


def _reason(
    text: str, required: str, source: str, slot: int | None, actual: Callable[[list[Any], World], str]
) -> Reason:
    fixed = {"text": text, "holds": None, "actual": None, "required": required, "source": source}
    return Reason(None if slot is None else {}, slot or 0, fixed, actual)


def tell_all(reasons: list[Reason], slots: list[Any], world: World, holds: list[bool | None]) -> list[dict[str, Any]]:
    """All conditions of a walk. Money received for what the profile does not list has none to show."""
    shown = []
    for (told, slot, fixed, actual), held in zip(reasons, holds):  # noqa: B905  # saying strict costs more than the loop
        found = None if told is None else told.get(slots[slot])
        # The same value may hold or not, by what was assumed or chosen.
        if found is None or found["holds"] is not held:
            found = fixed | {"holds": held, "actual": actual(slots, world)}
            if told is not None and slots[slot] is not EMPTY:
                if len(told) >= KEPT:
                    told.clear()
                told[slots[slot]] = found
        shown.append(found.copy())
    return shown


class Reasons:
    """Makes the reasons of one rule book in one language."""

    def __init__(self, book: Book, names: BookNames, words: Words) -> None:
        self.book, self.names, self.words, self.lang = book, names, words, words.lang
        self._yes, self._no = say("value.yes", self.lang), say("value.no", self.lang)
        self._not_given = say("value.not_given", self.lang)

    def reason(self, measure: Measure, condition: Condition, program: Program) -> Reason:
        """The fixed part of a reason."""
        node = condition.node
        source = self._reason_source(measure, condition)
        if condition.role in ("in_force", "apply"):
            required = self._period_text(measure, condition)
            today = program.slot.get(n.Clock("date"))
            return _reason(say(f"reason.{condition.role}", self.lang), required, source, today, _day)
        if condition.role == "once":
            held = program.slot[node.part] if isinstance(node, n.Not) else 0
            texts = {True: self._yes, False: self._no, None: self._not_given, EMPTY: self._not_given}
            return _reason(say("reason.once", self.lang), self._no, source, held, lambda s, e: texts[s[held]])
        shown = _shown_nodes(node)
        single = len(shown) == 1 and not isinstance(shown[0], (n.Gap, n.Const))
        slot = program.slot[shown[0]] if single else None
        text, required = self.words.text(node), self._required(node)
        # What is put together of several parts must hold as it stands: it is not said twice.
        return _reason(text, self._yes if required == text else required, source, slot, self._shower(node, program))

    def _reason_source(self, measure: Measure, condition: Condition) -> str:
        for node in everything(condition.node):
            figure = node.figure if isinstance(node, n.Const) else None
            if figure is not None:
                policy = self.book.policies[measure.policy]
                found = policy.figures.get(figure)
                if found is not None and found.source is not None:
                    return self.names.source_line(measure, found.source, self.lang)
        return self.names.source_line(measure, condition.source, self.lang)

    def _period_text(self, measure: Measure, condition: Condition) -> str:
        start = end = None
        for node in everything(condition.node):
            if isinstance(node, n.Compare) and isinstance(node.b, n.Const):
                if node.op == ">=":
                    start = day_text(node.b.value)
                else:
                    end = day_text(node.b.value - (1 if node.op == "<" else 0))
        if end is not None:
            return say("period.between", self.lang, start=start or "…", end=end)
        lapsed = self.book.policies[measure.policy].in_force[2]
        key = "period.lapsed" if lapsed and condition.role == "in_force" else "period.open"
        return say(key, self.lang, start=start or "…")

    def _required(self, node: Node) -> str:
        negated = isinstance(node, n.Not)
        inner = node.part if isinstance(node, n.Not) else node
        while isinstance(inner, n.Ref):
            inner = inner.value
        if isinstance(inner, n.Fact):
            return self._no if negated else self._yes
        if isinstance(inner, n.Gap):
            return say("value.unpublished", self.lang)
        if negated:
            return self.words.text(node)
        if isinstance(inner, n.Compare):
            return self._comparison(inner)
        if isinstance(inner, n.Member):
            options = _options(inner.value)
            shown = inner.shown or tuple(sorted(inner.leaves))
            return say("list.or", self.lang).join(options.label(o, self.lang) if options else o for o in shown)
        return self.words.text(inner)

    def _comparison(self, node: n.Compare) -> str:
        sign = {">=": "≥", "<=": "≤", "!=": "≠"}.get(node.op, node.op)
        a, b = node.a, node.b
        if isinstance(a, n.Const) and not isinstance(b, n.Const):
            sign = {"≥": "≤", "≤": "≥", ">": "<", "<": ">"}.get(sign, sign)
            a, b = b, a
        return f"{sign} {self.words.text(b)}"

    def _shower(self, node: Node, program: Program) -> Any:
        shown = _shown_nodes(node)
        if len(shown) == 1:
            return self._one_shower(shown[0], program)
        parts = [(self.words.text(x), self._one_shower(x, program)) for x in shown]
        colon, semicolon = say("list.colon", self.lang), say("list.semicolon", self.lang)
        return lambda s, e: semicolon.join(f"{label}{colon}{show(s, e)}" for label, show in parts)

    def _one_shower(self, node: Node, program: Program) -> Any:
        if isinstance(node, n.Const):
            always = value_text(node.value, node.kind, self.lang)
            return lambda s, e: always
        if isinstance(node, n.Gap):
            text = say("value.unpublished", self.lang)
            slot = program.slot[node]
            texts = {True: self._yes, False: self._no}
            return lambda s, e: texts.get(s[slot], text) if node.kind == t.BOOL else text
        kind, lang = kind_of(node), self.lang
        slot, closure = program.slot[node], program.closures[node]
        if kind == t.BOOL:
            words = {True: self._yes, False: self._no, None: self._not_given}

            def truth(s: list[Any], e: World) -> str:
                value = s[slot]
                return words[closure(s, e) if value is EMPTY else value]

            return truth
        if kind == t.MONEY:

            def money(s: list[Any], e: World) -> str:
                value = s[slot]
                if value is EMPTY:
                    value = closure(s, e)
                return money_text(value, lang) if value.__class__ is int else value_text(value, t.MONEY, lang)

            return money
        inner = node.value if isinstance(node, n.Ref) else node
        choice = inner.type if isinstance(inner, n.Fact) else None

        @lru_cache(maxsize=4096)
        def said(value: Any) -> str:
            return value_text(value, kind, lang, choice)

        def other(s: list[Any], e: World) -> str:
            value = s[slot]
            return said(closure(s, e) if value is EMPTY else value)

        return other


def _day(slots: list[Any], world: World) -> str:
    return day_text(world.date)


def _options(node: Node) -> Any:
    inner = node.value if isinstance(node, n.Ref) else node
    return inner.type.options if isinstance(inner, n.Fact) else None


def _shown_nodes(node: Node) -> list[Node]:
    """The values that show whether a condition holds."""
    match node:
        case n.Ref():
            return _shown_nodes(node.value)
        case n.Not():
            return _shown_nodes(node.part)
        case n.Compare():
            sides = [x for x in (node.a, node.b) if not isinstance(x, (n.Const, n.Gap))]
            return list(dict.fromkeys(sides)) or [node]
        case n.Member():
            return [node.value]
        case n.And() | n.Or():
            return list(dict.fromkeys(x for part in node.parts for x in _shown_nodes(part)))
    return [node]
