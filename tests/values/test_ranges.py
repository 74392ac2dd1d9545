"""Arithmetic of ranges: sound for every point, tight where each gap is used once, canonical always."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from subsidycalc.values import ranges as r
from subsidycalc.values.ranges import Amount, Bound, Number, Range

NUMBERS = st.integers(-50, 50) | st.fractions(-50, 50, max_denominator=12)
FAR = 10**9
Points = tuple[Number, ...]


def holds(value: Amount, point: Number) -> bool:
    low, high = r.low_of(value), r.high_of(value)
    return (low is None or low <= point) and (high is None or point <= high)


def canonical(value: Amount) -> bool:
    if not isinstance(value, Range):
        return True
    return value.low is None or value.high is None or value.low < value.high


@st.composite
def amounts(draw: st.DrawFn, *, least: int | None = None) -> Amount:
    """A number or a range, with or without bounds."""
    ends: list[Number] = [draw(NUMBERS), draw(NUMBERS)]
    if least is not None:
        ends = [max(x, -x) + least for x in ends]
    a, b = sorted(ends)
    low: Bound = a if least is not None else draw(st.sampled_from([a, a, None]))
    high: Bound = draw(st.sampled_from([b, b, None, low]))
    if low is not None and low == high:
        return low
    return Range(low, high)


def corners(value: Amount) -> list[Number]:
    """The ends of a range; one far away stands for an absent bound."""
    if not isinstance(value, Range):
        return [value]
    return [-FAR if value.low is None else value.low, FAR if value.high is None else value.high]


def point_in(draw: st.DrawFn, value: Amount) -> Number:
    if not isinstance(value, Range):
        return value
    part = draw(st.fractions(0, 1, max_denominator=20) | st.sampled_from([Fraction(0), Fraction(1)]))
    low = value.low if value.low is not None else (value.high or 0) - 1000
    high = value.high if value.high is not None else low + 1000
    return low + (high - low) * part


OPERATIONS: dict[str, tuple[Callable[[Amount, Amount], Amount], Callable[[Number, Number], Number]]] = {
    "add": (r.add, lambda x, y: x + y),
    "subtract": (lambda a, b: r.add(a, r.negative(b)), lambda x, y: x - y),
    "multiply": (r.multiply, lambda x, y: x * y),
    "least": (lambda a, b: r.least([a, b]), min),
    "largest": (lambda a, b: r.largest([a, b]), max),
}


@pytest.mark.parametrize("name", OPERATIONS)
@given(st.data())
def test_operations_are_sound_and_canonical(name: str, data: st.DataObject) -> None:
    over, of = OPERATIONS[name]
    a, b = data.draw(amounts()), data.draw(amounts())
    found = over(a, b)
    assert canonical(found)
    x, y = data.draw(points(a)), data.draw(points(b))
    assert holds(found, of(x, y))


@st.composite
def points(draw: st.DrawFn, value: Amount) -> Number:
    return point_in(draw, value)


@pytest.mark.parametrize("name", OPERATIONS)
@given(st.data())
def test_operations_are_tight(name: str, data: st.DataObject) -> None:
    """Each end of the result is met at a corner; an absent end has corners as far away as one likes."""
    over, of = OPERATIONS[name]
    a, b = data.draw(amounts()), data.draw(amounts())
    found = over(a, b)
    reached = [of(x, y) for x, y in product(corners(a), corners(b))]
    low, high = r.low_of(found), r.high_of(found)
    assert (min(reached) < -FAR // 1000) if low is None else (low in reached)
    assert (max(reached) > FAR // 1000) if high is None else (high in reached)


@pytest.mark.parametrize("name", OPERATIONS)
@given(NUMBERS, NUMBERS)
def test_definite_operands_give_a_definite_result(name: str, x: Number, y: Number) -> None:
    over, of = OPERATIONS[name]
    assert over(x, y) == of(x, y)


@given(st.data())
def test_quotients_are_sound(data: st.DataObject) -> None:
    a = data.draw(amounts())
    b = data.draw(amounts())
    positive = data.draw(st.booleans())
    found = r.divide(a, b, positive=positive)
    assert canonical(found)
    x, y = data.draw(points(a)), data.draw(points(b))
    assume(y != 0 and not (positive and y < 0))
    assert holds(found, Fraction(x) / y)


@given(amounts(), amounts(least=1))
def test_quotients_by_what_is_above_zero_are_tight(a: Amount, b: Amount) -> None:
    found = r.divide(a, b)
    reached = [Fraction(x) / y for x, y in product(corners(a), corners(b))]
    for end, best in ((r.low_of(found), min(reached)), (r.high_of(found), max(reached))):
        if end is None:
            assert abs(best) > 1000
        else:
            # An absent bound of the divisor brings the quotient as near to zero as one likes.
            assert end == best or (end == 0 and r.high_of(b) is None and abs(best) < Fraction(1, 10**4))


@given(amounts(), amounts())
def test_a_divisor_that_may_be_zero_leaves_nothing_known(a: Amount, b: Amount) -> None:
    low = r.low_of(b)
    assume(low is None or low <= 0)
    assert r.divide(a, b) == Range(None, None)


@pytest.mark.parametrize("divisor", [0, -1, Range(-3, -1), Range(-3, 0), Range(None, 0)])
def test_no_condition_makes_zero_or_less_a_divisor(divisor: Amount) -> None:
    assert r.divide(1, divisor, positive=True) == Range(None, None)


@given(st.lists(amounts(), min_size=1, max_size=4), st.data())
def test_the_hull_holds_every_part_and_no_end_more(parts: list[Amount], data: st.DataObject) -> None:
    found = r.hull(parts)
    assert canonical(found)
    for part in parts:
        assert holds(found, data.draw(points(part)))
    assert r.low_of(found) in [r.low_of(p) for p in parts]
    assert r.high_of(found) in [r.high_of(p) for p in parts]


@given(amounts(), NUMBERS | st.none(), NUMBERS | st.none())
def test_meeting_bounds(value: Amount, low: Bound, high: Bound) -> None:
    assume(low is None or high is None or low <= high)
    found = r.meet(value, low, high)
    assert canonical(found)
    for end in (r.low_of(found), r.high_of(found)):
        assert end is None or holds(r.between(low, high), end)
    for x in (*corners(value), *(e for e in (low, high) if e is not None)):
        if holds(value, x) and holds(r.between(low, high), x):
            assert holds(found, x)


@given(st.lists(amounts(), min_size=1, max_size=4))
def test_the_largest_mirrors_the_least(parts: list[Amount]) -> None:
    assert r.negative(r.least(parts)) == r.largest([r.negative(p) for p in parts])


@given(amounts())
def test_between_gives_back_any_amount(value: Amount) -> None:
    assert r.between(r.low_of(value), r.high_of(value)) == value
    assert r.negative(r.negative(value)) == value
    assert r.add(value, 0) == r.multiply(value, 1) == value


@given(NUMBERS, st.sampled_from([1, 10, 100, 10**6]), st.sampled_from(["half_up", "down", "up"]))
def test_rounding(number: Number, unit: int, way: str) -> None:
    found = r.round_to(number, unit, way)
    assert isinstance(found, int)
    assert found % unit == 0
    if way == "down":
        assert number - unit < found <= number
    elif way == "up":
        assert number <= found < number + unit
    else:
        assert number - Fraction(unit, 2) < found <= number + Fraction(unit, 2)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (r.multiply(0, Range(0, None)), 0),
        (r.multiply(Range(None, None), 0), 0),
        (r.multiply(Range(0, None), Range(None, 0)), Range(None, 0)),
        (r.multiply(Range(-1, None), Range(2, 3)), Range(-3, None)),
        (r.least([Range(0, None), 3]), Range(0, 3)),
        (r.least([r.multiply(Range(0, 1), 2000), 3000]), Range(0, 2000)),
        (r.least([r.multiply(Range(0, 1), 9000), 3000]), Range(0, 3000)),
        (r.largest([Range(None, -5), 0]), 0),
        (r.add(Range(None, 1), Range(0, None)), Range(None, None)),
        (r.divide(1, Range(0, 4), positive=True), Range(Fraction(1, 4), None)),
    ],
)
def test_by_hand(found: Amount, expected: Amount) -> None:
    assert found == expected
