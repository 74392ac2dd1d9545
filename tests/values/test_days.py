"""Days, spans and periods; 29 February among them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidycalc.values.days import (
    NEVER,
    Period,
    day_text,
    first_day,
    last_day,
    parse_day,
    parse_period,
    previous,
    shift,
    span,
)
from subsidycalc.values.quantities import QuantityError

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(date.toordinal)
UNITS = st.sampled_from(["years", "months", "days"])
COUNTS = st.integers(-200, 200)


@given(DAYS)
def test_printed_days_read_back(day: int) -> None:
    assert parse_day(day_text(day)) == day
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in day_text(day))
    assert parse_day(full_width) == day


@pytest.mark.parametrize("word", ["never", "从未", " never "])
def test_never_is_later_than_every_day(word: str) -> None:
    assert parse_day(word) == NEVER > date.max.toordinal()
    assert day_text(NEVER) == "never"


@pytest.mark.parametrize("text", ["2025-02-30", "2023-02-29", "2025-13-01", "0000-01-01"])
def test_days_that_no_calendar_has(text: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_day(text)
    assert caught.value.code == "date.none"


@pytest.mark.parametrize("text", ["2025", "2025-01", "20250101", "2025/01/01", "", "1月1日", "2025-01-01 10:00"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_day(text)
    assert caught.value.code == "date.shape"


@pytest.mark.parametrize(
    ("day", "count", "unit", "expected"),
    [
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2024-02-29", 4, "years", "2028-02-29"),
        ("2024-02-29", -1, "years", "2023-02-28"),
        ("2024-02-29", 12, "months", "2025-02-28"),
        ("2023-02-28", 1, "years", "2024-02-28"),
        ("2024-01-31", 1, "months", "2024-02-29"),
        ("2023-01-31", 1, "months", "2023-02-28"),
        ("2023-03-31", -1, "months", "2023-02-28"),
        ("2023-12-31", 1, "days", "2024-01-01"),
        ("2024-02-28", 1, "days", "2024-02-29"),
        ("2023-07-03", 2, "years", "2025-07-03"),
    ],
)
def test_shifted_days(day: str, count: int, unit: str, expected: str) -> None:
    assert day_text(shift(parse_day(day), count, unit)) == expected


@given(COUNTS, UNITS)
def test_never_shifted_is_never(count: int, unit: str) -> None:
    assert shift(NEVER, count, unit) == NEVER


@pytest.mark.parametrize(("count", "expected"), [(10**6, NEVER), (-(10**6), 1)])
def test_the_calendar_ends(count: int, expected: int) -> None:
    for unit in ("years", "months", "days"):
        assert shift(date(2024, 2, 29).toordinal(), count * (400 if unit == "days" else 1), unit) == expected


@given(DAYS, DAYS, COUNTS, UNITS)
def test_shifting_keeps_the_order(a: int, b: int, count: int, unit: str) -> None:
    a, b = sorted((a, b))
    assert shift(a, count, unit) <= shift(b, count, unit)


@given(DAYS, COUNTS, COUNTS, UNITS)
def test_longer_shifts_come_later(day: int, a: int, b: int, unit: str) -> None:
    a, b = sorted((a, b))
    assert shift(day, a, unit) <= shift(day, b, unit)


@given(DAYS, DAYS, UNITS)
def test_a_span_is_the_most_that_fits(a: int, b: int, unit: str) -> None:
    start, end = sorted((a, b))
    count = span(start, end, unit)
    assert count >= 0
    assert shift(start, count, unit) <= end < shift(start, count + 1, unit)
    assert span(end, start, unit) == -count


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [
        ("2020-03-01", "2024-02-29", "years", 3),
        ("2020-02-29", "2021-02-28", "years", 1),
        ("2020-02-29", "2021-02-27", "years", 0),
        ("2024-01-31", "2024-02-29", "months", 1),
        ("2024-01-31", "2024-02-28", "months", 0),
        ("2023-12-31", "2024-12-31", "days", 366),
        ("2022-12-31", "2023-12-31", "days", 365),
    ],
)
def test_spans(start: str, end: str, unit: str, expected: int) -> None:
    assert span(parse_day(start), parse_day(end), unit) == expected


@given(DAYS)
def test_a_span_until_never_is_long(day: int) -> None:
    assert span(day, NEVER, "years") > 7000


@pytest.mark.parametrize(
    ("text", "per", "expected"),
    [
        ("2023", "year", 2023),
        ("２０２３年", "year", 2023),
        ("2023q1", "quarter", "2023Q1"),
        ("2015-12", "month", "2015-12"),
    ],
)
def test_periods(text: str, per: str, expected: Period) -> None:
    assert parse_period(text, per) == expected


@pytest.mark.parametrize(
    ("text", "per"),
    [("23", "year"), ("3000", "year"), ("2023Q5", "quarter"), ("2023", "quarter"), ("2015-13", "month"), ("", "year")],
)
def test_what_is_no_period(text: str, per: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_period(text, per)
    assert caught.value.code == f"period.{per}"


PERIODS = (
    st.integers(1900, 2200)
    | st.builds(lambda y, q: f"{y}Q{q}", st.integers(1900, 2200), st.integers(1, 4))
    | st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(1900, 2200), st.integers(1, 12))
)


@given(PERIODS, st.integers(0, 40), st.integers(0, 40))
def test_earlier_periods(period: Period, a: int, b: int) -> None:
    assert previous(previous(period, a), b) == previous(period, a + b)
    assert previous(previous(period, a), -a) == period
    per = "year" if isinstance(period, int) else "quarter" if "Q" in period else "month"
    assert parse_period(str(previous(period, a)), per) == previous(period, a)


def test_first_and_last_day() -> None:
    assert (day_text(first_day(2024)), day_text(last_day(2024))) == ("2024-01-01", "2024-12-31")
    assert last_day(2024) - first_day(2024) == 365
