"""Measures: conditions by role, the award with its caps over records, and what narrows what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from ..diagnostics import nearest
from ..rulebook.model import FIRM, YEAR, Condition, Instalment, Limit, Measure, Source, StepMark, Variant
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.walk import whole
from ..values.days import parse_calendar_day, shift
from ..values.quantities import QuantityError, parse_share, share_text
from . import idioms, uses
from .lowered import Lowered, conjunction
from .narrowing import narrowed, narrowing, parts_of
from .resolve import floored
from .scopes import note_scope
from .source import Trail
from .spec import InstalmentSpec, MeasureSpec, Period, PolicyFile
from .typed import Broken, Hand
from .values import LAST, Values, mechanisms

Sourced = Callable[[Any, Trail], Source | None]
PER = re.compile(r"\s+per\s+")


class Measures:
    """Makes the measures of one policy."""

    def __init__(
        self,
        values: Values,
        policy: PolicyFile,
        source_of: Sourced,
        in_force: tuple[int, int | None, bool],
        over: int | None,
    ) -> None:
        self.values, self.scope, self.policy = values, values.scope, policy
        self.source_of, self.in_force, self.over = source_of, in_force, over
        self._made: dict[str, Measure] = {}
        self._open: list[str] = []
        values.scope.measure, values.scope.measures = self.named, tuple(policy.data["measures"])
        values.scope.since = in_force[0]

    def all(self) -> Iterator[Measure]:
        """The measures in written order."""
        for name in self.policy.data["measures"]:
            yield self._of(name)

    def named(self, name: str, hand: Hand) -> Measure | None:
        """A measure whose amount another one reads; ``None`` if the policy has none of that name.

        Raises:
            Broken: it reads, directly or through others, what is being made; that is reported.
        """
        if name not in self.policy.data["measures"]:
            return None
        if name in self._open:
            cycle = " → ".join([*self._open[self._open.index(name) :], name])
            self.values.scope.fault("name.cycle", hand.trail, cycle=cycle)
            raise Broken
        return self._of(name)

    def _of(self, name: str) -> Measure:
        if name not in self._made:
            scope = self.values.scope
            kept, scope.fixed = scope.fixed, {}
            self._open.append(name)
            try:
                spec = MeasureSpec(self.policy.data["measures"][name], ("measures", name))
                self._made[name] = _Maker(self, spec, name).measure()
            finally:
                self._open.pop()
                scope.fixed = kept
        return self._made[name]


class _Maker:
    """Makes one measure."""

    def __init__(self, parent: Measures, spec: MeasureSpec, name: str) -> None:
        self.parent, self.spec, self.name = parent, spec, name
        self.values, self.scope = parent.values, parent.scope
        self.id = self.scope.id(name)
        self.source = parent.source_of(spec.source, spec.at("source"))
        self.record: str | None = None
        self.each_year = False
        self.jointly: str | None = None
        self.ceilings: list[Node] = []

    def measure(self) -> Measure:
        self._for_each()
        conditions = [*self._in_force(), *self._apply(), *self._once_firm(), *self._who()]
        record_conditions = [*self._once_record(), *self._counts(), *self._which(), *self._jointly()]
        applies, variants = self._award()
        trees = [applies, *(v.amount for v in variants), *(c.node for c in (*conditions, *record_conditions))]
        if not all(self.scope.light(tree, self.spec.trail, key=True) for tree in trees):
            conditions, record_conditions, applies, variants = [], [], n.TRUE, ()
        bounds = narrowing([*conditions, *record_conditions])
        variants = tuple(
            v._replace(
                amount=narrowed(v.amount, bounds),
                steps=tuple(s._replace(node=narrowed(s.node, bounds)) for s in v.steps),
            )
            for v in variants
        )
        applicant = self._plain("applicant", self.spec.applicant) or FIRM
        names = applicant if isinstance(applicant, list) else re.split(r"\s+or\s+|,\s*", applicant.strip())
        return Measure(
            self.id,
            self.scope.policy,
            self.name,
            self.spec.title or self.name,
            self.source,
            self.spec.support,
            self._applicants(names),
            self.record,
            self.each_year,
            tuple(conditions),
            tuple(record_conditions),
            applies,
            variants,
            tuple(self.spec.also_requires or ()),
            tuple(self.spec.notices or ()),
            self.scope.source.place(self.spec.trail, key=True),
            self._paid(),
            self.jointly,
        )

    def _applicants(self, names: list[str]) -> tuple[str, ...]:
        fact = self.scope.vocabulary.facts.get("applicant")
        for name in names:
            if fact is not None and fact.type.options is not None and name not in fact.type.options.leaves:
                options = ", ".join(fact.type.options)
                near = nearest(name, fact.type.options)
                self.scope.fault(
                    "choice.unknown",
                    self.spec.at("applicant"),
                    word=name,
                    options=options,
                    near=near[0] if near else "firm",
                )
        return tuple(names)

    def _plain(self, key: str, given: Any) -> Any:
        """One or several words; here no reading can stand for them."""
        if isinstance(given, dict):
            self.scope.fault("shape.no_map", self.spec.at(key))
            return None
        return given

    def _for_each(self) -> None:
        given = self._plain("for_each", self.spec.for_each)
        words = given if isinstance(given, list) else [] if given is None else [given]
        for index, word in enumerate(words):
            trail = (*self.spec.at("for_each"), index) if isinstance(given, list) else self.spec.at("for_each")
            record = self.scope.vocabulary.record_named(word)
            if word == YEAR and not self.each_year:
                self.each_year = True
            elif record is not None and self.record is None:
                self.record = record.name
                self._note_record(record.name, trail, word)
            elif record is not None or word == YEAR:
                self.scope.fault("record.several", trail)
            else:
                known = [*self.scope.vocabulary.records, YEAR]
                self.scope.fault("record.unknown", trail, word=word, near=", ".join(nearest(word, known) or known))

    def _note_record(self, name: str, trail: Trail, word: str) -> None:
        uses.note(self.scope.source, [uses.Thing(uses.RECORD, "", name)], trail, 0, word)

    def _hand(self, trail: Trail, *, record: bool) -> Hand:
        return Hand(self.record if record else None, trail)

    # -- conditions -------------------------------------------------------------------------------------------

    def _in_force(self) -> list[Condition]:
        start, end, lapsed = self.parent.in_force
        place = self.scope.source.place(("in_force",))
        if self.spec.in_force is not None:
            period = Period(self.spec.data["in_force"], self.spec.at("in_force"))
            made = self._own_force(period)
            return [Condition(made, "in_force", self.source, self.scope.source.place(period.trail))]
        clock = n.Clock("date")
        parts: list[Node] = [n.Compare(">=", clock, n.Const(start, t.DATE))]
        over = self.parent.over
        last = over if end is None else end
        if last is not None:
            parts.append(n.Compare("<", clock, n.Const(last, t.DATE)))
        first = shift(start, 1, "years")
        if end is None and lapsed and (over is None or first < over):
            high = LAST if over is None else n.Const(over, t.DATE)
            gap = self.scope.declare_gap(("in_force", "until"), "unpublished", t.DATE, n.Const(first, t.DATE), high)
            parts.append(n.Compare("<", clock, gap))
        return [Condition(conjunction(*parts), "in_force", None, place)]

    def _own_force(self, period: Period) -> Node:
        """A measure's own time in force: an end that is not published is no gap, and comes with a successor at last."""
        known = {k: v for k, v in period.data.items() if v != "unpublished"}
        held = self.values.within(n.Clock("date"), Period(known, period.trail))
        if self.parent.over is None or {"to", "until"} & known.keys():
            return held
        return conjunction(held, n.Compare("<", n.Clock("date"), n.Const(self.parent.over, t.DATE)))

    def _day(self, text: str, trail: Trail) -> int:
        try:
            return parse_calendar_day(text)
        except QuantityError as error:
            self.scope.fault(error.code, trail, **error.params)
        return 1

    def _apply(self) -> list[Condition]:
        if self.spec.apply is None:
            return []
        period = Period(self.spec.data["apply"], self.spec.at("apply"))
        return [
            Condition(
                self.values.within(n.Clock("date"), period),
                "apply",
                self.source,
                self.scope.source.place(period.trail),
            )
        ]

    def _counts(self) -> list[Condition]:
        if self.spec.counts is None:
            return []
        period = Period(self.spec.data["counts"], self.spec.at("counts"))
        if period.of is None:
            self.scope.fault("period.of", period.trail)
            return []
        day = self.values.resolver.expression(period.of, self._hand(period.at("of"), record=True), t.DATE)
        return [
            Condition(
                self.values.within(day.node, period), "counts", self.source, self.scope.source.place(period.trail)
            )
        ]

    def _once(self) -> list[Condition]:
        from datetime import date

        if self.each_year:
            return []
        start = self.parent.in_force[0]
        own = (self.spec.data.get("in_force") or {}).get("from")
        if own is not None:
            start = self._day(own, (*self.spec.at("in_force"), "from"))
        first = date.fromordinal(start).year
        given = n.Result(self.id, "given", first)
        return [Condition(n.Not(given), "once", self.source, self.scope.source.place(self.spec.trail, key=True))]

    def _once_firm(self) -> list[Condition]:
        return [] if self.record else self._once()

    def _once_record(self) -> list[Condition]:
        return self._once() if self.record else []

    def _who(self) -> list[Condition]:
        found: list[Condition] = []
        for data, trail in (
            (self.parent.policy.eligible, ("eligible",)),
            (self.spec.eligible, self.spec.at("eligible")),
        ):
            if data is not None:
                found += self._made(data, self._hand(trail, record=False), "who")
        return found

    def _which(self) -> list[Condition]:
        if self.spec.where is None:
            return []
        return self._made(self.spec.where, self._hand(self.spec.at("where"), record=True), "which")

    def _jointly(self) -> list[Condition]:
        """Several apply together: the profile lists the others."""
        word = self.spec.jointly_with
        if word is None:
            return []
        trail = self.spec.at("jointly_with")
        record = self.scope.vocabulary.record_named(word)
        if record is None:
            near = nearest(word, self.scope.vocabulary.records)
            self.scope.fault("record.unknown", trail, word=word, near=", ".join(near) or "–")
            return []
        self.jointly = record.name
        self._note_record(record.name, trail, word)
        within = self.record if self.record in self.scope.vocabulary.chain(record.name)[1:] else None
        others = n.Compare(">=", n.Over(record.name, "count", None, None, within), n.Const(1, t.WHOLE))
        return [Condition(others, "which", self.source, self.scope.source.place(trail))]

    def _paid(self) -> tuple[Instalment, ...]:
        """Instalments, whose shares make up the whole."""
        found: list[Instalment] = []
        trail = self.spec.at("paid")
        for index, item in enumerate(self.spec.data.get("paid") or ()):
            spec = InstalmentSpec(item, (*trail, index))
            at = spec.at(spec.keys[0])
            try:
                share = Fraction(parse_share(spec.share, bounded=True))
            except QuantityError as error:
                self.scope.fault(error.code, at, **error.params)
                return ()
            if not 0 < share <= 1:
                self.scope.fault("paid.share", at, text=spec.share)
                return ()
            found.append(Instalment(share, spec.when))
        total = sum((item.share for item in found), Fraction(0))
        if self.spec.data.get("paid") is not None and total != 1:
            self.scope.fault("paid.sum", trail, total=share_text(total))
        return tuple(found)

    def _made(self, data: Any, hand: Hand, role: str) -> list[Condition]:
        found = []
        for node, trail in self.values.conditions(data, hand):
            for part in parts_of(node):
                found.append(Condition(part, role, self.source, self.scope.source.place(trail)))
        return found

    # -- the award --------------------------------------------------------------------------------------------

    def _award(self) -> tuple[Node, tuple[Variant, ...]]:
        names = self._scope_readings()
        made: list[Variant] = []
        applies: Node = n.TRUE
        options = [list(self.scope.readings[name].options) for name in names]
        for combination in product(*options):
            self.scope.fixed = dict(zip(names, combination, strict=True))
            value, caps = self._value()
            counts = self._limits(
                "count_at_most", self.spec.data.get("count_at_most"), self.spec.at("count_at_most"), t.WHOLE
            )
            applies = value.applies if not made or applies == value.applies else applies
            self._nested([*caps, *counts])
            chosen = tuple(zip(names, combination, strict=True))
            made.append(Variant(chosen, value.node, tuple(caps), tuple(counts), value.steps))
        self.scope.fixed = {}
        return applies, tuple(made)

    def _scope_readings(self) -> list[str]:
        """Readings that decide per what a cap or count holds; they split the whole measure."""
        award = self.spec.award if isinstance(self.spec.award, dict) else {}
        names = []
        for data, trail in (
            (award.get("at_most"), (*self.spec.at("award"), "at_most", "reading")),
            (self.spec.count_at_most, (*self.spec.at("count_at_most"), "reading")),
        ):
            if isinstance(data, dict) and "reading" in data:
                declared = self.scope.reading(data["reading"], trail)
                if declared is not None and declared.id not in names:
                    names.append(declared.id)
        return names

    def _value(self) -> tuple[Lowered, list[Limit]]:
        trail = self.spec.at("award")
        hand = self._hand(trail, record=True)
        data = self.spec.award
        if not isinstance(data, dict) or "reading" in data or "dated" in data or data.get("unpublished") is not None:
            value = self.values.lower(data, hand, t.MONEY)
            caps: list[Limit] = []
            room: list[Node] = []
        else:
            value, caps, room = self._modified(data, hand)
        if value.kind != t.MONEY:
            self.scope.fault("type.wanted", trail, wanted="@kind.money", found=f"@kind.{value.kind}")
        node = floored(value.node)
        unit, way = self.values.rounding
        if not (isinstance(node, n.Round) or (unit == 1 and whole(node))):
            node = n.Round(node, unit, way, room[0] if room else None)
        steps = value.steps if node is value.node else (*value.steps, StepMark("rounded", node, t.MONEY))
        return value._replace(node=node, steps=steps), caps

    def _modified(self, data: dict[str, Any], hand: Hand) -> tuple[Lowered, list[Limit], list[Node]]:
        spec = idioms.ValueMap(data, hand.trail)
        found = mechanisms(data)
        if len(found) != 1:
            known = ", ".join(idioms.MECHANISMS)
            self.scope.fault("award.mechanism", hand.trail, found=", ".join(found) or "–", known=known)
            return Lowered(n.ZERO, t.MONEY), [], []
        made = self.values.mechanism(spec, hand, t.MONEY)
        limits = self._limits("at_most", data.get("at_most"), spec.at("at_most"), t.MONEY)
        own = [limit for limit in limits if self._is_own(limit.scope)]
        ceilings = [Lowered(limit.value, t.MONEY) for limit in own]
        value, room = self.values.finished(spec, made, hand, ceilings=ceilings)
        self._floor_under(spec, hand, limits)
        return value, [limit for limit in limits if not self._is_own(limit.scope)], room

    def _floor_under(self, spec: idioms.ValueMap, hand: Hand, limits: list[Limit]) -> None:
        """A floor above a cap of any scope can never be kept."""
        if spec.data.get("at_least") is None:
            return
        trail = spec.at("at_least")
        floor = self.values.lower(spec.data["at_least"], hand._replace(trail=trail), t.MONEY).node
        for limit in limits:
            if isinstance(floor, n.Const) and isinstance(limit.value, n.Const) and floor.value > limit.value.value:
                self.scope.fault("cap.below_floor", trail)

    def _own_scope(self) -> set[str]:
        scope = {self._one()} if self.record else {FIRM}
        return scope | {YEAR} if self.each_year else scope

    def _one(self) -> str:
        return self.scope.vocabulary.records[self.record].one if self.record else FIRM

    def _is_own(self, scope: tuple[str, ...]) -> bool:
        """Whether a cap per this scope holds for each single award, so that it acts at ``at_most``."""
        return set(scope) == self._own_scope()

    def _limits(self, key: str, data: Any, trail: Trail, kind: str) -> list[Limit]:
        if data is None:
            return []
        if isinstance(data, dict):
            declared = self.scope.reading(data["reading"], (*trail, "reading"))
            if declared is None:
                return []
            given = {k: v for k, v in data.items() if k != "reading"}
            self.values._same_options(given, list(declared.options), trail, data["reading"])
            option = self.scope.fixed.get(declared.id, "")
            return self._limits(key, given[option], (*trail, option), kind) if option in given else []
        if isinstance(data, list):
            return [x for i, item in enumerate(data) for x in self._limits(key, item, (*trail, i), kind)]
        text, *scope = PER.split(data)
        if len(scope) > 1:
            self.scope.fault("cap.scope_twice", trail)
            return []
        words = tuple(sorted(re.split(r"\s+and\s+", scope[0].strip()))) if scope else self._bare(key, data, trail)
        if words is None or not self._known_scope(words, trail):
            return []
        hand = Hand(self.record if self._is_own(words) else None, trail)
        value = self.values.lower(text, hand, kind)
        return [Limit(floored(value.node), words, self.scope.source.place(trail))]

    def _bare(self, key: str, text: str, trail: Trail) -> tuple[str, ...] | None:
        if self.record is None and not self.each_year and key == "at_most":
            return (FIRM,)
        one = self._one()
        text = "…" if text.startswith("per ") else text.removesuffix(" per")
        offers = [f"{text} per {one}", f"{text} per {FIRM}", f"{text} per {FIRM} and {YEAR}"]
        if self.record is None:
            offers = [f"{text} per {FIRM} and {YEAR}", f"{text} per {FIRM}"]
        self.scope.fault("cap.bare", trail, offers=" / ".join(dict.fromkeys(offers)))
        return None

    def _nested(self, limits: list[Limit]) -> None:
        """Limits whose groups cross have no order in which they can be settled."""
        # A limit per the record itself lies inside every other.
        scopes = [(set(x.scope) - {FIRM, YEAR}, x) for x in limits if self._one() not in x.scope]
        for index, (a, first) in enumerate(scopes):
            for b, second in scopes[:index]:
                if not (a <= b or b <= a):
                    texts = {"a": " and ".join(second.scope), "b": " and ".join(first.scope)}
                    self.scope.report.add("cap.crossing", first.place, **texts)

    def _known_scope(self, words: tuple[str, ...], trail: Trail) -> bool:
        for word in words:
            if word in (FIRM, YEAR) or (self.record and word == self._one()):
                continue
            fact = self.scope.vocabulary.words.get(self.record, {}).get(word) if self.record else None
            kind = self.scope.vocabulary.of(self.record)[fact].type.kind if fact else None
            if kind in (t.CHOICE, t.TEXT):
                continue
            new = self.scope.vocabulary.former.get(self.record, {}).get(word)
            if new is not None:
                self.scope.fault("name.renamed", trail, word=word, new=new)
                return False
            known = [FIRM, YEAR, *([self._one()] if self.record else [])]
            self.scope.fault("cap.scope", trail, word=word, known=", ".join(known))
            return False
        note_scope(self.scope, words, (self.record,), trail)
        return True
