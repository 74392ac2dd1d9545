"""The laws of combining on random rule files, every completion of what is open included."""

import os
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tests.combining.checking import Breach, definite, open_
from tests.conftest import PROFILE

CHUNKS = 20
INSTANCES = int(os.environ.get("SUBSIDYCALC_INSTANCES") or (20_000 if PROFILE == "long" else 2_000))
"""How many instances with gaps a run looks at, and as many without."""
COUNTS: Counter[str] = Counter()
EVERY_ONE_PERCENT = (
    *("elect_one", "not_with", "joint_cap", "requires", "priority", "difference", "hangs", "selector", "per project"),
    *("cause missing", "cause unpublished", "cause discretion", "cause reading", "received open", "lost"),
)

ONCE_BROKEN = (20025254, 20028021, 20034279, 20036124, 30011862, 30019251, 30026674, 30039848, 30044775)
"""Instances that long runs found: ties with a sure set, ceilings that are open, more receipts than a count allows."""


def seeds(chunk: int) -> range:
    size = INSTANCES // CHUNKS
    return range(chunk * size, (chunk + 1) * size)


def breaches(look: "partial[list[Breach]]", chunk: int, folder: Path) -> list[Breach]:
    found: list[Breach] = []
    for seed in seeds(chunk):
        place = folder / str(seed)
        place.mkdir()
        found += look(seed, place)
    return found


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nothing_open_is_exact_and_losses_add_up(chunk: int, tmp_path: Path) -> None:
    assert not breaches(partial(lambda seed, folder: list(definite(seed, folder))), chunk, tmp_path)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_sound_and_refining(chunk: int, tmp_path: Path) -> None:
    assert not breaches(partial(lambda seed, folder: list(open_(seed, folder, COUNTS))), chunk, tmp_path)


@pytest.mark.parametrize("seed", ONCE_BROKEN)
def test_what_was_broken_once(seed: int, tmp_path: Path) -> None:
    assert not list(open_(seed, tmp_path))


def test_every_clause_and_cause_occurs() -> None:
    """Runs after the chunks above, whose instances it counts."""
    seen = COUNTS["instances"]
    if seen < INSTANCES // 2:
        pytest.fail("run the whole file: this test counts what the others drew")
    rare = {name: COUNTS[name] for name in EVERY_ONE_PERCENT if COUNTS[name] * 100 < seen}
    assert not rare
    assert COUNTS["interacting awards"] * 10 >= COUNTS["awards"]
