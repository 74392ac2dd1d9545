"""The parts of an expression that ``and`` and ``or`` join, and the single statements in it, found in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...values.quantities import narrow

SIGN = re.compile(r">=|<=|≥|≤|(?<![<>=!])[<>](?!=)")
"""What compares two sizes."""
_TOKEN = re.compile(
    r"「[^」]*」|\"[^\"]*\"|[()\[\],]|(?<!\w)(?:and|or|if|then|else|over|where|between)(?!\w)|(?<!\w)[且或](?!\w)"
)
_LIST = re.compile(r"(?<!\w)in\s*\[([^\]]*)\]")
_JOINTS = {"and": "and", "且": "and", "or": "or", "或": "or"}


class Part(NamedTuple):
    """A joined part: its text, where it starts (from 0), and the whole text without it."""

    text: str
    at: int
    without: str


class Statement(NamedTuple):
    """A piece of a text that nothing joins or ends within; ``own`` is it with all that stands in brackets blanked."""

    start: int
    end: int
    own: str


class _Run:
    """A stretch within one pair of brackets, up to a comma or word that ends it."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.joints: list[tuple[str, int, int]] = []
        self.betweens = 0


def _runs(text: str) -> Iterator[tuple[_Run, int]]:
    open_ = [_Run(0)]
    for token in _TOKEN.finditer(text):
        word, run = token[0], open_[-1]
        if word in ("(", "["):
            open_.append(_Run(token.end()))
        elif word in (")", "]"):
            if len(open_) > 1:
                yield open_.pop(), token.start()
        elif word == "between":
            run.betweens += 1
        elif word in _JOINTS:
            if _JOINTS[word] == "and" and run.betweens:
                run.betweens -= 1  # years between A and B
            else:
                run.joints.append((_JOINTS[word], token.start(), token.end()))
        elif word[0] not in '「"':
            yield run, token.start()
            open_[-1] = _Run(token.end())
    while open_:
        yield open_.pop(), len(text)


def _pieces(text: str, start: int, end: int, joints: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """The stretches between some joints, without the spaces around them."""
    edges = [start, *(edge for _, a, b in joints for edge in (a, b)), end]
    found = []
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        inner = text[a:b]
        found.append((a + len(inner) - len(inner.lstrip()), b - len(inner) + len(inner.rstrip())))
    return found


def _levels(text: str) -> Iterator[tuple[bool, list[tuple[int, int]]]]:
    """What stands side by side: the parts of every ``or``, and of every ``and`` in one of them (then also ``True``)."""
    for run, end in _runs(text):
        ors = [joint for joint in run.joints if joint[0] == "or"]
        either = _pieces(text, run.start, end, ors)
        if ors:
            yield False, either
        for a, b in either:
            ands = [joint for joint in run.joints if joint[0] == "and" and a <= joint[1] < b]
            yield True, _pieces(text, a, b, ands)


def _plain(text: str) -> str:
    return narrow(text).replace("，", ",").replace("“", '"').replace("”", '"')


def parts(text: str) -> Iterator[Part]:
    """Every part that ``and`` or ``or`` joins, at any depth, left out in turn.

    >>> [p.without for p in parts("a and (b or c)")]
    ['a and (c)', 'a and (b)', '(b or c)', 'a']
    """
    for _, pieces in _levels(_plain(text)):
        if len(pieces) < 2:
            continue
        for index, (start, end) in enumerate(pieces):
            cut = (start, pieces[index + 1][0]) if index + 1 < len(pieces) else (pieces[index - 1][1], end)
            yield Part(text[start:end], start, text[: cut[0]] + text[cut[1] :])


def statements(text: str) -> list[Statement]:
    """The statements of a text; one may lie in the brackets of another.

    >>> [s.own.strip() for s in statements("min(a, 5) >= b and c")]
    ['a', '5', 'min(    ) >= b', 'c']
    """
    plain = _plain(text)
    return [Statement(a, b, _blanked(plain[a:b])) for leaf, pieces in _levels(plain) if leaf for a, b in pieces]


def _blanked(text: str) -> str:
    depth, found = 0, ""
    for char in text:
        depth -= char in ")]"
        found += " " if depth > 0 else char
        depth += char in "(["
    return found


def statement_at(text: str, at: int) -> str:
    """The smallest statement around a place."""
    around = [s for s in statements(text) if s.start <= at < s.end]
    least = min(around, key=lambda s: s.end - s.start, default=None)
    return text if least is None else text[least.start : least.end]


def compared(text: str, at: int) -> bool:
    """Whether what stands at a place of a text belongs to something that is compared."""
    return any(s.start <= at < s.end and SIGN.search(s.own) is not None for s in statements(text))


def options(text: str) -> Iterator[Part]:
    """The options of every list of several, each with the text without it.

    >>> [part.without for part in options("kind in [a, b]")]
    ['kind in [b]', 'kind in [a]']
    """
    for match in _LIST.finditer(text):
        words = match[1].split(",")
        start = match.start(1)
        for index, word in enumerate(words if len(words) > 1 else ()):
            rest = ",".join(words[:index] + words[index + 1 :]).strip()
            at = start + len(word) - len(word.lstrip())
            yield Part(word.strip(), at, f"{text[: match.start(1)]}{rest}{text[match.end(1) :]}")
            start += len(word) + 1
