"""What becomes of a change: noticed by authored or kept cases, surviving, or refused by the loader; and the command."""

import re
from pathlib import Path

import pytest

import subsidycalc
from subsidycalc.testing.mutation import mutated
from tests.end_to_end.running import process
from tests.language.writing import VOCABULARY, written
from tests.testing.mutation.stock import case, looked_at, text, told, why

BODY = "eligible: spending >= 100元\naward: 5元"
AT = case("spending: 100元", "m: 5元")
BELOW = case("spending: 99.99元", "m: ineligible")
FAR = case("spending: 1亿元", "m: 5元")
ALL = [
    "2024-01-01 → 2024-01-02",
    "2024-01-01 → 2023-12-31",
    "spending >= 100元 → –",
    "spending >= 100元 → spending > 100元",
    "100元 → 100.01元",
    "100元 → 99.99元",
    "100元 → 110元",
    "100元 → 90元",
    "5元 → 5.01元",
    "5元 → 4.99元",
    "5元 → 5.5元",
    "5元 → 4.5元",
]
LATER = "2024-01-01 → 2024-01-02"
"""In force a day earlier, the measure could have been received before the year judged, and that is noticed."""
EARLIER = "2024-01-01 → 2023-12-31"


def test_without_cases_everything_survives(tmp_path: Path) -> None:
    report = looked_at(tmp_path, BODY)
    assert sorted(told(report.survivors)) == sorted(ALL)
    assert not report.equivalents
    assert report.score() == (len(ALL), 0, 0)
    assert report.kinds == ["comparison", "threshold", "condition", "money"]


@pytest.mark.parametrize(
    ("cases", "surviving"),
    [
        (FAR, [x for x in ALL if x != EARLIER and not x.startswith("5元")]),
        (AT, [LATER, "spending >= 100元 → –", "100元 → 99.99元", "100元 → 90元"]),
        (BELOW, [x for x in ALL if x not in ("spending >= 100元 → –", "100元 → 99.99元", "100元 → 90元")]),
        (AT + BELOW, [LATER]),
    ],
)
def test_what_no_case_notices_survives(cases: str, surviving: list[str], tmp_path: Path) -> None:
    report = looked_at(tmp_path, BODY, cases)
    assert sorted(told(report.survivors)) == sorted(surviving)
    assert report.score().kept == len(ALL) - len(surviving)


@pytest.mark.parametrize(
    ("more", "because", "authored", "kept"),
    [
        ("", "so", 5, 5),
        ("", None, 0, 5),
        (", made: boundaries, agreed: yes", "so", 0, 5),
        (", made: boundaries", "so", 0, 0),
        (", agreed: no", "so", 0, 0),
    ],
)
def test_only_cases_that_people_explain_are_authored_and_only_agreed_ones_are_kept(
    more: str, because: str | None, authored: int, kept: int, tmp_path: Path
) -> None:
    score = looked_at(tmp_path, BODY, case("spending: 1亿元", "m: 5元", because=because, more=more)).score()
    assert (score.authored, score.kept) == (authored, kept)


def test_a_case_that_fails_already_notices_nothing(tmp_path: Path) -> None:
    report = looked_at(tmp_path, BODY, case("spending: 100元", "m: 6元"))
    assert [x.name for x in report.failing] == ["x"]
    assert report.score().kept == 0


def test_what_does_not_load_is_counted_apart(tmp_path: Path) -> None:
    body = "award: {tiers: {of: spending, bounds: reached, tiers: {100元: 5元, 100.01元: 6元}}}"
    report = looked_at(tmp_path, body)
    # 100 → 100.01 and 110, 100.01 → 100 and 90.01
    assert report.refused == 4
    assert "100元 → 100.01元" not in why(report)
    assert "100元 → 99.99元" in why(report)


def test_a_case_that_knows_a_fact_in_part_may_notice_what_known_firms_do_not(tmp_path: Path) -> None:
    body = """
award:
  table: [{when: spending < 100元, pays: 5元}, {when: spending >= 100元, pays: 6元}, {otherwise: nothing}]
"""
    quiet = looked_at(tmp_path / "a", body)
    assert why(quiet)["100元 → 90元"] == "same_for_known"
    heard = looked_at(tmp_path / "b", body, case("spending: 95元 to 200元", "m: 0元 to 6元"))
    assert why(heard)["100元 → 90元"] is None
    (fate,) = [f for f in heard.fates if f.mutant.new == "90元" and f.mutant.where.endswith("2.when")]
    assert fate.kept


def test_scores_are_shares_of_what_is_not_equal(tmp_path: Path) -> None:
    report = looked_at(tmp_path, BODY, AT + BELOW, head="figures: {idle: 7元}")
    assert len(report.equivalents) == 4
    assert report.score(["comparison", "threshold"]) == (7, 6, 6)
    assert report.score(["money"]).of_authored == 1
    assert report.score(["row"]).of_kept == 1


def test_cases_that_look_at_other_policies_find_them(tmp_path: Path) -> None:
    root = written(tmp_path, text(BODY, case("spending: 100元", "m: 5元, 'q/n': 7元")))
    (root / "q").mkdir()
    other = text("award: 7元").replace("policy: p", "policy: q").replace("  m:", "  n:")
    (root / "q" / "policy.yaml").write_text(other, "utf-8")
    report = mutated(subsidycalc.load(root), ["p"])
    assert not report.failing
    assert {fate.policy for fate in report.fates} == {"p"}
    assert report.score().kept


def test_editions_end_when_the_next_starts(tmp_path: Path) -> None:
    over = "- {name: x, year: 2024, date: 2024-06-01, facts: {spending: 100元}, expect: {m: ineligible}, because: so}\n"
    root = written(tmp_path, text(BODY, over))
    (root / "q").mkdir()
    after = text("award: 7元").replace("policy: p", "policy: q\nreplaces: p").replace("2024-01-01", "2024-06-01")
    (root / "q" / "policy.yaml").write_text(after, "utf-8")
    report = mutated(subsidycalc.load(root), ["p"])
    assert not report.failing


def test_a_policy_is_not_equal_to_itself_elsewhere_or_at_another_time(tmp_path: Path) -> None:
    from subsidycalc.testing.mutation.equal import how_equal

    first = subsidycalc.load(written(tmp_path / "a", text(BODY)))
    for index, head in enumerate(["", "place: city", "level: city"]):
        second = subsidycalc.load(written(tmp_path / str(index), text(BODY, head=head)))
        assert how_equal(first.book, second.book, "p") == (None if head else "same")


# -- the command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_lists_survivors_by_file_and_line(lang: str, tmp_path: Path) -> None:
    made = text(BODY, FAR, head="figures: {idle: 7元}")
    written(tmp_path, made)
    lines = made.split("\n")
    ran = process("test", "rules", "--mutate", "--lang", lang, cwd=tmp_path)
    assert (ran.status, ran.err) == (1, "")
    out = " ".join(ran.out.split())
    number = next(i for i, line in enumerate(lines, 1) if "eligible: spending" in line)
    gone = {
        "zh": "measures.m.eligible：去掉 spending >= 100元",
        "en": "measures.m.eligible: spending >= 100元 left out",
    }
    colon = {"zh": "：", "en": ": "}[lang]
    assert f"rules/p/policy.yaml:{number}: {gone[lang]}" in out
    assert f"rules/p/policy.yaml:{number}: measures.m.eligible{colon}100元 → 99.99元" in out
    assert f"measures.m.award{colon}" not in out
    assert "figures.idle" in out.split({"zh": "不改变任何结果", "en": "change no answer"}[lang])[1]
    rows = re.findall(r"(\d+) +\d+ \((\d+)%\) +\d+ \((\d+)%\)$", ran.out, re.MULTILINE)
    assert rows[-1] == ("12", "41", "41")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_succeeds_where_nothing_survives(lang: str, tmp_path: Path) -> None:
    dated = "".join(
        f"- {{name: x, year: 2024, date: {day}, facts: {{spending: 100元}}, expect: {{m: {what}}}, because: so}}\n"
        for day, what in (("2024-01-01", "5元"), ("2023-12-31", "ineligible"))
    )
    written(tmp_path, text(BODY, AT + BELOW + dated))
    ran = process("test", "rules", "--mutate", "--lang", lang, cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert {"zh": "每处改动都有案例发觉。", "en": "Every change is noticed by a case."}[lang] in ran.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_names_cases_that_fail_already_and_what_does_not_load(lang: str, tmp_path: Path) -> None:
    body = "award: {tiers: {of: spending, bounds: reached, tiers: {100元: 5元, 100.01元: 6元}}}"
    written(tmp_path, text(body, case("spending: 100元", "m: 6元")))
    ran = process("test", "rules", "--mutate", "--lang", lang, cwd=tmp_path)
    assert ran.status == 1
    line = len(text(body).split("\n")) + 1
    assert f"rules/p/policy.yaml:{line}: x" in ran.out
    assert {"zh": "无法载入的，不计入：4处", "en": "do not load, and so do not count: 4."}[lang] in ran.out


def test_the_report_is_the_same_every_time(tmp_path: Path) -> None:
    written(tmp_path, text(BODY, AT))
    first, second = (process("test", "rules", "--mutate", cwd=tmp_path) for _ in range(2))
    assert first == second
    assert VOCABULARY
