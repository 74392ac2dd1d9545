"""The file of made cases: what is new, what people have agreed to, what comes out otherwise than agreed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ...answers.assess import RuleBook
from ...diagnostics import LANGUAGES, Place, Report, say
from ...language.load import BOUNDARIES_FILE, POLICY_FILE
from ...language.source import Source
from ...rulebook.model import Case
from ...workbench.cases import Outcome, run_case
from .making import Row

MADE = "boundaries"
_PLAIN = re.compile(r"[^\W_][\w.%/-]*(?: [\w.%/-]+)*")
"""What YAML takes for text without quotes, wherever it stands."""


class Kept(NamedTuple):
    """What a policy's file of made cases becomes; ``text`` is ``None`` where it stays as it is."""

    path: Path
    text: str | None
    number: int
    agreed: int
    otherwise: tuple[Outcome, ...]
    """Cases agreed to that now come out otherwise. They are left as they are."""


def kept(rules: RuleBook, rows: Sequence[Row]) -> list[Kept]:
    """The files of all policies with the cases of some thresholds in them. Nothing is written.

    Raises:
        subsidycalc.diagnostics.Faults: a policy whose file has no place beside it that is read.
    """
    report = Report()
    found = []
    for policy in rules.book.policies.values():
        path = Path(policy.file)
        new = [side.case for row in rows if row.policy == policy.id for side in row.sides]
        if path.name != POLICY_FILE:
            report.add("boundaries.no_folder", Place(policy.file), name=POLICY_FILE)
            continue
        path = path.with_name(BOUNDARIES_FILE)
        old = [c for c in rules.book.cases if c.policy == policy.id and c.made == MADE and _in(c, path)]
        if new or old:
            found.append(_merged(rules, path, new, old))
    report.raise_if_any()
    return found


def _in(case: Case, path: Path) -> bool:
    return Path(case.place.file).resolve() == path.resolve()


def _merged(rules: RuleBook, path: Path, new: list[dict[str, Any]], old: list[Case]) -> Kept:
    agreed = {_key(_data(case)): case for case in old if case.agreed}
    cases: dict[str, dict[str, Any]] = {}
    for data in new:
        cases.setdefault(_key(data), data)
    for key, case in agreed.items():
        cases[key] = {**_data(case), "agreed": "yes"}
    otherwise = tuple(o for case in agreed.values() if not (o := run_case(rules, case)).passed)
    before = [{**_data(case), "agreed": "yes" if case.agreed else "no"} for case in old]
    text = None if before == list(cases.values()) else written(list(cases.values()))
    return Kept(path, text, len(cases), len(agreed), otherwise)


def _data(case: Case) -> dict[str, Any]:
    """A case as its file has it."""
    source, trail = case.origin
    assert isinstance(source, Source)
    return dict(source.value(trail))


def _key(case: Mapping[str, Any]) -> str:
    """What tells cases apart: what is asked, not what comes out nor what it is called."""
    asked = [case.get(k) for k in ("year", "date", "facts", "readings", "assume")]
    return json.dumps([*asked, sorted(case["expect"])], ensure_ascii=False, sort_keys=True)


def written(cases: Sequence[Mapping[str, Any]]) -> str:
    """The text of a file of made cases."""
    lines = [f"# {say('boundaries.file_head', lang)}" for lang in LANGUAGES]
    lines += ["language: 1", "cases:"]
    for case in cases:
        for index, (key, value) in enumerate(case.items()):
            lines.append(f"  {'- ' if index == 0 else '  '}{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
