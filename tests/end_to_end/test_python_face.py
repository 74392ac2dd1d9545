"""The program called from Python: what does not fit is refused like everything else, with its place and a way out."""

import datetime
import os
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
