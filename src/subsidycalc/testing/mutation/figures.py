"""Figures in the texts of rules, and each of them one small step or a tenth away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from ...values.quantities import FEN_PER, decimal_text
from ...values.units import SPELLED, UNITS

TENTH = Fraction(1, 10)
HUNDREDTH = Fraction(1, 100)
_NUMBER = r"(?<![\w.,:-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_MONEY_UNITS = "|".join(sorted((unit for unit in FEN_PER if not unit.isascii()), key=len, reverse=True))
_UNITS = "|".join(sorted(SPELLED, key=len, reverse=True))
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_PERIOD = re.compile(r"(?<=of )(\d{4})(Q[1-4])?(?!\w)")
_RATIO = re.compile(r"(?<![\w.])(\d+):(\d+(?:\.\d+)?)(?![\w.])")
_MONEY = re.compile(rf"{_NUMBER}({_MONEY_UNITS})")
_SHARE = re.compile(rf"{_NUMBER}\s?(%|‰|个百分点|百分点)")
_UNIT = re.compile(rf"{_NUMBER}(百|千|万|百万|千万|亿)?({_UNITS})(?!元)")
_PLAIN = re.compile(rf"{_NUMBER}(?![\w.,%‰:-])")


class Nudge(NamedTuple):
    """A text with one of its figures changed: what kind of figure, and what it was and is."""

    kind: str
    old: str
    new: str
    text: str


def nudges(text: str) -> Iterator[Nudge]:
    """Every figure of a text by the smallest step of its kind, and by a tenth, in both directions.

    The smallest steps: one 分, a hundredth of a percentage point, of a ratio or of a unit, one machine, head, day or
    year, one. What would fall below zero is left out.

    >>> [n.new for n in nudges("up to 30%")]
    ['30.01%', '29.99%', '33%', '27%']
    >>> [n.new for n in nudges("3000万元 per firm")]
    ['30000000.01元', '29999999.99元', '33000000元', '27000000元']
    """
    taken: list[tuple[int, int]] = []
    for pattern, change in _KINDS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            kind, found = change(match)
            for new in dict.fromkeys(found):
                if new != match[0]:
                    yield Nudge(kind, match[0], new, f"{text[: match.start()]}{new}{text[match.end() :]}")


def _around(value: Fraction, step: Fraction, grain: Fraction) -> Iterator[Fraction]:
    """A value by a step and by a tenth of it; a tenth is rounded to what the kind can say."""
    for changed in (value + step, value - step, value * (1 + TENTH), value * (1 - TENTH)):
        rounded = Fraction(round(changed / grain)) * grain
        if rounded >= 0 and rounded != value:
            yield rounded


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _day(match: re.Match[str]) -> tuple[str, list[str]]:
    day = date.fromisoformat(match[0])
    return "day", [(day + timedelta(days=d)).isoformat() for d in (1, -1)]


def _period(match: re.Match[str]) -> tuple[str, list[str]]:
    return "day", [f"{int(match[1]) + d}{match[2] or ''}" for d in (1, -1)]


def _ratio(match: re.Match[str]) -> tuple[str, list[str]]:
    return "rate", [f"{match[1]}:{decimal_text(x)}" for x in _around(Fraction(match[2]), HUNDREDTH, HUNDREDTH)]


def _money(match: re.Match[str]) -> tuple[str, list[str]]:
    fen = _number(match[1]) * FEN_PER[match[2]]
    return "money", [f"{decimal_text(x / 100)}元" for x in _around(fen, Fraction(1), Fraction(1))]


def _share(match: re.Match[str]) -> tuple[str, list[str]]:
    found = _around(_number(match[1]), HUNDREDTH, Fraction(1, 10_000))
    return "rate", [f"{decimal_text(x)}{match[2]}" for x in found]


def _unit(match: re.Match[str]) -> tuple[str, list[str]]:
    step = Fraction(1) if UNITS[SPELLED[match[3]]].whole else HUNDREDTH
    size = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}.get(match[2] or "", 1)
    return "count", [f"{decimal_text(x)}{match[3]}" for x in _around(_number(match[1]) * size, step, step)]


def _plain(match: re.Match[str]) -> tuple[str, list[str]]:
    value = _number(match[1])
    step = Fraction(1) if value.denominator == 1 else HUNDREDTH
    return "count", [decimal_text(x) for x in _around(value, step, step)]


_KINDS = (
    (_DAY, _day),
    (_PERIOD, _period),
    (_RATIO, _ratio),
    (_MONEY, _money),
    (_SHARE, _share),
    (_UNIT, _unit),
    (_PLAIN, _plain),
)
