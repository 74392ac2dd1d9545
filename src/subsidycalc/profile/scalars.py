"""One value of a fact: from what is written to what is computed with."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from ..diagnostics import nearest
from ..rulebook.vocabulary import FactDecl
from ..tree import types as t
from ..tree.words import value_text
from ..values.days import LAST_DAY, NEVER, parse_day
from ..values.quantities import MAX_DIGITS, QuantityError, parse_money, parse_quantity, parse_share
from ..values.ranges import Range, between
from ..values.units import UNITS

_YES_NO = {
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
    "是": True,
    "否": False,
    "有": True,
    "无": False,
}
_SPAN = re.compile(r"(.+?)\s+(?:to|至|到)\s+(.+)")
_FROM = re.compile(r"(.+?)\s+(?:or more|以上)|at least\s+(.+)|至少\s*(.+)")


@lru_cache(maxsize=8192)
def _rate(text: str) -> Any:
    return parse_share(text, bounded=True)


@lru_cache(maxsize=8192)
def _ratio(text: str) -> Any:
    return parse_share(text, bounded=False)


@lru_cache(maxsize=8192)
def _number(text: str) -> Any:
    quantity = parse_quantity(text)
    if quantity.kind != "number":
        raise QuantityError("number.plain", text=text)
    return quantity.value


@lru_cache(maxsize=8192)
def _whole(text: str) -> int:
    value = _number(text)
    if value.denominator != 1:
        raise QuantityError("number.whole", text=text)
    return int(value)


def counted(unit: str) -> Callable[[str], Any]:
    """Reads a quantity with a unit; the unit stands beside the number, as with money."""

    @lru_cache(maxsize=8192)
    def read(text: str) -> Any:
        quantity = parse_quantity(text)
        spelled = UNITS[unit].words[0]
        if quantity.kind == "number" and quantity.value:
            raise QuantityError("unit.none", text=text, offer=f"{text.strip()}{spelled}")
        if unit == "month" and (quantity.kind, quantity.unit) == ("duration", "months"):
            return quantity.value
        if quantity.kind not in (unit, "number"):
            raise QuantityError("unit.other", text=text, unit=spelled)
        if UNITS[unit].whole and quantity.value.denominator != 1:
            raise QuantityError("number.whole", text=text)
        return quantity.value

    return read


@lru_cache(maxsize=8192)
def _day(text: str) -> int:
    return parse_day(text)


_READERS: dict[str, Callable[[str], Any]] = {
    t.MONEY: parse_money,
    t.RATE: _rate,
    t.RATIO: _ratio,
    t.NUMBER: _number,
    t.WHOLE: _whole,
    t.DATE: _day,
    **{unit: counted(unit) for unit in UNITS},
}


_MISFIT = dict.fromkeys(UNITS, "value.number")
"""What a value of another kind is told, where a kind has no sentence of its own."""


def shown_of(value: Any, longest: int = 60) -> str:
    """What was written, as a message repeats it, whatever kind of object it is."""
    if isinstance(value, str):
        return value[:longest]
    try:
        return str(value)[:longest]
    except (ValueError, RecursionError):
        # A whole number of thousands of digits, a list within lists without end.
        return f"‹{type(value).__name__}›"


def scalar_reader(fact: FactDecl) -> Callable[[Any], Any]:
    """The function that reads one value of a fact; it raises ``QuantityError`` for what is none."""
    kind = fact.type.kind
    if kind == t.BOOL:
        return _truth
    if kind == t.TEXT:
        return _plain_text
    if kind == t.CHOICE:
        return _choice_reader(fact)
    if kind == t.CHOICES:
        one = _choice_reader(fact)
        return lambda value: tuple(one(v) for v in _several(value))
    return _amount_reader(fact, _READERS[kind])


def _several(value: Any) -> Any:
    """The values of a choice of several; a set has no order, so it gets one."""
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=shown_of)
    return value if isinstance(value, (list, tuple)) else [value]


def _truth(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    found = _YES_NO.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise QuantityError("truth.shape", text=shown_of(value))
    return found


def _plain_text(value: Any) -> str:
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise QuantityError("text.shape", text=shown_of(value))
    return shown_of(value, 1000)


def _choice_reader(fact: FactDecl) -> Callable[[Any], frozenset[str]]:
    options = fact.type.options
    assert options is not None
    ready = {word: options.leaves[name] for word, name in (options.former | options.names).items()}

    def read(value: Any) -> frozenset[str]:
        found = ready.get(value) if isinstance(value, str) else None
        if found is None:
            word = shown_of(value)
            sign = next((c for c in "，、；;" if c in word), None)
            if sign and fact.type.kind == t.CHOICES:
                first, second = word.split(sign)[:2]
                raise QuantityError("choice.comma", word=word, sign=sign, first=first.strip(), second=second.strip())
            close = nearest(word, ready)
            shown = ", ".join(list(options)[:12]) + (" …" if len(options.leaves) > 12 else "")
            raise QuantityError(
                "choice.unknown", word=word, options=shown, near=close[0] if close else next(iter(options))
            )
        return found

    return read


def _amount_reader(fact: FactDecl, parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    low, high, kind = fact.low, fact.high, fact.type.kind

    def read(value: Any) -> Any:
        if value.__class__ is str:
            try:
                found = parse(value)
            except QuantityError as error:
                found = _part_known(value, parse)
                if found is None:
                    raise _in_part(error, value) from None
                if kind == t.DATE:
                    found = _some_day(found)
        else:
            found = parse(written(value, kind))
        if found.__class__ is Range:
            if (low is not None and found.low is not None and found.low < low) or (
                high is not None and found.high is not None and found.high > high
            ):
                raise _outside(fact, value)
            return found
        if (low is not None and found < low) or (high is not None and found > high):
            raise _outside(fact, value)
        return found

    return read


def _some_day(found: Any) -> Any:
    """A day known in part; that it is some day or later does not make it *never*."""
    if found.__class__ is not Range or found.high is not None:
        return found
    return NEVER if found.low == NEVER else between(found.low, LAST_DAY)


def _outside(fact: FactDecl, value: Any) -> QuantityError:
    code = "fact.negative" if fact.low == 0 and str(value).lstrip().startswith(("-", "−", "－")) else "fact.outside"
    low, high = (None if b is None else value_text(b, fact.type.kind, "zh") for b in (fact.low, fact.high))
    allowed = f"≥ {low}" if high is None else f"≤ {high}" if low is None else f"{low} – {high}"
    return QuantityError(code, text=shown_of(value), name=fact.name, allowed=allowed)


def written(value: Any, kind: str) -> str:
    """The text of a value given as a Python object; what is not exact or of another kind is refused."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool) or value is None or isinstance(value, (list, tuple, dict, set, frozenset)):
        raise QuantityError(_MISFIT.get(kind, f"value.{kind}"), text=shown_of(value))
    if isinstance(value, float):
        raise QuantityError("value.float", text=repr(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        plain = value.is_finite() and abs(value.adjusted()) <= MAX_DIGITS
        return format(value, "f") if plain else shown_of(value)
    if isinstance(value, int):
        return shown_of(value)
    if isinstance(value, Fraction):
        raise QuantityError("value.fraction", text=shown_of(value))
    raise QuantityError(_MISFIT.get(kind, f"value.{kind}"), text=shown_of(value))


def _in_part(error: QuantityError, text: str) -> QuantityError:
    """A bare 以上 or 以下, which in a condition asks for a sign, asks for a range here."""
    if error.code != "quantity.above_below":
        return error
    bound = text.strip()[:-2].strip()
    return QuantityError("range.open", text=text, offer=f"{bound} or more" if "以上" in text else f"0 to {bound}")


def _part_known(text: str, parse: Callable[[str], Any]) -> Any:
    """A value known in part, ``5亿元 to 8亿元`` or ``5亿元 or more``; ``None`` if the text is neither."""
    pair = _SPAN.fullmatch(text.strip())
    if pair is not None:
        low, high = parse(pair[1]), parse(pair[2])
        if low > high:
            raise QuantityError("range.order", text=text)
        return between(low, high)
    start = _FROM.fullmatch(text.strip())
    if start is not None:
        return Range(parse(next(g for g in start.groups() if g)), None)
    return None


KEPT = 4096
"""How many texts a fact keeps with their values."""


class Quick(NamedTuple):
    """Reads what is plainly written, without a place for errors.

    ``known`` has the values of texts read before; ``look`` gives ``None`` for all that needs a closer look.
    """

    name: str
    truth: bool
    known: dict[str, Any]
    look: Callable[[Any], Any]


def quick_reader(fact: FactDecl, read: Callable[[Any], Any]) -> Quick:
    """The quick way to read a fact."""
    known: dict[str, Any] = {}
    truth = fact.type.kind == t.BOOL

    def text(value: str) -> Any:
        try:
            found = read(value)
        except QuantityError:
            return None
        if len(known) > KEPT:
            known.clear()
        known[value] = found
        return found

    def scalar(value: Any) -> Any:
        if value.__class__ is str:
            return text(value)
        if truth:
            return value if value is True or value is False else None
        if value.__class__ is int:
            try:
                return read(value)
            except QuantityError:
                return None
        return None

    def series(value: Any) -> Any:
        if value.__class__ is not dict:
            return None
        made = {}
        for key, item in value.items():
            if item.__class__ is not str:
                return None
            found = known.get(item)
            if found is None:
                found = text(item)
            year = key if key.__class__ is int and FIRST_YEAR <= key <= LAST_YEAR else _YEARS.get(key)
            if found is None or year is None:
                return None
            made[year] = found
        # A year written twice, as a number and as a text, deserves a closer look.
        return made if len(made) == len(value) else None

    if fact.per is not None:
        return Quick(fact.name, False, {}, series if fact.per == "year" and not truth else lambda value: None)
    return Quick(fact.name, truth, known, scalar)


FIRST_YEAR, LAST_YEAR = 1900, 2100
_YEARS = {str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}
