"""Every node of the kernel, built by hand, on definite and on wide values: records and earlier years."""

from typing import Any

import pytest

from subsidycalc.readers.explain import Cause, Record, compiled
from subsidycalc.tree import nodes as n
from subsidycalc.tree.node import Node
from subsidycalc.values.ranges import Range
from tests.readers.building import (
    ANY,
    BOOL,
    COST,
    MONEY,
    REVENUE,
    YEAR,
    X,
    Y,
    money,
    project,
    value,
    walked,
    why,
    world,
)

# -- aggregates -----------------------------------------------------------------------------------------------

DONE = n.Fact("done", BOOL, owner="projects")
PROJECTS = [project("a", cost=10, done=True), project("b", cost=40, done=False), project("c", cost=25)]


def over(how: str, where: Node | None = None) -> n.Over:
    body: Node | None = {"count": None, "any": DONE, "all": DONE}.get(how, COST)
    return n.Over("projects", how, body, where)


@pytest.mark.parametrize(
    ("how", "all_of_them", "those_done", "none"),
    [
        ("sum", 75, Range(10, 35), 0),
        ("count", 3, Range(1, 2), 0),
        ("largest", 40, Range(10, 25), 0),
        ("smallest", 10, 10, 0),
    ],
)
def test_over_records(how: str, all_of_them: Any, those_done: Any, none: Any) -> None:
    assert value(over(how), records={"projects": PROJECTS}) == all_of_them
    assert value(over(how, DONE), records={"projects": PROJECTS}) == those_done
    if isinstance(those_done, Range):
        assert why(over(how, DONE), records={"projects": PROJECTS}) == {("missing", "done")}
    assert value(over(how), records={"projects": []}) == none
    assert value(over(how)) == ANY
    assert why(over(how)) == {("missing", "projects")}


@pytest.mark.parametrize(
    ("how", "given", "expected"),
    [
        ("any", PROJECTS, True),
        ("any", PROJECTS[1:], None),
        ("any", PROJECTS[1:2], False),
        ("any", [], False),
        ("all", PROJECTS, False),
        ("all", [PROJECTS[0], PROJECTS[2]], None),
        ("all", PROJECTS[:1], True),
        ("all", [], True),
    ],
)
def test_any_and_all(how: str, given: list[Record], expected: bool | None) -> None:
    assert value(over(how), records={"projects": given}) is expected
    assert value(over(how)) is None


def test_any_and_all_where_something_is_unknown() -> None:
    cheap = n.Compare("<", COST, money(20))
    records = {"projects": [project("a", cost=10), project("b", cost=40, done=True)]}
    assert value(n.Over("projects", "any", cheap, DONE), records=records) is None
    assert value(n.Over("projects", "all", cheap, DONE), records=records) is False
    assert value(n.Over("projects", "any", n.Not(cheap), DONE), records=records) is True
    assert value(n.Over("projects", "all", n.Not(cheap), DONE), records=records) is None


def test_extremes_where_nobody_knows_which_records_count() -> None:
    records = {"projects": [project("a", cost=10), project("b", cost=40)]}
    assert value(over("largest", DONE), records=records) == Range(0, 40)
    assert value(over("smallest", DONE), records=records) == Range(0, 40)
    some = {"projects": [project("a", cost=10), project("b", cost=40, done=True), project("c", cost=90)]}
    assert value(over("largest", DONE), records=some) == Range(40, 90)
    assert value(over("smallest", DONE), records=some) == Range(10, 40)


def test_the_causes_inside_an_aggregate_name_the_record() -> None:
    records = {"projects": [project("a", cost=10), project("b")]}
    found, because = walked(over("sum"), world(records=records))
    assert found == Range(10, None)
    assert because == [Cause("missing", "cost", "fact", "projects", None, "b")]


def test_records_inside_a_record_are_its_own() -> None:
    one, two = project("one"), project("two")
    loans = [Record("loans", "l1", {"sum": 5}, one), Record("loans", "l2", {"sum": 7}, two)]
    node = n.Over("loans", "sum", n.Fact("sum", MONEY, owner="loans"), None, "projects")
    e = world(records={"projects": [one, two], "loans": loans})
    for record, expected in ((one, 5), (two, 7)):
        e.frames = record.frames
        assert walked(node, e)[0] == expected
        assert e.frames is record.frames


# -- earlier years --------------------------------------------------------------------------------------------

PEAK = n.Over("years", "largest", REVENUE)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"founded_in": 2021, "revenue": {2021: 3, 2022: 9, 2023: 4, 2024: 99}}, 9),
        ({"founded_in": 2024, "revenue": {2024: 99}}, 0),
        ({"founded_in": 2021, "revenue": {2022: 9, 2023: 4}}, Range(9, None)),
        ({"founded_in": 2021, "revenue": {2021: Range(3, 12), 2022: 9, 2023: 4}}, Range(9, 12)),
        ({"founded_in": 2021, "revenue": {2021: Range(3, 8), 2022: 9, 2023: 4}}, 9),
        ({"revenue": {2022: 9, 2023: 4}}, Range(9, None)),
        ({"founded_in": Range(2019, 2021), "revenue": {2022: 9, 2023: 4}}, Range(9, None)),
        ({"revenue": {("before", 2023): 8, 2023: 4}}, 8),
        ({"revenue": {("before", 2024): 8}}, 8),
        ({"revenue": {("before", 2022): 8, 2022: 1, 2023: 40}}, 40),
        ({"revenue": {("before", 2022): 8, 2023: 4}}, Range(8, None)),
        ({"revenue": {("before", 2022): 8, ("before", 2023): 11, 2023: 4}}, 11),
        ({"revenue": {("before", 2025): 8, 2023: 4}}, Range(4, None)),
        ({"founded_in": 2021, "revenue": {2020: 50, 2021: 3, 2022: 9, 2023: 4}}, 50),
        ({}, ANY),
    ],
)
def test_the_peak_of_the_years_before(facts: dict[str, Any], expected: Any) -> None:
    assert value(PEAK, facts) == expected


def test_the_causes_of_an_open_peak_name_the_years() -> None:
    found = walked(PEAK, world({"founded_in": 2021, "revenue": {2022: 9}}))[1]
    assert [(c.about, c.period) for c in found] == [("revenue", 2021), ("revenue", 2023)]
    found = walked(PEAK, world({"revenue": {2022: 9, 2023: 4}}))[1]
    assert [(c.about, c.period) for c in found] == [("revenue", "earlier")]


def test_the_peak_of_the_smaller_of_two_series() -> None:
    output = n.Fact("output", MONEY, back=0, low=0)
    node = n.Over("years", "largest", n.Min((REVENUE, output)))
    given = {"founded_in": 2022, "revenue": {2022: 30, 2023: 10}, "output": {2022: 5, 2023: 20}}
    assert value(node, given) == 10
    e = world(given)
    walked(node, e)
    assert e.year == YEAR


def test_what_is_shared_is_looked_at_once() -> None:
    shared = n.Add((X, Y))
    both = n.And((n.Compare(">", shared, money(1)), n.Compare("<", shared, money(99))))
    program = compiled([both, shared])
    slots = program.fresh()
    e = world({"x": 3, "y": 4})
    assert [root(slots, e) for root in program.roots] == [True, 7]
    assert program.value(shared, slots, e) == 7
    assert sum(1 for node in program.nodes if node == shared) == 1
