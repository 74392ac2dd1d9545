"""Renaming: the words at their places and nothing else, files whole or not at all, and the same meaning afterwards."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import subsidycalc
from subsidycalc.diagnostics import Faults, render
from subsidycalc.workbench.cases import run_cases
from subsidycalc.workbench.named import spelt
from subsidycalc.workbench.rename import ABLE, Renamed, rename
from subsidycalc.workbench.uses import Stock
from subsidycalc.workbench.writing import write_all
from tests.end_to_end.running import MAKER, ROOT
from tests.language.writing import VOCABULARY
from tests.workbench.keeping import CASES, POLICY, stock


def done(root: Path, old: str, new: str) -> Renamed:
    found = rename([root], old, new)
    write_all(found.before, found.after)
    return found


def passes(root: Path) -> bool:
    report = run_cases(subsidycalc.load(root))
    assert report.outcomes
    return all(outcome.passed for outcome in report.outcomes)


def refusal(root: Path | list[Path], old: str, new: str) -> tuple[str, str]:
    """The code of the first fault, and its words in both languages."""
    paths = root if isinstance(root, list) else [root]
    before = {p: p.read_bytes() for x in paths for p in x.rglob("*.yaml")}
    with pytest.raises(Faults) as caught:
        rename(paths, old, new)
    assert {p: p.read_bytes() for p in before} == before
    fault = caught.value.diagnostics[0]
    return fault.code, render(fault, "zh") + render(fault, "en")


# -- what changes ---------------------------------------------------------------------------------------------


def test_only_the_words_at_their_places_change(tmp_path: Path) -> None:
    root = stock(tmp_path, cases=CASES)
    done(root, "spending", "outlay")
    text = (root / "p" / "policy.yaml").read_text("utf-8")
    expected = POLICY
    for old, new in (
        ('"spending >= bound', '"outlay >= bound'),
        ("cost < spending", "cost < outlay"),
        ("min(spending,", "min(outlay,"),
        ("{of: spending,", "{of: outlay,"),
        ("spending: 6万元", "outlay: 6万元"),
    ):
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert text == expected
    assert (root / "p" / "cases.yaml").read_text("utf-8") == CASES.replace("spending: ,", "outlay: ,")
    assert (root / "vocabulary" / "facts.yaml").read_text("utf-8") == VOCABULARY.replace(
        "spending: {zh:", "outlay: {was: [spending], zh:"
    )
    assert passes(root)


NAMES = ("fact:cost", "projects.family", "revenue", "bound", "rate", "window", "whose", "spends", "门槛")


@pytest.mark.parametrize("old", NAMES)
def test_everything_of_its_kind_can_be_renamed(tmp_path: Path, old: str) -> None:
    root = stock(tmp_path, cases=CASES)
    found = done(root, old, "新名")
    assert passes(root)
    after = Stock.load([root])
    assert found.thing not in after.things
    assert len(after.of(found.thing._replace(name="新名"))) >= 2


def test_where_comments_and_sentences_still_say_it(tmp_path: Path) -> None:
    root = stock(tmp_path, cases=CASES)
    found = done(root, "spending", "outlay")
    policy, vocabulary = root / "p" / "policy.yaml", root / "vocabulary" / "facts.yaml"
    lines = [1, 4, 15, 44]
    assert found.left == (f"{vocabulary}:13", *(f"{policy}:{line}" for line in lines))
    text = policy.read_text("utf-8").splitlines()
    assert all("spending" in text[line - 1] for line in lines)
    assert "\n".join(text).count("spending") == len(lines)


def test_lines_are_counted_as_they_are_afterwards(tmp_path: Path) -> None:
    vocabulary = "language: 1\nfacts:\n  x:\n    zh: 甲\n    en: the x of it\n    type: money\n"
    rules = "language: 1\npolicy: p\nin_force: {from: 2020-01-01, until: unpublished}\nmeasures: {m: {award: x}}\n"
    root = stock(tmp_path, rules, vocabulary)
    (place,) = done(root, "x", "y").left
    path, _, line = place.rpartition(":")
    assert Path(path).read_text("utf-8").splitlines()[int(line) - 1] == "    en: the x of it"


def test_there_and_back_leaves_all_but_the_former_name(tmp_path: Path) -> None:
    root = stock(tmp_path, cases=CASES)
    before = {p: p.read_text("utf-8") for p in root.rglob("*.yaml")}
    for old, new in (("bound", "threshold"), ("threshold", "bound"), ("projects.cost", "price"), ("price", "cost")):
        done(root, old, new)
    vocabulary = root / "vocabulary" / "facts.yaml"
    before[vocabulary] = before[vocabulary].replace("cost: {zh", "cost: {was: [price], zh")
    assert {p: p.read_text("utf-8") for p in before} == before
    assert passes(root)


@pytest.mark.parametrize(
    ("declared", "after"),
    [
        ("  x: {type: money}\n", "  y: {was: [x], type: money}\n"),
        ("  x:\n    type: money # a\n", "  y:\n    was: [x]\n    type: money # a\n"),
        ("  x:   # a\n    # b\n    type: money\n", "  y:   # a\n    # b\n    was: [x]\n    type: money\n"),
        ("  x: {type: money, was: [w, v]}\n", "  y: {type: money, was: [x, w, v]}\n"),
        ("  x: {type: money, was: ['w']}\n", "  y: {type: money, was: [x, 'w']}\n"),
        ("  x: {type: money, was: []}\n", "  y: {type: money, was: [x]}\n"),
        ("  x:\n    was:\n      - w\n    type: money\n", "  y:\n    was:\n      - x\n      - w\n    type: money\n"),
        ("  x: {type: money, was: [w, y]}\n", "  y: {type: money, was: [w, x]}\n"),
        ("  'x': {type: money}\n", "  'y': {was: [x], type: money}\n"),
        ('  "x": {type: money}\n', '  "y": {was: [x], type: money}\n'),
    ],
)
def test_the_former_name_is_written_in_the_style_of_the_declaration(tmp_path: Path, declared: str, after: str) -> None:
    head = "language: 1\nfacts:\n"
    rules = "language: 1\npolicy: p\nin_force: {from: 2020-01-01, until: unpublished}\nmeasures: {m: {award: x}}\n"
    root = stock(tmp_path, rules, head + declared)
    done(root, "x", "y")
    assert (root / "vocabulary" / "facts.yaml").read_text("utf-8") == head + after
    done(root, "y", "z")


def test_full_width_letters_and_line_ends_of_windows(tmp_path: Path) -> None:
    policy = POLICY.replace("{of: spending,", "{of: ｓｐｅｎｄｉｎｇ,").replace("\n", "\r\n")
    root = stock(tmp_path, policy, VOCABULARY.replace("\n", "\r\n"))
    found = done(root, "spending", "outlay")
    text = (root / "p" / "policy.yaml").read_bytes().decode()
    assert "{of: outlay," in text
    assert text.count("\r\n") == text.count("\n") == policy.count("\n")
    assert passes(root)
    heads = [line for line in found.diff().split("\n") if not line.endswith("\r")]
    assert all(line.startswith(("--- ", "+++ ", "@@ ")) for line in heads[:-1])


def test_the_diff_is_what_patch_understands(tmp_path: Path) -> None:
    root = stock(tmp_path, POLICY.rstrip("\n"))
    found = rename([root], "rate", "share_paid")
    lines = found.diff().splitlines()
    assert [line for line in lines if line.startswith("+") and not line.startswith("+++")] == [
        "+  share_paid: {unpublished: rate, source: notice}",
        '+      share: {of: "「cost」 + min(spending, outside)", rate: share_paid}',
        "+    assume: {share_paid: 50%}",
    ]
    assert "\\ No newline at end of file" in found.diff()


def test_old_profiles_still_load_with_the_same_result(tmp_path: Path) -> None:
    root = stock(tmp_path)
    facts: dict[str, Any] = {
        "spending": "6万元",
        "rank": "b",
        "projects": [{"name": "x", "cost": "2元", "family": "red"}],
    }
    before = subsidycalc.load(root).assess(facts, year=2024)
    for old, new in (("spending", "outlay"), ("cost", "price"), ("outlay", "expenses")):
        done(root, old, new)
    after = subsidycalc.load(root).assess(facts, year=2024)
    assert (after.low, after.high) == (before.low, before.high)
    assert amounts(after.to_dict()) == amounts(before.to_dict())


def amounts(data: Mapping[str, Any]) -> list[Any]:
    return [(a["id"], a["status"], a["low"], a["high"], [c["what"] for c in a["causes"]]) for a in data["awards"]]


# -- the shipped rules ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Stock:
    return Stock.load([ROOT / "rules"])


def copied(folder: Path) -> Path:
    root = folder / "rules"
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        target = root / path.relative_to(ROOT / "rules")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return root


def test_the_shipped_rules_pass_their_cases_under_other_names(shipped: Stock, tmp_path: Path) -> None:
    """One fact, figure, reading and step of each owner after another; the example profile keeps its result."""
    root = copied(tmp_path)
    before = subsidycalc.load(root).assess(MAKER)
    chosen = {}
    for thing in shipped.things:
        if thing.kind in ABLE and len(shipped.of(thing)) > 3:
            chosen[thing.kind, thing.owner] = thing
    assert {kind for kind, _ in chosen} >= {"fact", "figure", "reading", "step"}
    for number, thing in enumerate(chosen.values()):
        done(root, spelt(thing), f"renamed_{number}")
    assert passes(root)
    after = subsidycalc.load(root).assess(MAKER)
    assert amounts(after.to_dict(lang="zh")) == amounts(before.to_dict(lang="zh"))


# -- what is refused ------------------------------------------------------------------------------------------


NO_NAMES = ("9lives", "a b", "a-b", "year", "date", "and", "或", "yes", "nothing", "name", "received", "")


@pytest.mark.parametrize("new", NO_NAMES)
def test_what_cannot_be_a_name(tmp_path: Path, new: str) -> None:
    code, words = refusal(stock(tmp_path), "spending", new)
    assert code == "rename.word"
    assert "不能作名称" in words


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("spending", "outside", "fact:outside"),
        ("spending", "人数", "fact:staff"),
        ("spending", "projects", "record:projects"),
        ("spending", "项目", "record:projects"),
        ("spending", "bound", "figure:p/bound"),
        ("projects.cost", "spends", "step:p/spends"),
        ("projects.cost", "family", "fact:projects.family"),
        ("bound", "rate", "figure:p/rate"),
        ("bound", "spends", "step:p/spends"),
    ],
)
def test_a_name_that_is_taken(tmp_path: Path, old: str, new: str, other: str) -> None:
    code, words = refusal(stock(tmp_path), old, new)
    assert code == "rename.taken"
    assert other in words


@pytest.mark.parametrize(
    ("old", "code"),
    [
        ("registered_in", "rename.fixed"),
        ("grant", "rename.kind"),
        ("red", "rename.kind"),
        ("projects", "rename.kind"),
        ("nobody_knows_this", "uses.unknown"),
    ],
)
def test_what_cannot_be_renamed(tmp_path: Path, old: str, code: str) -> None:
    assert refusal(stock(tmp_path), old, "other_name")[0] == code


def test_the_same_name_again(tmp_path: Path) -> None:
    assert refusal(stock(tmp_path), "spending", "spending")[0] == "rename.same"


def test_a_name_that_would_be_taken_for_a_figure_is_refused_by_the_rules_themselves(tmp_path: Path) -> None:
    code, words = refusal(stock(tmp_path), "bound", "staff")
    assert code == "rename.breaks"
    assert "文件没有改动" in words


def test_a_name_that_would_hide_another_is_refused(tmp_path: Path) -> None:
    """A loan's fact would be found where the project's was meant."""
    policy = POLICY.replace("combine:", "  lent:\n    for_each: loans\n    award: cost + principal\ncombine:")
    code, words = refusal(stock(tmp_path, policy), "principal", "cost")
    assert code == "rename.meaning"
    assert "no longer mean" in words


def test_a_word_that_means_two_things_is_refused(tmp_path: Path) -> None:
    more = "      cost: {zh: 成本, en: costs, type: money}\n"
    vocabulary = VOCABULARY.replace("      principal: {", f"{more}      principal: {{")
    policy = (
        POLICY.replace("define:", "define:\n  dear: cost > 1元")
        .replace("combine:", "  lent:\n    for_each: loans\n    where: dear\n    award: principal\ncombine:")
        .replace('"cost > 0元', '"dear and cost > 0元')
    )
    code, words = refusal(stock(tmp_path, policy, vocabulary), "projects.cost", "price")
    assert code == "rename.both"
    assert "fact:loans.cost" in words


def test_a_word_written_with_escapes_is_left_to_people(tmp_path: Path) -> None:
    policy = POLICY.replace("{of: spending,", '{of: "sp\\u0065nding",')
    code, words = refusal(stock(tmp_path, policy), "spending", "outlay")
    assert code == "rename.unlike"
    assert ":33:" in words


def test_a_fact_that_others_share_is_renamed_with_them(tmp_path: Path) -> None:
    """A pack alone reads the shipped vocabulary, which is not there for it alone."""
    root = copied(tmp_path)
    packs = [path.parent for path in root.glob("*/policy.yaml")]
    code, _ = refusal([packs[0]], "investment", "outlay")
    assert code == "rename.shared"


# -- writing --------------------------------------------------------------------------------------------------


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = stock(tmp_path, cases=CASES)
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    found = rename([root], "spending", "outlay")
    assert len(found.after) == 3
    plain, count = Path.replace, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == 3:
            raise OSError(28, "No space left on device")
        return plain(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(Faults) as caught:
        write_all(found.before, found.after)
    assert caught.value.diagnostics[0].code == "rename.unwritable"
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before


def test_a_file_that_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    root = stock(tmp_path, cases=CASES)
    found = rename([root], "spending", "outlay")
    path = root / "p" / "policy.yaml"
    path.write_text(POLICY + "# later\n", "utf-8")
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    with pytest.raises(Faults) as caught:
        write_all(found.before, found.after)
    assert caught.value.diagnostics[0].code == "rename.changed"
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before


def test_rights_are_kept(tmp_path: Path) -> None:
    root = stock(tmp_path)
    path = root / "p" / "policy.yaml"
    path.chmod(0o640)
    done(root, "spending", "outlay")
    assert path.stat().st_mode & 0o777 == 0o640
