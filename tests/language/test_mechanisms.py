"""Each award mechanism, from a rule text to an amount worked out by hand."""

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


# -- tiers ----------------------------------------------------------------------------------------------------

TIERS = "tiers: {of: %s, bounds: %s, several: %s, tiers: {100万元: 1万元, 500万元: 5万元, 1000万元: 12万元}}"


@pytest.mark.parametrize(
    ("spending", "reached", "exceeded", "each"),
    [
        ("999999.99元", None, None, None),
        ("100万元", 1, None, 1),
        ("1000000.01元", 1, 1, 1),
        ("4999999.99元", 1, 1, 1),
        ("500万元", 5, 1, 6),
        ("5000000.01元", 5, 5, 6),
        ("1000万元", 12, 5, 18),
        ("10000000.01元", 12, 12, 18),
    ],
)
def test_tiers(tmp_path: Path, spending: str, reached: int | None, exceeded: int | None, each: int | None) -> None:
    for folder, words, amount in (
        ("a", ("reached", "highest"), reached),
        ("b", ("exceeded", "highest"), exceeded),
        ("c", ("reached", "each"), each),
    ):
        rules = awarding(tmp_path / folder, TIERS % ("spending", *words))
        expected = "ineligible" if amount is None else f"eligible {amount}万元"
        assert answer(rules, {"spending": spending}) == expected


@pytest.mark.parametrize(
    ("spending", "expected"),
    [
        ("400万元 to 499万元", "eligible 1万元"),
        ("400万元 to 500万元", "eligible 1万元 to 5万元"),
        ("0元 to 100万元", "undetermined 0元 to 1万元"),
        ("500万元 or more", "eligible 5万元 to 12万元"),
        (None, "undetermined 0元 to 12万元"),
    ],
)
def test_tiers_of_a_value_known_in_part(tmp_path: Path, spending: str | None, expected: str) -> None:
    rules = awarding(tmp_path, TIERS % ("spending", "reached", "highest"))
    assert answer(rules, {"spending": spending}) == expected


def test_tiers_of_a_whole_number(tmp_path: Path) -> None:
    for word, at_the_bound in (("reached", "eligible 9万元"), ("exceeded", "eligible 3万元")):
        rules = awarding(tmp_path / word, f"tiers: {{of: staff, bounds: {word}, tiers: {{10: 3万元, 50: 9万元}}}}")
        assert answer(rules, {"staff": 49}) == "eligible 3万元"
        assert answer(rules, {"staff": 50}) == at_the_bound
        assert answer(rules, {"staff": 51}) == "eligible 9万元"


def test_several_may_be_a_reading(tmp_path: Path) -> None:
    head = "readings: {several: {asks: 几档？, options: {highest: 最高, each: 每档}}}"
    rules = awarding(tmp_path, TIERS % ("spending", "reached", "{reading: several}"), head=head)
    facts = {"spending": "600万元"}
    assert answer(rules, facts) == "eligible 5万元 to 6万元"
    assert causes(rules, facts) == {("reading", "p/several")}
    assert answer(rules, facts, readings={"several": "each"}) == "eligible 6万元"
    assert answer(rules, facts, readings={"p/several": "highest"}) == "eligible 5万元"
    assert answer(rules, {"spending": "100万元"}) == "eligible 1万元"


def test_the_words_of_a_reading_may_be_mapped_to_those_of_the_mechanism(tmp_path: Path) -> None:
    head = "readings: {passed: {asks: 以上？, options: [with, without]}}"
    bounds = "{reading: passed, with: reached, without: exceeded}"
    rules = awarding(tmp_path, TIERS % ("spending", bounds, "highest"), head=head)
    assert answer(rules, {"spending": "500万元"}) == "eligible 1万元 to 5万元"
    assert answer(rules, {"spending": "500万元"}, readings={"passed": "without"}) == "eligible 1万元"
    assert answer(rules, {"spending": "100万元"}) == "undetermined 0元 to 1万元"


# -- milestone ------------------------------------------------------------------------------------------------

MILESTONE = "milestone: {of: %s, bounds: %s, several: %s, tiers: {1亿元: 10万元, 5亿元: 50万元, 10亿元: 100万元}}"


@pytest.mark.parametrize(
    ("before", "now", "reached", "exceeded"),
    [
        # highest, each, difference
        ("0.5亿元", "99999999.99元", None, None),
        ("0.5亿元", "1亿元", (10, 10, 10), None),
        ("0.5亿元", "100000000.01元", (10, 10, 10), (10, 10, 10)),
        ("1亿元", "1.2亿元", None, (10, 10, 10)),
        ("99999999.99元", "1.2亿元", (10, 10, 10), (10, 10, 10)),
        ("1亿元", "5亿元", (50, 50, 40), (10, 10, 10)),
        ("0.5亿元", "12亿元", (100, 160, 100), (100, 160, 100)),
        ("2亿元", "12亿元", (100, 150, 90), (100, 150, 90)),
        ("5亿元", "10亿元", (100, 100, 50), (50, 50, 40)),
        ("5亿元", "10.1亿元", (100, 100, 50), (100, 150, 90)),
        ("11亿元", "12亿元", None, None),
        ("12亿元", "3亿元", None, None),
    ],
)
def test_milestone(
    tmp_path: Path, before: str, now: str, reached: tuple[int, ...] | None, exceeded: tuple[int, ...] | None
) -> None:
    facts = {"founded_in": 2022, "revenue": {2022: "100元", 2023: before, 2024: now}}
    for word, amounts in (("reached", reached), ("exceeded", exceeded)):
        for index, several in enumerate(("highest", "each", "difference")):
            rules = awarding(tmp_path / word / several, MILESTONE % ("revenue", word, several))
            expected = "ineligible" if amounts is None else f"eligible {amounts[index]}万元"
            assert answer(rules, facts) == expected, (word, several)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"revenue": {2023: "0.5亿元", 2024: "1.2亿元"}}, "undetermined 0元 to 10万元"),
        ({"revenue": {2023: "1.1亿元", 2024: "1.2亿元"}}, "ineligible"),
        ({"founded_in": 2021, "revenue": {2023: "0.5亿元", 2024: "1.2亿元"}}, "undetermined 0元 to 10万元"),
        ({"founded_in": 2023, "revenue": {2023: "0.5亿元", 2024: "1.2亿元"}}, "eligible 10万元"),
        ({"founded_in": 2024, "revenue": {2024: "6亿元"}}, "eligible 50万元"),
        ({"revenue": {"before 2023": "0.9亿元", 2023: "0.5亿元", 2024: "1.2亿元"}}, "eligible 10万元"),
        ({"revenue": {"2023年以前": "1亿元", 2023: "0.5亿元", 2024: "1.2亿元"}}, "ineligible"),
        ({"revenue": {"before 2024": "0.9亿元 to 1.3亿元", 2024: "1.2亿元"}}, "undetermined 0元 to 10万元"),
        ({"founded_in": 2023, "revenue": {2023: "0.5亿元"}}, "undetermined 0元 to 100万元"),
        ({"founded_in": 2023, "revenue": {2023: "0.5亿元", 2024: "0.9亿元 to 6亿元"}}, "undetermined 0元 to 50万元"),
        ({"founded_in": 2023, "revenue": {2023: "0.5亿元", 2024: "2亿元 to 6亿元"}}, "eligible 10万元 to 50万元"),
        ({"founded_in": 2023, "revenue": {2023: "2亿元", 2024: "5亿元 or more"}}, "eligible 50万元 to 100万元"),
    ],
)
def test_a_milestone_needs_its_history(tmp_path: Path, facts: Facts, expected: str) -> None:
    assert answer(awarding(tmp_path, MILESTONE % ("revenue", "reached", "highest")), facts) == expected


def test_a_milestone_of_revenue_and_output(tmp_path: Path) -> None:
    rules = awarding(tmp_path, MILESTONE % ('"min(revenue, output)"', "reached", "highest"))
    grown = {"founded_in": 2023, "revenue": {2023: "6亿元", 2024: "6亿元"}, "output": {2023: "0.8亿元", 2024: "2亿元"}}
    assert answer(rules, grown) == "eligible 10万元"
    swapped = grown | {"output": {2023: "1亿元", 2024: "2亿元"}}
    assert answer(rules, swapped) == "ineligible"
    crossed = {
        "founded_in": 2023,
        "revenue": {2023: "6亿元", 2024: "2亿元"},
        "output": {2023: "0.8亿元", 2024: "0.9亿元"},
    }
    assert answer(rules, crossed) == "ineligible"


def test_the_distance_to_the_next_tier(tmp_path: Path) -> None:
    rules = awarding(tmp_path, MILESTONE % ("revenue", "reached", "highest"))
    facts = {"founded_in": 2023, "revenue": {2023: "0.5亿元", 2024: "4.2亿元"}}
    award = rules.assess(facts, year=2024).to_dict(lang="zh")["awards"][0]
    assert award["tier"] == "1亿元"
    assert award["next"] == {
        "fact": "营业收入",
        "needed": "500000000.00",
        "short_by": "80000000.00",
        "opens": "5亿元",
    }
    below = {"founded_in": 2023, "revenue": {2023: "0.5亿元", 2024: "99999999.99元"}}
    award = rules.assess(below, year=2024).to_dict(lang="zh")["awards"][0]
    assert (award["status"], award["tier"], award["next"]["short_by"]) == ("ineligible", None, "0.01")
    top = {"founded_in": 2023, "revenue": {2023: "0.5亿元", 2024: "10亿元"}}
    award = rules.assess(top, year=2024).to_dict(lang="zh")["awards"][0]
    assert (award["tier"], award["next"]) == ("10亿元", None)


def test_a_bound_to_exceed_is_one_fen_further(tmp_path: Path) -> None:
    rules = awarding(tmp_path, MILESTONE % ("revenue", "exceeded", "highest"))
    facts = {"founded_in": 2024, "revenue": {2024: "1亿元"}}
    following = rules.assess(facts, year=2024).to_dict(lang="zh")["awards"][0]["next"]
    assert (following["needed"], following["short_by"]) == ("100000000.01", "0.01")


# -- bracket --------------------------------------------------------------------------------------------------

BRACKET = "bracket: {of: spending, bounds: %s, rates: {1000万元: 5%%, 5000万元: 8%%}}"


@pytest.mark.parametrize(
    ("spending", "reached", "exceeded"),
    [
        ("9999999.99元", "ineligible", "ineligible"),
        ("1000万元", "eligible 50万元", "ineligible"),
        ("4999万元", "eligible 249.95万元", "eligible 249.95万元"),
        ("5000万元", "eligible 400万元", "eligible 250万元"),
        ("6000万元", "eligible 480万元", "eligible 480万元"),
        ("4000万元 to 6000万元", "eligible 200万元 to 480万元", "eligible 200万元 to 480万元"),
        ("2000万元 to 5000万元", "eligible 100万元 to 400万元", "eligible 100万元 to 250万元"),
        ("500万元 to 1000万元", "undetermined 0元 to 50万元", "ineligible"),
        (None, "undetermined 0元 or more", "undetermined 0元 or more"),
    ],
)
def test_bracket(tmp_path: Path, spending: str | None, reached: str, exceeded: str) -> None:
    for word, expected in (("reached", reached), ("exceeded", exceeded)):
        assert answer(awarding(tmp_path / word, BRACKET % word), {"spending": spending}) == expected


def test_a_bracket_is_chosen_by_the_base_that_counts(tmp_path: Path) -> None:
    rules = awarding(tmp_path, f"{BRACKET % 'reached'}\nbase_less: outside")
    assert answer(rules, in_wan(spending=5500, outside=600)) == "eligible 245万元"
    assert answer(rules, in_wan(spending=5500, outside=500)) == "eligible 400万元"
    rules = awarding(tmp_path / "cap", f"{BRACKET % 'reached'}\nbase_at_most: 4000万元")
    assert answer(rules, in_wan(spending=9000)) == "eligible 200万元"


# -- marginal -------------------------------------------------------------------------------------------------

MARGINAL = "marginal: {of: spending, rates: {0元: 5%, 1000万元: 8%, 5000万元: 10%}}"


@pytest.mark.parametrize(
    ("spending", "expected"),
    [
        ("500万元", "eligible 25万元"),
        ("1000万元", "eligible 50万元"),
        ("1100万元", "eligible 58万元"),
        ("5000万元", "eligible 370万元"),
        ("6000万元", "eligible 470万元"),
        ("500万元 to 6000万元", "eligible 25万元 to 470万元"),
        ("5000万元 or more", "eligible 370万元 or more"),
    ],
)
def test_marginal(tmp_path: Path, spending: str, expected: str) -> None:
    assert answer(awarding(tmp_path, MARGINAL), {"spending": spending}) == expected


def test_the_bounds_of_a_marginal_scale_may_be_expressions(tmp_path: Path) -> None:
    rules = awarding(tmp_path, "marginal: {of: spending, rates: {0元: 1%, outside: 1.2%, outside × 2: 2%}}")
    assert answer(rules, in_wan(spending=150, outside=100)) == "eligible 1.6万元"
    assert answer(rules, in_wan(spending=300, outside=100)) == "eligible 4.2万元"
    assert answer(rules, in_wan(spending=100, outside=0)) == "eligible 2万元"


@pytest.mark.parametrize(
    ("spending", "expected"),
    [
        ("9999999.99元", "ineligible"),
        ("1000万元", "eligible 0元"),
        ("1100万元", "eligible 5万元"),
        ("500万元 to 1100万元", "undetermined 0元 to 5万元"),
    ],
)
def test_below_its_first_bound_no_row_of_a_marginal_scale_applies(tmp_path: Path, spending: str, expected: str) -> None:
    rules = awarding(tmp_path, "marginal: {of: spending, rates: {1000万元: 5%, 5000万元: 10%}}")
    assert answer(rules, {"spending": spending}) == expected


def test_a_marginal_scale_tells_the_distance_to_its_next_bound(tmp_path: Path) -> None:
    def following(bounds: str, spending: str) -> tuple[str | None, tuple[str, str] | None]:
        rules = awarding(tmp_path, f"marginal: {{of: spending, rates: {{{bounds}}}}}")
        award = rules.assess({"spending": spending}, year=2024).to_dict(lang="zh")["awards"][0]
        found = award["next"]
        return award["tier"], found and (found["opens"], found["short_by"])

    assert following("1000万元: 5%, 5000万元: 10%", "999万元") == (None, ("1000万元", "10000.00"))
    assert following("1000万元: 5%, 5000万元: 10%", "1000万元") == ("1000万元", ("5000万元", "40000000.00"))
    assert following("1000万元: 5%, 5000万元: 10%", "6000万元") == ("5000万元", None)
    assert following("1000万元: 5%, 1500万元 + outside: 10%", "999万元") == (None, ("1000万元", "10000.00"))
    assert following("0元: 5%, 5000万元: 10%", "999万元") == (None, ("5000万元", "40010000.00"))


def test_the_first_bound_of_a_marginal_scale_may_be_an_expression(tmp_path: Path) -> None:
    rules = awarding(tmp_path, "marginal: {of: spending, rates: {outside: 5%, outside × 2: 10%}}")
    assert answer(rules, in_wan(spending=99, outside=100)) == "ineligible"
    assert answer(rules, in_wan(spending=100, outside=100)) == "eligible 0元"
    assert answer(rules, in_wan(spending=300, outside=100)) == "eligible 15万元"
    rules = awarding(tmp_path / "one", "marginal: {of: spending, rates: {outside: 5%}}")
    assert answer(rules, {"spending": "50万元"}) == "undetermined 0元 to 2.5万元"


def test_a_part_of_a_marginal_scale_that_pays_nothing_gets_nothing(tmp_path: Path) -> None:
    award = "marginal: {of: spending, rates: {100万元: nothing, 200万元: 10%}}\nplus: 1个百分点"
    rules = awarding(tmp_path, award)
    assert answer(rules, in_wan(spending=150)) == "ineligible"
    assert answer(rules, in_wan(spending=300)) == "eligible 11万元"


def test_points_raise_every_part_of_a_marginal_scale(tmp_path: Path) -> None:
    rules = awarding(tmp_path, f"{MARGINAL}\nplus: 1个百分点")
    assert answer(rules, {"spending": "1100万元"}) == "eligible 69万元"


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
