"""The modifiers, their fixed order, and rounding."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from subsidycalc.diagnostics import Faults
from tests.language.writing import NEW, answer, awarding, causes, loaded, one, policy

MODIFIERS = {
    "base_less": "200万元",
    "base_at_most": "700万元",
    "plus": "2个百分点",
    "raise": "50%",
    "at_least": "100万元",
    "at_most": "120万元",
    "less": "outside",
    "rounding": "{to: 万元, way: down}",
}
FACTS = {"spending": "1000万元", "outside": "299999.99元"}


def award(*words: str, share: str = "share: {of: spending, rate: 10%}") -> str:
    return "\n".join([share, *(f"{word}: {MODIFIERS[word]}" for word in words)])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # 10 % of 1000万元, and each modifier alone
        ((), "100万元"),
        (("base_less",), "80万元"),
        (("base_at_most",), "70万元"),
        (("plus",), "120万元"),
        (("raise",), "150万元"),
        (("at_least",), "100万元"),
        (("at_most",), "100万元"),
        (("less",), "700,000.01元"),
        # (1000 − 200) at most 700, not (at most 700) − 200
        (("base_less", "base_at_most"), "70万元"),
        # 700 × 12 %
        (("base_less", "base_at_most", "plus"), "84万元"),
        # points before percent: 12 % × 1.5, not 15 % + 2 %
        (("base_less", "base_at_most", "plus", "raise"), "126万元"),
        # the cap after the raise
        (("base_less", "base_at_most", "plus", "raise", "at_most"), "120万元"),
        # what was received counts toward the cap
        (("plus", "raise", "at_most", "less"), "900,000.01元"),
        (("plus", "raise", "at_most", "less", "rounding"), "90万元"),
        # the floor before the cap and before what was received
        (("base_less", "base_at_most", "at_least", "at_most", "less"), "700,000.01元"),
        (("base_at_most", "at_least"), "100万元"),
        (tuple(MODIFIERS), "90万元"),
    ],
)
def test_the_order_is_fixed(tmp_path: Path, words: tuple[str, ...], expected: str) -> None:
    assert answer(awarding(tmp_path, award(*words)), FACTS) == f"eligible {expected}"


def test_the_order_of_the_keys_does_not_matter(tmp_path: Path) -> None:
    words = ["base_less", "plus", "raise", "at_most", "less"]
    orders = list(permutations(words))[::12]
    measures = {f"m{i}": "award:\n  " + award(*order).replace("\n", "\n  ") for i, order in enumerate(orders)}
    last = {f"z{i}": "award:\n  " + award(*order[::-1]).replace("\n", "\n  ") for i, order in enumerate(orders)}
    rules = loaded(tmp_path, policy(measures | last, in_force=NEW))
    assert {answer(rules, FACTS, measure=name) for name in measures | last} == {"eligible 900,000.01元"}


# -- base -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("base_less: outside", {"spending": "10万元", "outside": "4万元"}, "eligible 3万元"),
        ("base_less: outside", {"spending": "4万元", "outside": "10万元"}, "eligible 0元"),
        ("base_less: outside", {"spending": "10万元"}, "eligible 0元 to 5万元"),
        ("base_less: outside\nbase_at_most: 2万元", {"spending": "10万元"}, "eligible 0元 to 1万元"),
        ("base_at_most: outside × 2", {"spending": "10万元", "outside": "4万元"}, "eligible 4万元"),
    ],
)
def test_the_base(tmp_path: Path, text: str, facts: dict[str, str], expected: str) -> None:
    assert answer(awarding(tmp_path, f"share: {{of: spending, rate: 50%}}\n{text}"), facts) == expected


def test_the_base_that_is_matched(tmp_path: Path) -> None:
    rules = awarding(tmp_path, "match: {of: outside, ratio: '1:2'}\nbase_less: 1万元\nbase_at_most: 5万元")
    assert answer(rules, {"outside": "4万元"}) == "eligible 6万元"
    assert answer(rules, {"outside": "9万元"}) == "eligible 10万元"


@pytest.mark.parametrize("word", ["base_less: 1万元", "base_at_most: 1万元", "plus: 1个百分点"])
def test_a_modifier_that_has_nothing_to_act_on(tmp_path: Path, word: str) -> None:
    with pytest.raises(Faults) as caught:
        awarding(tmp_path, f"tiers: {{of: spending, bounds: reached, tiers: {{1万元: 1元}}}}\n{word}")
    assert [d.code for d in caught.value.diagnostics] == ["modifier.no_base"]


# -- points and percent ---------------------------------------------------------------------------------------

POINTS = """
share: {of: spending, rate: 10%}
plus:
  - {points: 2个百分点, when: certified}
  - {points: 1个百分点, when: [listed, staff >= 100]}
"""
RAISES = """
share: {of: spending, rate: 10%}
raise:
  - {by: 20%, when: certified}
  - {by: 10%, when: listed}
at_most: 12.5万元
"""


@pytest.mark.parametrize(
    ("certified", "listed", "staff", "points", "raised"),
    [
        ("no", "no", 100, "eligible 10万元", "eligible 10万元"),
        ("yes", "no", 100, "eligible 12万元", "eligible 12万元"),
        ("no", "yes", 100, "eligible 11万元", "eligible 11万元"),
        ("no", "yes", 99, "eligible 10万元", "eligible 11万元"),
        ("yes", "yes", 100, "eligible 13万元", "eligible 12.5万元"),
        (None, "yes", 100, "eligible 11万元 to 13万元", "eligible 11万元 to 12.5万元"),
        (None, None, 100, "eligible 10万元 to 13万元", "eligible 10万元 to 12.5万元"),
    ],
)
def test_points_and_percent_where_they_hold(
    tmp_path: Path, certified: str | None, listed: str | None, staff: int, points: str, raised: str
) -> None:
    facts = {"spending": "100万元", "certified": certified, "listed": listed, "staff": staff}
    assert answer(awarding(tmp_path / "plus", POINTS), facts) == points
    assert answer(awarding(tmp_path / "raise", RAISES), facts) == raised


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grade: {by: rank, pays: {a: 10万元}}\nraise: 30%", "eligible 13万元"),
        ("bracket: {of: spending, bounds: reached, rates: {50万元: 5%}}\nplus: 50个基点", "eligible 5.5万元"),
        ("value: spending\nraise: {by: 10%, when: certified}", "eligible 110万元"),
        (
            "milestone: {of: revenue, bounds: reached, several: highest, tiers: {1万元: 5万元}}\nraise: 1%",
            "eligible 5.05万元",
        ),
    ],
)
def test_points_and_percent_on_other_mechanisms(tmp_path: Path, text: str, expected: str) -> None:
    if "raise: {" in text:
        text = text.replace("raise: {by", "raise: [{by").replace("certified}", "certified}]")
    facts = {"spending": "100万元", "rank": "a", "certified": "yes", "founded_in": 2024, "revenue": {2024: "2万元"}}
    assert answer(awarding(tmp_path, text), facts) == expected


# -- floor, ceiling, less -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spending", "expected"),
    [
        ("0元", "eligible 5万元"),
        ("49万元", "eligible 5万元"),
        ("51万元", "eligible 5.1万元"),
        ("200万元", "eligible 20万元"),
        ("201万元", "eligible 20万元"),
        (None, "eligible 5万元 to 20万元"),
    ],
)
def test_floor_and_ceiling(tmp_path: Path, spending: str | None, expected: str) -> None:
    rules = awarding(tmp_path, "share: {of: spending, rate: 10%}\nat_least: 5万元\nat_most: 20万元")
    assert answer(rules, {"spending": spending}) == expected


def test_a_floor_does_not_lift_what_is_not_due(tmp_path: Path) -> None:
    rules = awarding(tmp_path, "grade: {by: rank, pays: {a: 1万元}}\nat_least: 5万元")
    assert answer(rules, {"rank": "a"}) == "eligible 5万元"
    assert answer(rules, {"rank": "b"}) == "ineligible"
    assert answer(rules, {}) == "undetermined 0元 to 5万元"


@pytest.mark.parametrize(
    "text", ["at_least: 5万元\nat_most: 3万元", "at_least: 5万元\nat_most: [9万元, 3万元 per firm]"]
)
def test_a_floor_above_a_ceiling_does_not_load(tmp_path: Path, text: str) -> None:
    with pytest.raises(Faults) as caught:
        awarding(tmp_path, f"share: {{of: spending, rate: 10%}}\n{text}")
    assert "cap.below_floor" in [d.code for d in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("spending", "outside", "expected"),
    [
        ("300万元", "5万元", "eligible 15万元"),
        ("100万元", "5万元", "eligible 5万元"),
        ("100万元", "15万元", "eligible 0元"),
        ("100万元", None, "eligible 0元 to 10万元"),
        (None, "5万元", "eligible 0元 to 15万元"),
    ],
)
def test_what_was_received_counts_toward_the_ceiling(
    tmp_path: Path, spending: str | None, outside: str | None, expected: str
) -> None:
    rules = awarding(tmp_path, "share: {of: spending, rate: 10%}\nat_most: 20万元\nless: outside")
    assert answer(rules, {"spending": spending, "outside": outside}) == expected


@pytest.mark.parametrize(
    ("award", "profit", "expected"),
    [
        ("share: {of: spending, rate: 10%}\nat_most: 8万元\nless: profit", "-5万元", "eligible 8万元"),
        ("share: {of: spending, rate: 10%}\nat_most: 8万元\nless: profit", "3万元", "eligible 5万元"),
        ("share: {of: spending, rate: 10%}\nless: profit", "-5万元", "eligible 10万元"),
        ("share: {of: spending, rate: 10%}\nless: profit", "-5万元 to 4万元", "eligible 6万元 to 10万元"),
        ("share: {of: spending, rate: 10%}\nless: profit", None, "eligible 0元 to 10万元"),
        ("share: {of: spending, rate: 10%}\nbase_less: profit", "-50万元", "eligible 10万元"),
        ("share: {of: spending, rate: 10%}\nbase_less: profit", "50万元", "eligible 5万元"),
    ],
)
def test_what_is_taken_off_never_adds(tmp_path: Path, award: str, profit: str | None, expected: str) -> None:
    assert answer(awarding(tmp_path, award), {"spending": "100万元", "profit": profit}) == expected


@pytest.mark.parametrize(
    ("ceiling", "expected"),
    [
        ("[40万元, 30万元 per firm]", "eligible 30万元"),
        ("outside", "eligible 25万元"),
        ("outside × 2", "eligible 50万元"),
        ("max(outside, 60万元)", "eligible 60万元"),
    ],
)
def test_the_ceiling_may_be_several_or_an_expression(tmp_path: Path, ceiling: str, expected: str) -> None:
    rules = awarding(tmp_path, f"share: {{of: spending, rate: 10%}}\nat_most: {ceiling}")
    assert answer(rules, {"spending": "1000万元", "outside": "25万元"}) == expected


def test_modifiers_inside_a_part_act_on_that_part_alone(tmp_path: Path) -> None:
    text = """
sum:
  - {share: {of: spending, rate: 10%}, at_most: 3万元, less: 1万元}
  - {value: outside, raise: 10%, rounding: {to: 万元, way: up}}
at_most: 6万元
"""
    rules = awarding(tmp_path, text)
    assert answer(rules, {"spending": "100万元", "outside": "1万元"}) == "eligible 4万元"
    assert answer(rules, {"spending": "100万元", "outside": "5万元"}) == "eligible 6万元"


# -- rounding -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounding", "spending", "expected"),
    [
        ("", "12345.45元", "4,115.15元"),
        ("{to: 元, way: half_up}", "12346.49元", "4,115元"),
        ("{to: 元, way: half_up}", "12346.50元", "4,116元"),
        ("{to: 元, way: down}", "12347.99元", "4,115元"),
        ("{to: 元, way: up}", "12345.03元", "4,116元"),
        ("{to: 万元, way: half_up}", "14999.99元", "0元"),
        ("{to: 万元, way: half_up}", "15000元", "1万元"),
        ("{to: 角}", "1.36元", "0.50元"),
        ("{way: down}", "0.05元", "0.01元"),
        ("{way: up}", "0.04元", "0.02元"),
        ("{way: half_up}", "0.04元", "0.01元"),
    ],
)
@pytest.mark.parametrize("whose", ["policy", "award"])
def test_rounding(tmp_path: Path, whose: str, rounding: str, spending: str, expected: str) -> None:
    text = "share: {of: spending, rate: 1/3}"
    line = f"rounding: {rounding}" if rounding else ""
    rules = awarding(tmp_path, text, head=line) if whose == "policy" else awarding(tmp_path, f"{text}\n{line}")
    assert answer(rules, {"spending": spending}) == f"eligible {expected}"


@pytest.mark.parametrize(
    ("spending", "less", "expected"),
    [
        ("10万元", "0元", "eligible 2万元"),
        ("5万元", "0元", "eligible 2万元"),
        ("4.9万元", "0元", "eligible 2万元"),
        ("2.9万元", "0元", "eligible 1万元"),
        ("10万元", "1元", "eligible 2万元"),
        ("10万元", "0.6万元", "eligible 1万元"),
        (None, "0元", "eligible 0元 to 2万元"),
    ],
)
def test_rounding_goes_down_where_it_would_pass_the_ceiling(
    tmp_path: Path, spending: str | None, less: str, expected: str
) -> None:
    text = "share: {of: spending, rate: 50%}\nat_most: 2.5万元\nless: outside"
    for whose, rules in (
        ("policy", awarding(tmp_path / "policy", text, head="rounding: {to: 万元}")),
        ("award", awarding(tmp_path / "award", f"{text}\nrounding: {{to: 万元}}")),
    ):
        assert answer(rules, {"spending": spending, "outside": less}) == expected, whose


def test_each_record_is_rounded_once(tmp_path: Path) -> None:
    facts = {"projects": [{"name": n, "cost": "0.05元"} for n in "abc"]}
    body = "for_each: projects\naward: {share: {of: cost, rate: 30%}}"
    # 1.5 分 each: 2 + 2 + 2, not 4.5 in the end
    assert answer(one(tmp_path, body, in_force=NEW), facts) == "eligible 0.06元"


def test_a_sum_is_rounded_in_the_end_and_not_in_its_parts(tmp_path: Path) -> None:
    rules = awarding(tmp_path, "sum: [spending × 30%, spending × 30%, spending × 30%]")
    assert answer(rules, {"spending": "0.05元"}) == "eligible 0.05元"


def test_a_rounded_range_keeps_both_ends(tmp_path: Path) -> None:
    rules = awarding(tmp_path, "share: {of: spending, rate: 10%}\nrounding: {to: 万元}")
    assert answer(rules, {"spending": "14.9万元 to 25万元"}) == "eligible 1万元 to 3万元"
    assert answer(rules, {"spending": "15万元 to 24.9万元"}) == "eligible 2万元"
    assert causes(rules, {"spending": "15万元 to 24.9万元"}) == set()


def test_the_steps_show_the_order(tmp_path: Path) -> None:
    rules = awarding(tmp_path, award(*MODIFIERS))
    computation: list[dict[str, Any]] = rules.assess(FACTS, year=2024).to_dict()["awards"][0]["computation"]
    shown = {step["word"]: step["high"] for step in computation}
    assert shown["base"] == "10000000.00"
    assert shown["base_counted"] == "7000000.00"
    assert shown["raw"] == "840000.00"
    assert shown["ceiling"] == "1200000.00"
    assert shown["final"] == "900000.00"
    assert next(s for s in computation if s["word"] == "rate")["high"] == "12%"
