"""A grade: an amount (or rate) for each option of a choice."""

from __future__ import annotations

from ...rulebook.model import StepMark
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ..lowered import Lowered, Make
from ..spec import Spec, Text, Value
from ..typed import Hand

WORD = "grade"


class Grade(Spec):
    """``by`` a choice, ``pays`` an amount by option; ``otherwise`` for the options not named."""

    by: Text
    pays: dict[str, Value]
    otherwise: Value | None


SHAPE = Grade


def lower(spec: Grade, make: Make) -> Lowered:
    """One switch over the choice. An option without an amount gets nothing, and no row applies to it."""
    kind = make.want or t.MONEY
    by = make.values.resolver.expression(spec.by, make.hand._replace(trail=spec.at("by")), None)
    if by.kind != t.CHOICE or by.type.options is None:
        make.fault("type.choice_wanted", spec.at("by"), found=f"@kind.{by.kind}")
        return Lowered(n.Const(0, kind), kind)
    options = by.type.options
    cases: list[tuple[frozenset[str], Node]] = []
    rows: list[tuple[frozenset[str], Node]] = []
    taken: frozenset[str] = frozenset()
    marks: list[StepMark] = []
    for word, data in spec.pays.items():
        trail = (*spec.at("pays"), word)
        name = options.names.get(word)
        if name is None and word in options.former:
            make.fault("name.renamed", trail, word=word, new=options.former[word])
            continue
        if name is None:
            make.fault("choice.unknown", trail, word=word, options=", ".join(options), near=next(iter(options), ""))
            continue
        make.values.scope.note_option(options, name, Hand(None, trail, key=True), 0, word)
        leaves = options.leaves[name] - taken
        if not leaves:
            make.fault("grade.covered", trail, word=word)
        taken |= leaves
        value = make.value(data, trail, kind)
        cases.append((leaves, value.node))
        rows.append((leaves, value.applies))
        marks += value.steps
    rest = Lowered(n.Const(0, kind), kind, n.FALSE)
    if spec.otherwise is not None:
        rest = make.value(spec.otherwise, spec.at("otherwise"), kind)
    node = n.Switch(by.node, tuple(cases), rest.node)
    applies = n.Switch(by.node, tuple(rows), rest.applies)
    return Lowered(node, kind, applies, (*marks, *rest.steps))
