"""What a clause costs a firm, and the second-best choice. Neither adds up with the losses: they are shown apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...rulebook.clauses import CAP, Clause
from .best import Best, best
from .ceilings import ENDLESS, bound, counted
from .combination import Part, settle
from .losses import at_stake

MOST_BLOCKS = 12
"""The second-best choice is looked for among so many blocks at most that have a choice."""


class Choice(NamedTuple):
    """The set that is received and the next best one, with their totals in 分; ``None`` where there is no other."""

    chosen: Best
    runner_up: Best | None


def price(part: Part, clause: Clause) -> tuple[int, int | None]:
    """The best total without a clause less the best total with it, at least and at most, in 分.

    Under each choice of the open readings the two are set against one another.
    """
    stage = part.stage
    fewer = stage.without(clause)
    without = settle(fewer, fewer.clauses)
    least, most, stake = ENDLESS, 0, _at_stake(part, clause)
    for scene, _, _ in part.cases:
        low, high = _total(part, scene.readings)
        free_low, free_high = _total(without, scene.readings)
        least = min(least, max(0, free_low - high))
        most = max(most, min(free_high - low, stake))
    return min(least, most), bound(most)


def _at_stake(part: Part, clause: Clause) -> int:
    """The most that a clause can take: what its ceilings can cut, or all that its members may come to."""
    if clause.word == CAP:
        return max(sum(at_stake(s, x) for x in s.ceilings if x.name == clause.id) for s, _, _ in part.cases)
    members = {id_ for group in clause.groups for id_ in group.ids} & set(part.stage.by_measure)
    return sum(max(counted(part.stage.by_measure[id_][0].result.high), 0) for id_ in members)


def _total(part: Part, readings: Mapping[str, str]) -> tuple[int, int]:
    """The total over the cases that agree with some readings."""
    found = [
        outcome
        for scene, _, outcome in part.cases
        if all(readings.get(name, option) == option for name, option in scene.readings.items())
    ]
    return min(o.low for o in found), max(o.high for o in found)


def choice(part: Part) -> Choice | None:
    """What was chosen and what comes next; ``None`` where something is open or there is nothing to choose."""
    if part.settled is None:
        return None
    _, state, outcome = part.settled
    assert outcome.chosen is not None
    sets = state.sets(high=False)
    free = [place for place, options in enumerate(sets) if len(options) > 1]
    if not free and not state.rivals:
        return None
    chosen = Best(outcome.low, outcome.chosen)
    if len(free) > MOST_BLOCKS:
        return Choice(chosen, None)
    others = [*state.rivals]
    for place in free:
        rest = [[s for s in options if not (i == place and s <= outcome.chosen)] for i, options in enumerate(sets)]
        if rest[place]:
            others.append(best(rest, state.low, state.ceilings(), state.counts(), high=False))
    return Choice(chosen, max(others, key=lambda b: (b.total, [-n for n in sorted(b.chosen)]), default=None))
