"""Five thousand changed profiles, rules and options: only exit 0, 1 or 2, and every 2 says where."""

import io
import random
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

import pytest

from subsidycalc.cli import common
from subsidycalc.cli.main import COMMANDS, main
from subsidycalc.diagnostics.codes import NUMBERS
from tests.end_to_end.changing import MEASURES, NASTY, PACK, READINGS, VOCABULARY, changed
from tests.end_to_end.running import ASSUMED, GUARANTOR, MAKER, ROOT, Ran

PROFILES, OPTIONS, ASSUMPTIONS, RULES = 3600, 600, 200, 900
BATCHES = 10


# -- running --------------------------------------------------------------------------------------------------


def ran(arguments: list[str]) -> Ran:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    printed = []
    for stream in (out, err):
        stream.flush()
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        printed.append(buffer.getvalue().decode("utf-8"))
    return Ran(status, *printed)


WHOLE_FILE = {NUMBERS[c] for c in ("file.unreadable", "file.folder", "file.large", "file.binary", "rules.none")}
FAULT = re.compile(r"^(.+?): (SC\d{3}) \S", re.MULTILINE)
OTHER_PLACES = {"MEASURE", "subsidycalc", "schema", "new", "why"}


def places(found: Ran) -> Iterator[str]:
    """The place of every fault; each is a line of a file, a whole file that is none, or an option."""
    for match in FAULT.finditer(found.err):
        place, code = match.groups()
        located = re.fullmatch(r"(.+):\d+:\d+", place)
        yield place
        assert located or code in WHOLE_FILE or place.startswith("-") or place in OTHER_PLACES, match[0]


def holds(arguments: list[str], about: object) -> int:
    """Run one command, check what must always hold, and give its exit status."""
    try:
        found = ran(arguments)
    except BaseException as error:
        raise AssertionError(f"{type(error).__name__} escaped from {arguments}\n{about!r}") from error
    told = list(places(found))
    assert found.status in (0, 1, 2), (arguments, about)
    assert "Traceback" not in found.err
    if found.status == 2:
        assert told, (found, arguments, about)
        assert "  → " in found.err
        assert found.out == "", (arguments, about)
    else:
        assert not told, (found, arguments, about)
    return found.status


def batch(kind: str, total: int, number: int) -> Iterator[random.Random]:
    for index in range(number, total, BATCHES):
        yield random.Random(f"{kind} {index}")


load = common.rulebook
shipped = cache(lambda: load(None))


@pytest.fixture
def one_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped rules are loaded once; other rules are loaded as ever."""
    monkeypatch.setattr(common, "rulebook", lambda rules: load(rules) if rules else shipped())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lang(rng: random.Random) -> list[str]:
    return ["--lang", rng.choice(["zh", "en"])]


# -- profiles -------------------------------------------------------------------------------------------------

SMALL = '{"year": 2024, "sector": ["sensors"], "annual_revenue": {"2023": "1亿元", "2024": "5亿元"}, "loans": []}'
TEXTS = [Path(MAKER).read_text("utf-8"), Path(GUARANTOR).read_text("utf-8"), SMALL]


@pytest.mark.usefixtures("one_book")
@pytest.mark.parametrize("number", range(BATCHES))
def test_profiles(here: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    seen = set()
    for rng in batch("profile", PROFILES, number):
        text = rng.choices(TEXTS, [6, 2, 2])[0]
        raw = changed(rng, text)
        name = "firm.json" if text is SMALL and rng.random() < 0.8 else "firm.yaml"
        (here / name).write_bytes(raw)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        arguments = ["evaluate", rng.choice([name] * 9 + ["-"]), *lang(rng)]
        if rng.random() < 0.15:
            arguments = ["explain", name, rng.choice(MEASURES), *lang(rng)]
        elif rng.random() < 0.5:
            arguments += ["--format", rng.choice(["json", "markdown", "table"])]
        arguments += rng.choice([[], [], [], ["--presume"], ["--assume", ASSUMED], ["--year", "2023"]])
        seen.add(holds(arguments, raw.decode("utf-8", "replace")))
    assert seen >= {0, 2}


# -- options --------------------------------------------------------------------------------------------------

WORDS = [
    *COMMANDS, *COMMANDS, "--year", "--date", "--lang", "--format", "--reading", "--assume", "--rules", "--presume",
    "--all-readings", "--help", "--version", "-h", "-x", "--", "-", "--yeer=5", "--year=2024", "--lang=zh", MAKER, MAKER,
    GUARANTOR, ASSUMED, "2024", "2024-06-30", "json", "zh", "en", "profile", "rules", "assessment", ".", "nowhere.yaml",
    *MEASURES[:4], *(f"{r}=reached" for r in READINGS), f"{READINGS[1]}=exceeded", str(PACK), "\udcff", "x" * 300,
]  # fmt: skip


@pytest.mark.usefixtures("one_book")
@pytest.mark.parametrize("number", range(BATCHES))
def test_options(here: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    seen = set()
    for rng in batch("option", OPTIONS, number):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SMALL.encode())))
        arguments = ["evaluate", MAKER] if rng.random() < 0.6 else [rng.choice(WORDS) for _ in range(2)]
        for _ in range(rng.randrange(1, 4)):
            option = rng.choice([w for w in WORDS if w.startswith("--")])
            arguments += [option, rng.choice([rng.choice(WORDS), rng.choice(NASTY), f"{rng.choice(READINGS)}=each"])]
        rng.shuffle(arguments) if rng.random() < 0.1 else None
        seen.add(holds(arguments, ""))
    assert list(here.iterdir()) == [], "nothing is written"
    assert seen >= {0, 2}


# -- assumptions ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("one_book")
@pytest.mark.parametrize("number", range(BATCHES))
def test_assumptions(here: Path, number: int) -> None:
    text = Path(ASSUMED).read_text("utf-8")
    text += f"readings:\n  {PACK.parent.name}/{READINGS[1]}: {{option: reached, from: x}}\n"
    seen = set()
    for rng in batch("assumption", ASSUMPTIONS, number):
        raw = changed(rng, text)
        (here / "assume.yaml").write_bytes(raw)
        seen.add(holds(["evaluate", MAKER, "--assume", "assume.yaml", *lang(rng)], raw.decode("utf-8", "replace")))
    assert 2 in seen


# -- rules ----------------------------------------------------------------------------------------------------


def fewer(rng: random.Random, text: str) -> str:
    """A policy with a few of its measures: quicker to load, and changed where it matters."""
    head, _, body = text.partition("\nmeasures:\n")
    blocks = re.split(r"(?m)^(?=  \w+:\n    title:)", body)[1:]
    return f"{head}\nmeasures:\n{''.join(rng.sample(blocks, 3))}"


@pytest.mark.parametrize("number", range(BATCHES))
def test_rules(here: Path, number: int) -> None:
    policy = PACK.read_text("utf-8")
    cases = PACK.with_name("cases.yaml").read_text("utf-8")[:4000].rpartition("\n  - ")[0] + "\n"
    (here / "rules" / "pack").mkdir(parents=True)
    (here / "rules" / "vocabulary").mkdir()
    for file in (ROOT / "rules" / "reference").glob("*.yaml"):
        (here / "rules" / "vocabulary" / file.name).write_bytes(file.read_bytes())
    seen = set()
    for rng in batch("rules", RULES, number):
        target = rng.choices(["policy", "cases", "vocabulary"], [8, 1, 1])[0]
        text = fewer(rng, policy) if target == "policy" and rng.random() < 0.8 else policy
        raw = changed(rng, text, phrases=0.6) if target == "policy" else text.encode()
        measure = rng.choice([*re.findall(r"^  (\w+):$", text.partition("\nmeasures:\n")[2], re.MULTILINE), "x"])
        (here / "rules" / "pack" / "policy.yaml").write_bytes(raw)
        (here / "rules" / "pack" / "cases.yaml").write_bytes(changed(rng, cases) if target == "cases" else b"")
        if target != "cases":
            (here / "rules" / "pack" / "cases.yaml").unlink()
        spoilt = rng.choice(VOCABULARY) if target == "vocabulary" else None
        for file in VOCABULARY:
            data = file.read_bytes()
            if file == spoilt:
                raw = data = changed(rng, file.read_text("utf-8"))
            (here / "rules" / "vocabulary" / file.name).write_bytes(data)
        where = "rules" if target == "vocabulary" else "rules/pack"
        arguments = rng.choice(
            [
                ["check", where],
                ["test", where],
                ["list", "--rules", where],
                ["show", measure, "--rules", where],
                ["evaluate", MAKER, "--rules", where],
                ["evaluate", MAKER, "--rules", where, "--format", "json", "--all-readings"],
                ["explain", MAKER, measure, "--rules", where],
                ["schema", "profile", "--rules", where],
                ["new", "profile", "--rules", where],
            ]
        )
        if target == "cases":
            arguments = ["test", where]
        about = (here / "rules" / "pack" / "cases.yaml").read_bytes() if target == "cases" else raw
        seen.add(holds([*arguments, *lang(rng)], about.decode("utf-8", "replace")))
    assert seen >= {0, 2}


def test_there_are_enough() -> None:
    assert PROFILES + OPTIONS + ASSUMPTIONS + RULES >= 5000
    assert len(MEASURES) > 5
    assert len(READINGS) > 1
