"""The examples of the pages of errors, made to occur: files are written, the command is run, its report is kept."""

import errno
import shlex
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import subsidycalc
from subsidycalc import cli
from subsidycalc.cli.main import main
from subsidycalc.diagnostics import Diagnostic, Faults
from subsidycalc.diagnostics.speech import render
from subsidycalc.workbench import writing
from subsidycalc.workbench.pages import FILES, Page, base_files, changed

NAME = "subsidycalc"


def without_rules(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The program as it is where its own rules were not copied along."""
    monkeypatch.setattr("subsidycalc.language.load.__file__", str(folder / "a" / "b" / "load.py"))


def without_hypothesis(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The program as it is where the extra for tests is not installed."""
    monkeypatch.setattr(subsidycalc, "testing", None, raising=False)  # what is imported again is forgotten afterwards
    for name in [m for m in sys.modules if m.startswith("subsidycalc.testing")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hypothesis", None)


def unknown_to_pydantic(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The program beside a pydantic that calls its errors by other names."""
    monkeypatch.setattr("subsidycalc.language.shape._WANTED", {})


def worded_otherwise(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The program beside a typer whose messages have other words."""
    import typer

    monkeypatch.setattr(typer.BadParameter.__mro__[1], "format_message", lambda error: "evalaute?")


def shared_vocabulary(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The program with a vocabulary that is the same as that of the example."""
    own = folder / "program" / "rules"
    _write(own / "vocabulary" / "facts.yaml", base_files()[FILES["vocabulary"]].encode())
    monkeypatch.setattr("subsidycalc.language.load.shipped_rules", lambda: own.relative_to(folder))


def full_disk(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A disk on which no file can be put in the place of another."""

    def full(path: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)


def changed_meanwhile(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Somebody saves a file after the command has read it."""
    compare = writing._unchanged

    def saved(path: Path, text: str) -> None:
        path.write_text(text + "# saved by somebody else\n", "utf-8")
        compare(path, text)

    monkeypatch.setattr(writing, "_unchanged", saved)


STAGES: dict[str, Callable[[pytest.MonkeyPatch, Path], None]] = {
    "without_rules": without_rules,
    "without_hypothesis": without_hypothesis,
    "unknown_to_pydantic": unknown_to_pydantic,
    "worded_otherwise": worded_otherwise,
    "shared_vocabulary": shared_vocabulary,
    "full_disk": full_disk,
    "changed_meanwhile": changed_meanwhile,
}
"""What files and a command cannot bring about, by the word that a page has under ``stage``."""


class Reported:
    """Runs examples in a folder and keeps every error and finding that is reported."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.found: list[Diagnostic] = []
        self.monkeypatch, self.folder = monkeypatch, folder
        monkeypatch.chdir(folder)
        for name in (module.name for module in iter_modules(cli.__path__)):
            if hasattr(import_module(f"subsidycalc.cli.{name}"), "render"):
                monkeypatch.setattr(f"subsidycalc.cli.{name}.render", self._render)

    def _render(self, item: Diagnostic, lang: str) -> str:
        self.found.append(item)
        return render(item, lang)

    def example(self, page: Page, *, mended: bool) -> list[Diagnostic]:
        """What is reported for one version of a page's example."""
        for name, text in base_files().items():
            _write(self.folder / name, text.encode())
        for change in page.beside:
            path = self.folder / FILES.get(change["in"], change["in"])
            start = path.read_text("utf-8") if path.is_file() else ""
            _write(path, changed(start, change.get("at", ""), change["put"]).text.encode())
        for command in page.before:
            assert self._typed(command) == 0, command
        self._change(page, mended=mended)
        if page.stage and not mended:
            STAGES[page.stage](self.monkeypatch, self.folder)
        self.found = []
        if page.python(mended=mended):
            self._python(page.python(mended=mended))
        else:
            status = self._typed(page.command(mended=mended))
            assert bool(status) or not self.found
        return self.found

    def _change(self, page: Page, *, mended: bool) -> None:
        path = self.folder / page.file
        start = path.read_text("utf-8") if page.file and path.is_file() else None
        made = page.written(mended=mended, start=start)
        if made is not None:
            saved_as = str(page.data.get("saved_as", "utf-8"))
            begins = bytes.fromhex(str(page.data.get("begins", "")))
            raw = made.text.encode() if mended else begins + made.text.encode(saved_as)
            _write(path, raw)

    def _typed(self, command: str) -> int:
        name, *arguments = shlex.split(command)
        assert name == NAME, command
        return main(arguments)

    def _python(self, lines: str) -> None:
        try:
            exec(compile(lines, "example", "exec"), {"subsidycalc": subsidycalc})
        except Faults as faults:
            self.found += faults.diagnostics


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
