"""Matching: money from elsewhere × ratio, with a ceiling on both together."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ..lowered import Lowered, Make, conjunction
from ..resolve import floored
from ..spec import Spec, Value

WORD = "match"


class Match(Spec):
    """``of`` the money that is matched, ``ratio`` to it, ``together_at_most`` with it."""

    of: Value
    ratio: Value
    together_at_most: Value | None


SHAPE = Match


def lower(spec: Match, make: Make) -> Lowered:
    """``of × ratio``, but no more than the joint ceiling leaves beside ``of``."""
    base = make.base(spec)
    ratio = make.rate(spec.ratio, spec.at("ratio"), kind=t.RATIO)
    node = n.Mul(base.node, ratio.node)
    steps = (*base.steps, *ratio.steps, StepMark("raw", node, t.MONEY))
    if spec.together_at_most is None:
        return Lowered(node, t.MONEY, conjunction(base.applies, ratio.applies), steps)
    ceiling = make.value(spec.together_at_most, spec.at("together_at_most"), t.MONEY)
    left = floored(n.Add((ceiling.node, n.Mul(n.Const(-1, t.NUMBER), base.node))))
    steps += (StepMark("together", ceiling.node, t.MONEY), StepMark("left_beside", left, t.MONEY))
    return Lowered(n.Min((node, left)), t.MONEY, conjunction(base.applies, ratio.applies), steps)
