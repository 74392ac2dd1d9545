"""``uses`` and ``rename`` as people type them, in both languages; and a stock with editions through the program."""

import json
from pathlib import Path

import pytest

from tests.end_to_end.running import MAKER, ROOT, Program, process
from tests.workbench.keeping import CASES, POLICY, stock

LANGS = ("zh", "en")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return stock(tmp_path, cases=CASES)


@pytest.mark.parametrize("lang", LANGS)
def test_uses(run: Program, root: Path, lang: str) -> None:
    found = run("uses", "revenue", "--rules", str(root), lang=lang)
    assert (found.status, found.err) == (0, "")
    policy = root / "p" / "policy.yaml"
    line = 'eligible: "revenue of last year > 0元 and growth(revenue) > 10%"'
    assert found.out.splitlines() == [
        {"zh": "fact:revenue（营业收入）：用到2处", "en": "fact:revenue (营业收入): used in 2 places"}[lang],
        {"zh": "声明", "en": "declared"}[lang],
        f"  {root / 'vocabulary' / 'facts.yaml'}:15:3: revenue: {{zh: 营业收入, en: revenue, type: money, per: year, at_least: 0元}}",
        {"zh": "p 的规则", "en": "rules of p"}[lang],
        f"  {policy}:39:16: {line}",
        f"  {policy}:39:53: {line}",
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_what_nothing_uses(run: Program, root: Path, lang: str) -> None:
    found = run("uses", "listed", "--rules", str(root), lang=lang)
    assert found.status == 1
    assert {"zh": "没有任何地方用到。", "en": "Nothing uses it."}[lang] in found.out


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["spendin", "notice_", "cost:x"])
def test_a_name_that_is_none(run: Program, root: Path, lang: str, name: str) -> None:
    found = run("uses", name, "--rules", str(root), lang=lang)
    assert (found.status, found.out) == (2, "")
    assert name in found.err
    assert "  → " in found.err


def test_cases_and_definitions_of_the_vocabulary_are_told_apart() -> None:
    found = process("uses", "employees", "--lang", "en")
    assert found.status == 0
    assert "definitions of the vocabulary\n  rules/vocabulary/firm.yaml:" in found.out
    assert "cases of " in found.out


@pytest.mark.parametrize("lang", LANGS)
def test_rename_shows_and_writes(run: Program, root: Path, lang: str) -> None:
    before = {p: p.read_text("utf-8") for p in root.rglob("*.yaml")}
    shown = run("rename", "spending", "outlay", "--rules", str(root), lang=lang)
    assert shown.status == 0
    assert {p: p.read_text("utf-8") for p in before} == before
    assert "--write" in shown.err
    assert "-    award: {tiers: {of: spending, bounds: reached" in shown.out
    assert "+    award: {tiers: {of: outlay, bounds: reached" in shown.out
    written = run("rename", "spending", "outlay", "--rules", str(root), "--write", lang=lang)
    assert (written.status, written.out) == (0, shown.out)
    assert {"zh": "已写入3个文件：spending 改名为 outlay。", "en": "Files written: 3. spending is now called outlay."}[
        lang
    ] in written.err
    assert (
        run("check", str(root), lang=lang).status
        == run("check", str(stock(root / "old", cases=CASES)), lang=lang).status
    )
    assert run("test", str(root), lang=lang).status == 0
    assert not list(root.rglob(".*"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_diff_can_be_applied(run: Program, root: Path, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown, applied by hand, is what is written."""
    monkeypatch.chdir(root)
    shown = run("rename", "rate", "share_paid", "--rules", ".", lang=lang)
    assert "p/rate" in shown.err  # assumptions files are not looked at
    lines = (root / "p" / "policy.yaml").read_text("utf-8").splitlines()
    file = shown.out.partition("--- p/policy.yaml\n")[2].partition("--- ")[0]
    removed = [line[1:] for line in file.splitlines() if line.startswith("-") and not line.startswith("---")]
    added = [line[1:] for line in file.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert len(removed) == len(added) == 3
    for old, new in zip(removed, added, strict=True):
        lines[lines.index(old)] = new
    run("rename", "rate", "share_paid", "--rules", ".", "--write", lang=lang)
    assert (root / "p" / "policy.yaml").read_text("utf-8").splitlines() == lines


@pytest.mark.parametrize("lang", LANGS)
def test_a_rename_that_breaks_the_rules_says_so_first(run: Program, root: Path, lang: str) -> None:
    found = run("rename", "bound", "staff", "--rules", str(root), "--write", lang=lang)
    assert (found.status, found.out) == (2, "")
    first = {"zh": "NEW: SC", "en": "NEW: SC"}[lang]
    assert found.err.startswith(first)
    assert {"zh": "文件没有改动", "en": "No file was changed"}[lang] in found.err
    assert (root / "p" / "policy.yaml").read_text("utf-8") == POLICY


def test_the_shipped_rules_under_another_name_answer_as_before(tmp_path: Path) -> None:
    root = tmp_path / "rules"
    for path in (ROOT / "rules").rglob("*.yaml"):
        target = root / path.relative_to(ROOT / "rules")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    before = process("evaluate", MAKER, "--rules", str(root), "--lang", "zh")
    done = process("rename", "annual_revenue", "turnover", "--rules", str(root), "--write", "--lang", "zh")
    assert done.status == 0, done.err
    assert process("test", str(root)).status == 0
    after = process("evaluate", MAKER, "--rules", str(root), "--lang", "zh")
    assert (after.status, after.out, after.err) == (0, before.out, "")
    old = process("uses", "annual_revenue", "--rules", str(root), "--lang", "en")
    assert old.out.startswith("fact:turnover ")


@pytest.mark.parametrize("lang", LANGS)
def test_rules_that_say_the_old_name_are_told_the_new_one(run: Program, root: Path, lang: str) -> None:
    run("rename", "spending", "outlay", "--rules", str(root), "--write")
    path = root / "p" / "policy.yaml"
    path.write_text(path.read_text("utf-8").replace("cost < outlay", "cost < spending_"), "utf-8")
    vocabulary = root / "vocabulary" / "facts.yaml"
    vocabulary.write_text(
        vocabulary.read_text("utf-8").replace("was: [spending]", "was: [spending, spending_]"), "utf-8"
    )
    found = run("check", str(root), lang=lang)
    assert found.status == 2
    assert f"{path}:26:16: SC" in found.err
    assert {"zh": "spending_已改名为 outlay", "en": "spending_ is called outlay now"}[lang] in found.err


def test_json_names_the_other_edition(run: Program, root: Path, tmp_path: Path) -> None:
    later = root / "q" / "policy.yaml"
    later.parent.mkdir()
    later.write_text(
        "language: 1\npolicy: q\nreplaces: p\nin_force: {from: 2024-07-01, until: unpublished}\n"
        "measures: {grant: {award: 1元}}\n",
        "utf-8",
    )
    firm = tmp_path / "firm.yaml"
    firm.write_text("year: 2024\n", "utf-8")
    found = run("evaluate", str(firm), "--rules", str(root), "--format", "json")
    data = json.loads(found.out)
    assert [(x["policy"], x["edition"], len(x["measures"])) for x in data["other_editions"]] == [("p", "q", 4)]
    assert {a["policy"] for a in data["awards"]} == {"q"}
    cases = run("test", str(root))
    assert cases.status == 1, "the cases of p judge the end of 2024, when q is in force"
