"""An assessment as Markdown: a table of awards with their reasons below."""

from __future__ import annotations

from typing import Any

from tabulate import tabulate

from ..diagnostics import say
from .phrases import cause_lines, combining_lines, first_failure, loss_lines, next_line, range_text, safe, total_text


def markdown(data: dict[str, Any]) -> str:
    """The JSON form of an assessment as Markdown."""
    lang = data["lang"]
    key = "table.title" if data["firm"] else "table.title_plain"
    parts = [
        f"# {safe(say(key, lang, firm=data['firm'], year=data['year']))}",
        safe(total_text(data["total"], lang, files=data["assumptions"]["files"])),
    ]
    heads = [say(f"table.{k}", lang) for k in ("award", "status", "range", "why")]
    rows = [[safe(cell) for cell in _row(award, lang)] for award in data["awards"]]
    parts.append(tabulate(rows, headers=heads, tablefmt="pipe", disable_numparse=True))
    together = combining_lines(data, lang)
    if together:
        parts.append(safe(say("table.combining", lang)))
        parts.append("\n".join(f"- {safe(text)}" for text in together))
    assumed = _assumptions(data, lang)
    if assumed:
        parts.append("\n".join(assumed))
    for option in data.get("by_reading", ()):
        total = total_text(option["total"], lang)
        text = say("readings.option", lang, option=option["option"], label=option["label"], total=total)
        text = f"{option['question']} {text}"
        parts.append(f"- {safe(text)}")
    parts.append(safe(say("table.disclaimer", lang, date=data["date"])))
    return "\n\n".join(parts) + "\n"


def _row(award: dict[str, Any], lang: str) -> list[str]:
    used = any(holder["assumed"] for holder in (award, *award["items"]))
    shown = range_text(award["low"], award["high"], lang) + (" *" if used else "")
    why: list[str | None] = [first_failure(award, lang) if award["status"] == "ineligible" else None]
    why += [*cause_lines(award["causes"], lang), next_line(award["next"], lang), *loss_lines(award, lang)]
    text = say("list.semicolon", lang).join(x for x in why if x)
    return [award["title"], say(f"status.{award['status']}", lang), shown, text]


def _assumptions(data: dict[str, Any], lang: str) -> list[str]:
    used = {x["name"]: x for a in data["awards"] for holder in (a, *a["items"]) for x in holder["assumed"]}
    if not used:
        return []
    titles = say("list.comma", lang).join(data["assumptions"]["titles"])
    found = [safe(say("table.assumed_total", lang, titles=titles)), ""]
    for item in used.values():
        text = say("table.assumed", lang, what=item["what"], value=item["value"], origin=item["from"])
        found.append(f"- {safe(text)}")
    return found
