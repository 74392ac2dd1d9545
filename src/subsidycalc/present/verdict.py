"""What a recomputation came to, in words."""

from __future__ import annotations

from typing import Any

from ..diagnostics import say
from .lines import wrapped

MOST = 40
"""So many differences are listed; a file of other rules has hundreds."""
LONGEST = 160


def verdict(data: dict[str, Any], lang: str, *, columns: int = 80) -> str:
    """The plain form of a verdict as text of at most some columns."""
    columns = max(40, columns)
    lines = wrapped(_head(data, lang), columns, indent="  ", first="")
    lines += _rules(data, lang, columns)
    holder = ""
    for item in data["differences"][:MOST]:
        head = short(item["award"]) if item["award"] is not None else say("verify.elsewhere", lang)
        if head != holder:
            lines += wrapped(head, columns, indent="  ", first="")
            holder = head
        text = say(
            "verify.path",
            lang,
            path=short(item["path"]),
            recorded=_value(item["recorded"], lang),
            computed=_value(item["computed"], lang),
        )
        lines += wrapped(text, columns, indent="      ", first="  - ")
    if len(data["differences"]) > MOST:
        lines.append(say("verify.more", lang, count=len(data["differences"]) - MOST))
    return "\n".join(lines) + "\n"


def _head(data: dict[str, Any], lang: str) -> str:
    if data["same"]:
        return say("verify.same", lang, file=data["file"], count=data["awards"])
    if not data["differences"]:
        return say("verify.figures_same", lang, file=data["file"])
    return say("verify.differs", lang, file=data["file"], count=len(data["differences"]))


def _rules(data: dict[str, Any], lang: str, columns: int) -> list[str]:
    found = []
    for pack in data["packs"]:
        recorded, at_hand = (_value(pack[key], lang) for key in ("recorded", "at_hand"))
        found.append(say("verify.rules_other", lang, id=short(pack["id"]), recorded=recorded, at_hand=at_hand))
    if data["program"] is not None:
        recorded, at_hand = (short(x) for x in data["program"])
        found.append(say("verify.program", lang, recorded=recorded, at_hand=at_hand))
    found = found or [say("verify.rules_same", lang)]
    if data["inputs_changed"]:
        found.append(say("verify.inputs_changed", lang))
    return [line for text in found for line in wrapped(text, columns, indent="  ", first="")]


def _value(text: str | None, lang: str) -> str:
    return say("verify.nothing", lang) if text is None else short(text)


def short(text: str, longest: int = LONGEST) -> str:
    """Outside text on one line, without what nobody can see, and not without end."""
    shown = text if len(text) <= longest else f"{text[:longest]}…"
    return "".join(c if c.isprintable() else "·" for c in shown)
