"""Small rule files that are changed step by step, and what becomes of each change."""

from collections.abc import Iterable
from pathlib import Path
from textwrap import indent

from subsidycalc.testing.mutation import MutationReport, mutated
from subsidycalc.testing.mutation.report import Fate
from tests.language.writing import NEW, loaded, policy


def looked_at(folder: Path, body: str, cases: str = "", *, head: str = "", more: str = "") -> MutationReport:
    """The report on a policy of one measure ``m``; ``more`` are further measures or parts, written out."""
    return mutated(loaded(folder, text(body, cases, head=head, more=more)))


def text(body: str, cases: str = "", *, head: str = "", more: str = "") -> str:
    """The text of such a policy. What its cases have in common need not be written."""
    made = policy({"m": body}, head=head, in_force=NEW) + more
    return made + (f"cases:\n{indent(cases.strip(chr(10)), '  ')}\n" if cases else "")


def case(facts: str, expect: str, *, because: str | None = "so", more: str = "") -> str:
    """A case in one line; ``more`` further keys."""
    why = "" if because is None else f", because: {because}"
    return f"- {{name: x, year: 2024, facts: {{{facts}}}, expect: {{{expect}}}{why}{more}}}\n"


def told(fates: Iterable[Fate]) -> list[str]:
    """Changes as ``what it was → what it is``."""
    return [f"{fate.mutant.old} → {fate.mutant.new}" for fate in fates]


def why(report: MutationReport) -> dict[str, str | None]:
    """How each change was shown to change nothing; ``None`` where it was not."""
    return {f"{f.mutant.old} → {f.mutant.new}": f.equivalent for f in report.fates}
