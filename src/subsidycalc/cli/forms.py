"""``schema`` and ``new``: the forms that other programs and people fill in."""

from __future__ import annotations

from typing import Annotated

import typer

from ..diagnostics import unfit
from . import common as c

KINDS = ("rules", "profile", "assessment", "comparison")


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("schema", help=c.help_("schema"))(schema)
    app.command("new", help=c.help_("new"))(new)


def schema(
    kind: Annotated[str, typer.Argument(help=c.help_("schema_kind"), metavar="|".join(KINDS))],
    rules: c.Rules = None,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Print a JSON Schema."""
    lang = c.spoken(lang)
    if kind not in KINDS:
        raise unfit("schema", kind, ", ".join(KINDS))
    if kind == "rules":
        from ..language.shape import schema as rules_schema

        found = rules_schema()
    elif kind == "profile":
        from ..profile.schema import profile_schema

        found = profile_schema(c.rulebook(rules).book.vocabulary)
    elif kind == "comparison":
        from ..workbench.schema import comparison_schema

        found = comparison_schema()
    else:
        from ..answers.schema import assessment_schema

        found = assessment_schema()
    c.deliver(c.json_text(found), None, lang)


def new(
    what: Annotated[str, typer.Argument(help=c.help_("new_what"), metavar="profile")],
    rules: c.Rules = None,
    output: c.Output = None,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Print a commented template."""
    from ..answers.describe import profile_template

    lang = c.spoken(lang)
    if what != "profile":
        raise unfit("new", what, "profile")
    c.deliver(profile_template(c.rulebook(rules).book.vocabulary, lang), output, lang)
