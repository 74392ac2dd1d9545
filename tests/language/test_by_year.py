"""Values by the year of a project, and scales that go on beyond their last bound."""

from pathlib import Path
from typing import Any

import pytest

from subsidycalc.diagnostics import Faults
from tests.language.writing import NEW, answer, awarding, one

BY_YEAR = "share: {of: spending, rate: {by_year: {since: SINCE, pays: [30%, 25%, 20%]}}}"


@pytest.mark.parametrize(
    ("since", "facts", "expected"),
    [
        ("founded_in", {"founded_in": 2024}, "eligible 30万元"),
        ("founded_in", {"founded_in": 2022}, "eligible 20万元"),
        ("founded_in", {"founded_in": 2021}, "ineligible"),
        ("founded_in", {"founded_in": 2025}, "ineligible"),
        ("founded_in", {}, "undetermined 0元 to 30万元"),
        ("opened_on", {"opened_on": "2023-12-31"}, "eligible 25万元"),
        ("opened_on", {"opened_on": "2024-01-01"}, "eligible 30万元"),
        ("opened_on", {"opened_on": "2021-12-31"}, "ineligible"),
        ("opened_on", {"opened_on": "2022-01-01"}, "eligible 20万元"),
        ("opened_on", {"opened_on": "2025-01-01"}, "ineligible"),
        ("opened_on", {"opened_on": "never"}, "ineligible"),
        ("opened_on", {}, "undetermined 0元 to 30万元"),
    ],
)
def test_by_year(tmp_path: Path, since: str, facts: dict[str, Any], expected: str) -> None:
    rules = awarding(tmp_path, BY_YEAR.replace("SINCE", since))
    assert answer(rules, {"spending": "100万元", **facts}) == expected


def test_since_is_a_year_or_a_day(tmp_path: Path) -> None:
    with pytest.raises(Faults) as caught:
        awarding(tmp_path, BY_YEAR.replace("SINCE", "spending"))
    assert [d.code for d in caught.value.diagnostics] == ["by_year.since"]


TIERS = """
tiers:
  of: spending
  bounds: BOUNDS
  several: SEVERAL
  tiers: {5亿元: 50万元, 10亿元: 100万元, 20亿元: 200万元}
  then_each: {step: 10亿元, pays: 100万元}
"""


@pytest.mark.parametrize(
    ("spending", "bounds", "several", "expected"),
    [
        ("20亿元", "reached", "highest", "eligible 200万元"),
        ("29.9999999999亿元", "reached", "highest", "eligible 200万元"),
        ("30亿元", "reached", "highest", "eligible 300万元"),
        ("30亿元", "exceeded", "highest", "eligible 200万元"),
        ("3000000000.01元", "exceeded", "highest", "eligible 300万元"),
        ("20亿元", "exceeded", "highest", "eligible 100万元"),
        ("59亿元", "reached", "highest", "eligible 500万元"),
        ("59亿元", "reached", "each", "eligible 650万元"),
        ("4亿元", "reached", "each", "ineligible"),
        ("25亿元 to 45亿元", "reached", "highest", "eligible 200万元 to 400万元"),
        ("8亿元 to 45亿元", "reached", "highest", "eligible 50万元 to 400万元"),
    ],
)
def test_tiers_go_on(tmp_path: Path, spending: str, bounds: str, several: str, expected: str) -> None:
    rules = awarding(tmp_path, TIERS.replace("BOUNDS", bounds).replace("SEVERAL", several))
    assert answer(rules, {"spending": spending}) == expected


MILESTONE = """
for_each: year
award:
  milestone:
    of: revenue
    bounds: BOUNDS
    several: SEVERAL
    tiers: {5亿元: 50万元, 10亿元: 100万元, 20亿元: 200万元}
    then_each: {step: 10亿元, pays: 100万元}
"""


@pytest.mark.parametrize(
    ("before", "now", "several", "expected"),
    [
        ("4亿元", "6亿元", "highest", "eligible 50万元"),
        ("15亿元", "20亿元", "highest", "eligible 200万元"),
        ("15亿元", "41亿元", "highest", "eligible 400万元"),
        ("15亿元", "41亿元", "each", "eligible 400万元"),
        ("15亿元", "41亿元", "difference", "eligible 300万元"),
        ("25亿元", "29亿元", "highest", "ineligible"),
        ("25亿元", "30亿元", "highest", "eligible 300万元"),
        ("25亿元", "30亿元", "each", "eligible 100万元"),
        ("25亿元", "30亿元", "difference", "eligible 100万元"),
        ("31亿元", "55亿元", "difference", "eligible 200万元"),
        ("31亿元", "55亿元", "each", "eligible 200万元"),
        ("31亿元", "39亿元", "each", "ineligible"),
        ("4亿元", "41亿元", "each", "eligible 550万元"),
        ("4亿元", "41亿元", "difference", "eligible 400万元"),
    ],
)
def test_milestones_go_on(tmp_path: Path, before: str, now: str, several: str, expected: str) -> None:
    rules = one(tmp_path, MILESTONE.replace("BOUNDS", "reached").replace("SEVERAL", several), in_force=NEW)
    facts = {"founded_in": 2023, "revenue": {"2023": before, "2024": now}}
    assert answer(rules, facts) == expected


def test_further_milestones_exceeded(tmp_path: Path) -> None:
    rules = one(tmp_path, MILESTONE.replace("BOUNDS", "exceeded").replace("SEVERAL", "each"), in_force=NEW)
    facts = {"founded_in": 2023, "revenue": {"2023": "30亿元", "2024": "40亿元"}}
    assert answer(rules, facts) == "eligible 100万元"


@pytest.mark.parametrize("step", ["0元", "unpublished", "spending"])
def test_a_step_is_a_fixed_amount(tmp_path: Path, step: str) -> None:
    text = TIERS.replace("BOUNDS", "reached").replace("SEVERAL", "highest").replace("step: 10亿元", f"step: {step}")
    with pytest.raises(Faults) as caught:
        awarding(tmp_path, text)
    assert {d.code for d in caught.value.diagnostics} == {"scale.step"}
