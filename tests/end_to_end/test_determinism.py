"""No answer depends on the hash seed, time zone, locale, clock, folder, or on the order of keys, files and records."""

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.language.source import read_file
from tests.end_to_end.running import ASSUMED, EXAMPLES, GUARANTOR, MAKER, START, Ran, process

ASKED = ("evaluate", MAKER, "--assume", ASSUMED, "--all-readings", "--format", "json", "--lang", "zh")
ANOTHER_DAY = """
import datetime, time
time.time = lambda: {now}
time.time_ns = lambda: {now} * 10**9
time.localtime = time.gmtime = lambda *_: (_ for _ in ()).throw(AssertionError("the clock was read"))

class Day(datetime.date):
    @classmethod
    def today(cls):
        raise AssertionError("the clock was read")

class Moment(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        raise AssertionError("the clock was read")
    today = utcnow = now

datetime.date, datetime.datetime = Day, Moment
"""


@cache
def usual() -> Ran:
    return process(*ASKED, env={"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"})


@cache
def book() -> RuleBook:
    return subsidycalc.load()


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242"},
        {"PYTHONHASHSEED": "random", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
        {"LANG": "de_DE.ISO-8859-1", "PYTHONOPTIMIZE": "2"},
    ],
    ids=lambda env: " ".join(env.values()),
)
def test_the_surroundings_do_not_matter(env: dict[str, str]) -> None:
    assert usual().status == 0
    assert process(*ASKED, env=env) == usual()


@pytest.mark.parametrize("now", [0, 4_102_444_800])
def test_nobody_looks_at_the_clock(now: int) -> None:
    found = process(*ASKED, code=ANOTHER_DAY.format(now=now) + START)
    assert found == usual()


def test_the_folder_does_not_matter(tmp_path: Path) -> None:
    assert process(*ASKED, cwd=tmp_path) == usual()


COMMANDS = """
import sys
from subsidycalc.cli.main import main
for command in ("list", "show project_grant", "show revenue_milestone", "test", "check", "new profile",
                "schema profile", "schema rules", "schema assessment"):
    assert main([*command.split(), "--lang", "zh"]) == 0
"""


def test_what_is_said_of_rules_does_not_change() -> None:
    first, second = (
        process(code=COMMANDS, env={"PYTHONHASHSEED": seed, "TZ": tz})
        for seed, tz in (("1", "UTC"), ("2", "Asia/Shanghai"))
    )
    assert first == second
    assert first.status == 0


# -- orders ---------------------------------------------------------------------------------------------------


def shuffled(node: Any, dice: random.Random, *, lists: bool = False) -> Any:
    """The same data with the keys of every mapping in another order, and the entries of every list if asked."""
    if isinstance(node, dict):
        keys = list(node)
        dice.shuffle(keys)
        return {key: shuffled(node[key], dice, lists=lists) for key in keys}
    if isinstance(node, list):
        items = [shuffled(item, dice, lists=lists) for item in node]
        if lists:
            dice.shuffle(items)
        return items
    return node


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("path", [MAKER, GUARANTOR])
def test_the_order_of_keys_in_a_profile_does_not_matter(path: str, seed: int) -> None:
    data = read_file(Path(path)).data
    expected = book().assess(data, assume=ASSUMED).to_dict(lang="zh")
    found = book().assess(shuffled(data, random.Random(seed)), assume=ASSUMED).to_dict(lang="zh")
    assert found == expected


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_records_does_not_matter(seed: int) -> None:
    def bare(data: dict[str, Any]) -> Any:
        awards = [
            {k: a[k] for k in ("id", "status", "low", "high")} | {"causes": sorted(map(str, a["causes"]))}
            for a in data["awards"]
        ]
        return data["total"], awards

    data = read_file(Path(MAKER)).data
    mixed = shuffled(data, random.Random(seed), lists=True)
    for assume in (None, ASSUMED):
        assert bare(book().assess(mixed, assume=assume).to_dict()) == bare(book().assess(data, assume=assume).to_dict())


def test_yaml_json_and_python_data_are_the_same_profile(tmp_path: Path) -> None:
    data = read_file(Path(MAKER)).data
    as_json = tmp_path / "firm.json"
    as_json.write_text(json.dumps(data, ensure_ascii=False, indent=2), "utf-8")
    expected = book().assess(MAKER).to_dict()
    assert book().assess(as_json).to_dict() == expected
    assert book().assess(data).to_dict() == expected


def pack(folder: Path, name: str) -> Path:
    path = folder / name / "policy.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        f"language: 1\npolicy: {name}\nin_force: {{from: 2020-01-01}}\n"
        f"facts: {{fact_of_{name}: {{type: yes/no}}}}\n"
        f"measures: {{m: {{eligible: fact_of_{name}, for_each: year, award: unpublished}}}}\n",
        "utf-8",
    )
    return path.parent


def test_the_order_of_packs_does_not_matter(tmp_path: Path) -> None:
    names = ["b", "a", "c"]
    folders = [pack(tmp_path / "one", name) for name in names]
    for name in sorted(names):
        pack(tmp_path / "two", name)
    facts = {"fact_of_a": "yes"}
    expected = subsidycalc.load(*folders).assess(facts, year=2024).to_dict()
    assert [a["policy"] for a in expected["awards"]] == sorted(names)
    for paths in (folders[::-1], [tmp_path / "one"], [tmp_path / "two"], [f / "policy.yaml" for f in folders]):
        assert subsidycalc.load(*paths).assess(facts, year=2024).to_dict() == expected


def test_the_order_of_assumption_files_matters_only_where_they_disagree(tmp_path: Path) -> None:
    lines = Path(ASSUMED).read_text("utf-8")
    head, values = lines.split("values:\n")
    entries = values.split("  beijing")[1:]
    parts = []
    for index, some in enumerate((entries[::2], entries[1::2])):
        path = tmp_path / f"{index}.yaml"
        path.write_text(head + "values:\n" + "".join("  beijing" + e for e in some), "utf-8")
        parts.append(path)

    def amounts(*assume: Path) -> Any:
        data = book().assess(EXAMPLES / "mass-spectrometer-maker.yaml", assume=list(assume)).to_dict()
        return data["total"], [(a["id"], a["low"], a["high"], a["causes"]) for a in data["awards"]]

    assert amounts(*parts) == amounts(*parts[::-1]) == amounts(Path(ASSUMED))
