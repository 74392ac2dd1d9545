"""``was``: what a fact or an option was called before is understood in profiles and cases, and refused in rules."""

from pathlib import Path
from typing import Any

import pytest

import subsidycalc
from subsidycalc.diagnostics import Faults, render
from subsidycalc.profile.schema import profile_schema
from subsidycalc.workbench.cases import run_cases
from tests.language.writing import VOCABULARY, loaded, policy, written

RENAMED = (
    VOCABULARY.replace("spending: {zh: 投入, en: spending,", "outlay: {zh: 投入, en: outlay, was: [spending, costs],")
    .replace("revenue: {zh: 营业收入, en: revenue,", "turnover: {zh: 营业收入, en: turnover, was: [revenue],")
    .replace("cost: {zh: 费用, en: cost,", "expense: {zh: 费用, en: expense, was: [cost],")
    .replace("family: {zh: 系列, en: family,", "line: {zh: 系列, en: line, was: [family],")
    .replace("c: {zh: 丙, en: c}", "third: {zh: 丙, en: third, was: [c]}")
)
RULES = {
    "m": "eligible: [outlay >= 1万元, turnover > 0元]\naward: outlay",
    "each": "for_each: projects\naward: {value: expense, at_most: 9元 per line}",
    "graded": "award: {grade: {by: rank, pays: {a: 1元, third: 3元}}}",
}
OLD: dict[str, Any] = {
    "spending": "2万元",
    "revenue": {2024: "5元"},
    "rank": "c",
    "projects": [{"name": "x", "cost": "4元", "family": "red"}],
    "received": [],
}
NEW: dict[str, Any] = {
    "outlay": "2万元",
    "turnover": {2024: "5元"},
    "rank": "third",
    "projects": [{"name": "x", "expense": "4元", "line": "red"}],
    "received": [],
}


def told(folder: Path, measures: dict[str, str], vocabulary: str = RENAMED, head: str = "") -> list[tuple[str, str]]:
    """The codes of what does not load, with the words in English."""
    with pytest.raises(Faults) as caught:
        loaded(folder, policy(measures, head=head), vocabulary=vocabulary)
    return [(fault.code, render(fault, "en")) for fault in caught.value.diagnostics]


def test_an_old_profile_gives_the_same_result(tmp_path: Path) -> None:
    rules = loaded(tmp_path, policy(RULES), vocabulary=RENAMED)
    old, new = (rules.assess(facts, year=2024).to_dict() for facts in (OLD, NEW))
    assert old == new
    assert [a["low"] for a in old["awards"]] == ["20000.00", "4.00", "3.00"]


def test_a_name_before_the_last_is_understood_as_well(tmp_path: Path) -> None:
    rules = loaded(tmp_path, policy(RULES), vocabulary=RENAMED)
    facts = {"costs" if k == "spending" else k: v for k, v in OLD.items()}
    assert rules.assess(facts, year=2024).to_dict() == rules.assess(NEW, year=2024).to_dict()


@pytest.mark.parametrize("first", [True, False])
def test_both_names_at_once_are_one_too_many(tmp_path: Path, first: bool) -> None:
    rules = loaded(tmp_path, policy(RULES), vocabulary=RENAMED)
    path = tmp_path / "firm.yaml"
    lines = ["spending: 1万元", "outlay: 1万元"]
    path.write_text("year: 2024\n" + "\n".join(lines if first else lines[::-1]) + "\n", "utf-8")
    with pytest.raises(Faults) as caught:
        rules.assess(path)
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.place.line, fault.params["name"]) == ("profile.twice", 3, "outlay")


def test_both_names_in_a_record_are_one_too_many(tmp_path: Path) -> None:
    rules = loaded(tmp_path, policy(RULES), vocabulary=RENAMED)
    with pytest.raises(Faults) as caught:
        rules.assess({"projects": [{"name": "x", "cost": "4元", "expense": "4元", "line": "red"}]}, year=2024)
    assert [fault.code for fault in caught.value.diagnostics] == ["profile.twice"]


def test_a_misspelt_key_is_offered_the_present_name(tmp_path: Path) -> None:
    rules = loaded(tmp_path, policy(RULES), vocabulary=RENAMED)
    with pytest.raises(Faults) as caught:
        rules.assess({"turnove": {2024: "1元"}, "reven": "1元"}, year=2024)
    near = [fault.params.get("near") for fault in caught.value.diagnostics]
    assert len(near) == 2
    assert "turnover" in near
    assert "revenue" not in near


def test_old_cases_still_pass(tmp_path: Path) -> None:
    root = written(tmp_path, policy(RULES), vocabulary=RENAMED)
    (root / "p" / "cases.yaml").write_text(
        "language: 1\ncases:\n  - {name: old, year: 2024, facts: {spending: 2万元, revenue: {2024: 5元}, received: []},"
        " expect: {m: 2万元}}\n",
        "utf-8",
    )
    (outcome,) = run_cases(subsidycalc.load(root)).outcomes
    assert outcome.passed


def test_the_schema_of_profiles_knows_old_names_as_outdated(tmp_path: Path) -> None:
    fields = profile_schema(loaded(tmp_path, policy(RULES), vocabulary=RENAMED).book.vocabulary)["properties"]
    assert fields["spending"]["deprecated"] is True
    assert "deprecated" not in fields["outlay"]


# -- rules ----------------------------------------------------------------------------------------------------

OUTDATED = {
    "a condition": {"m": "eligible: spending > 1元\naward: 1元"},
    "a yearly fact": {"m": "award: revenue of last year"},
    "growth": {"m": "eligible: growth(revenue) > 10%\naward: 1元"},
    "a fact of a record": {"m": "for_each: projects\naward: cost"},
    "a fact of a record, asked of the firm": {"m": "award: cost"},
    "what a cap is per": {"m": "for_each: projects\naward: {value: expense, at_most: 9元 per family}"},
    "an option": {"m": "eligible: rank = c\naward: 1元"},
    "the option of a grade": {"m": "award: {grade: {by: rank, pays: {a: 1元, c: 3元}}}"},
}


@pytest.mark.parametrize("name", OUTDATED)
def test_rules_say_the_present_name(tmp_path: Path, name: str) -> None:
    found = told(tmp_path, OUTDATED[name])
    assert [code for code, _ in found if code != "division.open"] == ["name.renamed"]
    assert "→ write " in found[0][1]


def test_what_a_clause_is_per_says_the_present_name(tmp_path: Path) -> None:
    measures = dict.fromkeys(("a", "b"), "for_each: projects\naward: expense")
    head = "combine: [{elect_one: {of: [a, b], per: family}}]"
    assert [code for code, _ in told(tmp_path, measures, head=head)] == ["name.renamed"]


def test_an_old_name_is_not_taken_for_another_fact_further_up(tmp_path: Path) -> None:
    """What a project's fact was called is what a fact of the firm is called now: in hand is the project."""
    vocabulary = RENAMED.replace("was: [cost]", "was: [cost, staff]")
    found = told(tmp_path, {"m": "for_each: projects\neligible: staff >= 1\nwhere: staff >= 1\naward: 1元"}, vocabulary)
    assert [code for code, _ in found] == ["name.renamed"]
    assert "write expense" in found[0][1]


# -- the vocabulary -------------------------------------------------------------------------------------------

TAKEN = {
    "another fact's id": ("was: [spending, costs]", "was: [staff]"),
    "another fact's label": ("was: [spending, costs]", "was: [人数]"),
    "its own name": ("was: [spending, costs]", "was: [outlay]"),
    "another fact's former name": ("was: [spending, costs]", "was: [revenue]"),
    "a kind of record": ("was: [spending, costs]", "was: [projects]"),
    "a word of profiles": ("was: [spending, costs]", "was: [received]"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_former_name_is_nobody_elses(tmp_path: Path, name: str) -> None:
    found = told(tmp_path, {"m": "award: outlay"}, RENAMED.replace(*TAKEN[name]))
    assert {code for code, _ in found} == {"fact.was_taken"}


def test_an_option_was_not_called_like_another(tmp_path: Path) -> None:
    found = told(tmp_path, {"m": "award: outlay"}, RENAMED.replace("was: [c]", "was: [a]"))
    assert [code for code, _ in found] == ["choice.twice"]
