"""Which changes the kept cases notice: killed, surviving, or shown to mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ...answers.assess import RuleBook
from ...diagnostics import Faults
from ...language.load import CASES_FILE
from ...rulebook.model import Case
from ...workbench.cases import run_case
from ..editing import Sheet
from ..files import RuleFiles, files_of
from .equal import SAME, SAME_VALUES, meaning
from .mutants import COMPARISON, THRESHOLD, Mutant, Mutants, thresholds_of

DECIDING = (COMPARISON, THRESHOLD)


class Fate(NamedTuple):
    """What became of one change: killed by an authored case, by a kept one, or why no case could kill it."""

    policy: str
    file: str
    mutant: Mutant
    authored: bool
    kept: bool
    equivalent: str | None


class Score(NamedTuple):
    """How many changes count, and how many of them authored and kept cases notice."""

    changes: int
    authored: int
    kept: int

    @property
    def of_authored(self) -> float:
        """The share that authored cases notice; one if there is nothing to notice."""
        return self.authored / self.changes if self.changes else 1.0

    @property
    def of_kept(self) -> float:
        """The share that all kept cases notice; one if there is nothing to notice."""
        return self.kept / self.changes if self.changes else 1.0


class MutationReport(NamedTuple):
    """Every change with its fate; ``failing`` are cases that fail on the rules as they are, and say nothing here."""

    fates: tuple[Fate, ...]
    failing: tuple[Case, ...]

    def score(self, kinds: Iterable[str] | None = None) -> Score:
        """The score over all changes, or over some kinds; changes shown equivalent do not count."""
        wanted = None if kinds is None else set(kinds)
        found = [f for f in self.fates if f.equivalent is None and (wanted is None or f.mutant.kind in wanted)]
        return Score(len(found), sum(f.authored for f in found), sum(f.kept for f in found))

    @property
    def kinds(self) -> list[str]:
        """The kinds of change that occur, comparisons and thresholds first."""
        known = dict.fromkeys(f.mutant.kind for f in self.fates)
        return [*(k for k in DECIDING if k in known), *sorted(k for k in known if k not in DECIDING)]

    @property
    def survivors(self) -> list[Fate]:
        """What no kept case notices, by file and line."""
        return [f for f in self.fates if f.equivalent is None and not f.kept]

    @property
    def equivalents(self) -> list[Fate]:
        """What was shown to mean the same."""
        return [f for f in self.fates if f.equivalent is not None]


def mutated(rules: RuleBook, policies: Sequence[str] | None = None) -> MutationReport:
    """Change the rules of a book one small step at a time and run the kept cases against each change.

    A case is kept unless it was made and is not agreed to; it is authored if nobody but its author made it.

    Args:
        rules: a rule book that was loaded from files.
        policies: the ids of the policies that are changed; all of them unless given.

    Raises:
        subsidycalc.diagnostics.Faults: the files are not where they were.
    """
    files = files_of(rules)
    sheets = {sheet.source.data["policy"]: sheet for sheet in (Sheet(files, name) for name in files.policies())}
    fates: list[Fate] = []
    failing: list[Case] = []
    for policy in policies or list(rules.book.policies):
        looked = _Policy(rules, policy, sheets)
        failing += looked.failing
        fates += looked.fates()
    return MutationReport(tuple(fates), tuple(failing))


class _Policy:
    """One policy under change, loaded with the vocabulary and what its cases name besides."""

    def __init__(self, rules: RuleBook, policy: str, sheets: dict[str, Sheet]) -> None:
        self.policy, self.sheet = policy, sheets[policy]
        cases = [case for case in rules.book.cases if case.policy == policy and is_kept(case)]
        needed = {policy, *(name.partition("/")[0] for case in cases for name in case.expect if "/" in name)}
        names = {sheets[id_].name for id_ in needed if id_ in sheets}
        texts = self.sheet.files.texts
        self.files = RuleFiles({k: v for k, v in texts.items() if _is_vocabulary(k) or k in names})
        self.rules = self.files.load()
        passing = [case for case in cases if run_case(self.rules, case).passed]
        self.failing = [case for case in cases if case not in passing]
        self.authored = [case for case in passing if case.made is None]
        self.others = [case for case in passing if case.made is not None]
        self.exact = meaning(self.rules.book, policy, simple=False)
        self.simple = meaning(self.rules.book, policy, simple=True)
        self.file = rules.book.policies[policy].file

    def fates(self) -> list[Fate]:
        """The fate of every change that loads."""
        measures = self.rules.book.policies[self.policy].measures.values()
        trees = [c.node for m in measures for c in (*m.conditions, *m.record_conditions)]
        trees += [m.applies for m in measures] + [v.amount for m in measures for v in m.variants]
        mutants = Mutants(self.sheet, thresholds_of(self.policy, trees))
        return [fate for mutant in mutants.all() if (fate := self._fate(mutant)) is not None]

    def _fate(self, mutant: Mutant) -> Fate | None:
        try:
            changed = self.files.replaced(self.sheet.name, mutant.text).load()
        except Faults:
            # What does not load is noticed by the loader: no case has to.
            return None
        equivalent = self._equivalent(changed)
        if equivalent is not None:
            return Fate(self.policy, self.file, mutant, False, False, equivalent)
        authored = self._noticed(changed, self.authored, mutant)
        kept = authored or self._noticed(changed, self.others, mutant)
        return Fate(self.policy, self.file, mutant, authored, kept, None)

    def _noticed(self, changed: RuleBook, cases: list[Case], mutant: Mutant) -> bool:
        """Whether some case fails under a change; those that expect something of the changed measure come first."""
        measure = mutant.where.split(".")[1] if mutant.where.startswith("measures.") else ""
        ordered = sorted(cases, key=lambda case: measure not in case.expect)
        return any(not run_case(changed, case).passed for case in ordered)

    def _equivalent(self, changed: RuleBook) -> str | None:
        if meaning(changed.book, self.policy, simple=False) == self.exact:
            return SAME
        return SAME_VALUES if meaning(changed.book, self.policy, simple=True) == self.simple else None


def is_kept(case: Case) -> bool:
    """Whether a case counts: one that was made counts once somebody has agreed to it."""
    return case.agreed


def _is_vocabulary(name: str) -> bool:
    return Path(name).name != CASES_FILE and Path(name).parts[0] in ("vocabulary", "reference")
