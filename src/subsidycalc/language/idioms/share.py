"""A share: base × rate."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ..lowered import Lowered, Make, conjunction
from ..spec import Spec, Value

WORD = "share"


class Share(Spec):
    """``of`` the base, ``rate`` the share of it."""

    of: Value
    rate: Value


SHAPE = Share


def lower(spec: Share, make: Make) -> Lowered:
    """``of × rate``; it applies where base and rate exist."""
    base = make.base(spec)
    rate = make.rate(spec.rate, spec.at("rate"))
    product = n.Mul(base.node, rate.node)
    steps = (*base.steps, *rate.steps, StepMark("raw", product, t.MONEY))
    return Lowered(product, t.MONEY, conjunction(base.applies, rate.applies), steps)
