"""How well kept cases protect rules: a table of scores, and what no case notices, by file and line."""

from __future__ import annotations

from typing import Any

from ..diagnostics import say
from .lines import wrapped

DROPPED, SWAPPED = "–", "↓"


def mutation(data: dict[str, Any], lang: str, columns: int) -> str:
    """The report.

    ``data`` has ``rows`` (``kind``, ``changes``, ``authored``, ``kept``), ``survivors`` and ``equivalents`` (``file``,
    ``line``, ``where``, ``old``, ``new``, and ``why``), ``refused``, a number, and ``failing``: lines that name cases.
    """
    from tabulate import tabulate

    heads = [say(f"mutation.{key}", lang) for key in ("kind", "changes", "by_authored", "by_kept")]
    rows = [
        [row["kind"], row["changes"], _share(row["authored"], row["changes"]), _share(row["kept"], row["changes"])]
        for row in data["rows"]
    ]
    lines = [*wrapped(say("mutation.title", lang), columns), ""]
    lines += tabulate(rows, heads, tablefmt="simple", colalign=("left", "right", "right", "right")).splitlines()
    for key in ("failing", "survivors", "equivalents"):
        items = data[key]
        if items or key == "survivors":
            head = f"mutation.{key}" if items else "mutation.none"
            lines += ["", *wrapped(say(head, lang, count=len(items)), columns)]
        for item in items:
            text = item if isinstance(item, str) else _line(item, lang)
            lines += wrapped(text, columns, indent="    ", first="  ")
    if data["refused"]:
        lines += ["", *wrapped(say("mutation.refused", lang, count=data["refused"]), columns)]
    return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    """How many of how many, and the percentage rounded down, so that only all of them are 100 %."""
    return f"{part} ({part * 100 // whole}%)"


def _line(item: dict[str, Any], lang: str) -> str:
    key = {DROPPED: "mutation.left_out", SWAPPED: "mutation.moved"}.get(item["new"], "mutation.changed")
    text = say(key, lang, **{k: item[k] for k in ("where", "old", "new")})
    made = f"{item['file']}:{item['line']}: {text}"
    return say("mutation.because", lang, change=made, why=item["why"]) if "why" in item else made
