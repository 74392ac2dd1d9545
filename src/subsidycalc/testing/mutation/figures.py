"""Figures in the texts of rules, and each of them one small step or a tenth away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from ...values.days import Period, previous
from ...values.quantities import FEN_PER, TIMES, decimal_text, narrow
from ...values.units import SPELLED, UNITS

TENTH = Fraction(1, 10)
HUNDREDTH = Fraction(1, 100)
_NUMBER = r"(?<![\w.:])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_STEPS = {
    **dict.fromkeys(("%", "个百分点", "百分点", "points", "point"), HUNDREDTH),
    "‰": TENTH,
    **dict.fromkeys(("个基点", "bp"), Fraction(1)),
}
"""A hundredth of a percentage point, in each unit of rates."""


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_QUOTED = re.compile(r"「[^」]*」|\"[^\"]*\"")
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_PERIOD = re.compile(r"(?<=of )(\d{4}(?:Q[1-4]|-(?:0[1-9]|1[0-2]))?)(?![\w-])")
_RATIO = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)(?![\w.])")
_MONEY = re.compile(rf"{_NUMBER} ?({_any(FEN_PER)})(?!\w)")
_SHARE = re.compile(rf"{_NUMBER} ?({_any(_STEPS)})(?![^\W\d_])")
_SPAN = re.compile(rf"{_NUMBER}(个月|年|天|日| ?(?:years?|months?|days?))(?!\w)")
_UNIT = re.compile(rf"{_NUMBER}(百|千|万|百万|千万|亿)?({_any(SPELLED)})(?!\w)")
_PLAIN = re.compile(rf"{_NUMBER}(?![\w.,%‰:])")


class Nudge(NamedTuple):
    """A text with one of its figures changed: what kind of figure, what it was and is, and where it stands (from 0)."""

    kind: str
    old: str
    new: str
    text: str
    at: int


def nudges(text: str) -> Iterator[Nudge]:
    """Every figure of a text by the smallest step of its kind, and by a tenth, in both directions.

    The smallest steps: one 分, a hundredth of a percentage point, of a ratio or of a unit, one machine, head, day,
    month or year, one; or one of the last digit that is written, where that is less. What would fall below zero is left
    out, and so are figures within quotation marks, which are names.

    >>> [n.new for n in nudges("up to 30%")]
    ['30.01%', '29.99%', '33%', '27%']
    >>> [n.new for n in nudges("3000万元 per firm")]
    ['30000000.01元', '29999999.99元', '33000000元', '27000000元']
    """
    plain = _QUOTED.sub(lambda m: "\0" * len(m[0]), narrow(text).replace("“", '"').replace("”", '"'))
    taken: list[tuple[int, int]] = []
    for pattern, change in _KINDS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            kind, found = change(match)
            for new in dict.fromkeys(found):
                if new != match[0]:
                    yield Nudge(kind, text[start:end], new, f"{text[:start]}{new}{text[end:]}", start)


def _around(value: Fraction, step: Fraction) -> Iterator[Fraction]:
    """A value by a step and by a tenth of it; a tenth is rounded to whole steps."""
    for changed in (value + step, value - step, value * (1 + TENTH), value * (1 - TENTH)):
        rounded = value + round((changed - value) / step) * step
        if rounded >= 0 and rounded != value:
            yield rounded


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _last_digit(text: str) -> Fraction:
    """One of the last digit that is written behind the point; one where there is none."""
    return Fraction(1, 10 ** len(text.partition(".")[2]))


def _day(match: re.Match[str]) -> tuple[str, list[str]]:
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return "day", [(day + timedelta(days=d)).isoformat() for d in (1, -1)]
    except (ValueError, OverflowError):  # no calendar has it, or its neighbour: a name, not a day
        return "day", []


def _period(match: re.Match[str]) -> tuple[str, list[str]]:
    period: Period = int(match[1]) if match[1].isdecimal() else match[1]
    return "day", [str(previous(period, back)) for back in (-1, 1)]


def _ratio(match: re.Match[str]) -> tuple[str, list[str]]:
    step = min(HUNDREDTH, _last_digit(match[2]))
    return "rate", [f"{match[1]}:{decimal_text(x)}" for x in _around(Fraction(match[2]), step)]


def _money(match: re.Match[str]) -> tuple[str, list[str]]:
    per = FEN_PER[match[2]]
    fen = _number(match[1]) * per
    # A price may be finer than a 分.
    step = Fraction(1) if fen.denominator == 1 else _last_digit(match[1]) * per
    return "money", [f"{decimal_text(x / 100)}元" for x in _around(fen, step)]


def _share(match: re.Match[str]) -> tuple[str, list[str]]:
    step = min(_STEPS[match[2]], _last_digit(match[1]))
    return "rate", [f"{decimal_text(x)}{match[2]}" for x in _around(_number(match[1]), step)]


def _span(match: re.Match[str]) -> tuple[str, list[str]]:
    return "count", [f"{decimal_text(x)}{match[2]}" for x in _around(_number(match[1]), Fraction(1))]


def _unit(match: re.Match[str]) -> tuple[str, list[str]]:
    size = TIMES[match[2] or ""]
    whole = UNITS[SPELLED[match[3]]].whole
    step = Fraction(1) if whole else min(HUNDREDTH, _last_digit(match[1]) * size)
    return "count", [f"{decimal_text(x)}{match[3]}" for x in _around(_number(match[1]) * size, step)]


def _plain(match: re.Match[str]) -> tuple[str, list[str]]:
    """A plain whole number by one; a decimal, which may be a rate, by a hundredth of a percentage point."""
    step = Fraction(1) if "." not in match[1] else min(HUNDREDTH**2, _last_digit(match[1]))
    return "count", [decimal_text(x) for x in _around(_number(match[1]), step)]


_KINDS = (
    (_DAY, _day),
    (_PERIOD, _period),
    (_RATIO, _ratio),
    (_MONEY, _money),
    (_SHARE, _share),
    (_SPAN, _span),
    (_UNIT, _unit),
    (_PLAIN, _plain),
)
