"""What is at a threshold and what comes out there, as text."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ...answers.plan import STATUS
from ...diagnostics import LANGUAGES, say
from ...tree import types as t
from ...tree.words import value_text
from ...values.quantities import decimal_text, money_text, round_half_up
from ...values.ranges import Number, high_of
from .bench import Answer

LONG = 16
"""A number with more characters is shortened, and says so."""


def bilingual(key: str, **params: object) -> dict[str, str]:
    """A sentence of the catalogue in both languages."""
    return {lang: say(key, lang, **params) for lang in LANGUAGES}


def expected(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Answers as a case expects them: an amount or span where that tells them apart, else the status."""
    texts = {side: _text(answer) for side, answer in answers.items()}
    if len(set(texts.values())) == 1:
        statuses = {side: STATUS[answer.status] for side, answer in answers.items()}
        return statuses if len(set(statuses.values())) > 1 else texts
    return texts


def shown(answer: Answer) -> dict[str, str]:
    """An answer as the table has it."""
    return {lang: _shown(answer, lang) for lang in LANGUAGES}


def _shown(answer: Answer, lang: str) -> str:
    status = say(f"status.{STATUS[answer.status]}", lang)
    if answer.status is False or (answer.low == 0 and answer.high is None):
        return status
    amount = say("table.range_from", lang, low=money_text(answer.low, lang))
    if answer.high == answer.low:
        amount = money_text(answer.low, lang)
    elif answer.high is not None:
        low, high = money_text(answer.low, lang), money_text(answer.high, lang)
        amount = say("table.range_between", lang, low=low, high=high)
    return amount if answer.status else say("boundaries.if_due", lang, status=status, amount=amount)


def _text(answer: Answer) -> str:
    if answer.status is False:
        return STATUS[False]
    low = money_text(answer.low, "zh")
    if answer.high is None:
        return STATUS[answer.status] if answer.low == 0 else f"{low} or more"
    high = money_text(answer.high, "zh")
    return low if low == high else f"{low} to {high}"


def side_value(right: Any, beyond: Number | None, kind: str, lang: str) -> str:
    """The value on one side of a bound, from the bound and how far beyond it lies."""
    bound = high_of(right)
    if bound is None or beyond is None:
        return "–"
    value = bound + beyond
    text = value_text(value, kind, lang)
    if kind in (t.RATE, t.RATIO, t.NUMBER) and ("/" in text or len(text) > LONG):
        scale = 100 if kind != t.NUMBER else 1
        near = Fraction(round_half_up(value * scale * 10**4), 10**4)
        return say("boundaries.about", lang, number=decimal_text(near) + ("%" if scale == 100 else ""))
    return text
