"""A failure as files that anybody can run again: profiles, assumptions, rules, and the commands."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ...diagnostics import say
from ..files import RuleFiles
from ..given import Given
from ..random_rules import dumped
from .subject import Breach, Subject, Witness

PROGRAM = "subsidycalc"
COMMANDS = "replay.sh"


class Failure(NamedTuple):
    """A law that does not hold: its name, how, where the measure stands, and the commands that show it."""

    law: str
    breach: Breach
    place: str
    commands: tuple[str, ...]

    def sentence(self, lang: str) -> str:
        """What is wrong, in one language."""
        params = {k: say(v[1:], lang) if v.startswith("@") else v for k, v in self.breach.params.items()}
        text = say(self.breach.key, lang, **params)
        return f"{self.place}: {text}" if self.place else text


def failure(law: str, breach: Breach, subject: Subject, paths: Sequence[Path] | None, output: Path | None) -> Failure:
    """A failure, written below ``output`` if there is one.

    ``paths`` load the rules again; without them the rules themselves are written too.
    """
    commands: tuple[str, ...] = ()
    if output is not None:
        commands = tuple(_written(law, breach.witnesses, subject.files, paths, output))
    return Failure(law, breach, _place(breach, subject), commands)


def _place(breach: Breach, subject: Subject) -> str:
    """Where the measure stands that a failure is about."""
    what = breach.params.get("what", "")
    named = [m for m in subject.rules.book.measures() if what == m.id or what.startswith((f"{m.id} ", f"{m.id}:"))]
    return f"{named[0].place.file}:{named[0].place.line}" if named else ""


def _written(
    law: str, witnesses: Iterable[Witness], files: RuleFiles, paths: Sequence[Path] | None, output: Path
) -> list[str]:
    folder = output / law
    folder.mkdir(parents=True, exist_ok=True)
    commands = []
    for witness in witnesses:
        rules = list(paths or ())
        if witness.files is not None or paths is None:
            rules = [folder / f"{witness.name}-rules"]
            (witness.files or files).write(rules[0])
        commands.append(_command(witness, folder, rules))
    (folder / COMMANDS).write_text("".join(f"{command}\n" for command in commands), "utf-8")
    return commands


def _command(witness: Witness, folder: Path, rules: Sequence[Path]) -> str:
    given = witness.given
    profile = folder / f"{witness.name}.yaml"
    profile.write_text(dumped(_texts(given.profile)), "utf-8")
    words = [PROGRAM, "evaluate", str(profile)]
    for path in rules:
        words += ["--rules", str(path)]
    if given.date is not None:
        words += ["--date", given.date]
    if given.assume:
        assumed = folder / f"{witness.name}-assumptions.yaml"
        assumed.write_text(dumped(_assumptions(given)), "utf-8")
        words += ["--assume", str(assumed)]
    for name, option in given.readings.items():
        words += ["--reading", f"{name}={option}"]
    return shlex.join(words)


def _assumptions(given: Given) -> dict[str, Any]:
    values = {name: {"value": str(value), "from": "random"} for name, value in given.assume.items()}
    return {"language": "1", "assumptions": "random", "values": values}


def _texts(data: Any) -> Any:
    """Data with its numbers as text, as a file has them."""
    if isinstance(data, dict):
        return {str(key): _texts(item) for key, item in data.items()}
    if isinstance(data, list):
        return [_texts(item) for item in data]
    return str(data)
