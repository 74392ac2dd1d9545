"""How the awards of one firm combine: totals, what each award comes to in the end, who lost what to which clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from ...diagnostics import Faults, Report
from ...readers.explain import World
from ...rulebook.clauses import Clause
from ..plan import Result
from .ceilings import bound, counted
from .choices import MOST_SETS, TooMany
from .finals import Final, Finals, Outcome, Settled, hull
from .index import ClauseIndex
from .outcome import settled
from .receipts import Receipts
from .scene import Atom, Scene, Stage
from .units import open_readings, units_of

MOST_CASES = 1 << 10
"""So many cases of what is unknown are looked through before the answer is refused."""


class Part(NamedTuple):
    """Awards that clauses tie together, settled: each case, and what holds over all of them."""

    stage: Stage
    clauses: tuple[Clause, ...]
    cases: tuple[tuple[Scene, Settled, Outcome], ...]
    low: int
    high: int
    high_known: int
    endless: frozenset[int]
    finals: Finals

    @property
    def settled(self) -> tuple[Scene, Settled, Outcome] | None:
        """The one case with a definite answer, if nothing is open."""
        return self.cases[0] if len(self.cases) == 1 and self.cases[0][2].chosen is not None else None


class Combination:
    """The settled parts of one assessment; awards that no clause touches are in none."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.part_of = {id_: part for part in parts for id_ in part.stage.by_measure}
        self._totals: dict[str, Final] = {}
        self._units: dict[int, Final] = {}
        for part in parts:
            for id_, units in part.stage.by_measure.items():
                self._totals[id_] = _within(part.finals.measures[id_], units[0].result)
            for unit in part.stage.units:
                self._units[id(unit.part)] = part.finals.units[unit.number]

    def of_measure(self, id_: str) -> Final | None:
        """What a measure comes to over all its records."""
        return self._totals.get(id_)

    def of_part(self, part: Result) -> Final | None:
        """What the award for one record comes to."""
        return self._units.get(id(part))


def _within(final: Final, own: Result) -> Final:
    """No measure comes to more than by itself."""
    most = counted(own.high)
    return Final(min(final.low, most), min(final.high, most), final.counted)


def combined(results: Iterable[Result], index: ClauseIndex, world: World) -> Combination | None:
    """How some awards combine; ``None`` if no clause is about any of them.

    Raises:
        Faults: there are more possible choices than can be looked through; the clause is named.
    """
    by_id = {result.plan.measure.id: result for result in results if index.of(result.plan.measure)}
    if not by_id:
        return None
    parts = []
    for ids, clauses in index.components(result.plan.measure for result in by_id.values()):
        units = units_of((by_id[id_] for id_ in ids), index.by_record)
        if not units:
            continue
        stage = Stage(units, clauses, index, Receipts(world, index, set(ids)), world)
        try:
            parts.append(settle(stage, clauses))
        except TooMany:
            report = Report()
            report.add("clause.too_many", clauses[0].place, clause=clauses[0].id, most=MOST_SETS)
            raise Faults(report.found) from None
    return Combination(parts)


def settle(stage: Stage, clauses: Sequence[Clause]) -> Part:
    """Awards that clauses tie together, over every case of what is open.

    Raises:
        TooMany: there are more possible choices than can be looked through.
    """
    cases = []
    for readings in _readings(stage, clauses):
        first = Scene(stage, readings, {})
        atoms = first.deciding()
        if 1 << len(atoms) > MOST_CASES:
            raise TooMany
        for truths in product((True, False), repeat=len(atoms)):
            fixed: dict[Atom, bool] = dict(zip(atoms, truths, strict=True))
            scene = Scene(stage, readings, fixed) if atoms else first
            state, outcome = settled(scene)
            cases.append((scene, state, outcome))
    outcomes = [outcome for _, _, outcome in cases]
    return Part(
        stage,
        tuple(clauses),
        tuple(cases),
        min(o.low for o in outcomes),
        max(o.high for o in outcomes),
        max(o.high_known for o in outcomes),
        frozenset().union(*(o.endless for o in outcomes)),
        hull([o.finals for o in outcomes]),
    )


def _readings(stage: Stage, clauses: Sequence[Clause]) -> list[dict[str, str]]:
    """Every choice of the open readings that clauses hang on, or that change what own limits are per."""
    book_readings = {c.hangs.reading for c in clauses if c.hangs is not None} - set(stage.world.readings)
    names = sorted(book_readings | open_readings(stage.units, stage.world))
    options = [list(stage.book.reading(name).options) for name in names]
    found = [dict(zip(names, chosen, strict=True)) for chosen in product(*options)]
    if len(found) > MOST_CASES:
        raise TooMany
    return found


def amounts(final: Final) -> tuple[int, int | None]:
    """A range in 分; ``None`` is no bound known."""
    return final.low, bound(final.high)


__all__ = ["Combination", "Part", "amounts", "combined"]
