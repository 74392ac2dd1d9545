"""A change is called equal only where it is: each way of showing it, where it applies and where it must not.

Every rule file here is also tried on all firms of a grid around its bounds: what was called equal differs for none.
"""

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from subsidycalc import RuleBook
from subsidycalc.answers.plan import STATUS
from subsidycalc.diagnostics import Faults
from subsidycalc.testing.editing import Sheet
from subsidycalc.testing.files import files_of
from subsidycalc.testing.mutation.equal import SAME, SAME_FOR_KNOWN, SAME_VALUES, alike_for_known, how_equal
from subsidycalc.testing.mutation.mutants import Mutants
from tests.language.writing import loaded
from tests.testing.mutation.stock import text

MONEY = ["0元", "1分", "99.99元", "100元", "100.01元", "110元", "199.99元", "200元", "200.01元", "1000元", "1亿元"]
YES_NO = ["yes", "no"]
RANKS = ["a", "b", "c"]
TIERS = "award: {tiers: {of: spending, bounds: reached, tiers: {100元: 1元, 1000元: 2元}}}"


class Example(NamedTuple):
    """A measure; changes that are equal, and how that is shown; changes that are not; firms to try it on."""

    body: str
    equal: Mapping[str, str]
    apart: tuple[str, ...]
    grid: Mapping[str, list[str]]
    head: str = ""


EXAMPLES = {
    "a figure that nothing uses": Example(
        "award: used",
        {"7元 → 7.01元": SAME, "7元 → 6.3元": SAME},
        ("5元 → 5.01元", "5元 → 4.5元"),
        {},
        "figures: {used: 5元, idle: 7元}",
    ),
    "a condition that declared bounds settle": Example(
        "eligible: [spending >= 0元, certified]\naward: 5元",
        {"spending >= 0元 → –": SAME_VALUES},
        ("certified → –", "spending >= 0元 → spending > 0元", "0元 → 0.01元"),
        {"spending": MONEY, "certified": YES_NO},
    ),
    "a fact that may fall below zero": Example(
        "eligible: [profit >= 0元, certified]\naward: 5元",
        {},
        ("profit >= 0元 → –", "profit >= 0元 → profit > 0元"),
        {"profit": ["-1分", *MONEY], "certified": YES_NO},
    ),
    "a rate is at most all": Example(
        "eligible: [share_held <= 100%, certified]\naward: 5元",
        {"share_held <= 100% → –": SAME_VALUES, "100% → 100.01%": SAME_VALUES, "100% → 110%": SAME_VALUES},
        ("100% → 99.99%", "share_held <= 100% → share_held < 100%"),
        {"share_held": ["0%", "99.99%", "99.995%", "100%"], "certified": YES_NO},
    ),
    "whole numbers said in two ways": Example(
        "eligible: staff < 10 and staff <= 9\naward: 5元",
        {"staff < 10 → –": SAME_VALUES, "staff <= 9 → –": SAME_VALUES, "10 → 11": SAME_FOR_KNOWN},
        ("9 → 8", "10 → 9"),
        {"staff": ["0", "7", "8", "9", "10", "11", "12"]},
    ),
    "rates are not whole": Example(
        "eligible: share_held < 10% and share_held <= 9.99%\naward: 5元",
        {"share_held < 10% → –": SAME_FOR_KNOWN, "10% → 9.99%": "", "10% → 11%": SAME_FOR_KNOWN},
        ("share_held <= 9.99% → –", "10% → 9%"),
        {"share_held": ["0%", "9%", "9.98%", "9.99%", "9.995%", "10%", "10.5%", "11%"]},
    ),
    "a row that the one before it takes": Example(
        "award: {table: [{when: 100元 <= spending < 200元, pays: 1元}, {when: spending >= 200元, pays: 2元}, "
        "{otherwise: nothing}]}",
        {"200元 → 180元": SAME_FOR_KNOWN},
        ("spending >= 200元 → spending > 200元", "200元 → 200.01元", "200元 → 220元", "100元 → 99.99元"),
        {"spending": [*MONEY, "180元", "179.99元", "219.99元"]},
    ),
    "a bound below what is asked for anyway": Example(
        f"eligible: spending >= 200元\n{TIERS}",
        {"100元 → 100.01元": SAME_FOR_KNOWN, "100元 → 90元": SAME_FOR_KNOWN, "100元 → 110元": SAME_FOR_KNOWN},
        ("1000元 → 1000.01元", "200元 → 199.99元", "spending >= 200元 → –", "reached → exceeded"),
        {"spending": MONEY},
    ),
    "a bound that other firms reach": Example(
        f"eligible: spending >= 99.99元\n{TIERS}",
        {"99.99元 → 100元": SAME_FOR_KNOWN, "spending >= 99.99元 → –": SAME_FOR_KNOWN},
        ("100元 → 100.01元", "100元 → 99.99元", "reached → exceeded"),
        {"spending": MONEY},
    ),
    "a cap that cannot be reached": Example(
        "eligible: spending <= 200元\naward: {share: {of: spending, rate: 10%}, at_most: 30元}",
        {"30元 → 30.01元": SAME_FOR_KNOWN, "30元 → 27元": SAME_FOR_KNOWN, "30元 → –": SAME_FOR_KNOWN},
        ("10% → 10.01%", "200元 → 220元"),
        {"spending": MONEY},
    ),
    "a cap that is just reached": Example(
        "eligible: spending <= 300元\naward: {share: {of: spending, rate: 10%}, at_most: 30元}",
        {"30元 → 30.01元": SAME_FOR_KNOWN, "30元 → –": SAME_FOR_KNOWN},
        ("30元 → 29.99元", "30元 → 27元"),
        {"spending": [*MONEY, "299.99元", "300元"]},
    ),
    "a floor and a sum": Example(
        "award: {sum: [{share: {of: spending, rate: 10%}, at_most: 10元}, 5元], at_least: 4元}",
        {"4元 → 4.01元": SAME_FOR_KNOWN, "4元 → 3.6元": SAME_FOR_KNOWN, "4元 → –": SAME_FOR_KNOWN},
        ("5元 → 5.01元", "10元 → 10.01元", "5元 → –"),
        {"spending": MONEY},
    ),
    "what is rounded away": Example(
        "award: {value: 105元, rounding: {to: 元, way: down}}",
        {"105元 → 105.01元": SAME_FOR_KNOWN},
        ("105元 → 104.99元", "105元 → 115.5元"),
        {},
    ),
    "a figure that is only compared": Example(
        "eligible: height >= 15%\naward: 5元",
        {"100% → 110%": SAME_FOR_KNOWN, "0% → 0.01%": SAME_FOR_KNOWN},
        ("15% → 15.01%", "certified → –"),
        {"certified": YES_NO, "listed": YES_NO, "spending": ["0元", "1分"], "share_held": ["14.99%", "15%", "15.005%"]},
        "define: {height: if certified and spending > 0元 then share_held else (if listed then 100% else 0%)}",
    ),
    "a choice that another condition covers": Example(
        "eligible: {any: ['rank in [a, b]', rank = b, certified]}\naward: 5元",
        {"rank = b → –": SAME_FOR_KNOWN},
        ("rank in [a, b] → –", "certified → –"),
        {"rank": RANKS, "certified": YES_NO},
    ),
    "a choice of which nothing is left": Example(
        "eligible: ['rank in [a, b]']\naward: {table: [{when: rank = a, pays: 1元}, "
        "{when: [rank = b, certified], pays: 2元}, "
        "{when: 'not rank in [a, b]', pays: 3元}, {otherwise: nothing}]}",
        {"{when: not rank in [a, b], pays: 3元} → –": SAME_FOR_KNOWN, "3元 → 3.01元": SAME_FOR_KNOWN},
        ("certified → –", "{when: rank = a, pays: 1元} → –", "[rank in [a, b]] → –"),
        {"rank": RANKS, "certified": YES_NO},
    ),
    "a condition that stands twice": Example(
        "eligible: [certified, 'certified and spending > 100元']\naward: 5元",
        {"certified → –": SAME_VALUES},
        ("spending > 100元 → –", "100元 → 100.01元"),
        {"certified": YES_NO, "spending": MONEY},
    ),
    "days may be never": Example(
        "eligible: ['opened_on >= 2020-01-01 or opened_on < 2020-01-01', certified]\naward: 5元",
        {},
        ("opened_on >= 2020-01-01 or opened_on < 2020-01-01 → –", "opened_on >= 2020-01-01 → –"),
        {"opened_on": ["never", "2019-12-31", "2020-01-01", "2020-01-02"], "certified": YES_NO},
    ),
    "every number lies on one side": Example(
        "eligible: ['spending >= 100元 or spending < 100元', certified]\naward: 5元",
        {"spending >= 100元 or spending < 100元 → –": SAME_FOR_KNOWN, "spending >= 100元 → –": ""},
        ("certified → –", "spending < 100元 → –"),
        {"spending": MONEY, "certified": YES_NO},
    ),
    "what is divided by may be zero": Example(
        "eligible: ['spending / outside >= 2 or spending / outside < 2', certified]\naward: 5元",
        {},
        ("certified → –", "spending / outside >= 2 or spending / outside < 2 → –"),
        {"spending": ["0元", "100元", "200元"], "outside": ["0元", "100元"], "certified": YES_NO},
    ),
    "two sizes compared with one another": Example(
        "eligible: [spending > outside, spending >= outside]\naward: 5元",
        {"spending >= outside → –": SAME_FOR_KNOWN, "spending >= outside → spending > outside": SAME_FOR_KNOWN},
        ("spending > outside → –", "spending > outside → spending >= outside"),
        {"spending": MONEY, "outside": MONEY},
    ),
    "a tier that sees itself": Example(
        "award: {tiers: {of: spending, bounds: reached, "
        "tiers: {100元: {share: {of: spending, rate: 10%}, at_least: 5元}, 200元: 50元}}}",
        {"5元 → 5.01元": SAME_FOR_KNOWN, "5元 → –": SAME_FOR_KNOWN},
        ("10% → 10.01%", "100元 → 99.99元", "200元 → 200.01元"),
        {"spending": [*MONEY, "100.05元", "150元"]},
    ),
    "readings": Example(
        "award: {tiers: {of: spending, bounds: {reading: how}, tiers: {100元: 1元}}, "
        "at_most: {reading: whose, x: 2元 per firm, y: 1元 per firm}}",
        {"2元 → 2.01元": SAME_FOR_KNOWN, "1元 → 1.1元": ""},
        ("reached → exceeded", "exceeded → reached", "100元 → 100.01元"),
        {"spending": MONEY},
        "readings: {how: {asks: '?', options: [reached, exceeded]}, whose: {asks: '?', options: [x, y]}}",
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_shown_equal(name: str, tmp_path: Path) -> None:
    example = EXAMPLES[name]
    before = loaded(tmp_path, text(example.body, head=example.head))
    files = files_of(before)
    sheet = Sheet(files, "p/policy.yaml")
    firms = [dict(zip(example.grid, values, strict=True)) for values in product(*example.grid.values())]
    answers = [answer(before, firm) for firm in firms]
    found: dict[str, list[str]] = {}
    for mutant in Mutants(sheet, set()).all():
        try:
            after = files.replaced(sheet.name, mutant.text).load()
        except Faults:
            continue
        how = how_equal(before.book, after.book, "p")
        if how is None:
            how = SAME_FOR_KNOWN if alike_for_known(before.book, after.book, "p") else ""
        differs = [firm for firm, known in zip(firms, answers, strict=True) if answer(after, firm) != known]
        if how:
            assert not differs, (mutant.old, mutant.new, differs[:1])
        found.setdefault(f"{mutant.old} → {mutant.new}", []).append(how)
    for change, how in example.equal.items():
        assert how in found[change], (change, how, found[change])
    for change in example.apart:
        assert "" in found[change], change


def answer(rules: RuleBook, firm: Mapping[str, str]) -> object:
    """What a firm that knows all its facts is told, under every reading."""
    rest = {"spending": "0元", "certified": "no", "listed": "no", "share_held": "0%", "outside": "0元", "profit": "0元"}
    readings = [(name, tuple(decl.options)) for name, decl in rules.book.policies["p"].readings.items()]
    told = []
    for chosen in product(*(options for _, options in readings)):
        taken = dict(zip([name for name, _ in readings], chosen, strict=True))
        found = rules.assess({"year": 2024, **rest, **firm}, readings=taken)
        (award,) = found.results
        told.append((STATUS[award.status], award.low, award.high))
    return told


@pytest.mark.parametrize("fact", ["spending: -1分", "share_held: 100.01%", "staff: -1"])
def test_no_profile_says_what_declared_bounds_exclude(fact: str, tmp_path: Path) -> None:
    name, value = fact.split(": ")
    with pytest.raises(Faults):
        loaded(tmp_path, text("award: 5元")).assess({"year": 2024, name: value})


def test_each_way_of_showing_it_occurs() -> None:
    assert {how for example in EXAMPLES.values() for how in example.equal.values() if how} == {
        SAME,
        SAME_VALUES,
        SAME_FOR_KNOWN,
    }


JOINT = "for_each: projects\njointly_with: loans\nwhere: {where}\naward: 5元"


@pytest.mark.parametrize(
    ("where", "how"),
    [
        ("any(principal > 0元 over loans)", SAME_VALUES),
        ("[any(principal > 0元 over loans) and national]", SAME_VALUES),
        ("count(loans where principal > 0元) >= 0", None),
        ("national", None),
        ("any(principal > 0元 over loans) or national", None),
    ],
)
def test_that_there_is_a_record_follows_where_one_must_be_special(where: str, how: str | None, tmp_path: Path) -> None:
    before = loaded(tmp_path, text(JOINT.format(where=where)))
    files = files_of(before)
    sheet = Sheet(files, "p/policy.yaml")
    (mutant,) = [m for m in Mutants(sheet, set()).all() if m.where == "measures.m.jointly_with"]
    after = files.replaced(sheet.name, mutant.text).load()
    assert how_equal(before.book, after.book, "p") == how


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        ("staff > 4.5", "staff >= 4.5", SAME_VALUES),
        ("staff > 4.5", "staff >= 5", SAME_VALUES),
        ("staff > 4.5", "staff >= 5.5", None),
        ("staff < 4.5", "staff <= 4", SAME_VALUES),
        ("staff < 4.5", "staff <= 3.5", None),
        ("staff > 5", "staff >= 6", SAME_VALUES),
        ("staff < 5", "staff <= 5", None),
    ],
)
def test_whole_numbers_beside_a_bound_that_is_none(before: str, after: str, how: str | None, tmp_path: Path) -> None:
    books = [loaded(tmp_path / str(i), text(f"eligible: {x}\naward: 5元")) for i, x in enumerate((before, after))]
    assert how_equal(books[0].book, books[1].book, "p") == how
    told = [[answer(book, {"staff": str(n)}) for n in range(8)] for book in books]
    assert (told[0] == told[1]) == (how is not None)


@pytest.mark.parametrize(
    ("first", "second", "equal"),
    [
        ("spending < 100元", "spending >= 100元", True),
        ("spending <= 100元", "spending >= 100元", False),
        ("certified", "spending >= 100元", False),
    ],
)
def test_rows_that_exclude_one_another_may_stand_either_way(
    first: str, second: str, equal: bool, tmp_path: Path
) -> None:
    table = f"[{{when: {first}, pays: 1元}}, {{when: {second}, pays: 2元}}, {{otherwise: nothing}}]"
    before = loaded(tmp_path, text(f"award: {{table: {table}}}"))
    files = files_of(before)
    sheet = Sheet(files, "p/policy.yaml")
    (mutant,) = [m for m in Mutants(sheet, set()).all() if m.new == "↓"]
    after = files.replaced(sheet.name, mutant.text).load()
    assert alike_for_known(before.book, after.book, "p") == equal
    firms = [{"spending": x, "certified": y} for x in MONEY for y in YES_NO]
    assert ([answer(before, f) for f in firms] == [answer(after, f) for f in firms]) == equal
