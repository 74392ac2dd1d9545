"""Where a name is used: in rules, in the vocabulary's expressions, in cases; and where it is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from ..language.load import Noted, load_noted
from ..language.source import Source, Trail
from ..language.uses import (
    DOCUMENT,
    FIGURE,
    MEASURE,
    OPTION,
    READING,
    RECORD,
    STEP,
    Thing,
    Use,
    fact,
    holder,
    position,
)
from ..language.vocabulary import facts_of
from ..rulebook.model import Book
from ..rulebook.vocabulary import FactDecl, Vocabulary
from .named import meant, spelt, things

TOTAL = "total"


class Found(NamedTuple):
    """One use in its file; ``declared`` where it is the declaration itself."""

    file: Noted
    use: Use
    declared: bool

    @property
    def position(self) -> int | None:
        """Where the word starts in the text of the file, if it is written there as it is read."""
        return position(self.file.source, self.use)


class Stock:
    """Loaded rules with everything that they name.

    >>> Stock.load([]).book.policies != {}
    True
    """

    def __init__(self, book: Book, noted: Sequence[Noted]) -> None:
        self.book, self.files = book, tuple(noted)
        self.things = things(book, noted)
        self.found = [found for file in noted for found in _in_file(file, book)]

    @classmethod
    def load(cls, paths: Sequence[str | Path], texts: Mapping[Path, str] | None = None) -> Stock:
        """Load rules as ``load_book`` does.

        Raises:
            Faults: everything that does not load, located.
        """
        return cls(*load_noted(paths, texts))

    @cached_property
    def by_position(self) -> dict[tuple[str, int | None], list[Thing]]:
        """The things that the word at each position of a file means: usually one."""
        found: dict[tuple[str, int | None], list[Thing]] = {}
        for item in self.found:
            known = found.setdefault((item.file.source.name, item.position), [])
            if item.use.thing not in known:
                known.append(item.use.thing)
        return found

    def of(self, thing: Thing) -> list[Found]:
        """Every place that names a thing, by file and position."""
        return [found for found in self.found if found.use.thing == thing]


def _in_file(file: Noted, book: Book) -> list[Found]:
    """What a file names, each place once, in the order of the text."""
    source = file.source
    declared = dict.fromkeys(_declared(file, book.vocabulary), True)
    used = dict.fromkeys((*(source.uses or ()), *_plainly(file, book), *_in_cases(file, book)), False)
    found = [Found(file, use, is_declared) for use, is_declared in (declared | used).items()]
    return sorted(found, key=lambda x: (_spot(source, x.use), x.use.thing))


def _spot(source: Source, use: Use) -> tuple[int, int]:
    place = source.within(use.trail, use.offset, key=use.key)
    return place.line, place.column


# -- declarations ---------------------------------------------------------------------------------------------


def _declared(file: Noted, vocabulary: Vocabulary) -> Iterator[Use]:
    source = file.source
    for owner, name, trail in facts_of(source):
        yield Use(fact(owner, name), trail, 0, True, name)
        declared = vocabulary.of(owner)[name]
        if declared.type.options is not None and not isinstance(source.value(trail).get("options"), str):
            yield from _options(source, (*trail, "options"), holder(declared.type.options, vocabulary))
    for tree in source.data.get("trees") or {}:
        yield from _options(source, ("trees", tree), tree)
    for kind in source.data.get("records") or {}:
        yield Use(Thing(RECORD, "", kind), ("records", kind), 0, True, kind)
    sections = {"figures": FIGURE, "readings": READING, "define": STEP, "measures": MEASURE, "documents": DOCUMENT}
    for section, kind in sections.items() if file.kind == "policy" else ():
        for name in source.data.get(section) or {}:
            yield Use(Thing(kind, file.policy, name), (section, name), 0, True, name)


def _options(source: Source, trail: Trail, owner: str) -> Iterator[Use]:
    data = source.value(trail[:-1]).get(trail[-1]) or {}
    if isinstance(data, list):
        for index, name in enumerate(data):
            yield Use(Thing(OPTION, owner, name), (*trail, index), 0, False, name)
        return
    for name, item in data.items():
        yield Use(Thing(OPTION, owner, name), (*trail, name), 0, True, name)
        if isinstance(item, Mapping) and item.get("options"):
            yield from _options(source, (*trail, name, "options"), owner)


# -- what is named without an expression ----------------------------------------------------------------------


def _plainly(file: Noted, book: Book) -> Iterator[Use]:
    """Kinds of record that others belong to, places, applicants."""
    data, vocabulary = file.source.data, book.vocabulary
    for kind, record in (data.get("records") or {}).items():
        parent = record.get("belongs_to")
        if parent is not None:
            yield Use(Thing(RECORD, "", parent), ("records", kind, "belongs_to"), 0, False, parent)
    place = data.get("place")
    for tree, options in vocabulary.trees.items():
        if place in options.leaves:
            yield Use(Thing(OPTION, tree, place), ("place",), 0, False, place)
    applicant = vocabulary.facts.get("applicant")
    for name, measure in (data.get("measures") or {}).items():
        given = measure.get("applicant")
        if applicant is not None and applicant.type.options is not None and given is not None:
            owner = holder(applicant.type.options, vocabulary)
            trail: Trail = ("measures", name, "applicant")
            items = [((*trail, i), x) for i, x in enumerate(given)] if isinstance(given, list) else [(trail, given)]
            for at, text in items:
                for option in applicant.type.options:
                    start = _among(text, option)
                    if start is not None:
                        yield Use(Thing(OPTION, owner, option), at, start, False, option)


def _among(text: str, word: str) -> int | None:
    """Where a word stands in ``a or b, c``."""
    start = 0
    for part in text.replace(",", " ").split(" "):
        if part == word:
            return start
        start += len(part) + 1
    return None


# -- cases ----------------------------------------------------------------------------------------------------


def _in_cases(file: Noted, book: Book) -> Iterator[Use]:
    for index, case in enumerate(file.source.data.get("cases") or ()):
        trail: Trail = ("cases", index)
        if isinstance(case.get("facts"), Mapping):
            yield from _Facts(book, file.policy).all(case["facts"], (*trail, "facts"))
        for name in case.get("readings") or {}:
            yield _own(READING, name, (*trail, "readings", name), file.policy)
        for name in case.get("expect") or {}:
            if name != TOTAL:
                yield _own(MEASURE, name, (*trail, "expect", name), file.policy)
        for name in case.get("assume") or {}:
            yield from _gap(name, (*trail, "assume", name), file, book)


def _own(kind: str, name: str, trail: Trail, policy: str) -> Use:
    """A name with or without its policy before it."""
    before, slash, rest = name.partition("/")
    word = rest if slash else name
    return Use(Thing(kind, before if slash else policy, word), trail, len(before) + 1 if slash else 0, True, word)


def _gap(name: str, trail: Trail, file: Noted, book: Book) -> Iterator[Use]:
    """The figure, step or measure that the name of a gap begins with."""
    use = _own(FIGURE, name, trail, file.policy)
    head = use.thing.name.partition(".")[0]
    policy = book.policies.get(use.thing.owner)
    if policy is None:
        return
    kind = FIGURE if f"{policy.id}/{head}" in policy.figures else STEP
    if f"{policy.id}/{head}" in policy.measures:
        kind = MEASURE
    yield use._replace(thing=Thing(kind, policy.id, head), word=head)


class _Facts:
    """What the facts of a case name: facts, kinds of record, options, and measures under which money came in."""

    def __init__(self, book: Book, policy: str) -> None:
        self.vocabulary, self.policy = book.vocabulary, policy

    def all(self, data: Mapping[str, Any], trail: Trail) -> Iterator[Use]:
        for word, value in data.items():
            at = (*trail, word)
            if word == "received" and isinstance(value, list):
                yield from self._received(value, at)
                continue
            known = self._fact(word, None)
            record = self.vocabulary.record_named(word)
            if known is not None:
                yield Use(fact(None, known.name), at, 0, True, word)
                yield from self._values(known, value, at)
            elif record is not None:
                yield Use(Thing(RECORD, "", record.name), at, 0, True, word)
                yield from self._records(record.name, value, at)

    def _fact(self, word: str, owner: str | None) -> FactDecl | None:
        name = self.vocabulary.words.get(owner, {}).get(word) or self.vocabulary.former.get(owner, {}).get(word)
        return None if name is None else self.vocabulary.of(owner).get(name)

    def _values(self, known: FactDecl, value: Any, trail: Trail) -> Iterator[Use]:
        options = known.type.options
        if options is None:
            return
        if isinstance(value, Mapping | list):
            for step, item in value.items() if isinstance(value, Mapping) else enumerate(value):
                yield from self._values(known, item, (*trail, step))
            return
        name = (options.former | options.names).get(value) if isinstance(value, str) else None
        if name is not None:
            yield Use(Thing(OPTION, holder(options, self.vocabulary), name), trail, 0, False, value)

    def _records(self, kind: str, items: Any, trail: Trail) -> Iterator[Use]:
        parent = self.vocabulary.records[kind].parent
        up = self.vocabulary.records.get(parent or "")
        for index, item in enumerate(items if isinstance(items, list) else ()):
            for word, value in item.items() if isinstance(item, Mapping) else ():
                at = (*trail, index, word)
                known = self._fact(word, kind)
                if up is not None and word in (up.one, *up.one_label.values()):
                    yield Use(Thing(RECORD, "", up.name), at, 0, True, word)
                elif known is not None:
                    yield Use(fact(kind, known.name), at, 0, True, word)
                    yield from self._values(known, value, at)

    def _received(self, items: Sequence[Any], trail: Trail) -> Iterator[Use]:
        ones = {w: r.name for r in self.vocabulary.records.values() for w in (r.one, *r.one_label.values())}
        for index, item in enumerate(items):
            for word, value in item.items() if isinstance(item, Mapping) else ():
                at = (*trail, index, word)
                if word in ones:
                    yield Use(Thing(RECORD, "", ones[word]), at, 0, True, word)
                elif word == "award" and isinstance(value, str):
                    yield _own(MEASURE, value, at, self.policy)._replace(key=False)


# -- the answer -----------------------------------------------------------------------------------------------


def uses_form(stock: Stock, word: str) -> dict[str, Any]:
    """Where a name is declared and used, as plain data.

    Raises:
        Faults: nothing is called so, or several things are.
    """
    thing = meant(word, stock.things)
    found = stock.of(thing)
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for item in found:
        if not item.declared:
            where = "cases" if item.use.trail[0] == "cases" else "rules" if item.file.policy else "vocabulary"
            groups.setdefault((item.file.policy, where), []).append(_line(item))
    return {
        "name": spelt(thing),
        "kind": thing.kind,
        "labels": [label for label in dict.fromkeys(stock.things[thing]) if label != thing.name],
        "declared": [_line(item) for item in found if item.declared],
        "uses": [{"policy": policy, "where": where, "lines": lines} for (policy, where), lines in groups.items()],
        "count": sum(not item.declared for item in found),
    }


def _line(item: Found) -> dict[str, str]:
    source = item.file.source
    at = item.position
    place = source.within(item.use.trail, item.use.offset, key=item.use.key) if at is None else source.spot(at)
    return {"place": f"{place.file}:{place.line}:{place.column}", "line": place.source.strip()}
