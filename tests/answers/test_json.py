"""The JSON form: every one of them validates, in both languages, and stays small."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.answers.schema import assessment_schema
from subsidycalc.language.source import read_file
from subsidycalc.profile.schema import profile_schema
from subsidycalc.rulebook.model import Case

EXAMPLES = Path(__file__).parents[2] / "examples"
ASSUMED = EXAMPLES / "assumptions-other-places.yaml"
PROFILES = sorted(p for p in EXAMPLES.glob("*.yaml") if p.read_text("utf-8").count("\nassumptions:") == 0)
MONEY = re.compile(r"-?\d+\.\d\d")
LANGUAGES = ("zh", "en")


@cache
def book() -> RuleBook:
    return subsidycalc.load()


@cache
def validator() -> Draft202012Validator:
    schema = assessment_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@cache
def profile_validator() -> Draft202012Validator:
    schema = profile_schema(book().book.vocabulary)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def spans(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield data["total"]
    for award in data["awards"]:
        for holder in (award, *award["items"]):
            yield holder
            yield holder["final"]
            yield from (s for s in holder["computation"] if s["unit"] == "yuan")


def sound(data: dict[str, Any], lang: str) -> None:
    validator().validate(json.loads(json.dumps(data)))
    assert data["lang"] == lang
    for span in spans(data):
        for end in (span["low"], span["high"]):
            assert end is None or MONEY.fullmatch(end), span
    touched = {clause["id"].partition("/")[0] for clause in data["combining"]["clauses"]}
    for award in data["awards"]:
        lean = {k: v for k, v in award.items() if k != "items"}
        size = len(json.dumps(lean, ensure_ascii=False, separators=(",", ":")).encode())
        lines = sum(len(award[part]) for part in ("reasons", "causes", "computation", "lost_to"))
        # What several clauses take is as long as they are many.
        most = max(3_000, 1_000 + 250 * lines) if award["policy"] in touched else 3_000
        assert size <= most, f"{award['id']}: {size} bytes, {lines} lines"
        consistent(award, award["policy"] in touched)
    unbounded = [a["id"] for a in data["awards"] if a["final"]["high"] is None]
    assert data["total"]["unbounded"] == unbounded
    assert (data["total"]["high"] is None) == bool(unbounded)


def consistent(award: dict[str, Any], touched: bool) -> None:
    """What the form promises of every award and record."""
    for holder in (award, *award["items"]):
        combined(holder, touched)
        if holder["status"] == "ineligible":
            assert (holder["low"], holder["high"]) == ("0.00", "0.00")
            assert holder["causes"] == []
        if holder["status"] == "undetermined":
            assert holder["low"] == "0.00"
    if award["status"] != "ineligible":
        definite = award["status"] == "eligible" and award["low"] == award["high"]
        assert bool(award["causes"]) == (not definite), f"{award['id']}: a range names its gaps, a figure has none"


def combined(holder: dict[str, Any], touched: bool) -> None:
    """What is kept is the award itself where a policy has no clauses, and never more than the award."""
    own = {"low": holder["low"], "high": holder["high"]}
    possible = {"eligible": True, "ineligible": False, "undetermined": None}[holder["status"]]
    if not touched:
        assert holder["final"] == own
        assert holder["counted"] is possible
        return
    assert holder["counted"] in (possible, None, False)
    assert Decimal(holder["final"]["low"]) <= Decimal(own["low"])
    if own["high"] is not None:
        assert Decimal(holder["final"]["high"]) <= Decimal(own["high"])
    if holder["counted"] is False:
        assert holder["final"] == {"low": "0.00", "high": "0.00"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("assume", [None, ASSUMED], ids=["", "assumed"])
@pytest.mark.parametrize("presume", [False, True], ids=["", "presumed"])
@pytest.mark.parametrize("path", PROFILES, ids=lambda p: p.stem)
def test_examples(path: Path, assume: Path | None, presume: bool, lang: str) -> None:
    sound(book().assess(path, assume=assume, presume=presume).to_dict(lang=lang), lang)


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
def test_cases(lang: str) -> None:
    assert len(book().book.cases) > 50
    for case in book().book.cases:
        sound(book().assess(case.facts, **options(case)).to_dict(lang=lang), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_firm_of_which_hardly_anything_is_known(lang: str) -> None:
    for applicant in ("firm", "institute", "university", "guarantee_institution", "innovation_centre"):
        for year in (2021, 2022, 2024):
            sound(book().assess({"applicant": applicant}, year=year).to_dict(lang=lang), lang)


def test_languages_differ_in_texts_alone() -> None:
    """Money, statuses, causes and ids are the same in either language."""

    def bare(node: Any) -> Any:
        texts = {"text", "actual", "required", "source", "what", "title", "step", "tier", "next", "from", "value"}
        texts |= {"lang", "also_requires", "notices", "low", "high", "titles", "in_force", "label"}
        if isinstance(node, dict):
            return {k: bare(v) for k, v in node.items() if k not in texts or (k in ("low", "high") and _is_money(v))}
        return [bare(x) for x in node] if isinstance(node, list) else node

    def _is_money(value: Any) -> bool:
        return value is None or bool(MONEY.fullmatch(value))

    for path in PROFILES:
        assessment = book().assess(path, assume=ASSUMED)
        assert bare(assessment.to_dict(lang="zh")) == bare(assessment.to_dict(lang="en"))


def test_asking_twice_gives_the_same_and_shares_nothing() -> None:
    assessment = book().assess(PROFILES[0])
    first = assessment.to_dict()
    kept = json.dumps(first)
    first["awards"][0]["reasons"].clear()
    first["awards"][0]["also_requires"].append("x")
    first["rulebook"]["packs"].clear()
    first["policies"][0]["notices"].clear()
    assert json.dumps(assessment.to_dict()) == kept
    assert json.dumps(book().assess(PROFILES[0]).to_dict()) == kept


@pytest.mark.parametrize("change", ["status", "money", "extra", "cause"])
def test_the_schema_is_no_formality(change: str) -> None:
    data = json.loads(json.dumps(book().assess(PROFILES[0]).to_dict()))
    award = data["awards"][0]
    if change == "status":
        award["status"] = "maybe"
    elif change == "money":
        award["low"] = "1.5"
    elif change == "extra":
        award["more"] = 1
    else:
        award["causes"] = [{"cause": "weather", "what": "", "id": ""}]
    assert not validator().is_valid(data)


@pytest.mark.parametrize("path", PROFILES, ids=lambda p: p.stem)
def test_example_profiles_fit_the_schema_of_profiles(path: Path) -> None:
    profile_validator().validate(read_file(path).data)


def test_the_facts_of_the_cases_fit_the_schema_of_profiles() -> None:
    for case in book().book.cases:
        profile_validator().validate(case.facts)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sectors": ["sensors"]},
        {"sector": ["sensor"]},
        {"annual_revenue": "1亿元"},
        {"projects": [{"investment": "1元"}]},
        {"received": [{"award": "x/y", "year": 2024}]},
    ],
)
def test_the_schema_of_profiles_refuses(wrong: dict[str, Any]) -> None:
    assert not profile_validator().is_valid(wrong)
