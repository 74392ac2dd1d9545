"""``verify`` and ``compare``: results recomputed, and put side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..diagnostics import Diagnostic, Faults, unfit
from . import common as c

if TYPE_CHECKING:
    from ..workbench.results import Kept

FORMATS = ("table", "json", "markdown")
Result = Annotated[str, typer.Argument(help=c.help_("result"), metavar="RESULT")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("verify", help=c.help_("verify"))(verify)
    app.command("compare", help=c.help_("compare"))(compare)


def verify(result: Result, rules: c.Rules = None, lang: c.Lang = c.SPOKEN) -> None:
    """Recompute a result."""
    from ..present.verdict import verdict
    from ..workbench import verify as v

    lang = c.spoken(lang)
    kept = kept_result(result)
    v.must_have_inputs(kept)
    found = v.verify(c.rulebook(rules), kept)
    c.deliver(verdict(v.verdict_form(kept, found), lang, columns=c.columns()), None, lang)
    if not found.same:
        raise c.Stop(c.FOUND)


def compare(
    a: Annotated[str, typer.Argument(help=c.help_("compared"), metavar="A")],
    b: Annotated[str, typer.Argument(help=c.help_("compared"), metavar="B")],
    form: Annotated[str, typer.Option("--format", help=c.help_("format"), metavar="|".join(FORMATS))] = "table",
    rules: c.Rules = None,
    output: c.Output = None,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Tell two results apart."""
    from ..workbench.compare import compare as compared

    lang = c.spoken(lang)
    if form not in FORMATS:
        raise unfit("--format", form, ", ".join(FORMATS))
    results = _both(a, b)
    data = compared(c.rulebook(rules), *results, lang)
    c.deliver(_shown(data, form, output), output, lang)
    if not data["same"]:
        raise c.Stop(c.FOUND)


def _both(a: str, b: str) -> tuple[Kept, Kept]:
    """Both results; the faults of both are told together."""
    found: list[Kept] = []
    faults: list[Diagnostic] = []
    for path in (a, b):
        try:
            found.append(kept_result(path))
        except Faults as wrong:
            faults += wrong.diagnostics
    if faults:
        raise Faults(faults)
    return found[0], found[1]


def _shown(data: dict[str, Any], form: str, output: str | None) -> str:
    if form == "json":
        return c.json_text(data)
    from ..present.compared import compared_markdown, compared_table, headings

    if form == "markdown":
        return compared_markdown(data)
    text = compared_table(data, columns=c.columns() if output is None else 80)
    return text if output else c.painted(text, headings(data))


def kept_result(path: str) -> Kept:
    """A result that a command works on; ``-`` is standard input."""
    from ..workbench.results import read_result

    return read_result(path, stdin=c.standard_input() if path == "-" else None)
