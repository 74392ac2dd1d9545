"""The reference of words is true: examples run, results and messages are the program's, no word is without a page.

``SUBSIDYCALC_WRITE_GOLDEN=1 pytest tests/docs`` puts in what comes out now, and the lines of the index.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from subsidycalc.language import grammar, spec
from subsidycalc.language.idioms import MECHANISMS, PlusPart, RaisePart, ValueMap
from subsidycalc.language.idioms.scales import ThenEach
from subsidycalc.language.idioms.table import Row
from tests.docs.pages import FOLDERS, INDEX, WORDS, blocks, fitted, names, page, prepared, ran
from tests.end_to_end.running import ROOT

WRITE = os.environ.get("SUBSIDYCALC_WRITE_GOLDEN") == "1"
LIST = {"en": ("**Words:** ", ", "), "zh": ("**本页的词：** ", "、")}
HEADINGS = {"en": ["Example", "Misuse", "In the kernel"], "zh": ["示例", "常见错误", "化成的内核树"]}
NO_FIGURE = {"en": "All figures on these pages are invented examples.", "zh": "各页上的数字都是虚构的示例"}
IN_PROFILES = (spec.FactSpec, spec.RecordSpec, spec.VocabularyFile)
"""Their keys stand in ``docs/profiles.md``, to which the page on facts leads."""
NO_RULES = (spec.CasesFile, spec.AssumptionsFile, spec.AssumedValue, spec.AssumedReading)


def pages() -> list[Any]:
    return [pytest.param(name, lang, id=f"{name}-{lang}") for name in names() for lang in FOLDERS]


@cache
def words_of(name: str, lang: str) -> tuple[str, ...]:
    """The words that a page says it is about."""
    head, comma = LIST[lang]
    line = next(line for line in page(name, lang).splitlines() if line.startswith(head))
    return tuple(word.strip("`") for word in line.removeprefix(head).split(comma))


@cache
def covered() -> frozenset[str]:
    """Every word that some page is about."""
    return frozenset(word for name in names() for word in words_of(name, "en"))


def summary(name: str, lang: str) -> str:
    """The line below a page's title."""
    return page(name, lang).splitlines()[2]


# -- what the pages show --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lang"), pages())
def test_a_page_shows_what_comes_out(name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = page(name, lang)
    right = text
    for block in reversed(blocks(text)):
        # From the end, so that what is put in moves no place that is still to come.
        if block.command is None:
            continue
        for earlier in blocks(text):
            if earlier.start < block.start:
                prepared(earlier, tmp_path)
        status, out = ran(block.command, lang)
        assert (status != 0) == ("wrong" in block.command), out
        shown = fitted(block.output, out)
        right = f"{right[: block.start]}{block.text.partition(chr(10))[0]}\n{shown}{right[block.end :]}"
    if WRITE and right != text:
        (FOLDERS[lang] / f"{name}.md").write_text(right, "utf-8")
        text = right
    assert text == right


@pytest.mark.parametrize("name", names())
def test_a_page_has_all_its_parts_in_both_languages(name: str) -> None:
    for lang, headings in HEADINGS.items():
        text = page(name, lang)
        assert re.findall("^## (.*)", text, re.MULTILINE) == headings
        for block in blocks(text):
            assert block.file or block.command or block.kind == "diff", block.text
        example, misuse, kernel = re.split("^## .*$", text, flags=re.MULTILINE)[1:]
        assert blocks(example)[0].file == "policy.yaml"
        assert any(b.command for b in blocks(example))
        kinds = [b.kind for b in blocks(misuse)]
        assert kinds == ["diff", "text"] * (len(kinds) // 2) != []
        assert kernel.strip()
        assert all("--kernel" in str(b.command) for b in blocks(kernel))


@pytest.mark.parametrize("name", names())
def test_both_languages_say_it_of_the_same_files_and_commands(name: str) -> None:
    def parts(lang: str) -> list[str]:
        return [b.command or b.text for b in blocks(page(name, lang))]

    assert parts("en") == parts("zh")
    assert words_of(name, "en") == words_of(name, "zh")
    rows = [len(re.findall(r"^\| ", page(name, lang), re.MULTILINE)) for lang in FOLDERS]
    assert rows[0] == rows[1]


def test_each_page_has_its_other_language() -> None:
    assert [p.name for p in sorted(FOLDERS["zh"].glob("*.md"))] == [p.name for p in sorted(WORDS.glob("*.md"))]
    assert len(names()) > 60


@pytest.mark.parametrize("path", sorted(WORDS.rglob("*.md")), ids=lambda p: str(p.relative_to(WORDS)))
def test_links_lead_somewhere(path: Path) -> None:
    for target, anchor in re.findall(r"\]\(([\w./-]+)(?:#([\w-]+))?\)", path.read_text("utf-8")):
        assert (path.parent / target).is_file(), target
        if anchor:
            heads = re.findall("^#+ (.*)", (path.parent / target).read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\s-]", "", head).strip().lower().replace(" ", "-") for head in heads}


# -- the index ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", FOLDERS)
def test_the_index_leads_to_every_page_and_says_what_it_is_for(lang: str) -> None:
    path = FOLDERS[lang] / INDEX
    text = path.read_text("utf-8")
    assert NO_FIGURE[lang] in text
    row = re.compile(r"^\| \[(.*?)\]\(([\w-]+)\.md\) \| .* \|$", re.MULTILINE)
    right = row.sub(lambda found: f"| [{found[1]}]({found[2]}.md) | {summary(found[2], lang)} |", text)
    if WRITE and right != text:
        path.write_text(right, "utf-8")
        text = right
    assert text == right
    assert sorted(found[2] for found in row.finditer(text)) == names()


def test_the_page_of_the_language_leads_to_the_index() -> None:
    assert {"words/README.md", "words/zh/README.md"} <= set(
        re.findall(r"\]\((words/[\w./]+)\)", (ROOT / "docs" / "language.md").read_text("utf-8"))
    )


# -- no word without a page -----------------------------------------------------------------------------------


def keys(shape: type[spec.Spec]) -> set[str]:
    """The keys of a mapping as files write them."""
    return {shape.aliases.get(key, key) for key in shape.keys}


def shapes() -> list[type[spec.Spec]]:
    """Every mapping of rule files whose keys the reference explains."""
    found = {shape for shape in vars(spec).values() if isinstance(shape, type) and issubclass(shape, spec.Spec)}
    found |= {m.shape for m in MECHANISMS.values() if isinstance(m.shape, type)}
    found |= {ValueMap, PlusPart, RaisePart, ThenEach, Row}
    return sorted(found - {spec.Spec, *IN_PROFILES, *NO_RULES}, key=lambda shape: shape.__name__)


def test_the_mappings_are_found() -> None:
    assert {"Share", "MeasureSpec", "PolicyFile", "ElectOne", "CaseSpec", "Period"} <= {s.__name__ for s in shapes()}


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.__name__)
def test_every_key_has_its_page(shape: type[spec.Spec]) -> None:
    assert keys(shape) <= covered(), keys(shape) - covered()


@pytest.mark.parametrize("word", MECHANISMS)
def test_a_mechanism_has_a_page_of_its_own_with_all_its_keys(word: str) -> None:
    shape = MECHANISMS[word].shape
    known = keys(shape) if isinstance(shape, type) else set()
    assert {word, *known} <= set(words_of(word.replace("_each", ""), "en"))


@pytest.mark.parametrize("word", sorted(keys(spec.ClauseSpec) - {"title", "source", "if"}))
def test_a_clause_has_a_page_of_its_own_with_all_its_keys(word: str) -> None:
    (shape,) = {s for s in shapes() if s.__name__.lower() == word.replace("_", "")}
    assert {word, *keys(shape)} <= set(words_of(word, "en"))


def words_of_the_grammar() -> set[str]:
    """The functions and words of expressions: what the grammar spells out."""
    text = (Path(grammar.__file__).parent / "expression.lark").read_text("utf-8")
    found: set[str] = set()
    for pattern in re.findall(r"^[A-Z]+\.\d: /(.*)/$", text, re.MULTILINE):
        group = re.match(r"\(([\w|]+)\)|([a-z]+)", pattern)
        if group is not None and not pattern.startswith("\\"):
            found |= set((group[1] or group[2]).split("|"))
    return found


def test_the_words_of_the_grammar_are_found() -> None:
    assert {
        "sum",
        "smallest",
        "received",
        "amount",
        "growth",
        "if",
        "between",
        "months",
        "且",
    } <= words_of_the_grammar()


def test_every_word_of_expressions_has_its_page() -> None:
    assert words_of_the_grammar() <= covered(), words_of_the_grammar() - covered()


@pytest.mark.parametrize("word", ["unpublished", "up to", "不超过", "between", "reading", "dated", "nothing", "per"])
def test_every_filler_has_its_page(word: str) -> None:
    assert word in covered()
