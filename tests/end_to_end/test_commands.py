"""Every command, as people type it: what it prints, where to, in which language, and its exit status."""

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from wcwidth import wcswidth

import subsidycalc
from subsidycalc.answers.schema import assessment_schema
from subsidycalc.cli.common import language
from subsidycalc.language.shape import schema as rules_schema
from subsidycalc.values.days import day_text
from tests.end_to_end.running import (
    ASSUMED,
    EXAMPLES,
    GUARANTOR,
    MAKER,
    ROOT,
    START,
    Program,
    environment,
    on_a_terminal,
    process,
)

SHIPPED = subsidycalc.load()
PACK = next(iter(SHIPPED.book.policies.values()))
MEASURE = next(m for m in PACK.measures.values() if m.for_each is not None)
FORMATS = ("table", "json", "markdown")
ESCAPE = "\x1b["
RULES = """
language: 1
policy: small
in_force: {from: 2020-01-01, until: 2099-01-01}
figures: {top: 5万元}
measures:
  grant:
    title: {zh: 小额补助, en: small grant}
    for_each: year
    eligible: [headquarters_enterprise]
    award: {share: {of: annual_revenue, rate: 1%}, at_most: top per firm and year}
cases:
  - name: 刚好
    year: 2024
    facts: {headquarters_enterprise: yes, annual_revenue: {2024: 500万元}}
    expect: {grant: 5万元}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules" / "small" / "policy.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(RULES, "utf-8")
    return path


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "firm.yaml"
    path.write_text("headquarters_enterprise: yes\nannual_revenue: {2023: 300万元, 2024: 600万元}\n", "utf-8")
    return path


def widths(text: str) -> Iterator[int]:
    for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines():
        yield wcswidth(line)


# -- evaluate -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table(run: Program, lang: str) -> None:
    found = run("evaluate", MAKER, lang=lang)
    assert (found.status, found.err) == (0, "")
    assert max(widths(found.out)) <= 80
    assert ESCAPE not in found.out
    for measure in PACK.measures.values():
        if "firm" in measure.applicants and measure.name != "guarantee_reward":
            title = measure.title[lang]
            assert title in found.out or title.split()[0] in found.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json(run: Program, lang: str) -> None:
    found = run("evaluate", MAKER, "--format", "json", "--assume", ASSUMED, lang=lang)
    assert (found.status, found.err) == (0, "")
    data = json.loads(found.out)
    Draft202012Validator(assessment_schema()).validate(data)
    assert data == SHIPPED.assess(MAKER, assume=ASSUMED).to_dict(lang=lang)


def test_markdown(run: Program) -> None:
    found = run("evaluate", MAKER, "--format", "markdown", lang="zh")
    assert found.status == 0
    assert found.out.startswith("# ")
    rows = [line for line in found.out.splitlines() if line.startswith("|")]
    awards = SHIPPED.assess(MAKER).to_dict()["awards"]
    assert len(rows) == len(awards) + 2
    assert {row.count("|") for row in rows} == {5}


def test_the_profile_may_come_through_standard_input(run: Program) -> None:
    text = Path(MAKER).read_bytes()
    assert run("evaluate", "-", stdin=text) == run("evaluate", MAKER)
    as_json = json.dumps({"year": 2022, "sector": ["sensors"]}).encode()
    assert run("evaluate", "-", stdin=as_json).status == 0
    bad = run("evaluate", "-", stdin="年收入: 5".encode())
    assert bad.status == 2
    assert "<stdin>:1:1" in bad.err
    assert process("evaluate", "-", "--lang", "en", stdin=text).out == run("evaluate", MAKER).out


@pytest.mark.parametrize("form", FORMATS)
def test_output_into_a_file(run: Program, tmp_path: Path, form: str) -> None:
    target = tmp_path / "answer"
    printed = run("evaluate", MAKER, "--format", form)
    target.write_text("old", "utf-8")
    found = run("evaluate", MAKER, "--format", form, "--output", str(target))
    assert (found.status, found.out) == (0, "")
    assert str(target) in found.err
    assert target.read_text("utf-8") == printed.out
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    "arguments", [("evaluate", "none.yaml"), ("evaluate", MAKER, "--year", "x"), ("explain", MAKER, "x")]
)
def test_nothing_is_written_when_there_is_nothing_to_say(
    run: Program, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    target = tmp_path / "answer"
    target.write_text("old", "utf-8")
    assert run(*arguments, "--output", str(target)).status == 2
    assert target.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("where", ["no/such/folder/x", ".", "x\0y"])
def test_output_that_cannot_be_written(run: Program, tmp_path: Path, where: str) -> None:
    found = run("evaluate", MAKER, "--output", str(tmp_path / where))
    assert (found.status, found.out) == (2, "")
    assert "--output" in found.err
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "answer.txt"
    target.write_text("old", "utf-8")
    found = subprocess.run(
        [sys.executable, "-c", START, "evaluate", MAKER, "--output", str(target)],
        env=environment() | {"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)),
        capture_output=True,
        check=False,
    )
    assert found.returncode == 2
    assert b"Traceback" not in found.stderr
    assert target.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_written_file_keeps_the_rights_of_the_old_one(run: Program, tmp_path: Path) -> None:
    target = tmp_path / "answer"
    target.write_text("old", "utf-8")
    target.chmod(0o640)
    run("evaluate", MAKER, "--output", str(target))
    assert target.stat().st_mode & 0o777 == 0o640


def test_year(run: Program, profile: Path) -> None:
    missing = run("evaluate", str(profile))
    assert missing.status == 2
    assert "2023, 2024" in missing.err
    for year in ("2023", "2024"):
        found = json.loads(run("evaluate", str(profile), "--year", year, "--format", "json").out)
        assert (found["year"], found["date"]) == (int(year), f"{year}-12-31")
    other = json.loads(run("evaluate", MAKER, "--year", "2022", "--format", "json").out)
    assert other["year"] == 2022, "the call goes before the profile"


@pytest.mark.parametrize("command", [("evaluate", MAKER), ("explain", MAKER, MEASURE.name)])
@pytest.mark.parametrize("year", ["24", "abc", "20245", "-2024", "", "２０２４x", "0001"])
def test_years_that_are_none(run: Program, command: tuple[str, ...], year: str) -> None:
    found = run(*command, f"--year={year}")
    assert (found.status, found.out) == (2, "")
    assert "--year" in found.err


def test_date(run: Program) -> None:
    first, _, _ = PACK.in_force
    asked = ("evaluate", MAKER, "--year", day_text(first)[:4], "--format", "json", "--date")
    before = json.loads(run(*asked, day_text(first - 1)).out)
    after = json.loads(run(*asked, day_text(first)).out)
    assert {a["status"] for a in before["awards"]} == {"ineligible"}
    assert "eligible" in {a["status"] for a in after["awards"]}
    for wrong in ("2025-02-30", "tomorrow", "2024"):
        found = run("evaluate", MAKER, "--date", wrong)
        assert (found.status, found.out) == (2, "")
        assert "--date" in found.err


def test_reading(run: Program) -> None:
    chosen = ("--reading", "breakthrough=reached", "--reading", f"{PACK.id}/several_milestones_at_once=highest")
    data = json.loads(run("evaluate", MAKER, "--format", "json", *chosen).out)
    names = {x["name"]: x["option"] for x in data["assumptions"]["readings"]}
    assert names == {
        f"{PACK.id}/breakthrough": "reached",
        f"{PACK.id}/several_milestones_at_once": "highest",
    }
    causes = {c["cause"] for a in data["awards"] if a["measure"] == "revenue_milestone" for c in a["causes"]}
    assert causes == {"unpublished"}


@pytest.mark.parametrize(
    "given", ["breakthrough", "breakthrough=", "=reached", "breakthru=reached", "breakthrough=over"]
)
def test_readings_that_are_none(run: Program, given: str) -> None:
    found = run("evaluate", MAKER, "--reading", given)
    assert (found.status, found.out) == (2, "")
    assert "--reading" in found.err


def test_all_readings(run: Program) -> None:
    data = json.loads(run("evaluate", MAKER, "--all-readings", "--format", "json").out)
    Draft202012Validator(assessment_schema()).validate(data)
    options = [(r.id, option) for r in PACK.readings.values() for option in r.options]
    assert [(x["reading"], x["option"]) for x in data["by_reading"]] == options
    for item in data["by_reading"]:
        alone = json.loads(
            run("evaluate", MAKER, "--reading", f"{item['reading']}={item['option']}", "--format", "json").out
        )
        assert item["total"] == alone["total"]
        assert item["awards"] == [{k: a[k] for k in ("id", "status", "low", "high")} for a in alone["awards"]]
    one = json.loads(
        run("evaluate", MAKER, "--all-readings", "--reading", "breakthrough=reached", "--format", "json").out
    )
    assert {x["reading"] for x in one["by_reading"]} == {r for r, _ in options} - {f"{PACK.id}/breakthrough"}
    for form in ("table", "markdown"):
        text = run("evaluate", MAKER, "--all-readings", "--format", form, lang="zh").out
        for reading in PACK.readings.values():
            for label in reading.options.values():
                assert label["zh"] in re.sub(r"\\|\n +", "", text)


def test_presume(run: Program, profile: Path) -> None:
    plain = json.loads(run("evaluate", MAKER, "--format", "json").out)
    assert plain["assumptions"]["presumed"] == []
    found = run("evaluate", str(profile), "--year", "2024", "--presume", "--format", "json")
    presumed = {x["name"] for x in json.loads(found.out)["assumptions"]["presumed"]}
    assert presumed == {f.name for f in SHIPPED.book.vocabulary.facts.values() if f.presume is not None} - {
        "headquarters_enterprise"
    }
    table = run("evaluate", str(profile), "--year", "2024", "--presume").out
    label = next(
        f.label["en"] for f in SHIPPED.book.vocabulary.facts.values() if f.presume is not None and f.name in presumed
    )
    assert label in re.sub(r"\s+", " ", table)


def test_assumptions_name_their_file(run: Program) -> None:
    text = run("evaluate", MAKER, "--assume", ASSUMED, lang="zh").out
    assert "借自其他措施" in text
    assert " *" in text
    assert run("evaluate", MAKER, "--assume", "none.yaml").status == 2


@pytest.mark.parametrize("where", ["file", "pack", "folder"])
def test_rules_replace_the_shipped_packs_and_keep_the_vocabulary(
    run: Program, rules: Path, profile: Path, where: str
) -> None:
    path = {"file": rules, "pack": rules.parent, "folder": rules.parents[1]}[where]
    data = json.loads(run("evaluate", str(profile), "--year", "2024", "--rules", str(path), "--format", "json").out)
    assert [a["id"] for a in data["awards"]] == ["small/grant"]
    assert data["total"]["low"] == data["total"]["high"] == "50000.00"


def test_rules_may_be_several(run: Program, rules: Path, profile: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(RULES.replace("policy: small", "policy: another").replace("5万元}", "7万元}", 1), "utf-8")
    arguments = ("evaluate", str(profile), "--year", "2024", "--format", "json")
    data = json.loads(run(*arguments, "--rules", str(rules), "--rules", str(other)).out)
    assert [a["id"] for a in data["awards"]] == ["another/grant", "small/grant"]
    assert data["total"]["low"] == "110000.00"
    twice = run(*arguments, "--rules", str(rules), "--rules", str(rules.parents[1]))
    assert twice.status == 2


# -- explain --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explain(run: Program, lang: str) -> None:
    by_name = run("explain", MAKER, MEASURE.name, lang=lang)
    assert (by_name.status, by_name.err) == (0, "")
    assert run("explain", MAKER, MEASURE.id, lang=lang) == by_name
    assert run("explain", MAKER, MEASURE.title[lang], lang=lang) == by_name
    assert max(widths(by_name.out)) <= 80
    assert by_name.out.startswith(MEASURE.title[lang])


def test_explain_into_a_file(run: Program, tmp_path: Path) -> None:
    target = tmp_path / "story"
    assert run("explain", MAKER, MEASURE.name, "--output", str(target)).status == 0
    assert target.read_text("utf-8") == run("explain", MAKER, MEASURE.name).out


def test_explain_what_is_not_there(run: Program) -> None:
    misspelt = run("explain", MAKER, "project_grants")
    assert misspelt.status == 2
    assert "project_grant" in misspelt.err
    other = run("explain", MAKER, "guarantee_reward")
    assert other.status == 2
    assert "guarantee_reward" in other.err


# -- check and test -------------------------------------------------------------------------------------------


def test_check(run: Program, rules: Path) -> None:
    assert run("check").status == 0
    found = run("check", str(rules.parent))
    assert (found.status, found.err) == (0, "")
    rules.write_text(RULES.replace("{top: 5万元}", "{top: 5万元, idle: 3万元}"), "utf-8")
    found = run("check", str(rules.parent))
    assert (found.status, found.err) == (1, "")
    assert "idle" in found.out
    assert f"{rules.name}:5" in found.out
    rules.write_text(RULES.replace("at_most", "at_mots"), "utf-8")
    found = run("check", str(rules.parent))
    assert (found.status, found.out) == (2, "")
    assert "at_most" in found.err
    assert run("check", "--rules", str(rules.parent)) == found


def test_a_finding_that_is_accepted_is_none(run: Program, rules: Path) -> None:
    text = RULES.replace("{top: 5万元}", "{top: 5万元, idle: 3万元}")
    rules.write_text(text, "utf-8")
    number = re.findall(r"SC\d{3}", run("check", str(rules)).out)[0]
    rules.write_text(f"{text}accept: {{{number}: kept for later}}\n", "utf-8")
    assert run("check", str(rules)).status == 0


def test_test(run: Program, rules: Path) -> None:
    assert run("test").status == 0
    assert run("test", str(rules)).status == 0
    rules.write_text(RULES.replace("expect: {grant: 5万元}", "expect: {grant: 6万元}"), "utf-8")
    found = run("test", str(rules), lang="zh")
    assert (found.status, found.err) == (1, "")
    assert "6万元" in found.out
    assert "5万元" in found.out
    assert f"{rules.name}:13" in found.out, "the line of the case"
    rules.write_text(RULES.replace("2024: 500万元", "2024: 500"), "utf-8")
    assert run("test", str(rules)).status == 1, "a case that cannot be read has failed"
    rules.write_text(RULES.replace("award:", "awards:"), "utf-8")
    assert run("test", str(rules)).status == 2


def test_test_lists_what_no_case_touches(run: Program, rules: Path) -> None:
    tiers = "{of: employees, bounds: reached, tiers: {10: 1元, 50: 2元}}"
    text = RULES.replace("  grant:", f"  milestone:\n    for_each: year\n    award: {{tiers: {tiers}}}\n  grant:")
    rules.write_text(text, "utf-8")
    found = run("test", str(rules))
    assert found.status == 0, "what nothing touches is only listed"
    assert [line[-2:] for line in found.out.splitlines() if "small/milestone" in line] == ["10", "50"]
    rules.write_text(text.replace("{2024: 500万元}}", "{2024: 500万元}, employees: {2024: 20}}"), "utf-8")
    found = run("test", str(rules))
    assert [line[-2:] for line in found.out.splitlines() if "small/milestone" in line] == ["50"]


# -- list, show, schema, new ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_list_and_show(run: Program, lang: str) -> None:
    listed = run("list", lang=lang)
    assert listed.status == 0
    for measure in PACK.measures.values():
        assert measure.name in listed.out
        assert measure.title[lang] in listed.out
        shown = run("show", measure.name, lang=lang)
        assert (shown.status, shown.err) == (0, "")
        assert measure.id in shown.out.replace("\n", "")
        assert max(widths(shown.out)) <= 80
        assert run("show", measure.id, lang=lang) == shown


def test_show_what_is_not_there(run: Program) -> None:
    found = run("show", "revenue_milestones")
    assert found.status == 2
    assert "revenue_milestone" in found.err


def test_schema(run: Program) -> None:
    assert json.loads(run("schema", "assessment").out) == json.loads(json.dumps(assessment_schema()))
    assert json.loads(run("schema", "rules").out) == rules_schema()
    profile = json.loads(run("schema", "profile").out)
    Draft202012Validator.check_schema(profile)
    assert set(SHIPPED.book.vocabulary.facts) <= set(profile["properties"])
    wrong = run("schema", "profiles")
    assert (wrong.status, wrong.out) == (2, "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_is_a_profile(run: Program, tmp_path: Path, lang: str) -> None:
    target = tmp_path / "new.yaml"
    assert run("new", "profile", "--output", str(target), lang=lang).status == 0
    template = target.read_text("utf-8")
    assert template == run("new", "profile", lang=lang).out
    assert run("evaluate", str(target)).status == 0
    for fact in SHIPPED.book.vocabulary.everything():
        assert f"{fact.name}: " in template
        assert fact.label[lang] in template


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_filled_in_is_a_profile(run: Program, tmp_path: Path, lang: str) -> None:
    """Every line that is a commented key, taken as it stands."""
    template = run("new", "profile", lang=lang).out
    target = tmp_path / "full.yaml"
    keys = (
        {f.name for f in SHIPPED.book.vocabulary.everything()}
        | set(SHIPPED.book.vocabulary.records)
        | {"name", "received"}
    )
    lines = []
    for line in template.splitlines():
        plain = line.removeprefix("# ")
        word, colon, _ = plain.strip().removeprefix("- ").partition(":")
        lines.append(plain if colon and word in keys else line)
    # What is computed is left to be computed: an example need not fit the other examples.
    computed = [f.name for f in SHIPPED.book.vocabulary.everything() if f.defined is not None]
    text = "\n".join(line for line in lines if line.partition(":")[0].strip() not in computed)
    target.write_text(text + "\n", "utf-8")
    found = run("evaluate", str(target), "--format", "json")
    assert (found.status, found.err) == (0, "")
    missing = {c["id"] for a in json.loads(found.out)["awards"] for c in a["causes"] if c["cause"] == "missing"}
    assert missing <= {"annual_revenue"}, "only the years that the example leaves out"


def test_new_of_something_else(run: Program) -> None:
    found = run("new", "policy")
    assert (found.status, found.out) == (2, "")


# -- the program ----------------------------------------------------------------------------------------------


def test_help_and_version(run: Program) -> None:
    for arguments in ((), ("--help",), ("evaluate", "--help"), ("--version",)):
        found = process(*arguments, env={"LC_ALL": "C"})
        assert (found.status, found.err) == (0, ""), arguments
        assert found.out
    assert process("--version").out == f"subsidycalc {subsidycalc.__version__}\n"
    assert process("--version", "list", "--assume", "x") == process("--version"), "the rest is not looked at"
    assert re.search("[\u4e00-\u9fff]", process("--help", env={"LANG": "zh_CN.UTF-8"}).out)


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluat", MAKER),
        ("evaluate",),
        ("evaluate", MAKER, "extra"),
        ("evaluate", MAKER, "--formats", "json"),
        ("evaluate", MAKER, "--format", "xml"),
        ("evaluate", MAKER, "--format"),
        ("evaluate", "no-such-file.yaml"),
        ("evaluate", str(EXAMPLES)),
        ("explain", MAKER),
        ("check", "no-such-folder"),
        ("list", "--rules", "no-such-folder"),
        ("schema",),
        ("new",),
        ("show",),
    ],
)
def test_slips_of_the_pen(run: Program, arguments: tuple[str, ...]) -> None:
    for lang in ("zh", "en"):
        found = run(*arguments, lang=lang)
        assert (found.status, found.out) == (2, ""), arguments
        assert found.err
        assert "Traceback" not in found.err


def test_a_language_that_is_none(run: Program) -> None:
    found = run("list", lang="fr")
    assert (found.status, found.out) == (2, "")
    assert "--lang" in found.err


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN"}, "zh"),
        ({"LANG": "zh_TW.Big5"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_read_from_the_environment(variables: dict[str, str], lang: str) -> None:
    assert language([], variables) == lang
    for said in ("zh", "en"):
        assert language(["evaluate", "--lang", said], variables) == language([f"--lang={said}"], variables) == said


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}, "en"),
        ({"LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"}, "zh"),
    ],
)
def test_what_is_printed_is_utf_8(variables: dict[str, str], lang: str) -> None:
    """A fresh machine has no Chinese locale: the variables are read as text, and no encoding is asked for."""
    found = process("evaluate", GUARANTOR, env=variables)
    assert (found.status, found.err) == (0, "")
    assert ("担保机构奖励" in found.out) == (lang == "zh")
    assert "北京示例担保机构" in found.out


def test_what_is_said_goes_before_the_environment() -> None:
    found = process("evaluate", GUARANTOR, "--lang", "en", env={"LANG": "zh_CN.UTF-8"})
    assert "Guarantee institution reward" in found.out
    assert "合计" not in found.out
    wrong = process("evaluate", "none.yaml", env={"LANG": "zh_CN.UTF-8"})
    assert wrong.status == 2
    assert re.search("[\u4e00-\u9fff]", wrong.err)


# -- terminals ------------------------------------------------------------------------------------------------


def test_colour_only_on_a_terminal_that_wants_it() -> None:
    plain = process("evaluate", MAKER, "--lang", "zh").out
    coloured = on_a_terminal("evaluate", MAKER, "--lang", "zh")
    assert coloured.status == 0
    assert ESCAPE in coloured.out
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.out) == plain
    assert on_a_terminal("evaluate", MAKER, "--lang", "zh", env={"NO_COLOR": "1"}).out == plain
    assert ESCAPE not in on_a_terminal("evaluate", MAKER, env={"NO_COLOR": "1"}).out


def too_long(text: str, columns: int) -> list[str]:
    """Lines beyond the width; a word that is longer than the line may stand alone on it."""
    return [line for line in text.splitlines() if max(widths(line), default=0) > columns and " " in line.strip()]


@pytest.mark.parametrize("columns", [50, 63, 100])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lines_keep_to_the_width(run: Program, columns: int, lang: str) -> None:
    run.monkeypatch.setattr("subsidycalc.cli.common.columns", lambda: columns)
    for measure in PACK.measures.values():
        assert not too_long(run("show", measure.name, lang=lang).out, columns)
        if measure.name != "guarantee_reward" and "firm" in measure.applicants:
            assert not too_long(run("explain", MAKER, measure.name, lang=lang).out, columns)
    for more in ((), ("--assume", ASSUMED), ("--assume", ASSUMED, "--all-readings")):
        assert not too_long(run("evaluate", MAKER, *more, lang=lang).out, columns)


@pytest.mark.parametrize(("columns", "lang"), [(50, "zh"), (120, "en")])
def test_the_width_is_that_of_the_terminal(run: Program, columns: int, lang: str) -> None:
    found = on_a_terminal("explain", MAKER, "project_grant", "--lang", lang, columns=columns)
    assert (found.status, found.err) == (0, "")
    run.monkeypatch.setattr("subsidycalc.cli.common.columns", lambda: columns)
    assert found.out == run("explain", MAKER, "project_grant", lang=lang).out
    assert columns - 20 < max(widths(found.out)) <= columns


def test_a_file_is_80_columns_wide_wherever_it_is_written_from(tmp_path: Path) -> None:
    target = tmp_path / "answer"
    on_a_terminal("evaluate", MAKER, "--lang", "en", "--output", str(target), columns=40)
    assert target.read_text("utf-8") == process("evaluate", MAKER, "--lang", "en").out


def test_a_reader_that_goes_away() -> None:
    """``subsidycalc … | head -1``"""
    ours, theirs = os.pipe()
    os.close(ours)
    with subprocess.Popen(
        [sys.executable, "-c", START, "schema", "rules"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
    ) as running:
        os.close(theirs)
        _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, b"")


def test_two_profiles_do_not_leave_traces_on_each_other(run: Program) -> None:
    first = run("evaluate", MAKER, "--assume", ASSUMED, "--format", "json")
    second: Any = run("evaluate", GUARANTOR, "--format", "json")
    assert run("evaluate", MAKER, "--assume", ASSUMED, "--format", "json") == first
    assert json.loads(second.out)["assumptions"]["values"] == []
