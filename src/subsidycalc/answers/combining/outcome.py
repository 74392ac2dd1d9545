"""The outcome of a scene: totals, what each award comes to, what was chosen."""

from __future__ import annotations

from .best import Best
from .ceilings import ENDLESS
from .choices import TooMany
from .finals import Outcome, Settled, hull
from .ranges import ranges
from .scene import Scene

MOST_BRANCHES = 64
"""In so many ways elections of groups are decided one by one."""


def outcome_of(state: Settled) -> Outcome:
    """Everything about a scene.

    Raises:
        TooMany: there is too much to choose from.
    """
    low = state.best(high=False)
    if state.definite:
        kept, _ = state.nest_low.shares({n: state.low[n] for n in low.chosen})
        return Outcome(low.total, low.total, low.total, frozenset(), state.exact(kept), low.chosen)
    high = state.best(high=True)
    endless = frozenset(n for n in state.possible if state.endless(n))
    known = high.total
    if endless:
        known = state.best(high=True, amounts={n: 0 if n in endless else v for n, v in state.high.items()}).total
    return Outcome(low.total, ENDLESS if endless else high.total, known, endless, ranges(state), None)


def settled(scene: Scene) -> tuple[Settled, Outcome]:
    """A scene settled; where there is too much to choose from at once, each election of groups decided in turn.

    Raises:
        TooMany: there is too much to choose from all the same.
    """
    whole = Settled(scene)
    try:
        return whole, outcome_of(whole)
    except TooMany:
        branches = scene.branches()
        if not 1 < len(branches) <= MOST_BRANCHES:
            raise
    states = [Settled(scene, without) for without in branches]
    made = [(state, outcome_of(state)) for state in states]
    if all(outcome.chosen is not None for _, outcome in made):
        # The best branch; of equals the one that has the first award in which they differ.
        ranked = sorted(made, key=lambda pair: (-pair[1].low, sorted(pair[1].chosen or ())))
        state, outcome = ranked[0]
        state.rivals = [Best(o.low, o.chosen or frozenset()) for _, o in ranked[1:]]
        return state, outcome
    least = max(o.low for _, o in made)
    kept = [o for _, o in made if o.high >= least]
    finals = hull([o.finals for o in kept])
    high, known = max(o.high for _, o in made), max(o.high_known for _, o in made)
    return whole, Outcome(least, high, known, frozenset().union(*(o.endless for _, o in made)), finals, None)
