"""The shape of rule files, declared once: a class a mapping, an annotation a key.

``language/schema.py`` builds the pydantic models from these classes, and those the JSON Schema that the loader checks
files against. A value keeps the trail to its place, so that any later stage can point at it.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from .source import Trail

Text = Annotated[str, "text"]
Label = Annotated[Any, "label"]
"""A sentence or name: text, or ``{zh: ..., en: ...}``."""
Value = Annotated[Any, "value"]
"""An expression, a filler, or a mapping with a mechanism and modifiers."""
Conditions = Annotated[Any, "conditions"]
"""An expression, a list (all of it), or all / any / not / reading / dated."""
Words = Annotated[Any, "words"]
"""One text or a list of them."""
Caps = Annotated[Any, "caps"]
"""``300万元 per firm``, a list of such, or a reading of such."""
Choices = Annotated[Any, "options"]
"""Options of a choice or reading: a list, or id → label (with ``options`` below it)."""
Members = Annotated[Any, "members"]
"""Measures by name, glob, ``pack/*`` or ``{level, support}``: one or a list; a list within a list is a group."""
Formula = Annotated[Any, "formula"]
"""Which other measures are needed: a name, a list (all of it), or all / any."""
Free = Annotated[Any, "free"]
"""Any data: facts of a case, checked as a profile is."""


class Spec:
    """A mapping of a rule file. Missing keys are ``None``; ``trail`` leads to its place."""

    keys: ClassVar[tuple[str, ...]] = ()
    aliases: ClassVar[dict[str, str]] = {}
    """Attribute names for keys that Python does not allow as names."""

    def __init_subclass__(cls) -> None:
        own = tuple(n for n in cls.__dict__.get("__annotations__", {}) if n != "aliases")  # noqa: RUF063  # inspect is slow to import
        cls.keys = (*cls.__mro__[1].__dict__.get("keys", ()), *own)

    def __init__(self, data: dict[str, Any], trail: Trail) -> None:
        self.data, self.trail = data, trail
        for name in self.keys:
            setattr(self, name, data.get(self.aliases.get(name, name)))

    def at(self, key: str) -> Trail:
        """The trail of one of its keys."""
        return (*self.trail, key)


class Period(Spec):
    """A span of days: ``from`` the first inside, ``to`` the last inside or ``until`` the first outside."""

    aliases: ClassVar[dict[str, str]] = {"start": "from"}
    start: Text | None
    to: Text | None
    until: Text | None
    of: Text | None


class SourceRef(Spec):
    """Where a measure or figure stands: a document of the policy, a clause, how well it is known."""

    document: Text
    clause: Label | None
    grade: Text | None


class Document(Spec):
    """A document that figures and measures cite."""

    title: Label | None
    number: Text | None
    issuer: Label | None
    date: Text | None
    grade: Text | None


class FigureMap(Spec):
    """A figure with its source: a value, unpublished, dated, a reading, or a window of days."""

    aliases: ClassVar[dict[str, str]] = {"start": "from"}
    title: Label | None
    value: Value | None
    unpublished: Text | None
    dated: Annotated[Any, "dated"] | None
    start: Text | None
    to: Text | None
    until: Text | None
    source: Text | None
    clause: Label | None
    grade: Text | None


class ReadingSpec(Spec):
    """A question on which two honest readers of the text differ."""

    asks: Label
    options: Choices


class FactSpec(Spec):
    """A fact: label, type, bounds, what to ask and where a firm finds it."""

    zh: Text | None
    en: Text | None
    type: Text
    unit: Text | None
    per: Text | None
    at_least: Text | None
    at_most: Text | None
    example: Annotated[Any, "free"] | None
    ask: Label | None
    help: Label | None
    found_in: Label | None
    presume: Text | None
    options: Annotated[Any, "fact options"] | None
    defined: Text | None
    was: list[Text] | None


class RecordSpec(Spec):
    """A kind of record: what one is called, whose it is, its facts."""

    zh: Text | None
    en: Text | None
    one: Annotated[Any, "one"] | None
    belongs_to: Text | None
    facts: dict[str, FactSpec] | None


class VocabularyFile(Spec):
    """A file of the vocabulary: facts, records, trees of options."""

    language: Text
    trees: Annotated[Any, "trees"] | None
    facts: dict[str, FactSpec] | None
    records: dict[str, RecordSpec] | None


class InstalmentSpec(Spec):
    """A part of an award that is paid out at a time of its own."""

    share: Text
    when: Label


class MeasureSpec(Spec):
    """A measure: who, for what, how much."""

    title: Label | None
    source: Annotated[Any, "source"] | None
    support: Text | None
    applicant: Words | None
    in_force: Period | None
    counts: Period | None
    apply: Period | None
    for_each: Words | None
    eligible: Conditions | None
    where: Conditions | None
    award: Value
    count_at_most: Caps | None
    requires: Formula | None
    jointly_with: Text | None
    paid: list[InstalmentSpec] | None
    also_requires: list[Label] | None
    notices: list[Label] | None
    accept: dict[str, Label] | None


class RoundingSpec(Spec):
    """What an award is rounded to and which way."""

    to: Text | None
    way: Text | None


class ElectOne(Spec):
    """At most one of some measures (or groups of them) is received."""

    of: Members
    per: Text


class NotWith(Spec):
    """Some measures do not go with others, nor with money received under those."""

    measures: Members
    of: Members
    per: Text


class JointCap(Spec):
    """The sum of some measures, and of money from outside, is cut."""

    aliases: ClassVar[dict[str, str]] = {"besides": "except"}
    of: Members
    besides: Members | None
    at_most: Value
    per: Text


class Requires(Spec):
    """Some measures count only with others."""

    measures: Members
    needs: Formula


class Priority(Spec):
    """Each removes those after it, whatever their sizes."""

    of: Members
    per: Text | None


class Difference(Spec):
    """Some measures pay what exceeds what was received under them."""

    measures: Members
    per: Text


class ClauseSpec(Spec):
    """How measures combine: one of the words, and under which reading it holds."""

    aliases: ClassVar[dict[str, str]] = {"hangs_on": "if"}
    elect_one: ElectOne | None
    not_with: NotWith | None
    joint_cap: JointCap | None
    requires: Requires | None
    priority: Priority | None
    difference: Difference | None
    title: Label | None
    source: Annotated[Any, "source"] | None
    hangs_on: dict[str, Text] | None


class PolicyFile(Spec):
    """A policy: documents, figures, readings, steps, measures, and how they combine."""

    language: Text
    policy: Text
    title: Label | None
    issued_by: list[Label] | None
    level: Text | None
    place: Text | None
    in_force: Period
    lapsed: Text | None
    replaces: Text | None
    notices: list[Label] | None
    documents: dict[str, Document] | None
    facts: dict[str, FactSpec] | None
    records: dict[str, RecordSpec] | None
    figures: dict[str, Annotated[Any, "figure"]] | None
    readings: dict[str, ReadingSpec] | None
    define: dict[str, Annotated[Any, "step"]] | None
    eligible: Conditions | None
    rounding: RoundingSpec | None
    measures: dict[str, MeasureSpec]
    combine: list[ClauseSpec] | None
    cases: list[CaseSpec] | None
    accept: dict[str, Label] | None


class CaseSpec(Spec):
    """A worked case: facts and what must come out."""

    name: Label
    source: Label | None
    because: Label | None
    year: Text
    date: Text | None
    facts: Free
    readings: dict[str, Text] | None
    assume: dict[str, Text] | None
    expect: dict[str, Text]
    made: Text | None
    agreed: Text | None


class CasesFile(Spec):
    """The cases of a policy; ``agreed: yes`` at the head agrees to all of them."""

    language: Text
    agreed: Text | None
    cases: list[CaseSpec]


class AssumedValue(Spec):
    """A value for an unpublished or discretionary figure, and where it comes from."""

    aliases: ClassVar[dict[str, str]] = {"taken_from": "from"}
    value: Text
    taken_from: Label


class AssumedReading(Spec):
    """The option taken for a reading, and why."""

    aliases: ClassVar[dict[str, str]] = {"taken_from": "from"}
    option: Text
    taken_from: Label


class AssumptionsFile(Spec):
    """Gaps filled in the open."""

    language: Text
    assumptions: Label
    values: dict[str, AssumedValue] | None
    readings: dict[str, AssumedReading] | None


FILES: dict[str, type[Spec]] = {
    "policy": PolicyFile,
    "vocabulary": VocabularyFile,
    "cases": CasesFile,
    "assumptions": AssumptionsFile,
}
