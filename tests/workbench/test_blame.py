"""Blame on made-up functions of switches: whatever they are, the way adds up and nothing is blamed without a trial."""

from collections.abc import Mapping
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from subsidycalc.diagnostics import Faults
from subsidycalc.workbench.blame import Ask, View, blame, changed_awards

NONE: frozenset[str] = frozenset()
A = frozenset({"a"})
AWARDS = ("a", "b", "c")


def view(values: Mapping[str, int]) -> View:
    return {"total": {"low": sum(values.values())}, "awards": {name: {"low": v} for name, v in values.items()}}


def asked(function: Any) -> Ask:
    return lambda switched: view(function(switched))


def test_a_fact_that_does_nothing_is_blamed_for_nothing() -> None:
    found = blame(2, asked(lambda s: {"a": 5 * (0 in s)}))
    assert found.alone == [A, NONE]
    assert found.back == [A, NONE]
    assert found.together == {"a": (0,)}


def test_what_works_only_together_is_found() -> None:
    found = blame(3, asked(lambda s: {"a": 7 * ({0, 2} <= s)}))
    assert found.alone == [NONE, NONE, NONE]
    assert found.back == [A, NONE, A]
    assert found.together == {"a": (0, 2)}
    assert [s.pieces for s in found.steps if s.before != s.after] == [(2,)]


def test_what_neither_alone_nor_back_shows_is_found() -> None:
    """Two of three are enough: no single switch changes anything, from either side."""
    found = blame(3, asked(lambda s: {"a": 7 * (len(s) >= 2)}))
    assert found.alone == found.back == [NONE, NONE, NONE]
    assert len(found.together["a"]) == 2


def test_each_of_two_is_enough() -> None:
    found = blame(2, asked(lambda s: {"a": 7 * bool(s)}))
    assert found.alone == [A, A]
    assert [s.pieces for s in found.steps if s.before != s.after] == [(0,)]
    assert len(found.together["a"]) == 1


def test_what_cannot_go_alone_goes_with_its_partner() -> None:
    def ask(switched: frozenset[int]) -> View:
        if (0 in switched) != (2 in switched):
            raise Faults([])
        return view({"a": len(switched)})

    found = blame(3, ask)
    assert found.alone == [None, A, None]
    assert [s.pieces for s in found.steps] == [(1,), (0, 2)]


def test_an_award_that_only_one_side_has() -> None:
    found = blame(1, asked(lambda s: {"a": 1} if s else {"b": 1}))
    assert set(found.together) == {"a", "b"}
    assert changed_awards(view({"b": 1}), view({"a": 1})) == ["b", "a"]


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_any_function(seed: int, count: int) -> None:
    rng = Random(seed)
    table: dict[frozenset[int], View | None] = {}

    def look(switched: frozenset[int]) -> View | None:
        if switched not in table:
            possible = len(switched) in (0, count) or rng.random() < 0.8
            table[switched] = view({a: rng.randrange(3) for a in AWARDS if rng.random() < 0.9}) if possible else None
        return table[switched]

    def ask(switched: frozenset[int]) -> View:
        found = look(switched)
        if found is None:
            raise Faults([])
        return found

    found = blame(count, ask)
    first, last = ask(frozenset()), ask(frozenset(range(count)))
    # The way leads from the first to the second, each step beginning where the last one ended.
    chain = [first, *(s.after for s in found.steps)]
    assert [s.before for s in found.steps] == chain[:-1]
    assert chain[-1] == last
    assert sorted(i for s in found.steps for i in s.pieces) == list(range(count))
    assert sum(s.after["total"]["low"] - s.before["total"]["low"] for s in found.steps) == (
        last["total"]["low"] - first["total"]["low"]
    )
    assert set(found.together) == set(changed_awards(first, last))
    for award, some in found.together.items():
        assert ask(frozenset(some))["awards"].get(award) == last["awards"].get(award)
        for index in some:
            less = look(frozenset(some) - {index})
            assert less is None or less["awards"].get(award) != last["awards"].get(award), "none can be spared"
