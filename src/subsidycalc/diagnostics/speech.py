"""One catalogue a language: every sentence that people read stands there and is looked up here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

from .diagnostic import Diagnostic

LANGUAGES = ("zh", "en")


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(lang: str) -> Mapping[str, str]:
    return cast(Mapping[str, str], import_module(f"{__package__}.texts.{lang}").TEXTS)


@lru_cache(maxsize=len(LANGUAGES))
def _errors(lang: str) -> Mapping[str, tuple[str, str]]:
    return cast(Mapping[str, tuple[str, str]], import_module(f"{__package__}.texts.{lang}_errors").ERRORS)


def say(key: str, lang: str, **params: Any) -> str:
    """The sentence of the catalogue, filled in.

    >>> say("status.eligible", "en")
    'eligible'
    """
    sentence = _catalogue(lang)[key]
    return sentence.format_map(params) if params else sentence


def text_of(label: Any, lang: str) -> str:
    """A bilingual label in one language; a plain string serves both, a missing language falls back to the other."""
    if isinstance(label, str):
        return label
    return str(label.get(lang) or next(iter(label.values()), ""))


def render(diagnostic: Diagnostic, lang: str) -> str:
    """A diagnostic as a reader sees it: place, number, what is wrong, the line with a mark, the way out."""
    from .codes import NUMBERS

    message, way_out = _errors(lang)[diagnostic.code]
    place = diagnostic.place
    where = ":".join([_shown(place.file, lang)] + ([str(place.line), str(place.column)] if place.line else []))
    params = {k: _shown(v, lang) for k, v in diagnostic.params.items()}
    message = message.format_map(params)
    if diagnostic.where and not place.line:
        message = f"{diagnostic.where}: {message}"
    lines = [f"{where}: {NUMBERS[diagnostic.code]} {message}"]
    if place.source:
        lines += _quoted(place.line, place.column, place.source)
    if way_out:
        lines.append(f"  → {way_out.format_map(params)}")
    return "\n".join(lines)


def _shown(value: str, lang: str) -> str:
    """A parameter as it is printed: a word of the catalogue, or what was written, shortened, on one line."""
    if value.startswith("@") and ", " in value:
        return say("list.comma", lang).join(_shown(part, lang) for part in value.split(", "))
    if value.startswith("@") and value[1:] in _catalogue(lang):
        return say(value[1:], lang)
    kind, *units = value.split("/")
    if kind == "@kind.price" and units:
        return say("kind.price", lang, units="/".join(say(f"unit.one_{unit}", lang) for unit in units))
    text = value if len(value) <= LONGEST else f"{value[:LONGEST]} …"
    return "".join(c if c.isprintable() else "·" for c in text)


LONGEST = 600
"""How many characters of what was written a message repeats."""
SHOWN = 100
"""How many characters of a line are shown around the place of an error."""


def _quoted(line: int, column: int, source: str) -> list[str]:
    start = max(0, min(column - 1 - SHOWN // 2, len(source) - SHOWN))
    shown = source[start : start + SHOWN]
    shown = "".join(c if c.isprintable() else "·" for c in shown)
    before = "".join("　" if ord(c) > 0x2E7F else " " for c in shown[: column - 1 - start])
    return [f"  {line:>4} | {shown}", f"       | {before}^"]
