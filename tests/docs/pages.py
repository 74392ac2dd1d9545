"""Pages of the reference: their blocks, the files and commands in them, and output of which a page shows a part."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path
from typing import NamedTuple

from subsidycalc.cli.main import main
from tests.end_to_end.running import ROOT

WORDS = ROOT / "docs" / "words"
FOLDERS = {"en": WORDS, "zh": WORDS / "zh"}
INDEX = "README.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"# ([\w-]+\.yaml)\n")
PROMPT = "$ subsidycalc "
LEFT_OUT = "…"


class Block(NamedTuple):
    """A fenced block: its language, its text, where the text stands in the page."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def file(self) -> str | None:
        """The file that it is, if its first line names one."""
        found = FILE.match(self.text) if self.kind == "yaml" else None
        return found[1] if found else None

    @property
    def command(self) -> str | None:
        """The command whose output it shows."""
        is_one = self.kind == "text" and self.text.startswith(PROMPT)
        return self.text.partition("\n")[0].removeprefix(PROMPT) if is_one else None

    @property
    def output(self) -> str:
        """What the page shows of the command's output."""
        return self.text.partition("\n")[2]


def names() -> list[str]:
    """The pages by name, without the index."""
    return sorted(path.stem for path in WORDS.glob("*.md") if path.name != INDEX)


def page(name: str, lang: str) -> str:
    """The text of a page."""
    return (FOLDERS[lang] / f"{name}.md").read_text("utf-8")


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [Block(found[1], found[2], found.start(2), found.end(2)) for found in BLOCK.finditer(text)]


def changed(text: str, patch: str) -> str:
    """A file with a change made: the lines of the patch without their marks, at the one place where they fit.

    Raises:
        ValueError: the lines before the change stand nowhere, or in several places.
    """
    lines = patch.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    if old == new or text.count(old) != 1:
        raise ValueError(f"the change fits {text.count(old)} places:\n{patch}")
    return text.replace(old, new)


def prepared(block: Block, folder: Path) -> bool:
    """Write the file that a block is, or makes out of another; whether it is one of these."""
    if block.file is not None:
        (folder / block.file).write_text(block.text, "utf-8")
        return True
    if block.kind != "diff":
        return False
    head = re.match(r"--- ([\w.-]+)\n\+\+\+ ([\w.-]+)\n", block.text)
    assert head is not None, block.text
    before = (folder / head[1]).read_text("utf-8")
    (folder / head[2]).write_text(changed(before, block.text[head.end() :]), "utf-8")
    return True


def ran(command: str, lang: str) -> tuple[int, str]:
    """A command's exit status, and what it prints in a language, to either stream."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([*shlex.split(command), "--lang", lang])
    printed = b""
    for stream in (out, err):
        stream.flush()
        printed += stream.buffer.getvalue()
    return status, printed.decode("utf-8")


# -- output of which a part is shown --------------------------------------------------------------------------


class Line(NamedTuple):
    """A line of output with the lines that are indented below it."""

    text: str
    below: list[Line]

    @property
    def key(self) -> str:
        """What tells the line from others: what stands before its colon."""
        return re.split("[:：]", self.text)[0].strip()

    @property
    def indent(self) -> str:
        """The blanks before it."""
        return self.text[: len(self.text) - len(self.text.lstrip())]


def as_tree(text: str) -> list[Line]:
    """Lines of output by indentation."""
    top: list[Line] = []
    open_: list[Line] = []
    for line in text.splitlines():
        made = Line(line, [])
        while open_ and len(open_[-1].indent) >= len(made.indent):
            open_.pop()
        (open_[-1].below if open_ else top).append(made)
        open_.append(made)
    return top


def fitted(shown: str, output: str) -> str:
    """Of an output the part that a page shows: a line ``…`` stands for the lines beside it that are left out."""
    return "".join(f"{line}\n" for line in _kept(as_tree(shown), as_tree(output)))


def _kept(shown: list[Line], output: list[Line]) -> list[str]:
    waiting = [line for line in shown if line.key != LEFT_OUT]
    whole = len(waiting) == len(shown)
    found: list[str] = []
    for line in output:
        match = next((w for w in waiting if w.key == line.key), None)
        if match is not None:
            waiting.remove(match)
            found += [line.text, *_kept(match.below, line.below)]
        elif whole:
            found += [line.text, *_kept([], line.below)]
        elif found[-1:] != [f"{line.indent}{LEFT_OUT}"]:
            found.append(f"{line.indent}{LEFT_OUT}")
    return found
