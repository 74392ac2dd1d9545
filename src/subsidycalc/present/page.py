"""Pages of errors, laid out: as text for a terminal, and all of them as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..diagnostics import say
from .lines import wrapped

Form = Mapping[str, Any]
SIDES = ("wrong", "mended")


def page_text(page: Form, lang: str, columns: int) -> str:
    """One page in lines of at most some columns; what was typed stays as it is."""
    lines = [*wrapped(f"{page['number']} {page['title']}", columns, indent="      ", first=""), ""]
    lines += wrapped(page["why"], columns, indent="  ")
    if page["note"]:
        lines += wrapped(page["note"], columns, indent="  ")
    for head, _, body in parts(page, lang):
        lines += ["", head, *(f"    {line}".rstrip() for line in body.splitlines())]
    return "\n".join(lines) + "\n"


def parts(page: Form, lang: str) -> list[tuple[str, str, str]]:
    """The example in pieces: a heading, the language of what follows, and what follows."""
    found: list[tuple[str, str, str]] = []
    if page["before"]:
        found.append((say("why.before", lang), "text", "\n".join(f"$ {command}" for command in page["before"])))
    for side in SIDES:
        shown, head = page[side], say(f"why.{side}", lang)
        if shown["file"]:
            key = "why.saved_as" if shown["saved_as"] else "why.in_file"
            place = say(key, lang, what=head, file=page["file"], saved_as=shown["saved_as"])
            found.append((place, _kind(page["file"]), shown["file"]))
        alone = "" if shown["file"] else say("why.alone", lang, what=head)
        if side == "wrong":
            found += [(say("why.beside", lang, file=file), _kind(file), text) for file, text in page["beside"]]
        if shown["python"]:
            found.append((alone or say("why.python", lang), "python", shown["python"].rstrip("\n")))
        elif shown["command"] and (side == "wrong" or shown["command"] != page["wrong"]["command"]):
            found.append((alone or say("why.typed", lang), "text", f"$ {shown['command']}"))
        if side == "wrong":
            found.append((say("why.message", lang), "text", page["message"]))
    return found


def _kind(file: str) -> str:
    return "json" if file.endswith(".json") else "yaml"


def first_lines(pages: Iterable[Form], columns: int) -> str:
    """The number and title of each page."""
    lines: list[str] = []
    for page in pages:
        lines += wrapped(page["title"], columns, indent=" " * 7, first=f"{page['number']}  ")
    return "\n".join(lines) + "\n"


def markdown(pages: Sequence[Form], base: Mapping[str, str], lang: str) -> str:
    """All pages as one Markdown document, with the files that the examples start from."""
    lines = [f"# {say('why.doc_title', lang)}", "", say("why.doc_intro", lang), ""]
    lines += [f"- [{p['number']}](#{p['number'].lower()}) {_plain(p['title'])}" for p in pages]
    lines += ["", f"## {say('why.doc_base', lang)}", "", say("why.doc_base_intro", lang), ""]
    for name, text in base.items():
        lines += [f"`{name}`", "", *_fenced(text.rstrip("\n"), "yaml"), ""]
    for page in pages:
        lines += [f'## <a id="{page["number"].lower()}"></a>{page["number"]} {_plain(page["title"])}', ""]
        lines += [_plain(page["why"]), ""]
        if page["note"]:
            lines += [_plain(page["note"]), ""]
        for head, kind, body in parts(page, lang):
            lines += [_plain(head), "", *_fenced(body, kind), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _plain(text: str) -> str:
    """A sentence in which no sign is taken for Markdown."""
    return "".join(f"\\{c}" if c in "*_<>[]`#|\\" else c for c in text)


def _fenced(text: str, kind: str) -> list[str]:
    return [f"```{kind}", *text.split("\n"), "```"]
