"""Renames a fact, figure, reading or step in all rule files: by the places of its name, not by search and replace."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..diagnostics import Faults, Place, Report
from ..language.context import CLOCKS
from ..language.expressions import ExpressionError, parse
from ..language.source import Source, Trail
from ..language.uses import FACT, FIGURE, OPTION, READING, STEP, Thing
from ..rulebook.vocabulary import KNOWN_TO_THE_PROGRAM, RESERVED, Vocabulary
from .named import meant, spelt
from .uses import Found, Stock

ABLE = (FACT, FIGURE, READING, STEP)
"""The kinds of thing that can be renamed."""
_READ_OTHERWISE = """
if then else over where of on last between years months days and or not in per to up 且 或 非 至 到
sum count any all largest smallest min max growth increase received amount
yes no true false 是 否 unpublished nothing
"""
_WORDS = frozenset(_READ_OTHERWISE.split()) | {*CLOCKS, *RESERVED}
"""Names that mean something else, or read as if they did."""


class Edit(NamedTuple):
    """So many characters of a file, from a position on, give way to a text."""

    position: int
    length: int
    text: str


class Renamed(NamedTuple):
    """The texts of the files that change, before and after; ``left``: where comments and sentences have the word."""

    thing: Thing
    new: str
    before: dict[Path, str]
    after: dict[Path, str]
    left: tuple[str, ...]

    def diff(self) -> str:
        """The lines that change, as a unified diff."""
        return "".join(_diff(str(path), self.before[path], text) for path, text in self.after.items())


def rename(paths: Sequence[str | Path], old: str, new: str) -> Renamed:
    """What renaming changes; nothing is written.

    The result is read again before it is shown: every name in it means what it meant.

    Raises:
        Faults: nothing is called ``old``, the new name will not do, or the rules do not load, before or after.
    """
    stock = Stock.load(paths)
    thing = meant(old, stock.things, kinds=ABLE)
    _may_be_called(thing, new, stock)
    found = stock.of(thing)
    _all_at_hand(thing, found, paths)
    edits: dict[Path, list[Edit]] = {}
    report = Report()
    for item in found:
        if item.use.word == thing.name:
            _edit(item, stock, new, edits, report)
    report.raise_if_any()
    if thing.kind == FACT:
        first = next(item for item in found if item.declared)
        edits[Path(first.file.source.name)].append(_was(first.file.source, first.use.trail, thing.name, new))
    before = {Path(file.source.name): file.source.text for file in stock.files}
    changed = {path: _edited(before[path], edits[path]) for path in before if path in edits}
    _same_meaning(stock, thing, new, _read_again(paths, before | changed, new))
    left = tuple(
        place for path, text in before.items() for place in _left(path, text, edits.get(path, []), stock, thing)
    )
    return Renamed(thing, new, {path: before[path] for path in changed}, changed, left)


# -- what cannot be ------------------------------------------------------------------------------------------


def _may_be_called(thing: Thing, new: str, stock: Stock) -> None:
    report = Report()
    try:
        syntax = parse(new)
        fits = (syntax.kind, syntax.parts) == ("name", (new,)) and new not in _WORDS
    except ExpressionError:
        fits = False
    if not fits:
        report.add("rename.word", Place("NEW"), name=new[:80])
    elif thing.kind == FACT and not thing.owner and thing.name in KNOWN_TO_THE_PROGRAM:
        report.add("rename.fixed", Place("OLD"), name=thing.name)
    elif new == thing.name:
        report.add("rename.same", Place("NEW"), name=new)
    else:
        other = _called(thing, new, stock)
        if other is not None:
            report.add("rename.taken", Place("NEW"), name=new, other=other)
    report.raise_if_any()


def _called(thing: Thing, new: str, stock: Stock) -> str | None:
    """What is called by the new name where the old one stands."""
    vocabulary: Vocabulary = stock.book.vocabulary
    if thing.kind == FACT:
        owner = thing.owner or None
        name = vocabulary.words.get(owner, {}).get(new) or vocabulary.former.get(owner, {}).get(new)
        if name is not None and name != thing.name:
            return spelt(thing._replace(name=name))
        record = None if owner else vocabulary.record_named(new)
        if record is not None:
            return f"record:{record.name}"
        mine = [x for x in stock.things if x.kind in (FIGURE, STEP)]
    else:
        mine = [x for x in stock.things if x.owner == thing.owner and (x.kind == READING) == (thing.kind == READING)]
        mine = [x for x in mine if x.kind in ABLE]
    return next((spelt(x) for x in mine if x.name == new), None)


def _all_at_hand(thing: Thing, found: Iterable[Found], paths: Sequence[str | Path]) -> None:
    """A name that rules outside the given folders may use is renamed only together with them."""
    if not paths:
        return
    report = Report()
    roots = [path.parent if path.is_file() else path for path in (Path(p).resolve() for p in paths)]
    # A single pack reads the shipped vocabulary, which other packs share.
    for item in found:
        file = Path(item.file.source.name).resolve()
        if not any(root in file.parents for root in roots):
            place = item.file.source.place(item.use.trail, key=item.use.key)
            report.add("rename.shared", place, name=thing.name)
            break
    report.raise_if_any()


# -- what changes ---------------------------------------------------------------------------------------------


def _edit(item: Found, stock: Stock, new: str, edits: dict[Path, list[Edit]], report: Report) -> None:
    source, use = item.file.source, item.use
    at = item.position
    place = source.within(use.trail, use.offset, key=use.key) if at is None else source.spot(at)
    if at is None:
        report.add("rename.unlike", place, name=use.word)
        return
    others = [thing for thing in stock.by_position[source.name, at] if thing != use.thing]
    if others:
        report.add("rename.both", place, name=use.word, a=spelt(use.thing), b=spelt(others[0]))
        return
    made = Edit(at, len(use.word), new)
    kept = edits.setdefault(Path(source.name), [])
    if made not in kept:
        kept.append(made)


def _was(source: Source, trail: Trail, old: str, new: str) -> Edit:
    """The insertion of ``was: [old]`` into the declaration of a fact, in its own style."""
    text, known, list_ = source.text, source.value(trail).get("was"), (*trail, "was")
    if known:
        item = (*list_, known.index(new) if new in known else 0)
        at = source.position(item, 0)
        assert at is not None
        if new in known:  # it gets a former name back
            return Edit(at, len(new), old)
        at -= text[at - 1] in ("'", '"')
        if text[source.offset(*source.marks[list_])] == "[":
            return Edit(at, 0, f"{old}, ")
        return _line_before(text, at, old)
    if known is not None:
        return Edit(source.offset(*source.marks[list_]) + 1, 0, old)
    at = source.offset(*source.marks[trail])
    if text[at] == "{":
        return Edit(at + 1, 0, f"was: [{old}], ")
    return _line_before(text, at, f"was: [{old}]")


def _line_before(text: str, at: int, line: str) -> Edit:
    """A line of its own above the one at a position, that begins as that one does."""
    start = text.rfind("\n", 0, at) + 1
    ending = "\r\n" if "\r\n" in text else "\n"
    return Edit(start, 0, f"{text[start:at]}{line}{ending}")


def _edited(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.position] + edit.text + text[edit.position + edit.length :]
    return text


def _left(path: Path, text: str, edits: Sequence[Edit], stock: Stock, thing: Thing) -> Iterator[str]:
    """Where the word stands in no name: ``file:line``, each line once, as lines count afterwards."""
    lines: dict[int, None] = {}
    for found in re.finditer(rf"(?<![\w-]){re.escape(thing.name)}(?![\w-])", text):
        if (str(path), found.start()) not in stock.by_position:
            added = sum(edit.text.count("\n") for edit in edits if edit.position <= found.start())
            lines[text.count("\n", 0, found.start()) + 1 + added] = None
    return (f"{path}:{line}" for line in lines)


# -- what it means afterwards ---------------------------------------------------------------------------------


def _read_again(paths: Sequence[str | Path], texts: Mapping[Path, str], new: str) -> Stock:
    try:
        return Stock.load(paths, texts)
    except Faults as faults:
        report = Report()
        report.add("rename.breaks", Place("NEW"), name=new)
        # It introduces the others, wherever they stand.
        faults.diagnostics = (*report.found, *faults.diagnostics)
        raise


def _same_meaning(before: Stock, thing: Thing, new: str, after: Stock) -> None:
    """Every name in the files means what it meant; else the new name is taken for something else somewhere."""
    kept, found = _signatures(before, thing, new), _signatures(after, thing._replace(name=new), new)
    report = Report()
    lost = [item for signature, item in kept.items() if signature not in found]
    for item in lost or [item for signature, item in found.items() if signature not in kept]:
        use, source = item.use, item.file.source
        place = source.within(use.trail, use.offset, key=use.key)
        report.add("rename.meaning", place, name=new, other=spelt(use.thing))
    report.raise_if_any()


def _signatures(stock: Stock, thing: Thing, new: str) -> dict[tuple[Any, ...], Found]:
    """What each name in the files means and where it stands, as it is once a thing is renamed."""
    there = thing._replace(name=new)
    moved: dict[tuple[str, Trail], str] = {}
    for item in stock.of(thing):
        use, last = item.use, str(item.use.trail[-1])
        if use.key and use.word == thing.name:
            renamed = f"{last[: use.offset]}{new}{last[use.offset + len(use.word) :]}"
            moved[item.file.source.name, use.trail] = renamed
    found: dict[tuple[Any, ...], Found] = {}
    seen: Counter[tuple[Any, ...]] = Counter()
    for item in stock.found:
        file, use = item.file.source.name, item.use
        named = there if use.thing == thing else use.thing
        if named.kind == OPTION and named.owner == thing.full:
            named = named._replace(owner=there.full)
        trail = tuple(moved.get((file, use.trail[: i + 1]), step) for i, step in enumerate(use.trail))
        place = file, trail, use.key
        found[*place, seen[place], named] = item
        seen[place] += 1
    return found


def _diff(name: str, before: str, after: str) -> str:
    old, new = ([f"{line}\n" for line in text.split("\n")] for text in (before, after))
    # What follows the last line break is a line only if something stands there.
    old, new = ([*x[:-1], *(y[:-1] for y in x[-1:] if y != "\n")] for x in (old, new))
    lines = difflib.unified_diff(old, new, fromfile=name, tofile=name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
