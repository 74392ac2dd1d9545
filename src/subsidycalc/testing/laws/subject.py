"""What a law is tried on: a rule book, random firms that know everything, and the same firms knowing less."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ...answers.assess import RuleBook
from ...rulebook.vocabulary import APPLICANT, PLACE, FactDecl
from ...tree import types as t
from ...values.quantities import money_text, parse_money
from ..amounts import Values
from ..asked import Asked
from ..completing import completions
from ..extra import missing
from ..files import RuleFiles
from ..given import Given, Opening, apart, openings, without
from ..profiles import profiles

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn
except ModuleNotFoundError as error:
    raise missing(error) from None


class Witness(NamedTuple):
    """One assessment that a failure shows: its name, what was given, and the rules where they are not the book's."""

    name: str
    given: Given
    files: RuleFiles | None = None


class Breach(NamedTuple):
    """How a law failed: ``key`` and ``params`` make the sentence, the witnesses show it."""

    key: str
    params: dict[str, str]
    witnesses: tuple[Witness, ...]


class Broken(Exception):
    """Raised by a law that does not hold."""

    def __init__(self, breach: Breach) -> None:
        super().__init__(breach)
        self.breach = breach


class Subject:
    """A rule book on trial, with its files."""

    def __init__(self, rules: RuleBook, files: RuleFiles) -> None:
        self.rules, self.files = rules, files
        self.asked = Asked(rules.book)
        records = rules.book.vocabulary.records
        self.kept = {APPLICANT, PLACE, *(r.one for r in records.values())}
        self.kept |= {name for names in self.asked.keys.values() for name in names}
        self.readings = {r.id for p in rules.book.policies.values() for r in p.readings.values()}
        self.changed: dict[Any, Any] = {}
        """What laws keep for all examples: rule books with something changed."""

    @cached_property
    def _profiles(self) -> Any:
        return profiles(self.asked, None, True)

    def known(self, draw: DrawFn) -> Given:
        """A firm that knows everything, with a value for every gap and reading."""
        profile = draw(self._profiles)
        date = draw(Values(self.asked, profile["year"]).judged())
        return draw(completions(self.rules, self.asked, profile, None, None, date))

    def somewhat(self, draw: DrawFn) -> Given:
        """A firm that knows all or some of it."""
        full = self.known(draw)
        return full if draw(st.booleans()) else self.without(full, self.some(draw, full))

    def assess(self, given: Given) -> dict[str, Any]:
        """The JSON form of an assessment."""
        return given.assess(self.rules).to_dict()

    # -- knowing less -----------------------------------------------------------------------------------------

    def parts(self, given: Given) -> list[Opening]:
        """Everything that can be taken away.

        Money that the year judged has brought stays, and so do the lists that it names a record of: a name by which
        money is matched is never a gap.
        """
        now = [x for x in given.profile.get("received", ()) if str(x["year"]) == str(given.profile["year"])]
        found = openings(given, {*self.kept, "received"} if now else self.kept)
        records = self.rules.book.vocabulary.records
        chains = [
            self.rules.book.vocabulary.chain(kind) for kind in records if any(records[kind].one in x for x in now)
        ]
        named = {("profile", kind) for chain in chains for kind in chain}
        return [part for part in found if part.path not in named]

    def some(self, draw: DrawFn, given: Given) -> list[Opening]:
        """A few things to take away, or many; some of them are known in part instead."""
        parts = self.parts(given)
        if not parts:
            return []
        most = draw(st.sampled_from([3, 3, len(parts)]))
        taken = draw(st.lists(st.sampled_from(parts), min_size=1, max_size=most))
        return [self._in_part(draw, given, part) if draw(st.integers(0, 7)) == 7 else part for part in apart(taken)]

    def without(self, given: Given, taken: Sequence[Opening]) -> Given:
        """What is known without some things."""
        return without(given, taken, self.asked.parents)

    def _in_part(self, draw: DrawFn, given: Given, part: Opening) -> Opening:
        decl = self._fact(part)
        value: Any = given._asdict()
        for step in part.path:
            value = value[step]
        if decl is None or not isinstance(value, str):
            return part
        if decl.type.kind == t.MONEY:
            fen = parse_money(value)
            low = max(decl.low or 0, fen - draw(st.sampled_from([0, 1, 10**6])))
            high = fen + draw(st.sampled_from([1, 2, 10**9]))
            if decl.high is None or high <= decl.high:
                return part._replace(left=f"{money_text(low, 'zh')} to {money_text(high, 'zh')}")
        if decl.type.kind == t.CHOICE and decl.type.options is not None:
            above = [name for name, below in decl.type.options.leaves.items() if value in below and len(below) > 1]
            return part._replace(left=draw(st.sampled_from(above))) if above else part
        return part

    def _fact(self, part: Opening) -> FactDecl | None:
        """The fact that an opening is about; a series as a whole is none."""
        kind, *way = part.path
        vocabulary = self.rules.book.vocabulary
        owner = str(way[0]) if len(way) > 2 and way[0] in vocabulary.records else None
        names = way[2:] if owner is not None else way
        decl = vocabulary.of(owner).get(str(names[0])) if kind == "profile" and names else None
        return decl if decl is not None and len(names) == (1 if decl.per is None else 2) else None


def shown(span: dict[str, Any]) -> str:
    """A range as failures print it, the same in either language.

    >>> shown({"low": "0.00", "high": None}), shown({"low": "5.00", "high": "5.00"})
    ('0.00 …', '5.00')
    """
    if span["low"] == span["high"]:
        return str(span["low"])
    return f"{span['low']} … {span['high'] or ''}".rstrip()


def fen(text: str | None) -> int | None:
    """An amount of the JSON form in 分."""
    return None if text is None else int(text.replace(".", ""))
