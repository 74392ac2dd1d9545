"""Random cases as the program sees them: loaded and assessed through the public face."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from subsidycalc import RuleBook
from subsidycalc.testing.files import RuleFiles
from subsidycalc.testing.given import Opening, apart
from subsidycalc.testing.random_rules import Case, dumped, texts


def load(case: Case) -> RuleBook:
    """Load the rules of a case."""
    return RuleFiles(texts(case)).load()


def assess(book: RuleBook, case: Case) -> dict[str, Any]:
    """The JSON form of a case in full."""
    day = date.fromordinal(case.day)
    return book.assess(case.profile, date=day, assume=case.assumptions, readings=case.readings).to_dict()


def assess_from_files(book: RuleBook, case: Case, folder: Path) -> dict[str, Any]:
    """The same with the firm, the values and the readings in files."""
    values = {name: {"value": value, "from": "x"} for name, value in case.assumptions.items()}
    readings = {f"p/{name}": {"option": option, "from": "x"} for name, option in case.readings.items()}
    data = {"language": "1", "assumptions": "x", "values": values, "readings": readings}
    (folder / "assumptions.yaml").write_text(dumped(data), "utf-8")
    (folder / "profile.yaml").write_text(dumped(case.profile), "utf-8")
    day = date.fromordinal(case.day).isoformat()
    return book.assess(folder / "profile.yaml", date=day, assume=folder / "assumptions.yaml").to_dict()


def shown(case: Case) -> str:
    """Everything of a case that is needed to see what it says."""
    return (
        f"{case.policy_text}\nprofile: {case.profile}\ndate: {date.fromordinal(case.day)}\n"
        f"assume: {case.assumptions}\nreadings: {case.readings}"
    )


def some(rng: Random, items: list[Opening]) -> list[Opening]:
    """A few of them or many."""
    few = rng.randrange(3) < 2
    count = 1 + rng.randrange(3) if few else rng.randrange(len(items) + 1)
    return apart(items[rng.randrange(len(items))] for _ in range(min(count, len(items))))
