"""Facts: records that belong to records, computed facts, what is presumed, labels, bounds that conditions set."""

from pathlib import Path
from typing import Any

import pytest

from subsidycalc.diagnostics import Faults
from tests.language.writing import NEW, VOCABULARY, answer, causes, loaded, one, policy


def codes(rules: Any, facts: dict[str, Any], **options: Any) -> list[str]:
    with pytest.raises(Faults) as caught:
        rules.assess(facts, year=2024, **options)
    return [d.code for d in caught.value.diagnostics]


# -- records of records ---------------------------------------------------------------------------------------

BOTH: dict[str, Any] = {
    "spending": "1万元",
    "projects": [{"name": "a", "cost": "30万元"}, {"name": "b", "cost": "5万元"}],
    "loans": [
        {"name": "x", "project": "a", "principal": "10万元"},
        {"name": "y", "project": "a", "principal": "4万元"},
        {"name": "z", "project": "b", "principal": "9万元"},
    ],
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # a sum inside a project means its own loans: min(30, 14) + min(5, 9)
        ("for_each: projects\naward: min(cost, sum(principal over loans))", "eligible 19万元"),
        # names resolve loan → project → firm
        ("for_each: loans\naward: {share: {of: 'min(principal, cost)', rate: 10%}}", "eligible 1.9万元"),
        ("for_each: loans\nwhere: cost >= 10万元\naward: principal + spending", "eligible 16万元"),
        ("award: sum(principal over loans)", "eligible 23万元"),
        ("award: sum(principal over loans where cost < 10万元)", "eligible 9万元"),
        ("for_each: projects\nwhere: count(loans where principal > 5万元) >= 1\naward: cost", "eligible 35万元"),
        ("for_each: projects\naward: largest(principal over loans)", "eligible 19万元"),
        ("for_each: loans\naward: {value: principal, at_most: 11万元 per project}", "unknown scope"),
    ],
)
def test_records_that_belong_to_records(tmp_path: Path, body: str, expected: str) -> None:
    if expected == "unknown scope":
        with pytest.raises(Faults) as caught:
            one(tmp_path, body, in_force=NEW)
        assert [d.code for d in caught.value.diagnostics] == ["cap.scope"]
        return
    assert answer(one(tmp_path, body, in_force=NEW), BOTH) == expected


def test_the_parent_of_a_record_must_be_given(tmp_path: Path) -> None:
    rules = one(tmp_path, "award: 1元", in_force=NEW)
    assert codes(rules, {"projects": [], "loans": [{"name": "x"}]}) == ["records.parent_missing"]
    assert codes(rules, {"projects": [], "loans": [{"name": "x", "project": "a"}]}) == ["records.parent_unknown"]
    assert codes(rules, {"projects": [{"cost": "1元"}]}) == ["records.name_missing"]
    assert codes(rules, {"projects": [{"name": "a"}, {"name": "a"}]}) == ["records.name_twice"]


def test_a_missing_fact_of_the_parent_is_named_with_it(tmp_path: Path) -> None:
    rules = one(tmp_path, "for_each: loans\naward: {value: principal, at_most: cost per loan}", in_force=NEW)
    facts = {"projects": [{"name": "a"}], "loans": [{"name": "x", "project": "a", "principal": "3元"}]}
    assert answer(rules, facts) == "eligible 0元 to 3元"
    award = rules.assess(facts, year=2024).to_dict(lang="zh")["awards"][0]
    assert [c["what"] for c in award["causes"]] == ["项目“a”的费用"]


# -- computed facts -------------------------------------------------------------------------------------------

COMPUTED = VOCABULARY.replace(
    "facts:\n  registered_in",
    """facts:
  size:
    {type: choice, options: [large, small], defined: if staff >= 100 and revenue >= 1万元 then large else small}
  total_money: {zh: 资金合计, en: money in all, type: money, defined: spending + outside}
  margin: {zh: 利润率, en: margin, type: ratio, per: year, defined: output / revenue}
  registered_in""",
    1,
)


def computing(folder: Path, body: str) -> Any:
    return loaded(folder, policy({"m": body}, in_force=NEW), vocabulary=COMPUTED)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"staff": 100, "revenue": {2024: "1万元"}}, "eligible 9元"),
        ({"staff": 99, "revenue": {2024: "1万元"}}, "ineligible"),
        ({"staff": 99}, "ineligible"),
        ({"staff": 100}, "undetermined 0元 to 9元"),
        ({"size": "large"}, "eligible 9元"),
        ({"size": "small"}, "ineligible"),
        ({"size": "large", "staff": 100, "revenue": {2024: "1万元"}}, "eligible 9元"),
        ({"size": "large", "staff": 100}, "eligible 9元"),
    ],
)
def test_a_computed_choice(tmp_path: Path, facts: dict[str, Any], expected: str) -> None:
    assert answer(computing(tmp_path, "eligible: size = large\naward: 9元"), facts) == expected


def test_a_computed_amount(tmp_path: Path) -> None:
    rules = computing(tmp_path, "award: {share: {of: total_money, rate: 10%}}")
    assert answer(rules, {"spending": "3元", "outside": "7元"}) == "eligible 1元"
    assert answer(rules, {"total_money": "30元"}) == "eligible 3元"
    assert answer(rules, {"total_money": "10元", "spending": "3元", "outside": "7元"}) == "eligible 1元"
    assert causes(rules, {"spending": "3元"}) == {("missing", "outside")}


def test_given_and_computed_must_be_equal(tmp_path: Path) -> None:
    rules = computing(tmp_path, "award: 1元")
    assert codes(rules, {"size": "large", "staff": 5}) == ["fact.computed_differs"]
    assert codes(rules, {"total_money": "9.99元", "spending": "3元", "outside": "7元"}) == ["fact.computed_differs"]
    margin = {"margin": {2023: "50%"}, "output": {2023: "1元"}, "revenue": {2023: "3元"}}
    assert codes(rules, margin) == ["fact.computed_differs"]
    assert answer(rules, margin | {"output": {2023: "1.5元"}}) == "eligible 1元"


# -- presumed -------------------------------------------------------------------------------------------------


def test_what_is_presumed_acts_only_when_asked_and_is_reported(tmp_path: Path) -> None:
    rules = one(tmp_path, "eligible: not listed\naward: 5元", in_force=NEW)
    assert answer(rules, {}) == "undetermined 0元 to 5元"
    assert answer(rules, {}, presume=True) == "eligible 5元"
    assert answer(rules, {"listed": "yes"}, presume=True) == "ineligible"
    presumed = rules.assess({}, year=2024, presume=True).to_dict()["assumptions"]["presumed"]
    assert presumed == [{"name": "listed", "what": "listed", "value": "no"}]
    assert rules.assess({"listed": "no"}, year=2024, presume=True).to_dict()["assumptions"]["presumed"] == []


def test_what_is_presumed_of_records(tmp_path: Path) -> None:
    plain = "national: {zh: 国家项目, en: national, type: yes/no"
    vocabulary = VOCABULARY.replace(plain, f"{plain}, presume: no")
    body = "for_each: projects\nwhere: not national\naward: cost"
    rules = loaded(tmp_path, policy({"m": body}, in_force=NEW), vocabulary=vocabulary)
    facts = {"projects": [{"name": "a", "cost": "5元"}, {"name": "b", "cost": "7元", "national": "yes"}]}
    assert answer(rules, facts) == "undetermined 0元 to 5元"
    assert answer(rules, facts, presume=True) == "eligible 5元"
    presumed = rules.assess(facts, year=2024, presume=True).to_dict()["assumptions"]["presumed"]
    assert [x["name"] for x in presumed] == ["listed", "national"]


# -- labels ---------------------------------------------------------------------------------------------------


def test_facts_records_and_options_by_their_chinese_labels(tmp_path: Path) -> None:
    body = """
for_each: 项目
eligible: [已认定, "注册地 in [市]", "领域 in [传感器]"]
where: 系列 = 红
award:
  share: {of: 费用 + 投入, rate: 10%}
  at_most: 9万元 per project
"""
    rules = one(tmp_path, body, in_force=NEW)
    facts = {
        "注册地": "东区",
        "领域": ["传感器"],
        "已认定": "是",
        "投入": "1万元",
        "营业收入": {"2024": "1元"},
        "项目": [{"name": "甲", "费用": "20万元", "系列": "红"}, {"name": "乙", "费用": "99万元", "系列": "蓝"}],
    }
    assert answer(rules, facts) == "eligible 2.1万元"
    english = {
        "registered_in": "east",
        "field": "sensors",
        "certified": True,
        "spending": "1万元",
        "projects": [
            {"name": "甲", "cost": "20万元", "family": "red"},
            {"name": "乙", "cost": "99万元", "family": "blue"},
        ],
    }
    assert answer(rules, english) == "eligible 2.1万元"


def test_parents_and_receipts_by_their_chinese_labels(tmp_path: Path) -> None:
    rules = one(tmp_path, "for_each: projects\naward: sum(principal over loans)")
    facts: dict[str, Any] = {
        "项目": [{"name": "甲"}, {"name": "乙"}],
        "贷款": [{"name": "x", "项目": "甲", "本金": "3元"}, {"name": "y", "项目": "乙", "本金": "5元"}],
    }
    assert answer(rules, facts | {"received": []}) == "eligible 8元"
    had = [{"award": "p/m", "amount": "1元", "year": 2023, "项目": "乙"}]
    assert answer(rules, facts | {"received": had}) == "eligible 3元"


def test_a_fact_given_by_id_and_by_label_is_given_twice(tmp_path: Path) -> None:
    rules = one(tmp_path, "award: 5元", in_force=NEW)
    assert codes(rules, {"spending": "1元", "投入": "1元"}) == ["profile.twice"]
    assert codes(rules, {"projects": [], "项目": []}) == ["profile.twice"]


# -- bounds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("eligible", "expected"),
    [
        ("spending <= 20万元", "undetermined 0元 to 10万元"),
        ("spending < 20万元", "undetermined 0元 to 99,999.99元"),
        ("[spending <= 20万元, certified]", "undetermined 0元 to 10万元"),
        ("20万元 >= spending", "undetermined 0元 to 10万元"),
        ("{any: [spending <= 20万元, certified]}", "eligible 0元 or more"),
    ],
)
def test_the_conditions_of_an_award_bound_what_is_missing(tmp_path: Path, eligible: str, expected: str) -> None:
    text = eligible if eligible[0] in "[{" else f'"{eligible}"'
    award = "{share: {of: spending, rate: 50%}, rounding: {way: down}}"
    rules = one(tmp_path, f"eligible: {text}\naward: {award}", in_force=NEW)
    assert answer(rules, {"certified": "yes"}) == expected


def test_the_conditions_of_a_record_bound_what_it_lacks(tmp_path: Path) -> None:
    rules = one(tmp_path, 'for_each: projects\nwhere: "2万元 <= cost <= 8万元"\naward: cost', in_force=NEW)
    assert answer(rules, {"projects": [{"name": "a"}]}) == "undetermined 0元 to 8万元"
    assert answer(rules, {"projects": [{"name": "a", "cost": "1万元 to 9万元"}]}) == "undetermined 0元 to 8万元"
    assert answer(rules, {"projects": [{"name": "a", "cost": "3万元 to 5万元"}]}) == "eligible 3万元 to 5万元"


def test_declared_bounds_hold(tmp_path: Path) -> None:
    rules = one(tmp_path, "award: spending + profit", in_force=NEW)
    assert codes(rules, {"spending": "-1元"}) == ["fact.negative"]
    assert answer(rules, {"spending": "5元", "profit": "-2元"}) == "eligible 3元"


# -- who and where --------------------------------------------------------------------------------------------


def test_applicant_and_place_select(tmp_path: Path) -> None:
    options = "{firm: {zh: 企业, en: firm}, lab: {zh: 实验室, en: lab}}"
    applicant = f"  applicant: {{zh: 主体, en: applicant, type: choice, options: {options}}}"
    vocabulary = VOCABULARY.replace("  registered_in:", f"{applicant}\n  registered_in:")
    measures = {
        "m": "for_each: year\naward: 1元",
        "lab": "applicant: lab\nfor_each: year\naward: 2元",
        "both": "applicant: firm or lab\nfor_each: year\naward: 4元",
    }
    rules = loaded(tmp_path, policy(measures, head="place: city"), vocabulary=vocabulary)

    def concerned(**facts: str) -> list[str]:
        return [r.plan.measure.name for r in rules.assess(facts, year=2024).results]

    assert concerned() == concerned(applicant="firm") == concerned(registered_in="east") == ["m", "both"]
    assert concerned(applicant="lab") == concerned(applicant="实验室") == ["lab", "both"]
    assert concerned(registered_in="elsewhere") == []
    assert rules.assess({"applicant": "lab"}, year=2024).to_dict()["not_concerning"] == ["p/m"]


def test_the_year_comes_from_the_call_else_from_the_profile(tmp_path: Path) -> None:
    rules = one(tmp_path, "award: 1元", in_force=NEW)
    assert rules.assess({"year": "2024"}).year == 2024
    assert rules.assess({"year": 2023}, year=2025).year == 2025
    with pytest.raises(Faults) as caught:
        rules.assess({"revenue": {2022: "1元", 2023: "2元"}})
    (found,) = caught.value.diagnostics
    assert (found.code, found.params["years"]) == ("profile.no_year", "2022, 2023")


def test_a_policy_may_stand_in_a_place_of_its_own(tmp_path: Path) -> None:
    options = "{zone: {zh: 开发区, en: zone, options: {park: {zh: 园区, en: park}}}}"
    head = f"place: zone\nfacts:\n  registered_in: {{zh: 注册地, en: place, type: choice, options: {options}}}"
    rules = one(tmp_path, "for_each: year\naward: 1元", head=head, in_force=NEW)
    assert answer(rules, {"registered_in": "park"}) == "eligible 1元"
    assert rules.assess({"registered_in": "east"}, year=2024).to_dict()["not_concerning"] == ["p/m"]
