"""By the year of a project: the first year has the first value, and so on; after the last there is nothing."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ..lowered import Lowered, Make
from ..spec import Spec, Value

WORD = "by_year"


class ByYear(Spec):
    """``since`` the first year or the day on which it began; ``pays`` a value for each year from it on."""

    since: Value
    pays: list[Value]


SHAPE = ByYear


def lower(spec: ByYear, make: Make) -> Lowered:
    """One step over the number of the year. From a day on, a year ends before the day returns; else calendar years."""
    kind = make.want or t.MONEY
    since = make.value(spec.since, spec.at("since"), None)
    year: Node
    if since.kind == t.DATE:
        year = n.Add((n.Span(since.node, n.Clock("date"), "years"), n.Const(1, t.WHOLE)))
        # Before its first day a span counts no years, as in the first year itself.
        begun: Node = n.Compare("<=", since.node, n.Clock("date"))
    elif since.kind == t.WHOLE:
        begun = n.TRUE
        year = n.Add((n.Clock("year"), n.Mul(n.Const(-1, t.NUMBER), since.node), n.Const(1, t.WHOLE)))
    else:
        make.fault("by_year.since", spec.at("since"), found=make.values.scope.kind_name(since.kind))
        return Lowered(n.Const(0, kind), kind)
    if not spec.pays:
        make.fault("scale.empty", spec.at("pays"))
        return Lowered(n.Const(0, kind), kind)
    values = [make.value(data, (*spec.at("pays"), index), kind) for index, data in enumerate(spec.pays)]
    zero = n.Const(0, kind)
    bounds = tuple(range(1, len(values) + 2))
    node: Node = n.Step(make.name, year, bounds, True, (zero, *(v.node for v in values), zero), t.WHOLE, 1)
    rows: Node = n.Step(make.name, year, bounds, True, (n.FALSE, *(v.applies for v in values), n.FALSE), t.WHOLE, 1)
    if begun != n.TRUE:
        node, rows = n.If(begun, node, zero), n.And((begun, rows))
    steps = tuple(step for value in values for step in value.steps)
    return Lowered(node, kind, rows, (StepMark("driver", year, t.WHOLE), *steps))
