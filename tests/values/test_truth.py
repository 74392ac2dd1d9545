"""Kleene's strong three-valued logic, by its tables."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidycalc.values.truth import Truth, conjunction, disjunction, negate

TRUTHS: tuple[Truth, ...] = (False, None, True)
RANK = {False: 0, None: 1, True: 2}
MANY = st.lists(st.sampled_from(TRUTHS), max_size=6)


@pytest.mark.parametrize(("value", "expected"), [(True, False), (False, True), (None, None)])
def test_not(value: Truth, expected: Truth) -> None:
    assert negate(value) is expected


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, repeat=2)))
def test_and_or_of_two(a: Truth, b: Truth) -> None:
    """And is the smaller of two truths, or the larger one, where no < unknown < yes."""
    assert conjunction([a, b]) is min(a, b, key=RANK.__getitem__)
    assert disjunction([a, b]) is max(a, b, key=RANK.__getitem__)


@given(MANY)
def test_many_fold_from_two(values: list[Truth]) -> None:
    both: Truth = True
    either: Truth = False
    for value in values:
        both, either = conjunction([both, value]), disjunction([either, value])
    assert conjunction(values) is both
    assert disjunction(values) is either


@given(MANY)
def test_de_morgan(values: list[Truth]) -> None:
    assert negate(conjunction(values)) is disjunction([negate(v) for v in values])


@given(MANY)
def test_whatever_settles_the_unknown_keeps_yes_and_no(values: list[Truth]) -> None:
    for fill in product((False, True), repeat=values.count(None)):
        filling = iter(fill)
        definite = [next(filling) if v is None else v for v in values]
        assert conjunction(values) in (None, all(definite))
        assert disjunction(values) in (None, any(definite))
