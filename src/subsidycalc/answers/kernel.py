"""A measure in the form of the kernel: its conditions, its amount and its limits as trees, and the clauses about it."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.combine import SIDES
from ..rulebook.clauses import REQUIRES, Clause, Members, Need
from ..rulebook.model import Book, Limit, Measure, Variant
from ..tree import nodes as n
from ..tree.kernel import INDENT, kernel_text


def kernel_form(book: Book, measure: Measure) -> str:
    """A measure, one node a line; the words are those of the rule language and of ``nodes.py``."""
    return "\n".join([measure.id, *_conditions(measure), *_award(measure), *_clauses(book, measure)]) + "\n"


def _conditions(measure: Measure) -> Iterator[str]:
    roles: dict[str, list[str]] = {}
    for condition in (*measure.conditions, *measure.record_conditions):
        roles.setdefault(condition.role, []).extend(kernel_text(condition.node, 1))
    for role, lines in roles.items():
        yield from (role, *lines)


def _award(measure: Measure) -> Iterator[str]:
    if measure.applies != n.TRUE:
        yield from ("applies", *kernel_text(measure.applies, 1))
    for variant in measure.variants:
        yield from (f"amount{_when(variant)}", *kernel_text(variant.amount, 1))
        for word, limits in (("count", variant.counts), ("cap", variant.caps)):
            for limit in limits:
                yield from (f"{word}{_per(limit)}{_when(variant)}", *kernel_text(limit.value, 1))


def _when(variant: Variant) -> str:
    return "".join(f" [{reading} = {option}]" for reading, option in variant.chosen)


def _per(limit: Limit) -> str:
    return f" per {' and '.join(limit.scope)}"


def _clauses(book: Book, measure: Measure) -> Iterator[str]:
    for clause in book.clauses:
        if measure.id in clause.measures():
            yield from _clause(clause)


def _clause(clause: Clause) -> Iterator[str]:
    hangs = clause.hangs
    under = "" if hangs is None else f" [{hangs.reading} = {' or '.join(sorted(hangs.options)) or 'none'}]"
    scope = "" if clause.word == REQUIRES else f" per {' and '.join(clause.scope)}"
    yield f"{clause.word} {clause.id}{scope}{under}"
    sides = SIDES[clause.word]
    for index, group in enumerate(clause.groups):
        if group != Members(()):
            yield f"{INDENT}{sides[min(index, len(sides) - 1)]}: {_members(group)}"
    if clause.need is not None:
        yield f"{INDENT}needs: {_need(clause.need)}"
    if clause.value is not None:
        yield from kernel_text(clause.value, 1, "at most: ")


def _members(group: Members) -> str:
    kinds = (" ".join(f"{k} {v}" for k, v in zip(("level", "support"), pair, strict=True) if v) for pair in group.kinds)
    return ", ".join([*group.ids, *kinds, *sorted(group.foreign)])


def _need(need: Need) -> str:
    if need.how == "one":
        return need.measure
    parts = (f"({_need(part)})" if len(part.parts) > 1 else _need(part) for part in need.parts)
    return f" {'and' if need.how == 'all' else 'or'} ".join(parts)
