"""The laws of combining, checked on one random instance: what the program says against every completion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from subsidycalc import RuleBook
from tests.combining.instances import (
    Answer,
    Instance,
    assumptions,
    completions,
    filled,
    instance,
    loaded,
    profile,
    readings,
)
from tests.combining.oracle import Outcome, outcome

MOST_COMPLETIONS = 2_000


class Breach(NamedTuple):
    """A law that an instance breaks, and how."""

    law: str
    seed: int
    what: str


class Seen(NamedTuple):
    """What the program says of an instance: ranges in 分 by measure (``None``: no bound), and what is received."""

    total: tuple[int, int | None]
    own: dict[str, tuple[int, int | None]]
    final: dict[str, tuple[int, int | None]]
    counted: dict[str, bool | None]
    data: dict[str, Any]


def seen(book: RuleBook, made: Instance) -> Seen:
    """The answer to an instance."""
    data = book.assess(profile(made), assume=assumptions(made) or None, readings=readings(made)).to_dict()
    awards = {a["id"]: a for a in data["awards"]}
    return Seen(
        _range(data["total"]),
        {id_: _range(a) for id_, a in awards.items()},
        {id_: _range(a["final"]) for id_, a in awards.items()},
        {id_: a["counted"] for id_, a in awards.items()},
        data,
    )


def _range(form: dict[str, Any]) -> tuple[int, int | None]:
    low, high = form["low"], form["high"]
    return _fen(low), None if high is None else _fen(high)


def _fen(text: str) -> int:
    return int(text.replace(".", ""))


def inside(value: int, span: tuple[int, int | None]) -> bool:
    return span[0] <= value and (span[1] is None or value <= span[1])


def narrower(a: tuple[int, int | None], b: tuple[int, int | None]) -> bool:
    return a[0] >= b[0] and (b[1] is None or (a[1] is not None and a[1] <= b[1]))


def definite(seed: int, folder: Path) -> Iterator[Breach]:
    """An instance with nothing open comes to what the oracle says; losses and totals add up."""
    made = instance(Random(seed), gaps=False)
    book = loaded(made, folder)
    if book is None:
        return
    found, wanted = seen(book, made), outcome(made)
    if found.total != (wanted.total * 100,) * 2:
        yield Breach("exact total", seed, f"{found.total} for {wanted}")
    kept = _by_measure(wanted)
    for id_, final in found.final.items():
        if final != (kept.get(id_, 0) * 100,) * 2:
            yield Breach("exact final", seed, f"{id_}: {final} for {wanted}")
    yield from adds_up(seed, found)


def adds_up(seed: int, found: Seen) -> Iterator[Breach]:
    """Awards less losses are the total, for each award and in sum."""
    finals = sum(final[0] for final in found.final.values())
    if finals != found.total[0]:
        yield Breach("finals add up", seed, f"{found.final} to {found.total}")
    for award in found.data["awards"]:
        if award["status"] == "ineligible":
            continue
        lost = sum(_fen(loss["low"]) for loss in award["lost_to"])
        clauses = [loss["clause"] for loss in award["lost_to"]]
        if found.own[award["id"]][0] - lost != found.final[award["id"]][0] or len(clauses) != len(set(clauses)):
            yield Breach("losses add up", seed, f"{award['id']}: {award}")


def open_(seed: int, folder: Path, counts: Counter[str] | None = None) -> Iterator[Breach]:
    """An instance with gaps: sound for every completion, refining as the gaps are filled one by one."""
    rng = Random(seed)
    made = instance(rng, gaps=True)
    book = loaded(made, folder)
    if book is None:
        return
    found = seen(book, made)
    if counts is not None:
        _tally(made, found, counts)
    answers = list(completions(made, rng))
    if len(answers) > MOST_COMPLETIONS:
        return
    for answer in answers:
        yield from _sound(seed, made, found, answer)
    yield from _refining(seed, book, made, found, rng.choice(answers), rng)


def _sound(seed: int, made: Instance, found: Seen, answer: Answer) -> Iterator[Breach]:
    wanted = outcome(filled(made, answer))
    if not inside(wanted.total * 100, found.total):
        yield Breach("sound total", seed, f"{wanted.total} not in {found.total} for {answer}")
    kept = _by_measure(wanted)
    received = {id_ for id_, _ in wanted.kept}
    for measure in made.measures:
        id_ = measure.id
        if not inside(wanted.alone[id_] * 100, found.own[id_]):
            yield Breach("sound own range", seed, f"{id_}: {wanted.alone[id_]} not in {found.own[id_]} for {answer}")
        if not inside(kept.get(id_, 0) * 100, found.final[id_]):
            yield Breach("sound final", seed, f"{id_}: {kept.get(id_, 0)} not in {found.final[id_]} for {answer}")
        counted = found.counted[id_]
        if counted is not None and counted is not (id_ in received):
            yield Breach("sound counted", seed, f"{id_}: {counted} for {answer}")


def _by_measure(wanted: Outcome) -> dict[str, int]:
    kept: dict[str, int] = {}
    for (id_, _), value in wanted.kept.items():
        kept[id_] = kept.get(id_, 0) + value
    return kept


def _refining(seed: int, book: RuleBook, made: Instance, found: Seen, answer: Answer, rng: Random) -> Iterator[Breach]:
    """Fill what is open in some order; no range may widen, and no yes or no may turn."""
    steps: list[tuple[Any, str]] = [(k, "flag") for k, v in made.flags.items() if v is None]
    steps += [(k, "amount") for k, (low, high) in made.amounts.items() if low != high]
    steps += [("", "reading")] if made.reading is None else []
    steps += [("", "received")] if made.received is None else []
    rng.shuffle(steps)
    for key, kind in steps:
        made = _filled_one(made, key, kind, answer)
        after = seen(book, made)
        if not narrower(after.total, found.total):
            yield Breach("refining total", seed, f"{found.total} to {after.total} by {kind} {key}")
        for id_ in found.own:
            for what in ("own", "final"):
                a, b = getattr(after, what)[id_], getattr(found, what)[id_]
                if not narrower(a, b):
                    yield Breach(f"refining {what}", seed, f"{id_}: {b} to {a} by {kind} {key}")
            if found.counted[id_] is not None and after.counted[id_] is not found.counted[id_]:
                yield Breach("refining counted", seed, f"{id_} by {kind} {key}")
        found = after


def _filled_one(made: Instance, key: Any, kind: str, answer: Answer) -> Instance:
    if kind == "flag":
        return made._replace(flags=made.flags | {key: answer.flags[key]})
    if kind == "amount":
        return made._replace(amounts=made.amounts | {key: (answer.amounts[key],) * 2})
    if kind == "reading":
        return made._replace(reading=answer.reading)
    return made._replace(received=answer.received)


def _tally(made: Instance, found: Seen, counts: Counter[str]) -> None:
    """What occurs in an instance."""
    counts["instances"] += 1
    present = {a["id"] for a in found.data["awards"] if a["status"] != "ineligible"}
    for word in {c.word for c in made.clauses if sum(x in present for g in c.groups for x in g) > 0}:
        counts[word] += 1
    for clause in made.clauses:
        counts["hangs"] += clause.hangs is not None
        counts["selector"] += bool(clause.kinds)
        counts["per project"] += "project" in clause.per
    causes = {c["cause"] for a in found.data["awards"] for c in a["causes"]}
    causes |= {c["cause"] for c in found.data["combining"]["causes"]}
    for cause in causes:
        counts[f"cause {cause}"] += 1
    counts["received open"] += made.received is None
    counts["lost"] += any(a["lost_to"] for a in found.data["awards"])
    counts["awards"] += len(found.data["awards"])
    tied = {x for c in made.clauses for g in c.groups for x in g if x in present}
    counts["interacting awards"] += len(tied) if len(tied) > 1 else 0
