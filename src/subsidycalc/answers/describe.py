"""Rules in words: the list of measures, one measure with its sources and gaps, a profile to fill in."""

from __future__ import annotations

from ..diagnostics import say, text_of
from ..rulebook.model import YEAR, Book, Measure
from ..rulebook.vocabulary import FactDecl, Vocabulary
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.walk import everything
from ..tree.words import Words, value_text
from ..values.quantities import share_text
from ..values.units import UNITS
from .clause_words import ClauseWords
from .editions import period_text
from .names import BookNames
from .render import Rendering

Section = tuple[str, list[str]]
"""A heading and its items; a heading without items stands alone."""


def listing(book: Book, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every policy with the names and titles of its measures."""
    return [
        (
            say("list.measures", lang, policy=policy.id, title=text_of(policy.title, lang)),
            [(m.name, text_of(m.title, lang)) for m in policy.measures.values()],
        )
        for policy in book.policies.values()
    ]


def described(book: Book, measure: Measure, lang: str) -> list[Section]:
    """One measure in words: who, which, how much, limits, gaps, readings, source."""
    return _Described(book, measure, lang).sections()


class _Described:
    def __init__(self, book: Book, measure: Measure, lang: str) -> None:
        self.book, self.measure, self.lang = book, measure, lang
        self.names = BookNames(book)
        self.words = Words(self.names, lang)
        self.policy = book.policies[measure.policy]

    def say(self, key: str, **params: object) -> str:
        return say(key, self.lang, **params)

    def sections(self) -> list[Section]:
        measure = self.measure
        who = [self.words.text(c.node) for c in measure.conditions if c.role == "who"]
        which = [self.words.text(c.node) for c in measure.record_conditions if c.role in ("which", "counts")]
        found: list[Section] = [(f"{text_of(measure.title, self.lang)} ({measure.id})", [])]
        found.append((self.say("show.issued_by"), [text_of(x, self.lang) for x in self.policy.issuers]))
        found.append((self.say("show.in_force"), self._in_force()))
        if measure.for_each is None:
            found.append((self.say("show.who"), who + which))
        else:
            one = self.names.one(measure.for_each, self.lang)
            found.append((self.say("show.who"), who))
            found.append((self.say("show.which", one=one), which or [self.say("show.any_record", one=one)]))
        found.append((self.say("show.given"), [self.say("show.once", scope=self._scope()), *self._jointly()]))
        found.append((self.say("show.award"), self._steps()))
        found.append((self.say("show.limits"), self._limits()))
        found.append((self.say("story.payments"), self._payments()))
        found.append((self.say("show.clauses"), self._clauses()))
        found.append((self.say("show.gaps"), self._gaps()))
        found.append((self.say("show.readings"), self._readings()))
        found.append((self.say("story.also"), [text_of(x, self.lang) for x in measure.also_requires]))
        notices = [text_of(x, self.lang) for x in (*measure.notices, *self.policy.notices)]
        found.append((self.say("story.notices"), notices))
        found.append((self.say("story.source"), [self._source()]))
        return [(head, items) for i, (head, items) in enumerate(found) if items or i == 0]

    def _jointly(self) -> list[str]:
        kind = self.measure.jointly_with
        return [] if kind is None else [self.say("show.jointly", records=self.names.records(kind, self.lang))]

    def _payments(self) -> list[str]:
        return [
            self.say("show.payment", share=share_text(part.share), when=text_of(part.when, self.lang))
            for part in self.measure.paid
        ]

    def _clauses(self) -> list[str]:
        words = ClauseWords(self.names, self.words)
        found = []
        for clause in self.book.clauses:
            if self.measure.id in clause.measures():
                text = words.text(clause)
                if clause.hangs is not None:
                    options = [
                        self.names.option(clause.hangs.reading, o, self.lang) for o in sorted(clause.hangs.options)
                    ]
                    text = self.say(
                        "show.clause_if",
                        clause=text,
                        reading=self.names.question(clause.hangs.reading, self.lang),
                        options=self.say("list.or").join(options),
                    )
                found.append(text)
        return found

    def _source(self) -> str:
        text = self.names.source_line(self.measure, self.measure.source, self.lang)
        grade = self.measure.source.grade if self.measure.source else "none"
        return self.say("story.graded", source=text, grade=self.say(f"grade.{grade}"))

    def _in_force(self) -> list[str]:
        found = [period_text(self.policy, self.lang)]
        if self.policy.replaces is not None:
            found.append(self.say("show.replaces", policy=self.policy.replaces))
        return found

    def _scope(self) -> str:
        measure = self.measure
        words = [self.say("scope.firm") if measure.for_each is None else self.names.one(measure.for_each, self.lang)]
        if measure.each_year:
            words.append(self.say(f"scope.{YEAR}"))
        return self.say("scope.and").join(words)

    def _trees(self) -> list[Node]:
        m = self.measure
        conditions = [c.node for c in (*m.conditions, *m.record_conditions)]
        limits = [x.value for v in m.variants for x in (*v.caps, *v.counts)]
        trees = [*conditions, m.applies, *(v.amount for v in m.variants), *limits]
        return [x for tree in trees for x in everything(tree)]

    def _steps(self) -> list[str]:
        found: dict[str, None] = {}
        for variant in self.measure.variants:
            for mark in variant.steps:
                if mark.word in ("raw", "rounded", "part", "base_counted", "left_beside", "raised"):
                    continue
                label = self.say(f"step.{mark.word}")
                found[self.say("story.step", step=label, value=self.words.text(mark.node))] = None
        found |= dict.fromkeys(self._tiers())
        if not found:
            found[self.words.text(self.measure.variants[0].amount)] = None
        return list(found)

    def _tiers(self) -> list[str]:
        found = []
        seen = set()
        for node in everything(self.measure.variants[0].amount):
            is_scale = isinstance(node, n.Step) and not isinstance(node.driver, (n.Clock, n.Over))
            if isinstance(node, n.Step) and is_scale and node.name not in seen:
                seen.add(node.name)
                for bound, branch in zip(node.bounds, node.branches[1:], strict=True):
                    value = branch.then if isinstance(branch, n.If) else branch
                    tier = value_text(bound, node.kind, self.lang)
                    found.append(self.say("show.tier", tier=tier, value=self.words.text(value)))
        return found

    def _limits(self) -> list[str]:
        render = Rendering(self.book, self.lang)
        found: dict[str, None] = {}
        for variant in self.measure.variants:
            for word, limits in (("cap", variant.caps), ("count", variant.counts)):
                for limit in limits:
                    label = self.say(f"step.{word}", scope=render.scope_text(limit, self.measure))
                    found[self.say("story.step", step=label, value=self.words.text(limit.value))] = None
        return list(found)

    def _gaps(self) -> list[str]:
        gaps = dict.fromkeys(x.name for x in self._trees() if isinstance(x, n.Gap))
        return [f"{self.names.figure(name, self.lang)} [{name}]" for name in gaps]

    def _readings(self) -> list[str]:
        ids = dict.fromkeys(x.name for x in self._trees() if isinstance(x, n.Reading))
        ids |= dict.fromkeys(name for v in self.measure.variants for name, _ in v.chosen)
        found = []
        for id_ in ids:
            options = (f"{o} ({self.names.option(id_, o, self.lang)})" for o in self.policy.readings[id_].options)
            question = self.names.question(id_, self.lang)
            found.append(self.say("show.options", question=question, options=self.say("list.semicolon").join(options)))
        return found


_SAMPLES = {
    t.MONEY: "123万元",
    t.RATE: "30%",
    t.RATIO: "150%",
    t.NUMBER: "1.5",
    t.WHOLE: "100",
    t.BOOL: "yes",
    t.DATE: "2024-06-30",
    t.TEXT: "…",
}
_PERIODS = {"year": "2024", "quarter": "2024Q1", "month": "2024-01"}


def profile_template(vocabulary: Vocabulary, lang: str) -> str:
    """Every fact as a comment with its label, question and an example; a valid profile once comments are taken away."""
    lines = [f"# {say(f'template.{k}', lang)}" for k in ("head", "money", "records")]
    lines += ["name: …", "year: 2024"]
    for fact in vocabulary.facts.values():
        lines += _fact(fact, lang, "# ")
    for record in vocabulary.records.values():
        lines += ["", f"# {record.label[lang]}", f"# {record.name}:", "#   - name: …"]
        if record.parent is not None:
            lines.append(f"#     {vocabulary.records[record.parent].one}: …")
        for fact in record.facts.values():
            lines += _fact(fact, lang, "#     ")
    return "\n".join([*lines, "", f"# {say('template.received', lang)}", "# received: []"]) + "\n"


def _fact(fact: FactDecl, lang: str, indent: str) -> list[str]:
    note = text_of(fact.ask, lang) if fact.ask else ""
    if fact.found_in:
        note += f" ({text_of(fact.found_in, lang)})"
    value = str(fact.example) if isinstance(fact.example, str) else _sample(fact)
    if fact.per is not None:
        value = f"{{{_PERIODS[fact.per]}: {value}}}"
    label = fact.title(lang)
    if fact.help:
        note += f" {text_of(fact.help, lang)}"
    return [f"{indent}{fact.name}: {value}    # {label}{'. ' + note if note else ''}".rstrip()]


def _sample(fact: FactDecl) -> str:
    options = fact.type.options
    if options is None:
        kind = fact.type.kind
        return f"100{UNITS[kind].words[0]}" if kind in UNITS else _SAMPLES[kind]
    first = next(iter(options), "…")
    return f"[{first}]" if fact.type.kind == t.CHOICES else first
