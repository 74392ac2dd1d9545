"""What a text leaves open: up to, between, unpublished, readings and dated values."""

from pathlib import Path
from typing import Any

import pytest

from subsidycalc.diagnostics import Faults, render
from tests.language.writing import NEW, answer, awarding, causes, loaded, one, policy

SHARE = "share: {of: spending, rate: %s}"
SPENT = {"spending": "1000万元"}
READINGS = "readings: {doubt: {asks: 怎样理解？, options: {wide: 从宽, narrow: 从严}}}"


# -- discretion and what is not published ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("award", "expected", "cause", "name"),
    [
        ("value: up to 50万元", "eligible 0元 to 50万元", "discretion", "p/m.award"),
        ("value: 不超过 50万元", "eligible 0元 to 50万元", "discretion", "p/m.award"),
        ("value: up to spending × 2%", "eligible 0元 to 20万元", "discretion", "p/m.award"),
        ("value: between 5万元 and 8万元", "eligible 5万元 to 8万元", "discretion", "p/m.award"),
        (SHARE % "up to 30%", "eligible 0元 to 300万元", "discretion", "p/m.rate"),
        (SHARE % "between 10% and 30%", "eligible 100万元 to 300万元", "discretion", "p/m.rate"),
        (SHARE % "unpublished", "eligible 0元 to 1000万元", "unpublished", "p/m.rate"),
        (SHARE % "unpublished" + "\nat_most: 600万元", "eligible 0元 to 600万元", "unpublished", "p/m.rate"),
        (SHARE % "30%" + "\nat_most: unpublished", "eligible 0元 to 300万元", "unpublished", "p/m.at_most"),
        (SHARE % "30%" + "\nat_most: up to 200万元", "eligible 0元 to 200万元", "discretion", "p/m.at_most"),
        (
            SHARE % "30%" + "\nat_least: unpublished\nat_most: 400万元",
            "eligible 300万元 to 400万元",
            "unpublished",
            "p/m.at_least",
        ),
        (SHARE % "30%" + "\nbase_at_most: unpublished", "eligible 0元 to 300万元", "unpublished", "p/m.base_at_most"),
        (SHARE % "30%" + "\nless: unpublished", "eligible 0元 to 300万元", "unpublished", "p/m.less"),
        (SHARE % "10%" + "\nraise: unpublished", "eligible 100万元 to 200万元", "unpublished", "p/m.raise"),
        ("match: {of: spending, ratio: unpublished}", "eligible 0元 or more", "unpublished", "p/m.ratio"),
        (
            "match: {of: spending, ratio: 1, together_at_most: unpublished}",
            "eligible 0元 to 1000万元",
            "unpublished",
            "p/m.together_at_most",
        ),
        (
            "tiers: {of: spending, bounds: reached, tiers: {10万元: unpublished}}",
            "eligible 0元 or more",
            "unpublished",
            "p/m.tiers.10万元",
        ),
        (
            "grade: {by: registered_in, pays: {city: unpublished}}\nat_most: 7万元",
            "eligible 0元 to 7万元",
            "unpublished",
            "p/m.pays.city",
        ),
        (
            "table: [{when: unpublished, pays: 3万元}, {otherwise: 1万元}]",
            "eligible 1万元 to 3万元",
            "unpublished",
            "p/m.1.when",
        ),
        ("sum: [1万元, unpublished]\nat_most: 9万元", "eligible 1万元 to 9万元", "unpublished", "p/m.2"),
    ],
)
def test_a_gap_has_its_range_its_cause_and_its_name(
    tmp_path: Path, award: str, expected: str, cause: str, name: str
) -> None:
    rules = awarding(tmp_path, award)
    facts = SPENT | {"registered_in": "east"}
    assert answer(rules, facts) == expected
    assert causes(rules, facts) == {(cause, name)}


@pytest.mark.parametrize(
    ("award", "name", "given", "expected"),
    [
        ("value: up to 50万元", "p/m.award", "30万元", "eligible 30万元"),
        (SHARE % "unpublished", "p/m.rate", "25%", "eligible 250万元"),
        (SHARE % "up to 30%", "p/m.rate", "0.2", "eligible 200万元"),
        (SHARE % "30%" + "\nat_most: unpublished", "p/m.at_most", "200万元", "eligible 200万元"),
        ("match: {of: spending, ratio: unpublished}", "p/m.ratio", "1:2", "eligible 2000万元"),
        (
            "tiers: {of: spending, bounds: reached, tiers: {10万元: unpublished}}",
            "p/m.tiers.10万元",
            "0元",
            "eligible 0元",
        ),
        ("table: [{when: unpublished, pays: 3万元}, {otherwise: 1万元}]", "p/m.1.when", "no", "eligible 1万元"),
    ],
)
def test_a_filled_gap_gives_a_definite_award(tmp_path: Path, award: str, name: str, given: str, expected: str) -> None:
    rules = awarding(tmp_path, award)
    assert answer(rules, SPENT, assume={name: given}) == expected
    data = rules.assess(SPENT, year=2024, assume={name: given}).to_dict()["awards"][0]
    assert [x["name"] for x in data["assumed"]] == [name]
    assert data["causes"] == []


@pytest.mark.parametrize(
    ("award", "name", "given"),
    [
        (SHARE % "up to 30%", "p/m.rate", "31%"),
        (SHARE % "between 10% and 30%", "p/m.rate", "9%"),
        (SHARE % "unpublished", "p/m.rate", "101%"),
        ("value: up to 50万元", "p/m.award", "-1元"),
    ],
)
def test_an_assumption_outside_the_gap_is_refused(tmp_path: Path, award: str, name: str, given: str) -> None:
    with pytest.raises(Faults) as caught:
        awarding(tmp_path, award).assess(SPENT, year=2024, assume={name: given})
    assert [d.code for d in caught.value.diagnostics] == ["assumption.outside"]


def test_a_whole_award_may_be_unpublished(tmp_path: Path) -> None:
    rules = one(tmp_path, "award: unpublished", in_force=NEW)
    assert answer(rules, {}) == "eligible 0元 or more"
    assert causes(rules, {}) == {("unpublished", "p/m.award")}
    assert answer(rules, {}, assume={"p/m.award": "5万元"}) == "eligible 5万元"


def test_a_condition_may_be_unpublished(tmp_path: Path) -> None:
    rules = one(tmp_path, "eligible: [certified, unpublished]\naward: 5万元", in_force=NEW)
    assert answer(rules, {"certified": "yes"}) == "undetermined 0元 to 5万元"
    assert causes(rules, {"certified": "yes"}) == {("unpublished", "p/m.eligible.2")}
    assert answer(rules, {"certified": "no"}) == "ineligible"
    assert answer(rules, {"certified": "yes"}, assume={"p/m.eligible.2": "yes"}) == "eligible 5万元"
    assert answer(rules, {"certified": "yes"}, assume={"p/m.eligible.2": "否"}) == "ineligible"


def test_figures_are_shared_gaps(tmp_path: Path) -> None:
    head = "figures: {rate_of_all: {unpublished: rate}, top: 40万元, ratio: {unpublished: ratio}}"
    rules = awarding(tmp_path, "sum: [spending × rate_of_all, outside × rate_of_all]\nat_most: top", head=head)
    facts = {"spending": "100万元", "outside": "50万元"}
    assert answer(rules, facts) == "eligible 0元 to 40万元"
    assert causes(rules, facts) == {("unpublished", "p/rate_of_all")}
    assert answer(rules, facts, assume={"p/rate_of_all": "20%"}) == "eligible 30万元"


def test_no_cause_is_named_that_no_longer_matters(tmp_path: Path) -> None:
    rules = awarding(tmp_path, SHARE % "unpublished")
    assert answer(rules, {"spending": "0元"}) == "eligible 0元"
    assert causes(rules, {"spending": "0元"}) == set()
    assert causes(rules, {}) == {("missing", "spending"), ("unpublished", "p/m.rate")}


# -- readings -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("award", "wide", "narrow", "both"),
    [
        (
            "reading: doubt\nwide: 9万元\nnarrow: 1万元 - spending",
            "eligible 9万元",
            "eligible 0元",
            "eligible 0元 to 9万元",
        ),
        ("reading: doubt\nwide: 9万元\nnarrow: 5万元", "eligible 9万元", "eligible 5万元", "eligible 5万元 to 9万元"),
        (
            SHARE % "{reading: doubt, wide: 3%, narrow: 1%}",
            "eligible 30万元",
            "eligible 10万元",
            "eligible 10万元 to 30万元",
        ),
        (
            "reading: doubt\nwide: {share: {of: spending, rate: 1%}}\nnarrow: nothing",
            "eligible 10万元",
            "ineligible",
            "undetermined 0元 to 10万元",
        ),
        (
            "reading: doubt\nwide: spending × 1%\nnarrow: 10万元",
            "eligible 10万元",
            "eligible 10万元",
            "eligible 10万元",
        ),
    ],
)
def test_a_reading_of_a_value(tmp_path: Path, award: str, wide: str, narrow: str, both: str) -> None:
    rules = awarding(tmp_path, award, head=READINGS)
    assert answer(rules, SPENT, readings={"doubt": "wide"}) == wide
    assert answer(rules, SPENT, readings={"p/doubt": "narrow"}) == narrow
    assert answer(rules, SPENT) == both
    assert causes(rules, SPENT) == (set() if wide == narrow else {("reading", "p/doubt")})
    assert answer(rules, SPENT, assume={"p/doubt": "wide"}) == wide


def test_a_reading_of_a_condition(tmp_path: Path) -> None:
    body = "eligible: {reading: doubt, wide: staff >= 10, narrow: [staff >= 20, certified]}\naward: 5万元"
    rules = one(tmp_path, body, head=READINGS, in_force=NEW)
    assert answer(rules, {"staff": 9, "certified": "yes"}) == "ineligible"
    assert answer(rules, {"staff": 20, "certified": "yes"}) == "eligible 5万元"
    assert answer(rules, {"staff": 19, "certified": "yes"}) == "undetermined 0元 to 5万元"
    assert answer(rules, {"staff": 19, "certified": "yes"}, readings={"doubt": "wide"}) == "eligible 5万元"
    assert causes(rules, {"staff": 19, "certified": "yes"}) == {("reading", "p/doubt")}


def test_a_reading_of_what_a_cap_is_per(tmp_path: Path) -> None:
    body = """
for_each: projects
award:
  share: {of: cost, rate: 50%}
  at_most: {reading: doubt, wide: 30万元 per project, narrow: 30万元 per firm}
"""
    rules = one(tmp_path, body, head=READINGS, in_force=NEW)
    facts = {"projects": [{"name": "a", "cost": "50万元"}, {"name": "b", "cost": "90万元"}]}
    assert answer(rules, facts, readings={"doubt": "wide"}) == "eligible 55万元"
    assert answer(rules, facts, readings={"doubt": "narrow"}) == "eligible 30万元"
    assert answer(rules, facts) == "eligible 30万元 to 55万元"
    assert causes(rules, facts) == {("reading", "p/doubt")}


def test_one_reading_stands_for_all_its_places(tmp_path: Path) -> None:
    """Chosen once, it holds in the rate and in the cap; open, the hull of both is sound."""
    award = """
share: {of: spending, rate: {reading: doubt, wide: 10%, narrow: 5%}}
at_most: {reading: doubt, wide: 80万元, narrow: 60万元}
"""
    rules = awarding(tmp_path, award, head=READINGS)
    assert answer(rules, SPENT, readings={"doubt": "wide"}) == "eligible 80万元"
    assert answer(rules, SPENT, readings={"doubt": "narrow"}) == "eligible 50万元"
    assert answer(rules, SPENT) == "eligible 50万元 to 80万元"


# -- dated ----------------------------------------------------------------------------------------------------

DATED = {"2023-12-31": "undetermined", "2024-05-31": "2万元", "2024-06-01": "3万元", "2030-01-01": "3万元"}


@pytest.mark.parametrize(
    ("award", "head"),
    [
        ("value: {dated: {2024-01-01: 2万元, 2024-06-01: 3万元}}", ""),
        ("dated: {2024-01-01: 2万元, 2024-06-01: 3万元}", ""),
        ("dated: {2024-01-01: {share: {of: spending, rate: 2‰}}, 2024-06-01: 3万元}", ""),
        ("value: amount", "figures: {amount: {dated: {2024-01-01: 2万元, 2024-06-01: 3万元}}}"),
        (SHARE % "{dated: {2024-01-01: 2‰, 2024-06-01: 3‰}}", ""),
    ],
)
def test_a_dated_value(tmp_path: Path, award: str, head: str) -> None:
    rules = one(
        tmp_path, "award:\n  " + award.replace("\n", "\n  "), head=head, in_force="in_force: {from: 2019-01-01}"
    )
    for date, amount in DATED.items():
        found = answer(rules, SPENT | {"received": []}, date=date)
        if amount == "undetermined":
            assert found.startswith("eligible 0元 "), "before the first day nothing is published"
        else:
            assert found == f"eligible {amount}"


def test_before_its_first_day_a_dated_value_is_unpublished(tmp_path: Path) -> None:
    rules = one(tmp_path, "award: {dated: {2024-06-01: 3万元}}", in_force="in_force: {from: 2019-01-01}")
    facts: dict[str, Any] = {"received": []}
    assert answer(rules, facts, date="2024-05-31") == "eligible 0元 or more"
    assert causes(rules, facts, date="2024-05-31") == {("unpublished", "p/m.dated.before")}
    assert answer(rules, facts, date="2024-05-31", assume={"p/m.dated.before": "1万元"}) == "eligible 1万元"


def test_a_dated_condition(tmp_path: Path) -> None:
    body = "eligible: {dated: {2024-01-01: certified, 2024-06-01: [certified, staff >= 10]}}\naward: 5万元"
    rules = one(tmp_path, body, in_force="in_force: {from: 2019-01-01}")
    facts: dict[str, Any] = {"received": [], "certified": "yes", "staff": 9}
    assert answer(rules, facts, date="2024-05-31") == "eligible 5万元"
    assert answer(rules, facts, date="2024-06-01") == "ineligible"
    assert answer(rules, facts, date="2023-06-01") == "undetermined 0元 to 5万元"


def test_a_dated_scale(tmp_path: Path) -> None:
    text = """
dated:
  2024-01-01: {tiers: {of: staff, bounds: reached, tiers: {10: 1万元}}}
  2024-06-01: {tiers: {of: staff, bounds: reached, tiers: {20: 2万元}}}
"""
    rules = awarding(tmp_path, text)
    assert answer(rules, {"staff": 15}, date="2024-05-31") == "eligible 1万元"
    assert answer(rules, {"staff": 15}, date="2024-06-01") == "ineligible"
    assert answer(rules, {"staff": 20}, date="2024-06-01") == "eligible 2万元"


@pytest.mark.parametrize(
    "award",
    [
        "{dated: {2024-01-01: 100万元}, at_most: 50万元}",
        "{unpublished: money, at_most: 50万元}",
        "{dated: {2024-01-01: 100万元}, share: {of: 1元, rate: 5%}}",
        "{unpublished: money, dated: {2024-01-01: 100万元}}",
        "{sum: [{dated: {2024-01-01: 100万元}, at_most: 50万元}]}",
        "{sum: [{value: 10万元, dated: {2024-01-01: 100万元}}]}",
    ],
)
def test_nothing_stands_unheeded_beside_a_filler(tmp_path: Path, award: str) -> None:
    with pytest.raises(Faults) as caught:
        loaded(tmp_path, policy({"m": f"award: {award}"}))
    assert [d.code for d in caught.value.diagnostics] == ["value.beside"]
    assert all(render(caught.value.diagnostics[0], lang) for lang in ("zh", "en"))


def test_a_filler_under_value_takes_modifiers(tmp_path: Path) -> None:
    rules = loaded(
        tmp_path, policy({"m": "award: {value: {dated: {2024-01-01: 100万元}}, at_most: 50万元}"}, in_force=NEW)
    )
    assert answer(rules, {}) == "eligible 50万元"


@pytest.mark.parametrize("award", ["{value: 10万元, sum: [5万元]}", "{sum: [{value: 10万元, sum: [5万元]}]}"])
def test_a_value_beside_a_mechanism_is_one_too_many(tmp_path: Path, award: str) -> None:
    with pytest.raises(Faults) as caught:
        loaded(tmp_path, policy({"m": f"award: {award}"}))
    assert [(d.code, d.params["found"]) for d in caught.value.diagnostics] == [("award.mechanism", "value, sum")]


@pytest.mark.parametrize("figure", ["{value: 20%, unpublished: rate}", "{unpublished: rate, dated: {2024-01-01: 5%}}"])
def test_a_figure_has_one_value(tmp_path: Path, figure: str) -> None:
    with pytest.raises(Faults) as caught:
        loaded(tmp_path, policy({"m": "award: spending × f"}, head=f"figures: {{f: {figure}}}"))
    assert [d.code for d in caught.value.diagnostics] == ["value.beside"]
