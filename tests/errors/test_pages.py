"""Every error has a page, and every page's example makes its error occur, and its mended form does not.

``SUBSIDYCALC_WRITE_GOLDEN=1 pytest tests/errors`` writes what the examples report, and ``docs/errors*.md`` from it.
"""

import os
from pathlib import Path

import pytest

from subsidycalc.diagnostics import LANGUAGES, Diagnostic
from subsidycalc.diagnostics.codes import NUMBERS
from subsidycalc.present.page import markdown
from subsidycalc.workbench import pages
from tests.end_to_end.running import ROOT
from tests.errors.examples import STAGES, Reported

WRITE = os.environ.get("SUBSIDYCALC_WRITE_GOLDEN") == "1"
DOCS = {"en": ROOT / "docs" / "errors.md", "zh": ROOT / "docs" / "errors.zh-CN.md"}
WRITTEN: set[str] = {code for family in pages.written_families().values() for code in family}
BY_NUMBER = [*(code for code in NUMBERS if code in WRITTEN), *sorted(WRITTEN - set(NUMBERS))]
KEYS = {
    "title", "why", "note", "in", "at", "wrong", "mended", "command", "python", "before", "beside", "stage", "saved_as",
    "begins", "also",
}  # fmt: skip
MADE: dict[str, Diagnostic] = {}


def test_every_error_has_a_page_and_every_page_an_error() -> None:
    assert set(NUMBERS) - WRITTEN == set(), "write a page for these"
    assert WRITTEN - set(NUMBERS) == set(), "no error has these names"
    for family, found in pages.written_families().items():
        assert {code.partition(".")[0] for code in found} == {family}


@pytest.mark.parametrize("code", sorted(WRITTEN))
def test_a_page_is_whole(code: str) -> None:
    data = pages.page(code).data
    assert set(data) <= KEYS
    assert {"wrong", "command", "python"} & set(data)
    assert data.get("stage", "") in {"", *STAGES}
    for key in ("title", "why"):
        assert set(data[key]) == set(LANGUAGES)
        assert all(text == text.strip() != "" for text in data[key].values())
    assert not data["title"]["en"].endswith(".")
    assert not data["title"]["zh"].endswith("。")
    assert data["why"]["en"].endswith((".", "?"))
    assert data["why"]["zh"].endswith(("。", "？"))


@pytest.mark.parametrize("code", BY_NUMBER)
def test_the_example_makes_it_occur(code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = pages.page(code)
    found = Reported(monkeypatch, tmp_path).example(page, mended=False)
    assert {item.code for item in found} == {code, *page.also}
    MADE[code] = next(item for item in found if item.code == code)
    if not WRITE:
        assert pages.said()[code] == MADE[code]


@pytest.mark.parametrize("code", BY_NUMBER)
def test_the_mended_example_does_not(code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = pages.page(code)
    assert [item.code for item in Reported(monkeypatch, tmp_path).example(page, mended=True)] == []


def test_what_is_kept_is_what_was_said() -> None:
    if WRITE and set(MADE) == set(NUMBERS):
        pages.SAID.write_text(pages.said_text(MADE), "utf-8")
        pages.said.cache_clear()
    assert pages.said_text(pages.said()) == pages.SAID.read_text("utf-8")
    assert set(pages.said()) == set(NUMBERS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_documents_are_made_from_the_pages(lang: str) -> None:
    made = markdown([page.form(lang) for page in pages.pages()], pages.base_files(), lang)
    if WRITE:
        DOCS[lang].write_text(made, "utf-8")
    assert DOCS[lang].read_text("utf-8") == made
