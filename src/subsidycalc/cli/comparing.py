"""``verify``: results recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import common as c

if TYPE_CHECKING:
    from ..workbench.results import Kept

Result = Annotated[str, typer.Argument(help=c.help_("result"), metavar="RESULT")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("verify", help=c.help_("verify"))(verify)


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


def kept_result(path: str) -> Kept:
    """A result that a command works on; ``-`` is standard input."""
    from ..workbench.results import read_result

    return read_result(path, stdin=c.standard_input() if path == "-" else None)
