"""The award mechanisms: one file each, with its shape, its word and how it turns into the kernel.

An idiom is a module with ``WORD``, ``SHAPE`` (the shape of its mapping) and ``lower(spec, make) -> Lowered``. It is
listed here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from ..lowered import Lowered, Make
from ..spec import Caps, Conditions, RoundingSpec, Spec, Text, Value
from . import bracket, by_year, grade, marginal, match, milestone, per_unit, share, sums, table, tiers


class Idiom(NamedTuple):
    """A mechanism: the shape of its data and how it becomes a tree."""

    shape: Callable[[Any, Any], Any]
    lower: Callable[[Any, Make], Lowered]


_MODULES: tuple[Any, ...] = (
    *(share, match, per_unit, grade, by_year),
    *(tiers, milestone, bracket, marginal, table, sums),
)
MECHANISMS: Mapping[str, Idiom] = {m.WORD: Idiom(m.SHAPE, m.lower) for m in _MODULES}


class PlusPart(Spec):
    """Points added to a rate where a condition holds."""

    points: Value
    when: Conditions | None


class RaisePart(Spec):
    """Percent added to the value where a condition holds."""

    by: Value
    when: Conditions | None


class ValueMap(Spec):
    """A value with a mechanism, its fillers and modifiers."""

    value: Value | None
    unpublished: Text | None
    dated: Annotated[Any, "dated"] | None
    share: share.Share | None
    match: match.Match | None
    per_unit: per_unit.PerUnit | None
    grade: grade.Grade | None
    by_year: by_year.ByYear | None
    tiers: tiers.Tiers | None
    milestone: milestone.Milestone | None
    bracket: bracket.Bracket | None
    marginal: marginal.Marginal | None
    table: list[table.Row] | None
    sum: list[Value] | None
    base_less: Value | None
    base_at_most: Value | None
    plus: Annotated[Any, "plus"] | None
    raise_: Annotated[Any, "raise"] | None
    at_least: Value | None
    at_most: Caps | None
    less: Value | None
    rounding: RoundingSpec | None
    aliases = {"raise_": "raise"}  # noqa: RUF012  # declared as ClassVar in Spec
