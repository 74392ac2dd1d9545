"""``laws.check`` and ``subsidycalc test --laws``: they hold for what is right, and catch an engine that is wrong."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import subsidycalc
from subsidycalc.answers import plan
from subsidycalc.answers.assessment import Assessment
from subsidycalc.answers.limits import limited
from subsidycalc.testing import laws
from subsidycalc.testing.files import RuleFiles
from subsidycalc.values import ranges
from tests.end_to_end.running import Program, process

VOCABULARY = """
language: 1
facts:
  fee: {zh: 费用, en: fee, type: money}
  listed: {zh: 已上榜, en: listed, type: yes/no}
records:
  projects:
    zh: 项目
    en: projects
    one: {id: project, zh: 项目, en: project}
    facts:
      invested: {zh: 投资, en: invested, type: money}
"""
POLICY = """
language: 1
policy: p
in_force: {from: 2024-01-01, until: unpublished}
readings:
  way: {asks: Which?, options: [one, two]}
measures:
  cut:
    title: t
    for_each: year
    eligible: [listed, fee >= 7万元]
    award:
      share: {of: fee, rate: up to 20%}
      at_most: 3万元 per firm and year
  each:
    title: t
    for_each: [projects, year]
    award:
      table:
        - {when: invested > 5万元, pays: {reading: way, one: 1万元, two: 2万元}}
        - {otherwise: 500元}
      at_most: 3万元 per firm and year
"""
FILES = RuleFiles({"vocabulary/facts.yaml": VOCABULARY, "p/policy.yaml": POLICY})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    FILES.write(tmp_path / "rules")
    return tmp_path / "rules"


def test_every_law_holds_for_the_shipped_rules() -> None:
    report = laws.check(subsidycalc.load(), examples=20)
    assert report.passed
    assert [result.law for result in report.results] == [law.__name__ for law in laws.LAWS]
    assert all(result.examples > 0 for result in report.results)


def test_every_law_holds_for_rules_that_nobody_has_seen_before() -> None:
    assert laws.check(FILES.load(), files=FILES, examples=100, seed=3).passed


# -- engines that are wrong ---------------------------------------------------------------------------------------

Broken = Callable[[pytest.MonkeyPatch], None]


def too_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hull of several values is the first of them."""
    monkeypatch.setattr(ranges, "hull", lambda values: next(iter(values)))


def unknown_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not known is taken for no."""
    run = plan.Walk.run

    def wrong(self: plan.Walk, result: Any, world: Any, status: Any) -> None:
        run(self, result, world, status)
        if result.status is None:
            result.status, result.low, result.high = False, 0, 0

    monkeypatch.setattr(plan.Walk, "run", wrong)


def cause_is_kept_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first cause of every award is not told."""
    to_dict = Assessment.to_dict

    def wrong(self: Assessment, **options: Any) -> dict[str, Any]:
        data = to_dict(self, **options)
        for award in data["awards"]:
            award["causes"] = award["causes"][1:]
        return data

    monkeypatch.setattr(Assessment, "to_dict", wrong)


def too_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The upper end of what is open lies one 分 too high."""
    bounded = plan._bounded

    def wrong(result: Any, value: Any, status: Any) -> None:
        bounded(result, value, status)
        if result.high is not None and result.low != result.high:
            result.high += 1

    monkeypatch.setattr(plan, "_bounded", wrong)


def half_a_fen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Amounts come as floats."""
    to_dict = Assessment.to_dict

    def wrong(self: Assessment, **options: Any) -> dict[str, Any]:
        data = to_dict(self, **options)
        for award in data["awards"]:
            award["low"] = float(award["low"])
        return data

    monkeypatch.setattr(Assessment, "to_dict", wrong)


def caps_from_below(monkeypatch: pytest.MonkeyPatch) -> None:
    """An award is what its cap leaves over."""

    def wrong(measure: Any, variant: Any, items: Any, value_of: Any, world: Any, vocabulary: Any) -> Any:
        total, acted = limited(measure, variant, items, value_of, world, vocabulary)
        cap = next((value_of(limit) for limit in variant.caps), None)
        return (max(0, 10_000_000 - cap) if isinstance(cap, int) else total), acted

    monkeypatch.setattr("subsidycalc.answers.plan.limited", wrong)


def one_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is paid hangs on how many measures there are."""
    low = Assessment.to_dict

    def wrong(self: Assessment, **options: Any) -> dict[str, Any]:
        data = low(self, **options)
        for award in data["awards"]:
            if award["status"] == "eligible":
                award["low"] = f"{len(data['awards'])}.00"
        return data

    monkeypatch.setattr(Assessment, "to_dict", wrong)


def first_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second record is worth nothing."""
    run = plan.Plan.run

    def wrong(self: plan.Plan, world: Any) -> Any:
        kept = world.records
        world.records = {kind: records[:1] for kind, records in kept.items()}
        found = run(self, world)
        world.records = kept
        return found

    monkeypatch.setattr(plan.Plan, "run", wrong)


WRONG: list[tuple[Broken, str, tuple[str, ...]]] = [
    (too_narrow, "sound", ("less", "more")),
    (unknown_is_no, "sound", ("less", "more")),
    (unknown_is_no, "refining", ("less", "more")),
    (cause_is_kept_back, "causes_named", ("firm",)),
    (too_wide, "tight", ("firm",)),
    (half_a_fen, "exact", ("firm",)),
    (caps_from_below, "raising_a_cap", ("before", "after")),
    (one_for_all, "unrelated_measure", ("before", "after")),
    (first_come, "reordering_records", ("before", "after")),
]


def law(name: str) -> laws.Law:
    return next(x for x in laws.LAWS if x.__name__ == name)


@pytest.mark.parametrize(("wrong", "name", "witnesses"), WRONG, ids=lambda x: getattr(x, "__name__", x))
def test_a_wrong_engine_is_caught_and_the_commands_replay_it(
    wrong: Broken,
    name: str,
    witnesses: tuple[str, ...],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong(monkeypatch)
    book = subsidycalc.load(folder)
    report = laws.check(book, examples=200, laws=[law(name)], output=tmp_path / "out")
    (failure,) = report.failures
    assert failure.law == name
    assert tuple(w.name for w in failure.breach.witnesses) == witnesses
    assert failure.sentence("en") != failure.sentence("zh")
    assert "{" not in failure.sentence("zh")
    assert (tmp_path / "out" / name / "replay.sh").read_text("utf-8").splitlines() == list(failure.commands)
    program = Program(capsys, monkeypatch)
    for witness, command in zip(failure.breach.witnesses, failure.commands, strict=True):
        first, *arguments = shlex.split(command)
        assert first == "subsidycalc"
        shown = program(*arguments, "--format", "json")
        assert shown.status == 0, shown.err
        rules = witness.files.load() if witness.files is not None else book
        expected = witness.given.assess(rules).to_dict()
        found = json.loads(shown.out)
        assert [(a["id"], a["status"], a["low"], a["high"]) for a in found["awards"]] == [
            (a["id"], a["status"], a["low"], a["high"]) for a in expected["awards"]
        ]
        assert found["total"] == expected["total"]


def test_a_failure_is_small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    too_narrow(monkeypatch)
    (failure,) = laws.check(subsidycalc.load(folder), examples=200, laws=[laws.sound]).failures
    less, more = (w.given for w in failure.breach.witnesses)
    assert failure.commands == (), "nothing is written unless a folder is named"
    gone = (set(more.profile) - set(less.profile)) | (set(more.assume) - set(less.assume))
    gone |= set(more.readings) - set(less.readings)
    assert len(gone) <= 1


# -- the command --------------------------------------------------------------------------------------------------


def test_the_command_says_that_all_laws_hold(program: Program, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = program("test", str(folder), "--laws", "--examples", "20", "--output-failures", str(out))
    assert ran.status == 0, ran.out
    assert ran.out.startswith("Laws: 8 checked with up to 20 random firms each (seed 0).\n")
    assert ran.out.count("  holds  ") == 8
    assert not out.exists(), "nothing is written where nothing fails"
    assert "规律：检验 8 条" in program("test", str(folder), "--laws", "--examples", "2", lang="zh").out


def test_the_command_tells_what_fails_and_where(
    program: Program, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown_is_no(monkeypatch)
    asked = ("test", str(folder), "--laws", "--examples", "60", "--output-failures", str(tmp_path / "out"))
    ran = program(*asked)
    assert ran.status == 1
    assert "  FAILS  sound" in ran.out
    line = next(x for x in ran.out.splitlines() if "with less known" in x)
    assert re.match(rf"{re.escape(str(folder))}/p/policy.yaml:\d+: p/\w+", line), line
    assert "  to see it: subsidycalc evaluate " in ran.out
    assert program(*asked).out == ran.out, "the same seed gives the same failure"
    chinese = program(*asked, lang="zh")
    assert "  不成立  可靠" in chinese.out
    assert "所知较少时" in chinese.out


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


@pytest.mark.parametrize(("option", "value"), [("--examples", "0"), ("--examples", "many"), ("--seed", "-1")])
def test_numbers_that_are_none_are_told(program: Program, folder: Path, option: str, value: str) -> None:
    ran = program("test", str(folder), "--laws", option, value)
    assert ran.status == 2
    assert ran.err.startswith(f"{option}: SC")


def test_a_folder_that_cannot_be_written_is_told(
    program: Program, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown_is_no(monkeypatch)
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    ran = program("test", str(folder), "--laws", "--examples", "60", "--output-failures", str(blocked / "out"))
    assert ran.status == 2
    assert "--output-failures: SC" in ran.err


BLOCKED = """
import sys
sys.modules["hypothesis"] = None
"""


def test_without_hypothesis_the_command_names_the_extra() -> None:
    code = f"{BLOCKED}from subsidycalc.cli.main import run; run()"
    ran = process("test", "--laws", "--lang", "en", code=code)
    assert ran.status == 2
    assert "this needs hypothesis, which is not installed" in ran.err
    assert "pip install 'subsidycalc[testing]'" in ran.err
    assert process("test", "--lang", "en", code=code).status == 0


@pytest.mark.parametrize("module", ["strategies", "laws", "laws.relations", "profiles"])
def test_without_hypothesis_an_import_names_the_extra(module: str) -> None:
    ran = process(code=f"{BLOCKED}import subsidycalc.testing.{module}")
    assert "pip install 'subsidycalc[testing]'" in ran.err
