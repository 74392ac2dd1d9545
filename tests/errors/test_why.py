"""``subsidycalc why``: pages by number or name, all first lines, and what is no error."""

import sys

import pytest

from subsidycalc.diagnostics import LANGUAGES, render, text_of
from subsidycalc.diagnostics.codes import NUMBERS
from subsidycalc.workbench.pages import changed, page, pages, said
from tests.end_to_end.running import Program

CODE = "yaml.duplicate"
NUMBER = NUMBERS[CODE]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_has_its_title_its_message_and_both_versions(run: Program, lang: str) -> None:
    found = run("why", NUMBER, lang=lang)
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith(f"{NUMBER} {text_of(page(CODE).data['title'], lang)}\n")
    for line in render(said()[CODE], lang).splitlines():
        assert f"    {line}\n" in found.out
    for line in (*page(CODE).data["wrong"].splitlines(), *page(CODE).data["mended"].splitlines()):
        assert f"    {line}\n" in found.out


@pytest.mark.parametrize(
    "word", [NUMBER.lower(), f"sc{int(NUMBER[2:])}", NUMBER[2:], CODE, CODE.upper(), f" {NUMBER} "]
)
def test_a_code_is_written_in_many_ways(run: Program, word: str) -> None:
    assert run("why", word) == run("why", NUMBER)


def test_several_at_once_each_once(run: Program) -> None:
    other = NUMBERS["money.no_unit"]
    found = run("why", other, NUMBER, CODE)
    assert found.out == run("why", other).out + "\n" + run("why", NUMBER).out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_code_all_are_listed(run: Program, lang: str) -> None:
    lines = [f"{p.number}  {text_of(p.data['title'], lang)}" for p in pages()]
    assert [line[:20] for line in run("why", lang=lang).out.splitlines() if line.startswith("SC")] == [
        line[:20] for line in lines
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("word", "near"), [("SC9999", "SC0"), ("yaml.duplicat", CODE), ("qq", "SC001, …"), ("", "SC001")]
)
def test_what_is_no_error_is_told_with_the_nearest(run: Program, word: str, near: str, lang: str) -> None:
    found = run("why", NUMBER, word, lang=lang)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"why: {NUMBERS['option.unknown_code']} ")
    assert near in found.err.splitlines()[1] or near == "SC0"


def test_all_that_is_no_error_is_told_at_once(run: Program) -> None:
    assert run("why", "x", "y").err.count(f": {NUMBERS['option.unknown_code']} ") == 2


@pytest.mark.parametrize("terminal", [True, False])
def test_on_a_terminal_errors_end_with_where_there_is_more(
    run: Program, terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda stream: terminal and stream is sys.stderr)
    found = run("why", "x")
    assert (f"subsidycalc why {NUMBERS['option.unknown_code']}" in found.err.splitlines()[-1]) is terminal


def test_what_an_example_shows() -> None:
    start = "a:\n  b: 1\n  c: 2\nd: 3\n"
    assert changed(start, "c:", "c: 9\ne: 5") == ("a:\n  b: 1\n  c: 9\n  e: 5\nd: 3\n", "a:\n  c: 9\n  e: 5")
    assert changed(start, "", "f: 6") == (start + "f: 6\n", "f: 6")
    assert changed(start, "c:", "") == ("a:\n  b: 1\nd: 3\n", "  b: 1\nd: 3")
    assert changed(start, "c:", None) == (start, "a:\n  c: 2")
    many = changed("", "", "x: ⟦y№ ×3⟧⟦U+0007⟧")
    assert many == ("x: y1 y2 y3 \x07\n", "x: y1 y2 … (3 ×)·")
