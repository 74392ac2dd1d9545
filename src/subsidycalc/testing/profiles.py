"""Random profiles for a rule book: what its rules look at, and a little besides."""

from __future__ import annotations

from typing import Any

from ..rulebook.vocabulary import APPLICANT, FOUNDED, PLACE, RESERVED, FactDecl
from ..tree import types as t
from ..values.days import day_text
from .amounts import Values
from .asked import Ask, Asked
from .extra import missing
from .spelling import leaves, written

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn, SearchStrategy
except ModuleNotFoundError as error:
    raise missing(error) from None

NAMES = ("a", "b", "c")
"""What records are called."""
MOST = 10
BESIDES = 2
"""So many facts that no rule asks for may be given."""
ELSEWHERE = "elsewhere"
"""A level and a kind of support that no measure has."""
PAID = (100_000, 1, 123_456_789)
"""Money received, in 分."""


def years_of(asked: Asked) -> list[int]:
    """Years worth judging: the first of each policy and the two after it."""
    starts = [int(day_text(policy.in_force[0])[:4]) for policy in asked.book.policies.values()]
    found = {start + n for start in starts for n in (0, 1, 2)} | {year for year in asked.years if 1990 <= year <= 2100}
    return sorted(found) or [2024]


def profiles(asked: Asked, year: int | None, complete: bool) -> SearchStrategy[dict[str, Any]]:
    """Profiles for what is asked; see ``strategies.profiles``."""

    @st.composite
    def made(draw: DrawFn) -> dict[str, Any]:
        judged = year if year is not None else draw(st.sampled_from(years_of(asked)))
        measures = [m.id for m in asked.book.measures()]
        target = draw(st.sampled_from([None, *measures, *measures]))
        known = MOST if complete else draw(st.sampled_from([2, 5, 8]))
        return ProfileMaker(asked, draw, judged, target, known).profile()

    return made()


class ProfileMaker:
    """Draws one profile. Of ten facts, about ``known`` are given."""

    def __init__(self, asked: Asked, draw: DrawFn, year: int, target: str | None, known: int) -> None:
        self.asked, self.draw, self.year, self.target, self.known = asked, draw, year, target, known
        self.values = Values(asked, year)
        self.founded = year
        self.vocabulary = asked.book.vocabulary

    def profile(self) -> dict[str, Any]:
        """Everything that is given."""
        made: dict[str, Any] = {"year": self.year, **self._applicant()}
        self.founded = self.founding(self.draw(st.integers(0, 3)))
        for ask in self.of(None):
            if ask.decl.name == PLACE or self.given():
                made |= {ask.decl.name: self.fact(ask)}
        if (
            PLACE in self.vocabulary.facts
            and PLACE not in made
            and any(p.region for p in self.asked.book.policies.values())
        ):
            made[PLACE] = self.draw(st.sampled_from(leaves(self.vocabulary.facts[PLACE])))
        for kind in self.asked.kinds:
            if self.parent_there(kind, made) and self.given():
                made[kind] = self.records(kind, made)
        if self.asked.received and self.given():
            made["received"] = self.received(made)
        return made | self._besides(made)

    def founding(self, age: int) -> int:
        """The founding year of a firm of an age; no figure that a history knows is older than the firm."""
        return min([self.year - age, *self._history()])

    def given(self) -> bool:
        """Whether something is given; what fails is shrunk to less that is."""
        return self.known >= MOST or self.draw(st.integers(0, MOST - 1)) >= MOST - self.known

    def of(self, owner: str | None) -> list[Ask]:
        """What is asked of the firm or of a kind of record. The applicant is dealt with apart."""
        return [ask for (kind, name), ask in self.asked.facts.items() if kind == owner and name not in RESERVED]

    def somewhere(self) -> bool:
        """Whether the place of a firm selects policies: then it is always given."""
        return PLACE in self.vocabulary.facts and any(policy.region for policy in self.asked.book.policies.values())

    def _applicant(self) -> dict[str, Any]:
        declared = self.vocabulary.facts.get(APPLICANT)
        measure = next((m for m in self.asked.book.measures() if m.id == self.target), None)
        if declared is None or measure is None:
            return {}
        chosen = self.draw(st.sampled_from(measure.applicants))
        return {} if chosen == "firm" else {APPLICANT: chosen}

    def _besides(self, made: dict[str, Any]) -> dict[str, Any]:
        """A few facts that no rule looks at, and that change nothing."""
        never = {*made, *RESERVED, PLACE, FOUNDED}
        facts = self.vocabulary.facts
        others = [f.name for f in facts.values() if f.definition is None and f.name not in never]
        others = [name for name in others if (None, name) not in self.asked.facts]
        if not others or self.known >= MOST:
            return {}
        chosen = self.draw(st.lists(st.sampled_from(others), max_size=BESIDES, unique=True))
        return {name: self.fact(Ask(facts[name])) for name in chosen}

    # -- facts ------------------------------------------------------------------------------------------------

    def fact(self, ask: Ask) -> Any:
        """One fact as a profile has it, for each of its periods if it is a series."""
        if ask.decl.owner is None and ask.decl.name == FOUNDED:
            return str(self.founded)
        if ask.decl.per is not None:
            return {str(p): self.one(ask) for p in self.periods(ask) if self.given()}
        return self.one(ask)

    def one(self, ask: Ask) -> Any:
        """One value, now and then known in part alone."""
        kind = ask.decl.type.kind
        value = self.draw(self.values.fact(ask, self.target))
        if self.known < MOST and kind in (t.MONEY, t.CHOICE) and self.draw(st.integers(0, 9)) == 9:
            return self._in_part(ask.decl, value)
        return written(value, kind)

    def _in_part(self, decl: FactDecl, value: Any) -> Any:
        if decl.type.kind == t.MONEY:
            return f"{written(value, t.MONEY)} to {written(value + self.draw(st.integers(1, 10**9)), t.MONEY)}"
        assert decl.type.options is not None
        above = [name for name, below in decl.type.options.leaves.items() if value in below and decl.name != PLACE]
        return self.draw(st.sampled_from(above or [value]))

    def periods(self, ask: Ask) -> list[int | str]:
        """The periods of a series that the rules look at."""
        if ask.decl.per != "year":
            return sorted({str(p) for p in ask.at}) or self._example(ask)
        years = {self.year - back for back in ask.back} | {int(p) for p in ask.at} | {self.year}
        if ask.history:
            years |= set(range(min([self.founded, *years, *self._history()]), self.year))
        return [*sorted(years)]

    def _example(self, ask: Ask) -> list[int | str]:
        return [f"{self.year}Q4" if ask.decl.per == "quarter" else f"{self.year}-12"]

    def _history(self) -> list[int]:
        """The earliest years that are looked at of series with a history: one may bring in those of another."""
        asks = [a for a in self.asked.facts.values() if a.history and a.decl.per == "year"]
        return [int(p) for a in asks for p in (*(self.year - back for back in a.back), *a.at)]

    # -- records ----------------------------------------------------------------------------------------------

    def parent_there(self, kind: str, made: dict[str, Any]) -> bool:
        """Whether the profile lists what records of a kind belong to."""
        parent = self.asked.parents.get(kind)
        return parent is None or parent in made

    def records(self, kind: str, made: dict[str, Any]) -> list[dict[str, Any]]:
        """A list of records, each with what tells it from others."""
        parent = self.asked.parents.get(kind)
        above = [record["name"] for record in made[parent]] if parent is not None else []
        if parent is not None and not above:
            return []
        names = NAMES[: self.draw(st.integers(0, len(NAMES)))]
        return [self._record(kind, name, parent, above) for name in names]

    def _record(self, kind: str, name: str, parent: str | None, above: list[str]) -> dict[str, Any]:
        record: dict[str, Any] = {"name": name}
        if parent is not None:
            record[self.vocabulary.records[parent].one] = self.draw(st.sampled_from(above))
        for ask in self.of(kind):
            key = ask.decl.name in self.asked.keys[kind]
            if key:
                record[ask.decl.name] = written(self.draw(self.values.fact(ask, self.target)), ask.decl.type.kind)
            elif self.given():
                record[ask.decl.name] = self.fact(ask)
        return record

    # -- money received ---------------------------------------------------------------------------------------

    def received(self, made: dict[str, Any], *, now: bool = True) -> list[dict[str, Any]]:
        """Money received under a few measures in earlier years, and (``now``) in the year judged.

        In the year judged only under measures without limits of their own: money paid beyond a limit is beyond the
        rules.
        """
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for _ in range(self.draw(st.sampled_from([0, 0, 1, 2]))):
            measure = self.draw(st.sampled_from(self.asked.book.measures()))
            since = int(day_text(self.asked.book.policies[measure.policy].in_force[0])[:4])
            limited = any(v.caps or v.counts for v in measure.variants)
            last = self.year if now and not limited else self.year - 1
            record = self._receiver(measure.for_each, made)
            if since > last or record is None:
                continue
            year = self.draw(st.integers(since, last))
            amount = written(self.draw(st.sampled_from(PAID)), t.MONEY)
            receipt = {"award": measure.id, "amount": amount, "year": year, **record}
            found[measure.id, year, *record.values()] = receipt
        return [*found.values(), *self._outside(made, self.year if now else self.year - 1)]

    def _outside(self, made: dict[str, Any], last: int) -> list[dict[str, Any]]:
        """Money of some level and kind that clauses ask about, paid under measures of nobody here.

        It names a record of the innermost kind for which a clause asks, so that no clause is in doubt about it.
        """
        clauses = [clause for clause in self.asked.book.clauses if any(group.kinds for group in clause.groups)]
        if not clauses or not self.draw(st.booleans()):
            return []
        level, support = self.draw(st.sampled_from([k for clause in clauses for g in clause.groups for k in g.kinds]))
        given_for = {m.id: m.for_each for m in self.asked.book.measures()}
        wanted = {given_for.get(id_) for clause in clauses if clause.key for id_ in clause.measures()} - {None}
        kind = max(wanted, key=lambda k: (len(self.vocabulary.chain(k)), k), default=None)
        record = self._receiver(kind, made)
        if record is None or not wanted <= set(self.vocabulary.chain(kind)):
            return []
        amount = written(self.draw(st.sampled_from(PAID)), t.MONEY)
        paid = {"level": level or ELSEWHERE, "support": support or ELSEWHERE, "amount": amount}
        return [{**paid, "year": self.draw(st.integers(last - 2, last)), **record}]

    def _receiver(self, kind: str | None, made: dict[str, Any]) -> dict[str, Any] | None:
        """For which record money was received; ``None`` where there is none."""
        if kind is None:
            return {}
        names = [record["name"] for record in made.get(kind) or ()]
        return {self.vocabulary.records[kind].one: self.draw(st.sampled_from(names))} if names else None
