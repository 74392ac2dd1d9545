"""Editions of a policy: which one is in force on a day, and how long each is in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..diagnostics import say, text_of
from ..rulebook.model import Book, Policy
from ..values.days import day_text


def period_text(policy: Policy, lang: str) -> str:
    """How long a policy is in force; whose start ends it, where its own end is not published."""
    start, end, lapsed = policy.in_force
    words = {"start": day_text(start), "end": "" if end is None else day_text(end - 1)}
    if policy.ends_with_successor:
        key = "period.lapsed_by" if lapsed else "period.replaced"
        return say(key, lang, **words, policy=policy.replaced_by)
    key = "period.between" if end is not None else "period.lapsed" if lapsed else "period.open"
    return say(key, lang, **words)


class Editions:
    """The chains of policies that succeed one another."""

    def __init__(self, book: Book) -> None:
        self._chain: dict[str, tuple[Policy, ...]] = {}
        policies = book.policies
        for first in policies.values():
            if first.replaces in policies:
                continue
            # A book that was cut down to some policies may lack a successor.
            chain = [first]
            while (after := policies.get(chain[-1].replaced_by or "")) is not None:
                chain.append(after)
            self._chain |= dict.fromkeys((p.id for p in chain), tuple(chain))

    def instead(self, policy: str, day: int) -> str | None:
        """The edition that is in force on a day in place of a policy; ``None`` if none is, or the policy itself is."""
        held = [p for p in self._chain.get(policy, ()) if _holds(p, day)]
        return None if not held or any(p.id == policy for p in held) else held[-1].id


def _holds(policy: Policy, day: int) -> bool:
    start, end, _ = policy.in_force
    return start <= day and (end is None or day < end)


def editions_form(book: Book, others: Mapping[str, str], lang: str) -> list[dict[str, Any]]:
    """Measures of other editions for the JSON form, by policy; ``others``: measure → the edition in its place."""
    found: dict[str, dict[str, Any]] = {}
    for measure, edition in others.items():
        policy = book.policies[measure.partition("/")[0]]
        made = found.setdefault(
            policy.id,
            {
                "policy": policy.id,
                "title": text_of(policy.title, lang),
                "in_force": period_text(policy, lang),
                "edition": edition,
                "edition_title": text_of(book.policies[edition].title, lang),
                "measures": [],
            },
        )
        made["measures"].append(measure)
    return list(found.values())
