"""An assessment: what one firm can count on in one year. Texts are made when asked for, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import text_of
from ..language.source import Source
from ..profile import Firm
from ..readers.explain import World
from ..values.days import day_text
from ..values.quantities import yuan
from .assumptions import Assumptions
from .collecting import MANY, uncollected
from .combining import Combination, amounts
from .editions import editions_form
from .inputs import add_inputs
from .plan import STATUS, Result
from .render import Rendering
from .selection import Selection

if TYPE_CHECKING:
    from .assess import RuleBook

FORMAT = "subsidycalc/assessment/1"
"""Name and version of the JSON form: keys are added, never renamed."""


class Total(NamedTuple):
    """A sum in 分: ``high`` is ``None`` where no bound is known, ``high_known`` leaves out the awards without one."""

    low: int
    high: int | None
    high_known: int
    unbounded: list[str]


class Assessment:
    """The awards of one firm, with their sum. Immutable; ``to_dict`` is its JSON form."""

    def __init__(
        self,
        rules: RuleBook,
        source: Source,
        firm: Firm,
        world: World,
        results: list[Result],
        selection: Selection,
        assumptions: Assumptions,
        readings: dict[str, str],
        presume: bool,
        combination: Combination | None = None,
    ) -> None:
        self.rules, self.firm, self.world = rules, firm, world
        self.results, self.selection = results, selection
        self.combination = combination
        self.assumptions, self.readings = assumptions, readings
        self.source, self.presume = source, presume

    @property
    def year(self) -> int:
        """The year whose facts were judged."""
        return self.world.year

    @property
    def low(self) -> int:
        """What the firm can be sure of, in 分."""
        return self.total().low

    @property
    def high(self) -> int | None:
        """The most that it can come to, in 分; ``None`` where no bound is known."""
        return self.total().high

    def total(self) -> Total:
        """The sum of all awards as they combine."""
        low, known, unbounded = 0, 0, []
        combination = self.combination
        for result in self.results:
            if combination is not None and result.plan.measure.id in combination.part_of:
                continue
            low += result.low
            if result.high is None:
                unbounded.append(result.plan.measure.id)
            else:
                known += result.high
        if combination is not None:
            for part in combination.parts:
                low += part.low
                known += part.high_known
                unbounded += [part.stage.units[number].measure.id for number in part.endless]
            endless = set(unbounded)
            unbounded = [r.plan.measure.id for r in self.results if r.plan.measure.id in endless]
        return Total(low, None if unbounded else known, known, unbounded)

    def to_dict(self, *, lang: str = "en", with_inputs: bool = False) -> dict[str, Any]:
        """The JSON form, with texts in one language (``zh`` or ``en``). Money is text in 元 with two decimals.

        ``with_inputs`` adds what was asked: the profile as it was written, year, day, assumptions and readings.

        Raises:
            Faults: a profile given as Python data was changed after it was assessed, and ``with_inputs`` wants it back.
        """
        render = self.rules.rendering(lang)
        world = self.world
        filled = self.assumptions.values
        if len(self.results) < MANY:
            awards = [render.award(x, world, filled) for x in self.results]
        else:
            awards = uncollected(lambda: [render.award(x, world, filled) for x in self.results])
        combining = self._combine(awards, render)
        if self.rules.instalments:
            self._pay(awards, lang)
        policies = {award["policy"]: None for award in awards}
        total = self.total()
        editions = self.selection.editions
        made = {
            "format": FORMAT,
            "year": world.year,
            "date": day_text(world.date),
            "lang": lang,
            "firm": self.firm.name,
            "applicant": self.firm.applicant,
            "rulebook": render.rulebook(),
            "policies": [render.policy(id_) for id_ in policies],
            "assumptions": self._assumptions(render, lang),
            "awards": awards,
            "total": {
                "low": yuan(total.low),
                "high": yuan(total.high),
                "high_known": yuan(total.high_known),
                "unbounded": total.unbounded,
            },
            "combining": combining,
            "not_concerning": self.selection.others.copy(),
            "not_in_force": self.selection.not_in_force.copy(),
            "other_editions": editions_form(render.book, editions, lang) if editions else [],
        }
        if with_inputs:
            add_inputs(made, self)
        return made

    def _combine(self, awards: list[dict[str, Any]], render: Rendering) -> dict[str, Any]:
        if self.combination is None:
            return {"clauses": [], "choices": [], "causes": []}
        from .settlement import Settlement

        settlement = Settlement(self.combination, render)
        settlement.into(awards, self.results)
        if self.assumptions.values:
            settlement.assumed(awards, self.assumptions.values)
        return settlement.form()

    def _pay(self, awards: list[dict[str, Any]], lang: str) -> None:
        """Split what awards come to in the end into the instalments in which they are paid."""
        from .payments import payments

        for made, result in zip(awards, self.results, strict=True):
            measure = result.plan.measure
            if measure.paid and result.status is not False:
                final = (result.low, result.high)
                combined = None if self.combination is None else self.combination.of_measure(measure.id)
                made["payments"] = payments(final if combined is None else amounts(combined), measure.paid, lang)

    def _assumptions(self, render: Rendering, lang: str) -> dict[str, Any]:
        if not self.assumptions.titles and not self.readings and not self.firm.presumed:
            return {"titles": [], "files": [], "values": [], "readings": [], "presumed": []}
        known = self.assumptions
        return {
            "titles": [text_of(title, lang) for title in known.titles],
            "files": list(dict.fromkeys(x.file for x in (*known.values.values(), *known.readings.values()))),
            "values": [
                {
                    "name": x.name,
                    "what": render.names.figure(x.name, lang),
                    "value": render.assumed_value(x),
                    "from": text_of(x.taken_from, lang),
                    "file": x.file,
                }
                for x in known.values.values()
            ],
            "readings": [
                {
                    "name": name,
                    "what": render.names.question(name, lang),
                    "option": option,
                    "label": render.names.option(name, option, lang),
                    "from": text_of(known.readings[name].taken_from, lang)
                    if name in known.readings and known.readings[name].value == option
                    else None,
                }
                for name, option in self.readings.items()
            ],
            "presumed": [
                {"name": fact.name, "what": fact.title(lang), "value": "yes" if fact.presume else "no"}
                for fact in self.firm.presumed
            ],
        }


__all__ = ["FORMAT", "STATUS", "Assessment"]
