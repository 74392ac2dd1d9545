"""Assumptions and options that do not fit: the place, what is wrong and the way out."""

from pathlib import Path

import pytest

from tests.bad_input.refusing import LANGS, MARK, PACK, POLICY, Bad, complains, refused
from tests.end_to_end.running import MAKER, Program

# -- assumptions ----------------------------------------------------------------------------------------------

VALUES = "language: 1\nassumptions: x\nvalues:\n"
READINGS = "language: 1\nassumptions: x\nreadings:\n"
ASSUMPTIONS = {
    "an unknown gap": Bad(
        VALUES + f"  ⟦{POLICY}/project_grant_rat: {{value: 30%, from: x}}", "assumption.unknown", "project_grant_rate"
    ),
    "out of its domain": Bad(
        VALUES + f"  {POLICY}/project_grant_rate: {{value: ⟦130%, from: x}}", "assumption.outside", "published limits"
    ),
    "below zero": Bad(
        VALUES + f"  {POLICY}/loan_interest.at_most: {{value: ⟦-5元, from: x}}", "assumption.outside", "limits"
    ),
    "30 for 30 %": Bad(
        VALUES + f"  {POLICY}/project_grant_rate: {{value: ⟦30, from: x}}", "rate.bare", "30% if 30 per cent"
    ),
    "money for a rate": Bad(
        VALUES + f"  {POLICY}/project_grant_rate: {{value: ⟦5元, from: x}}", "rate.not_rate", "write 30%"
    ),
    "no source": Bad(
        VALUES + f"  ⟦{POLICY}/project_grant_rate: {{value: 30%}}", "shape.missing_key", "add a line from"
    ),
    "a bare value": Bad(VALUES + f"  {POLICY}/project_grant_rate: ⟦30%", "shape.map_wanted", "write key: value"),
    "an unknown reading": Bad(
        READINGS + f"  ⟦{POLICY}/breakthru: {{option: reached, from: x}}", "reading.unknown_id", "breakthrough"
    ),
    "an unknown option": Bad(
        READINGS + f"  {POLICY}/breakthrough: {{option: ⟦passed, from: x}}", "reading.option", "reached, exceeded"
    ),
    "a profile": Bad("⟦name: x\n", "shape.unknown_key", "assumptions, language"),
}


@pytest.mark.parametrize("name", ASSUMPTIONS)
@pytest.mark.parametrize("lang", LANGS)
def test_assumptions(run: Program, tmp_path: Path, name: str, lang: str) -> None:
    bad = ASSUMPTIONS[name]
    (tmp_path / "assume.yaml").write_text(bad.text.replace(MARK, ""), "utf-8")
    complains(run("evaluate", MAKER, "--assume", "assume.yaml", lang=lang), "assume.yaml", bad, lang)


# -- options --------------------------------------------------------------------------------------------------

OPTIONS: list[tuple[tuple[str, ...], str, str]] = [
    (("evaluate", MAKER, "--year", "abc"), "--year: SC050", "four digits"),
    (("evaluate", MAKER, "--year", "99999"), "--year: SC050", "four digits"),
    (("evaluate", MAKER, "--year", "-1"), "--year: SC050", "four digits"),
    (("evaluate", MAKER, "--date", "2025-02-30"), "--date: SC049", "check month and day"),
    (("evaluate", MAKER, "--date", "31.12.2024"), "--date: SC048", "2024-03-31"),
    (("evaluate", MAKER, "--date", "never"), "--date: SC048", "2024-03-31"),
    (("explain", MAKER, "project_grant", "--date", "从未"), "--date: SC048", "2024-03-31"),
    (("evaluate", MAKER, "--format", "xml"), "--format: SC164", "table, json, markdown"),
    (("evaluate", MAKER, "--reading", "breakthrough"), "--reading: SC164", "NAME=OPTION"),
    (("evaluate", MAKER, "--reading", "breakthru=reached"), "--reading: SC136", "breakthrough"),
    (("evaluate", MAKER, "--reading", "breakthrough=passed"), "--reading: SC138", "reached, exceeded"),
    (("evaluate", MAKER, *("--reading", "breakthrough=reached") * 2), "--reading: ", "breakthrough once"),
    (
        (
            "evaluate",
            MAKER,
            *("--reading", "breakthrough=reached"),
            *("--reading", f"{PACK.parent.name}/breakthrough=exceeded"),
        ),
        "--reading: ",
        "once",
    ),
    (("evaluate", MAKER, "--output", "nowhere/x"), "--output: SC167", "no such file or folder"),
    (("evaluate", MAKER, "--output", "."), "--output: SC167", "it is a folder"),
    (("evaluate", MAKER, "--output", "a\0b"), "--output: SC167", "a·b"),
    (("evaluate", MAKER, "--output", ""), "--output: SC164", "FILE"),
    (("evaluate", MAKER, "--output", "/dev/full"), "--output: SC167", "disk is full"),
    (("evaluate", MAKER, "--yeer", "2024"), "--yeer: SC169", "--year"),
    (("evaluate", MAKER, "--presume=yes"), "--presume: ", "write --presume alone"),
    (("evaluate", MAKER, MAKER), "subsidycalc: ", "path that has spaces"),
    (("evaluate",), "subsidycalc: SC170 PROFILE", "--help"),
    (("evaluat", MAKER), "subsidycalc: SC172", "evaluate, explain"),
    (("--year", "2024", "evaluate", MAKER), "--year: ", "write the command first"),
    (("-h",), "-h: SC169", "--help"),
    (("explain", MAKER, "project_grnt"), "MEASURE: SC165", "project_grant"),
    (("explain", MAKER, "guarantee_reward"), "MEASURE: SC166", "applicant"),
    (("show", ""), "MEASURE: SC165", "subsidycalc list"),
    (("schema", "x"), "schema: SC164", "rules, profile, assessment"),
    (("new", "firm"), "new: SC164", "profile"),
    (("check", "nowhere"), "nowhere: SC001", "check the path"),
    (("check", "."), ".: SC146", "policy.yaml"),
]


@pytest.mark.parametrize(("arguments", "place", "way_out"), OPTIONS, ids=lambda x: " ".join(x[:4])[-60:])
def test_options(run: Program, tmp_path: Path, arguments: tuple[str, ...], place: str, way_out: str) -> None:
    found = run(*arguments)
    refused(found)
    assert found.err.startswith(place), found.err
    assert way_out in found.err
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"
    refused(run(*arguments, lang="zh"))


@pytest.mark.parametrize("arguments", [("evaluate", MAKER, "--year"), ("evaluate", MAKER, "--reading")])
def test_an_option_without_its_value(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    from subsidycalc.cli.main import main

    assert main(["--lang", "en", *arguments]) == 2
    assert main([arguments[0], "--lang", "en", *arguments[1:]]) == 2
    assert f"{arguments[-1]}: " in capsys.readouterr().err.splitlines()[-3]


def test_the_language_itself(capsys: pytest.CaptureFixture[str]) -> None:
    from subsidycalc.cli.main import main

    for value in ("fr", "", "ZH"):
        assert main(["evaluate", MAKER, "--lang", value]) == 2
        found = capsys.readouterr().err
        assert "--lang: SC164" in found
        assert "zh, en" in found
