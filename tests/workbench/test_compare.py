"""Two results side by side: what is blamed was tried, the steps add up, and nothing depends on the order of keys."""

import copy
import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from subsidycalc.diagnostics import Faults
from subsidycalc.present.compared import compared_markdown, compared_table
from subsidycalc.testing.given import Given, openings, without
from subsidycalc.testing.random_rules import random_case
from subsidycalc.workbench.compare import view_of
from subsidycalc.workbench.pieces import flat, question
from subsidycalc.workbench.verify import verify
from tests.end_to_end.running import ASSUMED, MAKER
from tests.end_to_end.test_determinism import shuffled
from tests.laws.shipped import keys_of, random_applicant
from tests.random_books import load, shown, some
from tests.workbench.comparing import book, compared, kept, result, source_of, written

SEEDS = st.integers(0, 2**32 - 1)
FIRM: dict[str, Any] = source_of(Path(MAKER))


def changed(**facts: Any) -> dict[str, Any]:
    """The example firm with other facts; ``None`` takes one away."""
    made = copy.deepcopy(FIRM)
    for name, value in facts.items():
        if isinstance(value, dict):
            made[name] |= value
        else:
            made[name] = value
    return made


def blamed(data: dict[str, Any]) -> dict[str, list[str]]:
    return {x["id"]: x["awards"] for x in data["inputs"]}


def short(id_: str) -> str:
    return id_.partition("/")[2]


def test_the_same_twice() -> None:
    a = result(book(), MAKER, assume=ASSUMED)
    data = compared(book(), a, a)
    assert data["same"]
    assert (data["inputs"], data["awards"], data["rules"]) == ([], [], None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_fact(lang: str) -> None:
    a = result(book(), FIRM, assume=ASSUMED, lang="zh")
    b = result(book(), changed(annual_revenue={"2024": "0.9亿元"}), assume=ASSUMED, lang="en")
    data = compared(book(), a, b, lang)
    assert data["established"]
    assert [x["id"] for x in data["inputs"]] == ["fact/annual_revenue/2024"]
    (award,) = [x for x in data["awards"] if x["differs"]]
    assert (award["low_change"], award["high_change"]) == ("-100000.00", "-100000.00")
    assert [(s["inputs"], s["alone"]) for s in award["steps"]] == [(["fact/annual_revenue/2024"], True)]


def test_a_fact_that_does_not_matter_is_said_not_to() -> None:
    a, b = result(book(), FIRM), result(book(), changed(employees={"2023": "206"}))
    data = compared(book(), a, b)
    assert not data["same"]
    assert data["awards"] == []
    assert [(x["id"], x["effect"]) for x in data["inputs"]] == [("fact/employees/2023", False)]


def test_the_same_fact_written_otherwise_is_no_difference() -> None:
    other = {k: v for k, v in FIRM.items() if k not in ("annual_revenue", "employees", "sector")}
    other |= {"年度营业收入": {f"{y}年": v for y, v in FIRM["annual_revenue"].items()}, "从业人员": FIRM["employees"]}
    other["年度营业收入"]["2024年"] = "42000万元"
    other["sector"] = list(reversed(FIRM["sector"]))
    assert compared(book(), result(book(), FIRM), result(book(), other))["same"]


def test_two_facts_that_only_together_matter() -> None:
    """A firm ceases to be small by its employees and its revenue together."""
    low = {"employees": {"2024": "100"}, "annual_revenue": {"2024": "1900万元", "2023": "1800万元"}}
    high = {"employees": {"2024": "400"}, "annual_revenue": {"2024": "2100万元", "2023": "1800万元"}}
    a, b = result(book(), changed(**low), assume=ASSUMED), result(book(), changed(**high), assume=ASSUMED)
    data = compared(book(), a, b)
    (award,) = [x for x in data["awards"] if x["a"]["status"] != x["b"]["status"]]
    both = ["fact/annual_revenue/2024", "fact/employees/2024"]
    assert award["together"] == both
    assert [(s["inputs"], s["alone"]) for s in award["steps"]] == [(both[1:], False)]
    assert all(award["id"] in blamed(data)[x] for x in both)
    for lang, words in (("en", "only together with: annual revenue 2024"), ("zh", "须同时改变：2024年年度营业收入")):
        text = compared_table(compared(book(), a, b, lang), columns=120)
        assert words in text.replace("\n", "").replace("      ", " "), text


def test_a_given_class_must_fit_the_figures_that_give_it() -> None:
    """Employees and class cannot be switched one by one: that would be no possible firm."""
    a = result(book(), changed(enterprise_size="small"), assume=ASSUMED)
    b = result(book(), changed(enterprise_size="medium", employees={"2024": "400"}), assume=ASSUMED)
    data = compared(book(), a, b)
    (award,) = [x for x in data["awards"] if x["differs"]]
    (step,) = award["steps"]
    assert step["inputs"] == ["fact/employees/2024", "fact/enterprise_size"]
    assert step["alone"] is None


def test_records_by_name() -> None:
    other = changed()
    other["projects"] = [p for p in other["projects"] if p["name"] != "装配车间改造"][::-1]
    other["projects"].append({**other["projects"][0], "name": "新"})
    other["loans"][1]["loan_rate"] = "3.5%"
    data = compared(book(), result(book(), FIRM, assume=ASSUMED), result(book(), other, assume=ASSUMED))
    assert [x["id"] for x in data["inputs"]] == [
        "records/loans/设备贷款/loan_rate",
        "records/projects/新",
        "records/projects/装配车间改造",
    ]


def test_a_list_that_is_not_given_is_one_input() -> None:
    other = {k: v for k, v in FIRM.items() if k not in ("loans", "received")}
    data = compared(book(), result(book(), other), result(book(), FIRM))
    assert [(x["id"], x["a"], x["b"]) for x in data["inputs"]] == [
        ("records/loans", "not given", "2 entries"),
        ("received", "not there", "0 entries"),
    ]


def test_year_with_its_day_and_day_alone() -> None:
    a, b = result(book(), FIRM, year=2023), result(book(), FIRM, year=2024)
    assert [x["id"] for x in compared(book(), a, b)["inputs"]] == ["year"]
    b = result(book(), FIRM, year=2024, date="2024-06-30")
    assert [x["id"] for x in compared(book(), a, b)["inputs"]] == ["year", "date"]


def test_assumptions_readings_and_presumed_values() -> None:
    gap = "beijing-instruments-2022/match_ratio"
    a = result(book(), FIRM, assume={gap: "100%"}, readings={"ceiling_of_3000": "firm"})
    b = result(book(), FIRM, assume={gap: "1:2"}, presume=True)
    data = compared(book(), a, b)
    assert list(blamed(data)) == ["presume", f"value/{gap}", "reading/beijing-instruments-2022/ceiling_of_3000"]
    assert [short(x) for x in blamed(data)[f"value/{gap}"]] == ["national_project_match"]
    assert blamed(data)["presume"] == []


def test_without_inputs_nothing_is_claimed() -> None:
    a = result(book(), FIRM)
    b = result(book(), changed(employees={"2024": "400"}), with_inputs=False)
    for first, second in ((a, b), (b, a), (b, result(book(), FIRM, with_inputs=False))):
        data = compared(book(), first, second)
        assert not data["established"]
        assert data["why_not"]
        assert any(x["differs"] for x in data["awards"])
        assert not any(x["steps"] or x["together"] for x in data["awards"])


def other_digest(data: dict[str, Any]) -> dict[str, Any]:
    made = copy.deepcopy(data)
    made["rulebook"]["packs"][0]["digest"] = "f" * 16
    return made


def test_rules_that_are_not_at_hand() -> None:
    a, b = (result(book(), x).data for x in (FIRM, changed(employees={"2024": "400"})))
    data = compared(book(), kept(written(other_digest(a))), kept(written(other_digest(b))))
    assert not data["established"]
    assert data["rules"] is None
    assert [(x["id"], x["effect"]) for x in data["inputs"]] == [("fact/employees/2024", None)]


def test_rules_to_blame_are_a_step_of_their_own() -> None:
    a = other_digest(result(book(), FIRM, assume=ASSUMED).data)
    award = next(x for x in a["awards"] if x["measure"] == "revenue_milestone")
    award["low"] = award["high"] = award["final"]["low"] = award["final"]["high"] = "7.00"
    a["total"] = a["total"] | {"low": "45384007.00", "high_known": "51526007.00"}
    b = result(book(), changed(annual_revenue={"2024": "5亿元"}), assume=ASSUMED)
    for pair, ends in (((kept(written(a)), b), (0, 1)), ((b, kept(written(a))), (1, 0))):
        data = compared(book(), *pair)
        assert data["established"]
        assert data["rules"]["packs"]
        (found,) = [x for x in data["awards"] if x["id"] == award["id"]]
        names = [s["inputs"] for s in found["steps"]]
        assert (names[ends[0]], names[ends[1]]) == (["rules"], ["fact/annual_revenue/2024"])


def test_a_file_that_was_changed_is_not_trusted() -> None:
    a = result(book(), FIRM).data
    changed_one = copy.deepcopy(a)
    changed_one["awards"][0]["low"] = "1.00"
    data = compared(book(), kept(written(changed_one)), kept(written(a)))
    assert not data["established"]
    assert "A" in data["why_not"]


def test_two_firms() -> None:
    data = compared(book(), result(book(), FIRM), result(book(), changed(name="另一家")))
    assert data["warnings"]
    assert not data["same"]


def test_another_applicant() -> None:
    a, b = result(book(), FIRM), result(book(), changed(applicant="guarantee_institution"))
    data = compared(book(), a, b)
    gone = [x for x in data["awards"] if x["b"] is None]
    assert gone
    assert all(s["inputs"] == ["fact/applicant"] for x in gone for s in x["steps"])
    for text in (compared_table(data), compared_markdown(data)):
        assert "no longer concerns the applicant" in text.replace("\n      ", " ")


def combined(data: dict[str, Any], id_: str, **more: Any) -> dict[str, Any]:
    made = copy.deepcopy(data)
    award = next(x for x in made["awards"] if x["measure"] == id_)
    award |= more
    return made


def test_what_combining_does_to_an_award_is_compared() -> None:
    """``final``, ``counted`` and ``lost_to`` are looked at as the file has them, whoever wrote them."""
    a = result(book(), FIRM, assume=ASSUMED, with_inputs=False).data
    loss = {"clause": "x/combine.1", "what": "…", "low": "1.00", "high": "1.00", "to": ["x/y"]}
    lost = {"counted": False, "final": {"low": "0.00", "high": "0.00"}, "lost_to": [loss]}
    b = combined(a, "revenue_milestone", **lost)
    data = compared(book(), kept(written(a)), kept(written(b)))
    (award,) = data["awards"]
    assert award["differing"] == ["final", "counted", "lost_to"]
    assert "no longer counts" in compared_table(data)
    assert "变为不计入" in compared_table(compared(book(), kept(written(a)), kept(written(b)), "zh"))


KEYS = keys_of(book().book)

# -- laws -----------------------------------------------------------------------------------------------------


@given(SEEDS)
def test_inputs_taken_apart_give_the_same(seed: int) -> None:
    known = random_applicant(Random(seed), book().book)
    found = book().assess(known.profile, assume=known.assume, readings=known.readings).to_dict(with_inputs=True)
    apart = flat(found["inputs"], book().profiles)
    again = book().assess(**question(apart, book().profiles))
    assert view_of(again.to_dict()) == view_of(found)


@given(SEEDS)
def test_steps_add_up_and_what_is_blamed_has_an_effect(seed: int) -> None:
    """A complete firm against one with some of its knowledge taken away, and some of it of another firm."""
    rng = Random(seed)
    known, stranger = (random_applicant(rng, book().book) for _ in range(2))
    other = without(known, some(rng, openings(known, KEYS)), {})
    for name in rng.sample(sorted(stranger.profile), rng.randrange(4)):
        record = book().book.vocabulary.records.get(name)
        if name not in (*KEYS, "received", "founded_in", "year") and (record is None or record.parent is None):
            other.profile[name] = stranger.profile[name]
    note(f"{known}\n{other}")
    a, b = (
        result(book(), x.profile, year=x.profile.get("year", 2024), assume=x.assume, readings=x.readings)
        for x in (known, other)
    )
    data = compared(book(), a, b)
    assert data["established"], data["why_not"]
    explained = {award for x in data["inputs"] for award in x["awards"]}
    assert {x["id"] for x in data["awards"] if x["differs"]} <= explained
    for x in data["inputs"]:
        assert x["effect"] is bool(x["awards"])
    back = compared(book(), b, a)
    assert blamed(back).keys() == blamed(data).keys()
    for columns in (40, 80):
        compared_table(data, columns=columns)
    compared_markdown(data)


@given(SEEDS)
def test_random_rules_as_well(seed: int) -> None:
    """Records that belong to others, quarters, money received, caps: a case in full against what is left of it."""
    rng = Random(seed)
    case = random_case(rng, plain=True)
    note(shown(case))
    rules = load(case)
    known = Given(case.profile, case.assumptions, case.readings)
    parents = {kind: parent for kind, (_, parent) in case.records.items() if parent}
    kept_keys = {"applicant", "registered_in", *(one for one, _ in case.records.values())}
    parts = openings(known, kept_keys)
    sides = []
    for given_one in (known, without(known, some(rng, parts), parents) if parts else known):
        options: dict[str, Any] = {
            "date": date.fromordinal(case.day),
            "assume": given_one.assume,
            "readings": given_one.readings,
        }
        try:
            sides.append(result(rules, given_one.profile, **options))
        except Faults:  # a key was taken away: no such firm can be assessed
            return
    data = compared(rules, sides[0], sides[1])
    assert data["established"], data["why_not"]
    explained = {award for x in data["inputs"] for award in x["awards"]}
    assert {x["id"] for x in data["awards"] if x["differs"]} <= explained
    assert verify(rules, sides[1]).same


@pytest.mark.parametrize("seed", range(4))
def test_no_order_matters(seed: int) -> None:
    dice = Random(seed)
    other = changed(annual_revenue={"2024": "5.5亿元"}, employees={"2023": "1", "2024": "400"}, joint_research="yes")
    other["loans"][1]["invested_in_beijing"] = "yes"
    usual = compared(book(), result(book(), FIRM, assume=ASSUMED), result(book(), other, assume=ASSUMED))
    a, b = (shuffled(x, dice, lists=True) for x in (FIRM, other))
    mixed = compared(book(), result(book(), a, assume=ASSUMED), result(book(), b, assume=ASSUMED))

    def bare(data: dict[str, Any]) -> str:
        return json.dumps([data["inputs"], data["total"], data["awards"]], sort_keys=True)

    assert bare(mixed) == bare(usual)


def test_very_many_differences_are_taken_together() -> None:
    projects = [{"name": f"p{i}", "investment": f"{i + 1}万元", "kind": "prototype"} for i in range(200)]
    other = [{**p, "investment": "7元"} for p in projects]
    data = compared(book(), result(book(), changed(projects=projects)), result(book(), changed(projects=other)))
    assert [x["id"] for x in data["inputs"]] == ["records/projects"]
    assert data["inputs"][0]["a"] == "200 entries"
    assert data["established"]
