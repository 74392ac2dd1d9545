"""Every law and relation on random rule files that combine their measures."""

from __future__ import annotations

import os

import pytest

from subsidycalc.testing import laws
from subsidycalc.testing.strategies import rulebook

BOOKS = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 6
EXAMPLES = 15


@pytest.mark.parametrize("once", [False, True], ids=["any", "once"])
@pytest.mark.parametrize("seed", range(BOOKS))
def test_every_law_holds(seed: int, once: bool) -> None:
    found = rulebook(seed, once=once)
    report = laws.check(found.rules, files=found.files, examples=EXAMPLES, seed=seed)
    assert report.passed, "\n".join(
        f"{x.law}: {x.sentence('en')}\n{x.breach.witnesses}\n{found!r}" for x in report.failures
    )


def test_random_files_combine_in_every_way() -> None:
    words = [clause.word for seed in range(60) for clause in rulebook(seed).rules.book.clauses]
    assert set(words) == {"elect_one", "not_with", "joint_cap", "requires", "priority", "difference"}
    assert len(words) > 60
