"""Results recomputed: the same to the 分, or what differs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ..answers.by_reading import by_reading
from ..diagnostics import Diagnostic, Faults, Report
from ..language.source import Trail, dotted
from .results import Kept, Part

if TYPE_CHECKING:
    from ..answers.assess import RuleBook

NAMES = ("id", "record", "name")
"""Keys that name an entry of a list, so that an entry is compared with the one of its name."""
LEFT_OUT = object()
"""Stands for a value that only the other of two has."""


class Difference(NamedTuple):
    """One value that is not what it was: its path, and both values; ``LEFT_OUT`` where there is none."""

    path: Trail
    recorded: Any
    computed: Any


class Pack(NamedTuple):
    """A pack with other digests than the one at hand; ``None`` where it is missing."""

    id: str
    recorded: str | None
    at_hand: str | None


class Verdict(NamedTuple):
    """What a recomputation came to; ``program`` is what wrote the result and what recomputed it, if these differ."""

    differences: list[Difference]
    packs: list[Pack]
    program: tuple[str, str] | None

    @property
    def same(self) -> bool:
        """Whether everything came out as it was recorded."""
        return not self.differences and not self.packs and self.program is None


def verify(book: RuleBook, kept: Kept) -> Verdict:
    """Recompute a result in its own language with the rules at hand.

    Raises:
        Faults: it carries no inputs, or inputs that these rules cannot read; located in its file.
    """
    recorded = kept.data
    computed = recompute(book, kept)
    packs = other_packs(recorded["rulebook"], computed["rulebook"])
    programs = recorded["rulebook"]["program"], computed["rulebook"]["program"]
    found = differences(recorded | {"rulebook": None}, computed | {"rulebook": None})
    return Verdict(found, packs, None if programs[0] == programs[1] else programs)


def recompute(book: RuleBook, kept: Kept, *, lang: str | None = None) -> dict[str, Any]:
    """The JSON form with inputs that the inputs of a result give; in its own language unless another is asked for.

    Raises:
        Faults: it carries no inputs, or inputs that these rules cannot read; located in its file.
    """
    inputs = must_have_inputs(kept)
    source = Part(kept.source, ("inputs", "profile"), inputs["profile"])
    options = {
        "year": inputs["year"],
        "date": inputs["date"],
        "assume": inputs["assumptions"],
        "presume": inputs["presume"],
    }
    language = lang or kept.data["lang"]
    try:
        assessment = book.assess_source(source, readings=inputs["readings"], **options)
        found = assessment.to_dict(lang=language, with_inputs=True)
        if "by_reading" in kept.data:
            found["by_reading"] = by_reading(book, source, assessment, inputs["readings"], options, language)
    except Faults as faults:
        raise Faults([*_other_rules(book, kept), *(_placed(d, kept) for d in faults.diagnostics)]) from None
    return found


def must_have_inputs(kept: Kept) -> dict[str, Any]:
    """The inputs of a result.

    Raises:
        Faults: it carries none.
    """
    if kept.inputs is None:
        report = Report()
        report.add("result.no_inputs", kept.source.place(()))
        raise Faults(report.found)
    return kept.inputs


def _placed(fault: Diagnostic, kept: Kept) -> Diagnostic:
    """A fault of an assumption or a reading, at its place in the result."""
    if fault.place.line:
        return fault
    name = fault.where or fault.params.get("name", "")
    inputs = kept.inputs or {}
    trails: list[Trail] = [
        ("inputs", "readings", name),
        ("inputs", "assumptions", "values", name),
        ("inputs", "assumptions", "readings", name),
    ]
    holders = [inputs["readings"], inputs["assumptions"]["values"], inputs["assumptions"]["readings"]]
    found = next((t for t, holder in zip(trails, holders, strict=True) if name in holder), ("inputs", "profile"))
    return fault._replace(place=kept.source.place(found))


def _other_rules(book: RuleBook, kept: Kept) -> list[Diagnostic]:
    """Why inputs may not fit: they were written for other rules."""
    at_hand = book.rendering(kept.data["lang"]).rulebook()
    packs = other_packs(kept.data["rulebook"], at_hand)
    report = Report()
    if packs:
        what = ", ".join(x.id for x in packs)
        report.add("result.others", kept.source.place(("rulebook", "packs")), what=what)
    return report.found


def verdict_form(kept: Kept, verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain data: ``award`` is the title of the award that a difference is in, if it is in one."""
    titles = {a["id"]: a["title"] for a in kept.data["awards"]}
    return {
        "file": kept.name,
        "same": verdict.same,
        "awards": len(titles),
        "differences": [_difference_form(x, titles) for x in verdict.differences],
        "inputs_changed": any(x.path == ("inputs", "digest") for x in verdict.differences),
        "packs": [x._asdict() for x in verdict.packs],
        "program": verdict.program,
    }


def _difference_form(found: Difference, titles: dict[str, str]) -> dict[str, Any]:
    path = found.path
    award = str(path[1]) if path[0] == "awards" and len(path) > 1 else None
    return {
        "award": None if award is None else titles.get(award, award),
        "path": dotted(path[2:] if award is not None else path),
        "recorded": None if found.recorded is LEFT_OUT else _text(found.recorded),
        "computed": None if found.computed is LEFT_OUT else _text(found.computed),
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def other_packs(recorded: dict[str, Any], at_hand: dict[str, Any]) -> list[Pack]:
    """Packs whose digests differ between two rule books in the JSON form, by id."""
    first, second = ({p["id"]: p["digest"] for p in x["packs"]} for x in (recorded, at_hand))
    names = sorted(first.keys() | second.keys())
    return [Pack(i, first.get(i), second.get(i)) for i in names if first.get(i) != second.get(i)]


def differences(recorded: Any, computed: Any, path: Trail = ()) -> list[Difference]:
    """Everything in which two pieces of data differ, in the order of the first."""
    if isinstance(recorded, dict) and isinstance(computed, dict):
        found = []
        for key in (*recorded, *(k for k in computed if k not in recorded)):
            found += differences(recorded.get(key, LEFT_OUT), computed.get(key, LEFT_OUT), (*path, key))
        return found
    if isinstance(recorded, list) and isinstance(computed, list):
        return _entries(recorded, computed, path)
    same = recorded.__class__ is computed.__class__ and recorded == computed
    return [] if same else [Difference(path, recorded, computed)]


def _entries(recorded: list[Any], computed: list[Any], path: Trail) -> list[Difference]:
    name = next((n for n in NAMES if _named(recorded, n) and _named(computed, n)), None)
    if name is None:
        pairs = list(range(max(len(recorded), len(computed))))
        found = []
        for index in pairs:
            first = recorded[index] if index < len(recorded) else LEFT_OUT
            second = computed[index] if index < len(computed) else LEFT_OUT
            found += differences(first, second, (*path, index))
        return found
    by_name = {x[name]: x for x in recorded}, {x[name]: x for x in computed}
    found = differences(by_name[0], by_name[1], path)
    orders = [x for x in by_name[0] if x in by_name[1]], [x for x in by_name[1] if x in by_name[0]]
    if orders[0] != orders[1]:
        found.append(Difference((*path, "order"), orders[0], orders[1]))
    return found


def _named(items: list[Any], name: str) -> bool:
    """Whether every entry of a list has a name of its own."""
    names = [x.get(name) for x in items if isinstance(x, dict)]
    return len(names) == len(items) and all(isinstance(n, str) for n in names) and len(set(names)) == len(names)
