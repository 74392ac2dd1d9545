"""Rules in words: the list of measures, and one measure with its sources and gaps."""

from __future__ import annotations

from tabulate import tabulate

from ..answers.names import BookNames
from ..diagnostics import say, text_of
from ..rulebook.model import YEAR, Book, Measure
from ..tree import nodes as n
from ..tree.node import Node
from ..tree.walk import everything
from ..tree.words import Words, value_text
from ..values.days import day_text
from .lines import wrapped


def listing(book: Book, lang: str) -> str:
    """Every policy with its measures."""
    parts = []
    for policy in book.policies.values():
        parts.append(say("list.measures", lang, policy=policy.id, title=text_of(policy.title, lang)))
        rows = [[f"  {m.name}", text_of(m.title, lang)] for m in policy.measures.values()]
        parts.append(tabulate(rows, tablefmt="plain", disable_numparse=True, preserve_whitespace=True))
    return "\n".join(parts) + "\n"


def shown(book: Book, measure: Measure, lang: str, columns: int) -> str:
    """One measure in words."""
    return "\n".join(_Shown(book, measure, lang, columns).lines()) + "\n"


class _Shown:
    def __init__(self, book: Book, measure: Measure, lang: str, columns: int) -> None:
        self.book, self.measure, self.lang, self.columns = book, measure, lang, columns
        self.names = BookNames(book)
        self.words = Words(self.names, lang)
        self.policy = book.policies[measure.policy]

    def say(self, key: str, **params: object) -> str:
        return say(key, self.lang, **params)

    def section(self, head: str, items: list[str]) -> list[str]:
        found = [head] if items else []
        for item in items:
            found += wrapped(item, self.columns, indent="    ", first="  - ")
        return found

    def lines(self) -> list[str]:
        measure = self.measure
        found = wrapped(f"{text_of(measure.title, self.lang)} ({measure.id})", self.columns)
        found += self.section(self.say("show.in_force"), [self._in_force()])
        who = [self.words.text(c.node) for c in measure.conditions if c.role == "who"]
        found += self.section(self.say("show.who"), who)
        which = [self.words.text(c.node) for c in measure.record_conditions if c.role in ("which", "counts")]
        if measure.for_each is not None:
            one = self.names.one(measure.for_each, self.lang)
            found += self.section(
                self.say("show.which", one=one), which or [self.say("show.any_record", one=one)]
            )
        else:
            found += self.section(self.say("show.who"), which) if which and not who else []
        found += [self.say("show.once", scope=self._scope())]
        found += self.section(self.say("show.award"), self._steps())
        found += self.section(self.say("show.limits"), self._limits())
        found += self.section(self.say("show.gaps"), self._gaps())
        found += self.section(self.say("show.readings"), self._readings())
        found += self.section(self.say("story.also"), [text_of(x, self.lang) for x in measure.also_requires])
        notices = [text_of(x, self.lang) for x in (*measure.notices, *self.policy.notices)]
        found += self.section(self.say("story.notices"), notices)
        return found + self.section(self.say("story.source"), [self._source()])

    def _source(self) -> str:
        text = self.names.source_line(self.measure, self.measure.source, self.lang)
        grade = self.measure.source.grade if self.measure.source else "none"
        return self.say("story.graded", source=text, grade=self.say(f"grade.{grade}"))

    def _in_force(self) -> str:
        start, end, lapsed = self.policy.in_force
        if end is not None:
            return self.say("period.between", start=day_text(start), end=day_text(end - 1))
        return self.say("period.lapsed" if lapsed else "period.open", start=day_text(start))

    def _scope(self) -> str:
        measure = self.measure
        words = [
            self.say("scope.firm")
            if measure.for_each is None
            else self.names.one(measure.for_each, self.lang)
        ]
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
            if isinstance(node, n.Step) and not isinstance(node.driver, n.Clock) and node.name not in seen:
                seen.add(node.name)
                for bound, branch in zip(node.bounds, node.branches[1:], strict=True):
                    value = branch.then if isinstance(branch, n.If) else branch
                    tier = value_text(bound, node.kind, self.lang)
                    found.append(self.say("show.tier", tier=tier, value=self.words.text(value)))
        return found

    def _limits(self) -> list[str]:
        from ..answers.render import rendering

        render = rendering(self.book, self.lang)
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
            options = (
                f"{o} ({self.names.option(id_, o, self.lang)})" for o in self.policy.readings[id_].options
            )
            question = self.names.question(id_, self.lang)
            found.append(
                self.say("show.options", question=question, options=self.say("list.semicolon").join(options))
            )
        return found
