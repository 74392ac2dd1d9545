"""What all commands share: language, options, output, exit status."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..diagnostics import LANGUAGES, Faults, Place, Report, render, say, unfit

if TYPE_CHECKING:
    from ..answers.assess import RuleBook
    from ..language.source import Source

OK, FOUND, UNUSABLE = 0, 1, 2
"""Exit status: done; findings or failing cases; something does not load."""


def language(arguments: list[str], environment: dict[str, str]) -> str:
    """The language to speak: ``--lang``, else LANG and LC_* read as text, else English.

    >>> language([], {"LANG": "zh_CN.UTF-8"}), language(["--lang", "en"], {"LANG": "zh_CN"}), language([], {})
    ('zh', 'en', 'en')
    """
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in LANGUAGES:
            return value
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "en"


SPOKEN = language(sys.argv[1:], dict(os.environ))


def help_(key: str) -> str:
    """A sentence of help in the language spoken."""
    return say(f"help.{key}", SPOKEN)


Lang = Annotated[str, typer.Option("--lang", help=help_("lang"), metavar="zh|en")]
Rules = Annotated[list[str] | None, typer.Option("--rules", help=help_("rules"), metavar="PATH")]
Assume = Annotated[list[str] | None, typer.Option("--assume", help=help_("assume"), metavar="FILE")]
Readings = Annotated[list[str] | None, typer.Option("--reading", help=help_("reading"), metavar="NAME=OPTION")]
Year = Annotated[str | None, typer.Option("--year", help=help_("year"), metavar="YYYY")]
Date = Annotated[str | None, typer.Option("--date", help=help_("date"), metavar="YYYY-MM-DD")]
Presume = Annotated[bool, typer.Option("--presume", help=help_("presume"))]
Output = Annotated[str | None, typer.Option("--output", "-o", help=help_("output"), metavar="FILE")]
Profile = Annotated[str, typer.Argument(help=help_("profile"), metavar="PROFILE")]


class Stop(Exception):
    """Ends a command with an exit status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def spoken(lang: str) -> str:
    """The language of a command; a fault if it is none of ours."""
    if lang in LANGUAGES:
        return lang
    raise unfit("--lang", lang, "zh, en")


def fault(code: str, option: str, **params: str) -> Faults:
    """One fault of an option."""
    report = Report()
    report.add(code, Place(option), **params)
    return Faults(report.found)


def rulebook(rules: list[str] | None) -> RuleBook:
    """The rules that a command works with."""
    from ..answers.assess import RuleBook
    from ..language.load import load_book

    return RuleBook(load_book(rules or ()))


def profile(path: str) -> Source:
    """The profile that a command works on; ``-`` is standard input."""
    from ..profile import profile_source

    return profile_source(path, stdin=standard_input() if path == "-" else None)


def standard_input() -> bytes:
    """What comes in, as far as it may be read; nothing where standard input is closed."""
    from ..language.source import MAX_BYTES

    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin is not None else b""
    except (OSError, ValueError):
        return b""


def pairs(given: list[str] | None) -> dict[str, str]:
    """``NAME=OPTION`` options as a mapping."""
    found: dict[str, str] = {}
    for item in given or ():
        name, equals, option = item.partition("=")
        if not equals or not name.strip() or not option.strip():
            raise unfit("--reading", item, "NAME=OPTION")
        if name.strip() in found:
            report = Report()
            report.add("option.twice", Place("--reading"), name=name.strip())
            raise Faults(report.found)
        found[name.strip()] = option.strip()
    return found


def judged(year: str | None) -> int | None:
    """The year of ``--year``; a fault if it is none."""
    if year is None:
        return None
    from ..values.days import parse_period
    from ..values.quantities import QuantityError

    try:
        return int(parse_period(year, "year"))
    except QuantityError as error:
        report = Report()
        report.add(error.code, Place("--year"), **error.params)
        raise Faults(report.found) from None


def counted(option: str, text: str, least: int) -> int:
    """A whole number given to an option; a fault if it is none or too small."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 10) or int(plain) < least:
        raise unfit(option, text, f"{least}, {least + 1}, …")
    return int(plain)


def columns() -> int:
    """How wide the output may be: the terminal's width, 80 when it is none."""
    if not sys.stdout.isatty():
        return 80
    return min(120, max(40, os.get_terminal_size(sys.stdout.fileno()).columns))


def painted(text: str, heads: Iterable[str]) -> str:
    """Headings in bold on a terminal that wants colour."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    marked = set(heads)
    return "".join(
        f"\x1b[1m{line.rstrip()}\x1b[0m\n" if line.strip() in marked else line
        for line in text.splitlines(keepends=True)
    )


def deliver(text: str, output: str | None, lang: str) -> None:
    """Print a text, or write it to a file: whole or not at all."""
    if output is None:
        sys.stdout.write(text)
        return
    if not output.strip():
        raise unfit("--output", output, "FILE")
    target = Path(output)
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            # A device or a pipe is written to, not replaced.
            target.write_text(text, encoding="utf-8", errors="backslashreplace")
            return
        _put({target: text})
    except (OSError, ValueError) as error:
        raise unwritable("--output", error, output) from None
    sys.stderr.write(say("output.written", lang, file=output) + "\n")


def put_all(texts: Mapping[Path, str], option: str) -> None:
    """Write some files: each whole, and none while any of them cannot be written."""
    try:
        _put(texts)
    except (OSError, ValueError) as error:
        raise unwritable(option, error, ", ".join(map(str, texts))) from None


def _put(texts: Mapping[Path, str]) -> None:
    ready: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            target = Path(os.path.realpath(path))
            descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
            ready.append((Path(name), target))
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
            if target.is_dir():
                raise IsADirectoryError(21, "Is a directory")
            mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
            Path(name).chmod(mode)
        for made, target in ready:
            made.replace(target)
    except BaseException:
        for made, _ in ready:
            made.unlink(missing_ok=True)
        raise


def unwritable(place: str, error: Exception, output: str = "") -> Faults:
    """The fault that something cannot be written."""
    from ..language.source import why

    report = Report()
    report.add("option.output", Place(place), file=output[:200] or place, why=why(error))
    return Faults(report.found)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def complain(faults: Faults, lang: str) -> None:
    """Every fault on standard error; who reads it on a terminal is told where there is more."""
    for item in faults.diagnostics:
        sys.stderr.write(render(item, lang) + "\n")
    sys.stderr.write(say("error.count", lang, count=len(faults.diagnostics)) + "\n")
    if sys.stderr.isatty():
        from ..diagnostics.codes import NUMBERS

        code = next((item.code for item in faults.diagnostics), "")
        sys.stderr.write(say("why.more", lang, code=NUMBERS.get(code, "")) + "\n")


def json_text(data: Any) -> str:
    """Data as JSON text, with Chinese as it is."""
    import json

    text = json.dumps(data, ensure_ascii=False, indent=2)
    # Signs that break lines or that nobody sees are escaped: YAML takes them otherwise than JSON does.
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda m: f"\\u{ord(m[0]):04x}", text) + "\n"
