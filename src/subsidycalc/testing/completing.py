"""Completing what a profile, assumptions and readings leave open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..answers.assess import RuleBook
from ..answers.assumptions import AssumptionsReader
from ..diagnostics import Faults, Report
from ..profile import profile_source
from ..rulebook.vocabulary import FOUNDED, PLACE, RESERVED
from ..tree import types as t
from ..values.ranges import Range
from .amounts import inside
from .asked import Ask, Asked
from .extra import missing
from .given import Given
from .profiles import MOST, ProfileMaker
from .spelling import leaves, written

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn, SearchStrategy
except ModuleNotFoundError as error:
    raise missing(error) from None


def completions(
    rules: RuleBook,
    asked: Asked,
    profile: str | Path | Mapping[str, Any],
    assume: Mapping[str, Any] | None,
    readings: Mapping[str, str] | None,
    date: str | None,
) -> SearchStrategy[Given]:
    """Completions of what is asked; see ``strategies.completions``."""
    source = profile_source(profile)
    firm = rules.profiles.read(source)
    if firm.year is None:
        report = Report()
        report.add("profile.no_year", source.place(()), years=", ".join(map(str, firm.years())) or "–")
        raise Faults(report.found)
    year = firm.year
    chosen = AssumptionsReader(rules.book).chosen(readings)
    known = Given(_by_id(rules, source.data), dict(assume or {}), chosen, date)

    @st.composite
    def made(draw: DrawFn) -> Given:
        return _Completer(asked, draw, year, known, rules.profiles.read(source)).given()

    return made()


def _by_id(rules: RuleBook, data: Mapping[str, Any]) -> dict[str, Any]:
    """A profile with its facts and records under their ids, without what is left empty."""

    def renamed(owner: str | None, facts: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for word, value in facts.items():
            key = rules.profiles.keys[owner].get(word)
            if value is None:
                continue
            if key is None or (owner is None and word in RESERVED):
                made[word] = value
            elif key.fact is not None:
                made[key.fact.name] = dict(value) if isinstance(value, Mapping) else value
            else:
                made[str(key.kind)] = [renamed(key.kind, record) for record in value]
        return made

    return renamed(None, data)


class _Completer:
    def __init__(self, asked: Asked, draw: DrawFn, year: int, known: Given, firm: Any) -> None:
        self.asked, self.draw, self.known, self.firm = asked, draw, known, firm
        self.maker = ProfileMaker(asked, draw, year, None, MOST)

    def given(self) -> Given:
        """Everything that was open, filled."""
        profile = dict(self.known.profile)
        founded = self.firm.facts.get(FOUNDED)
        self.maker.founded = founded if isinstance(founded, int) else self._founding()
        self._facts(None, profile, self.firm.facts)
        if PLACE not in profile and self.maker.somewhere():
            profile[PLACE] = self.draw(st.sampled_from(leaves(self.asked.book.vocabulary.facts[PLACE])))
        for kind in self.asked.kinds:
            if kind not in profile:
                profile[kind] = self.maker.records(kind, profile)
                continue
            records = [dict(record) for record in profile[kind]]
            for record, read in zip(records, self.firm.records[kind], strict=True):
                self._facts(kind, record, read.facts)
            profile[kind] = records
        if self.asked.received and "received" not in profile:
            profile["received"] = self.maker.received(profile, now=False)
        return Given(profile, self._assumed(), self._chosen(), self.known.date)

    def _founding(self) -> int:
        value = self.firm.facts.get(FOUNDED)
        drawn = self.draw(st.integers(0, 3))
        if isinstance(value, Range):
            low, high = value.low or 0, value.high
            return int(low) + drawn if high is None else min(int(high), int(low) + drawn)
        return self.maker.founding(drawn)

    def _facts(self, owner: str | None, made: dict[str, Any], read: Mapping[str, Any]) -> None:
        for ask in self.maker.of(owner):
            name, value = ask.decl.name, read.get(ask.decl.name)
            if value is None:
                made[name] = self.maker.fact(ask)
            elif ask.decl.per is not None:
                made[name] = self._series(ask, made[name], value)
            elif (told := self._told(ask, value)) is not None:
                made[name] = told

    def _series(self, ask: Ask, written_: Mapping[Any, Any], read: Mapping[Any, Any]) -> dict[str, Any]:
        """The periods that are asked for, and those that are given in part."""
        made = {str(key): item for key, item in written_.items() if item is not None}
        for key, value in read.items():
            told = self._told(ask, value)
            if told is not None:
                made[f"before {key[1]}" if isinstance(key, tuple) else str(key)] = told
        first = min([self.maker.year, *(key for key in read if isinstance(key, int))])
        earlier = range(min(first, self.maker.founded), self.maker.year) if ask.history else ()
        for period in dict.fromkeys((*earlier, *self.maker.periods(ask))):
            if str(period) not in made:
                made[str(period)] = self.maker.one(ask)
        return made

    def _told(self, ask: Ask, value: Any) -> Any:
        """A value in place of one that is known in part; ``None`` where nothing is open."""
        kind = ask.decl.type.kind
        if ask.decl.name == FOUNDED and ask.decl.owner is None and isinstance(value, Range):
            return str(self.maker.founded)
        if isinstance(value, Range):
            return written(self.draw(inside(value, kind)), kind)
        if isinstance(value, frozenset) and len(value) > 1:
            return self.draw(st.sampled_from(sorted(value)))
        if kind == t.CHOICES and any(len(part) > 1 for part in value):
            return [self.draw(st.sampled_from(sorted(part))) for part in value]
        return None

    def _assumed(self) -> dict[str, Any]:
        found = dict(self.known.assume)
        for policy in self.asked.book.policies.values():
            for name, gap in policy.gaps.items():
                if name not in found:
                    found[name] = written(self.draw(self.maker.values.gap(gap)), gap.kind)
        return found

    def _chosen(self) -> dict[str, str]:
        found = dict(self.known.readings)
        for policy in self.asked.book.policies.values():
            for reading in policy.readings.values():
                id_ = reading.id
                if id_ not in found and id_ not in self.known.assume:
                    found[id_] = self.draw(st.sampled_from(list(reading.options)))
        return found
