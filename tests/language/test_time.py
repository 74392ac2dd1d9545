"""The three periods: in force, counts, apply; and documents that lapsed."""

from pathlib import Path
from typing import Any

import pytest

from subsidycalc.diagnostics import Faults
from tests.language.writing import NEW, answer, causes, one

YES, NO, OPEN = "eligible 5万元", "ineligible", "undetermined 0元 to 5万元"


@pytest.mark.parametrize(
    ("in_force", "date", "expected"),
    [
        ("{from: 2023-03-01, until: 2024-03-01}", "2023-02-28", NO),
        ("{from: 2023-03-01, until: 2024-03-01}", "2023-03-01", YES),
        ("{from: 2023-03-01, until: 2024-03-01}", "2024-02-29", YES),
        ("{from: 2023-03-01, until: 2024-03-01}", "2024-03-01", NO),
        ("{from: 2023-03-01, to: 2024-03-01}", "2024-03-01", YES),
        ("{from: 2023-03-01, to: 2024-03-01}", "2024-03-02", NO),
        ("{from: 2023-03-01, until: unpublished}", "2099-01-01", YES),
        ("{from: 2023-03-01}", "2099-01-01", YES),
    ],
)
@pytest.mark.parametrize("whose", ["policy", "measure"])
def test_in_force(tmp_path: Path, whose: str, in_force: str, date: str, expected: str) -> None:
    body = "for_each: year\naward: 5万元"
    if whose == "policy":
        rules = one(tmp_path, body, in_force=f"in_force: {in_force}")
    else:
        rules = one(tmp_path, f"in_force: {in_force}\n{body}", in_force="in_force: {from: 2000-01-01}")
    assert answer(rules, {}, date=date) == expected


def test_the_day_is_the_last_of_the_year_unless_given(tmp_path: Path) -> None:
    rules = one(tmp_path, "for_each: year\naward: 5万元", in_force="in_force: {from: 2023-06-01, until: 2024-12-31}")
    assert answer(rules, {}, year=2023) == YES
    assert answer(rules, {}, year=2024) == NO
    assert answer(rules, {}, year=2024, date="2024-12-30") == YES


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2023-02-28", NO), ("2023-03-01", YES), ("2024-02-29", YES), ("2024-03-01", OPEN), ("2030-01-01", OPEN)],
)
def test_a_document_that_lapsed_on_an_unknown_day(tmp_path: Path, date: str, expected: str) -> None:
    rules = one(
        tmp_path,
        "for_each: year\naward: 5万元",
        in_force="in_force: {from: 2023-03-01, until: unpublished}\nlapsed: yes",
    )
    assert answer(rules, {}, date=date) == expected
    if expected == OPEN:
        assert causes(rules, {}, date=date) == {("unpublished", "p/in_force.until")}
        assert answer(rules, {}, date=date, assume={"p/in_force.until": "2024-06-01"}) == (
            YES if date < "2024-06-01" else NO
        )


@pytest.mark.parametrize(
    ("apply", "date", "expected"),
    [
        ("{from: 2024-05-01, to: 2024-05-31}", "2024-04-30", NO),
        ("{from: 2024-05-01, to: 2024-05-31}", "2024-05-31", YES),
        ("{from: 2024-05-01, to: 2024-05-31}", "2024-06-01", NO),
        ("{from: 2024-05-01, until: 2024-05-31}", "2024-05-31", NO),
        ("{from: 2024-05-01, until: unpublished}", "2024-05-01", YES),
        ("{from: 2024-05-01, until: unpublished}", "2024-05-02", OPEN),
        ("{from: 2024-05-01, until: unpublished}", "2024-04-30", NO),
        ("{from: 2024-05-01}", "2030-01-01", YES),
    ],
)
def test_when_applications_are_taken(tmp_path: Path, apply: str, date: str, expected: str) -> None:
    rules = one(tmp_path, f"apply: {apply}\nfor_each: year\naward: 5万元")
    assert answer(rules, {}, date=date) == expected


@pytest.mark.parametrize(
    ("counts", "started", "expected"),
    [
        ("{of: started_on, from: 2024-01-01, to: 2024-06-30}", "2024-01-01", YES),
        ("{of: started_on, from: 2024-01-01, to: 2024-06-30}", "2024-06-30", YES),
        ("{of: started_on, from: 2024-01-01, to: 2024-06-30}", "2024-07-01", NO),
        ("{of: started_on, from: 2024-01-01, to: 2024-06-30}", "2023-12-31", NO),
        ("{of: started_on, from: 2024-01-01, until: unpublished}", "2024-01-01", YES),
        ("{of: started_on, from: 2024-01-01, until: unpublished}", "2024-01-02", OPEN),
        ("{of: started_on, from: 2024-01-01}", "2031-01-01", YES),
        ("{of: started_on, from: 2024-01-01}", "never", NO),
        ("{of: started_on, from: 2024-01-01, to: unpublished}", "2024-01-01", YES),
        ("{of: started_on, from: 2024-01-01, to: unpublished}", "2024-01-02", OPEN),
        ("{of: started_on}", "2024-01-01", YES),
        ("{of: started_on}", "never", NO),
        ("{of: started_on, to: 2024-06-30}", "never", NO),
        ("{of: started_on, to: 2024-06-30}", None, OPEN),
    ],
)
def test_when_the_thing_happened(tmp_path: Path, counts: str, started: str | None, expected: str) -> None:
    rules = one(tmp_path, f"for_each: projects\ncounts: {counts}\naward: 5万元", in_force=NEW)
    assert answer(rules, {"projects": [{"name": "a", "started_on": started}]}) == expected


WINDOW = """
documents: {guide: {title: 申报指南, date: 2024-01-02, grade: text}}
figures:
  window: {from: 2024-01-01, %s, title: {zh: 流片期, en: tape-out time}, source: guide, clause: 第三条, grade: report}
"""


def test_a_window_names_its_source(tmp_path: Path) -> None:
    body = 'for_each: projects\nwhere: ["started_on in window"]\naward: 5万元'
    rules = one(tmp_path, body, head=WINDOW % "to: 2024-03-31", in_force=NEW)
    figure = rules.book.policies["p"].figures["p/window"]
    assert figure.title == {"zh": "流片期", "en": "tape-out time"}
    assert figure.source is not None
    assert (figure.source.clause, figure.source.grade) == ("第三条", "report")
    facts = {"projects": [{"name": "a", "started_on": "2024-04-01"}]}
    shown = rules.assess(facts, year=2024).to_dict(lang="zh")["awards"][0]["items"][0]["reasons"]
    assert [r["source"] for r in shown if r["text"].startswith("开始日")] == ["申报指南（2024-01-02），第三条"] * 2


@pytest.mark.parametrize("end", ["to", "until"])
def test_an_end_that_is_not_published_goes_by_the_title_of_its_window(tmp_path: Path, end: str) -> None:
    body = 'for_each: projects\nwhere: ["started_on in window"]\naward: 5万元'
    rules = one(tmp_path, body, head=WINDOW % f"{end}: unpublished", in_force=NEW)
    facts = {"projects": [{"name": "a", "started_on": "2024-04-01"}]}
    causes = rules.assess(facts, year=2024).to_dict(lang="zh")["awards"][0]["causes"]
    assert [(c["id"], c["what"]) for c in causes] == [(f"p/window.{end}", "流片期：期限的终点")]


def test_a_window_with_an_unknown_document_or_grade_does_not_load(tmp_path: Path) -> None:
    for wrong, code in (("source: other", "document.unknown"), ("source: guide, grade: sure", "word.unknown")):
        head = WINDOW.replace("source: guide, clause: 第三条, grade: report", wrong) % "to: 2024-03-31"
        with pytest.raises(Faults) as caught:
            one(tmp_path, "award: 5万元", head=head)
        assert code in [d.code for d in caught.value.diagnostics]


def test_windows_far_apart_do_not_disturb_each_other(tmp_path: Path) -> None:
    body = """
for_each: [projects, year]
in_force: {from: 2023-01-01, to: 2024-12-31}
apply: {from: 2024-03-01, to: 2024-03-31}
counts: {of: started_on, from: 2022-01-01, until: 2023-01-01}
award: 5万元
"""
    rules = one(tmp_path, body)
    facts: dict[str, Any] = {"projects": [{"name": "a", "started_on": "2022-12-31"}]}
    assert answer(rules, facts, date="2024-03-31") == YES
    assert answer(rules, facts, date="2024-04-01") == NO
    assert answer(rules, {"projects": [{"name": "a", "started_on": "2023-01-01"}]}, date="2024-03-31") == NO
    reasons = rules.assess(facts, year=2024, date="2024-03-31").to_dict()["awards"][0]["reasons"]
    assert [r["holds"] for r in reasons] == [True, True]


@pytest.mark.parametrize(
    ("in_force", "code"),
    [
        ("{from: 2023-03-01, until: 2023-03-01}", "period.backwards"),
        ("{from: 2023-03-01, to: 2023-03-31, until: 2023-04-01}", "period.two_ends"),
        ("{until: 2023-03-01}", "period.no_start"),
        ("{from: 2023-02-30}", "date.none"),
        ("{from: never}", "date.shape"),
        ("{from: 2023-03-01, until: never}", "date.shape"),
    ],
)
def test_periods_that_do_not_load(tmp_path: Path, in_force: str, code: str) -> None:
    with pytest.raises(Faults) as caught:
        one(tmp_path, "award: 5万元", in_force=f"in_force: {in_force}")
    assert code in [d.code for d in caught.value.diagnostics]
