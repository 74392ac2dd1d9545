"""The entry point: finds the command that is meant and imports nothing of the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "evaluate": "assessing",
    "explain": "assessing",
    "check": "rules",
    "test": "rules",
    "list": "rules",
    "show": "rules",
    "schema": "forms",
    "new": "forms",
}
"""Each command and the module that has it."""


def run() -> None:
    """The console script."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit status is 0, 1 (findings, failing cases) or 2 (something does not load)."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # real text streams
    try:
        return _run(list(arguments))
    except BrokenPipeError:
        # The reader of a pipe went away: nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _run(arguments: list[str]) -> int:
    import click
    import typer

    from ..diagnostics import Faults
    from .common import SPOKEN, Stop, complain, help_, language

    word = next((a for a in arguments if a in COMMANDS), None)
    modules = [COMMANDS[word]] if word else sorted(set(COMMANDS.values()))
    app = typer.Typer(
        name="subsidycalc",
        help=help_("program"),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
    )
    app.callback()(_version)
    for module in modules:
        import_module(f"{__package__}.{module}").register(app)
    lang = language(arguments, dict(os.environ)) or SPOKEN
    try:
        status = typer.main.get_command(app).main(args=arguments, prog_name="subsidycalc", standalone_mode=False)
    except Stop as stop:
        return stop.status
    except Faults as faults:
        complain(faults, lang)
        return 2
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except click.exceptions.Abort:
        return 130
    return status if isinstance(status, int) else 0


def _version(version: bool = False) -> None:
    if version:
        import typer

        from .. import __version__

        typer.echo(f"subsidycalc {__version__}")
        raise typer.Exit
