"""Results → the JSON form with texts. What does not change from firm to firm is said once for each measure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import Any

from .. import __version__
from ..diagnostics import say, text_of
from ..readers.explain import EMPTY, Program, World, causes
from ..readers.explain.compile import is_wide
from ..rulebook.model import FIRM, YEAR, Book, Limit, Measure, StepMark
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.words import Words, value_text
from ..values import ranges as r
from ..values.days import day_text
from ..values.quantities import decimal_text, share_text, yuan
from ..values.ranges import Range
from ..values.units import units_of
from .assumptions import Assumed
from .editions import period_text
from .limits import since
from .names import BookNames
from .plan import STATUS, Plan, Result, Walk
from .reasons import Reason, Reasons, tell_all

_COMMON: dict[str, Any] = dict.fromkeys(
    (
        "status",
        "low",
        "high",
        "causes",
        "reasons",
        "computation",
        "tier",
        "next",
        "assumed",
        "counted",
        "final",
        "lost_to",
    )
)
"""What an award and the part of it that is due for one record have in common, in the order of the JSON form."""


class _Static:
    """What is said of a measure whoever the firm is.

    ``award`` and ``item`` are the JSON form with the fixed texts in it: a copy is quicker than building one.
    """

    __slots__ = ("also", "award", "item", "item_reasons", "ladders", "notices", "reasons", "source", "steps")

    def __init__(self, render: Rendering, plan: Plan) -> None:
        measure, lang = plan.measure, render.lang
        self.source = render.names.source(measure.source, lang)
        self.award: dict[str, Any] = {
            "id": measure.id,
            "policy": measure.policy,
            "measure": measure.name,
            "title": text_of(measure.title, lang),
            **_COMMON,
            **dict.fromkeys(("source", "also_requires", "notices", "items")),
            "jointly": measure.jointly_with is not None,
            "payments": None,
        }
        self.item: dict[str, Any] = {"record": "", **_COMMON}
        self.also = [text_of(x, lang) for x in measure.also_requires]
        self.notices = [text_of(x, lang) for x in measure.notices]
        firm, own = plan.shown
        self.reasons = [render.reasons.reason(measure, c, plan.firm.program) for c in firm]
        self.item_reasons = [render.reasons.reason(measure, c, plan.item.program) for c in own]
        self.steps = _steps(render, plan)
        program = plan.item.program
        self.ladders = {
            step: Ladder(step, program, render)
            for step in plan.item.ladders
            if step in program.closures and not isinstance(step.driver, n.Clock)
        }


def _steps(render: Rendering, plan: Plan) -> list[tuple[int, int, dict[str, Any], str]]:
    """Steps worth showing: variant, slot (-1 for a constant), what is fixed, kind of value; each tree once."""
    found = []
    seen: set[tuple[str, Node]] = set()
    for index, variant in enumerate(plan.item.variants):
        for mark in variant.steps:
            if (mark.word, mark.node) in seen or mark.word == "rounded":
                continue
            seen.add((mark.word, mark.node))
            slot = plan.item.program.slot.get(mark.node)
            constant = mark.node.value if slot is None and isinstance(mark.node, n.Const) else None
            if slot is not None or constant is not None:
                step = render.step(mark.word, render.step_text(mark), constant, _figure_of(mark.node), mark.kind)
                found.append((index, -1 if slot is None else slot, step, mark.kind))
    return found


class Ladder:
    """The tiers of a scale in words, and where a walk left what they depend on."""

    __slots__ = ("bounds", "branches", "driver", "fact", "find", "form", "needed", "texts")

    def __init__(self, step: n.Step, program: Program, render: Rendering) -> None:
        lang, more = render.lang, 0 if step.reached else step.unit
        self.bounds = step.bounds
        self.find = bisect_right if step.reached else bisect_left
        self.form = yuan if step.kind == t.MONEY else _bound_form(step.kind)
        self.driver = program.reader(step.driver)
        self.branches = [program.reader(branch) for branch in step.branches]
        self.fact = render.words.text(step.driver)
        self.texts = [value_text(bound, step.kind, lang) for bound in step.bounds]
        self.needed = [bound + more for bound in step.bounds]

    def rung(self, slots: list[Any], world: World) -> tuple[str | None, dict[str, Any] | None]:
        """The tier that a firm is on and the next one open to it."""
        value = self.driver(slots, world)
        if value.__class__ is not int and is_wide(value):
            return None, None
        passed = self.find(self.bounds, value)
        tier = self.texts[passed - 1] if passed and self.branches[passed](slots, world) is True else None
        for index in range(passed, len(self.bounds)):
            if self.branches[index + 1](slots, world) is not False:
                needed = self.needed[index]
                return tier, {
                    "fact": self.fact,
                    "needed": self.form(needed),
                    "short_by": self.form(needed - value),
                    "opens": self.texts[index],
                }
        return tier, None


def _figure_of(node: Node) -> str | None:
    """The figure or gap that a step rests on, when it is one."""
    if isinstance(node, n.Const):
        return node.figure
    if isinstance(node, n.Gap):
        return node.name
    return node.name if isinstance(node, n.Ref) else None


class Rendering:
    """Renders results of one rule book in one language."""

    def __init__(self, book: Book, lang: str) -> None:
        self.book, self.lang = book, lang
        self.names = BookNames(book)
        self.words = Words(self.names, lang)
        self._policies: dict[str, dict[str, Any]] = {}
        self.reasons = Reasons(book, self.names, self.words)
        self._program = f"subsidycalc {__version__}"
        self._packs = [{"id": p.id, "digest": p.digest} for p in book.policies.values()]
        self._last = self.step("final", say("step.final", lang), None, None, t.MONEY)

    def rulebook(self) -> dict[str, Any]:
        """The packs with their digests, and the program."""
        return {"packs": [pack.copy() for pack in self._packs], "program": self._program}

    def policy(self, id_: str) -> dict[str, Any]:
        """A policy's title and period."""
        known = self._policies.get(id_)
        if known is not None:
            return {**known, "notices": known["notices"].copy()}
        found = self.book.policies[id_]
        start, end, _ = found.in_force
        made = self._policies[id_] = {
            "id": id_,
            "title": text_of(found.title, self.lang),
            "from": day_text(start),
            "to": None if end is None else day_text(end - 1),
            "in_force": period_text(found, self.lang),
            "notices": [text_of(x, self.lang) for x in found.notices],
        }
        return made

    def static(self, plan: Plan) -> _Static:
        """The fixed texts of a measure."""
        found: _Static | None = plan.texts.get(self.lang)
        if found is None:
            found = plan.texts[self.lang] = _Static(self, plan)
        return found

    # -- an award ---------------------------------------------------------------------------------------------

    def award(self, result: Result, world: World, filled: Mapping[str, Assumed]) -> dict[str, Any]:
        """One award in the JSON form."""
        plan = result.plan
        static: _Static = plan.texts.get(self.lang) or self.static(plan)
        # Copies: what one caller does with the result must not reach the next.
        made = static.award.copy()
        self._common(made, result, world, plan.firm, static, static.reasons, filled)
        made["source"] = static.source.copy()
        made["also_requires"] = static.also.copy()
        made["notices"] = static.notices.copy()
        made["items"] = []
        if filled and result.parts and plan.limits is not None:
            slots = next((value for word, value, _ in result.parts if word == "limit slots"), None)
            if slots is not None:
                made["assumed"] += self.assumed_in(plan.limits, slots, filled)
        if result.items is not None:
            frames = world.frames
            made["items"] = [self._item(item, world, static, filled) for item in result.items]
            world.frames = frames
            if not result.items and result.status is False and not any(x["holds"] is False for x in made["reasons"]):
                made["reasons"].append(self._nothing_listed(plan.measure))
            self._sum_up(made, result, world)
        elif result.parts:
            made["computation"] += self._limits(result)
            made["computation"].append(self._final(made["low"], made["high"]))
        return made

    def _nothing_listed(self, measure: Measure) -> dict[str, Any]:
        """The reason that there is no record for which an award could be given."""
        assert measure.for_each is not None
        return {
            "text": say("reason.listed", self.lang, records=self.names.records(measure.for_each, self.lang)),
            "holds": False,
            "actual": say("reason.listed_none", self.lang),
            "required": say("reason.listed_one", self.lang),
            "source": self.names.source_line(measure, None, self.lang),
        }

    def _item(self, item: Result, world: World, static: _Static, filled: Mapping[str, Assumed]) -> dict[str, Any]:
        world.frames = item.frames
        made = static.item.copy()
        made["record"] = item.record.name if item.record else ""
        self._common(made, item, world, item.plan.item, static, static.item_reasons, filled)
        return made

    def _common(
        self,
        made: dict[str, Any],
        result: Result,
        world: World,
        walk: Walk,
        static: _Static,
        reasons: list[Reason],
        filled: Mapping[str, Assumed],
    ) -> None:
        status, slots = result.status, result.slots
        low = high = yuan(result.low)
        definite = result.high == result.low
        if not definite:
            high = yuan(result.high)
        made["status"], made["low"], made["high"] = STATUS[status], low, high
        made["causes"] = [] if definite and status is not None else self._causes(result, world, walk)
        made["reasons"] = tell_all(reasons, slots, world, result.holds)
        pays = status is not False and walk.amounts
        made["computation"] = self._computation(result, walk, static, world, low, high) if pays else []
        if walk.ladders:
            made["tier"], made["next"] = self._ladder(result, walk, static, world)
        made["assumed"] = self.assumed_in(walk.program, slots, filled) if filled else []
        made["counted"] = status
        made["final"] = {"low": low, "high": high}
        made["lost_to"] = []

    # -- causes and assumptions -------------------------------------------------------------------------------

    def _causes(self, result: Result, world: World, walk: Walk) -> list[dict[str, str]]:
        if result.status is False:
            return []
        frames, world.frames = world.frames, result.frames
        plan = result.plan
        roots = self._open_roots(result, walk, world)
        found = dict.fromkeys(causes(walk.program, result.slots, roots, world))
        if result.phantom is not None:
            return self._phantom_causes(result, found)
        for item in result.items or ():
            if item.status is not False and (item.status is None or item.low != item.high):
                world.frames = item.frames
                item_roots = self._open_roots(item, plan.item, world)
                found |= dict.fromkeys(causes(plan.item.program, item.slots, item_roots, world))
        world.frames = frames
        made = [
            {"cause": c.cause, "what": what, "id": c.about}
            for c, what in self.names.causes(list(found), self.lang, together=bool(result.items))
        ]
        made += self._variant_causes(result, world)
        return made + [c for c in self._limit_causes(result, world) if c not in made]

    def _variant_causes(self, result: Result, world: World) -> list[dict[str, str]]:
        """Readings that decide per what a limit holds, where they are open and make a difference."""
        plan = result.plan
        if result.low == result.high:
            return []
        active = plan.item.active(world)
        names = {name for i in active for name, _ in plan.item.variants[i].chosen if name not in world.readings}
        return [{"cause": "reading", "what": self.names.question(x, self.lang), "id": x} for x in sorted(names)]

    def _phantom_causes(self, result: Result, found: Mapping[Any, None]) -> list[dict[str, str]]:
        """Nothing is said about the records: that is the cause; what else would be open is not known yet."""
        kind = str(result.plan.measure.for_each)
        what = say("cause.records", self.lang, records=self.names.records(kind, self.lang))
        made = [{"cause": c.cause, "what": self.names.cause(c, self.lang), "id": c.about} for c in found]
        return [*made, {"cause": "missing", "what": what, "id": kind}]

    def _open_roots(self, result: Result, walk: Walk, world: World) -> list[Node]:
        plan = result.plan
        firm, own = plan.shown
        conditions = firm if walk is plan.firm else own
        roots = [c.node for c, held in zip(conditions, result.holds, strict=True) if held is None]
        if walk.amounts and result.receipt is None:
            roots.append(plan.measure.applies)
            roots += [walk.variants[i].amount for i in walk.active(world)]
        return roots

    def _limit_causes(self, result: Result, world: World) -> list[dict[str, str]]:
        plan = result.plan
        slots = next((value for word, value, _ in result.parts if word == "limit slots"), None)
        if plan.limits is None or slots is None or result.low == result.high:
            return []
        active = plan.item.active(world)
        limits = [x for i in active for x in (*plan.measure.variants[i].caps, *plan.measure.variants[i].counts)]
        found = causes(plan.limits, slots, [x.value for x in limits], world)
        made = [{"cause": c.cause, "what": self.names.cause(c, self.lang), "id": c.about} for c in found]
        if world.received is None and any(YEAR not in x.scope for x in limits) and self._used_unknown(result, world):
            made.append({"cause": "missing", "what": say("cause.received", self.lang), "id": "received"})
        return made

    def _used_unknown(self, result: Result, world: World) -> bool:
        return world.year > since(result.plan.measure)

    def assumed_in(self, program: Program, slots: list[Any], filled: Mapping[str, Assumed]) -> list[dict[str, Any]]:
        """The assumptions that a walk used."""
        found = []
        for node, slot in program.slot.items():
            if isinstance(node, n.Gap) and node.name in filled and slots and slots[slot] is not EMPTY:
                item = filled[node.name]
                found.append(
                    {
                        "name": item.name,
                        "what": self.names.figure(item.name, self.lang),
                        "value": self.assumed_value(item),
                        "from": text_of(item.taken_from, self.lang),
                    }
                )
        return found

    def assumed_value(self, item: Assumed) -> str:
        """An assumed value as people read it."""
        policy = self.book.policies[item.name.partition("/")[0]]
        return value_text(item.value, policy.gaps[item.name].kind, self.lang)

    # -- the computation --------------------------------------------------------------------------------------

    def _computation(
        self, result: Result, walk: Walk, static: _Static, world: World, low: str | None, high: str | None
    ) -> list[dict[str, Any]]:
        if result.receipt is not None:
            return [self.step("received", say("step.received", self.lang), result.receipt, None, t.MONEY)]
        active = None if walk.simple else walk.active(world)
        slots = result.slots
        made = []
        for index, slot, fixed, kind in static.steps:
            if active is not None and index not in active:
                continue
            if slot < 0:
                made.append(fixed.copy())
                continue
            value = slots[slot]
            if value is not EMPTY:
                step = fixed.copy()
                if value.__class__ is int and kind == t.MONEY:
                    step["low"] = step["high"] = yuan(value)
                else:
                    step["low"], step["high"] = _ends(value, kind)
                made.append(step)
        made.append(self._final(low, high))
        return made

    def _final(self, low: str | None, high: str | None) -> dict[str, Any]:
        made = self._last.copy()
        made["low"], made["high"] = low, high
        return made

    def step(self, word: str, text: str, value: Any, figure: str | None, kind: str) -> dict[str, Any]:
        """A step of a computation in the JSON form."""
        low, high = (None, None) if value is None else _ends(value, kind)
        return {
            "step": text,
            "word": word,
            "low": low,
            "high": high,
            "unit": "yuan" if units_of(kind) else kind if kind in t.UNITS else _UNITS.get(kind, "number"),
            "figure": figure,
        }

    def _sum_up(self, made: dict[str, Any], result: Result, world: World) -> None:
        if result.status is False or not (result.items or result.parts):
            return
        steps = []
        counted = [i for i in result.items or () if i.status is not False]
        if len(counted) > 1 or result.parts:
            highs = [i.high for i in counted]
            high = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
            if counted:
                total = r.between(sum(i.low for i in counted), high)
                steps.append(self.step("sum", say("step.sum", self.lang, count=len(counted)), total, None, t.MONEY))
        steps += self._limits(result)
        made["computation"] = [*steps, self._final(made["low"], made["high"])]

    def _limits(self, result: Result) -> list[dict[str, Any]]:
        made = []
        seen = set()
        for word, limit, value in result.parts:
            if isinstance(limit, Limit) and limit not in seen:
                seen.add(limit)
                text = say(f"step.{word}", self.lang, scope=self.scope_text(limit, result.plan.measure))
                kind = t.MONEY if word == "cap" else t.WHOLE
                made.append(self.step(word, text, value, _figure_of(limit.value), kind))
        return made

    def scope_text(self, limit: Limit, measure: Measure) -> str:
        """What a cap or count is per, in words."""
        words = []
        for word in limit.scope:
            if word in (FIRM, YEAR):
                words.append(say(f"scope.{word}", self.lang))
            elif measure.for_each is not None:
                decl = self.book.vocabulary.records[measure.for_each]
                name = self.book.vocabulary.words[decl.name].get(word, word)
                words.append(
                    decl.one_label[self.lang] if word == decl.one else self.names.fact(name, decl.name, self.lang)
                )
        return say("scope.and", self.lang).join(words)

    def step_text(self, mark: StepMark) -> str:
        """A step in words."""
        if mark.word == "price":
            units = "/".join(say(f"unit.one_{unit}", self.lang) for unit in units_of(mark.kind))
            return say("step.price", self.lang, units=units)
        if mark.word in ("driver", "base", "peak", "quantity") and not isinstance(mark.node, n.Const):
            return say(f"step.{mark.word}_of", self.lang, what=self.words.text(mark.node))
        return say(f"step.{mark.word}", self.lang)

    # -- tiers ------------------------------------------------------------------------------------------------

    def _ladder(
        self, result: Result, walk: Walk, static: _Static, world: World
    ) -> tuple[str | None, dict[str, Any] | None]:
        if not result.slots:
            return None, None
        applies = result.plan.measure.applies
        known = static.ladders.get(applies) if applies.__class__ is n.Step else None
        if known is not None and result.record is None:
            return known.rung(result.slots, world)
        frames, world.frames = world.frames, result.frames
        steps = self._open_ladders(applies, world)
        found = [static.ladders[step].rung(result.slots, world) for step in steps if step in static.ladders]
        world.frames = frames
        tiers = {tier for tier, _ in found}
        # While it is open whether a bound must be reached or exceeded, the distance is the nearer of the two.
        nexts = [following for _, following in found if following is not None]
        return (tiers.pop() if len(tiers) == 1 else None), (nexts[0] if nexts else None)

    def _open_ladders(self, node: Node, world: World) -> list[n.Step]:
        """The scales that decide whether a row applies, under the readings chosen."""
        if isinstance(node, n.Step):
            return [] if isinstance(node.driver, n.Clock) else [node]
        if isinstance(node, n.Reading):
            chosen = world.readings.get(node.name)
            return [s for option, b in node.options if chosen in (None, option) for s in self._open_ladders(b, world)]
        if isinstance(node, n.And):
            return [s for part in node.parts for s in self._open_ladders(part, world)]
        return []


_UNITS = {
    t.MONEY: "yuan",
    t.RATE: "rate",
    t.RATIO: "ratio",
    t.POINTS: "rate",
    t.WHOLE: "number",
    t.NUMBER: "number",
}


def _bound_form(kind: str) -> Any:
    write = share_text if kind in (t.RATE, t.RATIO, t.POINTS) else decimal_text
    return lambda value: None if value is None else write(value)


def _ends(value: Any, kind: str) -> tuple[str | None, str | None]:
    """The ends of a value as text; they are the same for a definite one."""
    form = yuan if kind == t.MONEY or units_of(kind) else _bound_form(kind)
    if value.__class__ is Range:
        return form(value.low), form(value.high)
    text = form(value)
    return text, text
