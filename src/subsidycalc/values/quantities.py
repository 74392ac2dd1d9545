"""Reading and printing quantities: money, rates, points, ratios, numbers.

Money is a whole number of 分 (fen, 1/100 元); rates and points are exact fractions of one.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from .ranges import Number
from .units import CURRENCIES, SPELLED


class Quantity(NamedTuple):
    """A number with its unit: ``kind`` is money, rate, points, number, duration, or a unit of ``values/units.py``.

    ``value`` is in 分 for money, a fraction of one for rate and points; for a duration it is a count of ``unit``
    (years, months or days).
    """

    kind: str
    value: Number
    unit: str = ""


class QuantityError(ValueError):
    """A text that is no quantity; ``code`` names the sentence of the catalogue, ``params`` fill it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


FEN_PER: dict[str, int] = {
    "分": 1,
    "角": 10,
    "元": 100,
    "千元": 10**5,
    "万元": 10**6,
    "百万元": 10**8,
    "千万元": 10**9,
    "亿元": 10**10,
    "万亿元": 10**14,
    "yuan": 100,
    "million yuan": 10**8,
    "billion yuan": 10**11,
}
_SHARE_OF_ONE: dict[str, tuple[str, Fraction]] = {
    "%": ("rate", Fraction(1, 100)),
    "‰": ("rate", Fraction(1, 1000)),
    "个百分点": ("points", Fraction(1, 100)),
    "百分点": ("points", Fraction(1, 100)),
    "points": ("points", Fraction(1, 100)),
    "point": ("points", Fraction(1, 100)),
    "个基点": ("points", Fraction(1, 10000)),
    "bp": ("points", Fraction(1, 10000)),
}
_SPANS = {"年": "years", "个月": "months", "天": "days", "日": "days"} | {
    w: u for u in ("years", "months", "days") for w in (u, u[:-1])
}
_HALF_UNITS = ("千", "万", "百万", "千万", "亿", "万亿")
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SHAPE = re.compile(rf"(CNY\s?)?([-+]?)\s?({NUMBER})\s?(.*)")
MAX_DIGITS = 36
# Full-width ASCII lies 0xFEE0 above plain ASCII: a table of single characters keeps every column where it was.
_WIDE = re.compile("[\uff01-\uff5e\u3000\u2212\xa0]")
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0x2212: 0x2D, 0xA0: 0x20}


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as plain ones, character by character.

    >>> narrow("１．５亿元")
    '1.5亿元'
    """
    return text.translate(_NARROW) if _WIDE.search(text) else text


@lru_cache(maxsize=8192)
def parse_quantity(text: str) -> Quantity:
    """Read one quantity.

    >>> parse_quantity("1.5亿元"), parse_quantity("2.5个百分点")
    (Quantity(kind='money', value=15000000000, unit=''), Quantity(kind='points', value=Fraction(1, 40), unit=''))

    Raises:
        QuantityError: no number, an unknown unit, half a money unit (``8200万``) or money finer than a 分.
    """
    shape = _SHAPE.fullmatch(narrow(text).strip())
    if shape is None:
        raise QuantityError("quantity.none", text=text)
    prefix, sign, digits, unit = shape.groups()
    digits = digits.replace(",", "")
    if len(digits) > MAX_DIGITS:
        raise QuantityError("quantity.too_long", text=text[:40])
    if prefix:
        unit = unit or "元"
    if unit in FEN_PER:
        # Whole numbers alone: a Fraction would take most of the time that a profile takes to read.
        integer, _, part = digits.partition(".")
        fen, rest = divmod(int(integer + part) * FEN_PER[unit], 10 ** len(part))
        if rest:
            raise QuantityError("money.finer_than_fen", text=text)
        return Quantity("money", -fen if sign == "-" else fen)
    value = Fraction(digits) * (-1 if sign == "-" else 1)
    if not unit:
        return Quantity("number", _plain(value))
    if unit in _SHARE_OF_ONE:
        kind, size = _SHARE_OF_ONE[unit]
        return Quantity(kind, value * size)
    if unit in _SPANS:
        if value.denominator != 1:
            raise QuantityError("quantity.unit", text=text, unit=unit)
        return Quantity("duration", value.numerator, _SPANS[unit])
    named = _unit_of(unit)
    if named is not None:
        return Quantity(named[0], _plain(value * named[1]))
    if unit in _HALF_UNITS:
        raise QuantityError("money.half_unit", text=text, offer=f"{digits}{unit}元")
    if unit == "$":
        raise QuantityError("money.foreign", text=text)
    if unit.endswith(("以上", "以下")):
        number = f"{digits}{unit[:-2]}"
        over = unit.endswith("以上")
        raise QuantityError(
            "quantity.above_below",
            text=text,
            reached=f"{'>=' if over else '<='} {number}",
            exceeded=f"{'>' if over else '<'} {number}",
        )
    raise QuantityError("quantity.unit", text=text, unit=unit)


TIMES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
"""What may stand before a unit, and how many it makes."""


def _unit_of(word: str) -> tuple[str, int] | None:
    """A unit and what stands before it: ``万㎡`` is ten thousand of them."""
    for times, size in TIMES.items():
        if word.startswith(times) and word[len(times) :] in SPELLED:
            return SPELLED[word[len(times) :]], size
    return None


def parse_price(text: str) -> Number:
    """Read the money of a price in 分, as exactly as it is written: an exchange rate may be finer than a 分.

    >>> parse_price("7.0827元")
    Fraction(70827, 100)

    Raises:
        QuantityError: no amount of 元.
    """
    shape = _SHAPE.fullmatch(narrow(text).strip())
    unit = "" if shape is None else shape[4].strip()
    if shape is None or (unit not in FEN_PER and not shape[1]):
        return parse_money(text)
    value = Fraction(shape[3].replace(",", "")) * FEN_PER.get(unit, 100)
    return _plain(-value if shape[2] == "-" else value)


def _plain(value: Fraction) -> Number:
    return value.numerator if value.denominator == 1 else value


def parse_money(text: str) -> int:
    """Read money as whole 分; a bare number is refused unless it is zero.

    >>> parse_money("99,999,999.99元")
    9999999999

    Raises:
        QuantityError: no unit, another kind of quantity, or finer than a 分.
    """
    quantity = parse_quantity(text)
    if quantity.kind == "money":
        return int(quantity.value)
    if quantity.kind == "number" and quantity.value == 0:
        return 0
    if quantity.kind == "number":
        raise QuantityError("money.no_unit", text=text.strip())
    if quantity.kind in CURRENCIES:
        raise QuantityError("money.foreign", text=text.strip())
    raise QuantityError("money.not_money", text=text.strip())


def parse_share(text: str, *, bounded: bool) -> Number:
    """Read a rate (``bounded``: a bare number must lie below 1) or a ratio (``1:0.5``, ``150%``, ``2``).

    >>> parse_share("30%", bounded=True), parse_share("1:2", bounded=False)
    (Fraction(3, 10), 2)

    Raises:
        QuantityError: a bare 1 or more for a rate, or another kind of quantity.
    """
    plain = narrow(text).strip()
    if not bounded and ":" in plain:
        left, _, right = plain.partition(":")
        a, b = parse_quantity(left), parse_quantity(right)
        if a.kind == b.kind == "number" and a.value:
            return _plain(Fraction(b.value) / Fraction(a.value))
        raise QuantityError("rate.not_rate", text=text)
    quantity = parse_quantity(plain)
    if quantity.kind in ("rate", "points"):
        return quantity.value
    if quantity.kind == "number":
        if bounded and not -1 < quantity.value < 1:
            raise QuantityError(
                "rate.bare", text=plain, percent=f"{plain}%", times=f"{decimal_text(quantity.value * 100)}%"
            )
        return quantity.value
    raise QuantityError("rate.not_rate", text=text)


def decimal_text(value: Number) -> str:
    """A number as the shortest exact decimal, or as a fraction where no decimal is exact.

    >>> decimal_text(Fraction(5, 2)), decimal_text(Fraction(1, 3))
    ('2.5', '1/3')
    """
    if value.denominator == 1:
        return str(value.numerator)
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    scaled = abs(value.numerator) * 10**places // value.denominator
    digits = str(scaled).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


@lru_cache(maxsize=8192)
def yuan(fen: Number | None) -> str | None:
    """Money in 元 with two decimals, as the JSON form has it; ``None`` (no bound known) stays ``None``.

    >>> yuan(9999999999)
    '99999999.99'
    """
    if fen.__class__ is int and fen >= 100:
        text = str(fen)
        return f"{text[:-2]}.{text[-2:]}"
    if fen is None:
        return None
    whole = round_half_up(fen)
    sign = "-" if whole < 0 else ""
    return f"{sign}{abs(whole) // 100}.{abs(whole) % 100:02d}"


def round_half_up(value: Number) -> int:
    """The nearest whole number, halves up."""
    if isinstance(value, int):
        return value
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@lru_cache(maxsize=8192)
def money_text(fen: Number, lang: str) -> str:
    """Money as people write it, always exact; what is finer than a 分 is shortened and says so.

    >>> money_text(42_000_000_000, "zh"), money_text(42_000_000_000, "en"), money_text(9999999999, "zh")
    ('4.2亿元', 'CNY 420,000,000', '99,999,999.99元')
    """
    about = ""
    if not isinstance(fen, int) and fen.denominator != 1:
        about = "约" if lang == "zh" else "about "
    whole = round_half_up(fen)
    sign, size = ("-" if whole < 0 else ""), abs(whole)
    if lang == "zh":
        if size >= 10**10 and size % 10**6 == 0:
            return f"{about}{sign}{decimal_text(Fraction(size, 10**10))}亿元"
        if size >= 10**6 and size % 10**4 == 0:
            return f"{about}{sign}{decimal_text(Fraction(size, 10**6))}万元"
    text = f"{size // 100:,}" + (f".{size % 100:02d}" if size % 100 else "")
    return f"{about}{sign}{text}元" if lang == "zh" else f"{about}CNY {sign}{text}"


def share_text(value: Number) -> str:
    """A rate or ratio in percent; exact, or as a fraction where no decimal is exact.

    >>> share_text(Fraction(3, 10)), share_text(Fraction(1, 3))
    ('30%', '1/3')
    """
    text = decimal_text(value * 100)
    return f"{text}%" if "/" not in text else decimal_text(value)
