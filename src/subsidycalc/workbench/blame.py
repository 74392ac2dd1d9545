"""Which inputs make two assessments of one firm differ: found by switching them and computing anew, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..diagnostics import Faults

View = dict[str, Any]
"""What is compared of an assessment: ``total``, and ``awards`` by id."""
Ask = Callable[[frozenset[int]], View]
"""The view with some pieces switched from the first inputs to the second; it raises ``Faults`` for no possible firm."""


class Step(NamedTuple):
    """Pieces switched at one step of the way from the first to the second, and what was there before and after."""

    pieces: tuple[int, ...]
    before: View
    after: View


class Blame(NamedTuple):
    """Everything found out about the pieces that differ, by their index.

    ``alone`` has, for each piece, the awards that change when it alone is switched in the first inputs, ``back`` those
    that change when it alone is switched back in the second; ``None`` where that gives no possible firm. ``together``
    has for each award that differs a set of pieces that makes all of its difference and of which none can be spared.
    """

    steps: list[Step]
    alone: list[frozenset[str] | None]
    back: list[frozenset[str] | None]
    together: dict[str, tuple[int, ...]]


class _Trials:
    """Each question is asked once."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.known: dict[frozenset[int], View | None] = {}

    def __call__(self, switched: frozenset[int]) -> View | None:
        if switched not in self.known:
            try:
                self.known[switched] = self.ask(switched)
            except Faults:
                self.known[switched] = None
        return self.known[switched]


def blame(count: int, ask: Ask) -> Blame:
    """Switch ``count`` pieces one by one, in their order, and see what each does.

    Raises:
        Faults: one of the two assessments itself cannot be made.
    """
    every = frozenset(range(count))
    first, last = ask(frozenset()), ask(every)
    trials = _Trials(ask)
    trials.known = {frozenset(): first, every: last}
    alone = [_changed(first, trials(frozenset({i}))) for i in range(count)]
    back = [_changed(last, trials(every - {i})) for i in range(count)]
    steps = _way(count, trials)
    together = {
        award: _together(award, last, _candidates(award, steps, alone, back), every, trials)
        for award in changed_awards(first, last)
    }
    return Blame(steps, alone, back, together)


def changed_awards(before: View, after: View) -> list[str]:
    """The awards that are not the same in two views, in the order of the first; those of the second alone come last."""
    first, second = before["awards"], after["awards"]
    names = [*first, *(name for name in second if name not in first)]
    return [name for name in names if first.get(name) != second.get(name)]


def _changed(base: View, other: View | None) -> frozenset[str] | None:
    return None if other is None else frozenset(changed_awards(base, other))


def _way(count: int, trials: _Trials) -> list[Step]:
    """The way from the first to the second. Pieces that cannot go alone wait for one that they can go with."""
    state: frozenset[int] = frozenset()
    steps: list[Step] = []
    waiting: list[int] = []

    def go(some: Sequence[int]) -> bool:
        nonlocal state
        before, after = trials(state), trials(state | set(some))
        if before is None or after is None:
            return False
        steps.append(Step(tuple(some), before, after))
        state |= set(some)
        return True

    for index in range(count):
        if go([index]):
            for one in list(waiting):
                if go([one]):
                    waiting.remove(one)
        elif waiting and go([*waiting, index]):
            waiting = []
        else:
            waiting.append(index)
    if waiting:
        go(waiting)
    return steps


def _candidates(
    award: str, steps: list[Step], alone: list[frozenset[str] | None], back: list[frozenset[str] | None]
) -> frozenset[int]:
    """The pieces that were seen to change an award."""
    found = {i for step in steps if award in changed_awards(step.before, step.after) for i in step.pieces}
    found |= {i for effects in (alone, back) for i, some in enumerate(effects) if some is not None and award in some}
    return frozenset(found)


def _together(
    award: str, last: View, candidates: frozenset[int], every: frozenset[int], trials: _Trials
) -> tuple[int, ...]:
    """Pieces that make the whole difference of an award: none can be spared of them."""

    def enough(some: frozenset[int]) -> bool:
        view = trials(some)
        return view is not None and bool(view["awards"].get(award) == last["awards"].get(award))

    found = candidates if enough(candidates) else every
    spared = True
    while spared:  # what one piece hides, another may need: a piece is tried again once others are gone
        spared = False
        for index in sorted(found, reverse=True):
            if enough(found - {index}):
                found, spared = found - {index}, True
    return tuple(sorted(found))
