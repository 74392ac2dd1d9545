"""Exact numbers and closed ranges of them: the amounts of this program.

A definite number is an ``int`` or a ``Fraction`` (money in 分). A ``Range`` is what is not definite: a closed
interval whose ``low`` or ``high`` may be ``None``, meaning that no bound is known. Results are canonical: an
interval of one point is returned as the number itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

Number = int | Fraction
Bound = int | Fraction | None


class Range(NamedTuple):
    """A closed interval of more than one number; ``None`` is an absent bound."""

    low: Bound
    high: Bound


Amount = int | Fraction | Range


def low_of(value: Amount) -> Bound:
    """The lower bound of a number or range."""
    return value.low if isinstance(value, Range) else value


def high_of(value: Amount) -> Bound:
    """The upper bound of a number or range."""
    return value.high if isinstance(value, Range) else value


def between(low: Bound, high: Bound) -> Amount:
    """The interval from ``low`` to ``high``, or the number when they meet.

    >>> between(3, 3), between(0, None)
    (3, Range(low=0, high=None))
    """
    if low is not None and low == high:
        return low
    return Range(low, high)


def add(a: Amount, b: Amount) -> Amount:
    """Sum of two amounts."""
    if not isinstance(a, Range) and not isinstance(b, Range):
        return a + b
    al, ah, bl, bh = low_of(a), high_of(a), low_of(b), high_of(b)
    return between(
        None if al is None or bl is None else al + bl,
        None if ah is None or bh is None else ah + bh,
    )


def negative(a: Amount) -> Amount:
    """The amount with its sign changed.

    >>> negative(Range(1, None))
    Range(low=None, high=-1)
    """
    if not isinstance(a, Range):
        return -a
    return Range(None if a.high is None else -a.high, None if a.low is None else -a.low)


class _End(NamedTuple):
    """An end of an interval on the extended line: ``infinite`` is -1, 0 or 1; ``at`` counts when it is 0."""

    infinite: int
    at: Number


def _times(a: _End, b: _End) -> _End:
    if not a.infinite and not b.infinite:
        return _End(0, a.at * b.at)
    sign = (a.infinite or _sign(a.at)) * (b.infinite or _sign(b.at))
    return _End(sign, 0)


def _sign(number: Number) -> int:
    return (number > 0) - (number < 0)


def multiply(a: Amount, b: Amount) -> Amount:
    """Product of two amounts; an absent bound times zero is zero, for zero is all that the factor can be.

    >>> multiply(Range(0, 1), 300), multiply(0, Range(0, None))
    (Range(low=0, high=300), 0)
    """
    if not isinstance(a, Range) and not isinstance(b, Range):
        return a * b
    al, ah, bl, bh = low_of(a), high_of(a), low_of(b), high_of(b)
    if al is not None and al >= 0 and bl is not None and bl >= 0:
        if ah is None or bh is None:
            return between(al * bl, 0 if ah == 0 or bh == 0 else None)
        return between(al * bl, ah * bh)
    ends = [
        _times(x, y)
        for x in (_End(-1, 0) if al is None else _End(0, al), _End(1, 0) if ah is None else _End(0, ah))
        for y in (_End(-1, 0) if bl is None else _End(0, bl), _End(1, 0) if bh is None else _End(0, bh))
    ]
    least, most = min(ends), max(ends)
    return between(None if least.infinite else least.at, None if most.infinite else most.at)


def divide(a: Amount, b: Amount, *, positive: bool = False) -> Amount:
    """Quotient of two amounts; where the divisor can be zero or less nothing is known of it.

    With ``positive`` the divisor is known to be above zero, whatever its declared bounds say.

    >>> divide(1, 4), divide(1, Range(0, 4)), divide(1, Range(0, 4), positive=True)
    (Fraction(1, 4), Range(low=None, high=None), Range(low=Fraction(1, 4), high=None))
    """
    bl, bh = low_of(b), high_of(b)
    if bl is None or bl <= 0:
        if not positive or (bh is not None and bh <= 0):
            return Range(None, None)
        bl = None
    reciprocal = between(Fraction(0) if bh is None else 1 / Fraction(bh), None if bl is None else 1 / Fraction(bl))
    return multiply(a, reciprocal)


def least(values: Iterable[Amount]) -> Amount:
    """The smallest of some amounts.

    >>> least([Range(0, None), 300])
    Range(low=0, high=300)
    """
    items = list(values)
    lows = [low_of(v) for v in items]
    highs = [h for v in items if (h := high_of(v)) is not None]
    return between(
        None if any(x is None for x in lows) else min(x for x in lows if x is not None),
        min(highs) if highs else None,
    )


def largest(values: Iterable[Amount]) -> Amount:
    """The largest of some amounts.

    >>> largest([Range(None, 5), 0])
    Range(low=0, high=5)
    """
    return negative(least([negative(v) for v in values]))


def hull(values: Iterable[Amount]) -> Amount:
    """The smallest interval that holds all of the amounts.

    >>> hull([1, Range(3, None)])
    Range(low=1, high=None)
    """
    items = list(values)
    lows = [low_of(v) for v in items]
    highs = [high_of(v) for v in items]
    return between(
        None if any(x is None for x in lows) else min(x for x in lows if x is not None),
        None if any(x is None for x in highs) else max(x for x in highs if x is not None),
    )


def meet(value: Amount, low: Bound, high: Bound) -> Amount:
    """The part of an amount that lies between two bounds; the nearer bound where they do not touch."""
    a, b = low_of(value), high_of(value)
    if low is not None and (a is None or a < low):
        a = low
    if high is not None and (b is None or b > high):
        b = high
    if a is not None and b is not None and a > b:
        return a if low is not None and a == low else b
    return between(a, b)


def round_to(number: Number, unit: int, way: str) -> int:
    """A number rounded to a multiple of ``unit``: ``half_up``, ``down`` or ``up`` (away from zero for halves).

    >>> round_to(Fraction(5, 2), 1, "half_up"), round_to(149, 100, "down"), round_to(101, 100, "up")
    (3, 100, 200)
    """
    value = Fraction(number) / unit
    if way == "half_up":
        steps = (2 * value.numerator + value.denominator) // (2 * value.denominator)
    elif way == "down":
        steps = value.numerator // value.denominator
    else:
        steps = -(-value.numerator // value.denominator)
    return steps * unit
