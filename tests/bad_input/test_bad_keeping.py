"""Editions and former names that do not load: the place, the line itself, what is wrong and the way out."""

from pathlib import Path

import pytest

from subsidycalc.diagnostics.codes import NUMBERS
from tests.bad_input.refusing import LANGS, MARK, Bad, complains, refused
from tests.end_to_end.running import Program

FIRST = "language: 1\npolicy: first\nin_force: {from: 2020-01-01, until: unpublished}\nmeasures: {m: {award: 1元}}\n"
SECOND = "language: 1\npolicy: second\nreplaces: first\nin_force: {from: 2022-01-01, until: unpublished}\nmeasures: {m: {award: 1元}}\n"
THIRD = SECOND.replace("second", "third").replace("2022", "2023")
FACTS = "language: 1\nfacts:\n  outlay: {zh: 投入, en: outlay of the firm, type: money, was: [spending]}\n  staff: {zh: 人数, en: staff, type: whole}\n"
BROKEN: dict[str, tuple[str, Bad]] = {
    "a policy that is not there": (
        "second",
        Bad(
            SECOND.replace("replaces: first", f"replaces: {MARK}fist"),
            "edition.unknown",
            "such as: first",
            "例如：first",
        ),
    ),
    "no text": (
        "second",
        Bad(SECOND.replace("replaces: first", f"replaces: {MARK}[first]"), "shape.text_wanted", "without"),
    ),
    "a day that is not later": (
        "second",
        Bad(
            SECOND.replace("from: 2022-01-01", f"from: {MARK}2020-01-01"),
            "edition.order",
            "check the first days of both",
            "请核对两份文件的施行日期",
        ),
    ),
    "a circle": (
        "first",
        Bad(
            FIRST.replace("in_force", f"replaces: {MARK}second\nin_force"),
            "edition.cycle",
            "first → second → first",
            "first → second → first",
        ),
    ),
    "a policy that has a successor": (
        "third",
        Bad(
            THIRD.replace("replaces: first", f"replaces: {MARK}first"),
            "edition.two",
            "a policy has one successor",
            "只由一项接替",
        ),
    ),
    "the old name of a fact": (
        "first",
        Bad(FIRST.replace("1元", f"{MARK}spending"), "name.renamed", "write outlay", "请写 outlay"),
    ),
    "the old name, deep in an expression": (
        "first",
        Bad(
            FIRST.replace("1元", f"'min(1元, outlay) + {MARK}spending'"), "name.renamed", "write outlay", "请写 outlay"
        ),
    ),
    "a former name that is another's": (
        "vocabulary",
        Bad(FACTS.replace("[spending]", f"[spending, {MARK}staff]"), "fact.was_taken", "rename staff", "给staff改名"),
    ),
    "a former name that is a label": (
        "vocabulary",
        Bad(FACTS.replace("[spending]", f"[{MARK}人数]"), "fact.was_taken", "rename staff", "给staff改名"),
    ),
    "a former name that is no list": (
        "vocabulary",
        Bad(FACTS.replace("[spending]", f"{MARK}spending"), "shape.list_wanted", "- "),
    ),
}


def written(folder: Path, name: str, bad: Bad) -> None:
    texts = {"vocabulary": FACTS, "first": FIRST, "second": SECOND}
    texts[name] = bad.text.replace(MARK, "")
    for key, text in texts.items():
        path = folder / "rules" / key / ("facts.yaml" if key == "vocabulary" else "policy.yaml")
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("what", BROKEN)
def test_it_is_told_where_it_stands(run: Program, tmp_path: Path, what: str, lang: str) -> None:
    name, bad = BROKEN[what]
    written(tmp_path, name, bad)
    file = f"rules/{name}/" + ("facts.yaml" if name == "vocabulary" else "policy.yaml")
    found = run("check", "rules", lang=lang)
    if name == "vocabulary" and bad.code.startswith("shape"):
        assert f"{file}:3:" in found.err
        assert NUMBERS[bad.code] in found.err
        refused(found)
        return
    complains(found, file, bad, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_an_old_and_a_new_name_in_one_profile(run: Program, tmp_path: Path, lang: str) -> None:
    written(tmp_path, "first", Bad(FIRST, "", ""))
    bad = Bad(
        f"year: 2024\noutlay: 1元\n{MARK}spending: 1元\n",
        "profile.twice",
        "keep one of the two",
        "outlay 重复填写了（spending）",
    )
    (tmp_path / "firm.yaml").write_text(bad.text.replace(MARK, ""), "utf-8")
    complains(run("evaluate", "firm.yaml", "--rules", "rules", lang=lang), "firm.yaml", bad, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_and_explain_on_a_day_of_another_edition(run: Program, tmp_path: Path, lang: str) -> None:
    written(tmp_path, "first", Bad(FIRST, "", ""))
    (tmp_path / "firm.yaml").write_text("year: 2021\n", "utf-8")
    found = run("explain", "firm.yaml", "second/m", "--rules", "rules", lang=lang)
    refused(found)
    assert NUMBERS["option.other_edition"] in found.err
    assert "first" in found.err
