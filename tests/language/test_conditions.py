"""Conditions and expressions: connectives, intervals, choices, periods, days, aggregates."""

from pathlib import Path
from typing import Any

import pytest

from subsidycalc.diagnostics import Faults
from tests.language.writing import NEW, answer, loaded, one, policy

TRUTH = {True: "eligible 1元", False: "ineligible", None: "undetermined 0元 to 1元"}
HEAD = """
figures:
  window: {from: 2022-07-01, to: 2023-03-31}
  open_window: {from: 2022-07-01, until: unpublished}
  last_open: {from: 2022-07-01, to: unpublished}
  from_window: {from: 2022-07-01}
  until_window: {until: 2022-07-01}
  least_staff: 10
  certain: 30%
  flag: yes
define:
  grown: revenue > revenue of last year
  big: {any: [staff >= 100, spending >= 1亿元]}
  net: spending - outside
"""


@pytest.mark.parametrize(("eligible", "actual"), [("yes", "yes"), ("flag", "yes"), ("not flag", "yes"), ("no", "no")])
def test_a_condition_that_is_always_the_same_is_shown(tmp_path: Path, eligible: str, actual: str) -> None:
    rules = one(tmp_path, f"eligible: [{eligible}]\naward: 1元", head=HEAD, in_force=NEW)
    shown = rules.assess({}, year=2024).to_dict()["awards"][0]["reasons"][-1]
    assert (shown["actual"], shown["holds"]) == (actual, eligible in ("yes", "flag"))


def check(folder: Path, eligible: str, facts: dict[str, Any], expected: bool | None, **options: Any) -> None:
    rules = one(folder, f"eligible: {eligible}\naward: 1元", head=HEAD, in_force=NEW)
    assert answer(rules, facts, **options) == TRUTH[expected], (eligible, facts)


@pytest.mark.parametrize(
    ("eligible", "facts", "expected"),
    [
        ("certified and listed", {"certified": "yes"}, None),
        ("certified and listed", {"certified": "no"}, False),
        ("certified or listed", {"certified": "yes"}, True),
        ("certified 且 listed", {"certified": "yes", "listed": "yes"}, True),
        ("certified 或 listed", {"certified": "no", "listed": "no"}, False),
        ("非 certified", {"certified": "no"}, True),
        ("not certified", {}, None),
        ("certified or listed and staff > 5", {"certified": "yes", "listed": "no", "staff": 1}, True),
        ("(certified or listed) and staff > 5", {"certified": "yes", "listed": "no", "staff": 1}, False),
        ("[certified, listed]", {"certified": "yes", "listed": "yes"}, True),
        ("{all: [certified, listed]}", {"certified": "yes", "listed": "no"}, False),
        ("{any: [certified, {not: listed}]}", {"certified": "no", "listed": "no"}, True),
        ("{any: [[certified, listed], staff >= 10]}", {"certified": "no", "staff": 10}, True),
        ("certified = yes", {"certified": "yes"}, True),
        ("certified = 否", {"certified": "yes"}, False),
        ("certified != listed", {"certified": "yes", "listed": "no"}, True),
        ("2亿元 <= spending < 10亿元", {"spending": "2亿元"}, True),
        ("2亿元 <= spending < 10亿元", {"spending": "10亿元"}, False),
        ("2亿元 <= spending < 10亿元", {"spending": "1亿元 to 3亿元"}, None),
        ("2亿元 ≤ spending ≤ 10亿元", {"spending": "10亿元"}, True),
        ("spending ＞ ２亿元", {"spending": "2亿元"}, False),
        ("spending >= 1亿元", {"spending": "99999999.99元"}, False),
        ("staff >= least_staff", {"staff": 10}, True),
        ("staff = 10", {"staff": 10}, True),
        ("staff ≠ 10", {"staff": 10}, False),
        ("share_held > 25%", {"share_held": "25%"}, False),
        ("share_held >= 0.25", {"share_held": "25%"}, True),
        ("share_held >= 1:0.25", {"share_held": "25%"}, True),
        ("share_held > 1:0.25", {"share_held": "25%"}, False),
        ("1:2 > share_held", {}, True),
        ("share_held + 1:2 >= 225%", {"share_held": "25%"}, True),
        ("certain >= 1:2", {}, False),
        ("30% >= 1:2", {}, False),
        ("1:2 >= 30%", {}, True),
        ("spending / outside >= 30%", {"spending": "3万元", "outside": "10万元"}, True),
        ("spending >= outside × 3", {"spending": "3万元", "outside": "1万元"}, True),
        ("net >= 2万元", {"spending": "3万元", "outside": "1万元"}, True),
        ("net >= -1万元", {"spending": "0元", "outside": "1万元"}, True),
        ("big", {"staff": 100}, True),
        ("big", {"staff": 99, "spending": "99999999.99元"}, False),
        ("not big", {"staff": 99}, None),
        ("if certified then staff >= 5 else staff >= 50", {"certified": "no", "staff": 20}, False),
        ("if certified then staff >= 5 else staff >= 50", {"staff": 50}, True),
    ],
)
def test_connectives_and_comparisons(
    tmp_path: Path, eligible: str, facts: dict[str, Any], expected: bool | None
) -> None:
    check(tmp_path, f"'{eligible}'" if eligible[0] not in "[{" else eligible, facts, expected)


@pytest.mark.parametrize(
    ("eligible", "facts", "expected"),
    [
        ("registered_in in [city]", {"registered_in": "east"}, True),
        ("registered_in in [city]", {"registered_in": "city"}, True),
        ("registered_in in [east]", {"registered_in": "city"}, None),
        ("registered_in in [east, west]", {"registered_in": "city"}, True),
        ("registered_in not in [city]", {"registered_in": "elsewhere"}, True),
        ("registered_in = east", {"registered_in": "东区"}, True),
        ("registered_in = 市", {"registered_in": "west"}, True),
        ("registered_in != city", {"registered_in": "east"}, False),
        ("field in [sensors]", {"field": ["optics", "sensors"]}, True),
        ("field in [sensors]", {"field": "optics"}, False),
        ("field in [sensors]", {"field": []}, False),
        ("field in [sensors]", {}, None),
        ("rank in [a, 乙]", {"rank": "b"}, True),
        ("rank in [a, 乙]", {"rank": "丙"}, False),
    ],
)
def test_choices(tmp_path: Path, eligible: str, facts: dict[str, Any], expected: bool | None) -> None:
    check(tmp_path, f'"{eligible}"', facts, expected)


@pytest.mark.parametrize(
    ("eligible", "facts", "expected"),
    [
        ("revenue of last year >= 5元", {"revenue": {2023: "5元"}}, True),
        ("revenue of 2022 >= 5元", {"revenue": {2022: "4元"}}, False),
        ("quarterly of 2023Q1 > quarterly of 2022Q1", {"quarterly": {"2023Q1": "5元", "2022Q1": "4元"}}, True),
        ("grown", {"revenue": {2023: "5元", 2024: "6元"}}, True),
        ("grown", {"revenue": {2023: "5元", 2024: "5元"}}, False),
        ("growth(revenue) >= 20%", {"revenue": {2023: "5元", 2024: "6元"}}, True),
        ("growth(revenue) > 20%", {"revenue": {2023: "5元", 2024: "6元"}}, False),
        ("growth(revenue) >= 20%", {"revenue": {2023: "0元", 2024: "6元"}}, None),
        ("increase(revenue) >= 1元", {"revenue": {2023: "5元", 2024: "6元"}}, True),
        (
            "if revenue of last year > 0元 then growth(revenue) >= 20% else no",
            {"revenue": {2023: "0元", 2024: "6元"}},
            False,
        ),
        ("year >= 2024", {}, True),
        ("year - founded_in <= 3", {"founded_in": 2021}, True),
    ],
)
def test_periods(tmp_path: Path, eligible: str, facts: dict[str, Any], expected: bool | None) -> None:
    check(tmp_path, f'"{eligible}"', facts, expected)


@pytest.mark.parametrize(
    ("eligible", "opened", "expected"),
    [
        ("opened_on in window", "2022-06-30", False),
        ("opened_on in window", "2022-07-01", True),
        ("opened_on in window", "2023-03-31", True),
        ("opened_on in window", "2023-04-01", False),
        ("opened_on in open_window", "2022-07-01", True),
        ("opened_on in open_window", "2022-07-02", None),
        ("opened_on in open_window", "2022-06-30", False),
        ("opened_on in year", "2024-12-31", True),
        ("opened_on in year", "2025-01-01", False),
        ("opened_on < 2024-01-01", "2023-12-31", True),
        ("opened_on + 1 year <= date", "2023-12-31", True),
        ("opened_on + 1 year < date", "2023-12-31", False),
        ("opened_on + 4 years = 2024-02-29", "2020-02-29", True),
        ("opened_on + 1 year = 2021-02-28", "2020-02-29", True),
        ("years between opened_on and date >= 3", "2021-12-31", True),
        ("years between opened_on and date >= 3", "2022-01-01", False),
        ("days between opened_on and 2024-03-01 = 2", "2024-02-28", True),
        ("months between opened_on and 2024-03-01 < 12", "2023-03-02", True),
        ("opened_on <= date", "never", False),
        ("opened_on <= date", None, None),
        ("opened_on >= 2020-01-01", "never", False),
        ("opened_on > 2020-01-01", "never", False),
        ("2020-01-01 <= opened_on", "never", False),
        ("2020-01-01 < opened_on", "never", False),
        ("opened_on < 2020-01-01", "never", False),
        ("2020-01-01 <= opened_on <= date", "never", False),
        ("not opened_on >= 2020-01-01", "never", True),
        ("opened_on != 2020-01-01", "never", True),
        ("opened_on + 1 year >= 2020-01-01", "never", False),
        ("opened_on >= 2020-01-01", "2020-01-01", True),
        ("opened_on >= 2020-01-01", "2020-01-01 to 2021-01-01", True),
        ("opened_on >= 2020-01-01", "2020-01-01 or more", True),
        ("opened_on >= 2020-01-01", "2020-01-01 to never", None),
        ("opened_on >= 2020-01-01", "2020-01-01 to 2020-01-01", True),
        ("opened_on >= 2020-01-01", "never or more", False),
        ("opened_on >= 2020-01-01", "2019-01-01 or more", None),
        ("opened_on >= 2020-01-01", None, None),
        ("opened_on < 2020-01-01", "2021-01-01 to never", False),
        ("opened_on in window", "never", False),
        ("opened_on in open_window", "never", False),
        ("opened_on in last_open", "never", False),
        ("opened_on in last_open", "2022-07-01", True),
        ("opened_on in last_open", "2022-07-02", None),
        ("opened_on in from_window", "never", False),
        ("opened_on in from_window", "2031-01-01", True),
        ("opened_on in until_window", "never", False),
        ("opened_on in year", "never", False),
    ],
)
def test_days(tmp_path: Path, eligible: str, opened: str | None, expected: bool | None) -> None:
    check(tmp_path, f'"{eligible}"', {"opened_on": opened}, expected)


PROJECTS = [
    {"name": "one", "cost": "10万元", "family": "red", "national": "yes"},
    {"name": "two", "cost": "40万元", "family": "blue", "national": "no"},
    {"name": "three", "cost": "25万元", "family": "blue"},
]


@pytest.mark.parametrize(
    ("eligible", "expected"),
    [
        ("sum(cost over projects) >= 75万元", True),
        ("sum(cost over projects) > 75万元", False),
        ("sum(cost over projects where family = blue) >= 65万元", True),
        ("sum(cost over projects where national) > 10万元", None),
        ("sum(cost over projects where national) > 35万元", False),
        ("count(projects where national) >= 1", True),
        ("count(projects where national) >= 2", None),
        ("count(projects where cost > 20万元) = 2", True),
        ("any(national over projects)", True),
        ("any(national over projects where family = blue)", None),
        ("all(cost >= 10万元 over projects)", True),
        ("all(national over projects)", False),
        ("largest(cost over projects) >= 40万元", True),
        ("smallest(cost over projects) < 10万元", False),
        ("largest(cost over projects where national) >= 25万元", None),
    ],
)
def test_aggregates(tmp_path: Path, eligible: str, expected: bool | None) -> None:
    check(tmp_path, f'"{eligible}"', {"projects": PROJECTS}, expected)
    if "national" not in eligible:
        none = {"all(cost >= 10万元 over projects)": True, "smallest(cost over projects) < 10万元": True}
        check(tmp_path / "none", f'"{eligible}"', {"projects": []}, none.get(eligible, False))


@pytest.mark.parametrize("text", ["spending = 5元", "sum(cost over projects) != 75元", "share_held = 5%"])
def test_amounts_are_never_compared_for_equality(tmp_path: Path, text: str) -> None:
    with pytest.raises(Faults) as caught:
        one(tmp_path, f'eligible: "{text}"\naward: 1元')
    assert [d.code for d in caught.value.diagnostics] == ["type.no_equality"]


def test_conditions_of_the_policy_hold_for_all_its_measures(tmp_path: Path) -> None:
    measures = {"m": "eligible: listed\naward: 1元", "n": "for_each: projects\naward: 1元"}
    rules = loaded(tmp_path, policy(measures, head="eligible: [certified, staff >= 5]", in_force=NEW))
    facts: dict[str, Any] = {"certified": "yes", "listed": "yes", "staff": 5, "projects": PROJECTS[:1]}
    for name in measures:
        assert answer(rules, facts, measure=name) == "eligible 1元"
        assert answer(rules, facts | {"staff": 4}, measure=name) == "ineligible"
        assert answer(rules, facts | {"certified": None}, measure=name) == "undetermined 0元 to 1元"


def test_nothing_said_about_the_records(tmp_path: Path) -> None:
    for text in ("sum(cost over projects) >= 1元", "any(national over projects)", "count(projects where national) = 0"):
        check(tmp_path / text[:3], f'"{text}"', {}, None)


def test_a_sum_over_a_missing_list_may_be_below_zero(tmp_path: Path) -> None:
    text = '"sum(cost - 20万元 over projects) >= 0元"'
    check(tmp_path / "missing", text, {}, None)
    check(tmp_path / "given", text, {"projects": PROJECTS[:1]}, False)


@pytest.mark.parametrize(
    ("date", "expected"), [("2024-01-01", True), ("2024-06-30", True), ("2024-07-01", False), ("2023-12-31", False)]
)
def test_the_day_on_which_the_text_is_read(tmp_path: Path, date: str, expected: bool) -> None:
    check(tmp_path, '"date < 2024-07-01"', {}, expected, date=date)
