"""Values as profiles have them, and their neighbours: what one 分, one head, one day more or less is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from ..readers.explain.logic import PLAIN
from ..rulebook.vocabulary import FactDecl
from ..tree import types as t
from ..values.days import day_text
from ..values.quantities import decimal_text, money_text, share_text
from ..values.ranges import Number
from ..values.units import UNITS, units_of

TINY = Fraction(1, 10**6)
HOLDS: dict[str, Callable[[Any, Any], bool]] = {**PLAIN, "in": lambda a, b: a in b}


def written(value: Any, kind: str) -> Any:
    """A raw value as a profile or an assumptions file has it.

    >>> written(9999999999, "money"), written(Fraction(3, 10), "rate"), written(True, "yes/no")
    ('99,999,999.99元', '30%', 'yes')
    """
    if value is True or value is False:
        return "yes" if value else "no"
    match kind:
        case t.MONEY:
            return money_text(value, "zh")
        case t.RATE | t.RATIO:
            return share_text(value)
        case t.POINTS:
            return f"{decimal_text(value * 100)}个百分点"
        case t.DATE:
            return day_text(value)
        case t.WHOLE | t.NUMBER:
            return decimal_text(value)
    if kind in UNITS:
        return f"{decimal_text(value)}{UNITS[kind].words[0]}"
    if units_of(kind):
        return money_text(value, "zh")
    return list(value) if isinstance(value, tuple) else value


def sayable(value: Number) -> bool:
    """Whether a number has an exact decimal: a third has none, and no profile can say it."""
    return "/" not in decimal_text(Fraction(value))


def is_whole(kind: str) -> bool:
    """Whether a profile or an assumptions file says values of a kind in whole numbers: 分, heads, days."""
    return kind in t.WHOLE_KINDS or bool(units_of(kind))


def step_of(kind: str) -> Number:
    """The smallest step that counts: one 分, one head, one day; a millionth for rates."""
    return 1 if is_whole(kind) else TINY


def around(bounds: Iterable[Number], kind: str) -> list[Number]:
    """Each bound with its neighbours on both sides."""
    step = step_of(kind)
    return list(dict.fromkeys(bound + d for bound in bounds for d in (0, -step, step)))


def leaves(decl: FactDecl) -> list[str]:
    """The options of a choice below which there are none, in written order."""
    assert decl.type.options is not None
    return [name for name, below in decl.type.options.leaves.items() if below == {name}]
