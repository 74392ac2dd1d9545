"""Strategies for Hypothesis: firms for any rule book, rule files that load, and edits of them.

>>> import subsidycalc
>>> from hypothesis import given, settings
>>> book = subsidycalc.load()
>>> @settings(max_examples=5, database=None)
... @given(profiles(book, year=2024))
... def never_below_zero(profile):
...     assert book.assess(profile).low >= 0
>>> never_below_zero()
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from ..answers.assess import RuleBook
from ..diagnostics import Faults
from . import completing
from . import profiles as profiles_
from .amounts import Values
from .asked import Asked
from .editing import Edit, changes, loading
from .extra import missing
from .files import RuleFiles, files_of
from .given import Given
from .random_rules import Case, Speller, dumped, random_case, texts

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import SearchStrategy
except ModuleNotFoundError as error:
    raise missing(error) from None

__all__ = [
    "Edit",
    "Given",
    "RandomBook",
    "RuleFiles",
    "completions",
    "days",
    "edits",
    "profiles",
    "rulebook",
    "rulebooks",
]


def profiles(rules: RuleBook, *, year: int | None = None, complete: bool = False) -> SearchStrategy[dict[str, Any]]:
    """Profiles that a rule book reads without a fault, as plain data.

    They hold what the rules look at and a few facts besides. Amounts, days and numbers are fond of the figures of the
    rules: of each bound, of one 分, day or unit to either side, and of where a share meets its ceiling.

    Args:
        rules: the rule book.
        year: the year judged; without it, the first years of the policies.
        complete: every fact that the rules look at is given. Otherwise some are left out, or given in part.
    """
    return profiles_.profiles(Asked(rules.book), year, complete)


def days(rules: RuleBook, year: int) -> SearchStrategy[str | None]:
    """Days for ``assess(…, date=…)`` in a year or soon after it: those at which a value or period of the rules changes.

    Each comes with the day before and the day after it; ``None`` is the last day of the year.
    """
    return Values(Asked(rules.book), year).judged()


def completions(
    rules: RuleBook,
    profile: str | Path | Mapping[str, Any],
    *,
    assume: Mapping[str, Any] | None = None,
    readings: Mapping[str, str] | None = None,
    date: str | None = None,
) -> SearchStrategy[Given]:
    """Everything that a profile, assumptions and readings leave open, filled in one of the ways that are admitted.

    What is given stays. A missing fact gets a value within its declared bounds, one that is known in part a value
    within that part, a gap a value that the text admits, a reading one of its options.
    ``rules.assess(**given._asdict())`` assesses what comes out; so does ``given.assess(rules)``.

    Raises:
        subsidycalc.diagnostics.Faults: the profile or a reading is not one of these rules.
    """
    return completing.completions(rules, Asked(rules.book), profile, assume, readings, date)


class RandomBook(NamedTuple):
    """Random rule files, loaded; ``case`` has the firm for which they were made and a value for every gap."""

    files: RuleFiles
    rules: RuleBook
    case: Case

    def __repr__(self) -> str:
        """The files, as a failure shows them."""
        return "\n".join(f"# {name}\n{text}" for name, text in self.files.texts.items())


def rulebooks(*, once: bool = False, combine: bool = True) -> SearchStrategy[RandomBook]:
    """Random rule files that load: a vocabulary and a policy with all that the language knows.

    Each is made from one number, so that they differ as much as they can; a smaller number is no smaller book.

    Args:
        once: no fact, figure or reading is used twice in a measure, so that every range is exact.
        combine: clauses say how the measures combine.
    """
    return st.integers(0, 2**32 - 1).map(lambda seed: rulebook(seed, once=once, combine=combine))


def rulebook(seed: int, *, once: bool = False, combine: bool = True) -> RandomBook:
    """The random rule files of one number.

    Clauses that do not load together with those before them are left out.
    """
    case = random_case(Random(seed), once=once, plain=True, combine=combine)
    clauses, kept = case.policy.pop("combine", []), list[Any]()
    head = case.policy_text.partition("\ncombine:\n")[0]
    found = _loaded(case, head, kept)
    for clause in clauses:
        try:
            found = _loaded(case, head, [*kept, clause])
        except Faults:
            continue
        kept.append(clause)
    return found


def _loaded(case: Case, head: str, clauses: list[Any]) -> RandomBook:
    tail = dumped(Speller(Random(0), plain=True).spec({"combine": clauses})) if clauses else ""
    made = replace(case, policy_text=f"{head.rstrip()}\n{tail}")
    files = RuleFiles(texts(made))
    return RandomBook(files, files.load(), made)


def edits(rules: RuleBook | RuleFiles) -> SearchStrategy[Edit]:
    """Small edits of rule files after which they still load.

    A figure one unit higher or lower, a bound nudged or turned from reached to exceeded, a cap raised, lowered or
    dropped, a measure or condition left out, a reading taken.

    Args:
        rules: the files, or a rule book that was loaded from files.

    Raises:
        subsidycalc.diagnostics.Faults: the files are not where they were.
    """
    files = rules if isinstance(rules, RuleFiles) else files_of(rules)
    made = [edit for change in changes(files) if (edit := loading(change)) is not None]
    return st.sampled_from(made) if made else st.nothing()
