"""Every node of the kernel, built by hand, on definite and on wide values: conditions and branches."""

from typing import Any

import pytest

from subsidycalc.tree import nodes as n
from subsidycalc.tree import types as t
from subsidycalc.tree.node import Node
from subsidycalc.values.ranges import Range
from tests.readers.building import ANY, BOOL, CITY, FLAG, PLACE, PLACES_, X, Y, money, value, why

# -- conditions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "x", "expected"),
    [
        (">=", 5, True),
        (">", 5, False),
        ("<=", 5, True),
        ("<", 5, False),
        ("=", 5, True),
        ("!=", 5, False),
        (">=", Range(5, 9), True),
        (">", Range(5, 9), None),
        (">", Range(6, None), True),
        (">=", Range(0, 4), False),
        (">", Range(0, 5), False),
        ("<", Range(0, 5), None),
        ("<=", Range(0, 5), True),
        ("<", Range(5, None), False),
        ("=", Range(6, None), False),
        ("!=", Range(6, None), True),
        ("=", Range(0, 5), None),
        ("!=", Range(0, 5), None),
    ],
)
def test_compare(op: str, x: Any, expected: bool | None) -> None:
    assert value(n.Compare(op, X, money(5)), {"x": x}) is expected
    mirrored = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}.get(op, op)
    assert value(n.Compare(mirrored, money(5), X), {"x": x}) is expected
    assert value(n.Compare(op, X, Y), {"x": x, "y": 5}) is expected


def test_comparing_two_ranges_and_truths() -> None:
    two = n.Compare(">=", X, Y)
    assert value(two, {"x": Range(5, 9), "y": Range(1, 5)}) is True
    assert value(two, {"x": Range(5, 9), "y": Range(1, 6)}) is None
    assert value(two, {"x": Range(1, 2), "y": Range(3, None)}) is False
    other = n.Fact("other", BOOL)
    assert value(n.Compare("=", FLAG, other), {"flag": True, "other": False}) is False
    assert value(n.Compare("=", FLAG, other), {"flag": True}) is None


def test_member_of_a_choice() -> None:
    member = n.Member(n.Fact("place", PLACE), CITY)
    assert value(member, {"place": frozenset({"east"})}) is True
    assert value(member, {"place": frozenset({"elsewhere"})}) is False
    assert value(member, {"place": CITY}) is True, "a city known in part is the city"
    assert value(n.Member(n.Fact("place", PLACE), frozenset({"east"})), {"place": CITY}) is None
    assert value(member) is None
    assert why(member) == {("missing", "place")}


def test_member_of_several_choices() -> None:
    member = n.Member(n.Fact("places", PLACES_), frozenset({"east"}))
    east, out = frozenset({"east"}), frozenset({"elsewhere"})
    assert value(member, {"places": (out, east)}) is True
    assert value(member, {"places": (out,)}) is False
    assert value(member, {"places": ()}) is False
    assert value(member, {"places": (out, CITY)}) is None
    assert value(member) is None


def test_and_or_not() -> None:
    other = n.Fact("other", BOOL)
    both, either = n.And((FLAG, other)), n.Or((FLAG, other))
    assert value(both, {"flag": True, "other": True}) is True
    assert value(both, {"other": False}) is False
    assert value(both, {"other": True}) is None
    assert value(either, {"other": True}) is True
    assert value(either, {"other": False}) is None
    assert value(either, {"flag": False, "other": False}) is False
    assert value(n.Not(FLAG), {"flag": True}) is False
    assert value(n.Not(FLAG)) is None
    assert why(both, {"other": True}) == why(n.Not(FLAG)) == {("missing", "flag")}
    assert why(both) == {("missing", "flag"), ("missing", "other")}


# -- branches -------------------------------------------------------------------------------------------------


def test_if() -> None:
    node = n.If(FLAG, money(10), X)
    assert value(node, {"flag": True}) == 10
    assert value(node, {"flag": False, "x": 4}) == 4
    assert value(node, {"x": 4}) == Range(4, 10)
    assert value(node, {"x": 10}) == 10
    assert value(node) == ANY
    assert why(node) == {("missing", "flag"), ("missing", "x")}
    assert why(node, {"x": 4}) == {("missing", "flag")}


def test_if_over_truths_and_choices() -> None:
    truths = n.If(FLAG, n.TRUE, n.FALSE)
    assert value(truths) is None
    east, west = (n.Const(frozenset({p}), t.CHOICE) for p in ("east", "west"))
    assert value(n.If(FLAG, east, west)) == CITY
    assert value(n.If(FLAG, east, east)) == frozenset({"east"})


def steps(reached: bool, driver: Node = X) -> n.Step:
    return n.Step("s", driver, (100, 500), reached, (n.ZERO, money(10), money(50)))


@pytest.mark.parametrize(
    ("x", "reached", "exceeded"),
    [
        (99, 0, 0),
        (100, 10, 0),
        (101, 10, 10),
        (499, 10, 10),
        (500, 50, 10),
        (501, 50, 50),
        (Range(0, 99), 0, 0),
        (Range(0, 100), Range(0, 10), 0),
        (Range(100, 499), 10, Range(0, 10)),
        (Range(101, 500), Range(10, 50), 10),
        (Range(500, None), 50, Range(10, 50)),
        (Range(501, None), 50, 50),
        (Range(None, 99), 0, 0),
        (Range(None, None), Range(0, 50), Range(0, 50)),
    ],
)
def test_step_reached_and_exceeded(x: Any, reached: Any, exceeded: Any) -> None:
    assert value(steps(True), {"x": x}) == reached
    assert value(steps(False), {"x": x}) == exceeded


def cut_steps(reached: bool, unit: int) -> n.Step:
    """Each branch pays the driver as it sees it."""
    branches = (n.ZERO, *(n.Cut("c", i, X, t.MONEY, 0) for i in (1, 2)))
    return n.Step("c", X, (100, 500), reached, branches, t.MONEY, unit)


@pytest.mark.parametrize(
    ("x", "reached", "unit", "expected"),
    [
        (300, True, 1, 300),
        (Range(150, 300), True, 1, Range(150, 300)),
        (Range(50, 300), True, 1, Range(0, 300)),
        (Range(100, 300), True, 1, Range(100, 300)),
        (Range(100, 300), False, 1, Range(0, 300)),
        (Range(500, None), True, 1, Range(500, None)),
        (Range(500, None), False, 1, Range(500, None)),
    ],
)
def test_a_branch_sees_the_driver_cut_to_its_tier(x: Any, reached: bool, unit: int, expected: Any) -> None:
    assert value(cut_steps(reached, unit), {"x": x}) == expected


@pytest.mark.parametrize(
    ("reached", "unit", "tier"),
    [(True, 1, (100, 499)), (False, 1, (101, 500)), (True, 0, (100, 500)), (False, 0, (100, 500))],
)
def test_where_a_tier_ends(reached: bool, unit: int, tier: tuple[int, int]) -> None:
    """A whole bracket with 1 for the middle tier alone: its bounds are those of the tier."""
    branches = (money(200), n.Cut("c", 1, X, t.MONEY, 0), money(200))
    node = n.Step("c", X, (100, 500), reached, branches, t.MONEY, unit)
    low, high = tier
    assert value(node) == Range(min(low, 200), max(high, 200))


def test_the_causes_of_a_step_are_those_of_its_open_driver_and_branches() -> None:
    gap = n.Gap("unpublished", "p/tier", t.MONEY, n.ZERO)
    node = n.Step("s", X, (100,), True, (n.ZERO, gap))
    assert why(node) == {("missing", "x"), ("unpublished", "p/tier")}
    assert why(node, {"x": 100}) == {("unpublished", "p/tier")}
    assert why(node, {"x": 99}) == set()


def test_switch() -> None:
    place = n.Fact("place", PLACE)
    node = n.Switch(place, ((frozenset({"east"}), money(30)), (frozenset({"west"}), money(20))), money(5))
    assert value(node, {"place": frozenset({"east"})}) == 30
    assert value(node, {"place": frozenset({"elsewhere"})}) == 5
    assert value(node, {"place": CITY}) == Range(20, 30)
    assert value(node) == Range(5, 30)
    assert why(node) == {("missing", "place")}
    whole_city = n.Switch(place, ((CITY, money(30)),), money(5))
    assert value(whole_city, {"place": CITY}) == 30


def test_switch_takes_the_first_case_that_holds() -> None:
    node = n.Switch(n.Fact("place", PLACE), ((frozenset({"east"}), money(30)), (CITY, money(20))), n.ZERO)
    assert value(node, {"place": frozenset({"east"})}) == 30
    assert value(node, {"place": frozenset({"west"})}) == 20


def test_reading() -> None:
    node = n.Reading("p/several", (("highest", money(100)), ("each", X)))
    assert value(node, {"x": 150}) == Range(100, 150)
    assert why(node, {"x": 150}) == {("reading", "p/several")}
    assert value(node, {"x": 100}) == 100
    assert value(node, {"x": 150}, readings={"p/several": "each"}) == 150
    assert why(node, readings={"p/several": "each"}) == {("missing", "x")}
    assert value(n.Reading("p/is", (("a", n.TRUE), ("b", n.FALSE)))) is None
