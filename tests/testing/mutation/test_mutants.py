"""Every kind of change occurs, once for each place, and says where it was made."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from subsidycalc.testing.editing import Sheet
from subsidycalc.testing.files import RuleFiles
from subsidycalc.testing.mutation.mutants import Mutant, Mutants, thresholds_of
from tests.language.writing import VOCABULARY, loaded
from tests.testing.mutation.stock import text

POLICY = """\
# changed
language: 1
policy: p
title: {zh: 示例5万元, en: example of 5万元}
in_force: {from: 2020-01-01, until: unpublished}
documents: {notice: {title: 通知, date: 2020-01-01}}
rounding: {to: 元, way: down}
facts:
  fresh: {zh: 新企业, en: fresh, type: yes/no, defined: spending <= 3元}
  number: {zh: 编号, en: number, type: whole, at_least: 7}
figures:
  bound: {title: {zh: 门槛, en: the bound of 5万元}, value: 5万元, source: notice}
  source: {dated: {2021-01-01: 40%, 2022-01-01: 50%}}
  window: {from: 2021-01-01, to: 2030-12-31}
readings:
  how: {asks: "Reached?", options: {reached: a, exceeded: b}}
define:
  spends: "spending >= bound and (certified or listed)"
  both:
    - certified
    - listed
eligible: spends
measures:
  grant:
    title: {zh: 补助9元, en: grant of 9元}
    for_each: projects
    in_force: {from: 2021-03-01}
    counts: {of: started_on, from: 2021-05-01, to: 2021-05-31}
    where:
      - started_on in window
      - >-
        cost > 1元
        and cost < 1亿元
    award:
      share: {of: cost, rate: source}
      base_less: 2元
      plus: [{points: 1个百分点, when: national}, {points: 2个百分点, when: [national, both]}]
      at_most: [30元 per project, 60元 per firm and year]
    count_at_most: 2 per firm
    also_requires: [{zh: 满3年。, en: 3 years.}]
  tiered:
    requires: grant
    applicant: firm
    eligible: {any: [certified, {all: [listed, fresh]}]}
    award:
      tiers:
        of: spending
        bounds: {reading: how}
        tiers: {bound: 10元, 8万元: 20元}
        then_each: {step: 4元, pays: 1元}
      rounding: {to: 角}
  reading:
    award:
      table:
        - {when: spending > 6元, pays: 11元}
        - {otherwise: {sum: [12元, {bracket: {of: spending, bounds: exceeded, rates: {13元: 14%}}}]}}
combine:
  - elect_one: {of: [grant, tiered], per: firm}
  - joint_cap: {of: [tiered, reading], at_most: 70元, per: firm}
cases:
  - {name: 5元, year: 2024, facts: {spending: 15元}, expect: {tiered: ineligible}}
"""


def changes(text: str, thresholds: set[str] | None = None) -> list[Mutant]:
    files = RuleFiles({"vocabulary/facts.yaml": VOCABULARY, "p/policy.yaml": text})
    return list(Mutants(Sheet(files, "p/policy.yaml"), thresholds or set()).all())


FOUND = changes(POLICY, {"bound"})
LINES = POLICY.split("\n")


def line_of(part: str) -> int:
    (found,) = [number for number, line in enumerate(LINES, 1) if part in line]
    return found


TURNED = {
    "spending >= bound → spending > bound": "spends:",
    "spending <= 3元 → spending < 3元": "fresh:",
    "cost > 1元 → cost >= 1元": "cost > 1元",
    "cost < 1亿元 → cost <= 1亿元": "cost < 1亿元",
    "spending > 6元 → spending >= 6元": "spending > 6元",
    "reached → exceeded": "bounds: {reading",
    "exceeded → reached": "bounds: {reading",
}
NUDGED = {
    "threshold": [
        "2020-01-01",
        "3元",
        "5万元",
        "2021-01-01",
        "2022-01-01",
        "2030-12-31",
        "2021-03-01",
        "2021-05-01",
        "2021-05-31",
        "1元",
        "1亿元",
        "8万元",
        "6元",
        "13元",
    ],
    "rate": ["40%", "50%", "1个百分点", "2个百分点", "14%"],
    "money": ["2元", "30元", "60元", "10元", "20元", "4元", "1元", "11元", "12元", "70元"],
    "count": ["2"],
}
LEFT_OUT = {
    "limit": {
        "{to: 元, way: down}": "rounding: {to: 元",
        "{from: 2021-03-01}": "2021-03-01",
        "{of: started_on, from: 2021-05-01, to: 2021-05-31}": "counts:",
        "2元": "base_less",
        "{points: 1个百分点, when: national}": "plus:",
        "{points: 2个百分点, when: [national, both]}": "plus:",
        "30元 per project": "at_most: [30元",
        "60元 per firm and year": "at_most: [30元",
        "2 per firm": "count_at_most",
        "{step: 4元, pays: 1元}": "then_each",
        "{to: 角}": "{to: 角}",
    },
    "clause": {
        "grant": "requires: grant",
        "{elect_one: {of: [grant, tiered], per: firm}}": "elect_one",
        "{joint_cap: {of: [tiered, reading], at_most: 70元, per:": "joint_cap",
    },
    "row": {
        "{when: spending > 6元, pays: 11元}": "spending > 6元",
        "bound: 10元": "tiers: {bound",
        "8万元: 20元": "tiers: {bound",
        "12元": "otherwise",
        "{bracket: {of: spending, bounds: exceeded, rates: {13元: 14%": "otherwise",
    },
}
CONDITIONS = {
    "spends": "eligible: spends",
    "spending >= bound": "spends:",
    "(certified or listed)": "spends:",
    "started_on in window": "started_on in window",
    "cost > 1元 and cost < 1亿元": "cost > 1元",
    "cost > 1元": "cost > 1元",
    "cost < 1亿元": "cost < 1亿元",
    "{all: [listed, fresh]}": "all: [listed",
    "fresh": "all: [listed",
}


@pytest.mark.parametrize("change", TURNED)
def test_every_comparison_is_turned(change: str) -> None:
    found = [m for m in FOUND if f"{m.old} → {m.new}" == change]
    assert {m.kind for m in found} == {"comparison"}
    assert line_of(TURNED[change]) in [m.line for m in found]


def test_nothing_else_is_turned() -> None:
    told = {f"{m.old} → {m.new}" for m in FOUND if m.kind == "comparison"}
    assert told == {*TURNED}


@pytest.mark.parametrize("kind", NUDGED)
def test_every_figure_is_moved(kind: str) -> None:
    found = {m.old for m in FOUND if m.kind == kind and m.new != "–"}
    assert found == {*NUDGED[kind]}


def test_a_figure_is_moved_on_its_own_line() -> None:
    for mutant in FOUND:
        if mutant.new != "–" and mutant.old not in ("reached", "exceeded"):
            assert mutant.old in LINES[mutant.line - 1], mutant[:5]


def test_the_text_has_the_change_and_no_other() -> None:
    for mutant in FOUND:
        changed = [line for line in mutant.text.split("\n") if line not in LINES]
        if mutant.text.startswith("# changed") and mutant.new != "–":
            assert len(changed) == 1, mutant[:5]
            assert mutant.new in changed[0], mutant[:5]


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_everything_is_left_out(kind: str) -> None:
    found = {(m.old.removesuffix(" …"), m.line) for m in FOUND if m.kind == kind and m.new == "–"}
    wanted = {(old, line_of(part)) for old, part in LEFT_OUT[kind].items()}
    assert {(old[:50], line) for old, line in found} == {(old[:50], line) for old, line in wanted}


@pytest.mark.parametrize("old", CONDITIONS)
def test_every_condition_is_left_out(old: str) -> None:
    found = [m for m in FOUND if m.kind == "condition" and m.old == old]
    assert line_of(CONDITIONS[old]) in [m.line for m in found]
    assert {m.new for m in found} == {"–"}


def test_sentences_names_and_cases_are_left_alone() -> None:
    said = {
        line_of(part) for part in ("title: {zh: 示例5万元", "documents:", "补助9元", "满3年", "number:", "name: 5元")
    }
    assert not said & {m.line for m in FOUND}


def test_changes_come_in_the_order_of_the_file_and_each_once() -> None:
    assert [m.line for m in FOUND] == sorted(m.line for m in FOUND)
    texts = [m.text for m in FOUND]
    twice = {m.old for m in FOUND if texts.count(m.text) > 1}
    assert twice <= {"cost > 1元 and cost < 1亿元"}
    assert changes(POLICY, {"bound"}) == FOUND


USED: Mapping[str, str] = {
    "eligible: spending >= used\naward: 5元": "threshold",
    "eligible: {any: [certified, spending + 1元 < used]}\naward: 5元": "threshold",
    "award: {tiers: {of: spending, bounds: reached, tiers: {used: 5元}}}": "threshold",
    "award: {share: {of: spending, rate: 10%}, at_most: used}": "money",
    "award: used": "money",
}


@pytest.mark.parametrize("body", USED)
def test_a_figure_is_a_threshold_where_something_is_compared_with_it(body: str, tmp_path: Path) -> None:
    made = text(body, head="figures: {used: 7元}")
    book = loaded(tmp_path, made).book
    (measure,) = book.measures()
    trees = [*(c.node for c in measure.conditions), measure.variants[0].amount]
    kinds = {m.kind for m in changes(made, thresholds_of("p", trees)) if m.old == "7元"}
    assert kinds == {USED[body]}


ROWS = """\
measures:
  m:
    for_each: projects
    where: family in [red, blue] and cost > 1元
    award:
      table:
        - {when: "family in [red]", pays: 1元}
        - {when: cost > 5元, pays: {grade: {by: rank, pays: {a: 2元, b: 3元}}}}
        - {when: national, pays: 4元}
        - {otherwise: nothing}
"""


def rows(kind: str, new: str) -> list[tuple[str, int]]:
    """What was changed so in those rules, with its line in them."""
    head = "language: 1\npolicy: p\nin_force: {from: 2020-01-01, until: unpublished}\n"
    found = [m for m in changes(head + ROWS) if (m.kind, m.new) == (kind, new)]
    return [(m.old, m.line - head.count("\n")) for m in found]


def test_an_option_of_a_list_of_several_is_left_out() -> None:
    assert rows("option", "–") == [("red", 4), ("blue", 4)]


def test_a_row_of_a_table_comes_after_the_next_but_not_after_what_holds_otherwise() -> None:
    first, second = ROWS.split("\n")[6:8]
    shown = [line.strip("- ").replace('"', "") for line in (first, second)]
    found = rows("row", "↓")
    assert [line for _, line in found] == [7, 8]
    assert all(text.startswith(old.removesuffix(" …")) for text, (old, _) in zip(shown, found, strict=True))


def test_a_row_of_a_grade_is_left_out() -> None:
    assert {("a: 2元", 8), ("b: 3元", 8)} <= {*rows("row", "–")}


def test_swapped_rows_stand_the_other_way_round() -> None:
    head = "language: 1\npolicy: p\nin_force: {from: 2020-01-01, until: unpublished}\n"
    (mutant, _) = [m for m in changes(head + ROWS) if m.new == "↓"]
    table = Sheet(RuleFiles({"p/policy.yaml": mutant.text}), "p/policy.yaml").source.value(
        ("measures", "m", "award", "table")
    )
    assert [row.get("when") for row in table] == ["cost > 5元", "family in [red]", "national", None]
