"""Each award mechanism, from a rule text to an amount worked out by hand. Scales are in ``test_scales.py``."""

from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from subsidycalc.diagnostics import Faults, render
from tests.language.writing import NEW, answer, awarding, causes, loaded, one, policy

Facts = dict[str, Any]


def in_wan(**amounts: Any) -> Facts:
    return {name: f"{value}万元" if isinstance(value, (int, float)) else value for name, value in amounts.items()}


# -- text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("award", "facts", "expected"),
    [
        ("50万元", {}, "eligible 50万元"),
        ("spending", {"spending": "123.45元"}, "eligible 123.45元"),
        ("spending - 100万元", {"spending": "150万元"}, "eligible 50万元"),
        ("spending - 100万元", {"spending": "50万元"}, "eligible 0元"),
        ("spending × 10% + 1万元", {"spending": "50万元"}, "eligible 6万元"),
        ("(spending + outside) / 4", {"spending": "50万元", "outside": "10万元"}, "eligible 15万元"),
        ("min(spending, outside, 30万元)", {"spending": "50万元", "outside": "40万元"}, "eligible 30万元"),
        ("max(spending, outside)", {"spending": "50万元", "outside": "40万元"}, "eligible 50万元"),
        ("staff × 2000元", {"staff": 15}, "eligible 3万元"),
        ("if certified then 10万元 else 5万元", {"certified": "yes"}, "eligible 10万元"),
        ("if certified then 10万元 else 5万元", {}, "eligible 5万元 to 10万元"),
        ("-(outside - spending)", {"spending": "50万元", "outside": "40万元"}, "eligible 10万元"),
        ("spending × 1/3", {"spending": "0.05元"}, "eligible 0.02元"),
        ("nothing", {}, "ineligible"),
    ],
)
def test_text(tmp_path: Path, award: str, facts: Facts, expected: str) -> None:
    assert answer(one(tmp_path, f"for_each: year\naward: {award}"), facts) == expected


def test_no_award_for_a_record_is_below_zero(tmp_path: Path) -> None:
    rules = one(tmp_path, "for_each: projects\naward: cost - 50万元", in_force=NEW)
    facts = {"projects": [{"name": "a", "cost": "100万元"}, {"name": "b", "cost": "30万元"}]}
    assert answer(rules, facts) == "eligible 50万元"


def test_full_width_signs_read_as_plain_ones(tmp_path: Path) -> None:
    rules = one(tmp_path, "for_each: year\naward: ｍｉｎ（spending，３０万元）＋１万元")
    assert answer(rules, {"spending": "50万元"}) == "eligible 31万元"


# -- share ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("award", "facts", "expected"),
    [
        ("share: {of: spending, rate: 30%}", in_wan(spending=1000), "eligible 300万元"),
        ("share: {of: spending, rate: 5‰}", in_wan(spending=1000), "eligible 5万元"),
        ("share: {of: spending, rate: 0.3}", in_wan(spending=1000), "eligible 300万元"),
        ("share: {of: spending, rate: 30%}", {"spending": "0.05元"}, "eligible 0.02元"),
        ("share: {of: spending, rate: 30%}", {"spending": "0.04元"}, "eligible 0.01元"),
        ("share: {of: spending, rate: 30%}", {"spending": "0元"}, "eligible 0元"),
        ("share: {of: spending, rate: 30%}", {}, "eligible 0元 or more"),
        ("share: {of: spending, rate: 30%}", {"spending": "1亿元 to 2亿元"}, "eligible 3000万元 to 6000万元"),
        ("share: {of: spending, rate: 30%}\nat_most: 250万元", in_wan(spending=1000), "eligible 250万元"),
        ("share: {of: spending, rate: 30%}\nat_most: 250万元", in_wan(spending=800), "eligible 240万元"),
        ("share: {of: spending, rate: 30%}\nat_most: 250万元", {}, "eligible 0元 to 250万元"),
        ("share: {of: spending, rate: 30%}\nbase_at_most: 800万元", in_wan(spending=1000), "eligible 240万元"),
        (
            "share: {of: spending, rate: 30%}\nbase_at_most: 800万元\nat_most: 100万元",
            in_wan(spending=1000),
            "eligible 100万元",
        ),
        ("share: {of: spending, rate: share_held}", {"spending": "10万元", "share_held": "25%"}, "eligible 2.5万元"),
        ("share: {of: spending + outside, rate: 1/4}", in_wan(spending=3, outside=1), "eligible 1万元"),
    ],
)
def test_share(tmp_path: Path, award: str, facts: Facts, expected: str) -> None:
    assert answer(awarding(tmp_path, award), facts) == expected


def test_the_rate_of_a_share_may_be_a_mechanism(tmp_path: Path) -> None:
    award = """
share:
  of: spending
  rate:
    tiers: {of: staff, bounds: reached, tiers: {10: 5%, 100: 8%}}
at_most: 50万元
"""
    rules = awarding(tmp_path, award)
    expected = {9: "ineligible", 10: "eligible 5万元", 99: "eligible 5万元", 100: "eligible 8万元"}
    assert {s: answer(rules, {"staff": s, "spending": "100万元"}) for s in expected} == expected
    assert answer(rules, {"staff": 100, "spending": "1000万元"}) == "eligible 50万元"
    graded = "share: {of: spending, rate: {grade: {by: rank, pays: {a: 10%, b: 5%}}}}"
    rules = awarding(tmp_path / "grade", graded)
    assert answer(rules, {"rank": "b", "spending": "100万元"}) == "eligible 5万元"
    assert answer(rules, {"rank": "c", "spending": "100万元"}) == "ineligible"
    assert answer(rules, {"spending": "100万元"}) == "undetermined 0元 to 10万元"


@pytest.mark.parametrize(
    "award",
    [
        "share: {of: spending, rate: 150%}",
        "share: {of: spending, rate: 1:1.5}",
        "share: {of: spending, rate: up to 150%}",
        "share: {of: spending, rate: 不超过 150%}",
        "share: {of: spending, rate: between 50% and 150%}",
        "share: {of: spending, rate: most}",
        "share: {of: spending, rate: {tiers: {of: staff, bounds: reached, tiers: {10: 5%, 100: 150%}}}}",
        "bracket: {of: spending, bounds: reached, rates: {1000万元: 150%}}",
        "marginal: {of: spending, rates: {0元: 5%, 1000万元: 150%}}",
    ],
)
def test_a_rate_above_the_whole_does_not_load(tmp_path: Path, award: str) -> None:
    with pytest.raises(Faults) as caught:
        awarding(tmp_path, award, head="figures: {most: 150%}")
    (found,) = caught.value.diagnostics
    assert (found.code, found.params["percent"]) == ("rate.above_one", "150%")
    assert "match" in render(found, "zh")
    assert found.place.source[found.place.column - 1 :].startswith(("150%", "1:1.5", "most"))


def test_what_may_be_more_than_the_whole_loads(tmp_path: Path) -> None:
    spent = {"spending": "10万元", "outside": "10万元"}
    for name, award, expected in (
        ("whole", "share: {of: spending, rate: 100%}", "eligible 10万元"),
        ("match", "match: {of: outside, ratio: 150%}", "eligible 15万元"),
        ("raise", "share: {of: spending, rate: 10%}\nraise: 150%", "eligible 2.5万元"),
        ("parts", "share: {of: spending, rate: 10%}\nraise: [{by: 150%}]", "eligible 2.5万元"),
        ("text", "value: spending × 150%", "eligible 15万元"),
    ):
        assert answer(awarding(tmp_path / name, award), spent) == expected


# -- match ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("award", "outside", "expected"),
    [
        ("match: {of: outside, ratio: '1:1'}", 300, "eligible 300万元"),
        ("match: {of: outside, ratio: '1:0.5'}", 300, "eligible 150万元"),
        ("match: {of: outside, ratio: 150%}", 300, "eligible 450万元"),
        ("match: {of: outside, ratio: 2}", 300, "eligible 600万元"),
        ("match: {of: outside, ratio: '1:1', together_at_most: 1000万元}", 300, "eligible 300万元"),
        ("match: {of: outside, ratio: '1:1', together_at_most: 1000万元}", 500, "eligible 500万元"),
        ("match: {of: outside, ratio: '1:1', together_at_most: 1000万元}", 800, "eligible 200万元"),
        ("match: {of: outside, ratio: '1:1', together_at_most: 1000万元}", 1200, "eligible 0元"),
        ("match: {of: outside, ratio: '1:1', together_at_most: spending × 50%}", 300, "eligible 200万元"),
        ("match: {of: outside, ratio: '1:1'}\nat_most: 250万元", 300, "eligible 250万元"),
    ],
)
def test_match(tmp_path: Path, award: str, outside: int, expected: str) -> None:
    assert answer(awarding(tmp_path, award), in_wan(outside=outside, spending=1000)) == expected


def test_an_open_ratio_stays_below_the_joint_ceiling(tmp_path: Path) -> None:
    rules = awarding(tmp_path, "match: {of: outside, ratio: unpublished, together_at_most: 1000万元}")
    assert answer(rules, in_wan(outside=400)) == "eligible 0元 to 600万元"
    assert causes(rules, in_wan(outside=400)) == {("unpublished", "p/m.ratio")}


# -- grade ----------------------------------------------------------------------------------------------------

GRADES = [
    ("grade: {by: rank, pays: {a: 100万元, b: 50万元}}", "a", "eligible 100万元"),
    ("grade: {by: rank, pays: {a: 100万元, b: 50万元}}", "c", "ineligible"),
    ("grade: {by: rank, pays: {a: 100万元, b: 50万元}}", None, "undetermined 0元 to 100万元"),
    ("grade: {by: rank, pays: {a: 100万元, b: 50万元}, otherwise: 5万元}", "c", "eligible 5万元"),
    ("grade: {by: rank, pays: {a: 100万元, b: 50万元}, otherwise: 5万元}", None, "eligible 5万元 to 100万元"),
    ("grade: {by: rank, pays: {甲: 100万元, 乙: spending}}", "乙", "eligible 7万元"),
    ("grade: {by: rank, pays: {a: 100万元, b: nothing}}", "b", "ineligible"),
]


@pytest.mark.parametrize(("award", "rank", "expected"), GRADES)
def test_grade(tmp_path: Path, award: str, rank: str | None, expected: str) -> None:
    assert answer(awarding(tmp_path, award), {"rank": rank, "spending": "7万元"}) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("east", "eligible 120万元"),
        ("west", "eligible 100万元"),
        ("city", "eligible 100万元 to 120万元"),
        ("elsewhere", "ineligible"),
        (None, "undetermined 0元 to 120万元"),
    ],
)
def test_a_grade_by_a_tree_takes_the_first_option_that_holds(tmp_path: Path, place: str | None, expected: str) -> None:
    rules = awarding(tmp_path, "grade: {by: registered_in, pays: {east: 120万元, city: 100万元}}")
    assert answer(rules, {"registered_in": place}) == expected


def test_a_grade_by_an_inner_option_holds_below_it(tmp_path: Path) -> None:
    rules = awarding(tmp_path, "grade: {by: registered_in, pays: {city: 100万元, elsewhere: 30万元}}")
    for place, amount in (("east", 100), ("west", 100), ("city", 100), ("外地", 30)):
        assert answer(rules, {"registered_in": place}) == f"eligible {amount}万元"


# -- table ----------------------------------------------------------------------------------------------------

TABLE = """
table:
  - {when: "2亿元 <= revenue < 10亿元 and growth(revenue) >= 15%", pays: 200万元}
  - {when: "revenue >= 10亿元 and growth(revenue) >= 10%", pays: 400万元}
  - {otherwise: nothing}
"""


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("2亿元", "2.3亿元", "eligible 200万元"),
        ("2亿元", "229999999.99元", "ineligible"),
        ("8亿元", "999999999.99元", "eligible 200万元"),
        ("9.5亿元", "10亿元", "ineligible"),
        ("9亿元", "10亿元", "eligible 400万元"),
        ("1亿元", "1.9亿元", "ineligible"),
        ("2亿元", "2.2亿元 to 2.4亿元", "undetermined 0元 to 200万元"),
        (None, "2.3亿元", "undetermined 0元 to 200万元"),
        ("0元", "2.3亿元", "undetermined 0元 to 200万元"),
    ],
)
def test_table_with_a_hole(tmp_path: Path, before: str | None, now: str, expected: str) -> None:
    rules = awarding(tmp_path, TABLE)
    assert answer(rules, {"revenue": {2023: before, 2024: now}}) == expected


def test_a_base_of_zero_is_a_reading(tmp_path: Path) -> None:
    rules = awarding(tmp_path, TABLE)
    assert {kind for kind, _ in causes(rules, {"revenue": {2023: "0元", 2024: "2.3亿元"}})} == {"reading"}


def test_a_table_takes_the_first_row_that_holds(tmp_path: Path) -> None:
    award = """
table:
  - {when: certified, pays: 10万元}
  - {when: [listed, {not: certified}], pays: {share: {of: spending, rate: 10%}, at_most: 30万元}}
  - {when: {any: [staff >= 100, spending > 50万元]}, pays: 3万元}
  - {otherwise: 1万元}
"""
    rules = awarding(tmp_path, award)
    base = {"certified": "no", "listed": "no", "staff": 5, "spending": "20万元"}
    assert answer(rules, base) == "eligible 1万元"
    assert answer(rules, base | {"staff": 100}) == "eligible 3万元"
    assert answer(rules, base | {"spending": "51万元"}) == "eligible 3万元"
    assert answer(rules, base | {"listed": "yes"}) == "eligible 2万元"
    assert answer(rules, base | {"listed": "yes", "spending": "1000万元"}) == "eligible 30万元"
    assert answer(rules, base | {"certified": "yes", "listed": "yes"}) == "eligible 10万元"
    assert answer(rules, {k: v for k, v in base.items() if k != "certified"}) == "eligible 1万元 to 10万元"


# -- sum ------------------------------------------------------------------------------------------------------

SUM = """
sum:
  - share: {of: spending, rate: 10%}
    at_most: 5万元
  - outside - 10万元
  - grade: {by: rank, pays: {a: 2万元}}
"""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"spending": "30万元", "outside": "14万元", "rank": "a"}, "eligible 9万元"),
        ({"spending": "90万元", "outside": "14万元", "rank": "a"}, "eligible 11万元"),
        ({"spending": "30万元", "outside": "1万元", "rank": "b"}, "eligible 3万元"),
        ({"outside": "14万元", "rank": "b"}, "eligible 4万元 to 9万元"),
        ({"spending": "30万元", "outside": "14万元"}, "eligible 7万元 to 9万元"),
    ],
)
def test_sum(tmp_path: Path, facts: Facts, expected: str) -> None:
    assert answer(awarding(tmp_path, SUM), facts) == expected


def test_a_sum_applies_where_any_part_does(tmp_path: Path) -> None:
    award = """
sum:
  - tiers: {of: spending, bounds: reached, tiers: {10万元: 1万元}}
  - grade: {by: rank, pays: {a: 2万元}}
at_most: 2.5万元
"""
    rules = awarding(tmp_path, award)
    assert answer(rules, {"spending": "9万元", "rank": "b"}) == "ineligible"
    assert answer(rules, {"spending": "9万元", "rank": "a"}) == "eligible 2万元"
    assert answer(rules, {"spending": "10万元", "rank": "a"}) == "eligible 2.5万元"
    assert answer(rules, {"rank": "b"}) == "undetermined 0元 to 1万元"


# -- per record -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("award", "expected"),
    [
        ("share: {of: cost, rate: 10%}", "eligible 13万元"),
        ("share: {of: cost, rate: 10%}\nat_most: 7万元 per project", "eligible 10万元"),
        ("tiers: {of: cost, bounds: reached, tiers: {100万元: 1万元}}", "eligible 1万元"),
        ("value: cost - 50万元", "eligible 50万元"),
    ],
)
def test_an_award_is_given_for_each_record(tmp_path: Path, award: str, expected: str) -> None:
    body = f"for_each: projects\naward:\n{indent(award, '  ')}"
    facts = {"projects": [{"name": "a", "cost": "100万元"}, {"name": "b", "cost": "30万元"}]}
    assert answer(one(tmp_path, body, in_force=NEW), facts) == expected


def test_several_measures_add_up(tmp_path: Path) -> None:
    measures = {"m": "for_each: year\naward: 10万元", "n": "for_each: year\naward: spending"}
    rules = loaded(tmp_path, policy(measures))
    assessment = rules.assess({"spending": "3万元"}, year=2024)
    assert (assessment.low, assessment.high) == (130_000_00, 130_000_00)
    total = rules.assess({}, year=2024).to_dict()["total"]
    assert total == {"low": "100000.00", "high": None, "high_known": "100000.00", "unbounded": ["p/n"]}
