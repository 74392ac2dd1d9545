"""Profiles that cannot be read: the place, the line itself, what is wrong and the way out."""

import json
from pathlib import Path

import pytest

from tests.bad_input.refusing import LANGS, MARK, POLICY, YEAR, Bad, complains
from tests.end_to_end.running import Program

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
    "a unit on a count": Bad(YEAR + "employees: {2024: ⟦12人}", "number.plain", "write the number alone"),
    "30 for 30 %": Bad(
        YEAR + "loans: [{name: a, loan_rate: ⟦30}]", "rate.bare", "30% if 30 per cent", "百分之30写 30%"
    ),
    "a rate above 100 %": Bad(YEAR + "loans: [{name: a, loan_rate: ⟦320%}]", "fact.outside", "at_least and at_most"),
    "no space after a colon in braces": Bad(
        YEAR + "annual_revenue: {2024:⟦4.2亿元}", "yaml.colon_space", "write one between", "空一格"
    ),
    "a unit of another kind": Bad(YEAR + "annual_revenue: {2024: ⟦5美圆}", "quantity.unit", "美元, 欧元", "外币用美元"),
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
    "a part of no whole": Bad(
        YEAR + "leases: [{name: l1}]\nlease_payments:\n  - ⟦{name: p}",
        "records.parent_missing",
        "that is listed: l1",
        "已列出的名称：l1",
    ),
    "a part of another whole": Bad(
        YEAR + "leases: [{name: l1}]\nlease_payments: [{name: p, lease: ⟦qqq}]",
        "records.parent_unknown",
        "that is listed: l1",
        "已列出的名称：l1",
    ),
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
