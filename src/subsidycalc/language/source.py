"""YAML and JSON as plain data with the place of everything.

Every scalar stays the text that was written; what it means is decided by where it stands. Outside text is hostile:
size and depth are limited, anchors, tags and several documents are refused, and nodes are built from parser events,
for a loader that composes recursively can be crashed.
"""

from __future__ import annotations

import errno
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import yaml

from ..diagnostics import Faults, Place, Report

if TYPE_CHECKING:
    from .uses import Use

Trail = tuple[str | int, ...]
"""The way from the top of a file to a value: keys and list indices."""

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
STDIN = "<stdin>"
_WHY = {
    errno.ENOENT: "@file.none",
    errno.EACCES: "@file.denied",
    errno.EISDIR: "@file.is_folder",
    errno.ENOSPC: "@file.full",
    errno.ENAMETOOLONG: "@file.long_name",
}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where YAML ends a line."""
_HALVES = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
"""A character beyond U+FFFF in two halves, as JSON may write it; YAML knows only whole ones."""
_GLUED = re.compile(r"[\s-]*[^\s:#]+:(?=[^ ])")
"""A key whose colon has no space after it."""
_FAR = 200
"""How many characters may hide between two of a value: white space at a line's end, escapes."""


class Source:
    """A read file: ``data`` of dicts, lists and text, and the place of each value and key."""

    uses: list[Use] | None = None
    """What the file names, where somebody asks for that."""

    def __init__(self, name: str, text: str = "") -> None:
        self.name = name
        self.text = text
        self.data: Any = None
        self.marks: dict[Trail, tuple[int, int]] = {}
        self.keys: dict[Trail, tuple[int, int]] = {}
        self.quoted: set[Trail] = set()
        self.cut = False
        """Whether measures or clauses with faults were left out, so that what names them cannot be judged."""
        self._ends: list[tuple[int, int]] | None = None

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
        start, end = self._line(line)
        return Place(self.name, line + 1, column + 1, self.text[start:end])

    def within(self, trail: Trail, offset: int, *, key: bool = False) -> Place:
        """The place of one character of a value (or of its key), which may run over several lines."""
        mark = (self.keys if key else self.marks).get(trail)
        if mark is None:
            return self.place(trail, key=key)
        found = self.position(trail, offset, key=key) if offset else None
        return self.at(*mark) if found is None else self.spot(found)

    def position(self, trail: Trail, offset: int, *, key: bool = False) -> int | None:
        """Where in the text one character of a value (or of its key) stands; ``None`` if it cannot be told."""
        mark = (self.keys if key else self.marks).get(trail)
        if mark is None:
            return None
        value = trail[-1] if key else self.value(trail)
        here = start = self._line(mark[0])[0] + mark[1]
        if not isinstance(value, str) or start >= len(self.text):
            return None
        if trail in self.quoted and not key:
            here = self._line(mark[0])[1] if self.text[start] in "|>" else start + 1
        for char in value[:offset]:
            if not char.isspace():
                found = self.text.find(char, here, here + _FAR)
                if found < 0:
                    return None
                here = found + 1
        if value[offset : offset + 1].strip():
            while here < len(self.text) and self.text[here].isspace():
                here += 1
        return here

    def value(self, trail: Trail) -> Any:
        """What stands at a trail."""
        value = self.data
        for step in trail:
            value = value[step]
        return value

    def offset(self, line: int, column: int) -> int:
        """The position in the text of a line and column that count from 0."""
        return self._line(line)[0] + column

    def _line(self, line: int) -> tuple[int, int]:
        """Where a line starts and ends in the text."""
        if self._ends is None:
            breaks = [m.span() for m in _BREAK.finditer(self.text)]
            starts = [0, *(after for _, after in breaks)]
            self._ends = list(zip(starts, [*(before for before, _ in breaks), len(self.text)], strict=True))
        return self._ends[line] if line < len(self._ends) else (len(self.text), len(self.text))

    def spot(self, position: int) -> Place:
        """The place of a position in the text."""
        self._line(0)
        assert self._ends is not None
        line = max(0, bisect_right(self._ends, (position, len(self.text) + 1)) - 1)
        return self.at(line, position - self._ends[line][0])


class Plain(Source):
    """Data that came as Python objects: it has trails but no lines."""

    _marks: ClassVar[dict[Trail, tuple[int, int]]] = {}
    _quoted: ClassVar[set[Trail]] = set()

    def __init__(self, data: Any, name: str) -> None:
        # What has no lines shares its empty marks: a profile in a loop should cost no more than it must.
        self.data, self.name, self.text, self._lines = data, name, "", None
        self.marks, self.keys, self.quoted = self._marks, self._marks, self._quoted

    def place(self, trail: Trail, *, key: bool = False) -> Place:
        """The name of the data: it has no lines."""
        return Place(self.name)


def dotted(trail: Sequence[str | int]) -> str:
    """A trail as people read it, lists counted from 1.

    >>> dotted(("projects", 0, "kind"))
    'projects.1.kind'
    """
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in trail)


def no_mapping(source: Source, code: str) -> tuple[str, Place]:
    """What is wrong with a file that holds no mapping: it is empty, or its colons are, or all of it."""
    place = source.place(())
    if source.data is None and place.source.strip() in ("", "---"):
        return "file.empty", Place(source.name, 1, 1)
    if isinstance(source.data, str) and not place.source.startswith(("'", '"')):
        glued = _GLUED.match(place.source)
        if "：" in place.source:
            return "yaml.fullwidth_colon", _at(place, "：")
        if glued:
            return "yaml.colon_space", place._replace(column=glued.end())
    return code, place


def why(error: Exception) -> str:
    """Why a file cannot be read or written, for a message."""
    if not isinstance(error, OSError):  # a name with a NUL in it
        return "@file.none"
    return _WHY.get(error.errno or 0) or error.strerror or type(error).__name__


def read_file(path: Path, shown: str | None = None, *, is_json: bool = False) -> Source:
    """Read a YAML or JSON file; ``is_json`` says that it is JSON whatever its name.

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
            return read_bytes(file.read(MAX_BYTES + 1), name, is_json=is_json)
    except (OSError, ValueError) as error:
        report.add("file.unreadable", Place(name.replace("\0", "?")), why=why(error))
    raise Faults(report.found)


def read_bytes(raw: bytes, name: str, *, is_json: bool = False) -> Source:
    """Read YAML or JSON from bytes; ``name`` is what errors call it."""
    report = Report()
    if len(raw) > MAX_BYTES:
        report.add("file.large", Place(name), limit=f"{MAX_BYTES:,}", size=f"> {MAX_BYTES:,}")
    elif raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        report.add("file.utf16", Place(name, 1, 1, _first_line(raw, "utf-16")))
    elif raw.startswith(b"\xef\xbb\xbf"):
        report.add("file.bom", Place(name, 1, 1, _first_line(raw[3:])))
    elif raw.startswith(_NO_TEXT):
        report.add("file.binary", Place(name))
    elif 0 in raw and _utf16(raw):
        report.add("file.utf16", Place(name, 1, 1, _first_line(raw, _utf16(raw))))
    else:
        try:
            return read_text(raw.decode("utf-8"), name, is_json=is_json)
        except UnicodeDecodeError as error:
            report.add(*_undecodable(raw, error.start, name))
    raise Faults(report.found)


def _first_line(raw: bytes, encoding: str = "utf-8") -> str:
    return next(iter(raw[:4000].decode(encoding, "replace").splitlines()), "")


_NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
"""How workbooks, documents, archives and pictures begin."""


_COMMON = re.compile("[\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def _utf16(raw: bytes) -> str:
    """The kind of UTF-16 that bytes without a mark are in, if they are: then they read as Chinese and plain text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = raw.decode(encoding, "replace")
        if len(_COMMON.findall(text)) * 10 > len(text) * 9:
            return encoding
    return ""


def _undecodable(raw: bytes, start: int, name: str) -> tuple[str, Place]:
    if raw.count(0) * 100 > len(raw):
        return "file.binary", Place(name)
    line = raw.count(b"\n", 0, start)
    begin = raw.rfind(b"\n", 0, start) + 1
    end = raw.find(b"\n", start)
    piece = raw[begin : end if end >= 0 else len(raw)]
    mended = raw.decode("utf-8", "replace")
    wrong, beyond = mended.count("\ufffd"), sum(not c.isascii() for c in mended)
    try:
        raw.decode("gb18030")
        chinese = 2 * wrong > beyond
    except UnicodeDecodeError:
        chinese = False
    if not chinese:
        shown = piece.decode("utf-8", "replace")
        return "file.not_utf8", Place(name, line + 1, shown.find("\ufffd") + 1, shown)
    shown = piece.decode("gb18030", "replace")
    column = len(raw[begin:start].decode("gb18030", "replace")) + 1
    return "file.gbk", Place(name, line + 1, column, shown)


def read_text(text: str, name: str, *, is_json: bool = False) -> Source:
    """Read YAML or JSON from text.

    >>> source = read_text("a: [1, yes]", "x.yaml")
    >>> source.data, source.place(("a", 1))[1:3]
    ({'a': ['1', 'yes']}, (1, 8))
    """
    is_json = text.lstrip()[:1] in ("{", "[") and (is_json or name.endswith(".json") or name == STDIN)
    source = Source(name, text.replace("\t", " ") if is_json else text)
    report = Report()
    if not text.strip():
        report.add("file.empty", Place(name, 1, 1))
    report.raise_if_any()
    try:
        whole = _HALVES.sub(_joined, source.text) if is_json else source.text
        _Builder(source, report, is_json).build(yaml.parse(whole, Loader=_LOADER))
    except yaml.YAMLError as error:
        _explain(error, source, report)
    report.raise_if_any()
    return source


def _joined(halves: re.Match[str]) -> str:
    high, low = int(halves[2], 16), int(halves[3], 16)
    return f"{halves[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"


def _explain(error: yaml.YAMLError, source: Source, report: Report) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        position = getattr(error, "position", 0)
        if _LOADER is not yaml.SafeLoader:  # the C loader counts bytes
            position = len(source.text.encode()[:position].decode("utf-8", "ignore"))
        character = getattr(error, "character", 0)
        number = character if isinstance(character, int) else ord(character[:1] or "\0")
        report.add("yaml.character", source.spot(position), sign=f"U+{number:04X}")
        return
    problem = str(getattr(error, "problem", "") or type(error).__name__)
    context = getattr(error, "context_mark", None)
    place = source.at(mark.line, mark.column)
    opened = source.at(context.line, context.column) if context else place
    near = [place, *(source.at(line, 0) for line in (mark.line - 1,) if line >= 0), opened]
    if not place.source.strip() and "node content" in problem:
        opened = source.spot(max(source.text.rfind("["), source.text.rfind("{")))
    code, where, params = _fault(problem, place, opened, near)
    report.add(code, where, **params)


def _fault(problem: str, place: Place, opened: Place, near: list[Place]) -> tuple[str, Place, dict[str, Any]]:
    """What people did that YAML does not understand, with its place; ``opened`` is where the broken piece starts."""
    line, sign = place.source, place.source[place.column - 1 : place.column]
    before = line[: place.column - 1]
    above = near[1] if len(near) > 2 else place
    indented = next((p for p in near if "\t" in p.source[: _margin(p)]), None)
    wide = next((p for p in near if "：" in p.source and ": " not in p.source), None)
    in_flow = "expected ',' or" in problem
    if indented or sign == "\t":
        found = indented or place
        return "yaml.tab", _at(found, "\t"), {}
    if wide:
        return "yaml.fullwidth_colon", _at(wide, "："), {}
    if in_flow and sign in ("[", "{") and sign:
        return "yaml.bracket_in_list", place, {"sign": sign}
    uncommaed = in_flow and re.search(r"""[^\s,{[]\s*(['"])[^'"]*\1\s*$""", before)
    if sign == ":" and re.search(r":\s", before) and not uncommaed:
        if in_flow and "，" in before:
            return "yaml.fullwidth_comma", place._replace(column=before.rindex("，") + 1), {}
        return "yaml.colon_in_value", place, {}
    if problem.startswith("mapping values"):
        glued = _GLUED.match(above.source)
        if glued and ": " not in above.source:
            return "yaml.colon_space", above._replace(column=glued.end()), {}
        if above.source.strip() and ":" not in above.source and above.line < place.line:
            return "yaml.no_colon", above._replace(column=_margin(above) + 1), {}
        return "yaml.indent", place._replace(column=_margin(place) + 1), {}
    if problem.startswith("could not find expected ':'"):
        glued = _GLUED.match(opened.source)
        if glued:
            return "yaml.colon_space", opened._replace(column=glued.end()), {}
        return "yaml.no_colon", opened, {}
    if "quoted scalar" in problem or problem.startswith("found unexpected end of stream"):
        return "yaml.quote_open", opened, {}
    if "escape" in problem:
        return "yaml.escape", place, {}
    if "cannot start any token" in problem:
        return "yaml.start", place, {"sign": sign}
    if before.rstrip().endswith(("'", '"')) and not in_flow:
        return "yaml.after_quote", place, {}
    if "node content" in problem and sign in (",", "-") and sign:
        return ("yaml.dash" if sign == "-" else "yaml.no_entry"), place, {"sign": sign}
    if in_flow or "node content" in problem:
        bracket = opened.source[opened.column - 1 : opened.column]
        if bracket in ("[", "{") and bracket:
            return "yaml.unclosed", place if place.source.strip() else opened, {"sign": bracket, "line": opened.line}
    if "expected key" in problem or "expected '-'" in problem:
        return "yaml.indent", place, {}
    return "yaml.syntax", place, {"problem": problem}


def _margin(place: Place) -> int:
    return len(place.source) - len(place.source.lstrip())


def _at(place: Place, sign: str) -> Place:
    return place._replace(column=place.source.index(sign) + 1)


class _Builder:
    """Builds dicts, lists and text from parser events."""

    def __init__(self, source: Source, report: Report, is_json: bool) -> None:
        self.source, self.report, self.is_json = source, report, is_json

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
        # A plain scalar has the style "" from the C loader and None from the other.
        if event.style:
            self.source.quoted.add(trail)
            return _clean(event.value)
        if event.value:
            return None if self.is_json and event.value == "null" else _clean(event.value)
        if parent is not None and parent[3] and isinstance(parent[0], dict):
            line, column = event.start_mark.line, event.start_mark.column
            before = self.source.at(line, column).source[:column].rstrip()
            if not before.endswith(":"):
                key = str(trail[-1])
                place = self.source.at(*self.source.keys.get(trail, (line, column)))
                if place.source[: place.column - 1].rstrip().endswith("?"):
                    self.report.add("yaml.start", place, sign="?")
                elif "：" in key:
                    at = place.source.find("：", place.column - 1)
                    self.report.add("yaml.fullwidth_colon", place._replace(column=at + 1) if at >= 0 else place)
                elif ":" in key:
                    self.report.add("yaml.colon_space", place._replace(column=place.column + key.index(":") + 1))
                else:
                    self.report.add("yaml.comma_in_flow", place, key=key)
        return None

    def _key(self, parent: list[Any], event: Any, kind: str, mark: tuple[int, int]) -> bool:
        if kind != "ScalarEvent":
            self._fault("yaml.key", event)
            return False
        key = _clean(event.value)
        trail = (*parent[1], key)
        if key in parent[0]:
            first = self.source.keys[trail][0] + 1
            self.report.add("yaml.duplicate", self.source.at(*mark), key=key, line=first)
        parent[2] = key
        self.source.keys[trail] = mark
        return True


def _clean(text: str) -> str:
    """A text without halves of characters, which nothing could print."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def is_map(value: object) -> bool:
    """Whether a value of a source is a mapping."""
    return isinstance(value, Mapping)
