"""How an award is paid out: instalments, of which each is rounded down and the last takes the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..diagnostics import text_of
from ..rulebook.model import Instalment
from ..values.quantities import share_text, yuan


def split(low: int, high: int | None, parts: Sequence[Instalment]) -> list[tuple[int, int | None]]:
    """Each instalment of an award that comes to something from ``low`` to ``high`` 分 (``None``: no bound known).

    >>> from fractions import Fraction
    >>> thirds = [Instalment(Fraction(3, 10), ""), Instalment(Fraction(3, 10), ""), Instalment(Fraction(4, 10), "")]
    >>> split(1001, 1001, thirds)
    [(300, 300), (300, 300), (401, 401)]
    """
    found: list[tuple[int, int | None]] = [
        (int(part.share * low // 1), None if high is None else int(part.share * high // 1)) for part in parts[:-1]
    ]
    if low == high:
        return [*found, ((rest := low - sum(first for first, _ in found)), rest)]
    last = parts[-1].share
    least = -int(-(last * low) // 1)
    # What the others lose by rounding down is less than one 分 each, and falls to the last.
    most = None if high is None else -int(-(last * high + len(found)) // 1) - bool(found)
    return [*found, (least, most)]


def payments(final: tuple[int, int | None], parts: Sequence[Instalment], lang: str) -> list[dict[str, Any]]:
    """The instalments of an award in the JSON form."""
    return [
        {"share": share_text(part.share), "when": text_of(part.when, lang), "low": yuan(low), "high": yuan(high)}
        for part, (low, high) in zip(parts, split(*final, parts), strict=True)
    ]
