"""Gaps filled in the open: assumptions files, and readings chosen on the way."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..diagnostics import Faults, Place, Report, nearest, unfit
from ..language.shape import conforms
from ..language.source import Plain, Source, Trail, read_file
from ..language.spec import AssumedReading, AssumedValue, AssumptionsFile
from ..profile.scalars import counted, shown_of
from ..rulebook.model import Book, GapDecl, ReadingDecl
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..values.days import parse_day
from ..values.quantities import QuantityError, parse_money, parse_price, parse_quantity, parse_share
from ..values.units import UNITS, price_of, units_of, words_of


class Assumed(NamedTuple):
    """A filled gap: its value, as written, where it comes from, and in whose file."""

    name: str
    value: Any
    text: str
    taken_from: Any
    file: str


class Assumptions(NamedTuple):
    """Values for gaps and options for readings, with the titles of the files that they come from."""

    titles: tuple[Any, ...]
    values: Mapping[str, Assumed]
    readings: Mapping[str, Assumed]


ASSUMED = 'assume="assumptions.yaml", assume={"policy/figure": "30%"}'
READINGS = 'readings={"reading": "option"}'
"""What fits, as a program writes it."""
NONE = Assumptions((), {}, {})
Given = str | Path | Mapping[str, Any] | None
Givens = Given | Sequence[str | Path | Mapping[str, Any]]


class AssumptionsReader:
    """Reads assumptions against the gaps and readings of a rule book."""

    def __init__(self, book: Book) -> None:
        self.gaps: dict[str, GapDecl] = {k: g for p in book.policies.values() for k, g in p.gaps.items()}
        self.readings: dict[str, ReadingDecl] = {k: r for p in book.policies.values() for k, r in p.readings.items()}
        self.report = Report()

    def read(self, given: Givens) -> Assumptions:
        """Assumptions from files, from a mapping of gap names to values, or from the inputs of a result.

        Raises:
            Faults: an unknown gap or reading, or a value that the gap does not admit.
        """
        titles: list[Any] = []
        values: dict[str, Assumed] = {}
        readings: dict[str, Assumed] = {}
        items: Any = [given] if isinstance(given, (str, os.PathLike, Mapping)) or given is None else given
        if isinstance(items, (bytes, bytearray)) or not isinstance(items, Iterable):
            raise _misfit(items)
        for item in items:
            if item is None:
                continue
            if not isinstance(item, (str, os.PathLike, Mapping)):
                raise _misfit(item)
            if isinstance(item, Mapping):
                if "titles" in item:
                    self._recorded(item, titles, values, readings)
                    continue
                self._plain(item, values, readings)
                titles.append({"zh": "调用时给出的假设", "en": "assumptions given in the call"})
            else:
                self._file(Path(item), titles, values, readings)
        self.report.raise_if_any()
        return Assumptions(tuple(titles), values, readings)

    def _plain(self, given: Mapping[str, Any], values: dict[str, Assumed], readings: dict[str, Assumed]) -> None:
        source = Source("assume")
        for name, value in given.items():
            if not isinstance(name, str):
                raise _misfit(name)
            if name in self.readings:
                self._reading(name, shown_of(value), name, source, (name,), readings)
            else:
                self._value(name, value, "assume", source, (name,), values)

    def _recorded(
        self, given: Mapping[str, Any], titles: list[Any], values: dict[str, Assumed], readings: dict[str, Assumed]
    ) -> None:
        """Assumptions as a result with inputs carries them."""
        titles += given["titles"]
        for name, item in given["values"].items():
            self._value(name, item["value"], item["from"], Plain(given, item["file"]), ("values", name), values)
        for name, item in given["readings"].items():
            source = Plain(given, item["file"])
            self._reading(name, item["option"], item["from"], source, ("readings", name), readings)

    def _file(self, path: Path, titles: list[Any], values: dict[str, Assumed], readings: dict[str, Assumed]) -> None:
        try:
            source = read_file(path, str(path))
        except Faults as faults:
            self.report.found += faults.diagnostics
            return
        if not conforms(source, "assumptions", self.report):
            return
        spec = AssumptionsFile(source.data, ())
        titles.append(spec.assumptions)
        for name, data in (spec.data.get("values") or {}).items():
            item = AssumedValue(data, ("values", name))
            self._value(name, item.value, item.taken_from, source, item.at("value"), values)
        for name, data in (spec.data.get("readings") or {}).items():
            reading = AssumedReading(data, ("readings", name))
            self._reading(name, reading.option, reading.taken_from, source, reading.at("option"), readings)

    def _value(
        self, name: str, value: Any, origin: Any, source: Source, trail: Trail, values: dict[str, Assumed]
    ) -> None:
        gap = self.gaps.get(name)
        if gap is None:
            self._unknown("assumption.unknown", name, self.gaps, source, trail[:-1] or trail)
            return
        text = shown_of(value, 200)
        try:
            if isinstance(value, (float, bool)) and gap.kind != t.BOOL:
                raise QuantityError("value.float", text=repr(value))
            found = _parsed(text, gap)
        except QuantityError as error:
            self.report.add(error.code, source.place(trail), name, **error.params)
            return
        low, high = _bound(gap.low), _bound(gap.high)
        if (low is not None and found < low) or (high is not None and found > high):
            self.report.add("assumption.outside", source.place(trail), name, text=text, name=name)
            return
        values[name] = Assumed(name, found, text, origin, source.name)

    def _reading(
        self, name: str, option: str, origin: Any, source: Source, trail: Trail, readings: dict[str, Assumed]
    ) -> None:
        reading = self.readings.get(name)
        if reading is None:
            self._unknown("reading.unknown_id", name, self.readings, source, trail[:-1] or trail)
        elif option not in reading.options:
            options = ", ".join(reading.options)
            self.report.add("reading.option", source.place(trail), name, name=name, option=option, options=options)
        else:
            readings[name] = Assumed(name, option, option, origin, source.name)

    def _unknown(self, code: str, name: str, known: Mapping[str, Any], source: Source, trail: Trail) -> None:
        near = nearest(name, known)
        self.report.add(
            code,
            source.place(trail, key=True),
            name=name,
            near=near[0] if near else ", ".join(list(known)[:3]) or "–",
        )

    def chosen(self, given: Mapping[str, str] | None, *, origin: str = "--reading") -> dict[str, str]:
        """Readings chosen by name, with or without the policy before it.

        Raises:
            Faults: no such reading, several of that name, or no such option.
        """
        found: dict[str, str] = {}
        if given is not None and not isinstance(given, Mapping):
            raise unfit(origin, shown_of(given), READINGS)
        for name, option in (given or {}).items():
            if not isinstance(name, str) or not isinstance(option, str):
                raise unfit(origin, shown_of(option if isinstance(name, str) else name), READINGS)
            ids = [i for i in self.readings if name in (i, i.partition("/")[2])]
            if len(ids) != 1:
                code = "reading.several" if ids else "reading.unknown_id"
                near = ids or nearest(name, [*self.readings, *(i.partition("/")[2] for i in self.readings)])
                self.report.add(code, Place(origin), name=name, near=", ".join(near) or ", ".join(self.readings) or "–")
            elif option not in self.readings[ids[0]].options:
                options = ", ".join(self.readings[ids[0]].options)
                self.report.add("reading.option", Place(origin), name=name, option=option, options=options)
            elif ids[0] in found:
                self.report.add("option.twice", Place(origin), name=name)
            else:
                found[ids[0]] = option
        self.report.raise_if_any()
        return found


def _misfit(value: Any) -> Faults:
    return unfit("--assume", shown_of(value), ASSUMED)


def _bound(node: Node | None) -> Any:
    return node.value if isinstance(node, n.Const) else None


def _price(text: str, kind: str) -> Any:
    """The money of a price; the units may stand beside it."""
    money, per, units = text.partition(" per ")
    if per and words_of(units) is not None and price_of(words_of(units) or ()) != kind:
        raise QuantityError("unit.other", text=text, unit=" and ".join(UNITS[u].words[0] for u in units_of(kind)))
    return parse_price(money if per else text)


def _parsed(text: str, gap: GapDecl) -> Any:
    if gap.kind == t.MONEY:
        return parse_money(text)
    if units_of(gap.kind):
        return _price(text, gap.kind)
    if gap.kind in t.UNITS:
        return counted(gap.kind)(text)
    if gap.kind in (t.RATE, t.RATIO):
        return parse_share(text, bounded=gap.kind == t.RATE)
    if gap.kind == t.DATE:
        return parse_day(text)
    if gap.kind == t.BOOL:
        word = text.strip().lower()
        if word not in ("yes", "no", "true", "false", "是", "否"):
            raise QuantityError("truth.shape", text=text)
        return word in ("yes", "true", "是")
    quantity = parse_quantity(text)
    if gap.kind == t.WHOLE and (quantity.kind != "number" or quantity.value.denominator != 1):
        raise QuantityError("number.whole", text=text)
    return quantity.value
