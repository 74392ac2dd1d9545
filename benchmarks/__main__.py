"""Runs everything in one go and prints one table. Times are never tested: the status is 0 unless amounts disagree."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import yaml
from tabulate import tabulate

import subsidycalc

from .firms import AWARDS, YEAR, Firm, firms
from .peers import zen_rules as zen
from .stock import FIRM, PACK, projects, write_election, write_stock
from .timing import Thunk, Work, in_turns, process_environment, processes_in_turns

HERE = Path(__file__).parent
RULES = HERE / "rules"
OPENFISCA = HERE / "peers" / "openfisca_process.py"
OPENFISCA_PYTHON = os.environ.get("OPENFISCA_PYTHON", sys.executable)
FIRMS, TURNS, SEED = 50, 4, 1
"""How many firms take turns, and how often in a round."""
COPIES = 100
SINGLE_PRECISION = 1e-6
"""OpenFisca computes in float32: its amounts may differ by one part in a million."""

HEADS = ("measured", "beside", "subsidycalc", "the other", "ratio", "bar")
ZEN_FORMS = {
    "expressions, reasons not traced": zen.expressions,
    "expressions, each condition traced": zen.conditions,
    "decision tables": zen.tables,
}
QUICKEST = next(iter(ZEN_FORMS))
"""The quickest first: its trace has the results alone."""


class Row(NamedTuple):
    """A line of the table: two times in seconds, the unit to show them in, the bar if there is one."""

    measured: str
    beside: str
    own: float
    other: float
    unit: str
    bar: str = ""

    def cells(self) -> tuple[str, ...]:
        own, other = (f"{time * {'µs': 1e6, 'ms': 1e3}[self.unit]:.1f} {self.unit}" for time in (self.own, self.other))
        return self.measured, self.beside, own, other, f"{self.own / self.other:.2f}", self.bar


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a first impression")
    quick = parser.parse_args(arguments).quick
    known = firms(FIRMS, SEED)
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            *_beside_zen(known, rounds=10 if quick else 60),
            _many_awards(known, Path(folder), rounds=10 if quick else 100),
            _many_records(Path(folder), rounds=3 if quick else 10),
            *_stock(Path(folder), rounds=5 if quick else 20),
            *_processes(known, Path(folder), pairs=9 if quick else 25),
        ]
    print(tabulate([row.cells() for row in rows], HEADS, tablefmt="pipe", disable_numparse=True))
    print(f"\n{_versions()}")
    return 0


def _versions() -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    return f"Python {python}, subsidycalc {subsidycalc.__version__}, zen-engine {metadata.version('zen-engine')}"


# -- one firm, three awards ---------------------------------------------------------------------------------------


def _beside_zen(known: list[Firm], rounds: int) -> list[Row]:
    book = subsidycalc.load(RULES)
    engines = {form: zen.engine(graph()) for form, graph in ZEN_FORMS.items()}
    for firm in known:
        _agree("subsidycalc", firm, _amounts(book.assess(firm.profile(), year=YEAR).to_dict(lang="en")))
        for form, evaluate in engines.items():
            _agree(f"zen-engine, {form}", firm, zen.awards(evaluate(zen.KEY, firm.numbers(), zen.TRACED)))

    def turns(inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return inputs * (FIRMS * TURNS // len(inputs))

    def own(of: Callable[[int], list[Firm]]) -> Work:
        def prepared(number: int) -> Thunk:
            profiles = turns([firm.profile() for firm in of(number)])

            def run() -> None:
                for profile in profiles:
                    book.assess(profile, year=YEAR).to_dict(lang="en")

            return run

        return prepared

    def peer(evaluate: zen.Evaluate, of: Callable[[int], list[Firm]]) -> Work:
        def prepared(number: int) -> Thunk:
            contexts = turns([firm.numbers() for firm in of(number)])

            def run() -> None:
                for context in contexts:
                    evaluate(zen.KEY, context, zen.TRACED)

            return run

        return prepared

    def again(number: int) -> list[Firm]:
        return known

    def new(number: int) -> list[Firm]:
        return firms(FIRMS * TURNS, SEED + 1 + number)

    works = {"known": own(again), "new": own(new), "zen new": peer(engines[QUICKEST], new)}
    works |= {form: peer(evaluate, again) for form, evaluate in engines.items()}
    best = {name: time / FIRMS / TURNS for name, time in in_turns(works, rounds).items()}
    return [
        *(Row("3 awards, all texts", f"zen, {form}", best["known"], best[form], "µs", _bar(form)) for form in engines),
        Row("the same, amounts never seen before", f"zen, {QUICKEST}", best["new"], best["zen new"], "µs"),
    ]


def _bar(form: str) -> str:
    """Like work is an answer that shows what each condition came to: the form that does not is no bar."""
    return "" if form == QUICKEST else "≤ 1.0"


def _amounts(assessment: dict[str, object]) -> tuple[int, ...]:
    """The amounts of an assessment in 分; each must be a single figure."""
    awards = assessment["awards"]
    assert isinstance(awards, list)
    found = [(award["low"], award["high"]) for award in awards]
    if any(low != high for low, high in found):
        raise SystemExit(f"subsidycalc: not a single figure: {found}")
    return tuple(int(low.replace(".", "")) for low, _ in found)


def _agree(side: str, firm: Firm, amounts: Sequence[float], tolerance: float = 0) -> None:
    """Nothing is timed before all sides give the same three amounts."""
    for name, wanted, found in zip(AWARDS, firm.due(), amounts, strict=True):
        if abs(found - wanted) > wanted * tolerance:
            raise SystemExit(f"{side} pays {found} 分 as {name} to {firm}, and {wanted} is right")


# -- many awards --------------------------------------------------------------------------------------------------


def _many_awards(known: list[Firm], folder: Path, rounds: int) -> Row:
    few, many = subsidycalc.load(RULES), subsidycalc.load(_copied_rules(folder / "rules_300"))
    chosen = known[:5]
    for firm in chosen:
        amounts = _amounts(many.assess(firm.profile(), year=YEAR).to_dict(lang="en"))
        for start in range(0, len(amounts), len(AWARDS)):
            _agree("subsidycalc with 300 awards", firm, amounts[start : start + len(AWARDS)])

    def work(book: subsidycalc.RuleBook, times: int) -> Work:
        profiles = [firm.profile() for firm in chosen] * times

        def run() -> None:
            for profile in profiles:
                book.assess(profile, year=YEAR).to_dict(lang="en")

        return lambda _: run

    # Each side repeats: the collection before a round leaves the caches cold for whoever comes first.
    times = {"few": 100, "many": 4}
    best = in_turns({"few": work(few, times["few"]), "many": work(many, times["many"])}, rounds)
    own, other = (best[side] / len(chosen) / times[side] for side in ("many", "few"))
    return Row("300 awards, all texts", "subsidycalc, 3 awards", own, other, "µs", "≤ 110")


def _copied_rules(folder: Path) -> Path:
    """The benchmark's rules with a hundred copies of each measure."""
    shutil.copytree(RULES, folder)
    path = folder / "benchmark-awards" / "policy.yaml"
    policy = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    policy["measures"] = {f"{n}_{i}": m for i in range(1, COPIES + 1) for n, m in policy["measures"].items()}
    path.write_text(yaml.dump(policy, Dumper=_NoAliases, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


# -- awards that combine over many records, a city's stock of policies -------------------------------------------


def _many_records(folder: Path, rounds: int) -> Row:
    """An election for each project under a ceiling across all of them: the worst of some draws of each size."""
    times = {}
    for count in (20, 200):
        write_election(folder / f"election_{count}", count)
        book = subsidycalc.load(folder / f"election_{count}")
        works = {f"{seed}": _answering(book, projects(count, seed)) for seed in range(5)}
        times[count] = max(in_turns(works, rounds).values())
    return Row("200 records, election under a ceiling", "subsidycalc, 20 records", times[200], times[20], "ms", "≤ 30")


def _stock(folder: Path, rounds: int) -> list[Row]:
    """20,000 measures of which 200 or 400 concern the firm, beside those 200 alone."""
    books = {}
    for name, near, packs in (("200 of 20,000", 1, 100), ("400 of 20,000", 2, 100), ("200 alone", 1, 1)):
        write_stock(folder / name, near, packs)
        books[name] = subsidycalc.load(folder / name)
        found = len(books[name].assess(FIRM, year=YEAR).results)
        if found != near * PACK:
            raise SystemExit(f"{found} measures concern the firm, not {near * PACK}")
    best = in_turns({name: _answering(book, FIRM) for name, book in books.items()}, rounds)
    alone = best.pop("200 alone")
    bars = {"200 of 20,000": "≤ 1.5", "400 of 20,000": "≤ 2.2"}
    return [Row(f"{name} measures", "subsidycalc, 200 alone", t, alone, "ms", bars[name]) for name, t in best.items()]


def _answering(book: subsidycalc.RuleBook, profile: dict[str, Any]) -> Work:
    def run() -> None:
        book.assess(profile, year=YEAR).to_dict(lang="en")

    return lambda _: run


# -- whole processes ----------------------------------------------------------------------------------------------


def _processes(known: list[Firm], folder: Path, pairs: int) -> list[Row]:
    environment = process_environment(str(folder / "bytecode"))
    if subprocess.run(
        [OPENFISCA_PYTHON, "-c", "import openfisca_core"], env=environment, capture_output=True
    ).returncode:
        print("OpenFisca is not installed here; OPENFISCA_PYTHON may name a Python that has it.\n", file=sys.stderr)
        return []
    checked = [_commands(firm, folder / f"firm{number}") for number, firm in enumerate(known[:3])]
    for firm, commands in zip(known, checked, strict=False):
        json_form = [*commands["subsidycalc"], "--format", "json"]
        _agree("subsidycalc", firm, _amounts(_answer(json_form, environment)))
        answer = _answer(commands["OpenFisca"], environment)
        amounts = [float(str(answer[name])) * 100 for name in AWARDS]
        _agree("OpenFisca", firm, amounts, SINGLE_PRECISION)
    times = processes_in_turns(checked[0], environment, pairs)
    own, other = times["subsidycalc"], times["OpenFisca"]
    beside = f"OpenFisca {_openfisca_version(environment)}"
    return [
        Row("whole process, best", beside, min(own), min(other), "ms", "≤ 1.0 (aim 0.75)"),
        Row("whole process, median", beside, median(own), median(other), "ms"),
    ]


def _commands(firm: Firm, folder: Path) -> dict[str, list[str]]:
    """Both commands for one firm, and the files that they read."""
    folder.mkdir()
    profile, periods = folder / "profile.yaml", folder / "firm.json"
    profile.write_text(yaml.safe_dump({"year": YEAR} | firm.profile(), allow_unicode=True, sort_keys=False), "utf-8")
    periods.write_text(json.dumps(firm.periods()), "utf-8")
    return {
        "subsidycalc": [*_program(), "evaluate", str(profile), "--rules", str(RULES), "--lang", "en"],
        "OpenFisca": [OPENFISCA_PYTHON, str(OPENFISCA), str(periods)],
    }


def _program() -> list[str]:
    """The console script beside this interpreter, or what it does where the program is not installed."""
    script = shutil.which("subsidycalc", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-c", "from subsidycalc.cli.main import run; run()"]


def _answer(command: Sequence[str], environment: dict[str, str]) -> dict[str, object]:
    done = subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _openfisca_version(environment: dict[str, str]) -> str:
    code = "from importlib.metadata import version; print(version('openfisca-core'))"
    done = subprocess.run([OPENFISCA_PYTHON, "-c", code], env=environment, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
