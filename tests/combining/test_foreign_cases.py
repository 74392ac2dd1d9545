"""Cases that come from elsewhere: which incentives remain when prerequisites, exclusions and joint ceilings apply.

Each is written as a rule file and loaded as anybody's would be.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import subsidycalc
from subsidycalc.diagnostics import Faults

FOLDER = Path(__file__).parents[1] / "fixtures" / "rewiring"
CHUNKS = 20


@cache
def cases() -> list[dict[str, Any]]:
    few: list[dict[str, Any]] = json.loads((FOLDER / "relationships.json").read_text("utf-8"))["cases"]
    many: list[dict[str, Any]] = json.loads((FOLDER / "relationships-bulk.json").read_text("utf-8"))
    return few + many


def listed(exclusion: Any) -> list[str]:
    """What is excluded: a list, or a list under ``ids``."""
    found: list[str] = exclusion["ids"] if isinstance(exclusion, dict) else exclusion
    return found


def named(formula: Any) -> Iterable[str]:
    if isinstance(formula, str):
        yield formula
    else:
        for part in formula.get("anyOf", formula.get("allOf")):
            yield from named(part)


def written(formula: Any) -> Any:
    if isinstance(formula, str):
        return formula
    if "anyOf" in formula:
        return {"any": [written(x) for x in formula["anyOf"]]}
    return {"all": [written(x) for x in formula["allOf"]]}


def everyone(case: dict[str, Any]) -> list[str]:
    """Every incentive, those included that are only named by others."""
    given, relations = case["input"], case["input"]["relationships"]
    found = dict.fromkeys(given["ids"])
    for id_, formula in relations.get("prerequisites", {}).items():
        found |= dict.fromkeys([id_, *named(formula)])
    for id_, exclusion in relations.get("exclusions", {}).items():
        found |= dict.fromkeys([id_, *listed(exclusion)])
    for group in relations.get("combinations", []):
        found |= dict.fromkeys(group["ids"])
    return list(found)


def rules(case: dict[str, Any], folder: Path) -> None:
    """The case as a rule file with a vocabulary."""
    ids = everyone(case)
    amounts = case["input"].get("amounts") or {}
    relations = case["input"]["relationships"]
    flag = {"zh": "符合", "en": "eligible", "type": "yes/no"}
    facts = {f"is_{i}": flag | {"zh": f"符合{i}"} for i in range(len(ids))}
    measures: dict[str, Any] = {}
    for number, id_ in enumerate(ids):
        measures[id_] = {"eligible": f"is_{number}", "award": f"{amounts.get(id_, 100)}元", "for_each": "year"}
    for id_, formula in relations.get("prerequisites", {}).items():
        measures[id_]["requires"] = written(
            {k: v for k, v in formula.items() if k in ("anyOf", "allOf")} if isinstance(formula, dict) else formula
        )
    combine: list[dict[str, Any]] = [
        {"priority": {"of": [id_, other]}}
        for id_, exclusion in relations.get("exclusions", {}).items()
        for other in listed(exclusion)
    ]
    combine += [
        {"joint_cap": {"of": group["ids"], "at_most": f"{group['max_value']}元", "per": "firm and year"}}
        for group in relations.get("combinations", [])
    ]
    policy: dict[str, Any] = {
        "language": "1",
        "policy": "case",
        "in_force": {"from": "2023-01-01", "until": "unpublished"},
        "measures": measures or {"idle": {"for_each": "year", "award": "0元"}},
    }
    if combine:
        policy["combine"] = combine
    for name, data in (("vocabulary/facts.yaml", {"language": "1", "facts": facts}), ("case/policy.yaml", policy)):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if facts or name.startswith("case"):
            path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def check(case: dict[str, Any], folder: Path) -> str | None:
    """What differs from what is expected, or ``None``."""
    rules(case, folder)
    expected = case["expected"]
    try:
        book = subsidycalc.load(folder)
    except Faults as faults:
        cycle = [d for d in faults.diagnostics if d.code == "clause.cycle"]
        located = all(d.place.line and d.place.column and d.place.source for d in cycle)
        return None if expected["cycle"] and cycle and located else f"does not load: {faults}"
    if expected["cycle"]:
        return "a cycle loads"
    base = set(case["input"]["base_eligible"])
    profile = {f"is_{i}": "yes" if id_ in base else "no" for i, id_ in enumerate(everyone(case))}
    data = book.assess({"year": 2024, "received": [], **profile}).to_dict()
    found = sorted(a["measure"] for a in data["awards"] if a["counted"] and a["measure"] in case["input"]["ids"])
    if found != sorted(expected["eligible"]):
        return f"eligible: {found}, not {expected['eligible']}"
    total = expected.get("total")
    if total is not None and data["total"]["low"] != f"{total}.00":
        return f"total: {data['total']['low']}, not {total}"
    return None


def test_all_cases_are_there() -> None:
    assert len(cases()) == 2_025
    assert sum(bool(case["expected"]["cycle"]) for case in cases()) == 134
    shapes = {
        type(exclusion)
        for case in cases()
        for exclusion in case["input"]["relationships"].get("exclusions", {}).values()
    }
    assert shapes == {list, dict}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_case_differs(chunk: int, tmp_path: Path) -> None:
    found = {}
    for number, case in enumerate(cases()):
        if number % CHUNKS == chunk:
            folder = tmp_path / str(number)
            folder.mkdir()
            differs = check(case, folder)
            if differs is not None:
                found[number] = differs
    assert not found
