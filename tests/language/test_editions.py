"""Editions: a policy that replaces another ends it, and the day decides which of them is looked at."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.diagnostics import Faults, render
from subsidycalc.testing import laws
from tests.end_to_end.running import Program
from tests.language.writing import VOCABULARY, answer

FIRM = {"certified": True, "received": []}


def text(id_: str, start: str, *, head: str = "", award: str = "10万元", until: str = "until: unpublished") -> str:
    return (
        f"language: 1\npolicy: {id_}\ntitle: {{zh: {id_}措施, en: measures {id_}}}\n"
        f"in_force: {{from: {start}, {until}}}\n{head}"
        f"measures:\n  {id_}_grant:\n    eligible: certified\n    award: {award}\n"
    )


def stock(folder: Path, *policies: str) -> Path:
    root = folder / "rules"
    (root / "vocabulary").mkdir(parents=True)
    (root / "vocabulary" / "facts.yaml").write_text(VOCABULARY, "utf-8")
    for number, content in enumerate(policies):
        place = root / f"folder{number}"
        place.mkdir()
        (place / "policy.yaml").write_text(content, "utf-8")
    return root


def three(folder: Path) -> RuleBook:
    return subsidycalc.load(
        stock(
            folder,
            text("first", "2020-01-01"),
            text("second", "2022-07-01", head="replaces: first\n", award="20万元"),
            text("third", "2024-03-01", head="replaces: second\n", award="30万元"),
        )
    )


def given(rules: RuleBook, day: str, facts: Mapping[str, Any] = FIRM) -> dict[str, Any]:
    return rules.assess(facts, year=int(day[:4]), date=day).to_dict()


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("2020-01-01", "first"),
        ("2022-06-30", "first"),
        ("2022-07-01", "second"),
        ("2024-02-29", "second"),
        ("2024-03-01", "third"),
        ("2030-01-01", "third"),
    ],
)
def test_the_day_picks_the_edition(tmp_path: Path, day: str, edition: str) -> None:
    data = given(three(tmp_path), day)
    assert [(a["policy"], a["status"]) for a in data["awards"]] == [(edition, "eligible")]
    assert [(x["policy"], x["edition"]) for x in data["other_editions"]] == [
        (other, edition) for other in ("first", "second", "third") if other != edition
    ]
    for made in data["other_editions"]:
        assert made["measures"] == [f"{made['policy']}/{made['policy']}_grant"]


def test_before_the_first_edition_none_stands_in_for_another(tmp_path: Path) -> None:
    data = given(three(tmp_path), "2019-12-31")
    assert data["other_editions"] == []
    assert {a["status"] for a in data["awards"]} == {"ineligible"}


def test_the_day_is_the_last_of_the_year_unless_given(tmp_path: Path) -> None:
    rules = three(tmp_path)
    assert [a["policy"] for a in rules.assess(FIRM, year=2022).to_dict()["awards"]] == ["second"]


def test_an_end_that_is_not_published_is_the_day_before_the_successor_starts(tmp_path: Path) -> None:
    policies = three(tmp_path).book.policies
    first, last = policies["first"], policies["third"]
    assert (first.replaced_by, first.ends_with_successor) == ("second", True)
    data = given(three(tmp_path / "again"), "2021-01-01")
    (form,) = data["policies"]
    assert form["to"] == "2022-06-30"
    assert form["in_force"] == "2020-01-01 to 2022-06-30, then replaced by second"
    assert last.in_force[1] is None


def test_a_published_end_stays_and_may_overlap(tmp_path: Path) -> None:
    rules = subsidycalc.load(
        stock(
            tmp_path,
            text("first", "2020-01-01", until="to: 2022-12-31"),
            text("second", "2022-07-01", head="replaces: first\n"),
        )
    )
    assert [a["policy"] for a in given(rules, "2022-12-31")["awards"]] == ["first", "second"]
    data = given(rules, "2023-01-01")
    assert [a["policy"] for a in data["awards"]] == ["second"]
    assert data["other_editions"][0]["in_force"] == "2020-01-01 to 2022-12-31"


def test_between_editions_nobody_stands_in(tmp_path: Path) -> None:
    rules = subsidycalc.load(
        stock(
            tmp_path,
            text("first", "2020-01-01", until="to: 2020-12-31"),
            text("second", "2022-01-01", head="replaces: first\n"),
        )
    )
    data = given(rules, "2021-06-30")
    assert data["other_editions"] == []
    assert [a["status"] for a in data["awards"]] == ["ineligible", "ineligible"]


def test_a_lapsed_policy_has_ended_by_the_day_on_which_its_successor_starts(tmp_path: Path) -> None:
    rules = subsidycalc.load(
        stock(
            tmp_path,
            text("first", "2020-01-01", head="lapsed: yes\n"),
            text("second", "2023-01-01", head="replaces: first\n"),
        )
    )
    assert answer(rules, FIRM, measure="first_grant", year=2020) == "eligible 10万元"
    assert answer(rules, FIRM, measure="first_grant", year=2022) == "undetermined 0元 to 10万元"
    assert [a["policy"] for a in given(rules, "2023-01-01")["awards"]] == ["second"]
    form = given(rules, "2022-12-31")["policies"][0]
    assert form["in_force"] == (
        "from 2020-01-01; ended, the day is not published, by 2022-12-31 at the latest (then replaced by second)"
    )


def test_a_lapsed_policy_that_was_replaced_within_its_first_year_has_no_gap(tmp_path: Path) -> None:
    rules = subsidycalc.load(
        stock(
            tmp_path,
            text("first", "2020-01-01", head="lapsed: yes\n"),
            text("second", "2020-07-01", head="replaces: first\n"),
        )
    )
    assert not rules.book.policies["first"].gaps
    assert [a["policy"] for a in given(rules, "2020-07-01")["awards"]] == ["second"]


@pytest.mark.parametrize(
    ("own", "status"),
    [
        ("{from: 2021-01-01}", None),
        ("{from: 2021-01-01, until: unpublished}", None),
        ("{from: 2021-01-01, to: 2022-12-31}", "eligible"),
    ],
)
def test_a_period_of_its_own_without_a_published_end_is_over_as_well(
    tmp_path: Path, own: str, status: str | None
) -> None:
    first = text("first", "2020-01-01").replace("    award:", f"    in_force: {own}\n    award:")
    rules = subsidycalc.load(stock(tmp_path, first, text("second", "2022-07-01", head="replaces: first\n")))
    found = {a["policy"]: a["status"] for a in given(rules, "2022-08-01")["awards"]}
    assert found.get("first") == status


def test_money_received_under_an_earlier_edition_is_found_by_its_name(tmp_path: Path) -> None:
    rules = three(tmp_path)
    paid = {"award": "first/first_grant", "amount": "7万元", "year": 2022}
    data = given(rules, "2022-12-31", {"certified": True, "received": [paid]})
    found = {a["id"]: (a["low"], a["high"]) for a in data["awards"]}
    assert found["first/first_grant"] == ("70000.00", "70000.00")
    assert "first/first_grant" not in [m for x in data["other_editions"] for m in x["measures"]]


def test_a_successor_alone_loads_and_names_what_it_replaces(tmp_path: Path) -> None:
    rules = subsidycalc.load(stock(tmp_path, text("second", "2022-07-01", head="replaces: first\n")))
    assert rules.book.policies["second"].replaces == "first"


def test_a_book_cut_down_to_one_edition_stands_alone(tmp_path: Path) -> None:
    book = three(tmp_path).book
    for id_, policy in book.policies.items():
        alone = RuleBook(book._replace(policies={id_: policy}))
        assert alone.assess(FIRM, year=2025).to_dict()["other_editions"] == []


def test_the_laws_hold_for_editions(tmp_path: Path) -> None:
    rules = subsidycalc.load(
        stock(
            tmp_path,
            text("first", "2020-01-01", head="lapsed: yes\n", award="up to 5万元"),
            text(
                "second",
                "2022-07-01",
                head="replaces: first\ncombine: [{not_with: {measures: second_grant, of: first/*, per: firm}}]\n",
                award="{share: {of: spending, rate: unpublished}, at_most: 20万元}",
            ),
            text("third", "2024-03-01", head="replaces: second\n", award="30万元"),
        )
    )
    assert laws.check(rules, examples=20, output=str(tmp_path / "failures")).passed


# -- what does not load ---------------------------------------------------------------------------------------

WRONG = {
    "unknown": (
        [text("first", "2020-01-01"), text("second", "2022-01-01", head="replaces: frist\n")],
        "edition.unknown",
        (5, 11),
        ("such as: first", "例如：first"),
    ),
    "a cycle": (
        [
            text("first", "2020-01-01", head="replaces: second\n"),
            text("second", "2022-01-01", head="replaces: first\n"),
        ],
        "edition.cycle",
        (5, 11),
        ("first → second → first", "first → second → first"),
    ),
    "itself": (
        [text("first", "2020-01-01", head="replaces: first\n")],
        "edition.cycle",
        (5, 11),
        ("first → first", "first → first"),
    ),
    "it starts before": (
        [text("first", "2020-01-02"), text("second", "2020-01-01", head="replaces: first\n")],
        "edition.order",
        (4, 18),
        ("is not after first", "并不晚于它所接替的 first"),
    ),
    "it starts on the same day": (
        [text("first", "2020-01-01"), text("second", "2020-01-01", head="replaces: first\n")],
        "edition.order",
        (4, 18),
        ("which of them replaces the other", "谁接替谁"),
    ),
    "two successors": (
        [
            text("first", "2020-01-01"),
            text("second", "2022-01-01", head="replaces: first\n"),
            text("third", "2023-01-01", head="replaces: first\n"),
        ],
        "edition.two",
        (5, 11),
        ("already replaced by second", "first 已由 second 接替"),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_a_successor_is_told(tmp_path: Path, name: str) -> None:
    policies, code, place, words = WRONG[name]
    with pytest.raises(Faults) as caught:
        subsidycalc.load(stock(tmp_path, *policies))
    (fault,) = caught.value.diagnostics
    assert fault.code == code
    assert fault.place[1:3] == place
    for lang, word in zip(("en", "zh"), words, strict=True):
        assert word in render(fault, lang)


# -- through the program --------------------------------------------------------------------------------------


def test_the_table_says_which_edition_is_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Program(capsys, monkeypatch)
    root = str(stock(tmp_path, text("first", "2020-01-01"), text("second", "2022-07-01", head="replaces: first\n")))
    firm = tmp_path / "firm.yaml"
    firm.write_text("year: 2022\ncertified: yes\nreceived: []\n", "utf-8")
    told = {
        "en": "In force on 2022-12-31 is second; measures of first (2020-01-01 to 2022-06-30, then replaced by second)",
        "zh": "2022-12-31施行的是 second；first（2020-01-01至2022-06-30，此后由 second 接替）的措施1项未列出",
    }
    for lang, words in told.items():
        found = run("evaluate", str(firm), "--rules", root, lang=lang)
        assert words.replace(" ", "") in found.out.replace("\n", "").replace(" ", ""), found.out
        refused = run("explain", str(firm), "first_grant", "--rules", root, lang=lang)
        assert refused.status == 2
        assert "second" in refused.err
    early = run("evaluate", str(firm), "--rules", root, "--date", "2022-06-30", "--format", "json")
    assert '"other_editions": [\n    {\n      "policy": "second"' in early.out
    shown = run("show", "second_grant", "--rules", root, lang="zh")
    assert "接替 first" in shown.out
