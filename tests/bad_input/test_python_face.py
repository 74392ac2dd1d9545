"""The program called from Python: what does not fit is refused like everything else, with its place and a way out."""

import datetime
import json
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import subsidycalc
from subsidycalc.diagnostics import Faults
from subsidycalc.diagnostics.codes import NUMBERS

BOOK = subsidycalc.load()
FIRM = {"year": 2024, "sector": ["sensors"]}
READING = next(name for policy in BOOK.book.policies.values() for name in policy.readings)


class Unprintable:
    """An object that cannot even be shown."""

    def __str__(self) -> str:
        raise ValueError("no")

    __repr__ = __str__


WRONG: list[tuple[str, str, str, list[Any]]] = [
    ("year", "--year", "year=2024", ["x", "2024", 2024.0, True, [2024], b"2024", Unprintable()]),
    ("date", "--date", "2024-06-30", [5, 1.5, [], b"2024-06-30", Unprintable()]),
    ("assume", "--assume", "assume=", [5, b"x", [5], {1: 2}, True, [["x"]], Unprintable()]),
    ("readings", "--reading", "readings=", [5, "x", [("a", "b")], {1: 2}, True, {READING: 1}, {READING: ["x"]}]),
    ("presume", "--presume", "presume=True", ["yes", "no", 1, None, Unprintable()]),
]


@pytest.mark.parametrize(
    ("option", "value", "place", "way_out"),
    [(option, value, place, way_out) for option, place, way_out, values in WRONG for value in values],
    ids=lambda x: x if isinstance(x, str) else type(x).__name__,
)
def test_options_of_another_type(option: str, value: Any, place: str, way_out: str) -> None:
    with pytest.raises(Faults) as caught:
        BOOK.assess(FIRM, **{option: value})
    assert str(caught.value).startswith(f"{place}: {NUMBERS['option.value']} ")
    assert way_out in str(caught.value)


@pytest.mark.parametrize("profile", [5, None, [], b"x", True, object(), Unprintable()], ids=lambda x: type(x).__name__)
def test_profiles_of_another_type(profile: Any) -> None:
    with pytest.raises(Faults) as caught:
        BOOK.assess(profile, year=2024)
    assert str(caught.value).startswith(f"profile: {NUMBERS['option.value']} ")


@pytest.mark.parametrize("path", [5, None, b"x", ["x"], True, Unprintable()], ids=lambda x: type(x).__name__)
def test_rules_of_another_type(path: Any) -> None:
    with pytest.raises(Faults) as caught:
        subsidycalc.load(path)
    assert str(caught.value).startswith(f"--rules: {NUMBERS['option.value']} ")


@pytest.mark.parametrize("lang", ["fr", "", None, 5, ["zh"]])
def test_a_language_that_nobody_speaks_here(lang: Any) -> None:
    with pytest.raises(Faults) as caught:
        BOOK.assess(FIRM).to_dict(lang=lang)
    assert str(caught.value).startswith(f"--lang: {NUMBERS['option.value']} ")
    assert "zh, en" in str(caught.value)


def test_what_fits_is_taken(tmp_path: Path) -> None:
    class Folder(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(tmp_path / "firm.yaml")

    (tmp_path / "firm.yaml").write_text("year: 2024\n", "utf-8")
    found = [
        BOOK.assess(tmp_path / "firm.yaml", date=datetime.datetime(2024, 6, 30, 12, tzinfo=datetime.UTC)),
        BOOK.assess(str(tmp_path / "firm.yaml"), date="2024-06-30", assume=[], readings={}, presume=True),
        BOOK.assess(Folder(), assume={}, readings=None),  # type: ignore[arg-type]  # whatever names a path
    ]
    assert [x.year for x in found] == [2024] * 3


@pytest.mark.parametrize("given", [{"date": "never"}, {"date": "从未"}])
def test_a_text_is_read_on_some_day(given: dict[str, str]) -> None:
    with pytest.raises(Faults) as caught:
        BOOK.assess(FIRM, **given)  # type: ignore[arg-type]  # one option by its name
    assert str(caught.value).startswith(f"--date: {NUMBERS['date.shape']} ")


def test_a_reading_is_chosen_once() -> None:
    short = READING.partition("/")[2]
    option = next(iter(BOOK.book.reading(READING).options))
    with pytest.raises(Faults) as caught:
        BOOK.assess(FIRM, readings={READING: option, short: option})
    assert str(caught.value).startswith(f"--reading: {NUMBERS['option.twice']} ")


def nested(depth: int) -> list[Any]:
    made: list[Any] = []
    for _ in range(depth):
        made = [made]
    return made


OBJECTS: list[Any] = [
    0.5,
    float("nan"),
    float("inf"),
    True,
    {1},
    frozenset({"x"}),
    ("a", "b"),
    {"a": {"b": {"c": 1}}},
    nested(5),
    nested(100_000),
    object(),
    Unprintable(),
    b"5",
    10**5000,
    -5,
    Decimal("NaN"),
    Decimal("1E+999999999"),
    Decimal("1E-999999999"),
    Fraction(1, 3),
    datetime.date(2024, 1, 1),
    "\ud800",
    "@kind.money",
    "x" * 100_000,
    "9" * 100_000,
    "{}",
    1 + 2j,
]
KEYS = (
    "annual_revenue",
    "employees",
    "sector",
    "registered_in",
    "headquarters_enterprise",
    "loans",
    "received",
    "year",
)


@pytest.mark.parametrize("value", OBJECTS, ids=lambda value: type(value).__name__)
def test_python_objects(value: Any) -> None:
    """Read, or refused with the path; nothing else."""
    inside: list[dict[Any, Any]] = [{key: value} for key in KEYS]
    inside += [
        {"annual_revenue": {2024: value}},
        {"employees": {2024: value}},
        {"loans": [value]},
        {"loans": [{"name": value, "loan_rate": value, "drawn_on": value, "interest_paid": {2024: value}}]},
        {"received": [{"award": value, "amount": value, "year": value, "project": value}]},
        {"name": value, "applicant": value, "language": value},
    ]
    try:
        hash(value)
    except TypeError:
        pass
    else:
        inside += [{value: 1}, {"annual_revenue": {value: "5元"}}, {"loans": [{"name": "a", value: 1}]}]
    for facts in inside:
        try:
            BOOK.assess({"year": 2024} | facts).to_dict(lang="zh")
        except Faults as faults:
            text = str(faults)
            assert text.startswith("profile: SC"), text[:200]
            assert "  → " in text
            assert len(text) < 10_000


@pytest.mark.parametrize(
    ("facts", "where", "code", "way_out"),
    [
        ({"annual_revenue": {2024: 8200.5}}, "annual_revenue.2024", "value.float", '"8200万元"'),
        ({"annual_revenue": {2024: 8200}}, "annual_revenue.2024", "money.no_unit", "8200元 or 8200万元"),
        ({"annual_revenue": {2024: [1]}}, "annual_revenue.2024", "value.money", "one amount"),
        ({"annual_revenue": {24: "1元"}}, "annual_revenue.24", "period.year", "four digits"),
        ({"loans": [{"name": "a"}, {"name": "b", "loan_rate": 0.3}]}, "loans.2.loan_rate", "value.float", "30%"),
        ({"loans": [{"name": "a", "loan_rate": Fraction(1, 3)}]}, "loans.1.loan_rate", "value.fraction", "Decimal"),
        ({"sector": {"sensrs"}}, "sector", "choice.unknown", "sensors"),
        ({None: 1}, "None", "profile.unknown", "spelling"),
        ({"employees": {2024: 12.0}}, "employees.2024", "value.float", "as text"),
        ({"received": [{"award": ["x"], "amount": "5元", "year": 2023}]}, "received.1.award", "text.shape", "one text"),
    ],
)
def test_python_objects_are_told_by_their_path(facts: dict[Any, Any], where: str, code: str, way_out: str) -> None:
    with pytest.raises(Faults) as caught:
        BOOK.assess({"year": 2024} | facts)
    assert f"profile: {NUMBERS[code]} {where}: " in str(caught.value)
    assert way_out in str(caught.value)


def test_python_numbers_that_are_exact_are_read() -> None:
    facts = {"loans": [{"name": 1, "loan_rate": Decimal("0.032"), "drawn_on": datetime.date(2024, 1, 1)}]}
    sets = {"sector": {"sensors", "other"}, "employees": {2024: 5}, "annual_revenue": {2024: "5元"}}
    assert BOOK.assess({"year": 2024} | facts | sets).to_dict()["year"] == 2024
    orders = [("sensors", "other"), ["sensors", "other"], {"sensors", "other"}]
    assert len({json.dumps(BOOK.assess({"year": 2024, "sector": o}).to_dict()["total"]) for o in orders}) == 1
