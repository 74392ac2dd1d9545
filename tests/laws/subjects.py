"""Cases for the laws: what is known of a firm, how it is assessed, what can be taken away, how two answers compare."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from subsidycalc import RuleBook
from subsidycalc.testing.given import Given, Opening, openings, without
from subsidycalc.testing.random_rules import Case, random_case
from tests.laws.shipped import keys_of, random_applicant
from tests.random_books import load, shown

SEEDS = st.integers(0, 2**32 - 1)
"""Each seed is another rule file: it varies more than numbers that Hypothesis draws one by one, and shrinks at once."""
TIMES = 3
"""How often something is taken away from one case."""
MONEY = re.compile(r"(0|[1-9]\d*)\.\d\d")
STEP = re.compile(r"-?(0|[1-9]\d*)\.\d\d")
"""What a step of a computation may come to: a difference can lie below zero, no award does."""

Assess = Callable[[Given], dict[str, Any]]


@dataclass
class Subject:
    """A case in full: what is known of it, how it is assessed, what can be taken away."""

    known: Given
    assess: Assess
    parts: list[Opening]
    parents: dict[str, str]

    def without(self, taken: list[Opening]) -> Given:
        return without(self.known, taken, self.parents)


def random_subject(rng: Random) -> Subject:
    case = random_case(rng, plain=True)
    note(shown(case))
    return subject_of(case, load(case))


def subject_of(case: Case, book: RuleBook) -> Subject:
    known = Given(case.profile, case.assumptions, case.readings)
    parents = {kind: parent for kind, (_, parent) in case.records.items() if parent}
    kept = {"applicant", "registered_in", *(one for one, _ in case.records.values()), *scopes(case.policy)}
    if any(receipt["year"] == case.year for receipt in case.received):
        kept.add("received")  # money that this year has brought already stands in place of what is computed

    def assess(given: Given) -> dict[str, Any]:
        found = book.assess(given.profile, date=day(case.day), assume=given.assume, readings=given.readings)
        return found.to_dict()

    return Subject(known, assess, openings(known, kept), parents)


def day(ordinal: int) -> Any:

    return date.fromordinal(ordinal)


def scopes(node: Any) -> Iterator[str]:
    """The facts that a cap or count is per: keys, which are never gaps."""
    if isinstance(node, tuple) and node[:1] == ("cap",):
        yield from node[2]
    elif isinstance(node, dict):
        for item in node.values():
            yield from scopes(item)
    elif isinstance(node, list):
        for item in node:
            yield from scopes(item)


def shipped_subject(rng: Random, book: RuleBook) -> Subject:
    known = random_applicant(rng, book.book)
    note(str(known))
    return Subject(
        known,
        lambda given: book.assess(given.profile, assume=given.assume, readings=given.readings).to_dict(),
        openings(known, keys_of(book.book)),
        {},
    )


# -- comparing assessments ----------------------------------------------------------------------------------------


def fen(text: str | None) -> int | None:
    return None if text is None else int(text.replace(".", ""))


def pairs(wide: dict[str, Any], narrow: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Awards, and their records, that two assessments of one case have in common."""
    others = {award["id"]: award for award in narrow["awards"]}
    assert [award["id"] for award in wide["awards"]] == list(others)
    for award in wide["awards"]:
        other = others[award["id"]]
        yield award["id"], award, other
        items = {item["record"]: item for item in other["items"]}
        for item in award["items"]:
            if item["record"] in items:
                yield f"{award['id']} for {item['record']}", item, items[item["record"]]


def holds(what: str, wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    """A range that knows less holds the one that knows more."""
    for low, high in ((wide, narrow), (wide.get("final", wide), narrow.get("final", narrow))):
        said = f"{what}: {low['low']} to {low['high']} must hold {high['low']} to {high['high']}"
        assert (fen(low["low"]) or 0) <= (fen(high["low"]) or 0), said
        top = fen(low["high"])
        assert top is None or (high["high"] is not None and (fen(high["high"]) or 0) <= top), said


def agrees(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    """The assessment that knows less holds the other, and what it has settled stays settled."""
    holds("total", wide["total"], narrow["total"])
    for what, less, more in pairs(wide, narrow):
        holds(what, less, more)
        if less["status"] != "undetermined":
            assert more["status"] == less["status"], what
        if less["counted"] is not None:
            assert more["counted"] == less["counted"], what
        for one, other in zip(less["reasons"], more["reasons"], strict=False):
            assert one["text"] == other["text"]
            assert one["holds"] is None or one["holds"] == other["holds"], f"{what}: {one['text']}"


def definite(found: dict[str, Any]) -> None:
    for award in found["awards"]:
        said = f"{award['id']}: {award['status']} {award['low']} to {award['high']} {award['causes']}"
        assert award["status"] != "undetermined", said
        assert award["low"] == award["high"], said
        assert award["causes"] == [], said


def numbers(node: Any, kind: str) -> Iterator[Any]:
    if isinstance(node, tuple) and node[:1] == (kind,):
        yield node[1]
    elif isinstance(node, (tuple, list)):
        for item in node:
            yield from numbers(item, kind)
    elif isinstance(node, dict):
        for key, item in node.items():
            yield from numbers(key, kind)
            yield from numbers(item, kind)
