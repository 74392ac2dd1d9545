"""The page of every error: what it means, a smallest example that makes it occur, and the example mended.

Pages are data: ``diagnostics/pages/<family>.yaml`` has those of the codes ``<family>.…``. An example is a change of one
of the files in ``pages/base``, a file or a command of its own, or a few lines of Python. ``said.json`` keeps what the
program reports for each example, as data; a test makes every example anew and holds the file to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .. import diagnostics
from ..diagnostics import Diagnostic, Place, render, text_of
from ..diagnostics.codes import NUMBERS
from ..language.source import read_file

PAGES = Path(diagnostics.__file__).parent / "pages"
BASE, SAID = PAGES / "base", PAGES / "said.json"
FILES = {
    "policy": "rules/example/policy.yaml",
    "cases": "rules/example/cases.yaml",
    "vocabulary": "rules/vocabulary/facts.yaml",
    "firm": "firm.yaml",
    "assumed": "assumed.yaml",
    "result": "result.json",
}
"""The short names of files that examples change; any other name is a file that the example brings."""
CHECK, EVALUATE = "subsidycalc check rules", "subsidycalc evaluate firm.yaml --rules rules"
COMMANDS = {"firm.yaml": EVALUATE, "assumed.yaml": f"{EVALUATE} --assume assumed.yaml"}
"""The command that meets an error in each file, unless the page says another."""
_MANY = re.compile(r"⟦(.*?)×(\d+)⟧", re.DOTALL)
"""``⟦a№×300⟧`` in an example: so many times the same, № counting; written in full, shown shortened."""
_UNSEEN = re.compile(r"⟦U\+([0-9A-F]{4})⟧")
"""``⟦U+0007⟧`` in an example: a character that nobody sees."""


class Text(NamedTuple):
    """A file of an example: ``text`` as it is run, ``shown`` the lines that matter under the keys that hold them."""

    text: str
    shown: str


class Page(NamedTuple):
    """One error; ``data`` is what the page file says of it."""

    code: str
    data: Mapping[str, Any]

    @property
    def number(self) -> str:
        """The number that readers know it by: ``SC012``."""
        return NUMBERS[self.code]

    @property
    def file(self) -> str:
        """The path of the file that the example changes or brings; empty where it is none."""
        name = str(self.data.get("in", "policy" if {"wrong", "mended"} & set(self.data) else ""))
        return FILES.get(name, name)

    @property
    def before(self) -> list[str]:
        """Commands that make what the example starts from."""
        return list(self.data.get("before", ()))

    @property
    def stage(self) -> str:
        """What the test must arrange first, where files and a command are not enough."""
        return str(self.data.get("stage", ""))

    @property
    def also(self) -> set[str]:
        """Other errors that the example cannot do without."""
        return set(self.data.get("also", ()))

    @property
    def beside(self) -> list[Mapping[str, str]]:
        """Changes of other files, the same in both versions of the example."""
        return list(self.data.get("beside", ()))

    def command(self, *, mended: bool) -> str:
        """What is typed; empty where the example is Python."""
        if "python" in self.data:
            return ""
        return self._side("command", mended) or COMMANDS.get(self.file, CHECK)

    def python(self, *, mended: bool) -> str:
        """The lines of Python; empty where the example is a command."""
        return self._side("python", mended)

    def written(self, *, mended: bool, start: str | None) -> Text | None:
        """The file of the example; ``start`` is what it holds before it is changed, ``None`` if it is not there."""
        if not self.file or not {"wrong", "mended"} & set(self.data):
            return None
        if self.data.get("in", "policy") not in FILES:
            start = None
        side = self.data.get("mended") if mended else self.data.get("wrong", "")
        at = "" if start is None else str(self.data.get("at", ""))
        return changed(start or "", at, None if side is None else str(side))

    def form(self, lang: str) -> dict[str, Any]:
        """The page in one language, as plain data for whoever lays it out."""
        sides: dict[str, dict[str, str]] = {}
        for name, mended in (("wrong", False), ("mended", True)):
            file = self.written(mended=mended, start=self._start())
            sides[name] = {
                "file": file.shown if file is not None else "",
                "saved_as": "" if "saved_as" not in self.data else "UTF-8" if mended else self.data["saved_as"],
                "command": self.command(mended=mended),
                "python": self.python(mended=mended),
            }
        return {
            "number": self.number,
            "title": text_of(self.data["title"], lang),
            "why": text_of(self.data["why"], lang),
            "note": text_of(self.data.get("note", ""), lang),
            "file": self.file,
            "before": self.before,
            "beside": [(FILES.get(b["in"], b["in"]), _beside(b)) for b in self.beside],
            "message": render(said()[self.code], lang),
            **sides,
        }

    def _start(self) -> str | None:
        """What the file of the example holds before it is changed; nothing where a command makes it."""
        path = BASE / self.file
        if not self.file or not path.is_file():
            return None
        text = path.read_text("utf-8")
        for change in self.beside:
            if FILES.get(change["in"]) == self.file:
                text = changed(text, change.get("at", ""), change["put"]).text
        return text

    def _side(self, key: str, mended: bool) -> str:
        found = self.data.get(key, "")
        return str(found["mended" if mended else "wrong"] if isinstance(found, Mapping) else found)


def _beside(change: Mapping[str, str]) -> str:
    """The lines that a change beside the example brings; a line that it only stands before or after is left out."""
    path = BASE / FILES.get(change["in"], change["in"])
    start = path.read_text("utf-8") if path.is_file() else ""
    at = change.get("at", "")
    kept = next((line.strip() for line in start.splitlines() if at and line.lstrip().startswith(at)), "")
    shown = changed(start, at, change["put"]).shown.splitlines()
    return "\n".join(line for line in shown if line.strip() != kept)


def changed(start: str, at: str, lines: str | None) -> Text:
    r"""A text in which the first line that begins with ``at`` is replaced by others as far indented as it was.

    Without ``at`` the lines are put at the end; ``None`` for the lines leaves the text as it is.

    >>> changed("a:\n  b: 1\n", "b:", "b: 2").shown
    'a:\n  b: 2'
    """
    whole = start.splitlines()
    place, margin, old = len(whole), "", 0
    if at:
        place = next(i for i, line in enumerate(whole) if line.lstrip().startswith(at))
        margin, old = whole[place][: len(whole[place]) - len(whole[place].lstrip())], 1
    new = whole[place : place + old] if lines is None else [margin + line for line in lines.splitlines()]
    text = "\n".join([*whole[:place], *new, *whole[place + old :]]) + "\n"
    # Of a line that is taken out, its neighbours are shown.
    lines_shown = new or [*whole[max(0, place - 1) : place], *whole[place + old : place + old + 1]]
    shown = [*_holding(whole[:place], new), *lines_shown]
    return Text(_written(text), _shown("\n".join(shown)))


def _written(text: str) -> str:
    many = _MANY.sub(lambda m: "".join(m[1].replace("№", str(i + 1)) for i in range(int(m[2]))), text)
    return _UNSEEN.sub(lambda m: chr(int(m[1], 16)), many)


def _shown(text: str) -> str:
    return _UNSEEN.sub("·", _MANY.sub(lambda m: f"{m[1].replace('№', '1')}{m[1].replace('№', '2')}… ({m[2]} ×)", text))


def _holding(above: Sequence[str], new: Sequence[str]) -> list[str]:
    """The lines above that hold the new ones: each is less indented than what it holds."""
    found: list[str] = []
    margin = min((_margin(line) for line in new if line.strip()), default=0)
    for line in reversed(above):
        if line.strip() and _margin(line) < margin:
            found.insert(0, line)
            margin = _margin(line)
    return found


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def page(code: str) -> Page:
    """The page of one code.

    Raises:
        KeyError: the code has no page.
    """
    return Page(code, _family(code.partition(".")[0])[code])


def pages() -> Iterator[Page]:
    """All pages in the order of their numbers."""
    return (page(code) for code in NUMBERS)


@cache
def _family(name: str) -> Mapping[str, Mapping[str, Any]]:
    path = PAGES / f"{name}.yaml"
    found: Mapping[str, Mapping[str, Any]] = read_file(path).data if path.is_file() else {}
    return found


def written_families() -> dict[str, Mapping[str, Any]]:
    """Every page file by the name of its family: what is written, whether a code has that name or not."""
    return {path.stem: _family(path.stem) for path in sorted(PAGES.glob("*.yaml"))}


def base_files() -> dict[str, str]:
    """The files that examples start from, by their paths."""
    return {str(p.relative_to(BASE)): p.read_text("utf-8") for p in sorted(BASE.rglob("*")) if p.is_file()}


@cache
def said() -> Mapping[str, Diagnostic]:
    """What the program reports for each example."""
    found: dict[str, dict[str, Any]] = json.loads(SAID.read_text("utf-8")) if SAID.is_file() else {}
    return {
        code: Diagnostic(code, Place(d["file"], d["line"], d["column"], d["source"]), d["params"], d["where"])
        for code, d in found.items()
    }


def said_text(found: Mapping[str, Diagnostic]) -> str:
    """The text of ``said.json`` for what was reported."""
    data = {}
    for code in sorted(found):
        place, params = found[code].place, found[code].params
        data[code] = {
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "source": place.source,
            "where": found[code].where,
            "params": {name: params[name] for name in sorted(params)},
        }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def code_of(word: str) -> str | None:
    """The code that a word means: its number in any case, with or without zeros, or its name.

    >>> code_of("sc1") == code_of("SC001") == code_of("file.unreadable") == "file.unreadable"
    True
    """
    plain = word.strip().lower()
    if plain in NUMBERS:
        return plain
    number = re.fullmatch(r"(?:sc)?-?0*([0-9]{1,6})", plain, re.ASCII)
    if number is None:
        return None
    return next((code for code, shown in NUMBERS.items() if int(shown[2:]) == int(number[1])), None)
