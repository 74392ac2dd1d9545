"""Three-valued truth: ``True``, ``False`` and ``None`` for *unknown* (Kleene's strong logic, as SQL's NULL)."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def negate(value: Truth) -> Truth:
    """Not; unknown stays unknown.

    >>> negate(None) is None
    True
    """
    return None if value is None else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """And: one *no* settles it, else one *unknown* leaves it open.

    >>> conjunction([True, None, False])
    False
    """
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def disjunction(values: Iterable[Truth]) -> Truth:
    """Or: one *yes* settles it, else one *unknown* leaves it open.

    >>> disjunction([False, None, True])
    True
    """
    result: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result
