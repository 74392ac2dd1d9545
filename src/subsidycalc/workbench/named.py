"""Everything in a rule book that has a name, and what a name that somebody types may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..diagnostics import Place, Report, nearest
from ..language.load import Noted
from ..language.uses import (
    DOCUMENT,
    FIGURE,
    KINDS,
    MEASURE,
    OPTION,
    READING,
    RECORD,
    STEP,
    Thing,
    fact,
    holder,
)
from ..rulebook.model import Book
from ..tree.types import Options

FEW = 12
"""So many meanings of one name are listed."""


def things(book: Book, noted: Iterable[Noted]) -> dict[Thing, tuple[str, ...]]:
    """Every thing that has a name, with the labels that it has beside."""
    found = dict(_of_vocabulary(book))
    for policy in book.policies.values():
        for id_, figure in policy.figures.items():
            found[Thing(FIGURE, policy.id, id_.partition("/")[2])] = _labels(figure.title)
        for id_ in policy.readings:
            found[Thing(READING, policy.id, id_.partition("/")[2])] = ()
        for measure in policy.measures.values():
            found[Thing(MEASURE, policy.id, measure.name)] = _labels(measure.title)
        for name, document in policy.documents.items():
            found[Thing(DOCUMENT, policy.id, name)] = _labels(document.title)
    for file in noted:
        for name in file.source.data.get("define") or {}:
            found[Thing(STEP, file.policy, name)] = ()
    return found


def _of_vocabulary(book: Book) -> Iterator[tuple[Thing, tuple[str, ...]]]:
    vocabulary = book.vocabulary
    for record in vocabulary.records.values():
        words = (*record.label.values(), record.one, *record.one_label.values())
        yield Thing(RECORD, "", record.name), tuple(dict.fromkeys(words))
    trees: dict[str, Options] = dict(vocabulary.trees)
    for item in vocabulary.everything():
        yield fact(item.owner, item.name), (*item.label.values(), *item.was)
        if item.type.options is not None:
            trees.setdefault(holder(item.type.options, vocabulary), item.type.options)
    for name, options in trees.items():
        for option in options:
            label = options.labels.get(option)
            yield Thing(OPTION, name, option), _labels(label)


def _labels(label: Any) -> tuple[str, ...]:
    if isinstance(label, Mapping):
        return tuple(str(word) for word in label.values())
    return (label,) if isinstance(label, str) else ()


def meant(word: str, known: Mapping[Thing, tuple[str, ...]], *, kinds: Iterable[str] = KINDS) -> Thing:
    """The thing that a typed name means: an id, a full id, a label, each with its kind before it if need be.

    An id counts before a label: ``projects`` is the list of that name though something else may be labelled so.

    Raises:
        Faults: nothing is called so, or several things are.
    """
    kinds = tuple(kinds)
    kind, colon, rest = word.partition(":")
    asked = (kind,) if colon and kind in KINDS else KINDS
    plain = rest if colon and kind in KINDS else word
    able = {thing: labels for thing, labels in known.items() if thing.kind in asked}
    by_id = [thing for thing in able if plain in (thing.name, thing.full)]
    found = by_id or [thing for thing, labels in able.items() if plain in labels]
    # What cannot be done with a thing of its kind is told only where nothing else is meant.
    fitting = [thing for thing in found if thing.kind in kinds] or found
    report = Report()
    if not fitting:
        words = {w for thing, labels in able.items() for w in (thing.name, *labels)}
        near = nearest(plain, words, count=3)
        report.add("uses.unknown", Place("NAME"), name=word[:80], near=", ".join(near) or "subsidycalc list")
    elif len(fitting) > 1:
        names = [spelt(thing) for thing in fitting[:FEW]] + (["…"] if len(fitting) > FEW else [])
        report.add("uses.several", Place("NAME"), name=word[:80], count=len(fitting), names=", ".join(names))
    elif fitting[0].kind not in kinds:
        report.add("rename.kind", Place("OLD"), name=spelt(fitting[0]), kinds=", ".join(kinds))
    report.raise_if_any()
    return fitting[0]


def spelt(thing: Thing) -> str:
    """A name that means this thing alone, as it may be typed."""
    return f"{thing.kind}:{thing.full}"
