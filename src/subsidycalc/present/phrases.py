"""Phrases that every output uses: ranges, causes, sums."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from ..diagnostics import say
from ..values.quantities import decimal_text, money_text


def fen(yuan: str) -> int:
    """The JSON form's 元 with two decimals as whole 分.

    >>> fen("-1.05")
    -105
    """
    return int(yuan.replace(".", ""))


def money(yuan: str, lang: str) -> str:
    """The JSON form's money as people write it."""
    return money_text(fen(yuan), lang)


def range_text(low: str | None, high: str | None, lang: str) -> str:
    """A range of money in words."""
    if low is not None and low == high:
        return money(low, lang)
    start = money(low or "0.00", lang)
    if high is None:
        return say("table.range_from", lang, low=start)
    return say("table.range_between", lang, low=start, high=money(high, lang))


def cause_lines(causes: list[dict[str, Any]], lang: str, *, most: int = 3, title: str = "") -> list[str]:
    """The causes of a range, a line for each kind: not given, not published, decided, read in several ways."""
    groups: dict[str, list[str]] = {}
    for cause in causes:
        what = (
            cause["what"].removeprefix(say("gap.of_measure", lang, measure=title, what="")) if title else cause["what"]
        )
        groups.setdefault(cause["cause"], []).append(what)
    lines = []
    for kind, whats in groups.items():
        shown = say("list.semicolon", lang).join(whats[:most])
        if len(whats) > most:
            shown += say("table.more", lang, count=len(whats) - most)
        lines.append(say(f"table.gap_{kind}", lang, what=shown))
    return lines


def next_line(following: dict[str, Any] | None, lang: str, *, reached: str | None = None) -> str | None:
    """How far the next tier is: 还差 0.8亿元 到 5亿元 档."""
    if following is None:
        return None
    short = _distance(following["short_by"], following["opens"], lang)
    if reached is not None:
        return say("table.tier_next", lang, tier=reached, short=short, next=following["opens"])
    return say("table.next", lang, short=short, fact=following["fact"], tier=following["opens"])


def _distance(text: str, tier: str, lang: str) -> str:
    """How much is missing, in the unit of the tier where that is exact: 0.8亿元 to the tier of 5亿元."""
    if not (text.replace(".", "").isdigit() and "." in text):
        return text
    whole = fen(text)
    if tier.endswith("亿元") and whole % 10**8 == 0 and whole < 10**10:
        return f"{decimal_text(Fraction(whole, 10**10))}亿元"
    return money(text, lang)


def total_text(total: dict[str, Any], lang: str, *, files: Sequence[str] = ()) -> str:
    """The sum: what is certain, the most that is known, how many awards have no known end; whose figures it takes."""
    low, high = money(total["low"], lang), total["high"]
    if total["unbounded"]:
        known, count = money(total["high_known"], lang), len(total["unbounded"])
        text = say("table.total_open", lang, low=low, known=known, count=count)
    elif total["low"] == high:
        text = say("table.total_exact", lang, low=low)
    else:
        text = say("table.total_closed", lang, low=low, high=money(high, lang))
    if not files:
        return say("table.total", lang, text=text)
    names = say("list.comma", lang).join(PurePath(name).name for name in files)
    return say("table.with_files", lang, files=names, text=text)


def loss_lines(award: dict[str, Any], lang: str) -> list[str]:
    """What an award loses, or may lose, to which clause in favour of what; and what is left of it."""
    found = []
    for loss in award["lost_to"]:
        low, high = loss["low"], loss["high"]
        if high is None:
            found.append(say("table.loss_unknown", lang, what=loss["what"]))
        else:
            key = "table.loss_sure" if low == high else "table.loss_open"
            found.append(say(key, lang, amount=money(high, lang), what=loss["what"]))
    final = award["final"]
    if found and (final["low"], final["high"]) != (award["low"], award["high"]):
        found.append(say("table.final", lang, range=range_text(final["low"], final["high"], lang)))
    return found


def combining_lines(data: dict[str, Any], lang: str) -> list[str]:
    """What was chosen and what comes second, what each clause costs, what is open about it."""
    titles = {award["id"]: award["title"] for award in data["awards"]}
    found = []
    for made in data["combining"]["choices"]:
        found.append(_chosen("table.choice", made["chosen"], titles, lang))
        if made["runner_up"] is not None:
            found.append(_chosen("table.runner_up", made["runner_up"], titles, lang))
    for clause in data["combining"]["clauses"]:
        cost = clause["cost"]
        if cost["high"] != "0.00":
            shown = range_text(cost["low"], cost["high"], lang)
            found.append(say("table.cost", lang, what=clause["what"], cost=shown))
    return found + cause_lines(data["combining"]["causes"], lang, most=5)


def _chosen(key: str, made: dict[str, Any], titles: dict[str, str], lang: str) -> str:
    names = [
        titles[x["award"]]
        if x["record"] is None
        else say("table.of_record", lang, award=titles[x["award"]], record=x["record"])
        for x in made["awards"]
    ]
    shown = say("list.comma", lang).join(names) or say("table.nothing_chosen", lang)
    return say(key, lang, awards=shown, total=money(made["total"], lang))


def first_failure(award: dict[str, Any], lang: str) -> str | None:
    """The first condition that an award fails, with what was found and what is needed."""
    for holder in (award, *award.get("items", ())):
        for reason in holder["reasons"]:
            if reason["holds"] is False:
                plain = reason["required"] in (say("value.yes", lang), say("value.no", lang))
                key = "table.needs_plain" if plain else "table.needs"
                return say(key, lang, text=reason["text"], actual=reason["actual"], required=reason["required"])
    return None


_MARKS = str.maketrans({c: f"\\{c}" for c in "\\|*_`<>[]#"})


def safe(text: str) -> str:
    """Text that Markdown takes as text: outside text may hold any of its marks."""
    return text.replace("\n", " ").translate(_MARKS)
