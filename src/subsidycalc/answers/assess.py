"""One firm, one year: every award that concerns it, with its range and reasons."""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from ..diagnostics import LANGUAGES, Faults, Place, Report, unfit
from ..language.source import Source
from ..profile import Firm, ProfileReader, profile_source
from ..profile.scalars import shown_of
from ..readers.explain import NOTHING, Receipt, Record, World, compiled
from ..rulebook.model import FIRM, YEAR, Book, Measure
from ..rulebook.vocabulary import FactDecl
from ..tree.words import value_text
from ..values.days import last_day, parse_calendar_day
from ..values.quantities import QuantityError
from .assessment import Assessment
from .assumptions import NONE, AssumptionsReader, Givens
from .collecting import MANY, uncollected
from .combining import ClauseIndex, combined
from .plan import Plan
from .render import Rendering
from .selection import Selector


class RuleBook:
    """Loaded rules, ready for any number of firms.

    >>> book = RuleBook(load_book())
    >>> book.assess({"year": 2022, "sector": ["sensors"]}).year
    2022
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        measures = book.measures()
        self.profiles = ProfileReader(book.vocabulary, {m.id: m.for_each for m in measures})
        self.clauses = ClauseIndex(book)
        self._plans: dict[str, Plan] = {}
        self._parts: dict[frozenset[str], RuleBook] = {}
        self._renderings: dict[str, Rendering] = {}
        self._scope_facts = {m.id: words for m in measures if (words := _scope_facts(m, self.clauses))}
        self._computed = {
            owner: [f for f in book.vocabulary.of(owner).values() if f.definition is not None]
            for owner in (None, *book.vocabulary.records)
        }
        self.instalments = any(m.paid for m in measures)
        self.selector = Selector(book, self.plan)

    def part(self, policies: Collection[str]) -> RuleBook:
        """The rule book with some of its policies alone; made once for each choice of them.

        Clauses of the others are gone, and what is left no longer finds their measures.
        """
        kept = frozenset(id_ for id_ in policies if id_ in self.book.policies)
        if len(kept) == len(self.book.policies):
            return self
        if kept not in self._parts:
            book = self.book
            clauses = tuple(clause.within(kept) for clause in book.clauses if clause.policy in kept)
            self._parts[kept] = RuleBook(
                book._replace(policies={k: p for k, p in book.policies.items() if k in kept}, clauses=clauses)
            )
        return self._parts[kept]

    def plan(self, measure: Measure) -> Plan:
        """The compiled measure; compiled when first asked for."""
        found = self._plans.get(measure.id)
        if found is None:
            found = self._plans[measure.id] = Plan(measure, self.book.vocabulary)
        return found

    def rendering(self, lang: str) -> Rendering:
        """The texts of this rule book in one language, made when first asked for."""
        found = self._renderings.get(lang) if isinstance(lang, str) else None
        if found is None:
            if lang not in LANGUAGES:
                raise unfit("--lang", shown_of(lang), ", ".join(LANGUAGES))
            found = self._renderings[lang] = Rendering(self.book, lang)
        return found

    def assess(
        self,
        profile: str | Path | Mapping[str, Any],
        *,
        year: int | None = None,
        date: str | datetime.date | None = None,
        assume: Givens = None,
        readings: Mapping[str, str] | None = None,
        presume: bool = False,
    ) -> Assessment:
        """What a firm can count on.

        Args:
            profile: path of a YAML or JSON file, or the same as plain Python data (money as text with its unit).
            year: the year whose facts are judged; from the profile where it is not given.
            date: the day on which the text is read; 31 December of the year unless given.
            assume: assumptions files, or a mapping of gap names to values.
            readings: options chosen for readings, by name.
            presume: take the values that the vocabulary presumes, and say so.

        Raises:
            Faults: everything in the profile or the options that cannot be used, located.
        """
        if not isinstance(profile, (dict, str, os.PathLike, Mapping)):
            raise unfit("profile", shown_of(profile), 'assess("firm.yaml"), assess({"year": 2024, …})')
        return self.assess_source(
            profile_source(profile), year=year, date=date, assume=assume, readings=readings, presume=presume
        )

    def assess_source(
        self,
        source: Source,
        *,
        year: int | None = None,
        date: str | datetime.date | None = None,
        assume: Givens = None,
        readings: Mapping[str, str] | None = None,
        presume: bool = False,
    ) -> Assessment:
        """As ``assess``, for a profile that has been read."""
        assumptions, chosen = NONE, {}
        if assume is not None or readings:
            reader = AssumptionsReader(self.book)
            assumptions = reader.read(assume)
            chosen = {name: item.value for name, item in assumptions.readings.items()}
            chosen |= reader.chosen(readings)
        if presume is not True and presume is not False:
            raise unfit("--presume", shown_of(presume), "presume=True, presume=False")
        firm = self.profiles.read(source, presume=presume)
        if year is not None and year.__class__ is not int:
            raise unfit("--year", shown_of(year), "year=2024")
        judged = firm.year if year is None else year
        if judged is None or not 1 < judged < 9999:
            raise _no_year(judged, firm, source)
        day = last_day(judged) if date is None else _day(date)
        filled = assumptions.values and {name: item.value for name, item in assumptions.values.items()}
        world = World(firm.facts, _records(firm), judged, day, _receipts(firm, self.clauses), chosen, filled)
        if firm.records or self._computed[None]:
            self._agree(firm, world, source)
        selection = self.selector.select(firm, day)
        concerned = selection.concerned
        if self._scope_facts:
            self._keys_given(firm, concerned, source)
        if len(concerned) < MANY:
            results = [plan.run(world) for plan in concerned]
        else:
            results = uncollected(lambda: [plan.run(world) for plan in concerned])
        combination = combined(results, self.clauses, world) if self.clauses else None
        return Assessment(self, source, firm, world, results, selection, assumptions, chosen, presume, combination)

    # -- checks that need the whole profile -------------------------------------------------------------------

    def _keys_given(self, firm: Firm, concerned: list[Plan], source: Source) -> None:
        report = Report()
        asked: dict[tuple[str, str], str] = {}
        for plan in concerned:
            for owner, name in self._scope_facts.get(plan.measure.id, ()):
                asked.setdefault((owner, name), plan.measure.id)
        for (owner, name), measure in asked.items():
            for index, record in enumerate(firm.records.get(owner, ())):
                value = record.facts.get(name)
                if value is None or (isinstance(value, frozenset) and len(value) != 1):
                    place = source.place((owner, index))
                    report.add("records.key_missing", place, f"{owner}.{index + 1}", name=name, measure=measure)
        report.raise_if_any()

    def _agree(self, firm: Firm, world: World, source: Source) -> None:
        """A computed fact that is given as well must be equal to what is computed."""
        report = Report()
        for fact in self._computed[None]:
            if fact.name in firm.facts:
                self._same(fact, firm.facts[fact.name], world, source, (fact.name,), report)
        for kind, records in world.records.items():
            computed = self._computed[kind]
            for index, record in enumerate(records) if computed else ():
                for fact in computed:
                    if fact.name in record.facts:
                        world.frames = record.frames
                        trail = (kind, index, fact.name)
                        self._same(fact, record.facts[fact.name], world, source, trail, report)
                        world.frames = {}
        report.raise_if_any()

    def _same(self, fact: FactDecl, given: Any, world: World, source: Source, trail: Any, report: Report) -> None:
        from ..readers.explain.compile import is_wide

        assert fact.definition is not None
        program = compiled([fact.definition])
        judged = world.year
        for year, value in given.items() if isinstance(given, dict) else ((judged, given),):
            if not isinstance(year, int):
                continue
            world.year = year
            computed = program.roots[0](program.fresh(), world)
            if not is_wide(computed) and not is_wide(value) and computed != value:
                at = (*trail, str(year)) if isinstance(given, dict) else trail
                report.add(
                    "fact.computed_differs",
                    source.place(at),
                    name=fact.name,
                    given=_written(value, fact),
                    computed=_written(computed, fact),
                )
        world.year = judged


def _written(value: Any, fact: FactDecl) -> str:
    """A value as a profile has it: the same in either language."""
    if isinstance(value, frozenset):
        return "/".join(sorted(value))
    return value_text(value, fact.type.kind, "zh", fact.type)


def _scope_facts(measure: Measure, clauses: ClauseIndex) -> list[tuple[str, str]]:
    """Facts of the record, or of one that it belongs to, that a limit or clause is per: they must be given."""
    if measure.for_each is None:
        return []
    vocabulary = clauses.book.vocabulary
    words = {w for v in measure.variants for limit in (*v.caps, *v.counts) for w in limit.scope}
    words |= {w for number in clauses.of(measure) for w in clauses.clauses[number].key}
    found = set()
    for word in words - {FIRM, YEAR}:
        for owner in vocabulary.chain(measure.for_each):
            if owner is None or word == vocabulary.records[owner].one:
                break
            if word in vocabulary.words[owner]:
                found.add((owner, vocabulary.words[owner][word]))
                break
    return sorted(found)


def _no_year(year: int | None, firm: Firm, source: Source) -> Faults:
    report = Report()
    if year is None:
        years = ", ".join(map(str, firm.years())) or "–"
        report.add("profile.no_year", source.place(()), years=years)
    else:
        report.add("period.year", source.place(()), text=str(year))
    return Faults(report.found)


def _day(date: str | datetime.date) -> int:
    if isinstance(date, datetime.date):
        return date.toordinal()
    if not isinstance(date, str):
        raise unfit("--date", shown_of(date), 'date="2024-06-30"')
    try:
        return parse_calendar_day(date)
    except QuantityError as error:
        report = Report()
        report.add(error.code, Place("--date"), **error.params)
        raise Faults(report.found) from None


def _records(firm: Firm) -> Mapping[str, list[Record]]:
    if not firm.records:
        return NOTHING
    made: dict[int, Record] = {}
    for items in firm.records.values():
        for item in items:
            _record(item, made)
    return {kind: [made[id(item)] for item in items] for kind, items in firm.records.items()}


def _receipts(firm: Firm, index: ClauseIndex) -> list[Receipt] | None:
    return None if firm.received is None else [_receipt(Receipt(**x), index) for x in firm.received]


def _receipt(receipt: Receipt, index: ClauseIndex) -> Receipt:
    """Money received under a measure of the book is of that measure's level and kind of support."""
    measure = index.measures.get(receipt.award or "")
    if measure is None:
        return receipt
    return receipt._replace(level=index.levels[measure.policy], support=measure.support)


def _record(item: Any, made: dict[int, Record]) -> Record:
    found = made.get(id(item))
    if found is None:
        parent = None if item.parent is None else _record(item.parent, made)
        found = made[id(item)] = Record(item.kind, item.name, item.facts, parent)
    return found
