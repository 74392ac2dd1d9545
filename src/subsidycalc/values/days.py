"""Days, years, quarters and months. A day is its ordinal (1 = 0001-01-01); ``NEVER`` is later than every day."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from .quantities import QuantityError, narrow

NEVER = date.max.toordinal() + 1
LAST_DAY = NEVER - 1
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PERIODS = {
    "year": re.compile(r"[12]\d{3}"),
    "quarter": re.compile(r"[12]\d{3}Q[1-4]"),
    "month": re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])"),
}
Period = int | str
"""A year as an int, a quarter as ``2023Q1``, a month as ``2015-12``."""


def parse_day(text: str) -> int:
    """Read a day, or ``never``.

    >>> day_text(parse_day("2024-02-29"))
    '2024-02-29'

    Raises:
        QuantityError: not a day, or a day that no calendar has.
    """
    plain = narrow(text).strip()
    if plain in ("never", "从未"):
        return NEVER
    shape = _DAY.fullmatch(plain)
    if shape is None:
        raise QuantityError("date.shape", text=text)
    try:
        return date(int(shape[1]), int(shape[2]), int(shape[3])).toordinal()
    except ValueError as error:
        raise QuantityError("date.none", text=text) from error


def parse_calendar_day(text: str) -> int:
    """Read a day that a calendar has: ``never`` is none.

    Raises:
        QuantityError: not a day.
    """
    found = parse_day(text)
    if found == NEVER:
        raise QuantityError("date.shape", text=text)
    return found


@lru_cache(maxsize=4096)
def day_text(ordinal: int) -> str:
    """A day as people write it."""
    return "never" if ordinal >= NEVER else date.fromordinal(ordinal).isoformat()


@lru_cache(maxsize=512)
def first_day(year: int) -> int:
    """1 January of a year."""
    return date(year, 1, 1).toordinal()


@lru_cache(maxsize=512)
def last_day(year: int) -> int:
    """31 December of a year."""
    return date(year, 12, 31).toordinal()


def shift(ordinal: int, count: int, unit: str) -> int:
    """The day ``count`` years, months or days later; 29 February falls on the 28th where it must.

    >>> day_text(shift(parse_day("2024-02-29"), 1, "years"))
    '2025-02-28'
    """
    if ordinal >= NEVER:
        return NEVER
    if unit == "days":
        return max(1, min(NEVER, ordinal + count))
    day = date.fromordinal(ordinal)
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return 1
    if year > date.max.year:
        return NEVER
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])).toordinal()


def span(start: int, end: int, unit: str) -> int:
    """Whole years, months or days from one day to another; negative when the end comes first.

    >>> span(parse_day("2020-03-01"), parse_day("2024-02-29"), "years")
    3
    """
    if unit == "days":
        return end - start
    if end < start:
        return -span(end, start, unit)
    a, b = date.fromordinal(min(start, NEVER - 1)), date.fromordinal(min(end, NEVER - 1))
    months = (b.year - a.year) * 12 + b.month - a.month
    count = months // 12 if unit == "years" else months
    return count if shift(start, count, unit) <= end else count - 1


def parse_period(text: str, per: str) -> Period:
    """Read the key of a series: a year, a quarter or a month.

    >>> parse_period("2023Q1", "quarter"), parse_period("2023", "year")
    ('2023Q1', 2023)

    Raises:
        QuantityError: not a period of that length.
    """
    plain = narrow(text).strip().removesuffix("年") if per == "year" else narrow(text).strip().upper()
    if _PERIODS[per].fullmatch(plain) is None:
        raise QuantityError(f"period.{per}", text=text)
    return int(plain) if per == "year" else plain


def previous(period: Period, back: int) -> Period:
    """The period ``back`` steps earlier, of the same length.

    >>> previous("2023Q1", 1), previous("2024-01", 1), previous(2024, 1)
    ('2022Q4', '2023-12', 2023)
    """
    if isinstance(period, int):
        return period - back
    year, size = int(period[:4]), 4 if "Q" in period else 12
    index = int(period[5:]) - 1
    year, index = divmod(year * size + index - back, size)
    return f"{year}Q{index + 1}" if size == 4 else f"{year}-{index + 1:02d}"
