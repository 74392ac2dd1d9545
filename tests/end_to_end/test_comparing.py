"""``evaluate --with-inputs``, ``verify`` and ``compare`` as people type them, with good files and bad ones."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from wcwidth import wcswidth

from subsidycalc.answers.schema import assessment_schema
from subsidycalc.workbench.schema import comparison_schema
from tests.end_to_end.running import ASSUMED, MAKER, ROOT, Program, Ran, on_a_terminal, process
from tests.test_house import HEAVY, NEVER, THIRD_PARTY, among, imported, third_party

LANGS = ("zh", "en")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    monkeypatch.chdir(tmp_path)
    return Program(capsys, monkeypatch)


@pytest.fixture
def results(run: Program, tmp_path: Path) -> Path:
    """a.json and b.json: the example firm, and the same with fewer employees."""
    text = Path(MAKER).read_text("utf-8").replace("2024: 268", "2024: 400")
    (tmp_path / "b.yaml").write_text(text, "utf-8")
    for profile, name in ((MAKER, "a.json"), ("b.yaml", "b.json")):
        asked = ("evaluate", profile, "--assume", ASSUMED, "--format", "json", "--with-inputs", "-o", name)
        assert run(*asked).status == 0
    return tmp_path


def refused(found: Ran, *words: str) -> None:
    assert found.status == 2, found
    assert found.out == ""
    assert "Traceback" not in found.err
    assert re.search(r": SC\d{3} ", found.err), found.err
    assert re.search(r"^  → \S", found.err, re.MULTILINE), found.err
    for word in words:
        assert word in found.err, found.err


# -- what works -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "more", [(), ("--all-readings",), ("--presume", "--date", "2024-06-30", "--reading", "breakthrough=reached")]
)
def test_what_was_just_written_is_verified(run: Program, more: tuple[str, ...], lang: str) -> None:
    asked = ("evaluate", MAKER, "--assume", ASSUMED, "--format", "json", "--with-inputs", *more)
    written = run(*asked, lang=lang)
    Draft202012Validator(assessment_schema()).validate(json.loads(written.out))
    assert json.loads(written.out)["inputs"]["assumptions"]["values"]
    assert str(ROOT) not in written.out
    for other in LANGS:
        found = run("verify", "-", lang=other, stdin=written.out.encode())
        assert (found.status, found.err) == (0, ""), found
    found = run("compare", "-", "x.json", lang=lang, stdin=written.out.encode())
    refused(found, "x.json")


def test_inputs_are_left_out_unless_asked_for(run: Program) -> None:
    assert "inputs" not in json.loads(run("evaluate", MAKER, "--format", "json").out)


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_inputs_go_with_json_alone(run: Program, form: str) -> None:
    refused(run("evaluate", MAKER, "--with-inputs", "--format", form), "--with-inputs: ", "--format json")


def test_exit_status(run: Program, results: Path) -> None:
    assert run("compare", "a.json", "a.json").status == 0
    assert run("compare", "a.json", "b.json").status == 1
    assert run("verify", "b.json").status == 0
    text = (results / "a.json").read_text("utf-8")
    (results / "a.json").write_text(text.replace('"384000.00"', '"384001.00"'), "utf-8")
    found = run("verify", "a.json")
    assert (found.status, found.err) == (1, "")
    assert "384001.00" in found.out


@pytest.mark.parametrize("lang", LANGS)
def test_json_of_a_comparison(run: Program, results: Path, lang: str) -> None:
    data = json.loads(run("compare", "a.json", "b.json", "--format", "json", lang=lang).out)
    Draft202012Validator(comparison_schema()).validate(data)
    assert data["established"]
    assert data["lang"] == lang
    found = json.loads(run("schema", "comparison").out)
    Draft202012Validator(found).validate(data)


def test_output_to_a_file(run: Program, results: Path) -> None:
    shown = run("compare", "a.json", "b.json", "--format", "markdown").out
    found = run("compare", "a.json", "b.json", "--format", "markdown", "--output", "c.md")
    assert (found.status, found.out) == (1, "")
    assert (results / "c.md").read_text("utf-8") == shown


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("columns", [40, 60, 100])
def test_a_terminal_of_any_width(results: Path, columns: int, lang: str) -> None:
    asked = [str(results / name) for name in ("a.json", "b.json")]
    found = on_a_terminal("compare", *asked, "--lang", lang, columns=columns, env={"NO_COLOR": "1"})
    assert found.status == 1
    files = {word for path in asked for word in (path, f"A: {path},", f"B: {path},", f"A：{path}，2024")}
    for line in found.out.splitlines():
        assert wcswidth(line) <= columns or any(word in line for word in files), line


def test_neither_hash_seed_nor_language_of_the_system_matters(results: Path) -> None:
    asked = ("compare", str(results / "a.json"), str(results / "b.json"), "--lang", "zh")
    usual = process(*asked, env={"PYTHONHASHSEED": "0", "LC_ALL": "C"})
    assert usual.status == 1
    for env in ({"PYTHONHASHSEED": "7", "LANG": "zh_CN.UTF-8"}, {"PYTHONHASHSEED": "random", "TZ": "Asia/Shanghai"}):
        assert process(*asked, env=env) == usual
    assert process(*asked[:3], env={"LANG": "zh_CN.UTF-8"}) == usual


def test_any_name_and_any_pipe_will_do(run: Program, results: Path) -> None:
    (results / "a.txt").write_bytes((results / "a.json").read_bytes().replace(b"  ", b"\t"))
    assert run("verify", "a.txt").status == 0
    assert run("compare", "a.txt", "-", stdin=(results / "a.json").read_bytes()).status == 0


@pytest.mark.parametrize("command", ["verify", "compare"])
def test_a_command_imports_little(results: Path, command: str) -> None:
    modules = imported(command, *[str(results / "a.json")] * (2 if command == "compare" else 1))
    assert not third_party(modules) - THIRD_PARTY
    assert not among(modules, NEVER | HEAVY)


# -- what cannot be read --------------------------------------------------------------------------------------


def test_nothing_there(run: Program, results: Path) -> None:
    found = run("compare", "x.json", "y.json")
    refused(found, "x.json: SC001", "y.json: SC001")
    refused(run("verify", "."), ".: SC002")
    refused(run("verify"), "RESULT")
    refused(run("compare", "a.json"), "B is missing")
    refused(run("compare", "a.json", "b.json", "--format", "xml"), "--format: ", "table, json, markdown")
    refused(run("verify", "a.json", "--rules", "nowhere"), "nowhere: SC001")


BROKEN: dict[str, tuple[str, str]] = {
    "empty": ("", "SC004"),
    "YAML": ("year: 2024\n", "no JSON"),
    "a half": ('{\n  "format": "subsidycalc/assessment/1",\n', "x.json:"),
    "a trailing comma": ('{\n "format": "x",\n}', "x.json:3:1: "),
    "NaN": ('{"format": "x", "year": NaN}', "no JSON"),
    "a comment": ('{"format": "x"} # so', "x.json:1:17: "),
    "a key twice": ('{"format": "x", "format": "y"}', "second time"),
    "too deep": ("[" * 100 + "]" * 100, "nested more than 64"),
    "far too deep": ("[" * 100_000, "nested more than 64"),
    "too large": ('{"format": "' + "x" * 2_000_001 + '"}', "the limit is 2,000,000"),
    "a list": ("[1, 2]", "an object"),
    "a text": ('"x"', "an object"),
    "null": ("null", "an object"),
    "another form": ('{\n  "format": "subsidycalc/assessment/2"\n}', "x.json:2:13: "),
    "a form that is no text": ('{"format": 1}', "subsidycalc/assessment/1"),
    "no form": ("{}", "subsidycalc/assessment/1"),
    "a comparison": ('{"format": "subsidycalc/comparison/1"}', "subsidycalc/assessment/1"),
    "nothing but the form": ('{"format": "subsidycalc/assessment/1"}', "the key awards is missing"),
    "a workbook": ("PK\x03\x04", "SC173"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_no_result(run: Program, results: Path, name: str) -> None:
    text, words = BROKEN[name]
    (results / "x.json").write_text(text, "utf-8")
    refused(run("verify", "x.json"), "x.json", words)
    refused(run("compare", "x.json", "a.json"), "x.json", words)
    refused(run("compare", "a.json", "x.json", lang="zh"), "x.json")


def _award(data: dict[str, Any]) -> Any:
    return next(a for a in data["awards"] if a["items"])


WRONG: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a year in words": (lambda d: d.update(year="2024"), "a whole number"),
    "a year without end": (lambda d: d.update(year=10**4000), "a whole number"),
    "a year that is a truth": (lambda d: d.update(year=True), "a whole number"),
    "money without cents": (lambda d: d["total"].update(low="5"), "two decimals"),
    "money as a number": (lambda d: d["total"].update(low=5.25), "two decimals"),
    "no low": (lambda d: d["total"].update(low=None), "two decimals"),
    "another status": (lambda d: d["awards"][0].update(status="maybe"), "eligible, ineligible"),
    "a status that is a list": (lambda d: d["awards"][0].update(status=[]), "eligible, ineligible"),
    "an award twice": (lambda d: d["awards"].append(d["awards"][0]), "second time"),
    "a record twice": (lambda d: _award(d)["items"].append(_award(d)["items"][0]), "second time"),
    "a pack twice": (lambda d: d["rulebook"]["packs"].append(d["rulebook"]["packs"][0]), "second time"),
    "awards by id": (lambda d: d.update(awards={}), "a list"),
    "an award that is a text": (lambda d: d["awards"].append("x"), "an object"),
    "no final": (lambda d: d["awards"][0].pop("final"), "the key final is missing"),
    "a language of others": (lambda d: d.update(lang="fr"), '"zh" or "en"'),
    "a day that no calendar has": (lambda d: d["inputs"].update(date="2024-02-30"), 'such as "2024-12-31"'),
    "a day that never comes": (lambda d: d["inputs"].update(date="never"), 'such as "2024-12-31"'),
    "inputs that are a list": (lambda d: d.update(inputs=[]), "an object"),
    "no inputs at all": (lambda d: d.update(inputs=None), "an object"),
    "a profile that is a text": (lambda d: d["inputs"].update(profile="x"), "an object"),
    "presumed in words": (lambda d: d["inputs"].update(presume="no"), "true or false"),
    "an assumption without a source": (
        lambda d: next(iter(d["inputs"]["assumptions"]["values"].values())).pop("from"), "the key from is missing"
    ),
    "a title that is a number": (lambda d: d["inputs"]["assumptions"].update(titles=[1]), "one for each language"),
    # What has the right shape and is no possible input.
    "an unknown fact": (lambda d: d["inputs"]["profile"].update(employee={}), "employees"),
    "money without a unit": (lambda d: d["inputs"]["profile"].update(annual_revenue={"2024": "5"}), "5万元"),
    "a number for money": (lambda d: d["inputs"]["profile"].update(annual_revenue={"2024": 5}), "5"),
    "a fraction for a count": (lambda d: d["inputs"]["profile"].update(employees={"2024": 2.5}), "2.5"),
    "a record that is a text": (lambda d: d["inputs"]["profile"].update(projects=["x"]), "project"),
    "received as a text": (lambda d: d["inputs"]["profile"].update(received="x"), "a list"),
    "a receipt that is a text": (lambda d: d["inputs"]["profile"].update(received=["x"]), "received"),
    "a year before all years": (lambda d: d["inputs"].update(year=-5), "four digits"),
    "an unknown reading": (lambda d: d["inputs"]["readings"].update({"x/y": "z"}), "x/y"),
    "an unknown assumption": (
        lambda d: d["inputs"]["assumptions"]["values"].update({"x/y": {"value": "1", "from": "z", "file": "f"}}), "x/y"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_result_of_another_shape(run: Program, results: Path, name: str) -> None:
    change, words = WRONG[name]
    data = json.loads((results / "a.json").read_text("utf-8"))
    change(data)
    (results / "x.json").write_text(json.dumps(data, ensure_ascii=False, indent=2), "utf-8")
    for asked in (("verify", "x.json"), ("compare", "x.json", "b.json"), ("compare", "b.json", "x.json")):
        found = run(*asked)
        refused(found, words)
        assert re.match(r"x\.json:\d+:\d+: SC\d{3} ", found.err), found.err


def test_a_result_without_inputs(run: Program, results: Path) -> None:
    assert run("evaluate", MAKER, "--format", "json", "-o", "plain.json").status == 0
    refused(run("verify", "plain.json"), "plain.json:1:1: ", "--with-inputs")
    refused(run("verify", "plain.json", lang="zh"), "没有附带计算所用的资料")
    found = run("compare", "plain.json", "a.json")
    assert found.status == 1
    assert "cannot be established" in found.out


def test_a_result_of_rules_that_know_other_facts(run: Program, results: Path) -> None:
    """The inputs cannot be read, and why is said with it."""
    rules = "language: 1\npolicy: other\nin_force: {from: 2020-01-01}\nmeasures: {m: {award: 5元}}\n"
    (results / "policy.yaml").write_text(rules, "utf-8")
    found = run("verify", "a.json", "--rules", "policy.yaml")
    refused(found, "made with other rules", "--rules PATH")
    found = run("compare", "a.json", "b.json", "--rules", "policy.yaml")
    assert found.status == 1
    assert "cannot be established" in found.out
