"""Random profiles, completions, rule files and edits do what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import subsidycalc
from subsidycalc.profile import profile_source
from subsidycalc.rulebook.model import Measure
from subsidycalc.testing import strategies
from subsidycalc.testing.asked import Asked
from subsidycalc.testing.files import RuleFiles, files_at, files_of, paths_of
from subsidycalc.testing.strategies import RandomBook
from subsidycalc.values.quantities import QuantityError, parse_money

BOOK = subsidycalc.load()
PROFILES = strategies.profiles(BOOK)
FULL = strategies.profiles(BOOK, year=2024, complete=True)
OWN = """
language: 1
facts:
  fee: {zh: 费用, en: fee, type: money}
  opened_on: {zh: 开业日, en: opened on, type: date}
  share: {zh: 占比, en: share, type: rate}
  staff: {zh: 人数, en: staff, type: whole, at_least: 1}
"""
POLICY = """
language: 1
policy: p
in_force: {from: 2024-01-01, until: unpublished}
measures:
  m:
    for_each: year
    eligible: [fee >= 7万元, opened_on <= 2023-06-30, share > 12.5%, staff < 40]
    award:
      share: {of: fee, rate: 20%}   # a comment that stays
      at_most: 3万元 per firm and year
"""
SMALL = RuleFiles({"vocabulary/facts.yaml": OWN, "p/policy.yaml": POLICY})


@given(profile=PROFILES)
def test_profiles_are_read_without_a_fault(profile: dict[str, Any]) -> None:
    assert BOOK.assess(profile).low >= 0


@given(profile=FULL, other=st.integers(2022, 2025).flatmap(lambda y: strategies.profiles(BOOK, year=y)))
def test_a_complete_profile_lacks_nothing_that_rules_look_at(profile: dict[str, Any], other: dict[str, Any]) -> None:
    found = BOOK.assess(profile).to_dict()
    assert not [c for award in found["awards"] for c in award["causes"] if c["cause"] == "missing"]
    assert other["year"] in range(2022, 2026)


def seen(key: str, count: int = 1000) -> set[Any]:
    """What some profiles of the small rule book say about a fact."""
    found: set[Any] = set()

    @settings(max_examples=count, database=None, phases=[Phase.generate], derandomize=True)
    @given(profile=strategies.profiles(SMALL.load()))
    def look(profile: dict[str, Any]) -> None:
        found.add(profile.get(key))

    look()
    return found


def test_amounts_are_fond_of_figures_and_their_neighbours() -> None:
    money = {parse_money(x) for x in seen("fee") if isinstance(x, str) and " to " not in x}
    assert {6_999_999, 7_000_000, 7_000_001} <= money, "the bound"
    assert {14_999_999, 15_000_000, 15_000_001} <= money, "where the share meets its ceiling"
    assert {"2023-06-29", "2023-06-30", "2023-07-01", "never"} <= seen("opened_on")
    assert {"12.4999%", "12.5%", "12.5001%"} <= seen("share")
    assert {"39", "40", "41"} <= seen("staff")


def test_days_lie_where_the_rules_change() -> None:
    found: set[str | None] = set()

    @settings(max_examples=100, database=None, phases=[Phase.generate], derandomize=True)
    @given(day=strategies.days(SMALL.load(), 2024))
    def look(day: str | None) -> None:
        found.add(day)

    look()
    assert found == {None, "2024-01-01", "2024-01-02"}, "the policy begins with the year; the day before is outside it"


def test_profiles_leave_things_out_and_know_some_in_part() -> None:
    assert None in seen("fee")
    assert any(isinstance(x, str) and " to " in x for x in seen("fee"))


# -- completions --------------------------------------------------------------------------------------------------


@given(data=st.data())
def test_completions_keep_what_is_given_and_settle_the_rest(data: st.DataObject) -> None:
    profile = data.draw(PROFILES)
    full = data.draw(strategies.completions(BOOK, profile))
    assert full.date is None
    awards = BOOK.assess(**full._asdict()).to_dict()["awards"]
    assert all(a["status"] != "undetermined" and a["low"] == a["high"] and not a["causes"] for a in awards)
    for key, value in profile.items():
        if isinstance(value, str) and " to " not in value and key != "sector":
            assert full.profile[key] == value


def test_completions_take_labels_assumptions_readings_and_parts() -> None:
    profile = {
        "year": 2024,
        "年度营业收入": {2024: "1亿元 to 2亿元"},
        "sector": ["sensors"],
        "项目": [{"name": "x", "项目总投资": None}],
    }
    name = "beijing-instruments-2022/project_grant_rate"
    strategy = strategies.completions(
        BOOK, profile, assume={name: "30%"}, readings={"breakthrough": "exceeded"}, date="2024-06-30"
    )

    @settings(max_examples=30, database=None)
    @given(full=strategy)
    def look(full: strategies.Given) -> None:
        assert full.date == "2024-06-30"
        assert full.assume[name] == "30%"
        assert full.readings["beijing-instruments-2022/breakthrough"] == "exceeded"
        assert 10**10 <= parse_money(full.profile["annual_revenue"]["2024"]) <= 2 * 10**10
        assert len(full.profile["projects"]) == 1
        assert "investment" in full.profile["projects"][0]
        full.assess(BOOK)

    look()


def test_completions_of_what_is_no_profile_are_faults() -> None:
    with pytest.raises(subsidycalc.diagnostics.Faults, match="year"):
        strategies.completions(BOOK, {"sector": ["sensors"]})
    with pytest.raises(subsidycalc.diagnostics.Faults):
        strategies.completions(BOOK, {"year": 2024, "no_such_fact": "1"})


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(random=strategies.rulebooks(), data=st.data())
def test_completions_of_random_rules_settle_every_award(random: RandomBook, data: st.DataObject) -> None:
    profile = data.draw(strategies.profiles(random.rules))
    full = data.draw(strategies.completions(random.rules, profile))
    known = {r.id for p in random.rules.book.policies.values() for r in p.readings.values()}
    for award in full.assess(random.rules).to_dict()["awards"]:
        if not any(c["cause"] == "reading" and c["id"] not in known for c in award["causes"]):
            assert (award["low"], award["causes"]) == (award["high"], [])


# -- rule files and edits -----------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(random=strategies.rulebooks(once=True))
def test_random_rule_files_load_again_from_a_folder(random: RandomBook, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("rules")
    random.files.write(folder)
    assert files_at([folder]) == random.files
    again = subsidycalc.load(folder)
    assert [m.id for m in again.book.measures()] == [m.id for m in random.rules.book.measures()]
    assert paths_of(again) == [folder.resolve()]
    assert "measures:" in repr(random)


def test_the_files_of_one_pack_are_its_own() -> None:
    pack = next(iter(BOOK.book.policies.values()))
    alone = subsidycalc.load(Path(pack.file).parent)
    assert list(files_of(alone).load().book.policies) == [pack.id]


def trees(measure: Measure) -> tuple[str, str]:
    """A measure's trees as text: choices of two books are never the same objects."""
    text = f"{measure.applies} {[variant.amount for variant in measure.variants]}"
    return measure.id, re.sub(r" at 0x[0-9a-f]+", "", text)


def test_the_files_of_the_shipped_rules_make_the_same_book() -> None:
    assert paths_of(BOOK) == []
    again = files_of(BOOK).load().book
    assert [trees(m) for m in again.measures()] == [trees(m) for m in BOOK.book.measures()]
    assert len(again.cases) == len(BOOK.book.cases)


def made_edits(rules: Any, count: int = 150) -> list[strategies.Edit]:
    found: list[strategies.Edit] = []

    @settings(max_examples=count, database=None, phases=[Phase.generate], derandomize=True)
    @given(edit=strategies.edits(rules))
    def look(edit: strategies.Edit) -> None:
        found.append(edit)

    look()
    return found


def test_edits_change_one_thing_where_it_stands() -> None:
    told = {edit.what: edit.files for edit in made_edits(SMALL)}
    wanted = {
        "p/policy.yaml:8: measures.m.eligible.1: fee >= 7万元 → fee >= 69999.99元",
        "p/policy.yaml:8: measures.m.eligible.1: fee >= 7万元 → fee > 7万元",
        "p/policy.yaml:8: measures.m.eligible.3: –",
        "p/policy.yaml:11: measures.m.award.at_most: 3万元 per firm and year → 60000元 per firm and year",
        "p/policy.yaml:11: measures.m.award.at_most: 3万元 per firm and year → 15000元 per firm and year",
        "p/policy.yaml:11: measures.m.award.at_most: –",
        "p/policy.yaml:10: measures.m.award.share.rate: 20% → 21%",
        "p/policy.yaml:8: measures.m.eligible.4: staff < 40 → staff < 41",
    }
    assert wanted <= set(told)
    for what, files in told.items():
        assert files.load().book.measures() != SMALL.load().book.measures(), what
    raised = told[
        "p/policy.yaml:11: measures.m.award.at_most: 3万元 per firm and year → 60000元 per firm and year"
    ].texts["p/policy.yaml"]
    assert raised == POLICY.replace("3万元", "60000元"), "nothing else moves, comments stay"


def test_edits_of_a_shipped_pack_take_readings_and_leave_measures_out() -> None:
    pack = subsidycalc.load(Path(BOOK.book.policies["beijing-instruments-2022"].file).parent)
    told = " ".join(edit.what for edit in made_edits(pack))
    assert "measures.guarantee_reward: –" in told
    assert "bounds: → reached" in told or "several: → each" in told


def test_what_is_asked_is_found_in_every_tree() -> None:
    asked = Asked(SMALL.load().book)
    assert {name for _, name in asked.facts} == {"fee", "opened_on", "share", "staff"}
    assert asked.kinds == []


def test_a_profile_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "firm.yaml"
    file.write_text("year: 2024\nfee: 8万元\n", "utf-8")
    assert profile_source(file).data["fee"] == "8万元"
    with pytest.raises(QuantityError):
        parse_money("8")
    strategy = strategies.completions(SMALL.load(), file)

    @settings(max_examples=5, database=None)
    @given(full=strategy)
    def look(full: strategies.Given) -> None:
        assert full.profile["fee"] == "8万元"

    look()
