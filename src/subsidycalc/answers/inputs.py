"""What an assessment was asked with, as plain data that travels: profile, time, assumptions, readings."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..diagnostics import Faults, Report
from ..language.source import Plain
from ..profile import Firm
from ..profile.scalars import shown_of
from ..values.days import day_text
from ..values.quantities import MAX_DIGITS

if TYPE_CHECKING:
    from .assessment import Assessment


def add_inputs(data: dict[str, Any], assessment: Assessment) -> None:
    """Add ``inputs`` to a JSON form. Files are named without their folders: the result is meant to be passed on.

    Raises:
        Faults: the profile came as Python data, and was changed after it had been assessed.
    """
    _unchanged(assessment)
    given = data["assumptions"]
    given["files"] = list(dict.fromkeys(base_name(x) for x in given["files"]))
    for item in given["values"]:
        item["file"] = base_name(item["file"])
    data["inputs"] = inputs_of(assessment)


def _unchanged(assessment: Assessment) -> None:
    """Copying every profile would cost a loop over firms more than it must; who wants it back is told if it changed."""
    source, firm = assessment.source, assessment.firm
    if source.__class__ is Plain:
        again = assessment.rules.profiles.read(source, presume=assessment.presume)
        if _told(again) != _told(firm):
            report = Report()
            report.add("profile.changed", source.place(()))
            raise Faults(report.found)


def _told(firm: Firm) -> tuple[Any, ...]:
    records = {kind: [(x.name, x.facts, x.parent and x.parent.name) for x in rs] for kind, rs in firm.records.items()}
    return firm.name, firm.year, firm.applicant, firm.facts, records, firm.received


def inputs_of(assessment: Assessment) -> dict[str, Any]:
    """Everything that the answer depends on beside the rules; ``digest`` is that of all other keys."""
    filled, readings = assessment.assumptions, assessment.readings
    from_files = {name: item.value for name, item in filled.readings.items()}
    made: dict[str, Any] = {
        "profile": plain(assessment.source.data),
        "year": assessment.year,
        "date": day_text(assessment.world.date),
        "assumptions": {
            "titles": [_label(x) for x in filled.titles],
            "values": {
                name: {"value": x.text, "from": _label(x.taken_from), "file": base_name(x.file)}
                for name, x in filled.values.items()
            },
            "readings": {
                name: {"option": x.value, "from": _label(x.taken_from), "file": base_name(x.file)}
                for name, x in filled.readings.items()
            },
        },
        "readings": {name: option for name, option in readings.items() if from_files.get(name) != option},
        "presume": assessment.presume,
    }
    return made | {"digest": digest_of(made)}


def digest_of(inputs: Mapping[str, Any]) -> str:
    """The digest of inputs, whatever the order of their keys; a ``digest`` among them is left out."""
    others = {k: v for k, v in inputs.items() if k != "digest"}
    text = json.dumps(others, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def base_name(file: str) -> str:
    """The name of a file without its folders, whatever system they are of."""
    return re.split(r"[\\/]", file)[-1]


def _label(label: Any) -> Any:
    return {str(k): str(v) for k, v in label.items()} if isinstance(label, Mapping) else str(label)


def plain(value: Any) -> Any:
    """A profile as dicts, lists and text: every value as it was written.

    >>> plain({"employees": {2024: 268}, "uses_loans": True})
    {'employees': {'2024': '268'}, 'uses_loans': 'yes'}
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return [plain(item) for item in sorted(value, key=shown_of)]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= MAX_DIGITS:
        return format(value, "f")
    return str(value)
