"""The cases just below, at and above every threshold of the rules, made from the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

from ...answers.assess import RuleBook
from ...answers.limits import since
from ...answers.names import BookNames
from ...diagnostics import LANGUAGES, Place, say, text_of
from ...rulebook.clauses import CAP as JOINT_CAP
from ...rulebook.model import YEAR, Limit, Measure
from ...rulebook.vocabulary import APPLICANT, PLACE
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import everything, mapped
from ...tree.words import Words, kind_of
from ...values.days import day_text, last_day
from ...values.ranges import Number
from ..asked import Asked, facts_below
from ..spelling import HOLDS
from .bench import MOST_RECORDS, TRIES, Answer, Bench, Exhausted, Probe, Triple, answered
from .cells import DAY, SPECIAL, TIMES, Cell, Constraint, Draft, Look, chosen, copies
from .places import Places
from .solving import Solver, State, counting, moving, special
from .telling import bilingual, expected, shown, side_value
from .thresholds import BOUND, CAP, COUNT, Goal, Occurrence, bare, occurrences

SIDES = ("below", "at", "above")
WAYS = 6
"""So many firms are tried for one place of a threshold."""
STEPS = (1, 10, 100, 10**4, 10**6)
"""How far below and above is, in 分, where one 分 does not show in an amount."""
ROUND = (None, 10**10, 10**6)
"""Amounts that nothing turns on, in 分, tried until a bound can be met exactly; the examples first."""


class Side(NamedTuple):
    """One case: on which side of the threshold, what is there, what comes out, and the case as a file has it."""

    side: str
    value: dict[str, str]
    answer: dict[str, str]
    case: dict[str, Any]


class Row(NamedTuple):
    """A threshold with its cases under one choice of readings; without cases, ``reason`` says why there are none."""

    measure: str
    policy: str
    title: Any
    what: dict[str, str]
    bound: dict[str, str]
    place: Place
    readings: dict[str, str]
    sides: tuple[Side, ...]
    reason: str | None = None


class Firm(NamedTuple):
    """The drafts on the sides of a threshold, the readings under which it stands, and how far the drafts are off."""

    drafts: dict[str, Draft]
    readings: dict[str, str]
    probe: Probe


def made(rules: RuleBook, vocabulary: Iterable[Path] = ()) -> list[Row]:
    """Every threshold of a rule book, by policy and in written order.

    ``vocabulary`` are the files of computed facts, in which their figures are looked up.
    """
    places = Places(rules.book, vocabulary)
    rows: list[Row] = []
    for policy in rules.book.policies.values():
        # A case is run on its own policy, whatever else is loaded.
        part = rules.part({policy.id})
        asked = Asked(part.book)
        shared: dict[tuple[Any, ...], int | None] = {}
        for measure in policy.measures.values():
            maker = Maker(part, measure, asked, places)
            for key, found in maker.thresholds():
                if key in shared and shared[key] is None:
                    continue
                new = maker.rows(found)
                if key in shared and new[0].reason is not None:
                    continue
                if key in shared:
                    del rows[shared[key]]  # type: ignore[arg-type]  # not None here
                    shared = {k: i - 1 if i is not None and i > shared[key] else i for k, i in shared.items()}  # type: ignore[operator]
                shared[key] = len(rows) if new[0].reason is not None else None
                rows += new
        rows += _joint(rules, policy.id)
    return rows


def _joint(rules: RuleBook, policy: str) -> Iterator[Row]:
    """Ceilings over several measures: named, not tried."""
    names = BookNames(rules.book)
    for clause in rules.book.clauses:
        if clause.policy == policy and clause.word == JOINT_CAP and clause.value is not None:
            if any(isinstance(x, n.Gap) for x in everything(clause.value)):
                continue
            bound = {lang: Words(names, lang).text(clause.value) for lang in LANGUAGES}
            title = clause.title or bilingual("boundaries.joint_cap")
            what = bilingual("boundaries.together")
            yield Row(clause.id, policy, title, what, bound, clause.place, {}, (), "clause")


def _uncapped(node: Node) -> Node:
    """A value as people name it: without the floors and ceilings that are thresholds of their own."""
    if isinstance(node, (n.Min, n.Max)):
        rest = [part for part in node.parts if not isinstance(bare(part), n.Const)]
        if len(rest) == 1:
            return rest[0]
    return node


class Maker:
    """Makes the cases of one measure."""

    def __init__(self, rules: RuleBook, measure: Measure, asked: Asked, places: Places) -> None:
        self.rules, self.measure, self.places = rules, measure, places
        self.policy = rules.book.policies[measure.policy]
        start = since(measure)
        first = start if start > 1 else int(day_text(self.policy.in_force[0])[:4])
        self.look = Look(rules.book, measure, asked.keys, first)
        self.bench = Bench(rules, measure, self.look)
        self.names = BookNames(rules.book)
        self.reason = ""
        self.same = False
        """Whether some firm stood on both sides of the threshold in hand with the same answer."""

    def thresholds(self) -> list[tuple[tuple[Any, ...], list[Occurrence]]]:
        """The thresholds with their places; those that several measures share have the same key."""
        found: dict[tuple[Any, ...], list[Occurrence]] = {}
        own = self.measure.place.line
        for item in occurrences(self.measure):
            what, bound = self._what(item, "en"), self._bound(item, "en")
            place = self.places.of(self.measure, item)
            outside = item.role == "in_force" or any("fact " in x or x not in self.policy.figures for x in item.names)
            outside = outside and place.line != own and item.limit is None
            key = (what, bound, place.file, place.line) if outside else (what, bound, self.measure.id, 0)
            found.setdefault(key, []).append(item)
        return list(found.items())

    def rows(self, found: list[Occurrence]) -> list[Row]:
        """The cases of one threshold under every option of the readings that change it."""
        self.reason, self.same = "conditions", False
        first = found[0]
        head = self._row(first)
        firm, item = self._firm(found, {})
        if firm is None:
            return [head._replace(reason=self.reason)]
        rows = []
        for readings in self._readings(firm):
            row = self._under(readings, firm, item)
            if row is None:
                # Under this choice the firm shows nothing: another one may.
                other, place = self._firm(found, readings)
                row = self._under(readings, other, place) if other is not None else None
            rows += [row] if row is not None else []
        return rows or [self._row(item)._replace(reason="same")]

    def _under(self, readings: dict[str, str], firm: Firm, item: Occurrence) -> Row | None:
        """The cases under some readings; ``None`` where all come out alike."""
        answers = {side: self._full(draft, readings) for side, draft in firm.drafts.items()}
        if None in answers.values() or len(set(answers.values())) == 1:
            return None
        head = self._row(item)
        known = {k: v for k, v in answers.items() if v is not None}
        texts = expected(known)
        sides = tuple(
            self._side(item, head, firm, side, shown(known[side]), texts[side], readings)
            for side in SIDES
            if side in known
        )
        return head._replace(readings=readings, sides=sides)

    # -- words ------------------------------------------------------------------------------------------------

    def _row(self, item: Occurrence) -> Row:
        what = {lang: self._what(item, lang) for lang in LANGUAGES}
        bound = {lang: self._bound(item, lang) for lang in LANGUAGES}
        place = self.places.of(self.measure, item)
        return Row(self.measure.id, self.policy.id, self.measure.title, what, bound, place, {}, ())

    def _what(self, item: Occurrence, lang: str) -> str:
        if item.limit is None:
            return Words(self.names, lang).text(mapped(item.left, _uncapped))
        scope = say("list.comma", lang).join(self._scope(word, lang) for word in item.limit[1].scope)
        return say(f"boundaries.{item.word}", lang, scope=scope)

    def _scope(self, word: str, lang: str) -> str:
        key = {"firm": "boundaries.per_firm", "year": "boundaries.per_year"}.get(word)
        if key is not None:
            return say(key, lang)
        kind = self.measure.for_each
        vocabulary = self.look.vocabulary
        if kind is not None and vocabulary.records[kind].one == word:
            return self.names.one(kind, lang)
        fact = vocabulary.words.get(kind, {}).get(word)
        return self.names.fact(fact, kind, lang) if fact is not None else word

    def _bound(self, item: Occurrence, lang: str) -> str:
        return Words(self.names, lang).text(item.right)

    # -- firms ------------------------------------------------------------------------------------------------

    def _firm(self, found: list[Occurrence], readings: dict[str, str]) -> tuple[Firm | None, Occurrence]:
        """The first firm for which the threshold alone decides; one that meets it exactly if there is one."""
        kept: tuple[Firm, Occurrence] | None = None
        self.bench.left = TRIES
        try:
            for item in found:
                if any(readings.get(name, option) != option for name, option in item.readings):
                    continue
                for goals in item.goals:
                    for firm in self._firms(item, goals, readings):
                        if "at" in firm.drafts:
                            return firm, item
                        kept = kept or (firm, item)
        except Exhausted:
            self.reason = "same" if self.same else "patience"
        finally:
            self.bench.left = TRIES
        return kept or (None, found[0])

    def _firms(self, item: Occurrence, goals: tuple[Goal, ...], readings: dict[str, str]) -> Iterator[Firm]:
        start = State(self._given(), {**readings, **dict(item.readings)})
        counted = (*goals, *counting(item.left), *counting(item.right))
        for state in islice(Solver(self.look).solve(counted, start), WAYS):
            for amount in ROUND:
                draft = self._settled(self._draft(state, amount), state.tried)
                if draft is None:
                    continue
                for firm in self._tried(item, draft):
                    if self._decides(firm, goals):
                        yield firm

    def _given(self) -> dict[Cell, tuple[Constraint, ...]]:
        """What is so of every firm that the measure concerns: its place, and what kind of applicant it is."""
        given: dict[Cell, tuple[Constraint, ...]] = {}
        facts = self.look.vocabulary.facts
        options = facts[PLACE].type.options if PLACE in facts else None
        if self.policy.region is not None and options is not None:
            given[Cell(None, PLACE)] = (("in", options.leaves.get(self.policy.region, frozenset())),)
        if APPLICANT in facts and facts[APPLICANT].type.options is not None:
            given[Cell(None, APPLICANT)] = (("in", frozenset(self.measure.applicants)),)
        return given

    def _draft(self, state: State, amount: int | None) -> Draft:
        draft = Draft(self.look, {}, state.readings)
        draft.extras = state.extras
        for cell, known in state.known.items():
            if cell == DAY:
                continue
            value = special(known) if cell.owner == SPECIAL else chosen(known, self.look.decl(cell))
            if amount is not None and self._is_money(cell) and all(HOLDS[op](amount, v) for op, v in known):
                value = amount
            draft = draft.with_(cell, value)
        days = state.known.get(DAY, ())
        if days and special((*days, ("=", last_day(draft.year)))) is None:
            draft = draft.with_(DAY, special(days))
        rest = [cell for cell in self.look.cells if cell not in draft.values and self._is_money(cell)]
        for index, cell in enumerate(rest if amount is not None else ()):
            # No two alike, or what one takes off the other leaves nothing.
            draft = draft.with_(cell, int(amount or 0) * (len(rest) - index))
        return draft

    def _is_money(self, cell: Cell) -> bool:
        return cell.owner != SPECIAL and self.look.decl(cell).type.kind == t.MONEY

    def _settled(self, draft: Draft, goals: Iterable[Goal]) -> Draft | None:
        """The draft with comparisons of computed values brought about, one cell after the other."""
        goals = tuple(goals)
        for _ in range(3):
            open_ = [g for g in goals if self.bench.holds(g[0], draft) not in (g[1], None)]
            if not open_:
                return draft
            for node, want in open_:
                draft = self._reached(draft, node, want, [g for g in goals if g not in open_]) or draft
        self.reason = "conditions"
        return None

    def _reached(self, draft: Draft, node: Any, want: bool, kept: list[Goal]) -> Draft | None:
        probe = self.bench.difference(node.a, node.b, rounded=False, low=False)
        right = bare(node.b)
        near = [right.value] if isinstance(right, n.Const) else []
        for cell in moving(n.Add((node.a, node.b))):
            for triple in self.bench.crossings(draft, cell, probe, near):
                for found in (triple.at, triple.above, triple.below):
                    if found is None or self.bench.holds(node, found) is not want:
                        continue
                    if all(self.bench.holds(g, found) in (w, None) for g, w in kept):
                        return found
        return None

    def _tried(self, item: Occurrence, draft: Draft) -> Iterator[Firm]:
        """Firms on both sides of the threshold, made by moving one cell."""
        if item.word == COUNT:
            yield from self._counted(item, draft)
            return
        if item.word == CAP:
            assert item.limit is not None
            probes = [self.bench.relaxed(*item.limit)]
            cells = [c for v in self.measure.variants for c in moving(v.amount)]
            draft = self._many(draft, probes[0], cells) or draft
        else:
            rounded = item.word != BOUND and kind_of(item.left) == t.MONEY
            probes = [self.bench.difference(item.left, item.right, rounded=rounded, low=low) for low in (False, True)]
            cells = moving(n.Add((item.left, item.right)))
        if not cells:
            self.reason = "moves"
            return
        right = bare(item.right)
        near: list[Number] = [right.value] if isinstance(right, n.Const) else []
        near += [f.low for f in facts_below(item.left) if f.low is not None]
        money = kind_of(item.right) == t.MONEY
        self.reason = "reached"
        for probe in probes:
            for cell in dict.fromkeys(cells):
                for step in STEPS if money else STEPS[:1]:
                    self.reason = "reached"
                    for triple in self.bench.crossings(draft, cell, probe, near, step):
                        yield self._as_firm(triple, draft, probe)
                    if self.reason != "same":
                        break

    def _as_firm(self, triple: Triple, draft: Draft, probe: Probe) -> Firm:
        drafts = {side: d for side, d in zip(SIDES, triple, strict=True) if d is not None}
        return Firm(drafts, draft.readings, probe)

    def _many(self, draft: Draft, probe: Probe, cells: list[Cell]) -> Draft | None:
        """As many records as it takes to reach a cap that one record alone does not reach."""
        kind = self.measure.for_each
        if kind is None:
            return None
        for cell in (c for c in cells if c.owner == kind):
            for number in (1, 2, 3, 4, 6, 10, 20, MOST_RECORDS - 1):
                for power in range(2, 16):
                    one = draft.with_(cell, 10**power)
                    found = probe(one.with_(copies(kind), number))
                    if found is not None and found >= 0:
                        return None if number == 1 else one.with_(copies(kind), number)
        return None

    def _counted(self, item: Occurrence, draft: Draft) -> Iterator[Firm]:
        """One award fewer than a count allows, as many, one more: side by side, or year after year."""
        assert item.limit is not None
        right = bare(item.right)
        limit: Limit = item.limit[1]
        if not isinstance(right, n.Const):
            self.reason = "moves"
            return
        kind = self.measure.for_each
        one = self.look.vocabulary.records[kind].one if kind is not None else None
        years = YEAR not in limit.scope and (kind is None or one in limit.scope)
        if not years and kind is None:
            self.reason = "moves"
            return
        cell = TIMES if years else copies(str(kind))
        top = int(right.value)

        def probe(found: Draft) -> Number | None:
            return int(found.of(cell)) - top

        values = {"below": top - 1, "at": top, "above": top + 1}
        least = 1 if years else 0
        drafts = {side: draft.with_(cell, value) for side, value in values.items() if value >= least}
        self.reason = "reached"
        yield Firm(drafts, draft.readings, probe)

    def _decides(self, firm: Firm, goals: tuple[Goal, ...]) -> bool:
        """Whether everything else holds on all sides, and the answers differ."""
        if len(firm.drafts) < 2:
            return False
        answers: set[Answer] = set()
        for draft in firm.drafts.values():
            found = self.bench.ask(draft)
            answer = answered(found, self.measure)
            if found is None or answer is None:
                self.reason = "reached"
                return False
            if any(self.bench.value(node, found) not in (want, None) for node, want in goals):
                self.reason = "settled"
                return False
            answers.add(answer)
        if len(answers) == 1:
            self.reason, self.same = "same", True
        return len(answers) > 1

    # -- readings -----------------------------------------------------------------------------------------------

    def _full(self, draft: Draft, readings: dict[str, str]) -> Answer | None:
        """What the policy says, as a case asks it."""
        if self.bench.ask(draft, readings) is None:
            return None
        found = self.rules.assess(draft.profile(), year=draft.year, date=draft.date, readings=readings or None)
        return answered(found, self.measure)

    def _readings(self, firm: Firm) -> list[dict[str, str]]:
        """Every choice of the readings that change what comes out; those that change nothing stay open."""
        known = self.policy.readings
        named = [x.name for tree in self.look.trees for x in (tree,) if isinstance(x, n.Reading)]
        named += [name for v in self.measure.variants for name, _ in v.chosen]
        names = [name for name in dict.fromkeys(named) if name in known]

        def out(readings: dict[str, str]) -> tuple[Answer | None, ...]:
            return tuple(self.bench.answer(d, readings) for d in firm.drafts.values())

        base = {k: v for k, v in firm.readings.items() if k in known}
        for name in list(base):
            without = {k: v for k, v in base.items() if k != name}
            if all(out({**without, name: option}) == out(without) for option in known[name].options):
                base = without
        changing = [
            name
            for name in names
            if name in base or len({out({**base, name: option}) for option in known[name].options}) > 1
        ]
        options = [list(known[name].options) for name in changing]
        return [dict(zip(changing, chosen_, strict=True)) for chosen_ in product(*options)]

    # -- cases ------------------------------------------------------------------------------------------------

    def _side(
        self,
        item: Occurrence,
        head: Row,
        firm: Firm,
        side: str,
        answer: dict[str, str],
        expect: str,
        readings: dict[str, str],
    ) -> Side:
        draft = firm.drafts[side]
        found = self.bench.ask(draft, readings)
        assert found is not None
        beyond = firm.probe(draft)
        right = self.bench.value(item.right, found)
        value = {lang: side_value(right, beyond, kind_of(item.right), lang) for lang in LANGUAGES}
        day = "_day" if kind_of(item.right) == t.DATE else ""
        name = {}
        for lang in LANGUAGES:
            text = say(
                f"boundaries.case_{side}{day}",
                lang,
                measure=text_of(self.measure.title, lang),
                what=head.what[lang],
                bound=head.bound[lang],
            )
            labels = [self.names.option(k, v, lang) for k, v in readings.items()]
            if labels:
                text = say("boundaries.case_reading", lang, case=text, reading=say("list.semicolon", lang).join(labels))
            name[lang] = text
        case: dict[str, Any] = {"name": name, "year": str(draft.year)}
        if draft.date is not None:
            case["date"] = draft.date
        case["facts"] = draft.profile()
        if readings:
            prefix = f"{self.policy.id}/"
            case["readings"] = {k.removeprefix(prefix): v for k, v in readings.items()}
        case |= {"expect": {self.measure.name: expect}, "made": "boundaries", "agreed": "no"}
        return Side(side, value, answer, case)
