"""Where an answer goes: a file whole or not at all, a terminal in its width and colour, a reader that goes away."""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import subsidycalc
from tests.end_to_end.running import (
    ASSUMED,
    ESCAPE,
    GUARANTOR,
    MAKER,
    ROOT,
    START,
    Program,
    environment,
    on_a_terminal,
    process,
    widths,
)

SHIPPED = subsidycalc.load()
PACK = next(iter(SHIPPED.book.policies.values()))
FORMATS = ("table", "json", "markdown")


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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_fits_a_screen(run: Program, lang: str) -> None:
    """However many policies are shipped: 35 lines of 80 columns."""
    found = run("evaluate", MAKER, "--assume", ASSUMED, lang=lang).out
    assert len(found.splitlines()) <= 35
    assert not too_long(found, 80)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_policies_that_refuse_everything_are_counted_or_listed(run: Program, lang: str) -> None:
    """What is counted is what the longer form lists beside; where nothing is given at all, all is listed."""
    data = json.loads(run("evaluate", MAKER, "--format", "json", lang=lang).out)
    some = {a["policy"] for a in data["awards"] if a["status"] != "ineligible" or a["next"] is not None}
    counted = [a for a in data["awards"] if a["policy"] not in some]
    assert counted
    short, whole = (
        re.sub(r"\n +", " ", run("evaluate", MAKER, *more, lang=lang).out) for more in ((), ("--all-refused",))
    )
    assert "--all-refused" in short
    assert "--all-refused" not in whole
    last = next(line for line in short.splitlines() if "--all-refused" in line)
    policies = len({a["policy"] for a in counted})
    assert re.findall(r"\d+", last) == [str(len(data["not_concerning"])), str(policies), str(len(counted))]
    for award in counted:
        title = award["title"].replace(" ", "")
        assert title in whole.replace(" ", "")
        assert title not in short.replace(" ", "")


def test_where_nothing_is_given_all_is_listed(run: Program, tmp_path: Path) -> None:
    profile = tmp_path / "other.yaml"
    profile.write_text("applicant: firm\nyear: 2021\nregistered_in: huairou\n", "utf-8")
    data = json.loads(run("evaluate", str(profile), "--format", "json").out)
    assert data["awards"]
    assert {a["status"] for a in data["awards"]} == {"ineligible"}
    assert "--all-refused" not in run("evaluate", str(profile)).out
