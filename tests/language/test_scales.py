"""Each mechanism with tiers or bounds, from a rule text to an amount worked out by hand."""

from pathlib import Path
from typing import Any

import pytest

from tests.language.writing import answer, awarding, causes

Facts = dict[str, Any]


def in_wan(**amounts: Any) -> Facts:
    return {name: f"{value}万元" if isinstance(value, (int, float)) else value for name, value in amounts.items()}


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
