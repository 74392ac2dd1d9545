"""A table: the first row whose condition holds. ``otherwise`` is obligatory, so that every hole is meant."""

from __future__ import annotations

from typing import Any

from ...tree import nodes as n
from ...tree import types as t
from ..lowered import Lowered, Make
from ..spec import Conditions, Spec, Value

WORD = "table"


class Row(Spec):
    """``when`` a condition, ``pays`` a value; or ``otherwise`` a value, last."""

    when: Conditions | None
    pays: Value | None
    otherwise: Value | None


def rows_of(data: Any, trail: Any) -> list[Row]:
    """The rows of a table."""
    return [Row(item, (*trail, index)) for index, item in enumerate(data)]


SHAPE = rows_of


def lower(rows: list[Row], make: Make) -> Lowered:
    """A chain of ifs; a row that pays ``nothing`` is one where no row applies."""
    kind = make.want or t.MONEY
    last = rows[-1] if rows else None
    if last is None or last.otherwise is None or last.when is not None or last.pays is not None:
        make.fault("table.otherwise", last.trail if last else make.trail)
        return Lowered(n.Const(0, kind), kind)
    rest = make.value(last.otherwise, last.at("otherwise"), kind)
    node, applies = rest.node, rest.applies
    steps = rest.steps
    for row in reversed(rows[:-1]):
        if row.when is None or row.pays is None or row.otherwise is not None:
            make.fault("table.row", row.trail)
            continue
        condition = make.condition(row.when, row.at("when"))
        value = make.value(row.pays, row.at("pays"), kind)
        node = n.If(condition, value.node, node)
        applies = applies if applies == value.applies else n.If(condition, value.applies, applies)
        steps = (*value.steps, *steps)
    return Lowered(node, kind, applies, steps)
