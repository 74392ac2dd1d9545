"""Where a name is used: every place once, at the word itself, and nothing else of the same spelling."""

from pathlib import Path

import pytest

import subsidycalc
from subsidycalc.diagnostics import Faults, render
from subsidycalc.language.uses import KINDS
from subsidycalc.workbench.named import meant, spelt
from subsidycalc.workbench.uses import Stock, uses_form
from tests.end_to_end.running import MAKER
from tests.workbench.keeping import CASES, POLICY, stock

USED = {
    "spending": ["15:12", "15:34", "26:16", "28:33", "33:25", "47:7", "cases 5:13", "cases 5:21"],
    "投入": ["15:12", "15:34", "26:16", "28:33", "33:25", "47:7", "cases 5:13", "cases 5:21"],
    "projects.cost": ["22:10", "26:9", "28:21", "36:54", "36:79", "49:28"],
    "projects.family": ["24:9", "29:82", "30:26", "49:39"],
    "revenue": ["39:16", "39:53"],
    "projects": ["20:15", "29:50", "36:64", "49:7", "50:35", "vocabulary 38:17"],
    "bound": ["15:24", "33:60"],
    "p/bound": ["15:24", "33:60"],
    "门槛": ["15:24", "33:60"],
    "rate": ["28:60", "52:14", "cases 6:17"],
    "window": ["22:38"],
    "whose": ["29:26", "51:16"],
    "spends": ["16:11"],
    "grant": ["35:15", "42:22", "50:28"],
    "tiered": ["42:29", "53:14", "cases 7:14"],
    "notice": ["9:63", "10:37", "19:13"],
    "city": ["5:8"],
    "red": ["24:20", "49:47"],
    "rank.a": ["36:38", "48:13"],
    "record:projects": ["20:15", "29:50", "36:64", "49:7", "50:35", "vocabulary 38:17"],
    "listed": [],
}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    return Stock.load([stock(tmp_path_factory.mktemp("uses"), cases=CASES)])


def places(known: Stock, name: str) -> list[str]:
    found = []
    for group in uses_form(known, name)["uses"]:
        for line in group["lines"]:
            file, number, column = line["place"].rsplit(":", 2)
            head = {"policy": "", "cases": "cases ", "facts": "vocabulary "}[Path(file).stem]
            found.append(f"{head}{number}:{column}")
    return found


@pytest.mark.parametrize("name", USED)
def test_every_use_is_found_at_its_word(known: Stock, name: str) -> None:
    assert sorted(places(known, name)) == sorted(USED[name])


def test_the_table_is_about_all_kinds_of_things(known: Stock) -> None:
    assert {meant(name, known.things).kind for name in USED} == set(KINDS)


def test_every_place_bears_the_word_that_is_named(known: Stock) -> None:
    assert len(known.found) > 80
    for item in known.found:
        at = item.position
        assert at is not None
        assert item.file.source.text[at:].startswith(item.use.word)


def test_the_shipped_rules_are_found_word_by_word() -> None:
    known = Stock.load([])
    assert len(known.found) > 500
    assert [item.use for item in known.found if item.position is None] == []
    declared = {item.use.thing for item in known.found if item.declared}
    assert set(known.things) - declared == set()


def test_noting_changes_nothing() -> None:
    noted, plain = subsidycalc.RuleBook(Stock.load([]).book), subsidycalc.load()
    assert noted.assess(MAKER).to_dict() == plain.assess(MAKER).to_dict()


def test_declarations_stand_apart(known: Stock) -> None:
    form = uses_form(known, "bound")
    (declared,) = form["declared"]
    assert declared["line"].startswith("bound: {title: {zh: 门槛, en: the bound}")
    assert form["name"] == "figure:p/bound"
    assert form["count"] == 2


def test_an_id_counts_before_a_label(tmp_path: Path) -> None:
    """``outside`` is a fact, though a figure may be labelled so."""
    known = Stock.load([stock(tmp_path, POLICY.replace("en: the bound", "en: outside"))])
    assert spelt(meant("outside", known.things)) == "fact:outside"
    assert spelt(meant("figure:outside", known.things)) == "figure:p/bound"


def test_a_former_name_leads_to_the_fact(tmp_path: Path) -> None:
    root = stock(tmp_path)
    path = root / "vocabulary" / "facts.yaml"
    path.write_text(path.read_text("utf-8").replace("en: listed,", "en: listed, was: [quoted],"), "utf-8")
    known = Stock.load([root])
    assert spelt(meant("quoted", known.things)) == "fact:listed"


def test_an_ambiguous_name_lists_what_it_may_mean(tmp_path: Path) -> None:
    known = Stock.load([stock(tmp_path, POLICY.replace("spends", "grant_", 1).replace("spends", "grant_"))])
    assert spelt(meant("grant_", known.things)) == "step:p/grant_"
    twice = Stock.load([stock(tmp_path / "b", POLICY.replace("whose", "notice"))])
    with pytest.raises(Faults) as caught:
        meant("notice", twice.things)
    (fault,) = caught.value.diagnostics
    for lang in ("en", "zh"):
        assert "reading:p/notice, document:p/notice" in render(fault, lang)
    assert spelt(meant("reading:notice", twice.things)) == "reading:p/notice"


def test_an_unknown_name_is_offered_the_nearest(known: Stock) -> None:
    with pytest.raises(Faults) as caught:
        uses_form(known, "spendings")
    assert "spending" in render(caught.value.diagnostics[0], "zh")


def test_a_step_that_nothing_uses_is_read_for_the_records_that_it_fits(tmp_path: Path) -> None:
    known = Stock.load([stock(tmp_path, POLICY.replace("define:", "define:\n  idle: cost > 1元 and spending > 0元"))])
    assert len(places(known, "projects.cost")) == 7
    assert places(known, "spending").count("15:9") == 0
