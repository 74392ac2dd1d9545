"""Results that are read back: JSON as the program wrote it, or as somebody changed it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..answers.assessment import FORMAT
from ..answers.plan import STATUS as STATUSES
from ..diagnostics import LANGUAGES, Faults, Place, Report
from ..language.source import STDIN, Source, Trail, read_bytes, read_file
from ..values.days import parse_day
from ..values.quantities import QuantityError

_MONEY = re.compile(r"-?\d{1,60}\.\d\d", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INTEGER = 9
"""Whole numbers of a result are years: so many digits are more than enough."""


class Number:
    """A number with decimals or without end: no result has one, so it fits nowhere. It keeps its text."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


class Kept(NamedTuple):
    """A result that was read: ``data`` as JSON has it, ``source`` with the place of everything."""

    name: str
    data: dict[str, Any]
    source: Source

    @property
    def inputs(self) -> dict[str, Any] | None:
        """What it was computed from, if it says."""
        found: dict[str, Any] | None = self.data.get("inputs")
        return found


class Part(Source):
    """What stands at one place of a file, with its places in that file."""

    def __init__(self, whole: Source, trail: Trail, data: Any) -> None:
        super().__init__(whole.name)
        self.data, self.whole, self.trail = data, whole, trail

    def place(self, trail: Trail, *, key: bool = False) -> Place:
        """The place in the whole file."""
        return self.whole.place((*self.trail, *trail), key=key)

    def within(self, trail: Trail, offset: int, *, key: bool = False) -> Place:
        """The place of a value in the whole file; JSON escapes hide where its characters are."""
        return self.place(trail, key=key)


# -- shapes ---------------------------------------------------------------------------------------------------


class Maybe(NamedTuple):
    """``null``, or what has this form."""

    form: Any


class Each(NamedTuple):
    """A mapping whose values have this form, whatever their names."""

    form: Any


class Option(NamedTuple):
    """A key that may be left out."""

    form: Any


TEXT, FLAG, WHOLE, MONEY, DAY, STATUS = "text", "flag", "whole", "money", "day", "status"
ANY, LABEL = "any", "label"
_SPAN = {"low": MONEY, "high": Maybe(MONEY)}
_NEXT = {"fact": TEXT, "needed": TEXT, "short_by": TEXT, "opens": TEXT}
_OUTCOME = {
    "status": STATUS,
    **_SPAN,
    "final": _SPAN,
    "counted": Maybe(FLAG),
    "lost_to": [{"clause": TEXT, "what": TEXT, **_SPAN, "to": [TEXT]}],
    "tier": Maybe(TEXT),
    "next": Maybe(_NEXT),
}
_FORM = {
    "format": TEXT,
    "year": WHOLE,
    "date": DAY,
    "lang": TEXT,
    "firm": TEXT,
    "applicant": TEXT,
    "rulebook": {"packs": [{"id": TEXT, "digest": TEXT}], "program": TEXT},
    "awards": [{"id": TEXT, "title": TEXT, **_OUTCOME, "items": [{"record": TEXT, **_OUTCOME}]}],
    "total": {**_SPAN, "high_known": MONEY, "unbounded": [TEXT]},
    "combining": Option(ANY),
    "not_concerning": [TEXT],
    "not_in_force": Option([TEXT]),
    "other_editions": Option([{"policy": TEXT, "edition": TEXT, "measures": [TEXT]}]),
    "by_reading": Option(ANY),
    "inputs": Option(
        {
            "profile": Each(ANY),
            "year": WHOLE,
            "date": DAY,
            "assumptions": {
                "titles": [LABEL],
                "values": Each({"value": TEXT, "from": LABEL, "file": TEXT}),
                "readings": Each({"option": TEXT, "from": LABEL, "file": TEXT}),
            },
            "readings": Each(TEXT),
            "presume": FLAG,
            "digest": TEXT,
        }
    ),
}


class _Shape:
    """Compares data with a form; what does not fit is reported at its place."""

    def __init__(self, source: Source) -> None:
        self.source, self.report = source, Report()

    def check(self, value: Any, form: Any, trail: Trail) -> None:
        if isinstance(form, Option):
            form = form.form
        if isinstance(form, Maybe):
            if value is None:
                return
            form = form.form
        if isinstance(form, (dict, Each)):
            self._mapping(value, form, trail)
        elif isinstance(form, list):
            self._list(value, form[0], trail)
        elif not _fits(value, form):
            self._fault(form, trail)

    def _mapping(self, value: Any, form: Any, trail: Trail) -> None:
        if not isinstance(value, dict):
            self._fault("mapping", trail)
        elif isinstance(form, Each):
            for key, item in value.items():
                self.check(item, form.form, (*trail, key))
        else:
            for key, inner in form.items():
                if key in value:
                    self.check(value[key], inner, (*trail, key))
                elif not isinstance(inner, Option):
                    self.report.add("result.missing", self.source.place(trail), name=key)

    def _list(self, value: Any, form: Any, trail: Trail) -> None:
        if not isinstance(value, list):
            self._fault("list", trail)
            return
        for index, item in enumerate(value):
            self.check(item, form, (*trail, index))

    def _fault(self, wanted: str, trail: Trail) -> None:
        self.report.add("result.shape", self.source.place(trail), wanted=f"@result.{wanted}")

    def once(self, items: list[Any], key: str, trail: Trail) -> None:
        """No two entries of a list have the same name."""
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item[key] in seen:
                self.report.add("result.twice", self.source.place((*trail, index)), name=item[key])
            seen.add(item[key])


def _fits(value: Any, form: str) -> bool:
    if form == TEXT:
        return isinstance(value, str)
    if form == FLAG:
        return isinstance(value, bool)
    if form == WHOLE:
        return isinstance(value, int) and not isinstance(value, bool)
    if form == MONEY:
        return isinstance(value, str) and _MONEY.fullmatch(value) is not None
    if form == STATUS:
        return value in STATUSES.values()
    if form == DAY:
        return isinstance(value, str) and _is_day(value)
    if form == LABEL:
        texts = list(value.values()) if isinstance(value, Mapping) else [value]
        return bool(texts) and all(isinstance(x, str) for x in texts)
    return True


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and parse_day(text) > 0
    except QuantityError:
        return False


# -- reading --------------------------------------------------------------------------------------------------


def read_result(path: str, *, stdin: bytes | None = None) -> Kept:
    """A result from a file, or from ``stdin``.

    Raises:
        Faults: it cannot be read, is too large or too deep, no JSON, of another format or shape; each located.
    """
    if stdin is not None:
        source = read_bytes(stdin, STDIN, is_json=True)
    else:
        source = read_file(Path(path), is_json=True)
    data = _json(source)
    shape = _Shape(source)
    form = data.get("format") if isinstance(data, dict) else None
    if isinstance(data, dict) and form != FORMAT:
        place = source.place(("format",) if "format" in data else ())
        shown = form if isinstance(form, str) else "–"
        shape.report.add("result.format", place, found=shown, known=FORMAT)
        shape.report.raise_if_any()
    shape.check(data, _FORM, ())
    shape.report.raise_if_any()
    shape.once(data["awards"], "id", ("awards",))
    for index, award in enumerate(data["awards"]):
        shape.once(award["items"], "record", ("awards", index, "items"))
    shape.once(data["rulebook"]["packs"], "id", ("rulebook", "packs"))
    if data["lang"] not in LANGUAGES:
        shape.report.add("result.shape", source.place(("lang",)), wanted="@result.lang")
    shape.report.raise_if_any()
    return Kept(path, data, source)


def _json(source: Source) -> Any:
    try:
        return json.loads(source.text, parse_float=Number, parse_int=_whole, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = source.at(error.lineno - 1, error.colno - 1)
        problem = error.msg
    except (ValueError, RecursionError) as error:
        place, problem = source.place(()), str(error)[:60]
    report = Report()
    report.add("result.no_json", place, problem=problem)
    raise Faults(report.found)


def _whole(text: str) -> Any:
    return int(text) if len(text) <= _INTEGER else Number(text)


def _refuse(word: str) -> Any:
    raise ValueError(word)
