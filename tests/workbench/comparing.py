"""Results as files would have them, made in this process."""

import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.language.source import read_text
from subsidycalc.workbench.compare import compare
from subsidycalc.workbench.results import Kept, read_result
from subsidycalc.workbench.schema import ComparisonForm

book = cache(subsidycalc.load)


def written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def kept(text: str, name: str = "x.json") -> Kept:
    """A result that was read from a file of this text."""
    return read_result(name, stdin=text.encode())._replace(name=name)


def result(rules: RuleBook, profile: Any, *, lang: str = "en", with_inputs: bool = True, **options: Any) -> Kept:
    return kept(written(rules.assess(profile, **options).to_dict(lang=lang, with_inputs=with_inputs)))


def compared(rules: RuleBook, a: Kept, b: Kept, lang: str = "en") -> dict[str, Any]:
    """A comparison, with everything that must hold of any."""
    data = compare(rules, a, b, lang)
    ComparisonForm.model_validate(json.loads(written(data)))
    if data["established"]:
        adds_up(data["total"], ("low", "high", "high_known"))
        for award in data["awards"]:
            adds_up(award, ("low", "high"))
    return data


def fen(text: str) -> int:
    return int(text.replace(".", ""))


def adds_up(pair: dict[str, Any], ends: tuple[str, ...]) -> None:
    """The steps lead from A to B without a gap, and where every end is known their changes add up to the difference."""
    steps = pair["steps"]
    for end in ends:
        values = [(s["before"], s["after"]) for s in steps]
        chain = [(_end(a, end), _end(b, end)) for a, b in values]
        moves = [x for x in chain if x[0] != x[1]]
        assert all(first[1] == second[0] for first, second in itertools.pairwise(moves))
        a, b = _end(pair["a"], end), _end(pair["b"], end)
        assert (moves[0][0], moves[-1][1]) == (a, b) if moves else a == b
        changes = [s[f"{end}_change"] for s in steps]
        if None not in (a, b, *changes):
            assert sum(map(fen, changes)) == fen(b) - fen(a) == fen(pair[f"{end}_change"])


def _end(outcome: dict[str, Any] | None, end: str) -> Any:
    return "0.00" if outcome is None else outcome[end]


def source_of(path: Path) -> Any:
    return read_text(path.read_text("utf-8"), str(path)).data
