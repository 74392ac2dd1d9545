"""Every node of the kernel, built by hand, on definite and on wide values: leaves and arithmetic."""

from fractions import Fraction
from typing import Any

import pytest

from subsidycalc.readers.explain import Cause, Receipt
from subsidycalc.tree import nodes as n
from subsidycalc.tree import types as t
from subsidycalc.tree.node import Node
from subsidycalc.values.days import NEVER
from subsidycalc.values.ranges import Range
from tests.readers.building import (
    ANY,
    COST,
    DATE,
    FLAG,
    MONEY,
    PLACE,
    PLACES,
    PLACES_,
    RATE,
    REVENUE,
    WHOLE,
    X,
    Y,
    day,
    money,
    project,
    value,
    walked,
    why,
    world,
)

# -- leaves ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("node", [money(5), n.Const(True, t.BOOL), n.Const(Fraction(1, 3), t.RATE)])
def test_const(node: n.Const) -> None:
    assert value(node) == node.value


def test_a_fact_is_given_known_in_part_or_missing() -> None:
    bounded = n.Fact("x", MONEY, low=0, high=500)
    assert value(bounded, {"x": 300}) == 300
    assert value(bounded, {"x": Range(100, 200)}) == Range(100, 200)
    assert value(bounded, {"x": Range(100, None)}) == Range(100, 500)
    assert value(bounded) == Range(0, 500)
    assert value(n.Fact("x", MONEY, low=7, high=7)) == 7
    assert why(bounded) == why(bounded, {"x": Range(100, 200)}) == {("missing", "x")}


def test_missing_truths_choices_and_days() -> None:
    assert value(FLAG) is None
    assert value(n.Fact("place", PLACE)) == PLACES.all
    assert value(n.Fact("places", PLACES_)) is None
    assert value(n.Fact("on", DATE)) == Range(None, None)
    assert value(n.Fact("on", DATE), {"on": NEVER}) == NEVER


def test_a_series_is_looked_up_by_its_period() -> None:
    given = {"revenue": {2023: 10, 2024: 20, "2024Q1": 5}}
    assert value(REVENUE, given) == 20
    assert value(n.Fact("revenue", MONEY, back=1), given) == 10
    assert value(n.Fact("revenue", MONEY, at="2024Q1"), given) == 5
    assert value(n.Fact("revenue", MONEY, at=2021, low=0), given) == ANY
    found = walked(n.Fact("revenue", MONEY, back=3, low=0), world(given))[1]
    assert found == [Cause("missing", "revenue", "fact", None, 2021, None)]


def test_a_fact_of_a_record_in_hand() -> None:
    e = world()
    e.frames = project("a", cost=40).frames
    assert walked(COST, e) == (40, [])
    e.frames = project("b").frames
    assert walked(COST, e) == (ANY, [Cause("missing", "cost", "fact", "projects", None, "b")])


def test_a_computed_fact_is_given_or_computed() -> None:
    half = n.Fact("half", MONEY, low=0, definition=n.Mul(X, n.Const(Fraction(1, 2), t.RATE)))
    assert value(half, {"half": 7, "x": 10}) == 7
    assert value(half, {"x": 10}) == 5
    assert value(half) == ANY
    assert why(half) == {("missing", "x")}
    capped = n.Fact("half", MONEY, low=0, high=3, definition=X)
    assert value(capped) == Range(0, 3)


@pytest.mark.parametrize(
    ("what", "expected"),
    [("year", 2024), ("date", day("2024-12-31")), ("first_day", day("2024-01-01")), ("last_day", day("2024-12-31"))],
)
def test_clock(what: str, expected: int) -> None:
    assert value(n.Clock(what)) == expected


def test_a_gap_is_open_or_filled() -> None:
    assert value(RATE) == Range(0, 1)
    assert why(RATE) == {("unpublished", "p/rate")}
    assert value(RATE, assumed={"p/rate": Fraction(1, 4)}) == Fraction(1, 4)
    truth = n.Gap("unpublished", "p/open", t.BOOL)
    assert value(truth) is None
    assert value(truth, assumed={"p/open": False}) is False


def test_discretion_lies_below_a_value_that_may_itself_be_wide() -> None:
    up_to = n.Gap("discretion", "p/grant", t.MONEY, n.ZERO, X)
    assert value(up_to, {"x": 300}) == Range(0, 300)
    assert value(up_to) == ANY
    assert why(up_to) == {("discretion", "p/grant"), ("missing", "x")}
    assert value(up_to, {"x": 300}, assumed={"p/grant": 200}) == 200
    assert value(up_to, {"x": 300}, assumed={"p/grant": 400}) == 300, "the authority cannot decide above it"
    assert value(up_to, assumed={"p/grant": 200}) == Range(0, 200)
    assert value(up_to, {"x": 0}) == 0


def test_a_result_is_what_was_received_before() -> None:
    given = n.Result("p/m", "given", 2022)
    assert value(given) is None
    assert why(given) == {("missing", "received")}
    assert value(given, year=2022) is False, "nothing can have been received before the measure was in force"
    assert value(given, received=[]) is False
    assert value(given, received=[Receipt("p/m", None, None, 5, 2023, None)]) is True
    assert value(given, received=[Receipt("p/m", None, None, 5, 2024, None)]) is False
    assert value(given, received=[Receipt("p/other", None, None, 5, 2023, None)]) is False


def test_a_result_is_that_of_the_record_in_hand() -> None:
    given = n.Result("p/m", "given", 2022)
    e = world(received=[Receipt("p/m", None, None, 5, 2023, ("projects", "a"))])
    e.frames = project("a").frames
    assert walked(given, e)[0] is True
    e.frames = project("b").frames
    assert walked(given, e)[0] is False


# -- arithmetic -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("node", "definite", "open_x", "open_both"),
    [
        (n.Add((X, Y, money(1))), 14, Range(4, None), Range(1, None)),
        (n.Mul(X, n.Const(Fraction(3, 10), t.RATE)), 3, ANY, ANY),
        (n.Mul(n.Const(-1, t.NUMBER), X), -10, Range(None, 0), Range(None, 0)),
        (n.Mul(X, Y), 30, ANY, ANY),
        (n.Min((X, Y)), 3, Range(0, 3), ANY),
        (n.Min((X, Y, money(2))), 2, Range(0, 2), Range(0, 2)),
        (n.Max((X, Y)), 10, Range(3, None), ANY),
        (n.Max((n.ZERO, n.Add((Y, n.Mul(n.Const(-1, t.NUMBER), X))))), 0, Range(0, 3), ANY),
        (n.Div(Y, X, "d", True), Fraction(3, 10), ANY, ANY),
        (n.Ref("p/step", n.Add((X, Y))), 13, Range(3, None), ANY),
        (n.Round(n.Add((X, Y)), 10, "half_up"), 10, ANY, ANY),
        (n.Round(n.Add((X, Y)), 10, "up"), 20, Range(10, None), ANY),
    ],
)
def test_arithmetic(node: Node, definite: Any, open_x: Any, open_both: Any) -> None:
    assert value(node, {"x": 10, "y": 3}) == definite
    assert value(node, {"y": 3}) == open_x
    assert why(node, {"y": 3}) == {("missing", "x")}
    assert value(node) == open_both
    assert why(node) >= {("missing", "x")}


def test_no_binary_float_comes_of_a_fraction() -> None:
    assert value(n.Mul(X, n.Const(Fraction(1, 3), t.RATE)), {"x": 10}) == Fraction(10, 3)


def test_a_ceiling_keeps_an_unpublished_rate_bounded() -> None:
    grant = n.Min((n.Mul(X, RATE), money(3000)))
    assert value(grant, {"x": 2000}) == Range(0, 2000)
    assert value(grant, {"x": 9000}) == Range(0, 3000)
    assert value(grant) == Range(0, 3000)
    assert why(grant) == {("missing", "x"), ("unpublished", "p/rate")}
    assert why(grant, {"x": 2000}) == {("unpublished", "p/rate")}


def test_division_by_zero_or_less_is_a_reading() -> None:
    growth = n.Div(X, Y, "p/growth")
    assert value(growth, {"x": 10, "y": 4}) == Fraction(5, 2)
    for y in (0, -4):
        assert value(growth, {"x": 10, "y": y}) == Range(None, None)
        assert why(growth, {"x": 10, "y": y}) == {("reading", "p/growth")}
    assert value(growth, {"x": 10}) == Range(None, None)
    assert why(growth, {"x": 10}) == {("reading", "p/growth"), ("missing", "y")}
    assert value(growth, {"x": 10, "y": Range(2, 5)}) == Range(2, 5)


def test_a_guarded_divisor_is_above_zero() -> None:
    guarded = n.Div(X, Y, "p/growth", True)
    assert value(guarded, {"x": 10}) == Range(0, None)
    assert value(guarded, {"x": 10, "y": Range(0, 5)}) == Range(2, None)
    assert why(guarded, {"x": 10}) == {("missing", "y")}


@pytest.mark.parametrize(
    ("amount", "ceiling", "expected"),
    [
        (149, 180, 100),
        (150, 180, 100),
        (150, 200, 200),
        (150, None, 200),
        (Range(120, 260), 280, Range(100, 200)),
        (Range(120, 260), 300, Range(100, 300)),
        (Range(120, None), None, Range(100, None)),
        (150, Range(180, 220), Range(100, 200)),
        (149, Range(180, 220), 100),
        (Range(101, 149), 180, 100),
    ],
)
def test_rounding_goes_down_where_it_would_pass_the_ceiling(amount: Any, ceiling: Any, expected: Any) -> None:
    node = n.Round(X, 100, "half_up", None if ceiling is None else Y)
    assert value(node, {"x": amount} if ceiling is None else {"x": amount, "y": ceiling}) == expected


def test_shift() -> None:
    on, count = n.Fact("on", DATE), n.Fact("count", WHOLE, low=0, high=2)
    later = n.Shift(on, count, "years")
    assert value(later, {"on": day("2024-02-29"), "count": 1}) == day("2025-02-28")
    assert value(later, {"on": day("2024-02-29")}) == Range(day("2024-02-29"), day("2026-02-28"))
    assert value(later, {"count": 1}) == Range(None, None)
    assert value(later, {"on": NEVER, "count": 1}) == NEVER
    part = {"on": Range(day("2024-01-01"), None), "count": 1}
    assert value(later, part) == Range(day("2025-01-01"), None)


def test_span() -> None:
    start, end = n.Fact("start", DATE), n.Fact("end", DATE)
    age = n.Span(start, end, "years")
    assert value(age, {"start": day("2020-03-01"), "end": day("2024-02-29")}) == 3
    assert value(age, {"start": Range(day("2020-01-01"), day("2021-06-30")), "end": day("2024-02-29")}) == Range(2, 4)
    assert value(age, {"start": day("2020-03-01")}) == Range(None, None)
    assert why(age, {"start": day("2020-03-01")}) == {("missing", "end")}
