"""Random cases as the program sees them: files in a folder, loaded and assessed through the public face."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import subsidycalc
from subsidycalc import RuleBook
from tests.rule_spec import Case


def load(case: Case, folder: Path) -> RuleBook:
    """Write the files of a case to a folder and load them."""
    for name, text in (("vocabulary/facts.yaml", case.vocabulary_text), ("pack/policy.yaml", case.policy_text)):
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return subsidycalc.load(folder)


def assess(
    book: RuleBook,
    case: Case,
    *,
    profile: Mapping[str, Any] | None = None,
    assume: Mapping[str, Any] | None = None,
    readings: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON form for a case, in full or with less than all of it."""
    found = book.assess(
        case.profile if profile is None else profile,
        date=date.fromordinal(case.day),
        assume=case.assumptions if assume is None else assume,
        readings=case.readings if readings is None else readings,
    )
    return found.to_dict()


def shown(case: Case) -> str:
    """Everything of a case that is needed to see what it says."""
    return (
        f"{case.policy_text}\nprofile: {case.profile}\ndate: {date.fromordinal(case.day)}\n"
        f"assume: {case.assumptions}\nreadings: {case.readings}"
    )
