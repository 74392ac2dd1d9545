"""``test --boundaries``: the cases at every threshold, shown and kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ..diagnostics import Report, render, say, text_of
from . import common as c

if TYPE_CHECKING:
    from ..answers.assess import RuleBook
    from ..testing.boundaries.making import Row
    from ..workbench.cases import Outcome


def boundaries(book: RuleBook, paths: list[str], *, write: bool, lang: str) -> None:
    """Show the cases at every threshold; with ``write`` put them into the files beside the policies."""
    from ..language.load import rule_files
    from ..present.boundaries import boundaries as table
    from ..present.lines import wrapped
    from ..testing.boundaries.keeping import kept
    from ..testing.boundaries.making import made

    vocabulary, _ = rule_files(paths, Report())
    rows = made(book, vocabulary)
    files = kept(book, rows) if write else []
    sys.stdout.write(table([_shown(book, row, lang) for row in rows], lang, c.columns()))
    if not write:
        sys.stdout.write("\n".join(["", *wrapped(say("boundaries.how", lang), c.columns()), ""]))
        return
    changed = [file for file in files if file.text is not None]
    c.put_all({file.path: file.text or "" for file in changed}, "--write")
    sys.stdout.write("\n")
    for file in files:
        key = "boundaries.unchanged" if file.text is None else "boundaries.written"
        waiting = file.number - file.agreed
        text = say(key, lang, file=file.path, count=file.number, agreed=file.agreed, waiting=waiting)
        sys.stdout.write("\n".join([*wrapped(text, c.columns(), indent="  ", first=""), ""]))
    otherwise = [outcome for file in files for outcome in file.otherwise]
    if otherwise:
        text = say("boundaries.otherwise", lang, count=len(otherwise))
        sys.stdout.write("\n".join([*wrapped(text, c.columns()), ""]))
        failed(otherwise, lang)
        raise c.Stop(c.FOUND)


def _shown(book: RuleBook, row: Row, lang: str) -> dict[str, Any]:
    place = f"{row.place.file}:{row.place.line}" if row.place.line else row.place.file
    return {
        "measure": text_of(row.title, lang),
        "what": row.what[lang],
        "bound": row.bound[lang],
        "place": place,
        "readings": [text_of(book.book.reading(name).options[option], lang) for name, option in row.readings.items()],
        "sides": [{"point": s.side, "value": s.value[lang], "answer": s.answer[lang]} for s in row.sides],
        "reason": row.reason,
    }


def failed(outcomes: list[Outcome], lang: str) -> None:
    """Print the cases that did not come out as expected."""
    for outcome in outcomes:
        case = outcome.case
        place = f"{case.place.file}:{case.place.line}"
        sys.stdout.write(say("test.case", lang, place=place, policy=case.policy, name=text_of(case.name, lang)) + "\n")
        for item in outcome.differences:
            text = say("test.expected", lang, measure=item.measure, expected=item.expected, actual=item.actual[lang])
            sys.stdout.write(text + "\n")
        for fault in outcome.faults:
            sys.stdout.write(render(fault, lang) + "\n")
