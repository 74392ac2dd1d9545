"""Single clauses: what each means for amounts, money received, records, and what is open."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from subsidycalc import RuleBook, load
from subsidycalc.answers.schema import assessment_schema
from tests.language.writing import NEW, loaded, policy

YEARLY = "for_each: year\naward: {}元"
EACH = "for_each: [projects, year]\naward: cost"


def book(tmp_path: Path, measures: dict[str, str], combine: str, *, head: str = "", in_force: str = NEW) -> RuleBook:
    text = policy(measures, head=head, in_force=in_force)
    return loaded(tmp_path, f"{text}combine:\n{combine}")


def yearly(**amounts: int) -> dict[str, str]:
    return {name: YEARLY.format(amount) for name, amount in amounts.items()}


def answer(rules: RuleBook, **facts: Any) -> dict[str, Any]:
    options = {k: facts.pop(k) for k in ("readings", "assume") if k in facts}
    data = rules.assess({"year": 2024, **facts}, **options).to_dict()
    jsonschema.validate(data, assessment_schema())
    return data


def finals(data: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {a["measure"]: (a["final"]["low"], a["final"]["high"]) for a in data["awards"]}


def total(data: dict[str, Any]) -> tuple[str, str | None]:
    return data["total"]["low"], data["total"]["high"]


def test_of_several_the_best_is_received(tmp_path: Path) -> None:
    data = answer(book(tmp_path, yearly(a=5, b=7, c=1), "  - elect_one: {of: [a, b], per: firm and year}\n"))
    assert finals(data) == {"a": ("0.00", "0.00"), "b": ("7.00", "7.00"), "c": ("1.00", "1.00")}
    assert total(data) == ("8.00", "8.00")
    (lost,) = data["awards"][0]["lost_to"]
    assert (lost["clause"], lost["low"], lost["high"], lost["to"]) == ("p/combine.1", "5.00", "5.00", ["p/b"])
    (choice,) = data["combining"]["choices"]
    assert [x["award"] for x in choice["chosen"]["awards"]] == ["p/b"]
    assert [x["award"] for x in choice["runner_up"]["awards"]] == ["p/a"]
    assert data["combining"]["clauses"][0]["cost"] == {"low": "5.00", "high": "5.00"}


def test_a_group_is_received_together(tmp_path: Path) -> None:
    data = answer(book(tmp_path, yearly(a=5, b=3, c=4), "  - elect_one: {of: [a, [b, c]], per: firm and year}\n"))
    assert finals(data) == {"a": ("0.00", "0.00"), "b": ("3.00", "3.00"), "c": ("4.00", "4.00")}


def test_an_award_of_nothing_still_excludes(tmp_path: Path) -> None:
    data = answer(book(tmp_path, yearly(a=0, b=7), "  - priority: {of: [a, b]}\n"))
    assert finals(data)["b"] == ("0.00", "0.00")


def test_of_equals_the_first_is_received(tmp_path: Path) -> None:
    data = answer(book(tmp_path, yearly(b=5, a=5), "  - elect_one: {of: [b, a], per: firm and year}\n"))
    assert {a["measure"]: a["counted"] for a in data["awards"]} == {"b": False, "a": True}


def test_per_record_each_record_has_its_own_choice(tmp_path: Path) -> None:
    measures = {"a": EACH, "b": "for_each: [projects, year]\naward: 6元"}
    rules = book(tmp_path, measures, "  - elect_one: {of: [a, b], per: project}\n")
    data = answer(rules, received=[], projects=[{"name": "x", "cost": "9元"}, {"name": "y", "cost": "2元"}])
    assert finals(data) == {"a": ("9.00", "9.00"), "b": ("6.00", "6.00")}
    assert [(i["record"], i["counted"]) for i in data["awards"][0]["items"]] == [("x", True), ("y", False)]


def test_a_ceiling_cuts_the_last_first(tmp_path: Path) -> None:
    data = answer(book(tmp_path, yearly(a=5, b=7), "  - joint_cap: {of: [a, b], at_most: 8元, per: firm and year}\n"))
    assert finals(data) == {"a": ("5.00", "5.00"), "b": ("3.00", "3.00")}
    (lost,) = data["awards"][1]["lost_to"]
    assert (lost["low"], lost["to"]) == ("4.00", ["p/a"])


def test_the_inner_ceiling_acts_first_however_they_are_written(tmp_path: Path) -> None:
    outer = "  - joint_cap: {of: [a, b, c], at_most: 12元, per: firm and year}\n"
    inner = "  - joint_cap: {of: [a, b], at_most: 5元, per: firm and year}\n"
    for number, combine in enumerate((outer + inner, inner + outer)):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert total(answer(book(folder, yearly(a=5, b=5, c=5), combine))) == ("10.00", "10.00")


def test_a_ceiling_may_be_an_expression_of_the_record(tmp_path: Path) -> None:
    combine = "  - joint_cap: {of: [a, b], at_most: 50% * cost, per: project and year}\n"
    rules = book(tmp_path, {"a": EACH, "b": EACH}, combine)
    data = answer(rules, projects=[{"name": "x", "cost": "8元"}, {"name": "y"}])
    assert [i["final"] for i in data["awards"][0]["items"]] == [
        {"low": "4.00", "high": "4.00"},
        {"low": "0.00", "high": None},
    ]
    assert {(c["cause"], c["id"]) for c in data["combining"]["causes"]} == {("missing", "cost")}


def test_a_ceiling_of_the_firm_counts_what_any_record_received(tmp_path: Path) -> None:
    election = "  - elect_one: {of: [a, b], per: project}\n"
    ceiling = """  - joint_cap: {of: [a, b], at_most: 'max(10元 - received("q/m"), 0元)', per: firm and year}\n"""
    rules = book(tmp_path, {"a": EACH, "b": EACH}, election + ceiling)
    projects = [{"name": "x", "cost": "9元"}, {"name": "y", "cost": "1元"}]
    for project in ("x", "y", "earlier"):
        paid = {"award": "q/m", "amount": "6元", "year": 2023, "project": project}
        assert total(answer(rules, projects=projects, received=[paid])) == ("4.00", "4.00"), project


def test_money_from_outside_counts_toward_a_ceiling(tmp_path: Path) -> None:
    combine = "  - joint_cap: {of: [a, {level: central}], at_most: 8元, per: firm and year}\n"
    rules = book(tmp_path, yearly(a=5), combine, head="level: city")
    central = {"level": "central", "support": "grant", "amount": "6元", "year": 2024}
    assert total(answer(rules, received=[central])) == ("2.00", "2.00")
    assert total(answer(rules, received=[central | {"year": 2023}])) == ("5.00", "5.00"), "each year anew"
    assert total(answer(rules, received=[central | {"level": "city"}])) == ("5.00", "5.00")
    open_ = answer(rules)
    assert total(open_) == ("0.00", "5.00")
    assert [c["id"] for c in open_["combining"]["causes"]] == ["received"]


def test_without_year_a_ceiling_holds_for_good(tmp_path: Path) -> None:
    combine = "  - joint_cap: {of: [a, b], at_most: 8元, per: firm}\n"
    rules = book(tmp_path, yearly(a=5, b=7), combine, in_force="in_force: {from: 2022-01-01, until: unpublished}")
    earlier = {"award": "p/b", "amount": "6元", "year": 2023}
    assert total(answer(rules, received=[earlier])) == ("2.00", "2.00")
    assert total(answer(rules)) == ("0.00", "8.00")


def test_what_was_received_removes_what_does_not_go_with_it(tmp_path: Path) -> None:
    combine = "  - not_with: {measures: a, of: {level: central, support: interest}, per: firm and year}\n"
    rules = book(tmp_path, yearly(a=5), combine)
    central = {"level": "central", "support": "interest", "amount": "1元", "year": 2024}
    assert total(answer(rules, received=[])) == ("5.00", "5.00")
    data = answer(rules, received=[central])
    assert total(data) == ("0.00", "0.00")
    assert data["awards"][0]["status"] == "eligible", "a clause is no condition"
    assert data["awards"][0]["lost_to"][0]["to"] == ["received"]
    assert (total(answer(rules)), answer(rules)["awards"][0]["counted"]) == (("0.00", "5.00"), None)


def test_an_election_for_good_remembers_earlier_years(tmp_path: Path) -> None:
    combine = "  - elect_one: {of: [a, b], per: firm}\n"
    rules = book(tmp_path, yearly(a=5, b=7), combine, in_force="in_force: {from: 2022-01-01, until: unpublished}")
    earlier = {"award": "p/a", "amount": "5元", "year": 2023}
    assert finals(answer(rules, received=[earlier])) == {"a": ("5.00", "5.00"), "b": ("0.00", "0.00")}


def test_money_received_this_year_stays(tmp_path: Path) -> None:
    combine = "  - elect_one: {of: [a, b], per: firm and year}\n"
    now = {"award": "p/a", "amount": "2元", "year": 2024}
    data = answer(book(tmp_path, yearly(a=5, b=7), combine), received=[now])
    assert finals(data) == {"a": ("2.00", "2.00"), "b": ("0.00", "0.00")}


def test_what_is_needed_counts_this_year_or_from_before(tmp_path: Path) -> None:
    measures = {"a": "eligible: certified\n" + YEARLY.format(5), "b": YEARLY.format(3) + "\nrequires: a"}
    rules = book(tmp_path, measures, "  - priority: {of: [a, b], per: firm}\n".replace("priority", "elect_one"))
    assert finals(answer(rules, certified="no", received=[]))["b"] == ("0.00", "0.00")
    received = [{"award": "p/a", "amount": "5元", "year": 2023}]
    assert finals(answer(rules, certified="no", received=received))["b"] == ("0.00", "0.00"), "elected for good"


def test_needs_hold_among_what_is_received(tmp_path: Path) -> None:
    """The better of two excludes what the third needs."""
    measures = yearly(a=5, b=7) | {"c": YEARLY.format(3) + "\nrequires: {all: [a]}"}
    data = answer(book(tmp_path, measures, "  - elect_one: {of: [a, b], per: firm and year}\n"))
    assert finals(data) == {"a": ("5.00", "5.00"), "b": ("0.00", "0.00"), "c": ("3.00", "3.00")}


def test_an_unknown_condition_that_decides_a_priority_is_taken_both_ways(tmp_path: Path) -> None:
    measures = {"a": "eligible: certified\n" + YEARLY.format(4), "b": YEARLY.format(7)}
    data = answer(book(tmp_path, measures, "  - priority: {of: [a, b]}\n"))
    assert total(data) == ("4.00", "7.00")
    assert finals(data) == {"a": ("0.00", "4.00"), "b": ("0.00", "7.00")}


def test_a_difference_pays_what_exceeds_the_money_received(tmp_path: Path) -> None:
    rules = book(
        tmp_path,
        yearly(a=9),
        "  - difference: {measures: a, per: firm}\n",
        in_force="in_force: {from: 2020-01-01, until: unpublished}",
    )
    received = [{"award": "p/a", "amount": "4元", "year": y} for y in (2021, 2022)]
    assert total(answer(rules, received=received)) == ("1.00", "1.00")
    assert total(answer(rules, received=received * 2)) == ("0.00", "0.00")
    assert total(answer(rules)) == ("0.00", "9.00")


def test_a_clause_that_hangs_on_a_reading_spans_its_options(tmp_path: Path) -> None:
    head = "readings: {how: {asks: how?, options: [one, several]}}"
    combine = "  - elect_one: {of: [a, b], per: firm and year}\n    if: {reading: how, one: yes, several: no}\n"
    rules = book(tmp_path, yearly(a=5, b=7), combine, head=head)
    assert total(answer(rules)) == ("7.00", "12.00")
    assert [(c["cause"], c["id"]) for c in answer(rules)["combining"]["causes"]] == [("reading", "p/how")]
    assert total(answer(rules, readings={"p/how": "one"})) == ("7.00", "7.00")
    assert total(answer(rules, readings={"p/how": "several"})) == ("12.00", "12.00")


def test_a_range_names_its_gaps_and_an_open_choice_its_rivals(tmp_path: Path) -> None:
    measures = {"a": "for_each: year\naward: up to 9元", "b": YEARLY.format(5)}
    data = answer(book(tmp_path, measures, "  - elect_one: {of: [a, b], per: firm and year}\n"))
    assert total(data) == ("5.00", "9.00")
    assert finals(data) == {"a": ("0.00", "9.00"), "b": ("0.00", "5.00")}
    assert [a["counted"] for a in data["awards"]] == [None, None]
    assert data["awards"][1]["lost_to"][0]["to"] == ["p/a"]


def test_a_loser_that_can_never_win_is_no_gap(tmp_path: Path) -> None:
    measures = {"a": "for_each: year\naward: up to 4元", "b": YEARLY.format(5)}
    data = answer(book(tmp_path, measures, "  - elect_one: {of: [a, b], per: firm and year}\n"))
    assert finals(data) == {"a": ("0.00", "0.00"), "b": ("5.00", "5.00")}
    assert [a["counted"] for a in data["awards"]] == [False, True]


def test_an_election_of_groups_over_many_records(tmp_path: Path) -> None:
    """Ten products, each with a choice of its own, and one direction for the firm: more sets than can be listed."""
    measures = {"a": EACH, "b": "for_each: [projects, year]\naward: 6元", "c": YEARLY.format(30)}
    combine = (
        "  - elect_one: {of: [a, b], per: project and year}\n  - elect_one: {of: [[a, b], c], per: firm and year}\n"
    )
    rules = book(tmp_path, measures, combine)
    few, many = ([{"name": f"x{i}", "cost": f"{i}元"} for i in range(n)] for n in (4, 14))
    assert total(answer(rules, projects=few)) == ("30.00", "30.00")
    data = answer(rules, projects=many)
    assert total(data) == (f"{sum(max(6, i) for i in range(14))}.00",) * 2
    assert finals(data)["c"] == ("0.00", "0.00")


def test_more_choices_than_can_be_looked_through_are_refused_with_the_clause(tmp_path: Path) -> None:
    from subsidycalc.diagnostics import Faults

    measures = {"a": EACH, "b": "for_each: [projects, year]\naward: 6元", "c": YEARLY.format(30)}
    combine = (
        "  - elect_one: {of: [a, b], per: project and year}\n"
        "  - not_with: {measures: c, of: [a, b], per: firm and year}\n"
    )
    rules = book(tmp_path, measures, combine)
    with pytest.raises(Faults) as raised:
        rules.assess({"year": 2024, "projects": [{"name": f"x{i}", "cost": f"{i}元"} for i in range(30)]})
    (fault,) = raised.value.diagnostics
    assert fault.code == "clause.too_many"
    assert fault.place.source.startswith("  - elect_one")


def test_packs_need_not_know_each_other(tmp_path: Path) -> None:
    import subsidycalc
    from tests.language.writing import VOCABULARY

    own = (
        policy(yearly(a=5), head="level: city")
        + "combine:\n  - not_with: {measures: a, of: ['q/*', 'r/x'], per: firm}\n"
    )
    other = policy(yearly(x=9)).replace("policy: p", "policy: q")
    for name, text in (("vocabulary/f.yaml", VOCABULARY), ("p/policy.yaml", own), ("q/policy.yaml", other)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    both = answer(subsidycalc.load(tmp_path), received=[])
    assert total(both) == ("9.00", "9.00")
    received = [{"award": "r/x", "amount": "1元", "year": 2023}]
    assert finals(answer(subsidycalc.load(tmp_path), received=received))["a"] == ("0.00", "0.00")


def test_a_text_or_choice_that_a_scope_names_must_be_given(tmp_path: Path) -> None:
    from subsidycalc.diagnostics import Faults

    rules = book(tmp_path, {"a": EACH, "b": EACH}, "  - elect_one: {of: [a, b], per: family and year}\n")
    projects = [{"name": "x", "cost": "9元", "family": "red"}, {"name": "y", "cost": "2元", "family": "red"}]
    assert total(answer(rules, projects=projects)) == ("11.00", "11.00")
    with pytest.raises(Faults) as raised:
        answer(rules, projects=[{"name": "x", "cost": "9元"}])
    assert [d.code for d in raised.value.diagnostics] == ["records.key_missing"]


def test_unknown_records_leave_everything_open(tmp_path: Path) -> None:
    rules = book(tmp_path, {"a": EACH} | yearly(b=5), "  - joint_cap: {of: [a, b], at_most: 8元, per: firm and year}\n")
    data = answer(rules)
    assert total(data) == ("5.00", "8.00")
    assert finals(data) == {"a": ("0.00", "8.00"), "b": ("0.00", "5.00")}


def test_the_order_of_clauses_records_and_packs_changes_no_total(tmp_path: Path) -> None:
    clauses = [
        "  - elect_one: {of: [a, b], per: project and year}\n",
        "  - joint_cap: {of: [a, b, c], at_most: 20元, per: firm and year}\n",
        "  - priority: {of: [c, d]}\n",
    ]
    measures = {"a": EACH, "b": "for_each: [projects, year]\naward: 6元"} | yearly(c=4, d=3)
    projects = [{"name": f"x{i}", "cost": f"{3 * i}元"} for i in range(5)]
    found = set()
    for number, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 2, 0])):
        folder = tmp_path / str(number)
        folder.mkdir()
        rules = book(folder, measures, "".join(clauses[i] for i in order))
        found |= {total(answer(rules, projects=given)) for given in (projects, projects[::-1])}
    assert len(found) == 1


def test_no_bound_stays_no_bound_when_money_is_taken_off(tmp_path: Path) -> None:
    measures = {"a": "for_each: year\naward: revenue"}
    rules = book(
        tmp_path,
        measures,
        "  - difference: {measures: a, per: firm}\n",
        in_force="in_force: {from: 2020-01-01, until: unpublished}",
    )
    data = answer(rules, received=[{"award": "p/a", "amount": "12元", "year": 2022}])
    assert total(data) == ("0.00", None)
    assert data["total"]["unbounded"] == ["p/a"]
    assert finals(data) == {"a": ("0.00", None)}


def test_an_assumed_ceiling_is_marked_on_the_awards_under_it(tmp_path: Path) -> None:
    combine = "  - joint_cap: {of: [a, b], at_most: unpublished, per: firm and year}\n"
    rules = book(tmp_path, yearly(a=5, b=7, c=1), combine)
    name = "p/combine.1.joint_cap.at_most"
    open_ = answer(rules)
    assert total(open_) == ("1.00", "13.00")
    assert [(c["cause"], c["id"]) for c in open_["combining"]["causes"]] == [("unpublished", name)]
    data = answer(rules, assume={name: "8元"})
    assert total(data) == ("9.00", "9.00")
    assert [[x["name"] for x in a["assumed"]] for a in data["awards"]] == [[name], [name], []]


def test_an_open_award_that_is_surely_removed_says_what_it_loses(tmp_path: Path) -> None:
    for award, low in (("up to 20元", "0.00"), ("between 5元 and 20元", "5.00")):
        folder = tmp_path / low
        folder.mkdir()
        measures = yearly(a=10) | {"b": f"for_each: year\naward: {award}"}
        data = answer(book(folder, measures, "  - priority: {of: [a, b]}\n"))
        assert finals(data)["b"] == ("0.00", "0.00")
        (lost,) = data["awards"][1]["lost_to"]
        assert (lost["low"], lost["high"], lost["to"]) == (low, "20.00", ["p/a"])


def test_a_ceiling_that_nothing_reaches_costs_nothing_and_takes_nothing(tmp_path: Path) -> None:
    measures = yearly(a=10) | {"b": "for_each: year\naward: up to 20元"}
    combine = (
        "  - joint_cap: {of: [a, b], at_most: 500元, per: firm and year}\n"
        "  - elect_one: {of: [a, b], per: firm and year}\n"
    )
    data = answer(book(tmp_path, measures, combine))
    assert {loss["clause"] for award in data["awards"] for loss in award["lost_to"]} == {"p/combine.2"}
    assert data["combining"]["clauses"][0]["cost"] == {"low": "0.00", "high": "0.00"}


def test_whether_a_need_was_met_before_is_open(tmp_path: Path) -> None:
    """The better award counts only if what it needs was received in an earlier year, of which nothing is said."""
    measures = {"a": "eligible: certified\n" + YEARLY.format(3)} | yearly(b=4, c=8)
    combine = (
        "  - not_with: {measures: b, of: [a, c], per: firm and year}\n"
        "  - requires: {measures: c, needs: {any: [a, b]}}\n"
    )
    rules = book(tmp_path, measures, combine, in_force="in_force: {from: 2022-01-01, until: unpublished}")
    assert total(answer(rules, certified="no")) == ("4.00", "8.00")
    assert total(answer(rules, certified="no", received=[])) == ("4.00", "4.00")


def test_a_measure_comes_to_no_more_in_the_end_than_by_itself(tmp_path: Path) -> None:
    measures = {
        "a": "for_each: [projects, year]\naward: cost\ncount_at_most: 1 per firm and year",
        "b": "for_each: [projects, year]\naward: up to 2元",
    }
    rules = book(tmp_path, measures, "  - elect_one: {of: [a, b], per: project and year}\n")
    data = answer(rules, projects=[{"name": f"x{i}", "cost": f"{i}元"} for i in (10, 7, 6)])
    assert total(data) == ("10.00", "14.00")
    assert finals(data)["a"] == ("0.00", "10.00")


def test_an_empty_clause_does_not_load(tmp_path: Path) -> None:
    from subsidycalc.diagnostics import Faults

    for number, clause in enumerate(
        (
            "elect_one: {of: [], per: firm}",
            "joint_cap: {of: [], at_most: 5元, per: firm}",
            "requires: {measures: a, needs: []}",
            "requires: {measures: [], needs: a}",
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(Faults) as raised:
            book(folder, yearly(a=1, b=2), f"  - {clause}\n")
        assert {d.code for d in raised.value.diagnostics} <= {"clause.empty", "clause.needs", "clause.few"}
        assert all(d.place.line and d.place.column and d.place.source for d in raised.value.diagnostics)


def test_money_for_a_record_of_another_kind_is_for_something_else(tmp_path: Path) -> None:
    """What was received for a machine removes no award for a project, and leaves nothing open."""
    text = """
language: 1
policy: p
level: city
in_force: {from: 2020-01-01, until: unpublished}
facts: {}
records:
  projects: {one: project, facts: {cost: {type: money}}}
  machines: {one: machine, facts: {price: {type: money}}}
  parts: {one: part, belongs_to: projects, facts: {size: {type: whole}}}
measures:
  grant: {for_each: projects, award: cost}
  bonus: {for_each: year, award: nothing}
combine:
  - not_with: {measures: grant, of: {level: city}, per: project}
"""
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    rules = load(tmp_path / "policy.yaml")

    def total(**record: str) -> tuple[str, str]:
        receipt = {"level": "city", "support": "grant", "amount": "1元", "year": 2024, **record}
        facts = {"projects": [{"name": "a", "cost": "5元"}], "machines": [{"name": "m"}], "received": [receipt]}
        facts["parts"] = [{"name": "x", "project": "a"}]
        found = rules.assess(facts, year=2024).to_dict()["total"]
        return found["low"], found["high"]

    assert total(machine="m") == ("5.00", "5.00")
    assert total(project="a") == ("0.00", "0.00")
    assert total(part="x") == ("0.00", "0.00")
    assert total(machine="gone") == ("5.00", "5.00")
    assert total() == ("0.00", "5.00")
    assert total(award="p/bonus", year="2023") == ("5.00", "5.00")


SLIPS = {
    "a level": ("  - joint_cap: {of: {level: citty}, at_most: 5元, per: firm}\n", "level", "city"),
    "a kind of support": ("  - joint_cap: {of: {support: grnat}, at_most: 5元, per: firm}\n", "support", "grant"),
    "a policy": ("  - not_with: {measures: a, of: [Pp-one/x], per: firm and year}\n", "policy", "pp-one"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_word_that_is_almost_in_use_is_a_slip(tmp_path: Path, slip: str) -> None:
    from subsidycalc.diagnostics import Faults

    clause, name, meant = SLIPS[slip]
    head = "level: city\n"
    measures = {"a": YEARLY.format(5) + "\nsupport: grant", "b": YEARLY.format(7) + "\nsupport: grant"}
    text = policy(measures, head=head, in_force=NEW).replace("policy: p\n", "policy: pp-one\n")
    with pytest.raises(Faults) as raised:
        loaded(tmp_path, f"{text}combine:\n{clause}")
    found = [f for f in raised.value.diagnostics if f.code == "clause.word"]
    assert [(f.params["name"], f.params["near"]) for f in found] == [(name, meant)]


@pytest.mark.parametrize("of", ["{level: central}", "{support: loan}", "[q-2024/x]", "[pp-two/x]"])
def test_a_word_that_nothing_has_is_money_from_outside(tmp_path: Path, of: str) -> None:
    text = policy(yearly(a=5, b=7), head="level: city\n", in_force=NEW)
    rules = loaded(tmp_path, f"{text}combine:\n  - not_with: {{measures: a, of: {of}, per: firm and year}}\n")
    assert total(answer(rules, received=[])) == ("12.00", "12.00")


@pytest.mark.parametrize("count", ["50%", "certain_share"])
def test_a_share_is_no_count(tmp_path: Path, count: str) -> None:
    from subsidycalc.diagnostics import Faults

    with pytest.raises(Faults) as raised:
        book(
            tmp_path,
            {"a": f"{EACH}\ncount_at_most: {count} per firm"},
            "  []\n",
            head="figures: {certain_share: 50%}\n",
        )
    assert {f.code for f in raised.value.diagnostics} == {"type.wanted"}
