"""The schema of assessments: the JSON form as pydantic models. Keys are added, never renamed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Money = Annotated[str, Field(pattern=r"^-?\d+\.\d\d$", description="元 with two decimals")]
CauseKind = Literal["missing", "unpublished", "discretion", "reading"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Pack(_Form):
    """A policy pack and the digest of its file."""

    id: str
    digest: str


class Rulebook(_Form):
    """The packs loaded and the program that read them."""

    packs: list[Pack]
    program: str


class Cause(_Form):
    """Why a range is not a single figure."""

    cause: CauseKind
    what: str
    id: str


class Reason(_Form):
    """One condition: whether it holds, what was found, what is required, where it stands."""

    text: str
    holds: bool | None
    actual: str
    required: str
    source: str


class Step(_Form):
    """A step of the computation; ``low`` and ``high`` are money where ``unit`` is yuan. ``null`` is no bound known."""

    step: str
    word: str
    low: str | None
    high: str | None
    unit: Literal[
        "yuan", "rate", "ratio", "number", "m2", "mu", "machine", "person", "month", "usd", "eur", "hkd", "jpy"
    ]
    figure: str | None


class Next(_Form):
    """The next tier: what it looks at, what it needs, how much is missing."""

    fact: str
    needed: str
    short_by: str
    opens: str


class Span(_Form):
    """A range of money."""

    low: Money
    high: Money | None


class SourceForm(_Form):
    """Where a measure stands, and how well that is known."""

    document: str | None
    clause: str | None
    grade: Literal["text", "report", "none"]


class Used(_Form):
    """An assumption that an award rests on."""

    name: str
    what: str
    value: str
    from_: str = Field(alias="from")


class Loss(_Form):
    """What an award loses to a clause, and in favour of which awards (``received``: of money received)."""

    clause: str
    what: str
    low: Money
    high: Money | None
    to: list[str]


class Result(_Form):
    """What an award and a single record of it have in common."""

    status: Literal["eligible", "ineligible", "undetermined"]
    low: Money
    high: Money | None
    causes: list[Cause]
    reasons: list[Reason]
    computation: list[Step]
    tier: str | None
    next: Next | None
    assumed: list[Used]
    counted: bool | None
    final: Span
    lost_to: list[Loss]


class Item(Result):
    """One record of an award."""

    record: str


class Payment(Span):
    """An instalment: which share of the award, when, and how much."""

    share: str
    when: str


class Award(Result):
    """One award; ``jointly``: it goes to several applicants together; ``payments``: how it is paid out."""

    id: str
    policy: str
    measure: str
    title: str
    source: SourceForm
    also_requires: list[str]
    notices: list[str]
    items: list[Item]
    jointly: bool
    payments: list[Payment] | None


class Total(_Form):
    """The sum: ``high`` is ``null`` while some award has no known end; ``high_known`` sums those that have."""

    low: Money
    high: Money | None
    high_known: Money
    unbounded: list[str]


class ClauseForm(_Form):
    """A clause on how awards combine; ``cost`` is the best total without it less the best total with it."""

    id: str
    word: Literal["elect_one", "not_with", "joint_cap", "requires", "priority", "difference"]
    what: str
    holds: bool | None
    cost: Span
    source: SourceForm


class ChosenAward(_Form):
    """One award of a choice: of a record, or of the firm."""

    award: str
    record: str | None


class ChosenSet(_Form):
    """Awards received together, and what they come to."""

    awards: list[ChosenAward]
    total: Money


class ChoiceForm(_Form):
    """The best choice where there was one, and the second-best."""

    chosen: ChosenSet
    runner_up: ChosenSet | None


class Combining(_Form):
    """How awards combine: clauses, choices, and what is open about them."""

    clauses: list[ClauseForm]
    choices: list[ChoiceForm]
    causes: list[Cause]


class Filled(Used):
    """A value of an assumptions file."""

    file: str


class Chosen(_Form):
    """An option chosen for a reading."""

    name: str
    what: str
    option: str
    label: str
    from_: str | None = Field(alias="from")


class Presumed(_Form):
    """A fact taken as the vocabulary presumes it."""

    name: str
    what: str
    value: str


class AssumptionsForm(_Form):
    """Everything that was filled in the open."""

    titles: list[str]
    files: list[str]
    values: list[Filled]
    readings: list[Chosen]
    presumed: list[Presumed]


class Brief(_Form):
    """An award's range alone."""

    id: str
    status: str
    low: Money
    high: Money | None


class ByReading(_Form):
    """The outcome under one option of one reading."""

    reading: str
    question: str
    option: str
    label: str
    total: Total
    awards: list[Brief]


class PolicyForm(_Form):
    """A policy that was read: ``to`` is its last day, ``null`` where that is not published."""

    id: str
    title: str
    from_: str = Field(alias="from")
    to: str | None
    in_force: str
    notices: list[str]


class EditionForm(_Form):
    """Measures of a policy that is not in force on the day, for another ``edition`` of it is."""

    policy: str
    title: str
    in_force: str
    edition: str
    edition_title: str
    measures: list[str]


Label = str | dict[str, str]


class GivenValue(_Form):
    """A value of an assumptions file as it was written; ``from`` is one text, or one in each language."""

    value: str
    from_: Label = Field(alias="from")
    file: str


class GivenReading(_Form):
    """An option that an assumptions file chooses."""

    option: str
    from_: Label = Field(alias="from")
    file: str


class GivenAssumptions(_Form):
    """Assumptions by name, as they were written."""

    titles: list[Label]
    values: dict[str, GivenValue]
    readings: dict[str, GivenReading]


class Inputs(_Form):
    """What the assessment was asked with; ``readings`` are those chosen in the call, by name."""

    profile: dict[str, Any]
    year: int
    date: str
    assumptions: GivenAssumptions
    readings: dict[str, str]
    presume: bool
    digest: str


class AssessmentForm(_Form):
    """The assessment of one firm in one year."""

    format: Literal["subsidycalc/assessment/1"]
    year: int
    date: str
    lang: Literal["zh", "en"]
    firm: str
    applicant: str
    rulebook: Rulebook
    policies: list[PolicyForm]
    assumptions: AssumptionsForm
    awards: list[Award]
    total: Total
    combining: Combining
    not_concerning: list[str]
    not_in_force: list[str]
    other_editions: list[EditionForm]
    by_reading: list[ByReading] | None = None
    inputs: Inputs | None = None


def assessment_schema() -> dict[str, Any]:
    """JSON Schema of the JSON form."""
    return AssessmentForm.model_json_schema()
