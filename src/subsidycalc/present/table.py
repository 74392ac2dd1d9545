"""The answer as a finance officer reads it on a terminal: what is met, what is open, what is refused, the sum."""

from __future__ import annotations

from typing import Any

from ..diagnostics import say
from .lines import padded, width, wrapped
from .phrases import cause_lines, combining_lines, first_failure, loss_lines, next_line, range_text, total_text

FEW = 3
"""So many policies that are not in force are named."""
GROUPS = {"eligible": "table.met", "undetermined": "table.open", "ineligible": "table.refused"}


def table(data: dict[str, Any], *, columns: int = 80, all_refused: bool = False) -> str:
    """An assessment's JSON form as text of at most some columns.

    Policies that refuse all that they have are counted, and listed where all else gives nothing either, or if all that
    is refused is asked for.
    """
    return "\n".join(_Table(data, max(40, columns), all_refused).lines()) + "\n"


class _Table:
    def __init__(self, data: dict[str, Any], columns: int, all_refused: bool) -> None:
        self.data, self.columns, self.lang = data, columns, data["lang"]
        self.counted = {} if all_refused else _hopeless(data["awards"])
        """The awards that are counted and not listed: measure → policy."""

    def say(self, key: str, **params: object) -> str:
        return say(key, self.lang, **params)

    def lines(self) -> list[str]:
        data = self.data
        key = "table.title" if data["firm"] else "table.title_plain"
        found = wrapped(self.say(key, firm=data["firm"], year=data["year"]), self.columns)
        found += self._total()
        for status, head in GROUPS.items():
            awards = [a for a in data["awards"] if a["status"] == status and a["id"] not in self.counted]
            if awards:
                found += wrapped(self.say(head), self.columns, indent="  ", first="")
                found += self._refused(awards) if status == "ineligible" else self._open(awards)
        found += self._combining()
        found += self._assumptions()
        found += self._by_reading()
        return found + self._foot()

    def _open(self, awards: list[dict[str, Any]]) -> list[str]:
        rows = [[a["title"], self._amount(a) + self._mark(a)] for a in awards]
        # Two columns alone: the library for tables would cost a tenth of the whole answer's time to import.
        longest = max(width(title) for title, _ in rows)
        heads = [f"{padded(title, longest)}  {amount}" for title, amount in rows]
        found = []
        for award, head, row in zip(awards, heads, rows, strict=True):
            line = f"  {head.rstrip()}"
            fits = len(wrapped(head.rstrip(), self.columns - 2)) == 1
            found += (
                [line]
                if fits
                else [
                    *wrapped(row[0], self.columns, indent="  "),
                    *wrapped(row[1], self.columns, indent="    "),
                ]
            )
            for detail in (*self._details(award), *loss_lines(award, self.lang)):
                found += wrapped(detail, self.columns, indent="      ", first="    - ")
        return found

    def _amount(self, award: dict[str, Any]) -> str:
        if _only_unpublished(award, self.lang):
            return self.say("table.unpublished_amount")
        return range_text(award["low"], award["high"], self.lang)

    def _mark(self, award: dict[str, Any]) -> str:
        return " *" if _assumed(award) else ""

    def _details(self, award: dict[str, Any]) -> list[str]:
        found = []
        following = next_line(award["next"], self.lang, reached=award["tier"])
        if following is not None:
            found.append(following)
        if _only_unpublished(award, self.lang):
            return found
        return found + cause_lines(award["causes"], self.lang, most=2, title=award["title"])

    def _refused(self, awards: list[dict[str, Any]]) -> list[str]:
        """What is refused, with the condition that fails; awards that fail for one reason share their line."""
        found = []
        together: dict[tuple[str, str | None], list[str]] = {}
        for award in awards:
            following = next_line(award["next"], self.lang)
            why = first_failure(award, self.lang) or following or self.say("table.no_row")
            together.setdefault((why, following), []).append(award["title"])
        for (why, following), titles in together.items():
            text = self.say("table.refused_line", title=self.say("list.semicolon").join(titles), why=why)
            found += wrapped(text, self.columns, indent="      ", first="  ")
            if following is not None and following != why:
                found += wrapped(following, self.columns, indent="      ", first="    - ")
        return found

    def _total(self) -> list[str]:
        total = self.data["total"]
        return wrapped(
            total_text(total, self.lang, files=self.data["assumptions"]["files"]), self.columns, indent="  ", first=""
        )

    def _combining(self) -> list[str]:
        texts = combining_lines(self.data, self.lang)
        found = wrapped(self.say("table.combining"), self.columns, indent="  ", first="") if texts else []
        for text in texts:
            found += wrapped(text, self.columns, indent="    ", first="  - ")
        return found

    def _assumptions(self) -> list[str]:
        used: dict[str, dict[str, Any]] = {}
        for award in self.data["awards"]:
            for item in _assumed(award):
                used.setdefault(item["name"], item)
        given = self.data["assumptions"]
        if not used and not given["readings"] and not given["presumed"]:
            return []
        titles = self.say("list.comma").join(given["titles"])
        found = wrapped(self.say("table.assumed_total", titles=titles), self.columns) if used else []
        for item in used.values():
            text = self.say("table.assumed", what=item["what"], value=item["value"], origin=item["from"])
            found += wrapped(text, self.columns, indent="    ", first="  * ")
        for item in given["readings"]:
            text = self.say("table.reading_chosen", what=item["what"], label=item["label"])
            found += wrapped(text, self.columns, indent="    ", first="  * ")
        for item in given["presumed"]:
            text = self.say("table.presumed", what=item["what"], value=self.say(f"value.{item['value']}"))
            found += wrapped(text, self.columns, indent="    ", first="  * ")
        return found

    def _by_reading(self) -> list[str]:
        """The total under each option of each reading that is still open."""
        if "by_reading" not in self.data:
            return []
        found = [] if self.data["by_reading"] else [self.say("readings.none")]
        question = ""
        for item in self.data["by_reading"]:
            if item["question"] != question:
                question = item["question"]
                found += wrapped(question, self.columns, indent="  ", first="")
            text = self.say(
                "readings.option",
                option=item["option"],
                label=item["label"],
                total=total_text(item["total"], self.lang),
            )
            found += wrapped(text, self.columns, indent="      ", first="  - ")
        return found

    def _not_listed(self) -> list[str]:
        parts = []
        if self.data["not_concerning"]:
            parts.append(self.say("table.not_concerning", count=len(self.data["not_concerning"])))
        if self.counted:
            policies = len(set(self.counted.values()))
            parts.append(self.say("table.counted", policies=policies, count=len(self.counted)))
        text = self.say("table.not_listed", what=self.say("list.semicolon").join(parts))
        return wrapped(text, self.columns, indent="  ", first="") if parts else []

    def _foot(self) -> list[str]:
        found = []
        sources: dict[tuple[str, str], None] = {}
        for award in self.data["awards"]:
            if award["status"] != "ineligible" and award["source"]["document"]:
                sources[award["source"]["document"], award["source"]["grade"]] = None
        for document, grade in sources:
            text = self.say("table.source", source=document, grade=self.say(f"grade.{grade}"))
            found += wrapped(text, self.columns, indent="  ", first="")
        looked_at = {award["policy"] for award in self.data["awards"] if award["status"] != "ineligible"}
        for policy in (p for p in self.data["policies"] if p["id"] in looked_at or not looked_at):
            found += wrapped(
                self.say("table.in_force", policy=policy["id"], period=policy["in_force"]),
                self.columns,
                indent="  ",
                first="",
            )
        found += self._not_listed()
        asleep = self.data["not_in_force"]
        if asleep:
            policies = list(dict.fromkeys(id_.partition("/")[0] for id_ in asleep))
            names = self.say("list.comma").join(policies[:FEW])
            if len(policies) > FEW:
                names += self.say("table.more", count=len(policies) - FEW)
            text = self.say("table.not_in_force", count=len(asleep), date=self.data["date"], policies=names)
            found += wrapped(text, self.columns, indent="  ", first="")
        for made in self.data.get("other_editions", ()):
            text = self.say(
                "table.other_edition",
                date=self.data["date"],
                edition=made["edition"],
                policy=made["policy"],
                period=made["in_force"],
                count=len(made["measures"]),
            )
            found += wrapped(text, self.columns, indent="  ", first="")
        return found + wrapped(self.say("table.disclaimer", date=self.data["date"]), self.columns)


def _hopeless(awards: list[dict[str, Any]]) -> dict[str, str]:
    """The measures of policies that refuse all that they have, with no next tier in sight; none if all policies do."""
    near = {a["policy"] for a in awards if a["status"] != "ineligible" or a["next"] is not None}
    return {a["id"]: a["policy"] for a in awards if a["policy"] not in near} if near else {}


def _only_unpublished(award: dict[str, Any], lang: str) -> bool:
    """Whether all that is open of an award is its whole amount, which nobody publishes."""
    whole = say("gap.of_measure", lang, measure=award["title"], what=say("gap.award", lang))
    return award["high"] is None and [c["what"] for c in award["causes"]] == [whole]


def _assumed(award: dict[str, Any]) -> list[dict[str, Any]]:
    """Every assumption that an award or one of its records used."""
    return [x for holder in (award, *award.get("items", ())) for x in holder["assumed"]]
