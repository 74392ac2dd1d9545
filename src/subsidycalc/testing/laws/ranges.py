"""The laws of ranges: sound, refining, every cause named, exact. Each raises ``Broken`` where it does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..extra import missing
from ..given import Given
from .subject import Breach, Broken, Subject, Witness, fen, shown

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn
except ModuleNotFoundError as error:
    raise missing(error) from None

_MONEY = re.compile(r"(0|[1-9]\d*)\.\d\d")
_STEP = re.compile(r"-?(0|[1-9]\d*)\.\d\d")
"""What a step of a computation may come to: a difference can lie below zero, no award does."""


def sound(subject: Subject, draw: DrawFn) -> None:
    """Whatever completes what is open, the answer lies in the range, and a yes or no stays one."""
    full = subject.known(draw)
    agree(subject, subject.without(full, subject.some(draw, full)), full)


def refining(subject: Subject, draw: DrawFn) -> None:
    """One more fact, figure or reading never widens a range and never makes a yes or no unknown."""
    full = subject.known(draw)
    taken = subject.some(draw, full)
    back = draw(st.sets(st.integers(0, len(taken) - 1))) if taken else set()
    some = [part for index, part in enumerate(taken) if index not in back]
    agree(subject, subject.without(full, taken), subject.without(full, some))


def causes_named(subject: Subject, draw: DrawFn) -> None:
    """Filling every cause that is named gives a definite answer."""
    full = subject.known(draw)
    known = subject.without(full, subject.some(draw, full))
    while True:
        found = subject.assess(known)
        named = [*found["awards"], *(item for award in found["awards"] for item in award["items"])]
        names = {cause["id"] for part in (*named, found["combining"]) for cause in part["causes"]}
        more = _filled(subject, known, full, names)
        if more == known:
            break
        known = more
    _settled(subject, found, known)
    agree(subject, known, full)


def exact(subject: Subject, draw: DrawFn) -> None:
    """Every amount is a whole number of 分; nothing is a float."""
    given = subject.somewhat(draw)
    for what, value in _inexact(subject.assess(given), "assessment"):
        raise Broken(Breach("laws.not_exact", {"what": what, "found": value}, (Witness("firm", given),)))


# -- comparing ----------------------------------------------------------------------------------------------------


def agree(subject: Subject, less: Given, more: Given) -> None:
    """What knows less holds what knows more, and what it has settled stays settled."""
    wide, narrow = subject.assess(less), subject.assess(more)
    witnesses = (Witness("less", less), Witness("more", more))
    if [award["id"] for award in wide["awards"]] == [award["id"] for award in narrow["awards"]]:
        _holds("total", wide["total"], narrow["total"], witnesses)
    for what, one, other in pairs(wide, narrow):
        _holds(what, one, other, witnesses)
        _holds(what, one.get("final", one), other.get("final", other), witnesses)
        _stays(what, one["status"], other["status"], one["status"] != "undetermined", witnesses)
        _stays(what, one["counted"], other["counted"], one["counted"] is not None, witnesses)
        for reason, later in zip(one["reasons"], other["reasons"], strict=False):
            told = f"{what}: {reason['text']}"
            if reason["text"] == later["text"]:
                _stays(told, reason["holds"], later["holds"], reason["holds"] is not None, witnesses)


def pairs(wide: dict[str, Any], narrow: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Awards, and their records, that two assessments have in common."""
    others = {award["id"]: award for award in narrow["awards"]}
    for award in wide["awards"]:
        other = others.get(award["id"])
        if other is None:
            continue
        yield award["id"], award, other
        items = {item["record"]: item for item in other["items"]}
        for item in award["items"]:
            if item["record"] in items:
                yield f"{award['id']} ({item['record']})", item, items[item["record"]]


def _holds(what: str, wide: dict[str, Any], narrow: dict[str, Any], witnesses: tuple[Witness, ...]) -> None:
    low, most, top = fen(wide["low"]) or 0, fen(narrow["high"]), fen(wide["high"])
    if low > (fen(narrow["low"]) or 0) or (top is not None and (most is None or most > top)):
        params = {"what": what, "less": shown(wide), "more": shown(narrow)}
        raise Broken(Breach("laws.not_held", params, witnesses))


def _stays(what: str, one: Any, other: Any, settled: bool, witnesses: tuple[Witness, ...]) -> None:
    if settled and one != other:
        params = {"what": what, "less": _word(one), "more": _word(other)}
        raise Broken(Breach("laws.turned", params, witnesses))


def _word(value: Any) -> str:
    """A status or truth as a failure shows it."""
    words = {None: "@status.undetermined", True: "@value.yes", False: "@value.no"}
    return words[value] if value is None or isinstance(value, bool) else f"@status.{value}"


def _settled(subject: Subject, found: dict[str, Any], known: Given) -> None:
    """Awards, what they come to together, and the total are definite.

    Where a division has no bounds and no rule says what holds then, they need not be.
    """
    causes = [cause for award in found["awards"] for cause in award["causes"]]
    if any(cause["cause"] == "reading" and cause["id"] not in subject.readings for cause in causes):
        return
    open_ = [(award["id"], award) for award in found["awards"] if award["status"] == "undetermined" or award["causes"]]
    spans = [(award["id"], span) for award in found["awards"] for span in (award, award["final"])]
    spans = [*spans, ("total", found["total"])]
    open_ += [(what, span) for what, span in spans if span["low"] != span["high"]]
    # Whether an award of nothing counts changes nothing.
    doubted = [award for award in found["awards"] if award["counted"] is None and fen(award["final"]["high"]) != 0]
    open_ += [(award["id"], award["final"]) for award in doubted]
    for what, span in open_:
        raise Broken(Breach("laws.still_open", {"what": what, "found": shown(span)}, (Witness("firm", known),)))


# -- filling named causes -----------------------------------------------------------------------------------------


def _filled(subject: Subject, known: Given, full: Given, names: set[str]) -> Given:
    """Give back what some causes name: facts in every period and record, records, gaps, readings."""
    profile = dict(known.profile)
    for key, value in full.profile.items():
        if key in names:
            profile[key] = value
            if isinstance(value, dict) and "founded_in" in full.profile:
                profile["founded_in"] = full.profile["founded_in"]
        elif isinstance(value, list) and key in profile and key in subject.rules.book.vocabulary.records:
            both = zip(profile[key], value, strict=True)
            profile[key] = [one | {k: v for k, v in more.items() if k in names} for one, more in both]
    for kind, parent in reversed(subject.asked.parents.items()):
        if kind in profile and parent not in profile and parent in full.profile:
            profile[parent] = full.profile[parent]
    filled = {name: value for name, value in full.assume.items() if name in names}
    chosen = {name: option for name, option in full.readings.items() if name in names}
    return Given(profile, known.assume | filled, known.readings | chosen, known.date)


# -- whole 分 -----------------------------------------------------------------------------------------------------


def _inexact(found: Any, what: str) -> Iterator[tuple[str, str]]:
    """What of an assessment is no text, whole number, yes or no, or no money where money is due."""
    if isinstance(found, dict):
        shape = _STEP if "step" in found else _MONEY
        for key, value in found.items():
            money = key in ("low", "high", "high_known") and found.get("unit", "yuan") == "yuan"
            if money and value is not None and not (isinstance(value, str) and shape.fullmatch(value)):
                yield f"{found.get('id', what)}.{key}", repr(value)
            yield from _inexact(value, str(found.get("id", what)))
    elif isinstance(found, list):
        for item in found:
            yield from _inexact(item, what)
    elif not (found is None or isinstance(found, (str, bool)) or type(found) is int):
        yield what, repr(found)
