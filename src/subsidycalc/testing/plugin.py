"""A plugin of pytest: every worked case of a policy is a test.

A file ``cases.yaml`` or ``cases-boundaries.yaml`` beside a ``policy.yaml``, and a ``policy.yaml`` with cases of its
own, are collected wherever pytest looks for tests; made cases that nobody has agreed to are left out. Nothing of the
program is imported until there is one. ``-p no:subsidycalc`` leaves it out, the setting ``subsidycalc_lang = zh`` makes
it speak Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ..answers.assess import RuleBook
    from ..rulebook.model import Case
    from ..workbench.cases import Outcome

POLICY, CASES = "policy.yaml", ("cases.yaml", "cases-boundaries.yaml")
_POLICY = re.compile(r"^policy:", re.MULTILINE)
_OWN_CASES = re.compile(r"^cases:", re.MULTILINE)
LANG = "subsidycalc_lang"
_BOOKS = pytest.StashKey[dict[Path, Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The language of what a failing case says."""
    parser.addini(LANG, "language of failing cases: zh or en", default="en")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The worked cases of a policy, if a file has any."""
    if file_path.name not in (POLICY, *CASES) or not _has_cases(file_path):
        return None
    return CasesFile.from_parent(parent, path=file_path)


def _has_cases(path: Path) -> bool:
    """Whether a file holds cases of a policy of ours; files of this name that belong to others are left alone."""
    policy = _text(path.with_name(POLICY))
    return bool(_POLICY.search(policy)) and bool(_OWN_CASES.search(policy if path.name == POLICY else _text(path)))


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.is_file() else ""


class CasesFile(pytest.File):
    """The cases of one file."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item a case, named as the case is."""
        from ..diagnostics import text_of

        lang = self.config.getini(LANG)
        names: dict[str, int] = {}
        rules = _rules(self)
        for case in rules.book.cases:
            if case.agreed and Path(case.place.file).resolve() == self.path.resolve():
                name = text_of(case.name, lang)
                names[name] = names.get(name, 0) + 1
                shown = name if names[name] == 1 else f"{name} ({names[name]})"
                yield CaseItem.from_parent(self, name=shown, rules=rules, case=case)


def _rules(file: CasesFile) -> RuleBook:
    """The rules that the cases are about: a pack, or all packs beside it where they bring their own vocabulary."""
    from ..answers.assess import RuleBook
    from ..diagnostics import Faults, render
    from ..language.load import load_book

    folder = file.path.parent
    root = folder.parent if (folder.parent / "vocabulary").is_dir() else folder
    known = file.config.stash.setdefault(_BOOKS, {})
    if root not in known:
        try:
            known[root] = RuleBook(load_book([root]))
        except Faults as faults:
            known[root] = "\n".join(render(x, file.config.getini(LANG)) for x in faults.diagnostics)
    found = known[root]
    if isinstance(found, str):
        raise file.CollectError(found)
    return found  # type: ignore[no-any-return]


class CaseFailed(Exception):
    """A case that did not come out as expected."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class CaseItem(pytest.Item):
    """One worked case."""

    def __init__(self, *, rules: RuleBook, case: Case, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rules, self.case = rules, case

    def runtest(self) -> None:
        """Assess the firm of the case and compare."""
        from ..workbench.cases import run_case

        outcome = run_case(self.rules, self.case)
        if not outcome.passed:
            raise CaseFailed(outcome)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands."""
        return self.path, max(0, self.case.place.line - 1), self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What was expected and what came out, in words; anything else as pytest shows it."""
        if not isinstance(excinfo.value, CaseFailed):
            return super().repr_failure(excinfo, style)
        from ..diagnostics import render, say

        lang = self.config.getini(LANG)
        case, outcome = self.case, excinfo.value.outcome
        place = f"{case.place.file}:{case.place.line}"
        lines = [say("test.case", lang, place=place, policy=case.policy, name=self.name)]
        for item in outcome.differences:
            params = {"measure": item.measure, "expected": item.expected, "actual": item.actual[lang]}
            lines.append(say("test.expected", lang, **params))
        return "\n".join([*lines, *(render(fault, lang) for fault in outcome.faults)])
