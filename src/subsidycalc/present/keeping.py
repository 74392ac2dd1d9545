"""The uses of a name as text: by policy, a line for each place."""

from __future__ import annotations

from typing import Any

from ..diagnostics import say


def uses_text(data: dict[str, Any], lang: str) -> str:
    """Where a name is declared and used: ``file:line:column: the line``."""
    comma = say("list.comma", lang)
    labels = say("uses.labels", lang, labels=comma.join(data["labels"])) if data["labels"] else ""
    found = [say("uses.head", lang, name=data["name"], labels=labels, count=data["count"])]
    if data["declared"]:
        found.append(say("uses.declared", lang))
        found += _lines(data["declared"], lang)
    for group in data["uses"]:
        found.append(say(f"uses.{group['where']}", lang, policy=group["policy"]))
        found += _lines(group["lines"], lang)
    if not data["count"]:
        found.append(say("uses.none", lang))
    return "\n".join(found) + "\n"


def _lines(lines: list[dict[str, str]], lang: str) -> list[str]:
    return [say("uses.line", lang, place=line["place"], line=line["line"]) for line in lines]
