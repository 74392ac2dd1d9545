"""How awards combine, in the JSON form: what each comes to in the end, who lost what, what was chosen at what cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..diagnostics import say
from ..readers.explain import causes
from ..rulebook import clauses as c
from ..rulebook.clauses import Clause
from ..values.quantities import yuan
from .assumptions import Assumed
from .clause_words import ClauseWords
from .combining import Combination
from .combining.best import Best
from .combining.ceilings import bound
from .combining.combination import Part
from .combining.finals import Final
from .combining.losses import RECEIVED, Loss, losses
from .combining.prices import choice, price
from .plan import STATUS, Result
from .render import Rendering

FEW = 2
"""So many awards in whose favour a loss is are named; the form lists all of them."""


class Settlement:
    """Puts a combination into words."""

    def __init__(self, combination: Combination, render: Rendering) -> None:
        self.combination, self.render, self.lang = combination, render, render.lang
        self.clauses = ClauseWords(render.names, render.words, combination.part_of)

    def into(self, awards: Sequence[dict[str, Any]], results: Sequence[Result]) -> None:
        """Write what awards and their records come to in the end, and what they lost, into their forms."""
        own = {r.plan.measure.id: (r.low, r.high) for r in results}
        lost: dict[str, list[Loss]] = {}
        for part in self.combination.parts:
            lost |= losses(part, own)
        for made, result in zip(awards, results, strict=True):
            final = self.combination.of_measure(result.plan.measure.id)
            if final is None:
                continue
            self._final(made, final)
            made["lost_to"] = [self._loss(loss) for loss in lost.get(result.plan.measure.id, ())]
            for item, walked in zip(made["items"], result.items or (), strict=True):
                of_item = self.combination.of_part(walked)
                if of_item is not None:
                    self._final(item, of_item)

    def assumed(self, awards: Sequence[dict[str, Any]], filled: Mapping[str, Assumed]) -> None:
        """Mark the awards under ceilings that were filled in the open."""
        for part in self.combination.parts:
            for clause, program, slots, _, _ in part.stage.values_seen():
                used = self.render.assumed_in(program, slots, filled)
                members = {id_ for group in clause.groups[:1] for id_ in group.ids} - set(clause.groups[1].ids)
                for made in awards:
                    if made["id"] in members and made["status"] != STATUS[False]:
                        made["assumed"] += [x for x in used if x not in made["assumed"]]

    def _final(self, made: dict[str, Any], final: Final) -> None:
        made["final"] = {"low": yuan(final.low), "high": yuan(bound(final.high))}
        made["counted"] = final.counted

    def _loss(self, loss: Loss) -> dict[str, Any]:
        return {
            "clause": loss.clause.id,
            "what": self._why(loss),
            "low": yuan(loss.low),
            "high": yuan(loss.high),
            "to": list(loss.to),
        }

    def _why(self, loss: Loss) -> str:
        names = self._names(loss.to)
        if loss.spent:
            return say("loss.spent", self.lang, to=names, clause=self.clauses.text(loss.clause))
        key = f"loss.{loss.clause.word}"
        if loss.clause.word in (c.CAP, c.REQUIRES) and not names:
            key += "_alone"
        return say(key, self.lang, to=names, clause=self.clauses.text(loss.clause))

    def _names(self, ids: Iterable[str]) -> str:
        named = [self.render.names.measure(x, self.lang) for x in ids if x != RECEIVED and self.clauses.known(x)]
        if RECEIVED in ids:
            named.append(say("combining.received", self.lang))
        text = say("list.comma", self.lang).join(named[:FEW])
        return text + say("table.more", self.lang, count=len(named) - FEW) if len(named) > FEW else text

    # -- the whole --------------------------------------------------------------------------------------------

    def form(self) -> dict[str, Any]:
        """Clauses with what they cost, choices with the second-best, and what is open about them."""
        made: dict[str, Any] = {"clauses": [], "choices": [], "causes": []}
        for part in self.combination.parts:
            made["clauses"] += [self._clause(part, clause) for clause in part.clauses if self._matters(part, clause)]
            found = choice(part)
            if found is not None:
                second = found.runner_up
                made["choices"].append(
                    {
                        "chosen": self._set(part, found.chosen),
                        "runner_up": None if second is None else self._set(part, second),
                    }
                )
            made["causes"] += [cause for cause in self._causes(part) if cause not in made["causes"]]
        return made

    def _matters(self, part: Part, clause: Clause) -> bool:
        """Whether a clause is about some award that is not refused."""
        return any(id_ in part.stage.by_measure for group in clause.groups for id_ in group.ids)

    def _clause(self, part: Part, clause: Clause) -> dict[str, Any]:
        low, high = price(part, clause)
        holds = {any(clause is x for x in scene.clauses) for scene, _, _ in part.cases}
        return {
            "id": clause.id,
            "word": clause.word,
            "what": self.clauses.text(clause),
            "holds": holds.pop() if len(holds) == 1 else None,
            "cost": {"low": yuan(low), "high": yuan(high)},
            "source": self.render.names.source(clause.source, self.lang),
        }

    def _set(self, part: Part, found: Best) -> dict[str, Any]:
        units = [part.stage.units[number] for number in sorted(found.chosen)]
        return {
            "awards": [{"award": u.measure.id, "record": u.record.name if u.record else None} for u in units],
            "total": yuan(found.total),
        }

    # -- what is open -----------------------------------------------------------------------------------------

    def _causes(self, part: Part) -> list[dict[str, str]]:
        if part.settled is not None:
            return []
        found = []
        for name in sorted({name for scene, _, _ in part.cases for name in scene.readings}):
            what = self.render.names.question(name, self.lang)
            found.append({"cause": "reading", "what": what, "id": name})
        if part.stage.receipts.doubt:
            found.append({"cause": "missing", "what": say("cause.received", self.lang), "id": "received"})
        for _, program, slots, node, frames in part.stage.values_seen():
            world = part.stage.world
            before, world.frames = world.frames, frames
            for cause in causes(program, slots, [node], world):
                what = self.render.names.cause(cause, self.lang)
                found.append({"cause": cause.cause, "what": what, "id": cause.about})
            world.frames = before
        return list({tuple(x.items()): x for x in found}.values())
