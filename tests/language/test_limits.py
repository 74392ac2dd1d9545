"""Caps and counts per scope, what earlier years have used of them, and what is given once."""

from itertools import permutations
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from subsidycalc.diagnostics import Faults
from tests.language.writing import IN_FORCE, NEW, answer, causes, one

SHARE = "share: {of: cost, rate: 50%}"
PROJECTS = [
    {"name": "a", "cost": "50万元", "family": "red"},
    {"name": "b", "cost": "90万元", "family": "blue"},
    {"name": "c", "cost": "20万元", "family": "red"},
]
"""Half of the costs: 25, 45 and 10万元."""


def limited(
    folder: Path, at_most: str = "", count: str = "", *, each: str = "projects", in_force: str = NEW, share: str = SHARE
) -> Any:
    body = f"for_each: {each}\naward:\n  {share}\n"
    body += f"  at_most: {at_most}\n" if at_most else ""
    body += f"count_at_most: {count}\n" if count else ""
    return one(folder, body, in_force=in_force)


@pytest.mark.parametrize(
    ("at_most", "count", "expected"),
    [
        ("", "", "80万元"),
        ("20万元 per project", "", "50万元"),
        ("60万元 per firm", "", "60万元"),
        ("60万元 per firm and year", "", "60万元"),
        ("30万元 per family", "", "60万元"),
        ("30万元 per 系列", "", "60万元"),
        ("30万元 per family and year", "", "60万元"),
        ("[20万元 per project, 45万元 per firm]", "", "45万元"),
        ("[20万元 per project, 28万元 per family]", "", "48万元"),
        ("[20万元 per project, 28万元 per family, 40万元 per firm and year]", "", "40万元"),
        ("", "2 per firm and year", "70万元"),
        ("", "1 per firm", "45万元"),
        ("", "1 per family", "70万元"),
        ("", "[1 per family, 1 per firm]", "45万元"),
        ("22万元 per project", "2 per firm and year", "44万元"),
        ("60万元 per firm", "2 per firm", "60万元"),
        ("", "5 per firm", "80万元"),
    ],
)
def test_caps_and_counts(tmp_path: Path, at_most: str, count: str, expected: str) -> None:
    assert answer(limited(tmp_path, at_most, count), {"projects": PROJECTS}) == f"eligible {expected}"


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_the_order_of_the_records_does_not_matter(tmp_path: Path, order: list[int]) -> None:
    rules = limited(tmp_path, "[30万元 per family, 50万元 per firm]", "2 per firm")
    assert answer(rules, {"projects": [PROJECTS[i] for i in order]}) == "eligible 50万元"


WHOLE = "share: {of: cost, rate: 100%}"


def test_a_count_keeps_what_is_best_after_the_caps(tmp_path: Path) -> None:
    """a and b are the two largest, but one family is paid 100万元 at most: a with c comes to more."""
    rules = limited(tmp_path, "100万元 per family", "2 per firm", share=WHOLE)
    projects = [
        {"name": "a", "cost": "100万元", "family": "red"},
        {"name": "b", "cost": "90万元", "family": "red"},
        {"name": "c", "cost": "50万元", "family": "blue"},
    ]
    assert answer(rules, {"projects": projects}) == "eligible 150万元"


def test_caps_in_any_order_do_not_ask_for_the_order_of_the_records(tmp_path: Path) -> None:
    rules = limited(tmp_path, "[100万元 per firm, 50万元 per family]", share=WHOLE)
    projects = [{"name": n, "cost": "80万元", "family": f} for n, f in (("a", "red"), ("b", "blue"), ("c", "red"))]
    assert len({answer(rules, {"projects": list(order)}) for order in permutations(projects)}) == 1


@pytest.mark.parametrize(
    ("at_most", "count", "expected"),
    [
        # b's cost is missing, and whether c is in the family is not the question
        ("", "", "eligible 35万元 or more"),
        ("20万元 per project", "", "eligible 30万元 to 50万元"),
        ("30万元 per firm", "", "eligible 30万元"),
        ("50万元 per firm", "", "eligible 35万元 to 50万元"),
        ("20万元 per project", "2 per firm", "eligible 30万元 to 40万元"),
        ("", "1 per firm", "eligible 25万元 or more"),
    ],
)
def test_limits_over_awards_that_are_open(tmp_path: Path, at_most: str, count: str, expected: str) -> None:
    open_one = [PROJECTS[0], {"name": "b", "family": "blue"}, PROJECTS[2]]
    assert answer(limited(tmp_path, at_most, count), {"projects": open_one}) == expected


def test_a_record_that_may_not_qualify(tmp_path: Path) -> None:
    body = f"for_each: projects\nwhere: national\naward:\n  {SHARE}\ncount_at_most: 1 per firm\n"
    rules = one(tmp_path, body, in_force=NEW)
    projects = [PROJECTS[0] | {"national": "yes"}, PROJECTS[1], PROJECTS[2] | {"national": "no"}]
    assert answer(rules, {"projects": projects}) == "eligible 25万元 to 45万元"
    assert answer(rules, {"projects": projects[1:]}) == "undetermined 0元 to 45万元"
    assert answer(rules, {"projects": projects[2:]}) == "ineligible"


# -- what is not said -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at_most", "count", "expected"),
    [
        ("", "", "undetermined 0元 or more"),
        ("20万元 per project", "", "undetermined 0元 or more"),
        ("20万元 per project", "3 per firm and year", "undetermined 0元 to 60万元"),
        ("[20万元 per project, 50万元 per firm]", "3 per firm", "undetermined 0元 to 50万元"),
        ("70万元 per firm and year", "", "undetermined 0元 to 70万元"),
        ("30万元 per family", "", "undetermined 0元 or more"),
    ],
)
def test_a_missing_list_is_any_number_of_records(tmp_path: Path, at_most: str, count: str, expected: str) -> None:
    rules = limited(tmp_path, at_most, count)
    assert answer(rules, {}) == expected
    assert ("missing", "projects") in causes(rules, {})
    assert answer(rules, {"projects": []}) == "ineligible"


def test_what_a_cap_is_per_must_be_given(tmp_path: Path) -> None:
    rules = limited(tmp_path, "30万元 per family")
    with pytest.raises(Faults) as caught:
        rules.assess({"projects": [{"name": "a", "cost": "1元"}]}, year=2024)
    assert [d.code for d in caught.value.diagnostics] == ["records.key_missing"]


@pytest.mark.parametrize(("at_most", "each"), [("5万元", "projects"), ("5万元", "[projects, year]"), ("5万元", "year")])
def test_a_bare_cap_does_not_say_per_what(tmp_path: Path, at_most: str, each: str) -> None:
    share = SHARE if "projects" in each else "value: spending"
    with pytest.raises(Faults) as caught:
        limited(tmp_path, at_most, each=each, share=share)
    assert [d.code for d in caught.value.diagnostics] == ["cap.bare"]


@pytest.mark.parametrize(
    ("at_most", "count", "expected", "named"),
    [
        ("unpublished per firm", "", "eligible 0元 to 80万元", "p/m.at_most"),
        ("", "unpublished per firm", "eligible 45万元 to 80万元", "p/m.count_at_most"),
        ("up to 50万元 per firm", "", "eligible 0元 to 50万元", "p/m.at_most"),
        ("unpublished per project", "", "eligible 0元 to 80万元", "p/m.at_most"),
    ],
)
def test_caps_and_counts_may_be_open(tmp_path: Path, at_most: str, count: str, expected: str, named: str) -> None:
    rules = limited(tmp_path, at_most, count)
    assert answer(rules, {"projects": PROJECTS}) == expected
    assert {name for _, name in causes(rules, {"projects": PROJECTS})} == {named}
    filled = {"p/m.at_most": "30万元"} if at_most else {"p/m.count_at_most": 2}
    per_project = {"p/m.at_most": "eligible 65万元"}.get(named) if "project" in at_most else None
    assert answer(rules, {"projects": PROJECTS}, assume=filled) == (
        per_project or ("eligible 30万元" if at_most else "eligible 70万元")
    )


# -- what earlier years have used -----------------------------------------------------------------------------


def received(*items: tuple[str, int, str | None]) -> list[dict[str, Any]]:
    return [
        {"award": "p/m", "amount": amount, "year": year} | ({"project": name} if name else {})
        for amount, year, name in items
    ]


@pytest.mark.parametrize(
    ("at_most", "count", "had", "expected"),
    [
        ("60万元 per firm", "", [], "60万元"),
        ("60万元 per firm", "", [("40万元", 2023, "a")], "20万元"),
        ("60万元 per firm", "", [("40万元", 2022, "a"), ("25万元", 2023, "b")], "0元"),
        ("60万元 per firm and year", "", [("40万元", 2023, "a")], "60万元"),
        ("30万元 per project", "", [("28万元", 2023, "b")], "37万元"),
        ("30万元 per family", "", [("25万元", 2023, "a")], "35万元"),
        ("", "2 per firm", [("25万元", 2023, "a")], "45万元"),
        ("", "2 per firm", [("25万元", 2022, "a"), ("1万元", 2023, "a")], "0元"),
        ("", "2 per firm and year", [("25万元", 2023, "a")], "70万元"),
        ("", "1 per project", [("1万元", 2023, "b")], "35万元"),
    ],
)
def test_limits_for_good_remember_what_was_received(
    tmp_path: Path, at_most: str, count: str, had: list[tuple[str, int, str]], expected: str
) -> None:
    rules = limited(tmp_path, at_most, count, each="[projects, year]", in_force=IN_FORCE)
    facts = {"projects": PROJECTS, "received": received(*had)}
    assert answer(rules, facts) == f"eligible {expected}"


def test_what_nobody_said_about_earlier_years_is_a_gap(tmp_path: Path) -> None:
    rules = limited(tmp_path, "60万元 per firm", each="[projects, year]", in_force=IN_FORCE)
    facts = {"projects": PROJECTS}
    assert answer(rules, facts) == "eligible 0元 to 60万元"
    assert causes(rules, facts) == {("missing", "received")}
    assert answer(rules, facts, year=2020) == "eligible 60万元", "the first year of the measure"


def test_what_is_left_bounds_a_missing_list(tmp_path: Path) -> None:
    rules = limited(tmp_path, "60万元 per firm", each="[projects, year]", in_force=IN_FORCE)
    assert answer(rules, {"received": received(("40万元", 2023, "a"))}) == "undetermined 0元 to 20万元"


@pytest.mark.parametrize("each", ["", "for_each: projects\n"])
def test_what_was_received_this_year_counts_whatever_the_conditions_say(tmp_path: Path, each: str) -> None:
    rules = one(tmp_path, f"{each}eligible: certified\naward: 5万元", in_force=IN_FORCE)
    facts = {"certified": "no", "projects": PROJECTS, "received": received(("3元", 2024, "a" if each else None))}
    assert answer(rules, facts) == "eligible 3元"


def test_a_receipt_of_this_year_stands_in_place_of_the_computation(tmp_path: Path) -> None:
    rules = limited(tmp_path, "60万元 per firm", each="[projects, year]", in_force=IN_FORCE)
    facts = {"projects": PROJECTS, "received": received(("12.34元", 2024, "b"))}
    assert answer(rules, facts) == "eligible 350,012.34元"
    items = {i["record"]: i for i in rules.assess(facts, year=2024).to_dict()["awards"][0]["items"]}
    assert (items["b"]["low"], items["b"]["high"], items["b"]["causes"]) == ("12.34", "12.34", [])


# -- once -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "year", "expected"),
    [
        (None, 2020, "eligible 5万元"),
        (None, 2021, "undetermined 0元 to 5万元"),
        ([], 2021, "eligible 5万元"),
        ([("1元", 2020, None)], 2021, "ineligible"),
        ([("1元", 2021, None)], 2021, "eligible 1元"),
        ([("1元", 2022, None)], 2021, "eligible 5万元"),
    ],
)
def test_an_award_to_the_firm_is_given_once(
    tmp_path: Path, given: list[tuple[str, int, None]] | None, year: int, expected: str
) -> None:
    rules = one(tmp_path, "award: 5万元", in_force=IN_FORCE)
    facts = {} if given is None else {"received": received(*given)}
    assert answer(rules, facts, year=year) == expected


def test_an_award_for_a_record_is_given_once_for_it(tmp_path: Path) -> None:
    rules = limited(tmp_path, in_force=IN_FORCE)
    assert answer(rules, {"projects": PROJECTS, "received": []}) == "eligible 80万元"
    assert answer(rules, {"projects": PROJECTS, "received": received(("1元", 2023, "b"))}) == "eligible 35万元"
    assert answer(rules, {"projects": PROJECTS}) == "undetermined 0元 to 80万元"
    assert causes(rules, {"projects": PROJECTS}) == {("missing", "received")}


def test_an_award_for_each_year_is_given_again(tmp_path: Path) -> None:
    rules = one(tmp_path, "for_each: year\naward: 5万元", in_force=IN_FORCE)
    assert answer(rules, {"received": received(("5万元", 2023, None))}) == "eligible 5万元"
    assert answer(rules, {}) == "eligible 5万元"


def test_money_received_under_other_measures_is_no_matter(tmp_path: Path) -> None:
    rules = limited(tmp_path, "60万元 per firm", each="[projects, year]", in_force=IN_FORCE)
    other = [{"award": "elsewhere/x", "amount": "50万元", "year": 2023}]
    level = [{"level": "city", "support": "grant", "amount": "50万元", "year": 2023}]
    assert answer(rules, {"projects": PROJECTS, "received": other + level}) == "eligible 60万元"


@pytest.mark.parametrize("scope", ["firm", "firm and year", "family"])
def test_a_cap_that_facts_push_below_zero_leaves_nothing_and_is_shown_as_nothing(tmp_path: Path, scope: str) -> None:
    rules = one(tmp_path, f"for_each: projects\naward: {{value: cost, at_most: profit per {scope}}}", in_force=NEW)
    projects = [{"name": "a", "cost": "10万元", "family": "red"}]

    def cap(profit: str | None) -> tuple[str | None, str | None, str]:
        award = rules.assess({"projects": projects, "profit": profit}, year=2024).to_dict()["awards"][0]
        step = next(s for s in award["computation"] if s["word"] == "cap")
        return step["low"], step["high"], award["high"]

    assert cap("-5万元") == ("0.00", "0.00", "0.00")
    assert cap("-5万元 to 3万元") == ("0.00", "30000.00", "30000.00")
    assert cap(None) == ("0.00", None, "100000.00")
    assert cap("3万元") == ("30000.00", "30000.00", "30000.00")


def test_a_count_that_facts_push_below_zero_leaves_nothing_and_is_shown_as_nothing(tmp_path: Path) -> None:
    rules = one(tmp_path, "for_each: projects\naward: cost\ncount_at_most: staff - 5 per firm", in_force=NEW)
    facts = {"staff": 3, "projects": [{"name": "a", "cost": "10万元"}]}
    award = rules.assess(facts, year=2024).to_dict()["awards"][0]
    assert next(s for s in award["computation"] if s["word"] == "count")["high"] == "0"
    assert award["high"] == "0.00"


@pytest.mark.parametrize(
    "award",
    [
        "{value: cost, at_most: 5万元 per project}",
        "cost\ncount_at_most: 2 per project",
        "cost\ncount_at_most: 600 per firm",
        "{value: cost, at_most: 500万元 per family}\ncount_at_most: [20 per family, 30 per firm]",
    ],
)
def test_thousands_of_records_take_no_longer_than_each_needs(tmp_path: Path, award: str) -> None:
    rules = one(tmp_path, f"for_each: [projects, year]\naward: {award}", in_force=IN_FORCE)
    names = [f"p{i}" for i in range(4_000)]
    facts = {
        "projects": [{"name": name, "cost": "10万元", "family": "red"} for name in names],
        "received": [{"award": "p/m", "amount": "1元", "year": 2023, "project": name} for name in names],
    }
    start = process_time()
    rules.assess(facts, year=2024)
    assert process_time() - start < 3
