"""``test --mutate``: which figures and conditions of rules no case protects."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..diagnostics import say, text_of
from . import common as c

if TYPE_CHECKING:
    from ..answers.assess import RuleBook
    from ..testing.mutation import MutationReport


def mutate(book: RuleBook, lang: str) -> None:
    """Change the rules step by step, and say what no kept case notices."""
    from ..present.mutation import mutation
    from ..testing.mutation import mutated

    report = mutated(book)
    sys.stdout.write(mutation(_form(report, lang), lang, c.columns()))
    if report.survivors or report.failing:
        raise c.Stop(c.FOUND)


def _form(report: MutationReport, lang: str) -> dict[str, object]:
    kinds = [(kind, report.score([kind])) for kind in report.kinds]
    rows = [(say(f"mutation.kind_{kind}", lang), score) for kind, score in kinds if score.changes]
    rows.append((say("mutation.all", lang), report.score()))
    return {
        "rows": [{"kind": name, "changes": s.changes, "authored": s.authored, "kept": s.kept} for name, s in rows],
        "survivors": [
            {"file": f.file, "line": f.mutant.line, "where": f.mutant.where, "old": f.mutant.old, "new": f.mutant.new}
            for f in report.survivors
        ],
        "equivalents": [
            {
                "file": f.file,
                "line": f.mutant.line,
                "where": f.mutant.where,
                "old": f.mutant.old,
                "new": f.mutant.new,
                "why": say(f"mutation.why_{f.equivalent}", lang),
            }
            for f in report.equivalents
        ],
        "refused": report.refused,
        "failing": [f"{x.place.file}:{x.place.line}: {text_of(x.name, lang)}" for x in report.failing],
    }
