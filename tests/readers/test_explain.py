"""Every node of the kernel, built by hand, on definite and on wide values, with the causes of what is wide."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from subsidycalc.readers.explain import Cause, Receipt, Record, World, causes, compiled
from subsidycalc.tree import nodes as n
from subsidycalc.tree import types as t
from subsidycalc.tree.node import Node
from subsidycalc.tree.types import Options, Type
from subsidycalc.values.days import NEVER
from subsidycalc.values.ranges import Range

YEAR = 2024
MONEY, WHOLE, BOOL, DATE = Type(t.MONEY), Type(t.WHOLE), Type(t.BOOL), Type(t.DATE)
PLACES = Options({"city": {"options": {"east": None, "west": None}}, "elsewhere": None})
PLACE, PLACES_ = Type(t.CHOICE, PLACES), Type(t.CHOICES, PLACES)
CITY = PLACES.leaves["city"]
ANY = Range(0, None)

X = n.Fact("x", MONEY, low=0)
Y = n.Fact("y", MONEY, low=0)
FLAG = n.Fact("flag", BOOL)
REVENUE = n.Fact("revenue", MONEY, back=0, low=0)
COST = n.Fact("cost", MONEY, owner="projects", low=0)
RATE = n.Gap("unpublished", "p/rate", t.RATE, n.Const(0, t.RATE), n.Const(1, t.RATE))


def money(fen: int) -> n.Const:
    return n.Const(fen, t.MONEY)


def whole(number: int) -> n.Const:
    return n.Const(number, t.WHOLE)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def world(facts: Mapping[str, Any] | None = None, *, year: int = YEAR, **more: Any) -> World:
    return World(facts or {}, more.pop("records", {}), year, date(year, 12, 31).toordinal(), **more)


def walked(node: Node, e: World) -> tuple[Any, list[Cause]]:
    program = compiled([node])
    slots = program.fresh()
    return program.roots[0](slots, e), causes(program, slots, [node], e)


def value(node: Node, facts: Mapping[str, Any] | None = None, **more: Any) -> Any:
    """The value; a definite one has no causes, any other has some."""
    found, why = walked(node, world(facts, **more))
    wide = found is None or isinstance(found, Range) or (isinstance(found, frozenset) and len(found) > 1)
    assert bool(why) == wide or isinstance(found, tuple), (found, why)
    return found


def why(node: Node, facts: Mapping[str, Any] | None = None, **more: Any) -> set[tuple[str, str]]:
    return {(c.cause, c.about) for c in walked(node, world(facts, **more))[1]}


def project(name: str, parent: Record | None = None, **facts: Any) -> Record:
    return Record("projects", name, facts, parent)


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
