"""The outcome under each option of each reading that is still open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..language.source import Source
    from .assess import RuleBook
    from .assessment import Assessment


def by_reading(
    book: RuleBook,
    source: Source,
    assessment: Assessment,
    chosen: Mapping[str, str],
    options: Mapping[str, Any],
    lang: str,
) -> list[dict[str, Any]]:
    """The total under each option of each reading that is still open and changes something for this firm.

    ``chosen`` and ``options`` are what ``assessment`` was made with: its readings, and all else that ``assess`` takes.
    """
    found = []
    policies = {result.plan.measure.policy for result in assessment.results}
    for policy in book.book.policies.values():
        for id_, reading in policy.readings.items() if policy.id in policies else ():
            if id_ in assessment.readings:
                continue
            made = []
            for option in reading.options:
                part = book.assess_source(source, readings={**chosen, id_: option}, **options)
                data = part.to_dict(lang=lang)
                chosen_one = next(x for x in data["assumptions"]["readings"] if x["name"] == id_)
                made.append(
                    {
                        "reading": id_,
                        "question": chosen_one["what"],
                        "option": option,
                        "label": chosen_one["label"],
                        "total": data["total"],
                        "awards": _ranges(data),
                    }
                )
            if any((x["total"], x["awards"]) != (made[0]["total"], made[0]["awards"]) for x in made):
                found += made
    return found


def _ranges(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [{k: a[k] for k in ("id", "status", "low", "high")} for a in data["awards"]]
