"""The size classes of firms: the highest class of which both bounds are met, at each bound from both sides."""

from pathlib import Path

import pytest

import subsidycalc

RULES = """
language: 1
policy: sizes
in_force: {from: 2024-01-01, until: unpublished}
measures:
  industry:
    for_each: year
    award: {grade: {by: enterprise_size, pays: {large: 4元, medium: 3元, small: 2元, micro: 1元}}}
  software:
    for_each: year
    award: {grade: {by: software_enterprise_size, pays: {large: 4元, medium: 3元, small: 2元, micro: 1元}}}
"""
BOUNDS = {
    "industry": [(20, 300, 2), (300, 2000, 3), (1000, 40000, 4)],
    "software": [(10, 50, 2), (100, 1000, 3), (300, 10000, 4)],
}


@pytest.mark.parametrize(
    ("measure", "employees", "revenue", "size"),
    [(m, *bound) for m, bounds in BOUNDS.items() for bound in bounds],
)
def test_both_bounds(tmp_path: Path, measure: str, employees: int, revenue: int, size: int) -> None:
    (tmp_path / "policy.yaml").write_text(RULES, "utf-8")
    rules = subsidycalc.load(tmp_path / "policy.yaml")

    def found(people: int, fen: int) -> int:
        facts = {"employees": {2024: people}, "annual_revenue": {2024: f"{fen}分"}}
        awards = rules.assess(facts, year=2024).to_dict()["awards"]
        return int(next(a["low"] for a in awards if a["measure"] == measure).partition(".")[0])

    fen = revenue * 10**6
    assert found(employees, fen) == size
    assert found(employees - 1, fen) == size - 1
    assert found(employees, fen - 1) == size - 1
