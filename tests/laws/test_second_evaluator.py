"""Random rule files: the program and a second, naive evaluator agree to the 分."""

from __future__ import annotations

import os
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from subsidycalc import RuleBook
from subsidycalc.testing.random_rules import features, random_case
from subsidycalc.tree import nodes
from subsidycalc.tree.node import Node
from subsidycalc.tree.walk import everything
from tests.random_books import assess, assess_from_files, load, shown
from tests.second_evaluator import Award, Second

EXAMPLES = int(os.environ.get("SUBSIDYCALC_EXAMPLES") or 2_000)
SHOWN = 3
FROM_FILES = 20
"""One case of so many has its firm and its assumptions in files."""
KINDS_OF_NODE = {name for name, kind in vars(nodes).items() if isinstance(kind, type) and issubclass(kind, Node)} - {
    "Node"
}
WORDS = {
    *("share", "match", "per_unit", "grade", "by_year", "tiers", "milestone", "bracket", "marginal", "table", "sum"),
    *("value", "then_each", "units_at_most", "money/received", "amount"),
    *("base_less", "base_at_most", "plus", "raise", "at_least", "at_most", "less", "rounding"),
    *("up to", "between", "unpublished", "reading", "dated", "nothing", "otherwise"),
    *("per firm", "per year", "per project", "per loan", "per family", "per kind", "count_at_most"),
    *("reached", "exceeded", "highest", "each", "difference", "together_at_most"),
    *("for_each", "applicant", "place", "in_force", "lapsed", "counts", "apply", "eligible", "where", "window"),
    *("define", "figures", "readings", "received", "defined", "any", "all", "not", "when"),
    *("growth", "increase", "over/sum", "over/count", "over/any", "over/all", "over/largest", "over/smallest"),
    *("shift", "span", "if", "min", "max", "chain", "in", "div", "clock/year", "clock/date"),
}


@dataclass
class Survey:
    """What the draws came to."""

    awards: int = 0
    paying: int = 0
    nodes: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    differing: list[int] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    found = Survey()
    folder = tmp_path_factory.mktemp("rules")
    for seed in range(EXAMPLES):
        _look(seed, folder, found)
    return found


def _look(seed: int, folder: Path, found: Survey) -> None:
    case = random_case(Random(seed))
    second = Second(case).awards()
    found.awards += len(second)
    found.paying += sum(award.amount > 0 for award in second.values())
    found.words.update(features(case))
    try:
        book = load(case)
        program = assess(book, case) if seed % FROM_FILES else assess_from_files(book, case, folder)
        differences = _differences(program, second)
        found.nodes.update(_kinds(book))
    except Exception:  # whatever happens belongs to its seed
        differences = [traceback.format_exc()]
    if differences:
        found.differing.append(seed)
        if len(found.differing) <= SHOWN:
            found.shown.append(f"--- seed {seed}\n{shown(case)}\n" + "\n".join(differences))


def _kinds(book: RuleBook) -> set[str]:
    measures = book.book.measures()
    roots = [c.node for m in measures for c in (*m.conditions, *m.record_conditions)]
    roots += [m.applies for m in measures] + [v.amount for m in measures for v in m.variants]
    roots += [limit.value for m in measures for v in m.variants for limit in (*v.caps, *v.counts)]
    return {type(node).__name__ for root in roots for node in everything(root)}


def _yuan(award: Any) -> str:
    assert award.denominator == 1
    return f"{award.numerator // 100}.{award.numerator % 100:02d}"


def _differences(program: dict[str, Any], second: dict[str, Award]) -> list[str]:
    """Lines that say where the two differ."""
    given = {award["id"]: award for award in program["awards"]}
    if set(given) != set(second):
        return [f"program: {sorted(given)}, second: {sorted(second)}"]
    found = []
    for id_, award in second.items():
        found += _one(id_, given[id_], award.eligible, _yuan(award.amount))
        items = {item["record"]: item for item in given[id_]["items"]}
        for name, (amount, eligible) in award.items.items() if items else ():
            found += _one(f"{id_} for {name}", items[name], eligible, _yuan(amount))
    total = _yuan(sum((award.amount for award in second.values()), start=0))
    if (program["total"]["low"], program["total"]["high"]) != (total, total):
        found.append(f"total: program {program['total']}, second {total}")
    return found


def _one(what: str, award: dict[str, Any], eligible: bool, amount: str) -> list[str]:
    status = "eligible" if eligible else "ineligible"
    if (award["status"], award["low"], award["high"]) == (status, amount, amount):
        return []
    causes = [(c["cause"], c["what"]) for c in award["causes"]]
    said = f"{award['status']} {award['low']} to {award['high']} {causes or ''}"
    return [f"{what}: program {said}, second {status} {amount}"]


def test_agrees_on_random_rule_files(survey: Survey) -> None:
    if survey.differing:
        pytest.fail(f"{len(survey.differing)} of {EXAMPLES} differ: {survey.differing}\n" + "\n".join(survey.shown))


def test_every_word_and_node_occurs(survey: Survey) -> None:
    rare = []
    for counted, wanted in ((survey.nodes, KINDS_OF_NODE), (survey.words, WORDS)):
        for name in sorted(wanted, key=lambda n, c=counted: c[n]):  # type: ignore[misc]  # a default argument
            share = counted[name] / EXAMPLES
            print(f"{name}: {share:.1%}")
            rare += [f"{name}: {share:.1%}"] if share < 0.01 else []
    assert not rare


def test_enough_awards_pay(survey: Survey) -> None:
    share = survey.paying / survey.awards
    print(f"{survey.paying} of {survey.awards} awards pay: {share:.1%}")
    assert share >= 0.3
