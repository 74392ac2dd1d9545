"""Rules that do not load: the place, the line itself, what is wrong and the way out."""

import re
from pathlib import Path

import pytest

from subsidycalc.diagnostics.codes import NUMBERS
from tests.bad_input.refusing import LANGS, MARK, PACK, YEAR, Bad, complains, refused
from tests.end_to_end.running import MAKER, Program

# -- rules ----------------------------------------------------------------------------------------------------

AWARD, CAP, TIER = "share: {of: investment, rate", "at_most: {reading: ceiling", "5亿元: unpublished"
WHO, STEP, FIGURE, HEAD = "eligible: [headquarters_enterprise", "in_the_sector: ", "value: 3000万元", "level: city"
RULES: dict[str, tuple[str, Bad]] = {
    # caps, rates, floors
    "the misspelt key of a cap": (
        CAP,
        Bad("⟦at_mots: 300万元 per project", "shape.unknown_key_near", "at_most may be meant", "是不是 at_most"),
    ),
    "a unit is missing": (CAP, Bad("at_most: ⟦300 per project", "money.no_unit", "300元 or 300万元")),
    "half a unit": (CAP, Bad("at_most: ⟦300万 per project", "money.half_unit", "write 300万元")),
    "a bare cap in for_each": (
        CAP,
        Bad(
            "at_most: ⟦300万元",
            "cap.bare",
            "300万元 per project / 300万元 per firm",
            "请写其中一种：300万元 per project",
        ),
    ),
    "a cap per nothing known": (CAP, Bad("at_most: ⟦5元 per banana", "cap.scope", "firm, year, project")),
    "a cap with per twice": (CAP, Bad("at_most: ⟦5元 per project per firm", "cap.scope_twice", "per firm and year")),
    "a cap without an amount": (CAP, Bad("at_most: ⟦per firm", "cap.bare", "… per firm")),
    "a cap below the floor": (
        CAP,
        Bad("at_least: ⟦500万元\nat_most: 300万元 per project", "cap.below_floor", "the floor cannot exceed"),
    ),
    "a negative cap": (CAP, Bad("at_most: ⟦-300万元 per project", "fact.negative", "write 0 or more")),
    "a negative figure as a cap": (FIGURE, Bad("value: -3000万元", "fact.negative", "write 0 or more")),
    "30 for 30 %": (AWARD, Bad("share: {of: investment, rate: ⟦30}", "rate.bare", "30% if 30 per cent")),
    "rate + 2%": (
        AWARD,
        Bad("share: {of: investment, rate: 30% + ⟦2%}", "rate.plus_percent", "2个百分点", "2个百分点"),
    ),
    "a figure + 2%": (
        AWARD,
        Bad("share: {of: investment, rate: project_grant_rate + ⟦2%}", "rate.plus_percent", "× 1.02"),
    ),
    "plus: 2%": (
        AWARD,
        Bad("share: {of: investment, rate: 30%}\nplus: ⟦2%", "rate.plus_percent", "raise: 2%"),
    ),
    "money + rate": (
        AWARD,
        Bad("share: {of: investment + ⟦30%, rate: 30%}", "money.plus_rate", "base × 110%", "base × 110%"),
    ),
    "money times money": (AWARD, Bad("share: {of: investment * ⟦5元, rate: 30%}", "money.times_money", "a rate")),
    "a number over money": (AWARD, Bad("share: {of: 5 / ⟦investment, rate: 30%}", "money.divides", "check the order")),
    "two ways to compute": (
        AWARD,
        Bad("share: {of: investment, rate: 30%}\nmatch: {of: investment, ratio: 1}", "award.mechanism", "exactly one"),
    ),
    "a list for a value": (AWARD, Bad("share: {of: ⟦[investment], rate: 30%}", "shape.no_list", "without [ ]")),
    "a key is missing": (AWARD, Bad("⟦share: {of: investment}", "shape.missing_key", "add a line rate")),
    "an empty value": (AWARD, Bad("share: {of: investment, rate: ⟦}", "value.empty", "write unpublished")),
    # tiers
    "tiers out of order": (
        TIER,
        Bad("5亿元: 5万元\n⟦2亿元: 2万元", "scale.order", "from the smallest to the largest", "从小到大"),
    ),
    "a tier twice": (TIER, Bad("5亿元: 5万元\n⟦50000万元: 5万元", "scale.twice", "each bound stands once")),
    "a tier twice in the same words": (TIER, Bad("5亿元: 5万元\n⟦5亿元: 5万元", "yaml.duplicate", "keep one")),
    "a tier without a unit": (TIER, Bad("⟦5: 5万元", "money.no_unit", "5元 or 5万元")),
    "以上 as a tier": (TIER, Bad("⟦5亿元以上: 5万元", "quantity.above_below", ">= 5亿元", "民法典第1259条")),
    "a fact as a tier": (TIER, Bad("⟦annual_output: 5万元", "scale.bound", "a published figure")),
    # conditions
    "且 without spaces": (
        WHO,
        Bad("eligible: [⟦总部企业且年度营业收入≥5亿元]", "name.glued", "总部企业 且 年度营业收入", "前后加空格"),
    ),
    "以上 after a number": (WHO, Bad("eligible: [annual_revenue >= ⟦5亿元以上]", "quantity.above_below", "> 5亿元")),
    "以下 after a number": (WHO, Bad("eligible: [annual_revenue >= ⟦5亿元以下]", "quantity.above_below", "<= 5亿元")),
    "以上 without a sign": (WHO, Bad("eligible: [annual_revenue ⟦5亿元以上]", "quantity.above_below", ">= 5亿元")),
    "以上 in one word": (
        WHO,
        Bad("eligible: [⟦年度营业收入5亿元以上]", "quantity.above_below", "年度营业收入 >= 5亿元"),
    ),
    "an unknown fact": (
        WHO,
        Bad("eligible: [⟦anual_revenue > 5元]", "name.unknown_near", "did you mean annual_revenue"),
    ),
    "no option": (WHO, Bad("eligible: [sector = ⟦bananas]", "choice.unknown", "high_end_instruments")),
    "no option in a list": (WHO, Bad('eligible: ["sector in [sensors, ⟦bananas]"]', "choice.unknown", "sensors")),
    "a fact of a project": (
        WHO,
        Bad("eligible: [⟦investment > 5元]", "name.of_record", "sum(investment over projects)"),
    ),
    "money and a number": (WHO, Bad("eligible: [annual_revenue > ⟦5]", "money.no_unit", "5元 or 5万元")),
    "money for a condition": (WHO, Bad("eligible: [⟦annual_revenue]", "type.wanted", "condition")),
    "less than an option": (WHO, Bad("eligible: [⟦sector < sensors]", "type.no_order", "with = or in")),
    "money =": (WHO, Bad("eligible: [⟦annual_revenue = 5元]", "type.no_equality", ">= or <=")),
    "an unknown sign": (WHO, Bad("eligible: ['joint_research ⟦&& joint_research']", "expression.sign", "and, or, not")),
    "a missing bracket": (WHO, Bad("eligible: ['(annual_revenue > 5元⟦']", "expression.ends", "close what is open")),
    "nothing after and": (WHO, Bad("eligible: [joint_research and⟦]", "expression.ends", "finish it")),
    "2025-02-30": (WHO, Bad("eligible: [date >= ⟦2025-02-30]", "date.none", "check month and day")),
    "brackets without end": (
        WHO,
        Bad(f"eligible: ['{'(' * 161}⟦joint_research{')' * 161}']", "expression.deep", "under define:"),
    ),
    "a long expression": (
        WHO,
        Bad(f"eligible: [⟦{' and '.join(['joint_research'] * 300)}]", "expression.long", "under define:"),
    ),
    "on the second line of a text": (
        WHO,
        Bad("eligible: >-\n  joint_research and\n  ⟦joint_reserch", "name.unknown_near", "joint_research"),
    ),
    "a bracket inside a list": (
        WHO,
        Bad("eligible: [sector in ⟦[sensors]]", "yaml.bracket_in_list", "put the entry in quotes", "请给这一项加引号"),
    ),
    "a comma inside braces": (
        AWARD,
        Bad("share: {of: investment, rate: min(project_grant_rate, ⟦30%)}", "yaml.comma_in_flow", '"min(a, b)"'),
    ),
    "a question mark": (WHO, Bad("eligible: [joint_research⟦?]", "expression.sign", "put a name")),
    "a question mark before a value": (
        WHO,
        Bad("eligible: [joint_research, ? ⟦joint_research]", "yaml.start", "quotes"),
    ),
    "a colon in a title": (WHO, Bad("title: a⟦: b", "yaml.colon_in_value", "in quotes")),
    "a colon in a flow title": (WHO, Bad("title: {zh: 甲, en: a⟦: b}", "yaml.colon_in_value", "in quotes")),
    "a condition as a key": (WHO, Bad("eligible: [⟦joint_research: yes]", "shape.unknown_key", "all, any, dated, not")),
    "two keys in a condition": (WHO, Bad("eligible: ⟦{all: [], any: []}", "condition.one_key", "one of all:")),
    # cycles
    "a step that names itself": (
        STEP,
        Bad("in_the_sector: a\na: b\nb: ⟦a", "name.cycle", "one link of the circle", "请去掉其中一环"),
    ),
    "a circle that nothing uses": (STEP, Bad("in_the_sector: joint_research\na: b\nb: ⟦a", "name.cycle", "one link")),
    "a figure that names itself": (FIGURE, Bad("value: ⟦project_grant_ceiling * 2", "name.cycle", "one link")),
    "computed facts in a circle": (
        "joint_research:",
        Bad(
            "a: {type: yes/no, defined: ⟦not b}\nb: {type: yes/no, defined: not a}\njoint_research:",
            "name.cycle",
            "one link",
        ),
    ),
    "records in a circle": (
        "projects:",
        Bad(
            "a: {one: {id: x, zh: x, en: x}, belongs_to: ⟦b}\nb: {one: {id: y, zh: y, en: y}, belongs_to: a}\nprojects:",
            "name.cycle",
            "one link",
        ),
    ),
    "a record that is its own parent": (
        "projects:",
        Bad("a: {one: {id: x, zh: x, en: x}, belongs_to: ⟦a}\nprojects:", "name.cycle", "one link"),
    ),
    "a parent for records of another file": (
        "one: project",
        Bad("one: project\nbelongs_to: ⟦loans", "record.elsewhere", "say belongs_to"),
    ),
    "steps that explode": (
        STEP,
        Bad(
            "in_the_sector: s0\n"
            + "".join(f"s{i}: s{i + 1} and s{i + 1}\n" for i in range(60))
            + "s60: joint_research",
            "expression.heavy",
            "names count as often as they are used",
        ),
    ),
    "a table without end": (
        AWARD,
        Bad(
            "table:\n  ⟦- {when: investment > 1元, pays: 1元}\n"
            + "  - {when: investment > 1元, pays: 1元}\n" * 2000
            + "  - otherwise: nothing",
            "expression.heavy",
            "shorten tables",
        ),
    ),
    # readings, sources, names
    "an unknown reading": (
        CAP,
        Bad("at_most: {reading: ⟦ceiling, a: 5元 per firm}", "reading.unknown", "declared under readings:"),
    ),
    "an option too many": (
        CAP,
        Bad(
            "at_most: {reading: ceiling_of_3000, project: 5元 per project, firm: 5元 per firm, ⟦year: 5元 per firm}",
            "reading.option",
            "project, firm",
        ),
    ),
    "an option too few": (
        CAP,
        Bad("at_most: ⟦{reading: ceiling_of_3000, project: 5元 per project}", "reading.options_missing", "each option"),
    ),
    "an unknown document": (
        "source: {document: report}",
        Bad("source: {document: ⟦reprt}", "document.unknown", "nearest: report"),
    ),
    "an unknown place": ("place: beijing", Bad("place: ⟦beijng", "place.unknown", "nearest: beijing")),
    "an unknown applicant": (
        "applicant: guarantee_institution",
        Bad("applicant: ⟦bank", "choice.unknown", "guarantee_institution"),
    ),
    "an unknown kind of record": (
        "for_each: projects",
        Bad("for_each: ⟦banana", "record.unknown", "projects, spaces, year"),
    ),
    "a reading for a kind of record": (
        "for_each: projects",
        Bad("for_each: ⟦{reading: ceiling_of_3000, project: projects, firm: loans}", "shape.no_map", "as a list"),
    ),
    "a reading for an applicant": (
        "applicant: guarantee_institution",
        Bad("applicant: ⟦{reading: breakthrough, reached: firm, exceeded: institute}", "shape.no_map", "as a list"),
    ),
    "two kinds of record": (
        "for_each: projects",
        Bad("for_each: [projects, ⟦loans]", "record.several", "[loans, year]"),
    ),
    "a name that is none": ("policy: ", Bad("policy: ⟦a/b", "name.shape", "digits")),
    "a period upside down": (
        "in_force: {from",
        Bad("in_force: {from: 2022-03-31, until: ⟦2021-01-01}", "period.backwards", "check from"),
    ),
    "2022-02-30": ("in_force: {from", Bad("in_force: {from: ⟦2022-02-30}", "date.none", "check month and day")),
    # the file
    "a key of another kind of file": (HEAD, Bad("⟦assumptions: {}", "shape.unknown_key", "keys known here")),
    "text for a mapping": ("in_force: {from", Bad("in_force: ⟦2022", "shape.map_wanted", "write key: value")),
    "nothing for a mapping": ("in_force: {from", Bad("in_force:⟦", "shape.map_wanted", "write key: value")),
    "a list for text": (HEAD, Bad("level: ⟦[city]", "shape.text_wanted", "without [ ]")),
    "a duplicate key": (HEAD, Bad("level: city\n⟦level: city", "yaml.duplicate", "keep one of the two")),
    "a tab": (HEAD, Bad("level: city\nnotices:\n⟦\t- a", "yaml.tab", "replace the tab")),
    "an anchor": (HEAD, Bad("level: ⟦&a city", "yaml.anchor", "write the value out")),
    "a tag": (HEAD, Bad("level: ⟦!x city", "yaml.tag", "delete the word with !")),
    "a full-width colon": (HEAD, Bad("level⟦： city", "yaml.fullwidth_colon", "half-width colon")),
    "a NUL after Chinese": (HEAD, Bad("level: 市级⟦\0", "yaml.character", "it may be invisible")),
    "another version": ("language: 1", Bad("language: ⟦2", "language.version", "write language: 1")),
}


def changed(needle: str, replacement: str, text: str | None = None) -> str:
    """The shipped policy with one line replaced by others of the same indentation."""
    lines = (text if text is not None else PACK.read_text("utf-8")).split("\n")
    at = next(i for i, line in enumerate(lines) if line.lstrip().startswith(needle))
    margin = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    lines[at : at + 1] = [margin + line for line in replacement.split("\n")]
    return "\n".join(lines)


@pytest.mark.parametrize(("name", "lang"), [(k, x) for k, (_, b) in RULES.items() for x in LANGS if x == "en" or b.zh])
def test_rules(run: Program, tmp_path: Path, name: str, lang: str) -> None:
    needle, bad = RULES[name]
    bad = bad._replace(text=changed(needle, bad.text))
    (tmp_path / "policy.yaml").write_text(bad.text.replace(MARK, ""), "utf-8")
    found = run("check", "policy.yaml", lang=lang)
    if MARK in bad.text:
        complains(found, "policy.yaml", bad, lang)
    else:  # the place is where the figure is used
        refused(found)
        assert NUMBERS[bad.code] in found.err
    if lang == "en":
        assert run("evaluate", MAKER, "--rules", "policy.yaml").err == found.err, "the same under every command"


@pytest.mark.parametrize(
    ("needle", "replacement"),
    [
        (FIGURE, "value: NaN"),
        (FIGURE, "value: 3000.001元"),
        (STEP, "in_the_sector: sectr = x"),
        (STEP, "in_the_sector: a\na: in_the_sector"),
        (STEP, "in_the_sector: b and c\nb: qqq\nc: b"),
    ],
)
def test_one_mistake_is_one_message(run: Program, tmp_path: Path, needle: str, replacement: str) -> None:
    """What follows from a broken figure or step is not reported as well."""
    (tmp_path / "policy.yaml").write_text(changed(needle, replacement), "utf-8")
    found = run("check", "policy.yaml")
    refused(found)
    assert found.err.count(": SC") == 1, found.err


# -- all at once ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_three_faults_of_a_profile_at_once(run: Program, tmp_path: Path, lang: str) -> None:
    text = YEAR + "annual_revenue: {2024: 8200}\nsector: [sensrs]\nloans: [{name: a, drawn_on: 2025-02-30}]\n"
    (tmp_path / "firm.yaml").write_text(text, "utf-8")
    found = run("evaluate", "firm.yaml", lang=lang)
    refused(found)
    places = re.findall(r"^firm\.yaml:(\d+):(\d+): (SC\d+)", found.err, re.MULTILINE)
    codes = ("money.no_unit", "choice.unknown", "date.none")
    assert places == [
        (x, y, NUMBERS[c]) for (x, y), c in zip((("2", "24"), ("3", "10"), ("4", "29")), codes, strict=True)
    ]
    assert re.search(r"\b3|3处", found.err.splitlines()[-1])


def test_three_faults_of_a_policy_at_once(run: Program, tmp_path: Path) -> None:
    text = changed(CAP, "at_most: 300 per project")
    text = changed(WHO, "eligible: [总部企业且年度营业收入≥5亿元]", text)
    text = changed("place: beijing", "place: beijng", text)
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    found = run("check", "policy.yaml")
    refused(found)
    told = re.findall(r"^policy\.yaml:(\d+):\d+: (SC\d+)", found.err, re.MULTILINE)
    assert [code for _, code in told] == [NUMBERS[c] for c in ("place.unknown", "money.no_unit", "name.glued")]
    assert told == sorted(told, key=lambda x: int(x[0]))


def test_faults_of_all_files_at_once(run: Program, tmp_path: Path) -> None:
    for name, needle, new in (("a", "place: beijing", "place: beijng"), ("b", "policy: ", "policy: ''")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.yaml").write_text(changed(needle, new), "utf-8")
    (tmp_path / "a" / "cases.yaml").write_text("language: 1\ncases:\n  - {name: x}\n", "utf-8")
    found = run("check", str(tmp_path))
    refused(found)
    for file in ("a/policy.yaml:", "b/policy.yaml:", "a/cases.yaml:"):
        assert file in found.err


def test_a_file_of_another_kind_is_told_in_measure(run: Program, tmp_path: Path) -> None:
    (tmp_path / "firm.yaml").write_text("".join(f"k{i}: 1\n" for i in range(100_000)), "utf-8")
    found = run("evaluate", "firm.yaml")
    refused(found)
    assert found.err.count(": SC") == 200
