"""Which changes the kept cases notice: killed, surviving, or shown to mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ...answers.assess import RuleBook
from ...diagnostics import Faults
from ...language.load import POLICY_FILE, VOCABULARY_FOLDERS, load_texts
from ...language.source import Source
from ...rulebook.model import Book, Case
from ...workbench.cases import about, run_case
from ..editing import Sheet
from ..files import RuleFiles, files_of
from .equal import SAME_FOR_KNOWN, alike_for_known, how_equal, meaning
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
    """Every change with its fate.

    ``failing`` are cases that fail on the rules as they are, and say nothing here; ``refused`` is the number of changes
    that do not load, which no case has to notice.
    """

    fates: tuple[Fate, ...]
    failing: tuple[Case, ...]
    refused: int = 0

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

    A case is kept unless it was made and is not agreed to; it is authored if people made it and say why (``because``).

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
    refused = 0
    for policy in policies or list(rules.book.policies):
        looked = _Policy(rules, policy, sheets)
        failing += looked.failing
        fates += looked.fates()
        refused += looked.refused
    return MutationReport(tuple(fates), tuple(failing), refused)


class _Policy:
    """One policy under change, loaded with the vocabulary and with the policies that its cases are about besides."""

    def __init__(self, rules: RuleBook, policy: str, sheets: Mapping[str, Sheet]) -> None:
        self.policy, self.sheet = policy, sheets[policy]
        self.file = rules.book.policies[policy].file
        self.refused = 0
        cases = [case for case in rules.book.cases if case.policy == policy and is_kept(case)]
        needed = _with_editions({policy, *(id_ for case in cases for id_ in about(case))}, sheets)
        names = {sheets[id_].name for id_ in needed if id_ in sheets}
        texts = self.sheet.files.texts
        self.files = RuleFiles({k: v for k, v in texts.items() if _is_vocabulary(k) or k in names})
        self.read: dict[Path, Source] = {}
        self.rules = self._loaded(self.files)
        self.exact = meaning(self.rules.book, policy, simple=False)
        passing = [case for case in cases if run_case(self.rules, case).passed]
        self.failing = [case for case in cases if case not in passing]
        self.authored = [case for case in passing if is_authored(case)]
        self.others = [case for case in passing if not is_authored(case)]

    def _loaded(self, files: RuleFiles) -> RuleBook:
        return RuleBook(load_texts(files.texts, self.read))

    def fates(self) -> list[Fate]:
        """The fate of every change that loads."""
        measures = self.rules.book.policies[self.policy].measures.values()
        trees = [c.node for m in measures for c in (*m.conditions, *m.record_conditions)]
        trees += [m.applies for m in measures] + [v.amount for m in measures for v in m.variants]
        mutants = Mutants(self.sheet, thresholds_of(self.policy, trees))
        return [fate for mutant in mutants.all() if (fate := self._fate(mutant)) is not None]

    def _fate(self, mutant: Mutant) -> Fate | None:
        try:
            changed = self._loaded(self.files.replaced(self.sheet.name, mutant.text))
        except Faults:
            # What does not load is noticed by the loader: no case has to.
            self.refused += 1
            return None
        how = how_equal(self.rules.book, changed.book, self.policy)
        if how is not None:
            return Fate(self.policy, self.file, mutant, False, False, how)
        touched = self._touched(changed.book)
        authored = _noticed(changed, self.authored, touched)
        kept = authored or _noticed(changed, self.others, touched)
        if not kept and alike_for_known(self.rules.book, changed.book, self.policy):
            # A case that knows a fact in part may notice even this, and then it counts.
            how = SAME_FOR_KNOWN
        return Fate(self.policy, self.file, mutant, authored, kept, how)

    def _touched(self, changed: Book) -> set[str]:
        """The measures whose meaning a change touches, by id and by name."""
        after = meaning(changed, self.policy, simple=False).measures
        ids = {id_ for id_ in {*self.exact.measures, *after} if self.exact.measures.get(id_) != after.get(id_)}
        return ids | {id_.partition("/")[2] for id_ in ids}


def _noticed(changed: RuleBook, cases: list[Case], touched: set[str]) -> bool:
    """Whether some case fails under a change.

    Those that expect something of what it touches are run first, and one that fails moves to the front of ``cases``:
    it will likely notice the next change of the same figure too.
    """
    for case in sorted(cases, key=lambda case: touched.isdisjoint(case.expect)):
        if not run_case(changed, case).passed:
            cases.sort(key=lambda other: other is not case)
            return True
    return False


def _with_editions(policies: set[str], sheets: Mapping[str, Sheet]) -> set[str]:
    """Some policies and all other editions of them: when one ends may hang on when the next starts."""
    ties = [(id_, sheet.source.data.get("replaces")) for id_, sheet in sheets.items()]
    found = set(policies)
    while True:
        more = {x for tie in ties if not found.isdisjoint(tie) for x in tie if x is not None} - found
        if not more:
            return found
        found |= more


def is_kept(case: Case) -> bool:
    """Whether a case counts: one that was made counts once somebody has agreed to it."""
    return case.agreed


def is_authored(case: Case) -> bool:
    """Whether people made a case and say why it comes out so."""
    return case.made is None and case.because is not None


def _is_vocabulary(name: str) -> bool:
    path = Path(name)
    return path.name != POLICY_FILE and path.parent.name in VOCABULARY_FOLDERS
