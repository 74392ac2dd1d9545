"""Labels of facts, records, figures, gaps and readings of a rule book, in either language."""

from __future__ import annotations

from typing import Any

from ..diagnostics import say, text_of
from ..readers.explain import Cause
from ..readers.explain.aggregates import EARLIER
from ..rulebook.model import Book, Measure, Source

FEW = 3
"""So many causes of one kind are named one by one."""
_KEYS = (
    "award",
    "rate",
    "ratio",
    "at_most",
    "count_at_most",
    "base_at_most",
    "together_at_most",
    "until",
    "to",
    "before",
)


class BookNames:
    """Finds the words for what a rule book names."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def fact(self, name: str, owner: str | None, lang: str) -> str:
        """The label of a fact."""
        return self.book.vocabulary.of(owner)[name].title(lang)

    def records(self, kind: str, lang: str) -> str:
        """The label of a kind of record."""
        return self.book.vocabulary.records[kind].label[lang]

    def one(self, kind: str, lang: str) -> str:
        """The label of a single record of a kind."""
        return self.book.vocabulary.records[kind].one_label[lang]

    def option(self, reading: str, option: str, lang: str) -> str:
        """The label of an option of a reading."""
        return text_of(self.book.reading(reading).options[option], lang)

    def question(self, reading: str, lang: str) -> str:
        """What a reading asks."""
        return text_of(self.book.reading(reading).asks, lang)

    def measure(self, id_: str, lang: str) -> str:
        """The title of a measure."""
        policy, _, _ = id_.partition("/")
        return text_of(self.book.policies[policy].measures[id_].title, lang)

    def figure(self, id_: str, lang: str) -> str:
        """The label of a figure, a gap or a named step."""
        policy_id, _, path = id_.partition("/")
        policy = self.book.policies.get(policy_id)
        figure = policy.figures.get(id_) if policy else None
        if figure is not None:
            return text_of(figure.title, lang) if figure.title else path.replace("_", " ")
        head, *rest = path.split(".")
        if policy is not None and not rest and id_ in policy.measures:
            return text_of(policy.measures[id_].title, lang)
        if policy is not None and head == "in_force":
            title = text_of(policy.title, lang) if policy.title else policy_id
            return say("gap.of_measure", lang, measure=title, what=self._part(rest or [head], lang))
        if head == "combine" and rest:
            return say("gap.of_clause", lang, number=rest[0], what=self._part(rest[1:] or rest, lang))
        id_ = f"{policy_id}/{head}"
        whole = (policy.measures.get(id_) or policy.figures.get(id_)) if policy else None
        if whole is None or not whole.title or not rest:
            return path.replace("_", " ")
        return say("gap.of_measure", lang, measure=text_of(whole.title, lang), what=self._part(rest, lang))

    def _part(self, keys: list[str], lang: str) -> str:
        if keys[0] in ("eligible", "where"):
            return say("gap.condition", lang, number=".".join(keys[1:]))
        if keys[0] in ("tiers", "rates", "pays") and len(keys) > 1:
            return say("gap.tier", lang, tier=keys[1])
        if keys[-1] in _KEYS:
            return say(f"gap.{keys[-1]}", lang)
        return ".".join(keys)

    def cause(self, cause: Cause, lang: str) -> str:
        """What a cause of width is about."""
        if cause.kind == "received":
            return say("cause.received", lang)
        if cause.kind == "records":
            return say("cause.records", lang, records=self.records(cause.about, lang))
        if cause.kind == "reading":
            return self.question(cause.about, lang)
        if cause.kind == "division":
            return say("cause.division", lang, name=cause.about.partition("/")[2])
        if cause.kind == "figure":
            return self.figure(cause.about, lang)
        label = self.fact(cause.about, cause.owner, lang)
        if cause.period == "earlier":
            label = say("cause.earlier", lang, fact=label)
        elif cause.period is not None:
            key = "words.of_period" if isinstance(cause.period, int) else "words.of_part_of_year"
            label = say(key, lang, fact=label, period=cause.period)
        if cause.record:
            one = self.one(cause.owner, lang) if cause.owner else ""
            label = say("cause.of_record", lang, one=one, record=cause.record, fact=label)
        return label

    def causes(self, found: list[Cause], lang: str, *, together: bool) -> list[tuple[Cause, str]]:
        """Causes with their words: many years of one fact in one line, and (``together``) all its records as well."""
        groups: dict[Any, list[Cause]] = {}
        for cause in found:
            key = cause[:4] + ((None, None) if together else (None, cause.record))
            groups.setdefault(key, []).append(cause)
        made = []
        for group in groups.values():
            if len(group) > FEW:
                made.append((group[0], self._many(group, lang)))
                continue
            alike: dict[Any, list[Cause]] = {}
            for cause in group:
                alike.setdefault(cause._replace(record=None), []).append(cause)
            made += [(same[0], self._few(same, lang)) for same in alike.values()]
        return made

    def _few(self, group: list[Cause], lang: str) -> str:
        """The words for one fact of a few records, each by its name."""
        records = say("cause.and_record", lang).join(c.record for c in group if c.record)
        return self.cause(group[0]._replace(record=records) if records else group[0], lang)

    def _many(self, group: list[Cause], lang: str) -> str:
        first = group[0]
        label = self.fact(first.about, first.owner, lang) if first.kind == "fact" else self.cause(first, lang)
        years = sorted({c.period for c in group if isinstance(c.period, int)})
        if len(years) > 1:
            label = say("cause.years", lang, fact=label, first=years[0], last=years[-1])
        records = len({c.record for c in group if c.record})
        if records > 1 and first.owner:
            label = say("cause.many_records", lang, fact=label, count=records, records=self.records(first.owner, lang))
        return label

    def source(self, source: Source | None, lang: str) -> dict[str, Any]:
        """A source as the JSON form has it."""
        if source is None:
            return {"document": None, "clause": None, "grade": "none"}
        return {
            "document": self.document(source, lang),
            "clause": None if source.clause is None else text_of(source.clause, lang),
            "grade": source.grade,
        }

    def document(self, source: Source, lang: str) -> str:
        """Title, number and date of a document."""
        title = text_of(source.title, lang)
        extra = [x for x in (source.number, source.date) if x and x != title]
        return say("source.document", lang, title=title, extra=say("list.comma", lang).join(extra)) if extra else title

    def source_line(self, measure: Measure, source: Source | None, lang: str) -> str:
        """A source in one line, with how well it is known."""
        found = source or measure.source
        if found is None:
            return say("source.none", lang)
        text = self.document(found, lang)
        if found.clause is not None:
            text = say("source.with_clause", lang, document=text, clause=text_of(found.clause, lang))
        return text


__all__ = ["EARLIER", "BookNames"]
