"""``uses`` and ``rename``: for those who keep a large stock of rules."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..diagnostics import say
from . import common as c

FEW = 5
"""So many places where the old word stands in comments and sentences are named."""


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("uses", help=c.help_("uses"))(uses)
    app.command("rename", help=c.help_("rename"))(rename)


def uses(
    name: Annotated[str, typer.Argument(help=c.help_("used_name"), metavar="NAME")],
    rules: c.Rules = None,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Find where a name is used."""
    from ..present.keeping import uses_text
    from ..workbench.uses import Stock, uses_form

    lang = c.spoken(lang)
    data = uses_form(Stock.load(rules or ()), name)
    c.deliver(uses_text(data, lang), None, lang)
    if not data["count"]:
        raise c.Stop(c.FOUND)


def rename(
    old: Annotated[str, typer.Argument(help=c.help_("old_name"), metavar="OLD")],
    new: Annotated[str, typer.Argument(help=c.help_("new_name"), metavar="NEW")],
    rules: c.Rules = None,
    write: Annotated[bool, typer.Option("--write", help=c.help_("write_names"))] = False,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Rename in all rule files."""
    from ..language.uses import FACT
    from ..workbench.rename import rename as renamed
    from ..workbench.writing import write_all

    lang = c.spoken(lang)
    found = renamed(rules or (), old, new)
    if write:
        write_all(found.before, found.after)
    c.deliver(found.diff(), None, lang)
    names = {"name": found.thing.name, "new": new}
    key = "rename.written" if write else "rename.not_written"
    sys.stderr.write(say(key, lang, count=len(found.after), **(names if write else {})) + "\n")
    if found.left:
        places = say("list.comma", lang).join([*found.left[:FEW], *(["…"] if len(found.left) > FEW else [])])
        sys.stderr.write(say("rename.left", lang, name=found.thing.name, places=places) + "\n")
    if found.thing.kind != FACT:
        sys.stderr.write(say("rename.assumed", lang, name=found.thing.full) + "\n")
