"""Cases at thresholds: every mechanism, the right side of each bound, and what is kept in files."""

from pathlib import Path

import pytest

import subsidycalc
from subsidycalc.cli.main import main
from subsidycalc.testing.boundaries.making import Row, made
from subsidycalc.workbench.cases import run_cases
from tests.language.writing import NEW, loaded, policy, written

Found = dict[str, list[str]]


def rows(folder: Path, body: str, *, head: str = "", in_force: str = NEW) -> list[Row]:
    """The thresholds of one measure ``m`` but its time in force."""
    rules = loaded(folder, policy({"m": body}, head=head, in_force=in_force))
    return [
        row for row in made(rules, sorted(folder.glob("rules/vocabulary/*.yaml"))) if row.what["en"] != "the day judged"
    ]


def told(found: list[Row]) -> Found:
    """What is expected below, at and above, by what is compared with what and under which reading."""
    made_: Found = {}
    for row in found:
        options = "".join(f" [{option}]" for option in row.readings.values())
        key = f"{row.what['en']} {row.bound['zh']}{options}"
        made_[key] = [next(iter(s.case["expect"].values())) for s in row.sides] or [f"– {row.reason}"]
    return made_


YES, NO = "10万元", "ineligible"


@pytest.mark.parametrize(
    ("condition", "key", "expected"),
    [
        ("spending >= 100万元", "spending 100万元", [NO, YES, YES]),
        ("spending > 100万元", "spending 100万元", [NO, NO, YES]),
        ("spending <= 100万元", "spending 100万元", [YES, YES, NO]),
        ("spending < 100万元", "spending 100万元", [YES, NO, NO]),
        ("100万元 <= spending", "spending 100万元", [NO, YES, YES]),
        ("staff = 5", "staff 5", [NO, YES, NO]),
        ("share_held >= 25%", "share held 25%", [NO, YES, YES]),
        ("opened_on >= 2023-05-01", "opened on 2023-05-01", [NO, YES, YES]),
        ("years between opened_on and date >= 3", None, [NO, YES, YES]),
        ("revenue > 0元", "revenue 0元", [NO, YES]),
        ("spending + outside >= 300万元", "spending + outside money 300万元", [NO, YES, YES]),
        ("spending >= outside × 50%", "spending 外部资金 × 50%", [NO, YES, YES]),
        ("revenue of last year >= 50万元", "revenue of the year before 50万元", [NO, YES, YES]),
        ("if revenue of last year > 0元 then growth(revenue) >= 10% else no", None, [NO, YES, YES]),
    ],
)
def test_every_comparison_is_tried_from_both_sides(
    tmp_path: Path, condition: str, key: str | None, expected: list[str]
) -> None:
    found = told(rows(tmp_path, f"for_each: year\neligible: {condition!r}\naward: 10万元"))
    assert (found[key] if key is not None else list(found.values())[-1]) == expected, found


def test_a_growth_that_is_met_exactly(tmp_path: Path) -> None:
    condition = "if revenue of last year > 0元 then growth(revenue) >= 10% else no"
    found = rows(tmp_path, f"for_each: year\neligible: {condition!r}\naward: 10万元")
    row = next(r for r in found if "10%" in r.bound["zh"] or "110%" in r.bound["zh"])
    assert [s.side for s in row.sides] == ["below", "at", "above"]


def test_everything_else_holds(tmp_path: Path) -> None:
    body = """
for_each: projects
eligible:
  - certified
  - any: [listed, "staff >= 10 and field in [optics]"]
  - not: {all: [certified, share_held > 50%]}
where: [national, "started_on >= 2024-02-01", cost < 5万元]
award: 10万元
"""
    found = told(rows(tmp_path, body))
    assert found == {
        "staff 10": [NO, YES, YES],
        "share held 50%": [YES, YES, NO],
        "started on 2024-02-01": [NO, YES, YES],
        "cost 5万元": [YES, NO, NO],
    }


HOW = "readings: {how: {asks: how, options: [reached, exceeded]}}"


def test_tiers_under_both_readings(tmp_path: Path) -> None:
    body = """
for_each: year
award:
  tiers: {of: staff, bounds: {reading: how}, tiers: {10: 1万元, 20: 3万元}, then_each: {step: 5, pays: 1万元}}
"""
    found = told(rows(tmp_path, body, head=HOW))
    assert found["staff 10 [reached]"] == [NO, "1万元", "1万元"]
    assert found["staff 10 [exceeded]"] == [NO, NO, "1万元"]
    assert found["staff 20 [reached]"] == ["1万元", "3万元", "3万元"]
    assert found["staff 20 [exceeded]"] == ["1万元", "1万元", "3万元"]
    assert found["staff 25 [reached]"] == ["3万元", "4万元", "4万元"]
    assert found["staff 25 [exceeded]"] == ["3万元", "3万元", "4万元"]


def test_milestones_look_at_this_year_and_at_the_years_before(tmp_path: Path) -> None:
    body = """
for_each: year
award:
  milestone: {of: revenue, bounds: {reading: how}, several: highest, tiers: {100万元: 1万元, 200万元: 3万元}}
"""
    found = told(rows(tmp_path, body, head=HOW))
    assert found["revenue 100万元 [reached]"] == [NO, "1万元", "1万元"]
    assert found["revenue 100万元 [exceeded]"] == [NO, NO, "1万元"]
    before = "highest revenue of all earlier years"
    assert found[f"{before} 200万元 [reached]"] == ["3万元", NO, NO]
    assert found[f"{before} 200万元 [exceeded]"] == ["3万元", "3万元", NO]


def test_brackets_marginal_scales_and_tables(tmp_path: Path) -> None:
    bracket = "for_each: year\naward: {bracket: {of: revenue, bounds: reached, rates: {100万元: 10%, 200万元: 20%}}}"
    found = told(rows(tmp_path / "a", bracket))
    assert found["revenue 200万元"] == ["20万元", "40万元", "40万元"]
    marginal = "for_each: year\naward: {marginal: {of: revenue, rates: {100万元: 10%, 200万元: 20%}}}"
    found = told(rows(tmp_path / "b", marginal))
    assert found["revenue 100万元"][0] == NO
    assert found["revenue 200万元"][1] == "10万元"
    assert len(set(found["revenue 200万元"])) == 3
    table = """
for_each: year
award:
  table:
    - {when: 200万元 <= revenue < 300万元, pays: 1万元}
    - {when: [revenue >= 300万元, certified], pays: 3万元}
    - {otherwise: nothing}
"""
    found = told(rows(tmp_path / "c", table))
    assert found["revenue 200万元"] == [NO, "1万元", "1万元"]
    assert found["revenue 300万元"][0] == "1万元"


def test_floors_ceilings_and_what_is_taken_off_the_base(tmp_path: Path) -> None:
    body = """
for_each: projects
award:
  share: {of: cost, rate: 20%}
  base_at_most: 1000万元
  at_least: 5万元
  at_most: 150万元 per project
"""
    found = told(rows(tmp_path, body))
    assert found["cost × 20% 5万元"] == ["5万元", "5万元", "50,000.01元"]
    assert found["cost × 20% 150万元"] == ["1,499,999.99元", "150万元", "150万元"]
    assert found["cost 1000万元"] == ["– same"]  # the ceiling on the award is met before it


def test_caps_and_counts_over_records(tmp_path: Path) -> None:
    body = """
for_each: projects
award:
  share: {of: cost, rate: 20%}
  at_most: [100万元 per project, 250万元 per firm and year]
count_at_most: 4 per firm and year
"""
    found = told(rows(tmp_path, body))
    cap = next(v for k, v in found.items() if k.startswith("amount before the cap"))
    assert cap == ["2,499,999.99元", "250万元", "250万元"]
    count = next(v for k, v in found.items() if k.startswith("number of awards"))
    assert len(count) == 3
    assert count[0] != count[1] == count[2]


def test_a_count_for_good_is_used_up_by_earlier_years(tmp_path: Path) -> None:
    found = told(rows(tmp_path, "for_each: year\naward: 10万元\ncount_at_most: 3 per firm"))
    assert list(found.values()) == [[YES, YES, "0元"]]


def test_windows_have_their_first_and_last_day_inside(tmp_path: Path) -> None:
    body = """
for_each: projects
apply: {from: 2025-02-01, to: 2025-03-31}
counts: {of: started_on, from: 2023-05-01, until: 2023-09-01}
award: 10万元
"""
    found = told(
        made(loaded(tmp_path, policy({"m": body}, in_force="in_force: {from: 2023-01-01, until: 2026-01-01}")))
    )
    day = next(k for k in found if k.endswith("2025-02-01")).removesuffix(" 2025-02-01")
    assert found[f"{day} 2023-01-01"] == ["– settled"] or found[f"{day} 2023-01-01"][0].startswith("–")
    assert found[f"{day} 2025-02-01"] == [NO, YES, YES]
    outside = [v for k, v in found.items() if k.startswith(day) and ("2025-03-31" in k or "2025-04-01" in k)]
    assert [x[0] for x in outside] == [YES]
    assert outside[0][-1] == NO
    assert found["started on 2023-05-01"] == [NO, YES, YES]
    assert found["started on 2023-09-01"] == [YES, NO, NO]


def test_a_threshold_without_a_firm_is_listed_with_the_reason(tmp_path: Path) -> None:
    found = rows(tmp_path, "for_each: year\neligible: [spending >= 5万元, spending >= 9万元]\naward: 10万元")
    assert told(found)["spending 9万元"] == [NO, YES, YES]
    assert [r.reason for r in found if r.bound["zh"] == "5万元"] in (["settled"], ["conditions"])


def test_places_are_those_of_the_figures(tmp_path: Path) -> None:
    head = "figures: {least: 7万元}\ndefine:\n  big: staff >= 40\nreadings: {}".replace("\nreadings: {}", "")
    found = rows(
        tmp_path,
        "for_each: year\neligible:\n  - big\n  - spending >= least\n  - outside > 3万元\naward: 1元",
        head=head,
    )
    text = (tmp_path / "rules/p/policy.yaml").read_text("utf-8").splitlines()
    lines = {row.bound["zh"]: text[row.place.line - 1] for row in found}
    assert "7万元" in lines["7万元"]
    assert "staff >= 40" in lines["40"]
    assert "3万元" in lines["3万元"]


def test_every_made_case_passes_once_it_counts(tmp_path: Path) -> None:
    rules = written(tmp_path, policy({"m": "for_each: year\neligible: spending >= 100万元\naward: 10万元"}))
    assert main(["test", str(rules), "--boundaries", "--write"]) == 0
    path = rules / "p/cases-boundaries.yaml"
    first = path.read_text("utf-8")
    report = run_cases(subsidycalc.load(rules))
    assert (len(report.outcomes), report.waiting) == (0, 6)
    path.write_text(first.replace("agreed: no", "agreed: yes"), "utf-8")
    report = run_cases(subsidycalc.load(rules))
    assert (len(report.outcomes), report.waiting) == (6, 0)
    assert all(outcome.passed for outcome in report.outcomes)


def test_writing_twice_changes_nothing_and_agreement_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = policy({"m": "for_each: year\neligible: spending >= 100万元\naward: 10万元"})
    rules = written(tmp_path, text)
    command = ["test", str(rules), "--boundaries", "--write", "--lang", "en"]
    path = rules / "p/cases-boundaries.yaml"
    assert main(command) == 0
    first = path.read_text("utf-8")
    assert main(command) == 0
    assert path.read_text("utf-8") == first
    path.write_text(first.replace("language: 1\n", "language: 1\nagreed: yes\n"), "utf-8")
    agreed = path.read_text("utf-8")
    assert main(command) == 0
    assert path.read_text("utf-8") == agreed
    capsys.readouterr()
    # The rules change: what was agreed to is reported and left as it is, what is new waits.
    (rules / "p/policy.yaml").write_text(text.replace("100万元", "120万元"), "utf-8")
    assert main(command) == 1
    out = capsys.readouterr().out
    assert "come out otherwise: 4." in out
    after = path.read_text("utf-8")
    assert after.count("    agreed: yes") == 6
    assert after.count("    agreed: no") == 6
    assert "\nagreed" not in after
    assert main(["test", str(rules), "--lang", "en"]) == 1
    assert "6 made cases wait" in capsys.readouterr().out


def test_waiting_cases_neither_fail_nor_touch_figures(tmp_path: Path) -> None:
    head = "figures: {top: 5万元}"
    rules = written(
        tmp_path, policy({"m": "for_each: year\naward: {value: revenue, at_most: top per firm and year}"}, head=head)
    )
    case = (
        "language: 1\ncases:\n  - {{name: x, year: 2024, facts: {{revenue: {{2024: 9万元}}}}, expect: {{m: {}}}{}}}\n"
    )
    path = rules / "p/cases-boundaries.yaml"
    path.write_text(case.format("7万元", ", made: boundaries"), "utf-8")
    report = run_cases(subsidycalc.load(rules))
    assert (report.outcomes, report.untouched, report.waiting) == ((), ("p/top",), 1)
    path.write_text(case.format("5万元", ", made: boundaries, agreed: yes"), "utf-8")
    report = run_cases(subsidycalc.load(rules))
    assert [o.passed for o in report.outcomes] == [True]
    assert report.untouched == ()


def test_options_that_do_not_go_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = written(tmp_path, policy({"m": "for_each: year\naward: 1元"}))
    assert main(["test", str(rules), "--write"]) == 2
    assert "--boundaries" in capsys.readouterr().err
    assert main(["test", str(rules), "--boundaries", "--laws"]) == 2
    alone = tmp_path / "alone.yaml"
    alone.write_text((rules / "p/policy.yaml").read_text("utf-8"), "utf-8")
    assert main(["test", str(alone), "--boundaries", "--write"]) == 2
    assert "policy.yaml" in capsys.readouterr().err


def test_agreement_is_a_yes_or_a_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = written(tmp_path, policy({"m": "for_each: year\naward: 1元"}))
    case = "{name: x, year: 2024, facts: {}, expect: {m: 1元}, made: boundaries, agreed: perhaps}"
    path = rules / "p/cases-boundaries.yaml"
    path.write_text(f"language: 1\nagreed: maybe\ncases:\n  - {case}\n", "utf-8")
    assert main(["test", str(rules), "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert "cases-boundaries.yaml:2:9" in err
    assert "cases-boundaries.yaml:4:" in err


def test_the_head_of_a_file_agrees_to_all_and_the_next_writing_says_so_of_each(tmp_path: Path) -> None:
    text = policy({"m": "for_each: year\neligible: spending >= 100万元\naward: 10万元"})
    rules = written(tmp_path, text)
    assert main(["test", str(rules), "--boundaries", "--write"]) == 0
    path = rules / "p/cases-boundaries.yaml"
    path.write_text(path.read_text("utf-8").replace("language: 1\n", "language: 1\nagreed: yes\n"), "utf-8")
    # A further threshold: its cases are not covered by what was said of the others.
    (rules / "p/policy.yaml").write_text(text + "  n:\n    for_each: year\n    eligible: staff >= 3\n    award: 1元\n")
    assert main(["test", str(rules), "--boundaries", "--write"]) == 0
    cases = subsidycalc.load(rules).book.cases
    assert [case.agreed for case in cases] == [True] * 6 + [False] * 3


def test_a_profile_of_several_records_meets_conditions_that_no_single_one_can(tmp_path: Path) -> None:
    body = """
for_each: projects
eligible: any(family = red over projects) and any(family = blue over projects)
where: cost >= 5万元
award: 10万元
"""
    assert told(rows(tmp_path, body))["cost 5万元"] == ["10万元", "20万元", "20万元"]


def test_sums_and_counts_over_the_records_that_count(tmp_path: Path) -> None:
    body = """
for_each: year
eligible: [sum(cost over projects where national) > 30万元, count(projects where national) >= 2]
award: 10万元
"""
    found = told(rows(tmp_path, body))
    assert found == {
        "sum of cost over projects where national 30万元": [NO, NO, YES],
        "number of projects where national 2": [NO, YES, YES],
    }


def test_points_raises_and_bases_that_are_cut(tmp_path: Path) -> None:
    body = """
for_each: projects
award:
  share: {of: cost, rate: {grade: {by: rank, pays: {a: 10%, b: 20%}}}}
  plus: [{points: 2个百分点, when: staff >= 10}]
  raise: [{by: 10%, when: share_held >= 50%}]
  base_less: outside
"""
    found = told(rows(tmp_path, body))
    for key in ("staff 10", "share held 50%"):
        below, at, above = found[key]
        assert below != at == above


def test_matches_years_of_a_project_and_money_received(tmp_path: Path) -> None:
    match = "for_each: projects\naward: {match: {of: outside, ratio: '1:0.5', together_at_most: cost × 50%}}"
    found = rows(tmp_path / "a", match)
    assert any("外部资金" in row.bound["zh"] and len(row.sides) == 3 for row in found)
    years = "for_each: year\naward: {share: {of: revenue, rate: {by_year: {since: founded_in, pays: [10%, 5%]}}}}"
    tiers = [v for k, v in told(rows(tmp_path / "b", years)).items() if k.startswith("the year judged")]
    first, second = tiers[0][1:]
    assert tiers == [[NO, first, second], [first, second, NO], [second, NO, NO]]
    assert first != second
    received = 'for_each: year\neligible: received("x/y") < 10万元\naward: 10万元'
    assert list(told(rows(tmp_path / "c", received)).values()) == [[YES, NO, NO]]


def test_an_answer_too_long_for_its_line_stands_below() -> None:
    from subsidycalc.present.boundaries import boundaries
    from subsidycalc.present.lines import width

    for length in range(20, 60):
        side = {"point": "at", "value": "2", "answer": "x" * length}
        row = {"measure": "m", "what": "w", "bound": "2", "place": "f:1", "readings": [], "sides": [side]}
        text = boundaries([{**row, "reason": None}], "en", 80)
        assert "x" * length in text
        assert max(map(width, text.splitlines())) <= 80


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_fits_eighty_columns(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    from subsidycalc.present.lines import width

    assert main(["test", "--boundaries", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert max(width(line) for line in out.splitlines()) <= 80
    assert "rules/beijing-instruments-2022/policy.yaml:312" in out
    assert main(["test", "--boundaries", "--lang", lang]) == 0
    assert capsys.readouterr().out == out


def test_the_shipped_milestones_are_there_under_both_readings() -> None:
    found = made(subsidycalc.load())
    milestones = [r for r in found if r.measure.endswith("/revenue_milestone") and r.what["en"] == "annual revenue"]
    assert [(r.bound["zh"], *r.readings.values()) for r in milestones] == [
        (bound, way) for bound in ("1亿元", "5亿元", "10亿元", "20亿元", "50亿元") for way in ("reached", "exceeded")
    ]
    for row in milestones:
        at = "eligible" if "reached" in row.readings.values() else "ineligible"
        assert [s.case["expect"]["revenue_milestone"] for s in row.sides] == ["ineligible", at, "eligible"]
