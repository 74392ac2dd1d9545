"""Small edits of rule files, made in the text where they stand, so that comments and layout stay as they are."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from ..diagnostics import Faults
from ..language.source import Source, Trail, dotted, read_text
from ..values.quantities import FEN_PER, decimal_text
from .files import RuleFiles
from .random_rules import dumped

RULES = ("figures", "define", "eligible", "measures", "combine")
"""The parts of a policy that say who gets what."""
CONDITIONS = ("eligible", "where")
FOR_PEOPLE = ("title", "source", "clause", "notices", "also_requires", "asks", "accept", "document", "number")
"""Keys whose values are sentences, in which a figure means nothing to the program."""
_UNITS = "|".join(sorted((unit for unit in FEN_PER if not unit.isascii()), key=len, reverse=True))
_MONEY = re.compile(rf"(?<![\w.,])(\d+(?:\.\d+)?)({_UNITS})")
_SHARE = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)([%‰]|个百分点)")
_WHOLE = re.compile(r"(?<![\w.,-])(\d{1,3})(?![\w.,%‰-])")
_SIGNS = {">=": ">", "≥": ">", "<=": "<", "≤": "<"}
_TURNED = {"reached": "exceeded", "exceeded": "reached"}
_PER = re.compile(r"\s+per\s+")
_FILLERS = ("unpublished", "between")
MORE = "10000元"


class Edit(NamedTuple):
    """What was changed, as ``file:line: where: old → new``, and the files with it."""

    what: str
    files: RuleFiles


class Sheet:
    """One policy file, read with its places."""

    def __init__(self, files: RuleFiles, name: str) -> None:
        self.files, self.name = files, name
        self.source: Source = read_text(files.texts[name], name)

    def scalars(self) -> Iterator[tuple[Trail, str]]:
        """Every text of the rules, by its trail."""
        for part in RULES:
            yield from _scalars(self.source.data.get(part), (part,))

    def places(self) -> Iterator[Trail]:
        """Every key of the rules below the names of measures and figures."""
        for part in RULES:
            yield from _keys(self.source.data.get(part), (part,))

    def change(self, trail: Trail, new: str, *, key: bool = False) -> Edit:
        """One value (or key) written otherwise."""
        old = str(trail[-1]) if key else str(self._at(trail))
        text = self._spliced(trail, old, new, key)
        if text is None:
            text = self._rebuilt(trail, new, key)
        return Edit(self._what(trail, f"{old} → {new}"), self.files.replaced(self.name, text))

    def put(self, trail: Trail, value: Any) -> Edit:
        """One value replaced by another, whatever its shape."""
        return Edit(self._what(trail, f"→ {value}"), self.files.replaced(self.name, self._rebuilt(trail, value, False)))

    def drop(self, trail: Trail) -> Edit:
        """One entry less."""
        data = copy.deepcopy(self.source.data)
        del _down(data, trail[:-1])[trail[-1]]
        return Edit(self._what(trail, "–"), self.files.replaced(self.name, dumped(data)))

    def _at(self, trail: Trail) -> Any:
        return _down(self.source.data, trail)

    def _what(self, trail: Trail, change: str) -> str:
        place = self.source.place(trail, key=True)
        return f"{self.name}:{place.line}: {dotted(trail)}: {change}"

    def _spliced(self, trail: Trail, old: str, new: str, key: bool) -> str | None:
        """The text with the change made on the spot; ``None`` where what stands there is not written plainly."""
        mark = (self.source.keys if key else self.source.marks).get(trail)
        lines = self.source.text.split("\n")
        if mark is None or mark[0] >= len(lines):
            return None
        line, column = lines[mark[0]], mark[1]
        column += line[column : column + 1] in ("'", '"')
        if not line.startswith(old, column):
            return None
        lines[mark[0]] = line[:column] + new + line[column + len(old) :]
        return "\n".join(lines)

    def _rebuilt(self, trail: Trail, value: Any, key: bool) -> str:
        data = copy.deepcopy(self.source.data)
        holder = _down(data, trail[:-1])
        if key:
            items = [(value if k == trail[-1] else k, v) for k, v in holder.items()]
            holder.clear()
            holder.update(items)
        else:
            holder[trail[-1]] = value
        return dumped(data)


def _down(data: Any, trail: Trail) -> Any:
    for step in trail:
        data = data[step]
    return data


def _scalars(data: Any, trail: Trail) -> Iterator[tuple[Trail, str]]:
    if isinstance(data, dict):
        for key, item in data.items():
            if key not in FOR_PEOPLE:
                yield from _scalars(item, (*trail, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _scalars(item, (*trail, index))
    elif isinstance(data, str):
        yield trail, data


def _keys(data: Any, trail: Trail) -> Iterator[Trail]:
    if isinstance(data, dict):
        for key, item in data.items():
            if key not in FOR_PEOPLE:
                yield (*trail, key)
                yield from _keys(item, (*trail, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _keys(item, (*trail, index))


# -- the edits ----------------------------------------------------------------------------------------------------

Change = Callable[[], Edit]


def changes(files: RuleFiles) -> list[Change]:
    """Every small edit of some rule files, not yet made. Some of them may not load."""
    return [change for name in files.policies() for kind in EDITS for change in kind(Sheet(files, name))]


def loading(change: Change) -> Edit | None:
    """The edit if its files load, else ``None``."""
    made = change()
    try:
        made.files.load()
    except Faults:
        return None
    return made


def figures(sheet: Sheet) -> Iterator[Change]:
    """A figure one unit higher or lower."""
    for trail, text in sheet.scalars():
        for new in _nudged(text):
            yield lambda trail=trail, new=new: sheet.change(trail, new)  # type: ignore[misc]  # bound in the loop


def bounds(sheet: Sheet) -> Iterator[Change]:
    """The bound of a tier one unit higher or lower."""
    for trail in sheet.places():
        for new in _nudged(str(trail[-1])):
            yield lambda trail=trail, new=new: sheet.change(trail, new, key=True)  # type: ignore[misc]


def turned(sheet: Sheet) -> Iterator[Change]:
    """A bound that had to be reached must be exceeded, or the other way round."""
    for trail, text in sheet.scalars():
        if trail[-1] == "bounds" and text in _TURNED:
            yield lambda trail=trail, text=text: sheet.change(trail, _TURNED[text])  # type: ignore[misc]
        for sign, other in _SIGNS.items():
            if sign in text:
                new = text.replace(sign, other, 1)
                yield lambda trail=trail, new=new: sheet.change(trail, new)  # type: ignore[misc]


def caps(sheet: Sheet) -> Iterator[Change]:
    """A cap twice as high, half as high, or gone."""
    for trail, text in sheet.scalars():
        if "at_most" not in trail:
            continue
        for new in (_times(text, Fraction(2)), _times(text, Fraction(1, 2))):
            if new is not None:
                yield lambda trail=trail, new=new: sheet.change(trail, new)  # type: ignore[misc]
        yield lambda trail=trail: sheet.drop(trail)  # type: ignore[misc]


def measures(sheet: Sheet) -> Iterator[Change]:
    """A measure less."""
    for name in sheet.source.data["measures"]:
        yield lambda name=name: sheet.drop(("measures", name))  # type: ignore[misc]


def conditions(sheet: Sheet) -> Iterator[Change]:
    """A condition less."""
    holders = [((), sheet.source.data), *((("measures", n), m) for n, m in sheet.source.data["measures"].items())]
    for trail, holder in holders:
        for word in CONDITIONS:
            data = holder.get(word)
            count = len(data) if isinstance(data, list) else 1 if data else 0
            ways = [(word, i) for i in range(count)] if count > 1 else [(word,)] * count
            for way in ways:
                yield lambda trail=(*trail, *way): sheet.drop(trail)  # type: ignore[misc]


def readings(sheet: Sheet) -> Iterator[Change]:
    """An ambiguous text read in one way."""
    for trail in sheet.places():
        if trail[-1] != "reading":
            continue
        holder = _down(sheet.source.data, trail[:-1])
        name = holder["reading"]
        for option in (sheet.source.data.get("readings") or {}).get(name, {}).get("options") or ():
            value = holder.get(option, option)
            yield lambda trail=trail[:-1], value=value: sheet.put(trail, value)  # type: ignore[misc]


EDITS: tuple[Callable[[Sheet], Iterator[Change]], ...] = (
    figures,
    bounds,
    turned,
    caps,
    measures,
    conditions,
    readings,
)
"""Each kind of edit. A new one is added here."""


def _nudged(text: str) -> Iterator[str]:
    """A text with one of its figures one unit higher or lower: one 分, one percent, one."""
    for match in _MONEY.finditer(text):
        fen = int(Fraction(match[1]) * FEN_PER[match[2]])
        for new in (fen + 1, fen - 1):
            if new >= 0:
                yield f"{text[: match.start()]}{decimal_text(Fraction(new, 100))}元{text[match.end() :]}"
    for pattern, step in ((_SHARE, 1), (_WHOLE, 1)):
        for match in pattern.finditer(text):
            unit = match[2] if pattern is _SHARE else ""
            for number in (Fraction(match[1]) + step, Fraction(match[1]) - step):
                if number >= 0:
                    yield f"{text[: match.start()]}{decimal_text(number)}{unit}{text[match.end() :]}"


def _times(text: str, factor: Fraction) -> str | None:
    """A text with its first amount multiplied."""
    match = _MONEY.search(text)
    if match is None:
        return None
    fen = int(Fraction(match[1]) * FEN_PER[match[2]] * factor)
    return f"{text[: match.start()]}{decimal_text(Fraction(fen, 100))}元{text[match.end() :]}"


class Raised(NamedTuple):
    """A cap raised, not yet made: of one measure, or (``None``) of several together."""

    measure: str | None
    change: Change


def raised_caps(files: RuleFiles) -> list[Raised]:
    """Every cap and count of a measure, and every joint ceiling; caps on parts of an award are left alone."""
    found: list[Raised] = []
    for name in files.policies():
        sheet = Sheet(files, name)
        for trail, text in sheet.scalars():
            if trail[-1] == "reading":
                continue
            new = _more(trail, text)
            if new is not None:
                change = lambda sheet=sheet, trail=trail, new=new: sheet.change(trail, new)  # noqa: E731
                measure = f"{sheet.source.data['policy']}/{trail[1]}" if trail[0] == "measures" else None
                found.append(Raised(measure, change))
    return found


def _more(trail: Trail, text: str) -> str | None:
    """A cap or count with more room; ``None`` for what is none."""
    joint = trail[0] == "combine" and trail[2:] == ("joint_cap", "at_most")
    if trail[0] == "measures" and trail[2:3] == ("count_at_most",):
        number = re.match(r"\d+(?=\s|$)", text)
        return None if number is None else f"{int(number[0]) + 1}{text[number.end() :]}"
    own = trail[0] == "measures" and trail[2:4] == ("award", "at_most")
    if not (joint or own) or text.startswith(_FILLERS):
        return None
    value, *scope = _PER.split(text, maxsplit=1)
    raised = _times(value, Fraction(2)) if _MONEY.fullmatch(value) else None
    if raised is None and value.startswith("up to "):
        raised = f"up to {value.removeprefix('up to ')} + {MORE}"
    return " per ".join([raised or f"{value} + {MORE}", *scope])
