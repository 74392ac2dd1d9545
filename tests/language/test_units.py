"""Quantities with units, prices, foreign money and awards for each unit, from a rule text to an amount by hand."""

from pathlib import Path
from typing import Any

import pytest

from subsidycalc import load
from subsidycalc.diagnostics import Faults, render
from tests.language.writing import NEW, answer, causes, policy, written

FACTS = """
facts:
  floor: {zh: 租用面积, en: floor space, type: number, unit: ㎡, at_least: 0㎡}
  land: {zh: 用地, en: land, type: number, unit: 亩}
  rented_for: {zh: 租期, en: months rented, type: number, unit: 月}
  machines: {zh: 设备, en: machines, type: whole, unit: 台}
  capital: {zh: 实缴资本, en: paid-in capital, type: money, unit: 美元}
"""


def rules(folder: Path, body: str, *, head: str = "") -> Any:
    return load(written(folder, policy({"m": f"for_each: year\n{body}"}, head=FACTS + head, in_force=NEW)))


def codes(folder: Path, body: str, *, head: str = "") -> set[str]:
    with pytest.raises(Faults) as caught:
        rules(folder, body, head=head)
    assert all(render(d, lang) for d in caught.value.diagnostics for lang in ("zh", "en"))
    return {d.code for d in caught.value.diagnostics}


@pytest.mark.parametrize(
    ("award", "facts", "expected"),
    [
        ("per_unit: {of: floor, price: 2000元 per ㎡}", {"floor": "150㎡"}, "eligible 30万元"),
        ("per_unit: {of: floor, price: 2000元 per 平方米}", {"floor": "0.5万平方米"}, "eligible 1000万元"),
        ("per_unit: {of: floor, price: 2000元 per ㎡}", {"floor": "12.345㎡"}, "eligible 24,690元"),
        ("per_unit: {of: machines, price: 5万元 per 台}", {"machines": "3台"}, "eligible 15万元"),
        (
            "per_unit: {of: [floor, rented_for], price: 30元 per ㎡ and 月}",
            {"floor": "1,000㎡", "rented_for": "12个月"},
            "eligible 36万元",
        ),
        (
            "per_unit: {of: [floor, rented_for], price: 30元 per 月和㎡, units_at_most: [500㎡, 36个月]}",
            {"floor": "1000㎡", "rented_for": "48个月"},
            "eligible 54万元",
        ),
        ("per_unit: {of: floor, price: 30元 per ㎡, units_at_most: 500㎡}", {}, "eligible 0元 to 1.5万元"),
        ("per_unit: {of: floor, price: up to 30元 per ㎡}", {"floor": "100㎡"}, "eligible 0元 to 3,000元"),
        ("per_unit: {of: floor, price: unpublished}", {"floor": "100㎡"}, "eligible 0元 or more"),
        (
            "{per_unit: {of: floor, price: {grade: {by: rank, pays: {a: 30元 per ㎡, b: 20元 per ㎡}}}},"
            " at_most: 2500元 per firm and year}",
            {"floor": "100㎡", "rank": "a"},
            "eligible 2,500元",
        ),
        ("{value: floor × 12元 per ㎡}", {"floor": "1㎡"}, "SC"),
        ("{value: floor × rent}", {"floor": "10㎡"}, "eligible 125元"),
        ("{value: capital × 1% × rate}", {"capital": "200万美元"}, "eligible 141,654元"),
        ("{value: if capital >= 1000万美元 then 5万元 else 1万元}", {"capital": "0.1亿美元"}, "eligible 5万元"),
        ("{value: if floor / 2 > 3000㎡ then 5万元 else 1万元}", {"floor": "6000㎡"}, "eligible 1万元"),
        ("{value: spending × (floor / 4㎡)}", {"floor": "1㎡", "spending": "8元"}, "eligible 2元"),
    ],
)
def test_amounts(tmp_path: Path, award: str, facts: dict[str, Any], expected: str) -> None:
    head = "figures: {rent: 12.5元 per ㎡, rate: 7.0827元 per 美元}"
    body = f"award: {award if award.startswith('{') else '{' + award + '}'}"
    if expected == "SC":
        assert codes(tmp_path, body, head="figures: {rent: 1元 per ㎡}") == {"type.wanted"}
        return
    head = head.partition("\n")[0]
    assert answer(rules(tmp_path, body, head=head), facts) == expected


def test_an_unpublished_price_may_be_assumed_with_its_unit_or_without(tmp_path: Path) -> None:
    book = rules(tmp_path, "award: {per_unit: {of: floor, price: unpublished}}")
    for given in ("20元", "20元 per ㎡"):
        assert answer(book, {"floor": "100㎡"}, assume={"p/m.price": given}) == "eligible 2,000元"
    with pytest.raises(Faults):
        book.assess({"floor": "100㎡"}, year=2024, assume={"p/m.price": "20元 per 亩"})
    assert causes(book, {"floor": "100㎡"}) == {("unpublished", "p/m.price")}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("award: {per_unit: {of: floor, price: 2000元}}", "unit.price"),
        ("award: {per_unit: {of: floor, price: 2000元 per 亩}}", "unit.price"),
        ("award: {per_unit: {of: [floor, land], price: 2000元 per ㎡}}", "unit.price"),
        ("award: {per_unit: {of: staff, price: 2000元 per 人}}", "unit.quantity"),
        ("award: {per_unit: {of: [floor, floor], price: 2000元 per ㎡}}", "unit.quantity"),
        ("award: {per_unit: {of: floor, price: 20元 per ㎡, units_at_most: 5亩}}", "unit.limit"),
        ("eligible: floor > 3000\naward: 1元", "unit.none"),
        ("eligible: floor > land\naward: 1元", "type.apart"),
        ("eligible: spending > 3000美元\naward: 1元", "type.apart"),
        ("award: floor × land", "unit.times"),
        ("award: spending × floor", "unit.times"),
        ("award: spending / floor", "unit.divides"),
        ("award: floor", "type.wanted"),
    ],
)
def test_what_does_not_go_together(tmp_path: Path, body: str, code: str) -> None:
    assert codes(tmp_path, body) == {code}


@pytest.mark.parametrize(
    ("fact", "code"),
    [("{type: number, unit: 尺}", "unit.unknown"), ("{type: number, unit: 美元}", "unit.type"),
     ("{type: money, unit: ㎡}", "unit.type"), ("{type: whole, unit: ㎡}", "unit.type")],
)  # fmt: skip
def test_declarations(tmp_path: Path, fact: str, code: str) -> None:
    assert codes(tmp_path, "award: 1元", head=f"  x: {fact}\n") >= {code}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"floor": "3000"}, "unit.none"),
        ({"floor": 3000}, "unit.none"),
        ({"floor": "3亩"}, "unit.other"),
        ({"machines": "2.5台"}, "number.whole"),
        ({"spending": "3美元"}, "money.foreign"),
        ({"capital": "3万元"}, "unit.other"),
        ({"floor": 1.5}, "value.float"),
        ({"floor": None, "machines": [1]}, "value.one"),
    ],
)
def test_profiles(tmp_path: Path, facts: dict[str, Any], code: str) -> None:
    book = rules(tmp_path, "award: 1元")
    with pytest.raises(Faults) as caught:
        book.assess({k: v for k, v in facts.items() if v is not None}, year=2024)
    assert code in {d.code for d in caught.value.diagnostics} or code == "value.one"


def test_a_bare_zero_and_a_range_are_read(tmp_path: Path) -> None:
    book = rules(tmp_path, "award: {per_unit: {of: floor, price: 10元 per ㎡}}")
    assert answer(book, {"floor": 0}) == "eligible 0元"
    assert answer(book, {"floor": "100㎡ to 200㎡"}) == "eligible 1,000元 to 2,000元"


def test_steps_show_units(tmp_path: Path) -> None:
    book = rules(tmp_path, "award: {per_unit: {of: floor, price: 10元 per ㎡}}")
    data = book.assess({"floor": "100㎡"}, year=2024).to_dict(lang="zh")
    steps = {s["word"]: (s["step"], s["low"], s["unit"]) for s in data["awards"][0]["computation"]}
    assert steps["price"] == ("单价（每㎡）", "10.00", "yuan")
    assert steps["quantity"] == ("租用面积", "100", "m2")


def test_the_kinds_of_quantities_that_do_not_fit_are_named_in_words(tmp_path: Path) -> None:
    with pytest.raises(Faults) as caught:
        rules(tmp_path, "award: {per_unit: {of: [floor, staff], price: 3元 per ㎡}}")
    assert "面积（㎡）、整数" in render(caught.value.diagnostics[0], "zh")
    assert "an area in m² (㎡), a whole number" in render(caught.value.diagnostics[0], "en")
