"""A comparison of two results, for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..diagnostics import say
from .lines import wrapped
from .phrases import money, range_text, safe, total_text
from .verdict import short

RULES = "rules"
"""Stands among the inputs of a step for the rules and the program."""
WARNING = 600
"""A warning may hold two names, each shortened before."""


class Line(NamedTuple):
    """A sentence and how deep it stands: 0 for plain sentences, 1 for headings, deeper for what is below them."""

    depth: int
    text: str


def compared_table(data: dict[str, Any], *, columns: int = 80) -> str:
    """A comparison's JSON form as text of at most some columns."""
    columns, found = max(40, columns), []
    for depth, text in _Compared(data).lines():
        bullet = "- " if depth == 3 else ""
        start = "  " * (depth - 1)
        found += wrapped(text, columns, indent=start + (" " * len(bullet) or "  "), first=start + bullet)
    return "\n".join(found) + "\n"


def compared_markdown(data: dict[str, Any]) -> str:
    """A comparison's JSON form as Markdown."""
    parts: list[str] = []
    for index, (depth, text) in enumerate(_Compared(data).lines()):
        if depth < 2:
            mark = "# " if index == 0 else "## " if depth else ""
            parts += ["", f"{mark}{safe(text)}"] if parts else [f"{mark}{safe(text)}"]
        else:
            if not parts[-1].lstrip().startswith("- "):
                parts.append("")
            parts.append(f"{'  ' * (depth - 2)}- {safe(text)}")
    return "\n".join(parts) + "\n"


def headings(data: dict[str, Any]) -> list[str]:
    """The headings of a comparison, as they stand in its table."""
    return [line.text for line in _Compared(data).lines() if line.depth == 1]


class _Compared:
    def __init__(self, data: dict[str, Any]) -> None:
        self.data, self.lang = data, data["lang"]
        self.labels = {x["id"]: x["what"] for x in data["inputs"]}
        self.titles = {x["id"]: x["title"] for x in data["awards"]}

    def say(self, key: str, **params: object) -> str:
        return say(key, self.lang, **params)

    def lines(self) -> list[Line]:
        data = self.data
        firm = data["a"]["firm"]
        title = self.say("compare.title", firm=short(firm)) if firm else self.say("compare.title_plain")
        found = [Line(0, title)]
        for side in ("a", "b"):
            head = {**data[side], "file": short(data[side]["file"])}
            found.append(Line(0, self.say("compare.side", side=side.upper(), **_without(head, "firm"))))
        found += [Line(0, self.say("compare.warning", text=short(text, WARNING))) for text in data["warnings"]]
        if data["same"]:
            return [*found, Line(0, self.say("compare.same"))]
        if data["why_not"] is not None:
            found.append(Line(0, self.say("compare.why_not", why=data["why_not"])))
        return [*found, *self._total(), *self._rules(), *self._inputs(), *self._awards()]

    # -- the sum ----------------------------------------------------------------------------------------------

    def _total(self) -> list[Line]:
        total = self.data["total"]
        found = [Line(1, self.say("compare.total"))]
        if total["a"] == total["b"]:
            text = total_text(total["a"], self.lang)
            found += [Line(2, text), Line(2, self.say("compare.total_same"))]
        else:
            for side in ("a", "b"):
                text = total_text(total[side], self.lang)
                found.append(Line(2, self.say("compare.total_side", side=side.upper(), text=text)))
            found.append(Line(2, self.say("compare.change", text=self._total_change(total, total["a"], total["b"]))))
        for step in total["steps"]:
            effect = self._total_change(step, step["before"], step["after"])
            found.append(Line(3, self.say("compare.step", what=self._names(step["inputs"]), effect=effect)))
        return found

    def _total_change(self, change: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> str:
        known = not before["unbounded"] and not after["unbounded"]
        if known:
            found = self._money(change["low_change"], change["high_change"])
        else:
            found = [self._by("low", change["low_change"]), self._by("known", change["high_known_change"])]
        if before["unbounded"] != after["unbounded"]:
            a, b = len(before["unbounded"]), len(after["unbounded"])
            key = "compare.unbounded" if a != b else "compare.unbounded_others"
            found.append(self.say(key, a=a, b=b))
        return self._joined(found)

    # -- rules and inputs -------------------------------------------------------------------------------------

    def _rules(self) -> list[Line]:
        rules = self.data["rules"]
        if rules is None:
            return [Line(0, self.say("compare.rules_same"))]
        found = [Line(1, self.say("compare.rules"))]
        for pack in rules["packs"]:
            a, b = (short(pack[side] or "–") for side in ("a", "b"))
            found.append(Line(2, self.say("compare.pack", id=short(pack["id"]), a=a, b=b)))
        if rules["program"] is not None:
            a, b = (short(rules["program"][side]) for side in ("a", "b"))
            found.append(Line(2, self.say("compare.program", a=a, b=b)))
        return found

    def _inputs(self) -> list[Line]:
        inputs = self.data["inputs"]
        if not inputs:
            known = self.data["established"]
            return [Line(0, self.say("compare.inputs_same"))] if known else []
        found = [Line(1, self.say("compare.inputs", count=len(inputs)))]
        for item in inputs:
            a, b = short(item["a"]), short(item["b"])
            found.append(Line(2, self.say("compare.input", what=short(item["what"]), a=a, b=b)))
            if item["effect"] is False:
                found.append(Line(3, self.say("compare.no_effect")))
            elif item["effect"]:
                awards = self.say("list.semicolon").join(short(self.titles.get(x, x)) for x in item["awards"])
                found.append(Line(3, self.say("compare.effect", awards=awards)))
        return found

    def _names(self, inputs: Sequence[str]) -> str:
        labels = [self.say("compare.step_rules") if x == RULES else short(self.labels[x]) for x in inputs]
        return self.say("list.semicolon").join(labels)

    # -- awards -----------------------------------------------------------------------------------------------

    def _awards(self) -> list[Line]:
        awards = self.data["awards"]
        count = sum(x["differs"] for x in awards)
        found = [Line(1, self.say("compare.awards", count=count))] if awards else []
        for award in awards:
            found.append(Line(2, short(award["title"])))
            if award["differs"]:
                found += [Line(3, self._outcome(side.upper(), award[side])) for side in ("a", "b")]
            else:
                found.append(Line(3, self.say("compare.offset")))
            found += self._records(award)
            if award["differs"] and not award["steps"]:
                found.append(Line(3, self._effect(award, award["a"], award["b"])))
            found += [Line(3, self._step(award, step)) for step in award["steps"]]
            found += [Line(3, self.say("compare.also", what=short(self.labels[x]))) for x in award["also"]]
        return found or [Line(0, self.say("compare.awards_same"))]

    def _outcome(self, side: str, outcome: dict[str, Any] | None) -> str:
        if outcome is None:
            return self.say("compare.not_concerned", side=side)
        status, shown = self._status(outcome["status"]), range_text(outcome["low"], outcome["high"], self.lang)
        final = outcome["final"]
        if (final["low"], final["high"]) == (outcome["low"], outcome["high"]):
            return self.say("compare.outcome", side=side, status=status, range=shown)
        counts = range_text(final["low"], final["high"], self.lang)
        return self.say("compare.outcome_final", side=side, status=status, range=shown, final=counts)

    def _records(self, award: dict[str, Any]) -> list[Line]:
        """The records whose own outcome differs; those that only one side has are told of among the inputs."""
        if award["a"] is None or award["b"] is None:
            return []
        first, second = award["a"]["items"], award["b"]["items"]
        found = []
        for record, item in first.items():
            other = second.get(record)
            if other is not None and any(item[k] != other[k] for k in ("status", "low", "high")):
                a, b = (self._record_outcome(x) for x in (item, other))
                found.append(Line(3, self.say("compare.record_line", record=short(record), a=a, b=b)))
        return found

    def _record_outcome(self, item: dict[str, Any]) -> str:
        shown = range_text(item["low"], item["high"], self.lang)
        return self.say("compare.record_outcome", status=self._status(item["status"]), range=shown)

    def _status(self, status: str) -> str:
        return self.say(f"status.{status}")

    def _step(self, award: dict[str, Any], step: dict[str, Any]) -> str:
        effect = self._effect(step, step["before"], step["after"])
        text = self.say("compare.step", what=self._names(step["inputs"]), effect=effect)
        if step["alone"] is True:
            return text
        others = [x for x in award["together"] if x not in step["inputs"]]
        if others and set(step["inputs"]) & set(award["together"]):
            return self.say("compare.with_others", text=text, others=self._names(others))
        return self.say("compare.not_alone", text=text) if step["alone"] is False else text

    def _effect(self, change: dict[str, Any], a: dict[str, Any] | None, b: dict[str, Any] | None) -> str:
        """What becomes of an award, in words."""
        if a is None or b is None:
            found = [self.say("compare.ends" if b is None else "compare.begins")]
            return self._joined([*found, *self._money(change["low_change"], change["high_change"])])
        found = []
        if a["status"] != b["status"]:
            found.append(self.say("compare.status", a=self._status(a["status"]), b=self._status(b["status"])))
        found += self._ends(change, a, b)
        found += self._counted(a, b, own=bool(found))
        if not found:
            keys = change["differing"]
            key = "lost" if "lost_to" in keys else "items" if "items" in keys else "tier"
            found.append(self.say(f"compare.{key}"))
        return self._joined(found)

    def _ends(self, change: dict[str, Any], a: dict[str, Any], b: dict[str, Any]) -> list[str]:
        if change["high_change"] is not None:
            return self._money(change["low_change"], change["high_change"])
        low = self._by("low", change["low_change"])
        if b["status"] == "ineligible":
            return [low]
        if b["high"] is None:
            return [low, self.say("compare.high_opens")]
        return [low, self.say("compare.high_closes", text=money(b["high"], self.lang))]

    def _counted(self, a: dict[str, Any], b: dict[str, Any], *, own: bool) -> list[str]:
        """What combining makes of it, where that is not told by the award's own range."""
        found = []
        if a["counted"] != b["counted"] and a["status"] == b["status"]:
            word = {True: "true", False: "false", None: "null"}[b["counted"]]
            found.append(self.say(f"compare.counted_{word}"))
        ends = [tuple(x[key] for key in ("low", "high")) for x in (a, b)]
        finals = [(x["final"]["low"], x["final"]["high"]) for x in (a, b)]
        if finals[0] != finals[1] and (not own or finals != ends):
            first, second = (range_text(*x, self.lang) for x in finals)
            found.append(self.say("compare.final", a=first, b=second))
        return found

    # -- words for change -------------------------------------------------------------------------------------

    def _money(self, low: str | None, high: str | None) -> list[str]:
        if low == high and low is not None:
            return [self._by("", low)]
        return [self._by("low", low), self._by("high", high)]

    def _by(self, end: str, change: str | None) -> str:
        """By how much an end changes; nothing where it does not."""
        if change is None or change == "0.00":
            return ""
        way = "less" if change.startswith("-") else "more"
        key = f"{end}_{way}" if end else way
        return self.say(f"compare.{key}", text=money(change.removeprefix("-"), self.lang))

    def _joined(self, parts: list[str]) -> str:
        return self.say("compare.and").join(x for x in parts if x) or self.say("compare.tier")


def _without(mapping: dict[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in mapping.items() if k != key}
