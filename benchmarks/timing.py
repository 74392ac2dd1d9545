"""Timing side by side: all sides take turns, so that whatever else the machine does falls on each of them."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter

Thunk = Callable[[], None]
Work = Callable[[int], Thunk]
"""Makes what is timed in a round; the making is not timed."""


def in_turns(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """The best time of each work over some rounds, in seconds. The garbage collector runs as it does in any program."""
    best = dict.fromkeys(works, float("inf"))
    for number in range(rounds):
        for name, work in works.items():
            thunk = work(number)
            gc.collect()
            start = perf_counter()
            thunk()
            best[name] = min(best[name], perf_counter() - start)
    return best


def processes_in_turns(
    commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], pairs: int
) -> dict[str, list[float]]:
    """The times of whole processes, one after the other in turns; a first turn that warms the disk is not counted."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(pairs + 1):
        for name, command in commands.items():
            start = perf_counter()
            subprocess.run(command, env=environment, check=True, capture_output=True)
            found[name].append(perf_counter() - start)
    return {name: times[1:] for name, times in found.items()}


def process_environment(bytecode: str) -> dict[str, str]:
    """The environment of timed processes: each finds its modules compiled, as it does wherever it is installed."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return environment | {"PYTHONPYCACHEPREFIX": bytecode}
