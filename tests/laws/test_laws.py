"""The laws of ranges: sound, refining, tight where it is easy, exact; on the shipped pack and on random rule files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.testing.given import Given, Opening, openings, without
from subsidycalc.testing.random_rules import NEVER, Case, Fact, Gap, Speller, random_case
from subsidycalc.tree import nodes as n
from subsidycalc.tree.walk import everything
from tests.laws.shipped import random_applicant
from tests.random_books import load, shown, some
from tests.second_evaluator import Second

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


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return subsidycalc.load()


def _random_subject(rng: Random) -> Subject:
    case = random_case(rng, plain=True)
    note(shown(case))
    return _subject(case, load(case))


def _subject(case: Case, book: RuleBook) -> Subject:
    known = Given(case.profile, case.assumptions, case.readings)
    parents = {kind: parent for kind, (_, parent) in case.records.items() if parent}
    kept = {"applicant", "registered_in", *(one for one, _ in case.records.values()), *_scopes(case.policy)}
    if any(receipt["year"] == case.year for receipt in case.received):
        kept.add("received")  # money that this year has brought already stands in place of what is computed

    def assess(given: Given) -> dict[str, Any]:
        found = book.assess(given.profile, date=_day(case.day), assume=given.assume, readings=given.readings)
        return found.to_dict()

    return Subject(known, assess, openings(known, kept), parents)


def _day(ordinal: int) -> Any:
    from datetime import date

    return date.fromordinal(ordinal)


def _scopes(node: Any) -> Iterator[str]:
    """The facts that a cap or count is per: keys, which are never gaps."""
    if isinstance(node, tuple) and node[:1] == ("cap",):
        yield from node[2]
    elif isinstance(node, dict):
        for item in node.values():
            yield from _scopes(item)
    elif isinstance(node, list):
        for item in node:
            yield from _scopes(item)


def _shipped_subject(rng: Random, book: RuleBook) -> Subject:
    known = random_applicant(rng, book.book)
    note(str(known))
    kept = {"applicant", "registered_in"}
    return Subject(
        known,
        lambda given: book.assess(given.profile, assume=given.assume, readings=given.readings).to_dict(),
        openings(known, kept),
        {},
    )


# -- comparing assessments ----------------------------------------------------------------------------------------


def _fen(text: str | None) -> int | None:
    return None if text is None else int(text.replace(".", ""))


def _pairs(wide: dict[str, Any], narrow: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
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


def _holds(what: str, wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    """A range that knows less holds the one that knows more."""
    for low, high in ((wide, narrow), (wide.get("final", wide), narrow.get("final", narrow))):
        said = f"{what}: {low['low']} to {low['high']} must hold {high['low']} to {high['high']}"
        assert (_fen(low["low"]) or 0) <= (_fen(high["low"]) or 0), said
        top = _fen(low["high"])
        assert top is None or (high["high"] is not None and (_fen(high["high"]) or 0) <= top), said


def _agrees(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    """The assessment that knows less holds the other, and what it has settled stays settled."""
    _holds("total", wide["total"], narrow["total"])
    for what, less, more in _pairs(wide, narrow):
        _holds(what, less, more)
        if less["status"] != "undetermined":
            assert more["status"] == less["status"], what
        if less["counted"] is not None:
            assert more["counted"] == less["counted"], what
        for one, other in zip(less["reasons"], more["reasons"], strict=False):
            assert one["text"] == other["text"]
            assert one["holds"] is None or one["holds"] == other["holds"], f"{what}: {one['text']}"


def _definite(found: dict[str, Any]) -> None:
    for award in found["awards"]:
        said = f"{award['id']}: {award['status']} {award['low']} to {award['high']} {award['causes']}"
        assert award["status"] != "undetermined", said
        assert award["low"] == award["high"], said
        assert award["causes"] == [], said


# -- sound and refining -------------------------------------------------------------------------------------------


def _sound_and_refining(subject: Subject, rng: Random) -> None:
    full = subject.assess(subject.known)
    _definite(full)
    for _ in range(TIMES):
        most = some(rng, subject.parts)
        wide = subject.assess(subject.without(most))
        _agrees(wide, full)
        middle = subject.assess(subject.without([part for part in most if rng.randrange(2)]))
        _agrees(wide, middle)
        _agrees(middle, full)


@given(seed=SEEDS)
def test_sound_and_refining_on_random_rules(seed: int) -> None:
    rng = Random(seed)
    _sound_and_refining(_random_subject(rng), rng)


@given(seed=SEEDS)
def test_sound_and_refining_on_the_shipped_pack(seed: int, book: RuleBook) -> None:
    rng = Random(seed)
    _sound_and_refining(_shipped_subject(rng, book), rng)


# -- every cause is named -----------------------------------------------------------------------------------------


def _filled(known: Given, full: Given, names: set[str]) -> Given:
    """Give back what some causes name: facts in every period and record, records, gaps, readings."""
    profile = dict(known.profile)
    for key, value in full.profile.items():
        if key in names:
            profile[key] = value
            if isinstance(value, dict) and "founded_in" in full.profile:
                profile["founded_in"] = full.profile["founded_in"]
        elif isinstance(value, list) and key in profile and key != "received":
            profile[key] = [
                record if not isinstance(record, dict) else record | {k: v for k, v in more.items() if k in names}
                for record, more in zip(profile[key], value, strict=True)
            ]
    for kind, value in full.profile.items():  # a record that is given names the one that it belongs to
        if kind in profile and isinstance(value, list) and value and isinstance(value[0], dict):
            profile |= {
                k: full.profile[k] for k in full.profile if k not in profile and k.removesuffix("s") in value[0]
            }
    given_back = {name: value for name, value in full.assume.items() if name in names}
    chosen = {name: option for name, option in full.readings.items() if name in names or f"p/{name}" in names}
    return Given(profile, known.assume | given_back, known.readings | chosen)


def _causes_are_named(subject: Subject, rng: Random) -> None:
    full = subject.assess(subject.known)
    for _ in range(TIMES):
        known = subject.without(some(rng, subject.parts))
        while True:
            found = subject.assess(known)
            names = {cause["id"] for award in found["awards"] for cause in award["causes"]}
            more = _filled(known, subject.known, names)
            if more == known:
                break
            known = more
        _definite(found)
        _agrees(found, full)


@given(seed=SEEDS)
def test_filling_every_named_cause_is_definite_on_random_rules(seed: int) -> None:
    rng = Random(seed)
    _causes_are_named(_random_subject(rng), rng)


@given(seed=SEEDS)
def test_filling_every_named_cause_is_definite_on_the_shipped_pack(seed: int, book: RuleBook) -> None:
    rng = Random(seed)
    _causes_are_named(_shipped_subject(rng, book), rng)


# -- tight --------------------------------------------------------------------------------------------------------

BIG = 10**18
"""An amount beyond every bound; a result that follows it beyond ``FAR`` has none."""
FAR = 10**12
MOST = 600
"""Completions that one example may enumerate."""


@given(seed=SEEDS)
def test_tight_where_each_gap_is_used_once(seed: int) -> None:
    rng = Random(seed)
    case = random_case(rng, once=True, plain=True)
    case.received = case.profile["received"] = []
    note(shown(case))
    book = load(case)
    for id_ in case.policy["measures"]:
        gaps = _open_gaps(case, case.policy["measures"][id_])
        for _ in range(TIMES if gaps else 0):
            taken = {gap.opening.path: gap for gap in rng.choices(gaps, k=1 + rng.randrange(3))}
            while _size(taken.values()) > MOST:
                taken.popitem()
            note(f"taken: {list(taken)}")
            subject = _subject(case, book)
            found = subject.assess(subject.without([gap.opening for gap in taken.values()]))
            award = next((award for award in found["awards"] if award["id"] == f"p/{id_}"), None)
            if award is not None:
                _compare_extremes(case, id_, award, list(taken.values()))


@dataclass
class _Open:
    """A gap to take, what may fill it, and how a case looks with it filled."""

    opening: Opening
    values: list[Any]
    fill: Callable[[Case, Any], Case]


def _size(gaps: Iterable[_Open]) -> int:
    size = 1
    for gap in gaps:
        size *= len(gap.values)
    return size


def _compare_extremes(case: Case, id_: str, award: dict[str, Any], taken: list[_Open]) -> None:
    outcomes = []
    for values in product(*(gap.values for gap in taken)):
        filled = case
        for gap, value in zip(taken, values, strict=True):
            filled = gap.fill(filled, value)
        second = Second(filled)
        outcomes.append(second.award(f"p/{id_}", second.policy["measures"][id_]))
    for item in award["items"]:
        _extremes(f"{id_} for {item['record']}", item, [outcome.items[item["record"]] for outcome in outcomes])
    if not award["items"] or len(case.policy["measures"][id_].get("for_each", [])) == 0:
        _extremes(id_, award, [(outcome.amount, outcome.eligible) for outcome in outcomes])


def _extremes(what: str, award: dict[str, Any], outcomes: list[tuple[Fraction, bool]]) -> None:
    amounts = [amount for amount, _ in outcomes]
    said = f"{what}: {award['status']} {award['low']} to {award['high']}; extremes {min(amounts)} to {max(amounts)}"
    assert _fen(award["low"]) == min(amounts), said
    assert (_fen(award["high"]) == max(amounts)) if award["high"] is not None else max(amounts) > FAR, said
    statuses = {eligible for _, eligible in outcomes}
    assert (award["status"] == "undetermined") == (len(statuses) == 2), said


def _open_gaps(case: Case, measure: dict[str, Any]) -> list[_Open]:
    """The gaps that a measure uses, with the values at which its result can turn."""
    words, money = set(_words(measure)), sorted(set(_numbers(measure, "money")))
    found = []
    for fact in case.facts:
        values = _turning(fact, measure, money)
        if fact.name not in words or not values or fact.name in _scopes(case.policy):
            continue
        for path, fill in _places(case, fact):
            found.append(_Open(Opening(("profile", *path)), values, fill))
    for gap in case.gaps:
        if gap.name in words:
            found.append(_Open(Opening(("assume", gap.name)), _turning_gap(case, gap), _filling(gap.name)))
    for name, options in ((k, v["options"]) for k, v in case.policy["readings"].items()):
        if name in words:
            found.append(_Open(Opening(("readings", name)), options, _choosing(name)))
    return found


def _filling(name: str) -> Callable[[Case, Any], Case]:
    return lambda case, value: replace(case, assumed={**case.assumed, name: value})


def _choosing(name: str) -> Callable[[Case, Any], Case]:
    return lambda case, option: replace(case, readings={**case.readings, name: option})


def _places(case: Case, fact: Fact) -> Iterator[tuple[tuple[str | int, ...], Callable[[Case, Any], Case]]]:
    """Where a fact stands in the profile, and how it is filled there."""
    periods = [None] if fact.per is None else [case.year]

    def changed(facts: dict[str, Any], period: Any, value: Any) -> dict[str, Any]:
        return {**facts, fact.name: value if period is None else {**facts[fact.name], period: value}}

    for period in periods:
        tail: tuple[str | int, ...] = (fact.name,) if period is None else (fact.name, str(period))
        if fact.owner is None:
            if period is None or period in case.firm[fact.name]:
                yield tail, lambda c, v, p=period: replace(c, firm=changed(c.firm, p, v))  # type: ignore[misc]
            continue
        for index, record in enumerate(case.holdings[fact.owner]):
            if period is None or period in record[fact.name]:
                yield (
                    (fact.owner, index, *tail),
                    lambda c, v, p=period, i=index: _in_record(c, fact, i, changed, p, v),  # type: ignore[misc]
                )


def _in_record(case: Case, fact: Fact, index: int, changed: Any, period: Any, value: Any) -> Case:
    assert fact.owner is not None
    records = list(case.holdings[fact.owner])
    records[index] = changed(records[index], period, value)
    return replace(case, holdings={**case.holdings, fact.owner: records})


def _words(node: Any) -> Iterator[str]:
    """Names of facts, figures' gaps and readings below a measure."""
    if isinstance(node, (tuple, list)):
        for item in node:
            yield from _words(item)
    elif isinstance(node, dict):
        for key, item in node.items():
            yield from _words(key)
            yield from _words(item)
    elif isinstance(node, str):
        yield node


def _numbers(node: Any, kind: str) -> Iterator[Any]:
    if isinstance(node, tuple) and node[:1] == (kind,):
        yield node[1]
    elif isinstance(node, (tuple, list)):
        for item in node:
            yield from _numbers(item, kind)
    elif isinstance(node, dict):
        for key, item in node.items():
            yield from _numbers(key, kind)
            yield from _numbers(item, kind)


def _turning(fact: Fact, measure: dict[str, Any], money: list[int]) -> list[Any]:
    """Values of a fact between which nothing turns; none where there are too many to tell."""
    low = fact.low or 0
    if fact.per == "quarter" or fact.defined is not None or fact.name in ("founded_in", "applicant", "registered_in"):
        return []
    match fact.type:
        case "money":
            return sorted({low, BIG, *(max(low, m + d) for m in money for d in (-1, 0, 1))})
        case "whole":
            near = {int(w) + d for w in _numbers(measure, "whole") for d in (-3, -2, -1, 0, 1)}
            return sorted({low, BIG, *(w for w in near if w >= low)})
        case "rate" | "ratio":
            tiny = Fraction(1, 10**9)
            near = {
                s + d for kind in ("rate", "ratio") for s in _numbers(measure, kind) for d in (-tiny, Fraction(0), tiny)
            }
            top = Fraction(1) if fact.type == "rate" else Fraction(BIG)
            return sorted({Fraction(0), top, *(s for s in near if 0 <= s <= top)})
        case "yes/no":
            return [True, False]
        case "choice":
            return [o for o, leaves in fact.options.items() if leaves == (o,)]
        case "choices":
            leaves = [o for o, below in fact.options.items() if below == (o,)]
            return [
                tuple(o for o, there in zip(leaves, some, strict=True) if there)
                for some in product((0, 1), repeat=len(leaves))
            ]
    return []


def _turning_gap(case: Case, gap: Gap) -> list[Any]:
    match gap.kind:
        case "bool":
            return [True, False]
        case "date":
            return sorted({max(gap.low, case.day + d) for d in (-1, 0, 1, 2)} | {gap.low, NEVER - 1})
        case "whole":
            return [gap.low, *range(gap.low + 1, 6), 10**6] if gap.high is None else [gap.low, gap.high]
    return [gap.low, BIG if gap.high is None else gap.high]


# -- exact --------------------------------------------------------------------------------------------------------


def _whole_fen(found: Any) -> None:
    """No float anywhere; money as text in 元 with two decimals."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key in ("low", "high", "high_known") and value is not None and found.get("unit", "yuan") == "yuan":
                assert (STEP if "step" in found else MONEY).fullmatch(value), found
            _whole_fen(value)
    elif isinstance(found, list):
        for item in found:
            _whole_fen(item)
    else:
        assert found is None or isinstance(found, (str, bool)) or type(found) is int, found


@given(seed=SEEDS)
def test_exact_on_random_rules(seed: int) -> None:
    """Money next to a threshold of the rules falls on the right side, and all amounts are whole 分."""
    rng = Random(seed)
    case = random_case(rng, plain=True)
    book = load(case)
    thresholds = sorted(set(_numbers(case.policy["measures"], "money")))
    facts = [f for f in case.facts if f.type == "money" and f.owner is None and f.per is None and f.defined is None]
    if not thresholds or not facts:
        return
    fact, threshold = facts[rng.randrange(len(facts))], thresholds[rng.randrange(len(thresholds))]
    for value in (threshold - 1, threshold, threshold + 1):
        if value < (fact.low or 0):
            continue
        near = replace(case, firm={**case.firm, fact.name: value})
        near.profile = {**case.profile, fact.name: f"{value // 100}.{value % 100:02d}元"}
        note(shown(near))
        subject = _subject(near, book)
        found = subject.assess(subject.known)
        _whole_fen(found)
        _whole_fen(subject.assess(subject.without(some(rng, subject.parts))))
        for id_, award in Second(near).awards().items():
            given_ = next(a for a in found["awards"] if a["id"] == id_)
            assert _fen(given_["low"]) == _fen(given_["high"]) == award.amount, id_
            assert (given_["status"] == "eligible") == award.eligible, id_


@given(seed=SEEDS)
def test_exact_on_the_shipped_pack(seed: int, book: RuleBook) -> None:
    rng = Random(seed)
    subject = _shipped_subject(rng, book)
    _whole_fen(subject.assess(subject.known))
    _whole_fen(subject.assess(subject.without(some(rng, subject.parts))))


def _thresholds(book: RuleBook) -> list[tuple[str, n.Step]]:
    """Every scale over a series of money that decides whether a measure applies."""
    return [
        (measure.id, node)
        for measure in book.book.measures()
        for node in dict.fromkeys(everything(measure.applies))
        if isinstance(node, n.Step) and isinstance(node.driver, n.Fact) and node.driver.back == 0
    ]


def test_thresholds_of_the_shipped_pack_are_exact_to_the_fen(book: RuleBook) -> None:
    scales = _thresholds(book)
    assert scales
    for id_, step in scales:
        assert isinstance(step.driver, n.Fact)
        for bound in step.bounds:
            for value in (int(bound) - 1, int(bound), int(bound) + 1):
                for option in ("reached", "exceeded"):
                    profile = {
                        "year": 2022,
                        "founded_in": 2022,
                        step.driver.name: {2022: f"{value // 100}.{value % 100:02d}元"},
                    }
                    award = next(
                        a
                        for a in book.assess(profile, readings={"breakthrough": option}).to_dict()["awards"]
                        if a["id"] == id_
                    )
                    passed = [b for b in step.bounds if (value >= b if option == "reached" else value > b)]
                    assert award["status"] == ("undetermined" if passed else "ineligible"), (id_, value, option)
                    assert bool(award["tier"]) == bool(passed), (id_, value, option)


# -- order --------------------------------------------------------------------------------------------------------


@given(seed=SEEDS)
def test_no_result_depends_on_the_order_of_a_profile(seed: int) -> None:
    rng = Random(seed)
    subject = _random_subject(rng)
    known = subject.without(some(rng, subject.parts)) if rng.randrange(2) else subject.known
    shuffled: dict[str, Any] = {}
    for key in sorted(known.profile, key=lambda _: rng.randrange(1000)):
        value = known.profile[key]
        if isinstance(value, list) and key != "received":
            value = sorted(value, key=lambda _: rng.randrange(1000))
        shuffled[key] = value
    first, second = subject.assess(known), subject.assess(known._replace(profile=shuffled))
    for what, one, other in _pairs(first, second):
        assert (one["status"], one["low"], one["high"]) == (other["status"], other["low"], other["high"]), what
    assert first["total"] == second["total"]


def test_spelling_does_not_matter() -> None:
    """The speller that the laws use says the same as the random one."""
    case = random_case(Random(1), plain=True)
    assert Speller(Random(2), case.facts, plain=True).profile(case) == case.profile
