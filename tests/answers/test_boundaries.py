"""Every threshold of one shipped policy, one 分 (or one) below it, on it, above it; found in the trees, not typed."""

import operator
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.readers.explain import compiled
from subsidycalc.rulebook.model import Measure
from subsidycalc.tree import nodes as n
from subsidycalc.tree import types as t
from subsidycalc.tree.node import Node
from subsidycalc.tree.walk import everything
from subsidycalc.tree.words import value_text
from subsidycalc.values.days import day_text
from subsidycalc.values.quantities import decimal_text, money_text, yuan
from subsidycalc.values.ranges import Number

ASSUMED = Path(__file__).parents[2] / "examples" / "assumptions-other-places.yaml"
BREAKTHROUGH = ("reached", "exceeded")
OPERATORS = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}
Facts = dict[str, Any]


@cache
def book() -> RuleBook:
    return subsidycalc.load(Path(__file__).parents[2] / "rules" / "beijing-instruments-2022")


def first_year(measure: Measure) -> int:
    """The year in which the policy came into force: nothing can have been received before."""
    start, _, _ = book().book.policies[measure.policy].in_force
    return int(day_text(start)[:4])


def trees(measure: Measure) -> Iterator[Node]:
    yield from (c.node for c in (*measure.conditions, *measure.record_conditions))
    yield measure.applies
    for variant in measure.variants:
        yield variant.amount
        yield from (limit.value for limit in (*variant.caps, *variant.counts))


def nodes(measure: Measure) -> Iterator[Node]:
    for tree in trees(measure):
        yield from everything(tree)


# -- profiles made from conditions ----------------------------------------------------------------------------


def written(value: Any, kind: str) -> str:
    return money_text(value, "zh") if kind == t.MONEY else decimal_text(value)


def put(facts: Facts, fact: n.Fact, value: Any, year: int) -> None:
    """Give a fact of the firm, or of its one record, in its period."""
    if fact.owner is not None:
        facts = facts.setdefault(fact.owner, [{"name": "one"}])[0]
    if fact.back is None and fact.at is None:
        facts[fact.name] = value
    else:
        facts.setdefault(fact.name, {})[str(fact.at if fact.back is None else year - fact.back)] = value


def fulfil(node: Node, facts: Facts, year: int) -> None:
    """Add the facts that make a condition hold, as far as facts can."""
    match node:
        case n.Ref():
            fulfil(node.value, facts, year)
        case n.And():
            for part in node.parts:
                fulfil(part, facts, year)
        case n.Or():
            fulfil(node.parts[0], facts, year)
        case n.Fact():
            put(facts, node, "yes", year)
        case n.Not(part=n.Fact() as fact):
            put(facts, fact, "no", year)
        case n.Member(value=n.Fact() as fact):
            leaf = min(node.leaves)
            put(facts, fact, [leaf] if fact.type.kind == t.CHOICES else leaf, year)
        case n.Compare(a=n.Fact() as fact, b=n.Const(value=bound)):
            shift = {">": 1, "<": -1}.get(node.op, 0)
            put(facts, fact, written(bound + shift, fact.type.kind), year)


def fulfilled(measure: Measure) -> Facts:
    facts: Facts = {"applicant": measure.applicants[0]}
    year = first_year(measure)
    if measure.for_each is not None:
        facts[measure.for_each] = [{"name": "one"}]
    for condition in (*measure.conditions, *measure.record_conditions):
        if condition.role in ("who", "which"):
            fulfil(condition.node, facts, year)
    return facts


def award(measure: Measure, facts: Facts, **options: Any) -> dict[str, Any]:
    data = book().assess(facts, year=first_year(measure), **options).to_dict(lang="zh")
    return next(a for a in data["awards"] if a["id"] == measure.id)


# -- comparisons ----------------------------------------------------------------------------------------------


class Threshold(NamedTuple):
    measure: Measure
    node: n.Compare
    fact: n.Fact
    bound: Number


@cache
def thresholds() -> list[Threshold]:
    """Every comparison of a fact with a figure, those of computed facts and of every reading among them."""
    found: dict[tuple[str, Node], Threshold] = {}
    for measure in book().book.measures():
        for node in nodes(measure):
            if isinstance(node, n.Compare):
                a, b = node.a, node.b
                while isinstance(b, n.Ref):
                    b = b.value
                if isinstance(a, n.Fact) and isinstance(b, n.Const) and a.type.kind in (t.MONEY, *t.NUMERIC):
                    found.setdefault((measure.id, node), Threshold(measure, node, a, b.value))
    return list(found.values())


def named(threshold: Threshold) -> str:
    return f"{threshold.measure.name}-{threshold.fact.name}{threshold.node.op}{threshold.bound}"


@pytest.mark.parametrize("threshold", thresholds(), ids=named)
@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_every_comparison(threshold: Threshold, shift: int) -> None:
    """A figure is compared exactly: as a whole number of 分, of people, of years."""
    measure, node, fact, bound = threshold
    value = bound + shift
    if fact.low is not None and value < fact.low:
        return  # a profile cannot say so
    year = first_year(measure)
    facts: Facts = {}
    put(facts, fact, written(value, fact.type.kind), year)
    world = book().assess(facts, year=year).world
    if fact.owner is not None:
        world.frames = world.records[fact.owner][0].frames
    program = compiled([node])
    assert program.roots[0](program.fresh(), world) is OPERATORS[node.op](value, bound)


def plain_conditions() -> list[tuple[Measure, n.Compare]]:
    return [
        (m, c.node)
        for m in book().book.measures()
        for c in (*m.conditions, *m.record_conditions)
        if isinstance(c.node, n.Compare) and c.role in ("who", "which") and isinstance(c.node.b, n.Const)
    ]


@pytest.mark.parametrize(("measure", "node"), plain_conditions(), ids=lambda x: getattr(x, "name", None))
def test_the_status_turns_at_every_comparison_that_is_a_condition(measure: Measure, node: n.Compare) -> None:
    fact, bound = node.a, node.b
    assert isinstance(fact, n.Fact)
    assert isinstance(bound, n.Const)
    for shift in (-1, 0, 1):
        value = bound.value + shift
        if fact.low is not None and value < fact.low:
            continue
        facts = fulfilled(measure)
        put(facts, fact, written(value, fact.type.kind), first_year(measure))
        expected = "eligible" if OPERATORS[node.op](value, bound.value) else "ineligible"
        assert award(measure, facts)["status"] == expected


def test_there_are_thresholds() -> None:
    """Guards the two tests above: a walk that finds nothing would pass."""
    assert {x.fact.name for x in thresholds()} >= {"annual_revenue", "employees", "central_money"}
    assert plain_conditions()


# -- tiers ----------------------------------------------------------------------------------------------------


@cache
def ladders() -> list[tuple[Measure, n.Fact, tuple[int, ...]]]:
    """Measures with tiers of a yearly figure, and the bounds of the tiers."""
    found = []
    for measure in book().book.measures():
        for node in everything(measure.applies):
            if isinstance(node, n.Step) and isinstance(node.driver, n.Fact):
                found.append((measure, node.driver, tuple(int(b) for b in node.bounds)))
                break
    return found


def rungs() -> list[Any]:
    return [
        pytest.param(measure, fact, bounds, index, id=f"{measure.name}-{value_text(bound, t.MONEY, 'zh')}")
        for measure, fact, bounds in ladders()
        for index, bound in enumerate(bounds)
    ]


def grown(measure: Measure, fact: n.Fact, before: int, now: int) -> Facts:
    """A firm that fulfils the conditions, founded the year before, with a figure for each of its two years."""
    year = first_year(measure)
    facts = fulfilled(measure) | {"founded_in": year - 1}
    return facts | {fact.name: {year - 1: written(before, t.MONEY), year: written(now, t.MONEY)}}


def test_there_are_tiers() -> None:
    assert [len(bounds) for _, _, bounds in ladders()] == [5]


@pytest.mark.parametrize("breakthrough", BREAKTHROUGH)
@pytest.mark.parametrize(("measure", "fact", "bounds", "index"), rungs())
def test_the_tier_turns_at_its_bound(
    measure: Measure, fact: n.Fact, bounds: tuple[int, ...], index: int, breakthrough: str
) -> None:
    bound = bounds[index]
    tier = value_text(bound, t.MONEY, "zh")
    below = value_text(bounds[index - 1], t.MONEY, "zh") if index else None
    for shift in (-1, 0, 1):
        passed = shift > 0 or (shift == 0 and breakthrough == "reached")
        options = {"readings": {"breakthrough": breakthrough}}
        new_firm = award(measure, grown(measure, fact, 0, bound + shift), **options)
        assert new_firm["tier"] == (tier if passed else below)
        assert new_firm["status"] == ("eligible" if passed or below else "ineligible")
        # All tiers below were passed before, so that this one alone is at stake.
        had = bounds[index - 1] + 1 if index else 0
        old_firm = award(measure, grown(measure, fact, had, bound + shift), **options)
        assert old_firm["tier"] == (tier if passed else None)
        assert old_firm["status"] == ("eligible" if passed else "ineligible")
        if not passed:
            needed = bound + (breakthrough == "exceeded")
            assert old_firm["next"]["needed"] == yuan(needed)
            assert old_firm["next"]["short_by"] == yuan(needed - bound - shift)
            assert old_firm["next"]["opens"] == tier


@pytest.mark.parametrize("breakthrough", BREAKTHROUGH)
@pytest.mark.parametrize(("measure", "fact", "bounds", "index"), rungs())
def test_a_tier_passed_before_is_not_passed_for_the_first_time(
    measure: Measure, fact: n.Fact, bounds: tuple[int, ...], index: int, breakthrough: str
) -> None:
    bound = bounds[index]
    for shift in (-1, 0, 1):
        passed_before = shift > 0 or (shift == 0 and breakthrough == "reached")
        found = award(
            measure, grown(measure, fact, bound + shift, bound + 100), readings={"breakthrough": breakthrough}
        )
        assert found["status"] == ("ineligible" if passed_before else "eligible")


@pytest.mark.parametrize(("measure", "fact", "bounds", "index"), rungs())
def test_on_the_bound_the_answer_hangs_on_the_reading(
    measure: Measure, fact: n.Fact, bounds: tuple[int, ...], index: int
) -> None:
    had = bounds[index - 1] + 1 if index else 0
    for shift, status in ((-1, "ineligible"), (0, "undetermined"), (1, "eligible")):
        found = award(measure, grown(measure, fact, had, bounds[index] + shift))
        assert found["status"] == status
    causes = {c["id"] for c in award(measure, grown(measure, fact, had, bounds[index]))["causes"]}
    assert f"{measure.policy}/breakthrough" in causes


# -- amounts under the example's assumptions ------------------------------------------------------------------

BORROWED = (10, 50, 100, 200, 500)
"""万元 for 1, 5, 10, 20 and 50亿元: Suchu's, Chengdu's, and Chengdu's 100 for each 10亿 more."""


def wan(amount: int) -> str:
    return str(yuan(amount * 10**6))


def test_the_tiers_are_those_that_the_assumptions_speak_of() -> None:
    ((_, _, bounds),) = ladders()
    assert [value_text(b, t.MONEY, "zh") for b in bounds] == ["1亿元", "5亿元", "10亿元", "20亿元", "50亿元"]


@pytest.mark.parametrize("breakthrough", BREAKTHROUGH)
@pytest.mark.parametrize(("measure", "fact", "bounds", "index"), rungs())
def test_the_amount_turns_at_its_bound(
    measure: Measure, fact: n.Fact, bounds: tuple[int, ...], index: int, breakthrough: str
) -> None:
    below = BORROWED[index - 1] if index else 0
    for shift in (-1, 0, 1):
        passed = shift > 0 or (shift == 0 and breakthrough == "reached")
        for several in ("highest", "each", "difference"):
            readings = {"breakthrough": breakthrough, "several_milestones_at_once": several}
            had = bounds[index - 1] + 1 if index else 0
            for before, expected in (
                (0, sum(BORROWED[: index + passed]) if several == "each" else BORROWED[index] if passed else below),
                (had, (BORROWED[index] - (below if several == "difference" else 0)) if passed else 0),
            ):
                facts = grown(measure, fact, before, bounds[index] + shift)
                found = award(measure, facts, readings=readings, assume=ASSUMED)
                assert (found["low"], found["high"]) == (wan(expected), wan(expected)), (several, before, shift)
                assert bool(found["assumed"]) == bool(expected), "what is borrowed says so"


def test_what_is_borrowed_names_its_place() -> None:
    ((measure, fact, bounds),) = ladders()
    readings = {"breakthrough": "reached", "several_milestones_at_once": "highest"}
    found = award(measure, grown(measure, fact, 0, bounds[0]), readings=readings, assume=ASSUMED)
    assert [x["value"] for x in found["assumed"]] == ["10万元"]
    assert "苏滁" in found["assumed"][0]["from"]


# -- the ceiling of the project grant -------------------------------------------------------------------------


def ceilings() -> list[Any]:
    """Measures per record whose award is cut at a figure, and the figure."""
    found: dict[str, Any] = {}
    for measure in book().book.measures():
        for variant in measure.variants:
            marks = [s.node for s in variant.steps if s.word == "ceiling"]
            for node in (*marks, *(limit.value for limit in variant.caps)):
                if isinstance(node, n.Const):
                    found.setdefault(measure.id, pytest.param(measure, int(node.value), id=measure.name))
    return list(found.values())


def shared_base(measure: Measure) -> tuple[n.Fact, n.Gap]:
    """What the share is of, and the rate that nobody published."""
    marks = {s.word: s.node for s in measure.variants[0].steps}
    base, rate = marks["base"], marks["rate"]
    assert isinstance(base, n.Fact)
    assert isinstance(rate, n.Gap)
    return base, rate


@pytest.mark.parametrize("per", [None, "project", "firm"])
@pytest.mark.parametrize(("measure", "ceiling"), ceilings())
def test_the_ceiling_holds_to_the_fen(measure: Measure, ceiling: int, per: str | None) -> None:
    base, rate = shared_base(measure)
    readings = {"ceiling_of_3000": per} if per else None
    for shift in (-1, 0, 1):
        facts = fulfilled(measure)
        put(facts, base, written(ceiling + shift, t.MONEY), first_year(measure))
        most = yuan(min(ceiling, ceiling + shift))
        open_rate = award(measure, facts, readings=readings)
        assert (open_rate["low"], open_rate["high"]) == ("0.00", most)
        whole = award(measure, facts, readings=readings, assume={rate.name: "100%"})
        assert (whole["low"], whole["high"]) == (most, most)


@pytest.mark.parametrize("share", ["30%", "33.3%", "7‰"])
@pytest.mark.parametrize(("measure", "ceiling"), ceilings())
def test_the_ceiling_holds_to_the_fen_of_the_base(measure: Measure, ceiling: int, share: str) -> None:
    """The least base whose share comes to the ceiling, one 分 below it and one above."""
    base, rate = shared_base(measure)
    part = Fraction(share[:-1]) / (100 if share[-1] == "%" else 1000)
    least = -(-ceiling // part)
    for shift in (-1, 0, 1):
        facts = fulfilled(measure)
        put(facts, base, written(int(least) + shift, t.MONEY), first_year(measure))
        due = min(Fraction(ceiling), (int(least) + shift) * part)
        found = award(measure, facts, assume={rate.name: share}, readings={"ceiling_of_3000": "project"})
        assert found["low"] == found["high"] == yuan(due)


def test_there_is_a_ceiling() -> None:
    assert [p.values[1] for p in ceilings()] == [3_000_000_000]
