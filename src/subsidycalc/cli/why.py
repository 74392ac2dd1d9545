"""``why``: the page of an error."""

from __future__ import annotations

from typing import Annotated

import typer

from ..diagnostics import Place, Report, nearest
from . import common as c


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("why", help=c.help_("why"))(why)


def why(
    codes: Annotated[list[str] | None, typer.Argument(help=c.help_("why_codes"), metavar="[SC012]...")] = None,
    output: c.Output = None,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Print the pages of some errors, or the first line of every page."""
    from ..present.page import first_lines, page_text
    from ..workbench.pages import page, pages

    lang = c.spoken(lang)
    columns = c.columns() if output is None else 80
    if not codes:
        c.deliver(first_lines((p.form(lang) for p in pages()), columns), output, lang)
        return
    found = [page(code) for code in asked(codes)]
    c.deliver("\n".join(page_text(p.form(lang), lang, columns) for p in found), output, lang)


def asked(words: list[str]) -> list[str]:
    """The codes that words mean, each once; what is no code is reported with the nearest."""
    from ..diagnostics.codes import NUMBERS
    from ..workbench.pages import code_of

    report = Report()
    found: list[str] = []
    for word in words:
        code = code_of(word)
        if code is None:
            known = [*NUMBERS.values(), *NUMBERS]
            near = nearest(word.upper(), known, count=3) or nearest(word.lower(), known, count=3)
            shown = ", ".join(near or [*list(NUMBERS.values())[:1], "…", *list(NUMBERS.values())[-1:]])
            report.add("option.unknown_code", Place("why"), name=word[:80], near=shown)
        elif code not in found:
            found.append(code)
    report.raise_if_any()
    return found
