"""Lines of text that keep to a width, where Chinese characters take two columns."""

from __future__ import annotations

from unicodedata import combining, east_asian_width


def width(text: str) -> int:
    """How many columns a text takes on a terminal.

    >>> width("1亿元")
    5
    """
    return len(text) if text.isascii() else sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if east_asian_width(char) in "WF":
        return 2
    return 0 if combining(char) else 1


def padded(text: str, columns: int) -> str:
    """A text with spaces behind it, up to some columns."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int, *, indent: str = "", first: str | None = None) -> list[str]:
    """A text broken into lines of at most some columns; Chinese may break anywhere, words only between them.

    >>> wrapped("one two three", 9, indent="  ")
    ['  one two', '  three']
    """
    lines: list[str] = []
    line = indent if first is None else first
    used, empty = width(line), True
    for piece in _pieces(text):
        size = width(piece)
        if not empty and used + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line, used, empty = indent, width(indent), True
            piece = piece.lstrip()
            size = width(piece)
        line, used, empty = line + piece, used + size, False
    return [*lines, line.rstrip()]


# A line must not begin with one of these, nor end with one of those.
_CLOSING = "，。；：、）》”’？！,.;:)]}%"
_OPENING = "（《“‘([{"


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    word = ""
    for char in text:
        if char == " ":
            found.append(word + char)
            word = ""
        elif _columns(char) == 2 and char not in _CLOSING:
            if word and word[-1] not in _OPENING:
                found.append(word)
                word = ""
            word += char
            if char not in _OPENING:
                found.append(word)
                word = ""
        elif char in _CLOSING and not word and found and not found[-1].endswith(" "):
            found[-1] += char
        else:
            word += char
    return [*found, word] if word else found
