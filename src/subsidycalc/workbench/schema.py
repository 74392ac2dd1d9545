"""The schema of comparisons: the JSON form as pydantic models. Keys are added, never renamed."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ..answers.schema import Loss, Money, Next, Span


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Status = Literal["eligible", "ineligible", "undetermined"]


class Head(_Form):
    """One of the two results."""

    file: str
    firm: str
    year: int
    date: str


class PackPair(_Form):
    """The digests of a pack in both; ``null`` where it is missing."""

    id: str
    a: str | None
    b: str | None


class Pair(_Form):
    """A text in both."""

    a: str
    b: str


class Rules(_Form):
    """Packs and programs that the two do not have in common."""

    packs: list[PackPair]
    program: Pair | None


class Input(_Form):
    """An input that differs: ``effect`` is ``null`` where it cannot be established; ``awards`` are those it changes."""

    id: str
    what: str
    a: str
    b: str
    effect: bool | None
    awards: list[str]


class Brief(_Form):
    """What an award came to."""

    status: Status
    low: Money
    high: Money | None
    final: Span
    counted: bool | None


class Outcome(Brief):
    """What is compared of an award and of its records; without ``tier`` and ``next`` where the languages differ."""

    lost_to: list[Loss]
    tier: str | None = None
    next: Next | None = None


class AwardOutcome(Outcome):
    """What is compared of an award."""

    items: dict[str, Outcome]


class Changes(_Form):
    """By how much the ends change; ``null`` where one of the two is not known."""

    low_change: Money | None
    high_change: Money | None


class AwardStep(Changes):
    """A step of the way from A to B: ``alone`` says whether its input changes the award by itself."""

    inputs: list[str]
    before: Brief | None
    after: Brief | None
    differing: list[str]
    alone: bool | None


class AwardPair(Changes):
    """An award in both; ``null`` where it does not concern the applicant."""

    id: str
    title: str
    differs: bool
    a: AwardOutcome | None
    b: AwardOutcome | None
    differing: list[str]
    steps: list[AwardStep]
    together: list[str]
    also: list[str]


class Sum(_Form):
    """The total of one result."""

    low: Money
    high: Money | None
    high_known: Money
    unbounded: list[str]


class TotalStep(Changes):
    """A step of the way from A to B that changes the total."""

    inputs: list[str]
    before: Sum
    after: Sum
    high_known_change: Money | None


class TotalPair(Changes):
    """The total in both."""

    a: Sum
    b: Sum
    high_known_change: Money | None
    steps: list[TotalStep]


class ComparisonForm(_Form):
    """Two results of one firm side by side."""

    format: Literal["subsidycalc/comparison/1"]
    lang: Literal["zh", "en"]
    same: bool
    a: Head
    b: Head
    warnings: list[str]
    rules: Rules | None
    established: bool
    why_not: str | None
    inputs: list[Input]
    total: TotalPair
    awards: list[AwardPair]


def comparison_schema() -> dict[str, Any]:
    """JSON Schema of the JSON form."""
    return ComparisonForm.model_json_schema()
