"""YAML and JSON as plain data with the place of everything.

Every scalar stays the text that was written; what it means is decided by where it stands. Outside text is hostile:
size and depth are limited, anchors, tags and several documents are refused, and nodes are built from parser events,
for a loader that composes recursively can be crashed.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ..diagnostics import Faults, Place, Report

Trail = tuple[str | int, ...]
"""The way from the top of a file to a value: keys and list indices."""

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
_WHY = {errno.ENOENT: "@file.none", errno.EACCES: "@file.denied"}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Source:
    """A read file: ``data`` of dicts, lists and text, and the place of each value and key."""

    def __init__(self, name: str, text: str = "") -> None:
        self.name = name
        self.text = text
        self.data: Any = None
        self.marks: dict[Trail, tuple[int, int]] = {}
        self.keys: dict[Trail, tuple[int, int]] = {}
        self.quoted: set[Trail] = set()
        self._lines: list[str] | None = None

    def place(self, trail: Trail, *, key: bool = False) -> Place:
        """Where a value (or its key) stands; the nearest enclosing value where it has no place of its own."""
        mark = self.keys.get(trail) if key else None
        while mark is None:
            mark = self.marks.get(trail)
            if mark is None and not trail:
                return Place(self.name)
            trail = trail[:-1]
        return self.at(*mark)

    def at(self, line: int, column: int) -> Place:
        """The place of a line and column that count from 0."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        source = self._lines[line].rstrip("\r") if line < len(self._lines) else ""
        return Place(self.name, line + 1, column + 1, source)


class Plain(Source):
    """Data that came as Python objects: it has trails but no lines."""

    def __init__(self, data: Any, name: str) -> None:
        super().__init__(name)
        self.data = data


def dotted(trail: Sequence[str | int]) -> str:
    """A trail as people read it, lists counted from 1.

    >>> dotted(("projects", 0, "kind"))
    'projects.1.kind'
    """
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in trail)


def read_file(path: Path, shown: str | None = None) -> Source:
    """Read a YAML or JSON file.

    Raises:
        Faults: not readable, too large, not UTF-8, or not YAML; each with its place.
    """
    name = shown or str(path)
    report = Report()
    try:
        if path.is_dir():
            report.add("file.folder", Place(name))
        elif path.stat().st_size > MAX_BYTES:
            report.add("file.large", Place(name), limit=f"{MAX_BYTES:,}", size=f"{path.stat().st_size:,}")
        report.raise_if_any()
        with path.open("rb") as file:
            return read_bytes(file.read(MAX_BYTES + 1), name)
    except OSError as error:
        report.add("file.unreadable", Place(name), why=_WHY.get(error.errno or 0, error.strerror or "?"))
    except ValueError:
        report.add("file.unreadable", Place(name.replace("\0", "?")), why="?")
    raise Faults(report.found)


def read_bytes(raw: bytes, name: str) -> Source:
    """Read YAML or JSON from bytes; ``name`` is what errors call it."""
    report = Report()
    if len(raw) > MAX_BYTES:
        report.add("file.large", Place(name), limit=f"{MAX_BYTES:,}", size=f"> {MAX_BYTES:,}")
    elif raw.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(raw) > 1 and 0 in raw[:2]):
        report.add("file.utf16", Place(name, 1, 1))
    elif raw.startswith(b"\xef\xbb\xbf"):
        report.add("file.bom", Place(name, 1, 1, _first_line(raw[3:])))
    else:
        try:
            return read_text(raw.decode("utf-8"), name)
        except UnicodeDecodeError as error:
            report.add(*_undecodable(raw, error.start, name))
    raise Faults(report.found)


def _first_line(raw: bytes) -> str:
    return raw.split(b"\n", 1)[0].decode("utf-8", "replace")


def _undecodable(raw: bytes, start: int, name: str) -> tuple[str, Place]:
    line = raw.count(b"\n", 0, start)
    begin = raw.rfind(b"\n", 0, start) + 1
    end = raw.find(b"\n", start)
    piece = raw[begin : end if end >= 0 else len(raw)]
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        shown = piece.decode("utf-8", "replace")
        return "file.not_utf8", Place(name, line + 1, shown.find("\ufffd") + 1, shown)
    shown = piece.decode("gb18030", "replace")
    column = len(raw[begin:start].decode("gb18030", "replace")) + 1
    return "file.gbk", Place(name, line + 1, column, shown)


def read_text(text: str, name: str) -> Source:
    """Read YAML or JSON from text.

    >>> source = read_text("a: [1, yes]", "x.yaml")
    >>> source.data, source.place(("a", 1))[1:3]
    ({'a': ['1', 'yes']}, (1, 8))
    """
    is_json = text.lstrip()[:1] in ("{", "[") and name.endswith(".json")
    source = Source(name, text.replace("\t", " ") if is_json else text)
    report = Report()
    if not text.strip():
        report.add("file.empty", Place(name, 1, 1))
    report.raise_if_any()
    try:
        _Builder(source, report).build(yaml.parse(source.text, Loader=_LOADER))
    except yaml.YAMLError as error:
        _explain(error, source, report)
    report.raise_if_any()
    return source


def _explain(error: yaml.YAMLError, source: Source, report: Report) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        position = getattr(error, "position", 0)
        line = source.text.count("\n", 0, position)
        column = position - (source.text.rfind("\n", 0, position) + 1)
        report.add("yaml.character", source.at(line, column))
        return
    problem = str(getattr(error, "problem", "") or "")
    context = getattr(error, "context_mark", None)
    place = source.at(mark.line, mark.column)
    near = [place] + [source.at(n, 0) for n in (mark.line - 1, context.line if context else -1) if n >= 0]
    indented = next((p for p in near if "\t" in p.source[: len(p.source) - len(p.source.lstrip())]), None)
    wide = next((p for p in near if "：" in p.source and ": " not in p.source), None)
    if indented or place.source[mark.column : mark.column + 1] == "\t":
        found = indented or place
        report.add("yaml.tab", found._replace(column=found.source.index("\t") + 1))
    elif wide:
        report.add("yaml.fullwidth_colon", wide._replace(column=wide.source.index("：") + 1))
    elif "[" in place.source and "expected ',' or ']'" in problem:
        report.add("yaml.bracket_in_list", place)
    else:
        report.add("yaml.syntax", place, problem=problem or type(error).__name__)


class _Builder:
    """Builds dicts, lists and text from parser events."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source, self.report = source, report

    def build(self, events: Iterator[Any]) -> None:
        documents = 0
        # Each open collection: its container, trail, the key that waits for a value, and whether it is in flow style.
        stack: list[list[Any]] = []
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._fault("yaml.documents", event)
                    return
            elif kind == "AliasEvent":
                self._fault("yaml.anchor", event)
                return
            elif kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
                if event.anchor is not None or event.tag is not None:
                    self._fault("yaml.anchor" if event.anchor is not None else "yaml.tag", event)
                    return
                if not self._open(stack, event, kind):
                    return
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                stack.pop()

    def _fault(self, code: str, event: Any, **params: Any) -> None:
        self.report.add(code, self.source.at(event.start_mark.line, event.start_mark.column), **params)

    def _open(self, stack: list[list[Any]], event: Any, kind: str) -> bool:
        mark = (event.start_mark.line, event.start_mark.column)
        parent = stack[-1] if stack else None
        if parent is not None and isinstance(parent[0], dict) and parent[2] is None:
            return self._key(parent, event, kind, mark)
        trail: Trail = self._trail(parent)
        value: Any = event.value if kind == "ScalarEvent" else {} if kind == "MappingStartEvent" else []
        if kind == "ScalarEvent":
            value = self._scalar(event, trail, parent)
        self.source.marks.setdefault(trail, mark)
        if parent is None:
            self.source.data = value
        elif isinstance(parent[0], dict):
            parent[0][parent[2]] = value
            parent[2] = None
        else:
            parent[0].append(value)
        if kind != "ScalarEvent":
            stack.append([value, trail, None, event.flow_style])
            if len(stack) > MAX_DEPTH:
                self._fault("yaml.deep", event, limit=MAX_DEPTH)
                return False
        return True

    def _trail(self, parent: list[Any] | None) -> Trail:
        if parent is None:
            return ()
        return (*parent[1], parent[2] if isinstance(parent[0], dict) else len(parent[0]))

    def _scalar(self, event: Any, trail: Trail, parent: list[Any] | None) -> str | None:
        if event.style is not None or event.value:
            if event.style is not None:
                self.source.quoted.add(trail)
            value: str = event.value
            if "\ud800" <= max(value, default="") <= "\udfff":
                value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            return value
        if parent is not None and parent[3] and isinstance(parent[0], dict):
            line, column = event.start_mark.line, event.start_mark.column
            before = self.source.at(line, column).source[:column].rstrip()
            if not before.endswith(":"):
                at = self.source.keys.get(trail, (line, column))
                self.report.add("yaml.comma_in_flow", self.source.at(*at), key=trail[-1])
        return None

    def _key(self, parent: list[Any], event: Any, kind: str, mark: tuple[int, int]) -> bool:
        if kind != "ScalarEvent":
            self._fault("yaml.key", event)
            return False
        key = event.value
        trail = (*parent[1], key)
        if key in parent[0]:
            first = self.source.keys[trail][0] + 1
            self.report.add("yaml.duplicate", self.source.at(*mark), key=key, line=first)
        parent[2] = key
        self.source.keys[trail] = mark
        return True


def is_map(value: object) -> bool:
    """Whether a value of a source is a mapping."""
    return isinstance(value, Mapping)
