"""The laws of ranges: sound, refining, exact; on the shipped pack and on random rule files."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, note

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.testing.given import Given
from subsidycalc.testing.random_rules import Speller, random_case
from subsidycalc.tree import nodes as n
from subsidycalc.tree.walk import everything
from tests.laws.subjects import (
    MONEY,
    SEEDS,
    STEP,
    TIMES,
    Subject,
    agrees,
    definite,
    fen,
    numbers,
    pairs,
    random_subject,
    shipped_subject,
    subject_of,
)
from tests.random_books import load, shown, some
from tests.second_evaluator import Second


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return subsidycalc.load()


# -- sound and refining -------------------------------------------------------------------------------------------


def _sound_and_refining(subject: Subject, rng: Random) -> None:
    full = subject.assess(subject.known)
    definite(full)
    for _ in range(TIMES):
        most = some(rng, subject.parts)
        wide = subject.assess(subject.without(most))
        agrees(wide, full)
        middle = subject.assess(subject.without([part for part in most if rng.randrange(2)]))
        agrees(wide, middle)
        agrees(middle, full)


@given(seed=SEEDS)
def test_sound_and_refining_on_random_rules(seed: int) -> None:
    rng = Random(seed)
    _sound_and_refining(random_subject(rng), rng)


@given(seed=SEEDS)
def test_sound_and_refining_on_the_shipped_pack(seed: int, book: RuleBook) -> None:
    rng = Random(seed)
    _sound_and_refining(shipped_subject(rng, book), rng)


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
        definite(found)
        agrees(found, full)


@given(seed=SEEDS)
def test_filling_every_named_cause_is_definite_on_random_rules(seed: int) -> None:
    rng = Random(seed)
    _causes_are_named(random_subject(rng), rng)


@given(seed=SEEDS)
def test_filling_every_named_cause_is_definite_on_the_shipped_pack(seed: int, book: RuleBook) -> None:
    rng = Random(seed)
    _causes_are_named(shipped_subject(rng, book), rng)


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
    thresholds = sorted(set(numbers(case.policy["measures"], "money")))
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
        subject = subject_of(near, book)
        found = subject.assess(subject.known)
        _whole_fen(found)
        _whole_fen(subject.assess(subject.without(some(rng, subject.parts))))
        for id_, award in Second(near).awards().items():
            given_ = next(a for a in found["awards"] if a["id"] == id_)
            assert fen(given_["low"]) == fen(given_["high"]) == award.amount, id_
            assert (given_["status"] == "eligible") == award.eligible, id_


@given(seed=SEEDS)
def test_exact_on_the_shipped_pack(seed: int, book: RuleBook) -> None:
    rng = Random(seed)
    subject = shipped_subject(rng, book)
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
    subject = random_subject(rng)
    known = subject.without(some(rng, subject.parts)) if rng.randrange(2) else subject.known
    shuffled: dict[str, Any] = {}
    for key in sorted(known.profile, key=lambda _: rng.randrange(1000)):
        value = known.profile[key]
        if isinstance(value, list) and key != "received":
            value = sorted(value, key=lambda _: rng.randrange(1000))
        shuffled[key] = value
    first, second = subject.assess(known), subject.assess(known._replace(profile=shuffled))
    for what, one, other in pairs(first, second):
        assert (one["status"], one["low"], one["high"]) == (other["status"], other["low"], other["high"]), what
    assert first["total"] == second["total"]


def test_spelling_does_not_matter() -> None:
    """The speller that the laws use says the same as the random one."""
    case = random_case(Random(1), plain=True)
    assert Speller(Random(2), case.facts, plain=True).profile(case) == case.profile
