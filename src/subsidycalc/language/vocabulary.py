"""Vocabulary files → declared facts, records and trees, and the trees of computed facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostics import Report, nearest
from ..rulebook.vocabulary import RESERVED, FactDecl, RecordDecl, Vocabulary, natural_high, natural_low
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.types import Options, Type
from ..values.days import parse_day
from ..values.quantities import QuantityError, parse_money, parse_quantity, parse_share
from ..values.units import CURRENCIES, SPELLED, UNITS
from .context import Policies
from .resolve import Resolver
from .source import Source, Trail
from .spec import FactSpec, RecordSpec
from .typed import Hand

PERIODS = ("year", "quarter", "month")


class Declarations:
    """Adds the facts, records and trees of one file to a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, source: Source, report: Report) -> None:
        self.vocabulary, self.source, self.report = vocabulary, source, report

    def fault(self, code: str, trail: Trail, *, key: bool = False, **params: object) -> None:
        """Report a fault."""
        self.report.add(code, self.source.place(trail, key=key), ".".join(map(str, trail)), **params)

    def trees(self, data: Mapping[str, Any] | None) -> None:
        """Declare named trees of options."""
        for name, tree in (data or {}).items():
            options = Options(tree)
            known = self.vocabulary.trees.get(name)
            self._repeated(options, ("trees", name))
            self.vocabulary.trees[name] = known.merged(tree) if known else options

    def _repeated(self, options: Options, trail: Trail) -> None:
        if options.repeated:
            self.fault("choice.twice", trail, option=", ".join(options.repeated))

    def records(self, data: Mapping[str, Any] | None, trail: Trail = ("records",)) -> None:
        """Declare kinds of record, or add facts to known ones."""
        for name, item in (data or {}).items():
            self._record(name, RecordSpec(item, (*trail, name)))

    def _record(self, name: str, spec: RecordSpec) -> None:
        known = self.vocabulary.records.get(name)
        if known is None:
            if spec.one is None:
                self.fault("record.one", spec.trail, key=True, name=name)
            one = (
                spec.one
                if isinstance(spec.one, dict)
                else {"id": spec.one or name, "zh": spec.zh or name, "en": spec.en or name}
            )
            label = {"zh": spec.zh or one["zh"], "en": spec.en or name}
            one_label = {"zh": one["zh"], "en": one["en"]}
            made = RecordDecl(name, one["id"], spec.belongs_to, label, one_label, {})
            self.vocabulary.add_record(made)
        for fact, item in (spec.data.get("facts") or {}).items():
            self._fact(fact, FactSpec(item, (*spec.trail, "facts", fact)), name)

    def facts(self, data: Mapping[str, Any] | None, trail: Trail = ("facts",)) -> None:
        """Declare facts of the firm."""
        for name, item in (data or {}).items():
            self._fact(name, FactSpec(item, (*trail, name)), None)

    def parents(self, trail: Trail = ("records",)) -> None:
        """Check that every kind of record belongs to one that is declared, and to none that belongs to it."""
        for record in self.vocabulary.records.values():
            at = (*trail, record.name, "belongs_to")
            if at not in self.source.marks:
                continue
            if record.parent is None:
                self.fault("record.elsewhere", at, name=record.name)
            elif record.parent not in self.vocabulary.records:
                near = nearest(str(record.parent), self.vocabulary.records)
                self.fault("record.unknown", at, word=record.parent, near=", ".join(near) or "–")
            elif record.name in self.vocabulary.chain(record.parent):
                self.fault("name.cycle", at, cycle=f"{record.name} → {record.parent}")

    def former(self) -> None:
        """Check that no former name is still in use: an old profile could mean either."""
        vocabulary = self.vocabulary
        for owner, name, trail in facts_of(self.source):
            for index, old in enumerate(self.source.value(trail).get("was") or ()):
                other = vocabulary.words.get(owner, {}).get(old) or vocabulary.former.get(owner, {}).get(old)
                if owner is None and (old in RESERVED or vocabulary.record_named(old) is not None):
                    other = old
                if other != name or old == name:
                    self.fault("fact.was_taken", (*trail, "was", index), old=old, name=name, other=other)

    def _fact(self, name: str, spec: FactSpec, owner: str | None) -> None:
        kind = self._type(name, spec)
        if kind is None:
            return
        if name in RESERVED and not (name == "applicant" and owner is None):
            self.fault("fact.reserved", spec.trail, key=True, name=name)
        if spec.per is not None and spec.per not in PERIODS:
            self.fault("word.unknown", spec.at("per"), word=spec.per, options=", ".join(PERIODS))
            spec.per = None
        if spec.presume is not None and (
            kind.kind != t.BOOL or spec.per is not None or spec.presume not in ("yes", "no")
        ):
            self.fault("fact.presume", spec.at("presume"), name=name)
        label = {k: v for k, v in (("zh", spec.zh), ("en", spec.en)) if v}
        label.setdefault("zh", name)
        label.setdefault("en", name.replace("_", " "))
        known = self.vocabulary.of(owner).get(name)
        if known is not None and not self._same(known, kind, spec):
            return
        made = FactDecl(
            name,
            owner,
            kind,
            label,
            spec.per,
            self._bound(spec, "at_least", kind.kind, None if spec.defined else natural_low(kind.kind)),
            self._bound(spec, "at_most", kind.kind, None if spec.defined else natural_high(kind.kind)),
            spec.example,
            spec.ask,
            spec.help,
            spec.found_in,
            None if spec.presume is None else spec.presume == "yes",
            spec.defined,
            was=tuple(spec.was or ()),
        )
        if known is not None:
            made = known._replace(type=kind, was=(*known.was, *made.was))
        self.vocabulary.add(made)

    def _same(self, known: FactDecl, kind: Type, spec: FactSpec) -> bool:
        if (known.type.kind, known.per) == (kind.kind, spec.per):
            return True
        self.fault("fact.two_types", spec.trail, key=True, name=known.name, first=known.type.kind, second=kind.kind)
        return False

    def _type(self, name: str, spec: FactSpec) -> Type | None:
        if spec.type not in t.FACT_TYPES:
            near = nearest(spec.type, t.FACT_TYPES)
            self.fault(
                "fact.type",
                spec.at("type"),
                word=spec.type,
                types=", ".join(t.FACT_TYPES),
                near=", ".join(near),
            )
            return None
        unit = self._unit(spec)
        if unit is not None:
            return Type(unit)
        if spec.type not in (t.CHOICE, t.CHOICES):
            if spec.options is not None:
                self.fault("fact.options", spec.at("options"), key=True)
            return Type(spec.type)
        given = spec.options
        if isinstance(given, str):
            tree = self.vocabulary.trees.get(given)
            if tree is None:
                near = nearest(given, self.vocabulary.trees)
                self.fault("tree.unknown", spec.at("options"), word=given, near=", ".join(near) or "–")
                return None
            return Type(spec.type, tree)
        if not given:
            self.fault("fact.options_missing", spec.trail, key=True, name=name)
            return None
        data = dict.fromkeys(given, None) if isinstance(given, list) else given
        options = Options(data)
        self._repeated(options, spec.at("options"))
        known = self.vocabulary.facts.get(name)
        if known is not None and known.type.options is not None:
            return Type(
                spec.type,
                known.type.options.merged({k: v for k, v in data.items() if k not in known.type.options.leaves}),
            )
        return Type(spec.type, options)

    def _unit(self, spec: FactSpec) -> str | None:
        """The kind of a quantity with a unit: foreign money is money, everything else a number."""
        if spec.unit is None:
            return None
        unit = SPELLED.get(spec.unit)
        if unit is None:
            self.fault("unit.unknown", spec.at("unit"), word=spec.unit, units=", ".join(SPELLED))
            return None
        fitting = (t.MONEY,) if unit in CURRENCIES else (t.NUMBER, t.WHOLE) if UNITS[unit].whole else (t.NUMBER,)
        if spec.type not in fitting:
            self.fault("unit.type", spec.at("unit"), unit=spec.unit, type=" / ".join(fitting))
            return None
        return unit

    def _bound(self, spec: FactSpec, key: str, kind: str, natural: Any) -> Any:
        text = spec.data.get(key)
        if text is None:
            return natural
        if text == "none":
            return None
        try:
            if kind == t.MONEY:
                return parse_money(text)
            if kind in (t.RATE, t.RATIO):
                return parse_share(text, bounded=False)
            if kind == t.DATE:
                return parse_day(text)
            return parse_quantity(text).value
        except QuantityError as error:
            self.fault(error.code, spec.at(key), **error.params)
        return natural


def facts_of(source: Source) -> Iterator[tuple[str | None, str, Trail]]:
    """The facts that a file declares: whose they are, what they are called, and where."""
    for name in source.data.get("facts") or {}:
        yield None, name, ("facts", name)
    for kind, record in (source.data.get("records") or {}).items():
        for name in record.get("facts") or {}:
            yield kind, name, ("records", kind, "facts", name)


class Definitions:
    """Trees of computed facts, made when first asked for; a cycle is a fault."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        places: Mapping[tuple[str | None, str], tuple[Source, Trail]],
        report: Report,
    ) -> None:
        self.vocabulary, self.places, self.report = vocabulary, places, report
        self.made: dict[tuple[str | None, str], Node] = {}
        self._open: list[str] = []

    def __call__(self, fact: FactDecl) -> Node | None:
        """The tree of a computed fact."""
        key = (fact.owner, fact.name)
        if key in self.made or fact.defined is None:
            return self.made.get(key)
        source, trail = self.places[key]
        if fact.name in self._open:
            cycle = " → ".join([*self._open[self._open.index(fact.name) :], fact.name])
            self.report.add("name.cycle", source.place(trail), cycle=cycle)
            return n.Const(0, fact.type.kind)
        self._open.append(fact.name)
        scope = Policies(source, self.report, self.vocabulary)
        scope.definitions = self
        scope.wanted_choice = fact.type if fact.type.kind == t.CHOICE else None
        found = Resolver(scope).expression(
            fact.defined, Hand(fact.owner, trail), None if scope.wanted_choice else fact.type.kind
        )
        self._open.pop()
        self.made[key] = found.node
        return found.node

    def all(self) -> None:
        """Make the trees of every computed fact and keep them in the vocabulary."""
        for fact in list(self.vocabulary.everything()):
            if fact.defined is not None and fact.definition is None and (fact.owner, fact.name) in self.places:
                node = self(fact)
                self.vocabulary.of(fact.owner)[fact.name] = fact._replace(definition=node)
