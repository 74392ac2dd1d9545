"""Units of quantities that are neither money in 元 nor plain numbers: areas, heads, months, other currencies.

A price is money for one unit: its kind names the units that it is for, so that price × quantity is money and nothing
else is. Nothing converts silently; foreign money becomes 元 through a price, 亩 become ㎡ through nothing at all.
"""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit: the spellings that are read, and whether its quantities are whole."""

    words: tuple[str, ...]
    whole: bool = False


UNITS: dict[str, Unit] = {
    "m2": Unit(("㎡", "平方米", "平米", "m²", "sqm")),
    "mu": Unit(("亩", "mu")),
    "machine": Unit(("台", "套", "台套"), whole=True),
    "person": Unit(("人", "名"), whole=True),
    "month": Unit(("月",)),
    "usd": Unit(("美元", "USD")),
    "eur": Unit(("欧元", "EUR")),
    "hkd": Unit(("港元", "HKD")),
    "jpy": Unit(("日元", "JPY")),
}
"""By id; quantities are exact numbers of the unit, foreign money too."""
CURRENCIES = frozenset({"usd", "eur", "hkd", "jpy"})
SPELLED = {word: id_ for id_, unit in UNITS.items() for word in unit.words}
PRICE = "price/"


def price_of(units: tuple[str, ...]) -> str:
    """The kind of a price for one of each of some units.

    >>> price_of(("month", "m2"))
    'price/m2/month'
    """
    return PRICE + "/".join(sorted(units))


def units_of(kind: str) -> tuple[str, ...]:
    """The units that a price is for; none for any other kind.

    >>> units_of("price/m2/month"), units_of("money")
    (('m2', 'month'), ())
    """
    return tuple(kind.removeprefix(PRICE).split("/")) if kind.startswith(PRICE) else ()


def words_of(text: str) -> tuple[str, ...] | None:
    """The units that a text names, joined by *and* or 和; ``None`` if some word is no unit.

    >>> words_of("㎡ and 月"), words_of("firm")
    (('m2', 'month'), None)
    """
    found = [SPELLED.get(word.strip()) for word in text.replace("和", " and ").split(" and ")]
    return None if None in found else tuple(id_ for id_ in found if id_ is not None)
