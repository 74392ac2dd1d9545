"""A result recomputed: what was just written is the same; a changed digit is found."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidycalc import RuleBook
from subsidycalc.answers.schema import AssessmentForm
from subsidycalc.diagnostics import Faults
from subsidycalc.rulebook.model import Case
from subsidycalc.workbench.verify import verify
from tests.end_to_end.running import ASSUMED, GUARANTOR, MAKER
from tests.laws.shipped import random_applicant
from tests.workbench.comparing import book, kept, result, written

SEEDS = st.integers(0, 2**32 - 1)
LANGUAGES = ("zh", "en")


def same(rules: RuleBook, profile: Any, lang: str = "en", **options: Any) -> None:
    found = result(rules, profile, lang=lang, **options)
    AssessmentForm.model_validate(found.data)
    verdict = verify(rules, found)
    assert verdict.same, verdict


def named(given: Mapping[str, str], case: Case) -> dict[str, str]:
    """Names as they are known beyond the policy of the case."""
    return {name if "/" in name else f"{case.policy}/{name}": value for name, value in given.items()}


def options(case: Case) -> dict[str, Any]:
    day = None if case.date is None else date.fromordinal(case.date)
    return {
        "year": case.year,
        "date": day,
        "assume": named(case.assume, case) or None,
        "readings": named(case.readings, case),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("presume", [False, True], ids=["", "presumed"])
@pytest.mark.parametrize("assume", [None, ASSUMED], ids=["", "assumed"])
@pytest.mark.parametrize("path", [MAKER, GUARANTOR])
def test_examples(path: str, assume: str | None, presume: bool, lang: str) -> None:
    same(book(), path, lang, assume=assume, presume=presume)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cases(lang: str) -> None:
    for case in book().book.cases:
        same(book(), case.facts, lang, **options(case))


@given(SEEDS)
def test_any_applicant(seed: int) -> None:
    known = random_applicant(Random(seed), book().book)
    same(book(), known.profile, assume=known.assume, readings=known.readings)


def test_python_data_becomes_what_a_file_would_have() -> None:
    profile = {
        "year": 2024,
        "申请主体": "firm",
        "employees": {2023: 100, "2024": 200},
        "annual_revenue": {2024: "5亿元 to 8亿元"},
        "sector": {"mass_spectrometry", "sensors"},
        "headquarters_enterprise": True,
        "loans": [{"name": 1, "loan_rate": Decimal("0.032"), "drawn_on": date(2024, 1, 2), "loan_amount": None}],
        "received": [],
    }
    same(book(), profile)
    assert result(book(), profile).data["inputs"]["profile"] == {
        "year": "2024",
        "申请主体": "firm",
        "employees": {"2023": "100", "2024": "200"},
        "annual_revenue": {"2024": "5亿元 to 8亿元"},
        "sector": ["mass_spectrometry", "sensors"],
        "headquarters_enterprise": "yes",
        "loans": [{"name": "1", "loan_rate": "0.032", "drawn_on": "2024-01-02", "loan_amount": None}],
        "received": [],
    }


def test_the_applicant_may_be_called_by_its_label() -> None:
    for word in ("applicant", "申请主体"):
        data = book().assess({"year": 2024, word: "担保或再担保机构"}).to_dict()
        assert data["applicant"] == "guarantee_institution", word


def test_the_inputs_are_those_of_the_call_or_none() -> None:
    profile: dict[str, Any] = {"year": 2024, "employees": {2024: "10"}}
    assessment = book().assess(profile)
    inputs = assessment.to_dict(with_inputs=True)["inputs"]
    assert inputs["profile"] == {"year": "2024", "employees": {"2024": "10"}}
    profile["employees"][2024] = "99"
    with pytest.raises(Faults) as raised:
        assessment.to_dict(with_inputs=True)
    assert [d.code for d in raised.value.diagnostics] == ["profile.changed"]


def test_nothing_of_this_machine_is_told() -> None:
    data = book().assess(MAKER, assume=ASSUMED).to_dict(with_inputs=True)
    assert "/examples" not in json.dumps(data)
    assert "inputs" not in book().assess(MAKER, assume=ASSUMED).to_dict()


@pytest.mark.parametrize("text", ["a\u2028b", "c\x7fd\x85", "𠮷野家", 'q"\\', "\ufeffx"])
def test_signs_that_yaml_takes_otherwise(text: str) -> None:
    from subsidycalc.cli.common import json_text

    data = book().assess({"name": text, "year": 2024}).to_dict(with_inputs=True)
    assert verify(book(), kept(json_text(data))).same


TEXT = written(
    book().assess(MAKER, assume=ASSUMED, readings={"ceiling_of_3000": "firm"}).to_dict(lang="zh", with_inputs=True)
)
DIGITS = [m.start() for m in re.finditer(r"\d", TEXT)]


@given(st.sampled_from(DIGITS), st.integers(1, 9))
def test_a_changed_digit_is_found(position: int, more: int) -> None:
    """Changed anywhere: it is told as a difference, or the file cannot be read any more."""
    from subsidycalc.diagnostics import Faults

    digit = str((int(TEXT[position]) + more) % 10)
    changed = TEXT[:position] + digit + TEXT[position + 1 :]
    try:
        assert not verify(book(), kept(changed)).same
    except Faults as faults:
        assert all(d.place.line for d in faults.diagnostics), faults


def test_differences_have_their_path() -> None:
    data = json.loads(TEXT)
    award = next(a for a in data["awards"] if a["items"])
    award["items"][0]["reasons"][0]["actual"] = "x"
    found = verify(book(), kept(written(data))).differences
    assert [d.path for d in found] == [
        ("awards", award["id"], "items", award["items"][0]["record"], "reasons", 0, "actual")
    ]
    assert found[0].recorded == "x"


def test_other_rules_are_told_apart_from_other_figures() -> None:
    data = json.loads(TEXT)
    data["rulebook"]["packs"][0]["digest"] = "0" * 16
    data["rulebook"]["program"] = "subsidycalc 0.0.1"
    found = verify(book(), kept(written(data)))
    assert found.differences == []
    assert [x.id for x in found.packs] == [data["rulebook"]["packs"][0]["id"]]
    assert found.program is not None
    assert not found.same
