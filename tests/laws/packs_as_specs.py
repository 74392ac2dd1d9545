"""Rule files as the nested plain data that the second evaluator reads, and a complete firm as its raw values.

The grammar is the program's; what anything means is left to the second evaluator.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from subsidycalc import RuleBook
from subsidycalc.answers.assumptions import AssumptionsReader
from subsidycalc.language.expressions import Syntax, parse
from subsidycalc.profile import profile_source
from subsidycalc.rulebook.vocabulary import Vocabulary
from subsidycalc.testing.given import Given
from subsidycalc.testing.random_rules import Case, Fact
from subsidycalc.testing.random_rules.writing import named
from subsidycalc.values.days import last_day, parse_day
from subsidycalc.values.quantities import parse_quantity, parse_share

PER = re.compile(r"\s+per\s+")
SCALES = ("tiers", "rates")
SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "==": "="}
PLAIN = {"by", "several", "bounds", "reading"}
"""Keys whose texts are words and no expressions; a reading of words may stand for them."""


class _Policy:
    """One policy file. ``words`` maps the names and labels of facts to ids, for the firm and each kind of record."""

    def __init__(self, data: dict[str, Any], vocabulary: Vocabulary) -> None:
        self.data, self.vocabulary = data, vocabulary
        self.named = {*(data.get("figures") or {}), *(data.get("define") or {})}

    def spec(self) -> dict[str, Any]:
        data = self.data
        made: dict[str, Any] = {"policy": data["policy"], "in_force": self.period(data["in_force"])}
        if "lapsed" in data and data["in_force"].get("until") == "unpublished":
            first = date.fromordinal(made["in_force"]["from"][1])
            made["in_force"]["until"] = ("unpublished", first.replace(year=first.year + 1).toordinal(), "date")
        if "place" in data:
            made["place"] = data["place"]
        if "eligible" in data:
            made["eligible"] = self.conditions(data["eligible"])
        made["figures"] = {name: self.figure(item) for name, item in (data.get("figures") or {}).items()}
        made["define"] = {name: self.step(item) for name, item in (data.get("define") or {}).items()}
        made["measures"] = {name: self.measure(item) for name, item in data["measures"].items()}
        return {key: self.bounded(item) for key, item in named(made)[0].items()}

    def bounded(self, node: Any) -> Any:
        """The bounds of scales as expressions, once gaps have the names that they have as texts."""
        if isinstance(node, list):
            return [self.bounded(item) for item in node]
        if not isinstance(node, dict):
            return node
        made = {key: self.bounded(item) for key, item in node.items()}
        for word in SCALES:
            if isinstance(made.get(word), dict) and not made[word].keys() & {"of", "reading"}:
                made[word] = {self.expr(bound): pays for bound, pays in made[word].items()}
        return made

    def period(self, data: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key in ("from", "to", "until"):
            if key in data:
                made[key] = data[key] if data[key] == "unpublished" else ("date", parse_day(data[key]))
        if "of" in data:
            made["of"] = self.expr(data["of"])
        return made

    def figure(self, data: Any) -> Any:
        if not isinstance(data, dict) or "reading" in data:
            return self.value(data)
        if "unpublished" in data:
            return {"unpublished": ("unpublished", data["unpublished"])}
        return {"value": self.value(data["value"])} if "value" in data else self.period(data)

    def step(self, data: Any) -> Any:
        if isinstance(data, list) or (isinstance(data, dict) and data.keys() & {"all", "any", "not"}):
            return self.conditions(data)
        return self.value(data)

    def measure(self, data: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {"award": self.value(data["award"])}
        words = data.get("for_each", [])
        made["for_each"] = words if isinstance(words, list) else [words]
        if "applicant" in data:
            given = data["applicant"]
            made["applicant"] = given if isinstance(given, list) else re.split(r"\s+or\s+", given)
        for key in ("eligible", "where"):
            if key in data:
                made[key] = self.conditions(data[key])
        for key in ("in_force", "apply", "counts"):
            if key in data:
                made[key] = self.period(data[key])
        if "count_at_most" in data:
            made["count_at_most"] = self.caps(data["count_at_most"])
        return made

    # -- values -----------------------------------------------------------------------------------------------

    def value(self, data: Any) -> Any:
        if isinstance(data, str):
            return self.text(data)
        if isinstance(data, list):
            return [self.value(item) for item in data]
        return {k: self.entry(k, item) for k, item in data.items()}

    def entry(self, key: str, item: Any) -> Any:
        if key in PLAIN:
            return item
        if key in ("at_most", "count_at_most"):
            return self.caps(item)
        if key == "table":
            return [self.row(row) for row in item]
        if key in ("plus", "raise") and isinstance(item, list):
            return [self.row(row) for row in item]
        return self.value(item)

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {k: self.conditions(v) if k == "when" else self.value(v) for k, v in row.items()}

    def caps(self, data: Any) -> Any:
        if isinstance(data, list):
            return [self.caps(item) for item in data]
        if isinstance(data, dict):
            return {k: v if k == "reading" else self.caps(v) for k, v in data.items()}
        text, *scope = PER.split(data)
        return ("cap", self.text(text), tuple(re.split(r"\s+and\s+", scope[0]))) if scope else self.text(text)

    def text(self, text: str) -> Any:
        plain = text.strip()
        if plain == "nothing":
            return plain
        if plain == "unpublished":
            return ("unpublished", "money")
        limit = re.match(r"(up to|不超过)\s*", plain)
        if limit:
            return ("up to", self.expr(plain[limit.end() :]), "money")
        pair = re.fullmatch(r"between\s+(.+?)\s+and\s+(.+)", plain)
        if pair:
            return ("between", self.expr(pair[1]), self.expr(pair[2]), "money")
        return self.expr(plain)

    def conditions(self, data: Any) -> Any:
        if isinstance(data, list):
            return [self.conditions(item) for item in data]
        if isinstance(data, dict):
            return {k: v if k == "reading" else self.conditions(v) for k, v in data.items()}
        return ("unpublished", "bool") if data.strip() == "unpublished" else self.expr(data)

    # -- expressions ------------------------------------------------------------------------------------------

    def expr(self, text: str, options: Any = None) -> Any:
        return self.tree(parse(text), options)

    def tree(self, s: Syntax, options: Any = None) -> Any:
        found = getattr(self, f"_{s.kind}", None)
        if found is not None:
            return found(s, options)
        parts = [self.tree(p, options) for p in s.parts if isinstance(p, Syntax)]
        match s.kind:
            case "group":
                return parts[0]
            case "or" | "and" | "not" | "if":
                return (s.kind, *parts)
            case "negate":
                return ("neg", parts[0])
            case "span":
                return ("span", str(s.parts[0]), *parts)
        raise AssertionError(s)

    def _quantity(self, s: Syntax, _: Any) -> Any:
        text = str(s.parts[0])
        if ":" in text:
            return ("ratio", Fraction(parse_share(text, bounded=False)))
        found = parse_quantity(text)
        if found.kind == "duration":
            return ("duration", found.value, found.unit)
        return (found.kind, found.value)

    def _day(self, s: Syntax, _: Any) -> Any:
        return ("date", parse_day(str(s.parts[0])))

    def _fact(self, word: str) -> str | None:
        return next((words[word] for words in self.vocabulary.words.values() if word in words), None)

    def _name(self, s: Syntax, options: Any) -> Any:
        word = str(s.parts[0])
        if options is not None and word in options.names:
            return ("option", word)
        if word in self.named:
            return ("ref", word)
        if word in ("year", "date"):
            return ("clock", word)
        fact = self._fact(word)
        return ("fact", fact, None) if fact is not None else ("bool", {"yes": True, "no": False}[word])

    def _of(self, s: Syntax, _: Any) -> Any:
        item, period = s.parts
        when: Any = "last" if period == "last year" else int(period) if str(period).isdigit() else str(period)
        return ("fact", self._fact(str(item.parts[0])), when)

    def _sum(self, s: Syntax, options: Any) -> Any:
        total = self.tree(s.parts[0], options)
        for sign, item in zip(s.parts[1::2], s.parts[2::2], strict=True):
            part = self.tree(item, options)
            if part[0] == "duration":
                total = ("shift", total, part[1] if str(sign) == "+" else -part[1], part[2])
            else:
                total = ("add" if str(sign) == "+" else "sub", total, part)
        return total

    def _product(self, s: Syntax, options: Any) -> Any:
        total = self.tree(s.parts[0], options)
        for sign, item in zip(s.parts[1::2], s.parts[2::2], strict=True):
            total = ("mul" if str(sign) in "*×" else "div", total, self.tree(item, options))
        return total

    def _compare(self, s: Syntax, options: Any) -> Any:
        items, signs = s.parts[::2], [SIGNS.get(str(x), str(x)) for x in s.parts[1::2]]
        if signs[0] in ("=", "!="):
            right = items[1]
            left = self.tree(items[0], options)
            if right.kind == "name" and self._fact(str(right.parts[0])) is None and right.parts[0] not in ("yes", "no"):
                return ("in", left, [str(right.parts[0])], signs[0] == "!=", False)
            if right.kind == "name" and right.parts[0] in ("yes", "no"):
                wanted = (right.parts[0] == "yes") == (signs[0] == "=")
                return left if wanted else ("not", left)
            return ("cmp", signs[0], left, self.tree(right, options))
        made = [self.tree(x, options) for x in items]
        if len(signs) == 1:
            return ("cmp", signs[0], *made)
        return ("chain", made[0], signs[0], made[1], signs[1], made[2])

    def _member(self, s: Syntax, options: Any) -> Any:
        item, words = s.parts
        left = self.tree(item, options)
        if words.kind == "name" and (words.parts[0] == "year" or words.parts[0] in (self.data.get("figures") or {})):
            return ("window", left, str(words.parts[0]))
        found = words.parts if words.kind == "options" else (words,)
        return ("in", left, [str(w.parts[0]) for w in found], False, True)

    def _call(self, s: Syntax, options: Any) -> Any:
        function, *items = s.parts
        if function in ("growth", "increase"):
            return (function, self._fact(str(items[0].parts[0])))
        if function == "received":
            return ("received", str(items[0].parts[0]), len(items) > 1)
        if function == "count":
            return ("over", "count", ("bool", True), self._records(items[0]), None)
        return (function, *(self.tree(x, options) for x in items))

    def _over(self, s: Syntax, options: Any) -> Any:
        how, body, kind, where = s.parts
        inner = ("bool", True) if body is None else self.tree(body, options)
        return ("over", how, inner, self._records(kind), None if where is None else self.tree(where, options))

    def _records(self, word: Syntax) -> str:
        found = self.vocabulary.record_named(str(word.parts[0]))
        assert found is not None
        return found.name


@cache
def _spec(file: str, vocabulary: Vocabulary) -> tuple[_Policy, dict[str, Any], list[Fact]]:
    reader = _Policy(yaml.load(Path(file).read_text("utf-8"), yaml.BaseLoader), vocabulary)
    facts = []
    for decl in vocabulary.everything():
        tree = decl.type.options
        leaves = {} if tree is None else {name: tuple(sorted(below)) for name, below in tree.leaves.items()}
        defined = None if decl.defined is None else reader.expr(decl.defined, tree)
        facts.append(Fact(decl.name, decl.label["zh"], decl.type.kind, decl.owner, decl.per, None, leaves, defined))
    return reader, reader.spec(), facts


def case_of(rules: RuleBook, policy: str, given: Given) -> Case:
    """One policy with a complete firm and every gap filled, as the second evaluator reads them."""
    vocabulary = rules.book.vocabulary
    _, spec, facts = _spec(rules.book.policies[policy].file, vocabulary)
    firm = rules.profiles.read(profile_source(given.profile))
    chosen = AssumptionsReader(rules.book).chosen(given.readings)
    filled = AssumptionsReader(rules.book).read(given.assume).values
    year = int(given.profile["year"])
    return Case(
        facts,
        {r.name: (r.one, r.parent) for r in vocabulary.records.values()},
        {},
        spec,
        {name: _raw(value) for name, value in firm.facts.items()},
        {kind: [_record(vocabulary, x) for x in records] for kind, records in firm.records.items()},
        [_receipt(vocabulary, x, policy) for x in firm.received or () if x["award"]],
        year,
        last_day(year) if given.date is None else parse_day(given.date),
        firm.applicant,
        {name: item.value for name, item in filled.items()},
        {name.partition("/")[2]: option for name, option in chosen.items() if name.startswith(f"{policy}/")},
    )


def _raw(value: Any) -> Any:
    if isinstance(value, dict):
        return {("before", k[1]) if isinstance(k, tuple) else k: _raw(v) for k, v in value.items()}
    if isinstance(value, frozenset):
        (leaf,) = value
        return leaf
    return tuple(_raw(v) for v in value) if isinstance(value, tuple) else value


def _record(vocabulary: Vocabulary, record: Any) -> dict[str, Any]:
    made = {"name": record.name, **{name: _raw(value) for name, value in record.facts.items()}}
    if record.parent is not None:
        made[vocabulary.records[record.parent.kind].one] = record.parent.name
    return made


def _receipt(vocabulary: Vocabulary, receipt: dict[str, Any], policy: str) -> dict[str, Any]:
    pack, _, name = receipt["award"].partition("/")
    award = f"p/{name}" if pack == policy else receipt["award"]
    made = {"award": award, "amount": receipt["amount"], "year": receipt["year"]}
    if receipt["record"] is not None:
        kind, name = receipt["record"]
        made[vocabulary.records[kind].one] = name
    return made
