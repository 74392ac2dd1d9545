"""The entry point: finds the command that is meant and imports nothing of the others."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..diagnostics import Faults

COMMANDS = {
    "evaluate": "assessing",
    "explain": "assessing",
    "check": "rules",
    "test": "rules",
    "list": "rules",
    "show": "rules",
    "schema": "forms",
    "new": "forms",
    "verify": "comparing",
    "compare": "comparing",
    "uses": "keeping",
    "rename": "keeping",
    "why": "why",
}
"""Each command and the module that has it."""


def run() -> None:
    """The console script."""
    # One short command needs what it makes to its end: looking for garbage on the way costs a twentieth of its time.
    gc.set_threshold(200_000)
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit status is 0, 1 (findings, failing cases) or 2 (something does not load)."""
    _prepare()
    try:
        status = _run(list(arguments))
        sys.stdout.flush()
        return status
    except (BrokenPipeError, SystemExit):
        # The reader of a pipe went away (typer turns that into an exit): nobody is left to tell.
        _discard()
        return 0
    except OSError as error:
        _discard()
        from .common import complain, language, unwritable

        complain(unwritable("stdout", error), language(list(arguments), dict(os.environ)))
        return 2
    except KeyboardInterrupt:
        return 130


def _prepare() -> None:
    """Text streams that print everything, even where the caller closed them; amounts of any length."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115  # it serves as long as the program
        getattr(sys, name).reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.set_int_max_str_digits(0)


def _discard() -> None:
    """Let what is still to be printed go nowhere, so that the interpreter's own flush does not fail again."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    import typer

    from ..diagnostics import Faults
    from .common import Stop, complain, help_, language

    word = next((a for a in arguments if a in COMMANDS), None)
    modules = [COMMANDS[word]] if word else sorted(set(COMMANDS.values()))
    app = typer.Typer(
        name="subsidycalc",
        help=help_("program"),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_version)
    for module in modules:
        import_module(f"{__package__}.{module}").register(app)
    lang = language(arguments, dict(os.environ))
    usage_error: Any = typer.BadParameter.__mro__[1]
    try:
        status = typer.main.get_command(app).main(
            args=arguments or ["--help"], prog_name="subsidycalc", standalone_mode=False
        )
    except Stop as stop:
        return stop.status
    except Faults as faults:
        complain(faults, lang)
        return 2
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return 130
    except usage_error as error:
        complain(_misused(error), lang)
        return 2
    return status if isinstance(status, int) else 0


def _misused(error: Any) -> Faults:
    """An unknown option or command, or a missing argument, in our own words."""
    from ..diagnostics import Faults, Place, Report, nearest

    report = Report()
    place = Place("subsidycalc")
    option = getattr(error, "option_name", None)
    text = str(error.format_message())
    if option and "No such option" in text:
        known = [o for p in (error.ctx.command.params if error.ctx else ()) for o in p.opts if o.startswith("-")]
        if option in ("-h", "-?"):
            report.add("option.unknown", Place(option), near="--help")
        elif error.ctx is None or error.ctx.parent is None:
            report.add("option.before", Place(option), name=option, known=", ".join(COMMANDS))
        else:
            report.add("option.unknown", Place(option), near=", ".join(nearest(option, known) or known) or "--help")
    elif option:
        takes_none = "does not take" in text
        report.add("option.no_value" if takes_none else "option.needs_value", Place(option), name=option)
    elif "extra argument" in text:
        report.add("option.extra", place, words=text.partition("(s) (")[2].removesuffix(")") or text)
    elif type(error).__name__ == "MissingParameter":
        report.add("option.missing", place, name=error.param.make_metavar(error.ctx) if error.param else "?")
    elif "No such command" in text:
        words = text.split("'")
        report.add("command.unknown", place, name=words[1] if len(words) > 1 else "?", known=", ".join(COMMANDS))
    else:
        report.add("option.usage", place, text=text)
    return Faults(report.found)


def _version(version: bool = False) -> None:
    if version:
        import typer

        from .. import __version__

        sys.stdout.write(f"subsidycalc {__version__}\n")
        # Whatever follows on the line is not looked at.
        raise typer.Exit
