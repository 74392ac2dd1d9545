"""All shipped packs together: the program and the second evaluator agree to the 分 on random complete firms."""

from collections import Counter
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.testing import strategies
from subsidycalc.testing.given import Given
from tests.conftest import PROFILE
from tests.laws.packs_as_specs import case_of
from tests.second_evaluator import Second

EXAMPLES = 2_000 if PROFILE == "long" else 200
SEEN: Counter[str] = Counter()


@cache
def rules() -> RuleBook:
    return subsidycalc.load()


@st.composite
def complete(draw: st.DrawFn) -> Given:
    """A firm of which everything is known, with something for every gap and reading."""
    year = draw(st.sampled_from([2022, 2023, 2024]))
    profile = draw(strategies.profiles(rules(), year=year, complete=True))
    return draw(strategies.completions(rules(), profile))


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(complete())
def test_agrees_on_all_packs(known: Given) -> None:
    program = known.assess(rules()).to_dict()
    given_ = {award["id"]: award for award in program["awards"]}
    for policy in rules().book.policies:
        second = Second(case_of(rules(), policy, known)).awards()
        mine = {id_: award for id_, award in given_.items() if id_.startswith(f"{policy}/")}
        assert {f"{policy}/{id_.partition('/')[2]}" for id_ in second} == set(mine)
        for id_, award in second.items():
            found = mine[f"{policy}/{id_.partition('/')[2]}"]
            _same(found, award.eligible, award.amount)
            SEEN[found["id"]] += award.amount > 0
            items = {item["record"]: item for item in found["items"]}
            for name, (amount, eligible) in award.items.items() if items else ():
                _same(items[name], eligible, amount)


def _same(award: dict[str, Any], eligible: bool, amount: Any) -> None:
    wanted = "eligible" if eligible else "ineligible"
    fen = f"{int(amount) // 100}.{int(amount) % 100:02d}"
    assert amount == int(amount)
    assert (award["status"], award["low"], award["high"]) == (wanted, fen, fen), award


def test_most_measures_pay_something() -> None:
    """Runs after the test above, whose awards it counts."""
    if not SEEN:
        pytest.fail("run the whole file: this test counts what the other drew")
    unpaid = [m.id for m in rules().book.measures() if SEEN[m.id] == 0]
    assert len(unpaid) * 2 <= len(rules().book.measures()), unpaid
