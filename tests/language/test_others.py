"""What is read of other measures and of money received; instalments; applicants together."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidycalc.answers.payments import split
from subsidycalc.diagnostics import Faults, render
from subsidycalc.rulebook.model import Instalment
from tests.language.writing import NEW, answer, causes, loaded, one, policy

RECEIVED = [
    {"level": "national", "support": "award", "amount": "100万元", "year": 2024},
    {"level": "national", "support": "grant", "amount": "10万元", "year": 2024},
    {"award": "p/base", "amount": "3万元", "year": 2022},
    {"award": "other-pack/m", "amount": "7万元", "year": 2023},
]


def codes(folder: Path, *bodies: str) -> set[str]:
    with pytest.raises(Faults) as caught:
        loaded(folder, policy({"base": "award: 1万元", **{f"m{i}": x for i, x in enumerate(bodies)}}))
    assert all(render(d, lang) for d in caught.value.diagnostics for lang in ("zh", "en"))
    return {d.code for d in caught.value.diagnostics}


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("level = national and support = award", "eligible 100万元"),
        ("level = national", "eligible 110万元"),
        ("support = grant", "eligible 13万元"),
        ("level = city", "eligible 3万元"),
        ("(level = city and support = grant)", "eligible 3万元"),
        ("base", "eligible 3万元"),
        ("base, year", "eligible 0元"),
        ("level = national, year", "eligible 110万元"),
        ('"other-pack/m"', "eligible 7万元"),
        ('"other-*/m"', "eligible 7万元"),
    ],
)
def test_received(tmp_path: Path, what: str, expected: str) -> None:
    text = policy(
        {"base": "support: grant\nfor_each: year\naward: 1元", "m": f"for_each: year\naward: received({what})"},
        head="level: city",
    )
    assert answer(loaded(tmp_path, text), {"received": RECEIVED}) == expected


def test_received_of_what_is_not_told_is_a_gap_once_it_can_have_been(tmp_path: Path) -> None:
    text = policy(
        {
            "base": "award: 1元",
            "m": "for_each: year\naward:\n  value: received(base)\n  at_most: 5万元 per firm and year",
        }
    )
    rules = loaded(tmp_path, text)
    assert answer(rules, {}) == "eligible 0元 to 5万元"
    assert ("missing", "received") in causes(rules, {})
    data = rules.assess({}, year=2024).to_dict()
    assert {c["id"] for c in data["awards"][1]["causes"]} == {"received"}
    assert answer(rules, {"received": []}) == "eligible 0元"


def test_received_for_a_record(tmp_path: Path) -> None:
    rules = one(tmp_path, "for_each: projects\naward: received(level = national)", in_force=NEW)
    facts = {
        "projects": [{"name": "a"}, {"name": "b"}],
        "received": [
            {"level": "national", "support": "x", "amount": "5万元", "year": 2024, "project": "a"},
            {"level": "national", "support": "x", "amount": "2万元", "year": 2024},
        ],
    }
    items = rules.assess(facts, year=2024).to_dict()["awards"][0]["items"]
    assert [(i["low"], i["high"]) for i in items] == [("50000.00", "70000.00"), ("0.00", "20000.00")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"spending": "100万元", "certified": "yes"}, "eligible 5万元"),
        ({"spending": "100万元", "certified": "no"}, "eligible 0元"),
        ({"spending": "100万元"}, "eligible 0元 to 5万元"),
        ({"certified": "yes"}, "eligible 0元 to 20万元"),
    ],
)
def test_amount_of_another_measure(tmp_path: Path, facts: dict[str, Any], expected: str) -> None:
    measures = {
        "m": "for_each: year\naward:\n  value: amount(base) × 50%\n  at_most: 20万元 per firm and year",
        "base": "for_each: year\neligible: certified\naward:\n  share: {of: spending, rate: 10%}",
    }
    rules = loaded(tmp_path, policy(measures, in_force=NEW))
    assert answer(rules, facts) == expected


def test_amount_is_said_in_words(tmp_path: Path) -> None:
    measures = {
        "base": "title: {zh: 基础补助, en: Base grant}\nfor_each: year\naward: spending",
        "m": "for_each: year\naward:\n  share: {of: amount(base), rate: 10%}",
    }
    data = loaded(tmp_path, policy(measures, in_force=NEW)).assess({}, year=2024).to_dict(lang="zh")
    assert "“基础补助”的金额" in str(data["awards"][1]["computation"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("award: received()", "received.form"),
        ("award: received(base, base)", "received.form"),
        ("award: received(level > city)", "received.form"),
        ("award: received(bse)", "received.measure"),
        ("award: amount(bse)", "received.measure"),
        ("award: amount(base, base)", "function.arguments"),
        ("award: amount(m0)", "name.cycle"),
        ("award: 1元\npaid: [{share: 30%, when: now}, {share: 60%, when: later}]", "paid.sum"),
        ("award: 1元\npaid: [{share: 0%, when: now}, {share: 100%, when: later}]", "paid.share"),
        ("award: 1元\njointly_with: partner", "record.unknown"),
    ],
)
def test_faults(tmp_path: Path, body: str, code: str) -> None:
    assert codes(tmp_path, body) == {code}


def test_amounts_that_cannot_be_read(tmp_path: Path) -> None:
    each = "for_each: projects\naward: cost"
    capped = "for_each: year\naward: {value: spending, at_most: 5万元 per firm}"
    assert codes(tmp_path, each, "award: amount(m0)") == {"amount.record"}
    assert codes(tmp_path, capped, "award: amount(m0)") == {"amount.limits"}
    assert codes(tmp_path, "award: amount(m1)", "award: amount(m0)") == {"name.cycle"}


def test_amount_within_the_same_record(tmp_path: Path) -> None:
    measures = {"a": "for_each: projects\naward: cost × 10%", "m": "for_each: projects\naward: amount(a) × 2"}
    rules = loaded(tmp_path, policy(measures, in_force=NEW))
    facts = {"projects": [{"name": "x", "cost": "100元"}, {"name": "y", "cost": "50元"}]}
    assert answer(rules, facts) == "eligible 30元"


PAID = """
for_each: year
award: spending
paid:
  - {share: 30%, when: {zh: 开工后, en: once work has begun}}
  - {share: 30%, when: {zh: 竣工后, en: once it is done}}
  - {share: 40%, when: {zh: 达产后, en: at full output}}
"""


def test_instalments(tmp_path: Path) -> None:
    rules = one(tmp_path, PAID, in_force=NEW)
    award = rules.assess({"spending": "10.01元"}, year=2024).to_dict(lang="en")["awards"][0]
    assert [(p["share"], p["low"], p["high"]) for p in award["payments"]] == [
        ("30%", "3.00", "3.00"),
        ("30%", "3.00", "3.00"),
        ("40%", "4.01", "4.01"),
    ]
    assert award["payments"][0]["when"] == "once work has begun"
    open_ = rules.assess({}, year=2024).to_dict()["awards"][0]["payments"]
    assert [(p["low"], p["high"]) for p in open_] == [("0.00", None)] * 3


@given(
    st.lists(st.integers(1, 20), min_size=1, max_size=5),
    st.integers(0, 10_000),
    st.integers(0, 300),
    st.integers(0, 300),
)
def test_instalments_add_up_and_stay_in_their_ranges(weights: list[int], low: int, wide: int, above: int) -> None:
    parts = [Instalment(Fraction(w, sum(weights)), "") for w in weights]
    value, high = low + min(above, wide), low + wide
    exact = split(value, value, parts)
    assert sum(a for a, _ in exact) == value
    for (least, most), (one_, _) in zip(split(low, high, parts), exact, strict=True):
        assert most is not None
        assert least <= one_ <= most


def test_applicants_together(tmp_path: Path) -> None:
    facts = "{kind: {type: choice, options: [firm, lab]}}"
    head = f"records: {{partners: {{zh: 合作单位, en: partners, one: partner, facts: {facts}}}}}"
    text = policy(
        {"m": "for_each: year\njointly_with: partners\neligible: any(kind = lab over partners)\naward: 1万元"},
        head=head,
        in_force=NEW,
    )
    rules = loaded(tmp_path, text)
    assert answer(rules, {}) == "undetermined 0元 to 1万元"
    assert answer(rules, {"partners": []}) == "ineligible"
    assert answer(rules, {"partners": [{"name": "x", "kind": "lab"}]}) == "eligible 1万元"
    award = rules.assess({"partners": [{"name": "x", "kind": "lab"}]}, year=2024).to_dict()["awards"][0]
    assert award["jointly"] is True


def test_where_no_measure_is_near_those_that_there_are_are_offered(tmp_path: Path) -> None:
    with pytest.raises(Faults) as caught:
        loaded(tmp_path, policy({"grant": "award: received(zzz)", "prize": "award: 1元"}))
    assert caught.value.diagnostics[0].params["near"] == "grant, prize"
