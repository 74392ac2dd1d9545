"""Profiles → firms. Every fault of a profile is reported at once, each at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..diagnostics import Faults, Report, nearest
from ..language.source import STDIN, Plain, Source, Trail, dotted, no_mapping, read_bytes, read_file
from ..rulebook.vocabulary import RESERVED, FactDecl, Vocabulary
from ..tree import types as t
from ..values.days import parse_period
from ..values.quantities import QuantityError, parse_money
from .firm import Firm, RecordData
from .scalars import quick_reader, scalar_reader, shown_of, written

BEFORE = "before"
LONGEST = 1000
"""So much of a name or a text is kept."""
MOST_LISTED = 8
"""So many names of entries are offered."""
RECEIPT_KEYS = ("award", "level", "support", "amount", "year")


class _Key(NamedTuple):
    """What a key of a profile stands for."""

    fact: FactDecl | None
    read: Callable[[Any], Any] | None
    kind: str | None = None


def profile_source(profile: str | Path | Mapping[str, Any], *, stdin: bytes | None = None) -> Source:
    """A profile as a source: a path, ``-`` for standard input, or plain Python data.

    Raises:
        Faults: the file cannot be read, or is no YAML or JSON.
    """
    if profile.__class__ is dict or isinstance(profile, Mapping):
        return Plain(profile, "profile")
    if stdin is not None:
        return read_bytes(stdin, STDIN)
    return read_file(Path(profile), str(profile))


class ProfileReader:
    """Reads profiles against one vocabulary; made once, used for many firms."""

    def __init__(self, vocabulary: Vocabulary, measures: Mapping[str, str | None]) -> None:
        self.vocabulary = vocabulary
        self.measures = measures
        """Known measures and the kind of record that each is given for."""
        self.keys: dict[str | None, dict[str, _Key]] = {}
        for owner in (None, *vocabulary.records):
            facts = vocabulary.of(owner)
            self.keys[owner] = {
                word: _Key(facts[name], scalar_reader(facts[name]))
                for word, name in (vocabulary.former.get(owner, {}) | vocabulary.words.get(owner, {})).items()
                if name in facts
            }
        self._quick = {
            word: quick_reader(key.fact, key.read)
            for word, key in self.keys[None].items()
            if key.fact is not None and key.read is not None and key.fact.name not in RESERVED
        }
        for record in vocabulary.records.values():
            for word in (record.name, *record.label.values()):
                self.keys[None].setdefault(word, _Key(None, None, record.name))

    def words(self, owner: str | None) -> list[str]:
        """The keys that are offered where one is misspelt: no former names."""
        former = self.vocabulary.former.get(owner, {})
        return [word for word in self.keys[owner] if word not in former]

    def read(self, source: Source, *, presume: bool = False) -> Firm:
        """A firm.

        Raises:
            Faults: every unknown key, wrong value and missing name, located.
        """
        firm, data = Firm(), source.data
        if data.__class__ is not dict:
            _Reading(self, source, firm).all(data)
        elif rest := self._plain(data, firm):
            _Reading(self, source, firm).all(rest)
        if presume:
            self._presume(firm)
        return firm

    def _plain(self, data: dict[Any, Any], firm: Firm) -> dict[Any, Any]:
        """Read what is plainly written; what is not comes back."""
        quick, facts, rest = self._quick, firm.facts, {}
        for word, value in data.items():
            found = quick.get(word)
            if found is not None:
                name, truth, known, look = found
                kind = value.__class__
                plain = known.get(value) if kind is str else value if truth and kind is bool else None
                if plain is None:
                    plain = look(value)
                if plain is not None and name not in facts:
                    facts[name] = plain
                    continue
            elif word == "name" and value.__class__ is str:
                firm.name = shown_of(value, LONGEST)
                continue
            rest[word] = value
        return rest

    def _presume(self, firm: Firm) -> None:
        holders = [(None, firm.facts), *((r.kind, r.facts) for records in firm.records.values() for r in records)]
        for owner, facts in holders:
            for fact in self.vocabulary.of(owner).values():
                if fact.presume is not None and fact.name not in facts:
                    facts[fact.name] = fact.presume
                    if fact not in firm.presumed:
                        firm.presumed.append(fact)


class _Reading:
    def __init__(self, reader: ProfileReader, source: Source, firm: Firm) -> None:
        self.reader, self.source, self.firm = reader, source, firm
        self.report = Report()

    def fault(self, code: str, trail: Trail, *, key: bool = False, **params: object) -> None:
        self.report.add(code, self.source.place(trail, key=key), dotted(trail), **params)

    def all(self, data: Any) -> None:
        """Read what ``data`` has into the firm."""
        if not isinstance(data, Mapping):
            self.report.add(*no_mapping(self.source, "profile.map_wanted"))
            raise Faults(self.report.found)
        keys, firm = self.reader.keys[None], self.firm
        for word, value in data.items():
            if value is None:
                continue
            known = keys.get(word)
            if known is None or word in RESERVED:
                self._reserved(firm, word, value, known)
            elif known.fact is not None and known.fact.name in RESERVED:
                self._reserved(firm, known.fact.name, value, known)
            elif known.fact is not None:
                found = self._fact(known, value, (word,), firm.facts)
                if found is not None:
                    firm.facts[known.fact.name] = found
            else:
                self._records(firm, str(known.kind), value, (word,))
        self._parents(firm)
        self.report.raise_if_any()

    # -- the firm's keys --------------------------------------------------------------------------------------

    def _reserved(self, firm: Firm, word: str, value: Any, known: _Key | None) -> None:
        trail: Trail = (shown_of(word),)
        if word == "name":
            firm.name = self._word(value, trail) or ""
        elif word == "year":
            firm.year = self._year(value, trail)
        elif word == "applicant":
            firm.applicant = self._applicant(value, trail, known)
        elif word == "received":
            firm.received = self._received(value, trail)
        elif word == "language":
            if shown_of(value) != "1":
                self.fault("language.version", trail, found=shown_of(value), known="1")
        else:
            self._unknown(word, trail, self.reader.words(None) + sorted(RESERVED))

    def _unknown(self, word: Any, trail: Trail, known: list[str]) -> None:
        word = shown_of(word)
        close = nearest(word, known)
        owners = self.reader.vocabulary.owners_of(word) if len(trail) == 1 else []
        if owners:
            self.fault("profile.of_record", trail, key=True, key_=word, records=owners[0].name)
        elif close:
            self.fault("profile.unknown_near", trail, key=True, key_=word, near=close[0])
        else:
            self.fault("profile.unknown", trail, key=True, key_=word)

    def _year(self, value: Any, trail: Trail) -> int | None:
        try:
            return int(parse_period(shown_of(value), "year"))
        except QuantityError as error:
            self.fault(error.code, trail, **error.params)
        return None

    def _word(self, value: Any, trail: Trail) -> str | None:
        """A text; a list or a mapping is none."""
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return shown_of(value, LONGEST)
        self.fault("text.shape", trail, text=shown_of(value))
        return None

    def _applicant(self, value: Any, trail: Trail, known: _Key | None) -> str:
        if isinstance(value, (list, tuple)):
            self.fault("value.one", trail, name="applicant")
            return "firm"
        if known is None or known.read is None:
            return self._word(value, trail) or "firm"
        try:
            found: frozenset[str] = known.read(value)
        except QuantityError as error:
            self.fault(error.code, trail, **error.params)
            return "firm"
        return next(iter(found))

    # -- facts ------------------------------------------------------------------------------------------------

    def _fact(self, known: _Key, value: Any, trail: Trail, facts: dict[str, Any]) -> Any:
        fact, read = known.fact, known.read
        assert fact is not None
        assert read is not None
        if fact.name in facts:
            self.fault("profile.twice", trail, key=True, key_=trail[-1], name=fact.name)
        if fact.per is not None:
            return self._series(fact, read, value, trail)
        if fact.type.kind == t.CHOICES and isinstance(value, list):
            return self._choices(read, value, trail)
        if isinstance(value, Mapping):
            many = fact.type.kind == t.CHOICES
            self.fault("shape.no_map" if many else "value.no_series", trail, name=trail[-1])
            return None
        if isinstance(value, list):
            self.fault("value.one", trail, name=trail[-1])
            return None
        try:
            return read(value)
        except QuantityError as error:
            self.fault(error.code, trail, **error.params)
        return None

    def _choices(self, read: Callable[[Any], Any], value: list[Any], trail: Trail) -> Any:
        found: list[Any] = []
        for index, item in enumerate(value):
            try:
                found += read(item)
            except QuantityError as error:
                self.fault(error.code, (*trail, index), **error.params)
        return tuple(found)

    def _series(self, fact: FactDecl, read: Callable[[Any], Any], value: Any, trail: Trail) -> Any:
        if not isinstance(value, Mapping):
            period = {"year": "2024", "quarter": "2024Q1", "month": "2024-01"}[str(fact.per)]
            if isinstance(value, str) and "：" in value:
                self.report.add("yaml.fullwidth_colon", self.source.within(trail, value.index("：")), dotted(trail))
                return None
            shown = "…" if isinstance(value, (list, tuple)) else shown_of(value)
            self.fault("value.series", trail, name=trail[-1], value=shown, period=period)
            return None
        made: dict[Any, Any] = {}
        for key, item in value.items():
            if item is None:
                continue
            at = (*trail, shown_of(key))
            period = self._period(fact, key, at)
            if period is None:
                continue
            if period in made:
                self.fault("profile.twice", at, key=True, key_=at[-1], name=f"{trail[-1]} {at[-1]}")
            try:
                made[period] = read(item)
            except QuantityError as error:
                self.fault(error.code, at, **error.params)
        return made

    def _period(self, fact: FactDecl, key: Any, trail: Trail) -> Any:
        if key.__class__ is int and fact.per == "year" and 1000 <= key <= 2999:
            return key
        text = shown_of(key).strip()
        try:
            return period_of(fact, text)
        except QuantityError as error:
            self.fault(error.code, trail, key=True, **error.params)
        return None

    # -- records ----------------------------------------------------------------------------------------------

    def _records(self, firm: Firm, kind: str, value: Any, trail: Trail) -> None:
        if not isinstance(value, (list, tuple)):
            self.fault("records.list_wanted", trail, name=trail[-1])
            return
        if kind in firm.records:
            self.fault("profile.twice", trail, key=True, key_=trail[-1], name=kind)
        made: list[RecordData] = []
        names: set[str] = set()
        for index, item in enumerate(value):
            record = self._record(kind, item, (*trail, index))
            if record is None:
                continue
            if record.name in names:
                self.fault("records.name_twice", (*trail, index, "name"), name=record.name)
            names.add(record.name)
            made.append(record)
        firm.records[kind] = made

    def _record(self, kind: str, item: Any, trail: Trail) -> RecordData | None:
        decl = self.reader.vocabulary.records[kind]
        if not isinstance(item, Mapping):
            self.fault("records.map_wanted", trail, one=decl.one)
            return None
        name = item.get("name")
        if not isinstance(name, (str, int)) or name == "":
            self.fault("records.name_missing", trail, one=decl.one)
        record = RecordData(kind, shown_of(name, LONGEST), {})
        parent = self.reader.vocabulary.records[decl.parent] if decl.parent else None
        parent_word = parent.one if parent else None
        parent_words = {parent.one, *parent.one_label.values()} if parent else set()
        for word, value in item.items():
            if word == "name" or value is None:
                continue
            if word in parent_words:
                record.facts["‹parent›"] = self._word(value, (*trail, word))
                continue
            known = self.reader.keys[kind].get(word)
            if known is None or known.fact is None:
                extra = [parent_word] if parent_word else []
                self._unknown(word, (*trail, shown_of(word)), [*self.reader.words(kind), "name", *extra])
                continue
            found = self._fact(known, value, (*trail, word), record.facts)
            if found is not None:
                record.facts[known.fact.name] = found
        return record

    def _parents(self, firm: Firm) -> None:
        for kind, records in firm.records.items():
            decl = self.reader.vocabulary.records[kind]
            if decl.parent is None:
                continue
            known = {r.name: r for r in firm.records.get(decl.parent, [])}
            listed = ", ".join([*known][:MOST_LISTED]) or "–"
            one = self.reader.vocabulary.records[decl.parent].one
            for index, record in enumerate(records):
                name = record.facts.pop("‹parent›", None)
                if name is None:
                    self.fault("records.parent_missing", (kind, index), one=one, known=listed)
                elif name not in known:
                    near = ", ".join(nearest(name, known)) or listed
                    self.fault("records.parent_unknown", (kind, index, one), name=name, near=near)
                else:
                    record.parent = known[name]

    # -- money received ---------------------------------------------------------------------------------------

    def _received(self, value: Any, trail: Trail) -> list[dict[str, Any]] | None:
        if not isinstance(value, (list, tuple)):
            self.fault("records.list_wanted", trail, name="received")
            return None
        found = []
        for index, item in enumerate(value):
            at = (*trail, index)
            if not isinstance(item, Mapping):
                self.fault("records.map_wanted", at, one="received")
                continue
            found.append(self._receipt(item, at))
        return found

    def _receipt(self, item: Mapping[str, Any], trail: Trail) -> dict[str, Any]:
        made: dict[str, Any] = dict.fromkeys((*RECEIPT_KEYS, "record"))
        ones = {w: r.name for r in self.reader.vocabulary.records.values() for w in (r.one, *r.one_label.values())}
        for word, value in item.items():
            at = (*trail, shown_of(word))
            if word in ones:
                made["record"] = (ones[word], self._word(value, at))
            elif word not in RECEIPT_KEYS:
                near = nearest(shown_of(word), [*RECEIPT_KEYS, *ones])
                self.report.add(
                    "shape.unknown_key_near" if near else "shape.unknown_key",
                    self.source.place(at, key=True),
                    dotted(at),
                    key=shown_of(word),
                    near=near[0] if near else "",
                    known=", ".join([*RECEIPT_KEYS, *ones]),
                )
            elif word == "year":
                made["year"] = self._year(value, at)
            elif word == "amount":
                made["amount"] = self._amount(value, at)
            else:
                made[word] = self._word(value, at)
        missing = [k for k in ("amount", "year") if item.get(k) is None]
        if item.get("award") is None and (item.get("level") is None or item.get("support") is None):
            missing.insert(0, "award")
        if missing:
            self.fault("received.incomplete", trail, missing=", ".join(missing))
        award = made["award"]
        kind = self.reader.measures.get(award) if award is not None else None
        if kind is not None and (made["record"] is None or made["record"][0] != kind):
            one = self.reader.vocabulary.records[kind].one
            self.fault("received.record", trail, award=award, one=one)
        if award is not None and award not in self.reader.measures:
            policies = {m.partition("/")[0] for m in self.reader.measures}
            if award.partition("/")[0] in policies or "/" not in award:
                near = nearest(award, self.reader.measures)
                self.fault(
                    "received.award",
                    (*trail, "award"),
                    award=award,
                    near=near[0] if near else next(iter(self.reader.measures), "policy/measure"),
                )
        return made

    def _amount(self, value: Any, trail: Trail) -> int | None:
        try:
            found = parse_money(written(value, t.MONEY))
            if found < 0:
                raise QuantityError("fact.negative", text=shown_of(value), name="amount")
            return found
        except QuantityError as error:
            self.fault(error.code, trail, **error.params)
        return None


def period_of(fact: FactDecl, text: str) -> Any:
    """The period that a key of a series names; ``(BEFORE, year)`` for the highest value of all years before.

    Raises:
        QuantityError: it names none.
    """
    if fact.per == "year" and (text.startswith(BEFORE) or text.endswith("年以前")):
        year = text.removeprefix(BEFORE).removesuffix("年以前").strip()
        return (BEFORE, parse_period(year, "year"))
    return parse_period(text, str(fact.per))


def day_of(value: str | date | None) -> str | None:
    """A day given as text or as a Python date, as text."""
    return value.isoformat()[:10] if isinstance(value, date) else value
