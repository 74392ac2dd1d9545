"""Every command, as people type it: what it answers, and its exit status."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import subsidycalc
from subsidycalc.answers.schema import assessment_schema
from subsidycalc.language.shape import schema as rules_schema
from subsidycalc.values.days import day_text
from tests.end_to_end.running import (
    ASSUMED,
    ESCAPE,
    MAKER,
    RULES,
    Program,
    process,
    widths,
)

SHIPPED = subsidycalc.load()
PACK = max(SHIPPED.book.policies.values(), key=lambda policy: len(policy.measures))
"""The largest of the shipped policies."""
MEASURE = next(m for m in PACK.measures.values() if m.for_each is not None)


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
    asked = {x["reading"] for x in data["by_reading"]}
    options = [(r.id, option) for r in PACK.readings.values() for option in r.options if r.id in asked]
    assert [(x["reading"], x["option"]) for x in data["by_reading"]] == options != []
    for item in data["by_reading"]:
        alone = json.loads(
            run("evaluate", MAKER, "--reading", f"{item['reading']}={item['option']}", "--format", "json").out
        )
        assert item["total"] == alone["total"]
        assert item["awards"] == [{k: a[k] for k in ("id", "status", "low", "high")} for a in alone["awards"]]
    for reading in PACK.readings.values():
        # What is left out changes nothing, whichever option is taken.
        found = [
            json.loads(run("evaluate", MAKER, "--reading", f"{reading.id}={o}", "--format", "json").out)
            for o in reading.options
        ]
        differ = len(
            {json.dumps([x["total"], [(a["status"], a["low"], a["high"]) for a in x["awards"]]]) for x in found}
        )
        assert (differ > 1) is (reading.id in asked)
        first = f"{reading.id}={next(iter(reading.options))}"
        rest = json.loads(run("evaluate", MAKER, "--all-readings", "--reading", first, "--format", "json").out)
        assert {x["reading"] for x in rest["by_reading"]} == asked - {reading.id}
    for form in ("table", "markdown"):
        text = run("evaluate", MAKER, "--all-readings", "--format", form, lang="zh").out
        for reading in (r for r in PACK.readings.values() if r.id in asked):
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
        | {record.one for record in SHIPPED.book.vocabulary.records.values()}
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
    assert missing <= {"annual_revenue", "quarterly_output"}, "only the periods that the example leaves out"


def test_new_of_something_else(run: Program) -> None:
    found = run("new", "policy")
    assert (found.status, found.out) == (2, "")
