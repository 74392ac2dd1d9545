"""Thresholds and what comes out just below, at and above them, as a table."""

from __future__ import annotations

from typing import Any

from ..diagnostics import say
from .lines import padded, width, wrapped

VALUE = 26
"""How wide the column of values is, at least."""


def boundaries(rows: list[dict[str, Any]], lang: str, columns: int) -> str:
    """The table.

    A row has ``measure``, ``what``, ``bound``, ``place``, ``readings`` (labels), ``sides`` (each with ``point``,
    ``value``, ``answer``) and, where there are none, a ``reason``.
    """
    tried = [row for row in rows if row["sides"]]
    apart = [row for row in rows if not row["sides"]]
    count = len({(row["measure"], row["place"], row["what"], row["bound"]) for row in tried})
    cases = sum(len(row["sides"]) for row in tried)
    lines = wrapped(say("boundaries.title", lang, thresholds=count, cases=cases), columns)
    measure, head = "", None
    for row in tried:
        if row["measure"] != measure:
            measure, head = row["measure"], None
            lines += ["", *wrapped(measure, columns)]
        this = _head(row, lang)
        if this != head:
            head = this
            lines += wrapped(this, columns, indent="    ", first="  ")
        if row["readings"]:
            text = say("boundaries.under", lang, reading=say("list.semicolon", lang).join(row["readings"]))
            lines += wrapped(text, columns, indent="      ", first="    ")
        lines += _sides(row["sides"], lang, columns)
    if apart:
        lines += ["", *wrapped(say("boundaries.apart", lang, count=len(apart)), columns)]
        for row in apart:
            text = say("boundaries.apart_row", lang, measure=row["measure"], head=_head(row, lang))
            lines += wrapped(text, columns, indent="    ", first="  ")
            lines += wrapped(say(f"boundaries.why_{row['reason']}", lang), columns, indent="      ", first="      ")
    return "\n".join(lines) + "\n"


def _head(row: dict[str, Any], lang: str) -> str:
    return say("boundaries.row", lang, what=row["what"], bound=row["bound"], place=row["place"])


def _sides(sides: list[dict[str, str]], lang: str, columns: int) -> list[str]:
    words = {side: say(f"boundaries.{side}", lang) for side in ("below", "at", "above")}
    first = max(width(word) for word in words.values()) + 2
    second = max(VALUE, *(width(item["value"]) + 2 for item in sides))
    lines: list[str] = []
    for item in sides:
        start = "      " + padded(words[item["point"]], first)
        if width(start) + second + width(f"→ {item['answer']}") > columns:
            lines += wrapped(item["value"], columns, indent=" " * width(start), first=start)
            lines += wrapped(f"→ {item['answer']}", columns, indent=" " * (width(start) + 2), first=" " * width(start))
        else:
            lines.append(f"{start}{padded(item['value'], second)}→ {item['answer']}".rstrip())
    return lines
