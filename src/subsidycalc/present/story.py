"""One award as an indented story: conditions, computation, gaps, assumptions, source."""

from __future__ import annotations

from typing import Any

from ..diagnostics import say
from .lines import wrapped
from .phrases import cause_lines, loss_lines, money, next_line, range_text

_HOLDS = {True: "story.condition_true", False: "story.condition_false", None: "story.condition_null"}


def story(data: dict[str, Any], award: dict[str, Any], *, columns: int = 80) -> str:
    """How an award comes about, from the JSON form of the assessment that it belongs to."""
    return "\n".join(_Story(data, max(40, columns)).lines(award)) + "\n"


class _Story:
    def __init__(self, data: dict[str, Any], columns: int) -> None:
        self.data, self.columns, self.lang = data, columns, data["lang"]

    def say(self, key: str, **params: object) -> str:
        return say(key, self.lang, **params)

    def text(self, text: str, depth: int, *, bullet: str = "") -> list[str]:
        """Wrapped lines at a depth of indentation."""
        first = "  " * depth + bullet
        return wrapped(text, self.columns, indent=" " * len(first), first=first)

    def lines(self, award: dict[str, Any]) -> list[str]:
        found = self.text(award["title"], 0)
        found += self.text(self._result(award), 0)
        found += self._conditions(award, 0)
        for item in award["items"]:
            found += self.text(item["record"], 0)
            found += self.text(self._result(item), 1)
            found += self._conditions(item, 1)
            found += self._computation(item, 1)
            found += self._ladder(item, 1)
            if item["counted"] is False and item["status"] != "ineligible":
                found += self.text(self.say("story.not_received"), 1)
        found += self._computation(award, 0)
        found += self._ladder(award, 0)
        found += self._payments(award)
        found += self._list("story.losses", loss_lines(award, self.lang))
        found += self._list("story.causes", cause_lines(award["causes"], self.lang, most=20))
        found += self._assumed(award)
        found += self._list("story.also", award["also_requires"])
        found += self._list("story.notices", award["notices"])
        source = award["source"]
        if source["document"]:
            text = source["document"]
            if source["clause"]:
                text = self.say("source.with_clause", document=text, clause=source["clause"])
            found += self._list(
                "story.source",
                [self.say("story.graded", source=text, grade=self.say(f"grade.{source['grade']}"))],
            )
        return found + self.text(self.say("table.disclaimer", date=self.data["date"]), 0)

    def _result(self, award: dict[str, Any]) -> str:
        shown = range_text(award["low"], award["high"], self.lang)
        return self.say("story.result", status=self.say(f"status.{award['status']}"), range=shown)

    def _conditions(self, award: dict[str, Any], depth: int) -> list[str]:
        found = self.text(self.say("story.conditions"), depth) if award["reasons"] else []
        for reason in award["reasons"]:
            mark = self.say(_HOLDS[reason["holds"]])
            found += self.text(reason["text"], depth + 1, bullet=f"[{mark}] ")
            actual = self.say("story.actual", actual=reason["actual"], required=reason["required"])
            found += self.text(actual, depth + 3)
            found += self.text(self.say("story.from", source=reason["source"]), depth + 3)
        return found

    def _computation(self, award: dict[str, Any], depth: int) -> list[str]:
        steps = award["computation"]
        found = self.text(self.say("story.computation"), depth) if steps else []
        for step in steps:
            found += self.text(self.say("story.step", step=step["step"], value=self._value(step)), depth + 1)
        return found

    def _value(self, step: dict[str, Any]) -> str:
        low, high = step["low"], step["high"]
        if step["unit"] == "yuan":
            if low is not None and low == high:
                return money(low, self.lang)
            return range_text(low, high, self.lang)
        if step["unit"] not in ("rate", "ratio", "number"):
            low, high = (None if x is None else self.say(f"unit.{step['unit']}", number=x) for x in (low, high))
        if low == high and low is not None:
            return str(low)
        if high is None:
            return self.say("range.from", low=low or "0")
        return self.say("range.between", low=low or "…", high=high)

    def _ladder(self, award: dict[str, Any], depth: int) -> list[str]:
        found = []
        if award["tier"] is not None:
            found += self.text(self.say("story.tier", tier=award["tier"]), depth)
        following = next_line(award["next"], self.lang)
        return found + (self.text(following, depth) if following else [])

    def _payments(self, award: dict[str, Any]) -> list[str]:
        found = [self.say("story.jointly")] if award["jointly"] and award["status"] != "ineligible" else []
        lines = self.text(found[0], 0) if found else []
        paid = [
            self.say(
                "story.payment", share=x["share"], when=x["when"], range=range_text(x["low"], x["high"], self.lang)
            )
            for x in award["payments"] or ()
        ]
        return lines + self._list("story.payments", paid)

    def _list(self, head: str, items: list[str]) -> list[str]:
        found = self.text(self.say(head), 0) if items else []
        for item in items:
            found += self.text(item, 1, bullet="- ")
        return found

    def _assumed(self, award: dict[str, Any]) -> list[str]:
        used = {x["name"]: x for holder in (award, *award["items"]) for x in holder["assumed"]}
        return self._list(
            "story.assumed",
            [self.say("table.assumed", what=x["what"], value=x["value"], origin=x["from"]) for x in used.values()],
        )
