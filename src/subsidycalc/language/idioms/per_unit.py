"""So much for each unit: a quantity × a price."""

from __future__ import annotations

from typing import Annotated, Any

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...values.units import price_of, units_of
from ..lowered import Lowered, Make, conjunction
from ..spec import Spec, Value
from ..typed import DURATION

WORD = "per_unit"
Quantities = Annotated[Any, "quantities"]
"""One value, or a list of them."""


class PerUnit(Spec):
    """``of`` one or several quantities, ``price`` for one of each; ``units_at_most`` limits quantities."""

    of: Quantities
    price: Value
    units_at_most: Quantities | None


SHAPE = PerUnit


def lower(spec: PerUnit, make: Make) -> Lowered:
    """``price × quantity``; the price must be for the units of the quantities, so that money comes out."""
    counted = _several(spec, "of", make)
    limits = [_months(limit) for limit in _several(spec, "units_at_most", make)]
    kinds = tuple(sorted(value.kind for value in counted))
    if any(kind not in t.UNITS for kind in kinds) or len(set(kinds)) != len(kinds):
        make.fault("unit.quantity", spec.at("of"), found=", ".join(f"@kind.{kind}" for kind in kinds))
        return Lowered(n.ZERO, t.MONEY)
    price = make.value(spec.price, spec.at("price"), None if _says_its_unit(spec.price) else price_of(kinds))
    if units_of(price.kind) != kinds:
        wanted, found = (make.values.scope.kind_name(k) for k in (price_of(kinds), price.kind))
        make.fault("unit.price", spec.at("price"), wanted=wanted, found=found)
        return Lowered(n.ZERO, t.MONEY)
    node, steps = price.node, (*price.steps, StepMark("price", price.node, price.kind))
    for value in counted:
        quantity: Node = value.node
        for limit in limits:
            if limit.kind == value.kind:
                quantity = n.Min((quantity, limit.node))
        node = n.Mul(node, quantity)
        steps += (*value.steps, StepMark("quantity", quantity, value.kind))
    for index, limit in enumerate(limits):
        if limit.kind not in kinds:
            trail = (*spec.at("units_at_most"), index) if isinstance(spec.units_at_most, list) else ()
            make.fault("unit.limit", trail or spec.at("units_at_most"), kind=make.values.scope.kind_name(limit.kind))
    steps += (StepMark("raw", node, t.MONEY),)
    return Lowered(node, t.MONEY, conjunction(price.applies, *(value.applies for value in counted)), steps)


def _several(spec: PerUnit, key: str, make: Make) -> list[Lowered]:
    data = spec.data.get(key)
    if data is None:
        return []
    trail = spec.at(key)
    if not isinstance(data, list):
        return [make.value(data, trail, None)]
    return [make.value(item, (*trail, index), None) for index, item in enumerate(data)]


def _months(limit: Lowered) -> Lowered:
    """A length of time written as months, as a number of months."""
    if limit.kind == DURATION and isinstance(limit.node, n.Const) and limit.node.value[1] == "months":
        return limit._replace(node=n.Const(limit.node.value[0], "month"), kind="month")
    return limit


def _says_its_unit(price: Any) -> bool:
    """Whether a price is a text that must name its units; what is not published, or a mapping, is told them."""
    return isinstance(price, str) and price.strip() != "unpublished"
