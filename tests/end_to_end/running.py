"""The program run as people run it: in this process, as a process of its own, or on a terminal."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from wcwidth import wcswidth

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
MAKER = str(EXAMPLES / "mass-spectrometer-maker.yaml")
GUARANTOR = str(EXAMPLES / "guarantee-institution.yaml")
ASSUMED = str(EXAMPLES / "assumptions-other-places.yaml")
START = "from subsidycalc.cli.main import run; run()"
SPEAKING = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "NO_COLOR", "TERM", "COLUMNS", "PYTHONUTF8")

ESCAPE = "\x1b["
RULES = """
language: 1
policy: small
in_force: {from: 2020-01-01, until: 2099-01-01}
figures: {top: 5万元}
measures:
  grant:
    title: {zh: 小额补助, en: small grant}
    for_each: year
    eligible: [headquarters_enterprise]
    award: {share: {of: annual_revenue, rate: 1%}, at_most: top per firm and year}
cases:
  - name: 刚好
    year: 2024
    facts: {headquarters_enterprise: yes, annual_revenue: {2024: 500万元}}
    expect: {grant: 5万元}
"""
"""A small policy with a worked case."""


class Ran(NamedTuple):
    """Exit status and what was printed."""

    status: int
    out: str
    err: str


shipped = cache(subsidycalc.load)


def rulebook(rules: list[str] | None) -> RuleBook:
    """What a command loads; the shipped rules once for all commands of this process."""
    return subsidycalc.load(*rules) if rules else shipped()


class Program:
    """Runs the program in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch
        monkeypatch.setattr("subsidycalc.cli.common.rulebook", rulebook)

    def __call__(self, *arguments: str, lang: str = "en", stdin: bytes | None = None) -> Ran:
        """One command; the language is always said, for the default is read once for each process."""
        if stdin is not None:
            self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        self.capsys.readouterr()
        status = main([*arguments, "--lang", lang])
        out, err = self.capsys.readouterr()
        return Ran(status, out, err)


def environment(**more: str) -> dict[str, str]:
    """The environment of a process, with nothing said about language, colour or encoding unless given."""
    kept = {k: v for k, v in os.environ.items() if k not in SPEAKING}
    paths = [str(Path(subsidycalc.__file__).parents[1]), kept.get("PYTHONPATH", "")]
    return kept | {"PYTHONPATH": os.pathsep.join(p for p in paths if p)} | more


def process(
    *arguments: str,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    code: str = START,
    cwd: Path = ROOT,
) -> Ran:
    """One command as a process of its own; what it prints must be UTF-8."""
    found = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=stdin,
        capture_output=True,
        env=environment(**(env or {})),
        cwd=cwd,
        check=False,
        timeout=60,
    )
    return Ran(found.returncode, found.stdout.decode("utf-8"), found.stderr.decode("utf-8"))


def on_a_terminal(*arguments: str, columns: int = 80, env: Mapping[str, str] | None = None) -> Ran:
    """One command whose output is a terminal of some columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-c", START, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment(TERM="xterm-256color", **(env or {})),
        cwd=ROOT,
    ) as running:
        os.close(theirs)
        found = b""
        try:
            while piece := os.read(ours, 65536):
                found += piece
        except OSError:
            pass  # how a terminal says that nobody writes to it any more
        os.close(ours)
        assert running.stderr is not None
        err = running.stderr.read()
        status = running.wait(60)
    return Ran(status, found.decode("utf-8").replace("\r\n", "\n"), err.decode("utf-8"))


def widths(text: str) -> Iterator[int]:
    """How wide each line of a text is on a screen."""
    for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines():
        yield wcswidth(line)
