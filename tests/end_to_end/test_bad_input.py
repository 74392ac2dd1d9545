"""Whatever people type: exit status 2, the place, the line itself, what is wrong and the way out. Never a traceback.

⟦ stands where the mark under the line is expected; it is taken out before the file is written.
"""

import datetime
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import subsidycalc
from subsidycalc.diagnostics import Faults
from subsidycalc.diagnostics.codes import NUMBERS
from tests.end_to_end.running import MAKER, ROOT, START, Program, Ran, environment, process

MARK = "⟦"
PACK = next((ROOT / "rules").glob("*/policy.yaml"))
POLICY = PACK.parent.name
YEAR = "year: 2024\n"
LANGS = ("en", "zh")


class Bad(NamedTuple):
    """What somebody wrote, the error expected at ⟦, and words of its way out."""

    text: str
    code: str
    way_out: str
    zh: str = ""
    """Words that the Chinese message has."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    monkeypatch.chdir(tmp_path)
    return Program(capsys, monkeypatch)


def refused(found: Ran) -> None:
    assert found.status == 2, found.out
    assert found.out == ""
    assert "Traceback" not in found.err
    assert re.search(r": SC\d{3} ", found.err), found.err


def complains(found: Ran, file: str, bad: Bad, lang: str = "en") -> None:
    refused(found)
    at = bad.text.index(MARK)
    start = bad.text.rfind("\n", 0, at) + 1
    line, column = bad.text.count("\n", 0, at) + 1, at - start + 1
    source = bad.text.replace(MARK, "")[start:].split("\n", 1)[0]
    assert f"{file}:{line}:{column}: {NUMBERS[bad.code]} " in found.err, found.err
    if len(source) <= 100:
        source = source.replace("\t", "·" if file.endswith(".yaml") else " ")
        shown = "".join(c if c.isprintable() else "·" for c in source)
        assert f"  {line:>4} | {shown}\n       | " in found.err, found.err
    assert re.search(r"^ +\| [ 　]*\^$", found.err, re.MULTILINE)
    told = found.err.replace("\n", " ")
    assert (bad.way_out if lang == "en" else bad.zh or "→") in told, found.err
    assert re.search(r"^  → \S", found.err, re.MULTILINE)


# -- profiles -------------------------------------------------------------------------------------------------

PROFILES = {
    # money and numbers
    "money without a unit": Bad(
        YEAR + "annual_revenue: {2024: ⟦8200}", "money.no_unit", "8200元 or 8200万元", "8200元 还是 8200万元"
    ),
    "half a unit": Bad(YEAR + "annual_revenue: {2024: ⟦8200万}", "money.half_unit", "write 8200万元"),
    "negative money": Bad(YEAR + "annual_revenue: {2024: ⟦-5万元}", "fact.negative", "write 0 or more", "不能是负数"),
    "NaN": Bad(YEAR + "annual_revenue: {2024: ⟦NaN}", "quantity.none", "1.5亿元"),
    "inf": Bad(YEAR + "annual_revenue: {2024: ⟦.inf}", "quantity.none", "1.5亿元"),
    "a huge exponent": Bad(YEAR + "annual_revenue: {2024: ⟦1e999999999元}", "quantity.unit", "money: 元"),
    "a very long number": Bad(
        YEAR + f"annual_revenue: {{2024: ⟦{'9' * 5000}元}}", "quantity.too_long", "at most 36 digits"
    ),
    "finer than a fen": Bad(YEAR + "annual_revenue: {2024: ⟦1.234元}", "money.finer_than_fen", "round it"),
    "dollars": Bad(YEAR + "annual_revenue: {2024: ⟦300万美元}", "money.foreign", "exchange rate"),
    "以上": Bad(YEAR + "annual_revenue: {2024: ⟦5亿元以上}", "range.open", "5亿元 or more", "5亿元 or more"),
    "以下": Bad(YEAR + "annual_revenue: {2024: ⟦5亿元以下}", "range.open", "0 to 5亿元"),
    "a range upside down": Bad(YEAR + "annual_revenue: {2024: ⟦8亿元 to 5亿元}", "range.order", "smaller value first"),
    "no year for a yearly figure": Bad(
        YEAR + "annual_revenue: ⟦8200万元", "value.series", 'annual_revenue: {2024: "8200万元"}'
    ),
    "half a person": Bad(YEAR + "employees: {2024: ⟦12.5}", "number.whole", "without decimals"),
    "a unit on a count": Bad(YEAR + "employees: {2024: ⟦12人}", "quantity.unit", "counts have no unit"),
    "30 for 30 %": Bad(
        YEAR + "loans: [{name: a, loan_rate: ⟦30}]", "rate.bare", "30% if 30 per cent", "百分之30写 30%"
    ),
    "a rate above 100 %": Bad(YEAR + "loans: [{name: a, loan_rate: ⟦320%}]", "fact.outside", "at_least and at_most"),
    # dates and years
    "2025-02-30": Bad(
        YEAR + "loans: [{name: a, drawn_on: ⟦2025-02-30}]", "date.none", "check month and day", "日历上没有"
    ),
    "a date with slashes": Bad(YEAR + "loans: [{name: a, drawn_on: ⟦2025/02/03}]", "date.shape", "2024-03-31"),
    "a year of two digits": Bad("year: ⟦24", "period.year", "four digits"),
    "a quarter for a year": Bad(YEAR + "annual_revenue: {⟦2024Q1: 5元}", "period.year", "four digits"),
    "a year twice": Bad(YEAR + "annual_revenue: {2024: 5元, ⟦2024年: 6元}", "profile.twice", "keep one of the two"),
    "no year at all": Bad("⟦annual_revenue: {2022: 1元}", "profile.no_year", "figures for: 2022", "有数字的年份：2022"),
    # names
    "an unknown fact": Bad(YEAR + "⟦anual_revenue: {2024: 5元}", "profile.unknown_near", "did you mean annual_revenue"),
    "an unknown fact in Chinese": Bad(
        YEAR + "⟦年度营业额: {2024: 5元}", "profile.unknown_near", "did you mean 年度营业收入", "是不是 年度营业收入"
    ),
    "nothing like it": Bad(YEAR + "⟦qqq: 1", "profile.unknown", "check the spelling"),
    "a fact of a loan": Bad(YEAR + "⟦loan_rate: 3%", "profile.of_record", "move it into an entry under loans"),
    "a fact under both names": Bad(
        YEAR + "employees: {2024: 5}\n⟦从业人员: {2024: 6}", "profile.twice", "keep one of the two"
    ),
    "no option": Bad(YEAR + "sector: [⟦sensrs]", "choice.unknown", "such as sensors", "例如 sensors"),
    "options with a Chinese comma": Bad(
        YEAR + "sector: [⟦sensors，other]", "choice.comma", "[sensors, other]", "请用半角逗号"
    ),
    "neither yes nor no": Bad(YEAR + "headquarters_enterprise: ⟦maybe", "truth.shape", "write yes or no"),
    "a list for one value": Bad(YEAR + "registered_in: ⟦[huairou]", "value.one", "without [ ]"),
    "a mapping for a choice": Bad(YEAR + "sector: ⟦{a: b}", "shape.no_map", "several as a list"),
    "an unknown applicant": Bad(YEAR + "applicant: ⟦company", "choice.unknown", "institute"),
    "another size than computed": Bad(
        YEAR + "employees: {2024: 5}\nannual_revenue: {2024: 5万元}\nenterprise_size: ⟦medium",
        "fact.computed_differs",
        "delete enterprise_size",
    ),
    # records
    "records that are no list": Bad(YEAR + "loans: ⟦none", "records.list_wanted", "loans: [] means there are none"),
    "a record that is a word": Bad(YEAR + "loans: [⟦a]", "records.map_wanted", "name: …"),
    "a record without a name": Bad(YEAR + "loans: [⟦{loan_rate: 3%}]", "records.name_missing", "add name:"),
    "two of one name": Bad(
        YEAR + "loans: [{name: a}, {name: ⟦a}]", "records.name_twice", "give each a name of its own"
    ),
    "received without an amount": Bad(
        YEAR + "received: [⟦{award: x/y, year: 2023}]", "received.incomplete", "amount: 50万元"
    ),
    "received under an unknown measure": Bad(
        YEAR + f"received: [{{award: ⟦{POLICY}/nope, amount: 5元, year: 2023}}]", "received.award", f"{POLICY}/"
    ),
    "received with an unknown key": Bad(
        YEAR + "received: [{award: other/y, amount: 5元, year: 2023, ⟦levl: city}]",
        "shape.unknown_key_near",
        "level may be meant",
    ),
    # YAML
    "a duplicate key": Bad(YEAR + "⟦year: 2023", "yaml.duplicate", "keep one of the two", "第 1 行"),
    "a tab": Bad(YEAR + "annual_revenue:\n⟦\t2024: 5元", "yaml.tab", "replace the tab", "制表符"),
    "an anchor": Bad(YEAR + "name: ⟦&a x", "yaml.anchor", "write the value out in full"),
    "an alias": Bad(YEAR + "name: ⟦*a", "yaml.anchor", "write the value out in full"),
    "a tag": Bad(YEAR + "name: ⟦!!python/object/apply:os.system [ls]", "yaml.tag", "delete the word with !"),
    "a second document": Bad(YEAR + "⟦---\nyear: 2023", "yaml.documents", "delete the line ---"),
    "a full-width colon": Bad(YEAR + "name⟦：北京", "yaml.fullwidth_colon", "half-width colon", "半角冒号"),
    "full-width colons alone": Bad("year⟦：2024\nname：北京", "yaml.fullwidth_colon", "half-width colon"),
    "a full-width colon further in": Bad(
        YEAR + "annual_revenue:\n  2024⟦：5亿元", "yaml.fullwidth_colon", "half-width colon"
    ),
    "full-width colons in braces": Bad(
        YEAR + "annual_revenue: {2024⟦：5亿元}", "yaml.fullwidth_colon", "half-width colon"
    ),
    "a full-width comma": Bad(
        YEAR + "annual_revenue: {2024: 5亿元⟦，2023: 4亿元}", "yaml.fullwidth_comma", "2023: 205, 2024: 268"
    ),
    "thousands in braces": Bad(
        YEAR + "annual_revenue: {2024: 3,⟦000万元}", "yaml.comma_in_flow", '{2024: "3,000万元"}', "请给整个表达式或金额"
    ),
    "a colon in a value": Bad(YEAR + "name: a⟦: b", "yaml.colon_in_value", "in quotes"),
    "a colon in a flow value": Bad(YEAR + "loans: [{name: a⟦: b}]", "yaml.colon_in_value", "in quotes"),
    "a question mark that begins a value": Bad(YEAR + "loans: [{? ⟦a}]", "yaml.start", "whole value in quotes"),
    "no space after the colon": Bad("year⟦:2024\nname: x", "yaml.colon_space", "as in year: 2024"),
    "no colon": Bad("⟦year 2024\nname: x", "yaml.no_colon", "write key: value"),
    "a line too far in": Bad(YEAR + "  ⟦name: x", "yaml.indent", "indent it exactly"),
    "a list among keys": Bad(YEAR + "⟦- a", "yaml.indent", "do not mix"),
    "a bracket left open": Bad(YEAR + "loans: ⟦[\n", "yaml.unclosed", "close it"),
    "a bracket closed by the wrong one": Bad(YEAR + "loans: [{name: a⟦]", "yaml.unclosed", "close it"),
    "nothing before a comma": Bad(YEAR + "sector: [⟦, other]", "yaml.no_entry", "delete the ,"),
    "a dash in brackets": Bad(YEAR + "sector: [⟦- other]", "yaml.dash", "commas alone"),
    "a quote left open": Bad(YEAR + "name: ⟦'x", "yaml.quote_open", "close it with the same mark"),
    "text after a quote": Bad(YEAR + 'name: "x" ⟦y', "yaml.after_quote", "inside the marks"),
    "an unknown escape": Bad(YEAR + r'name: "a⟦\d"', "yaml.escape", "single marks"),
    "half a character escaped": Bad(YEAR + r'name: "\u⟦d842"', "yaml.escape", "single marks"),
    "an at sign": Bad(YEAR + "name: ⟦@x", "yaml.start", "put the whole value in quotes"),
    "a list as a key": Bad(YEAR + "? ⟦[a]\n: b", "yaml.key", "write key: value"),
    "a NUL": Bad(YEAR + "name: 北京⟦\0x", "yaml.character", "it may be invisible", "U+0000"),
    "a bell": Bad(YEAR + "name: 北京⟦\ax", "yaml.character", "it may be invisible"),
    "100,000 brackets": Bad("[" * 64 + "⟦" + "[" * 99_936, "yaml.deep", "use fewer levels"),
    "too deep": Bad(YEAR + "a: " + "[" * 63 + "⟦[1" + "]" * 64, "yaml.deep", "use fewer levels"),
    "a word for a file": Bad("⟦hello", "profile.map_wanted", "write key: value"),
    "a list for a file": Bad("⟦- year: 2024", "profile.map_wanted", "write key: value"),
    "another language version": Bad(YEAR + "language: ⟦2", "language.version", "write language: 1"),
    # what only looks like part of the program
    "a word of the catalogue": Bad(YEAR + '⟦"@kind.nothing": 1', "profile.unknown", "check the spelling"),
    "braces": Bad(YEAR + '⟦"{0} {name} {x!r}": 1', "profile.unknown", "check the spelling"),
    "an escape sequence": Bad(YEAR + '⟦"\\e[31mred": 1', "profile.unknown", "check the spelling"),
}


@pytest.mark.parametrize(("name", "lang"), [(k, x) for k, b in PROFILES.items() for x in LANGS if x == "en" or b.zh])
def test_profiles(run: Program, tmp_path: Path, name: str, lang: str) -> None:
    bad = PROFILES[name]
    (tmp_path / "firm.yaml").write_text(bad.text.replace(MARK, ""), "utf-8")
    found = run("evaluate", "firm.yaml", lang=lang)
    complains(found, "firm.yaml", bad, lang)
    assert "\x1b" not in found.err


JSON = {
    "a comma missing": Bad('{"year": 2024 "name"⟦: "x"}', "yaml.unclosed", "commas between its entries"),
    "a key twice": Bad('{"year": 2024, ⟦"year": 2023}', "yaml.duplicate", "keep one of the two"),
    "tabs are no fault, money is": Bad(
        '{\n\t"year": 2024,\n "annual_revenue": {"2024":\t⟦8200}\n}', "money.no_unit", "8200万元"
    ),
    "floats for money": Bad('{"year": 2024, "annual_revenue": {"2024": ⟦8.2e7}}', "quantity.unit", "money: 元"),
    "the end is missing": Bad('⟦{"year": 2024', "yaml.unclosed", "close it"),
}


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("piped", [False, True])
def test_json_profiles(run: Program, tmp_path: Path, name: str, piped: bool) -> None:
    bad = JSON[name]
    raw = bad.text.replace(MARK, "").encode()
    (tmp_path / "firm.json").write_bytes(raw)
    found = run("evaluate", "-", stdin=raw) if piped else run("evaluate", "firm.json")
    complains(found, "<stdin>" if piped else "firm.json", bad)


def test_json_of_other_programs(run: Program, tmp_path: Path) -> None:
    """``null`` is not given; a rare character may come in two halves, as Python writes it."""
    data = {"year": 2024, "name": "𠮷 company", "annual_revenue": None, "employees": {"2024": 5}}
    (tmp_path / "firm.json").write_text(json.dumps(data, indent="\t"), "utf-8")
    found = run("evaluate", "firm.json", "--format", "json")
    assert found.status == 0
    assert "𠮷" in run("evaluate", "firm.json").out


# -- files that are no text -----------------------------------------------------------------------------------

MAKER_TEXT = Path(MAKER).read_text("utf-8")
FILES: dict[str, tuple[bytes, str, str]] = {
    "GBK": (MAKER_TEXT.encode("gb18030"), "file.gbk", "GBK"),
    "UTF-16 with a mark": (MAKER_TEXT.encode("utf-16"), "file.utf16", "UTF-16"),
    "UTF-16 without": (MAKER_TEXT.encode("utf-16-le"), "file.utf16", "UTF-16"),
    "UTF-16 the other way round": (MAKER_TEXT.encode("utf-16-be"), "file.utf16", "UTF-16"),
    "a byte order mark": (MAKER_TEXT.encode("utf-8-sig"), "file.bom", "BOM"),
    "one broken character": (MAKER_TEXT.encode().replace(b"\xe5\xb9", b"\xe5", 1), "file.not_utf8", "UTF-8"),
    "Latin-1": ("year: 2024\nname: café\n".encode("latin-1"), "file.not_utf8", "UTF-8"),
    "surrogates": ("year: 2024\nname: \ud842\n".encode("utf-8", "surrogatepass"), "file.not_utf8", "UTF-8"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" * 40, "file.binary", ".yaml"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "file.binary", ".yaml"),
    "bytes": (bytes(range(256)) * 8, "file.not_utf8", "UTF-8"),
    "NULs": (b"\0" * 100, "yaml.character", "U+0000"),
    "10 MB": (b"name: x\n" * 1_250_000, "file.large", "2,000,000"),
    "empty": (b"", "file.empty", "year: 2024"),
    "blank lines": (b"\n \n", "file.empty", "year: 2024"),
    "a comment alone": (b"# nothing yet\n", "file.empty", "year: 2024"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("lang", LANGS)
def test_files(run: Program, tmp_path: Path, name: str, lang: str) -> None:
    raw, code, word = FILES[name]
    (tmp_path / "firm.yaml").write_bytes(raw)
    found = run("evaluate", "firm.yaml", lang=lang)
    refused(found)
    lineless = code in ("file.binary", "file.large")
    assert re.match(rf"firm\.yaml{'' if lineless else r':[0-9]+:[0-9]+'}: {NUMBERS[code]} ", found.err), found.err
    assert word in found.err
    assert "  → " in found.err


def test_gbk_is_shown_as_it_was_meant(run: Program, tmp_path: Path) -> None:
    (tmp_path / "firm.yaml").write_bytes("year: 2024\nname: 北京示例\n".encode("gbk"))
    found = run("evaluate", "firm.yaml", lang="zh")
    assert "firm.yaml:2:7: SC007 文件编码是 GBK" in found.err
    assert "     2 | name: 北京示例\n" in found.err


@pytest.mark.parametrize("command", [("evaluate",), ("evaluate", MAKER, "--assume"), ("evaluate", MAKER, "--rules")])
@pytest.mark.parametrize("path", ["nothing.yaml", "a\0b", "x" * 5000, ""])
def test_paths_that_are_none(run: Program, command: tuple[str, ...], path: str) -> None:
    found = run(*command, path)
    refused(found)
    assert len(found.err) < 2000


@pytest.mark.parametrize("command", [("evaluate",), ("evaluate", MAKER, "--assume")])
def test_a_folder_for_a_file(run: Program, tmp_path: Path, command: tuple[str, ...]) -> None:
    found = run(*command, str(tmp_path))
    refused(found)
    assert f"{tmp_path}: {NUMBERS['file.folder']} " in found.err
    assert "the path of one .yaml or .json file" in found.err


def test_a_file_that_may_not_be_read(run: Program, tmp_path: Path) -> None:
    path = tmp_path / "firm.yaml"
    path.write_text(YEAR)
    path.chmod(0)
    if os.access(path, os.R_OK):
        path = Path("/proc/self/mem")  # nothing is closed to the superuser but this
    refused(run("evaluate", str(path)))


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
        Bad("for_each: ⟦banana", "record.unknown", "loans, projects, year"),
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
    "a key of another kind of file": (HEAD, Bad("⟦trees: {}", "shape.unknown_key", "keys known here")),
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


# -- the Python face ------------------------------------------------------------------------------------------


def nested(depth: int) -> list[Any]:
    made: list[Any] = []
    for _ in range(depth):
        made = [made]
    return made


class Unprintable:
    """An object that cannot even be shown."""

    def __str__(self) -> str:
        raise ValueError("no")

    __repr__ = __str__


OBJECTS: list[Any] = [
    0.5,
    float("nan"),
    float("inf"),
    True,
    {1},
    frozenset({"x"}),
    ("a", "b"),
    {"a": {"b": {"c": 1}}},
    nested(5),
    nested(100_000),
    object(),
    Unprintable(),
    b"5",
    10**5000,
    -5,
    Decimal("NaN"),
    Decimal("1E+999999999"),
    Decimal("1E-999999999"),
    Fraction(1, 3),
    datetime.date(2024, 1, 1),
    "\ud800",
    "@kind.money",
    "x" * 100_000,
    "9" * 100_000,
    "{}",
    1 + 2j,
]
KEYS = (
    "annual_revenue",
    "employees",
    "sector",
    "registered_in",
    "headquarters_enterprise",
    "loans",
    "received",
    "year",
)
BOOK = subsidycalc.load()


@pytest.mark.parametrize("value", OBJECTS, ids=lambda value: type(value).__name__)
def test_python_objects(value: Any) -> None:
    """Read, or refused with the path; nothing else."""
    inside: list[dict[Any, Any]] = [{key: value} for key in KEYS]
    inside += [
        {"annual_revenue": {2024: value}},
        {"employees": {2024: value}},
        {"loans": [value]},
        {"loans": [{"name": value, "loan_rate": value, "drawn_on": value, "interest_paid": {2024: value}}]},
        {"received": [{"award": value, "amount": value, "year": value, "project": value}]},
        {"name": value, "applicant": value, "language": value},
    ]
    try:
        hash(value)
    except TypeError:
        pass
    else:
        inside += [{value: 1}, {"annual_revenue": {value: "5元"}}, {"loans": [{"name": "a", value: 1}]}]
    for facts in inside:
        try:
            BOOK.assess({"year": 2024} | facts).to_dict(lang="zh")
        except Faults as faults:
            text = str(faults)
            assert text.startswith("profile: SC"), text[:200]
            assert "  → " in text
            assert len(text) < 10_000


@pytest.mark.parametrize(
    ("facts", "where", "code", "way_out"),
    [
        ({"annual_revenue": {2024: 8200.5}}, "annual_revenue.2024", "value.float", '"8200万元"'),
        ({"annual_revenue": {2024: 8200}}, "annual_revenue.2024", "money.no_unit", "8200元 or 8200万元"),
        ({"annual_revenue": {2024: [1]}}, "annual_revenue.2024", "value.money", "one amount"),
        ({"annual_revenue": {24: "1元"}}, "annual_revenue.24", "period.year", "four digits"),
        ({"loans": [{"name": "a"}, {"name": "b", "loan_rate": 0.3}]}, "loans.2.loan_rate", "value.float", "30%"),
        ({"loans": [{"name": "a", "loan_rate": Fraction(1, 3)}]}, "loans.1.loan_rate", "value.fraction", "Decimal"),
        ({"sector": {"sensrs"}}, "sector", "choice.unknown", "sensors"),
        ({None: 1}, "None", "profile.unknown", "spelling"),
        ({"employees": {2024: 12.0}}, "employees.2024", "value.float", "as text"),
        ({"received": [{"award": ["x"], "amount": "5元", "year": 2023}]}, "received.1.award", "text.shape", "one text"),
    ],
)
def test_python_objects_are_told_by_their_path(facts: dict[Any, Any], where: str, code: str, way_out: str) -> None:
    with pytest.raises(Faults) as caught:
        BOOK.assess({"year": 2024} | facts)
    assert f"profile: {NUMBERS[code]} {where}: " in str(caught.value)
    assert way_out in str(caught.value)


def test_python_numbers_that_are_exact_are_read() -> None:
    facts = {"loans": [{"name": 1, "loan_rate": Decimal("0.032"), "drawn_on": datetime.date(2024, 1, 1)}]}
    sets = {"sector": {"sensors", "other"}, "employees": {2024: 5}, "annual_revenue": {2024: "5元"}}
    assert BOOK.assess({"year": 2024} | facts | sets).to_dict()["year"] == 2024
    orders = [("sensors", "other"), ["sensors", "other"], {"sensors", "other"}]
    assert len({json.dumps(BOOK.assess({"year": 2024, "sector": o}).to_dict()["total"]) for o in orders}) == 1


# -- as a process of its own ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"[" * 100_000, "yaml.deep"),
        (b"- " * 100_000, "yaml.deep"),
        (b"{" * 100_000, "yaml.key"),
        (b"a: " * 100_000, "yaml.colon_in_value"),
        (b'"' * 100_001, "yaml.after_quote"),
        ("年\n".encode("utf-16-le") * 1000, "file.utf16"),
        (b"\0" * 3_000_000, "file.large"),
        (b"", "file.empty"),
        (MAKER_TEXT.encode("gb18030"), "file.gbk"),
    ],
)
def test_hostile_files_in_a_process(tmp_path: Path, raw: bytes, code: str) -> None:
    (tmp_path / "firm.yaml").write_bytes(raw)
    for arguments, stdin in ((("evaluate", "firm.yaml"), b""), (("evaluate", "-"), raw)):
        found = process(*arguments, stdin=stdin, cwd=tmp_path)
        refused(found)
        assert NUMBERS[code] in found.err


def shell(line: str, **env: str) -> Ran:
    found = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        env=environment(LANG="C", PYTHON=sys.executable, START=START, MAKER=MAKER, **env),
        capture_output=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )
    return Ran(found.returncode, found.stdout.decode(), found.stderr.decode())


def _silent(found: Ran) -> bool:
    return found.err == ""


@pytest.mark.parametrize(
    ("line", "status", "holds"),
    [
        ('"$PYTHON" -c "$START" evaluate - <&-', 2, lambda f: "<stdin>:1:1: SC004" in f.err),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" >&-', 0, _silent),
        ('"$PYTHON" -c "$START" evaluate nothing.yaml 2>&-', 2, _silent),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" >/dev/full', 2, lambda f: "stdout: SC167" in f.err),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" --format json >/dev/full', 2, lambda f: "stdout: SC167" in f.err),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" --format json | head -1', 0, _silent),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" | true', 0, _silent),
        ('"$PYTHON" -c "$START" --help | true', 0, _silent),
        ('head -c 30000000 /dev/zero | "$PYTHON" -c "$START" evaluate -', None, lambda f: "SC003" in f.err),
        ('"$PYTHON" -c "$START" evaluate /dev/zero', 2, lambda f: "SC003" in f.err),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" --output /dev/null', 0, _silent),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" --output /dev/stdout | head -1', 0, lambda f: f.out != ""),
        ('PYTHONIOENCODING=ascii "$PYTHON" -c "$START" evaluate 没有.yaml --lang zh', 2, lambda f: "没有" in f.err),
        ('"$PYTHON" -c "$START" evaluate $\'\\xff.yaml\'', 2, lambda f: "SC001" in f.err),
        ('"$PYTHON" -c "$START" explain "$MAKER" $\'\\xff\'', 2, lambda f: "SC165" in f.err),
    ],
)
def test_streams_and_devices(line: str, status: int | None, holds: Callable[[Ran], bool]) -> None:
    found = shell(line)
    assert "Traceback" not in found.err
    assert "Exception ignored" not in found.err
    assert holds(found), found
    if status is not None:
        assert found.status == status, found


def test_a_device_or_a_link_is_not_replaced(run: Program, tmp_path: Path) -> None:
    target, link = tmp_path / "answer", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    assert run("evaluate", MAKER, "--output", str(link)).status == 0
    assert link.is_symlink()
    assert target.read_text("utf-8") == run("evaluate", MAKER).out
    assert run("evaluate", MAKER, "--output", os.devnull).status == 0
    assert not Path(os.devnull).is_file()
