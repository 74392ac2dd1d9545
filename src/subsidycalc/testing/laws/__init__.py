"""The laws of ranges, and relations between answers, checked on any rule book.

>>> import subsidycalc
>>> report = check(subsidycalc.load(), examples=3, laws=[sound, exact])
>>> report.passed, [result.law for result in report.results]
(True, ['sound', 'exact'])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, cast

from ...answers.assess import RuleBook
from ..extra import missing
from ..files import RuleFiles, files_of, paths_of
from .failures import Failure, failure
from .ranges import causes_named, exact, refining, sound
from .relations import raising_a_cap, reordering_records, unrelated_measure
from .subject import Breach, Broken, Subject, Witness
from .tight import tight

try:
    import hypothesis
    from hypothesis import strategies as st
    from hypothesis.strategies import DataObject, DrawFn
except ModuleNotFoundError as error:
    raise missing(error) from None

__all__ = [
    "EXAMPLES",
    "LAWS",
    "Breach",
    "Broken",
    "Failure",
    "Law",
    "Report",
    "Result",
    "Subject",
    "Witness",
    "causes_named",
    "check",
    "exact",
    "raising_a_cap",
    "refining",
    "reordering_records",
    "sound",
    "tight",
    "unrelated_measure",
]

Law = Callable[[Subject, DrawFn], None]
"""Draws a firm for a rule book on trial, and raises ``Broken`` if the law does not hold for it."""
LAWS: tuple[Law, ...] = (
    sound,
    refining,
    causes_named,
    tight,
    exact,
    raising_a_cap,
    unrelated_measure,
    reordering_records,
)
"""Every law. A new one is a function of its own, added here, with its name in the catalogues."""
EXAMPLES = 100


class Result(NamedTuple):
    """How one law came out: its name, how many firms were tried, and the smallest failure if there is one."""

    law: str
    examples: int
    failure: Failure | None


class Report(NamedTuple):
    """How all laws came out, and the seed that makes the same firms again."""

    results: tuple[Result, ...]
    seed: int

    @property
    def failures(self) -> list[Failure]:
        """Every law that does not hold."""
        return [result.failure for result in self.results if result.failure is not None]

    @property
    def passed(self) -> bool:
        """Whether every law holds."""
        return not self.failures


def check(
    rules: RuleBook,
    *,
    files: RuleFiles | None = None,
    examples: int = EXAMPLES,
    seed: int = 0,
    laws: Iterable[Law] = LAWS,
    output: str | Path | None = None,
) -> Report:
    """Check laws on a rule book with random firms.

    The same rules, number of examples and seed give the same report. A failure is made as small as it goes.

    Args:
        rules: the rule book.
        files: its files, where it was not loaded from files that are still there.
        examples: how many firms each law is tried on, at most.
        seed: which firms.
        laws: the laws to check.
        output: a folder. Each failure is written below it, as profiles, assumptions and, where they were changed,
            rules, with the commands that replay it in ``replay.sh``.

    Raises:
        subsidycalc.diagnostics.Faults: the files of the rules are not where they were.
    """
    paths = paths_of(rules) if files is None else None
    subject = Subject(rules, files if files is not None else files_of(rules))
    results = []
    for law in laws:
        tried, breach = _tried(law, subject, examples, seed)
        found = None
        if breach is not None:
            found = failure(law.__name__, breach, subject, paths, None if output is None else Path(output))
        results.append(Result(law.__name__, tried, found))
    return Report(tuple(results), seed)


def _tried(law: Law, subject: Subject, examples: int, seed: int) -> tuple[int, Breach | None]:
    """How many firms were tried, and how the law failed for the smallest of those for which it did."""
    count = 0

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=False,
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
        suppress_health_check=list(hypothesis.HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
    @hypothesis.given(st.data())
    def run(data: DataObject) -> None:
        nonlocal count
        count += 1
        law(subject, cast(DrawFn, data.draw))

    try:
        run()
    except Broken as broken:
        return count, broken.breach
    return count, None
