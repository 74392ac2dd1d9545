"""Worked cases: run them, and list the figures and tiers that none of them touches."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..answers.assess import RuleBook
from ..answers.assessment import Assessment
from ..answers.plan import INELIGIBLE, STATUS, Result, Walk
from ..diagnostics import LANGUAGES, Diagnostic, Faults, Report, nearest, say
from ..language.source import Source
from ..readers.explain import EMPTY
from ..readers.explain.compile import is_wide
from ..rulebook.model import Case
from ..tree import nodes as n
from ..tree.node import Node
from ..tree.walk import everything
from ..tree.words import value_text
from ..values import ranges as r
from ..values.quantities import QuantityError, parse_money
from ..values.ranges import Amount, Range

TOTAL = "total"
NO_MONEY = "0元"
_SPAN = re.compile(r"(.+?)\s+to\s+(.+)")
_FROM = re.compile(r"(.+?)\s+or more")


class Difference(NamedTuple):
    """An expectation that did not come out; both sides as text."""

    measure: str
    expected: str
    actual: dict[str, str]


class Outcome(NamedTuple):
    """A case run: what differed, or the faults that kept it from running."""

    case: Case
    differences: tuple[Difference, ...]
    faults: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences and not self.faults


class CaseReport(NamedTuple):
    """All outcomes, and the names of figures and tiers that no case touches."""

    outcomes: tuple[Outcome, ...]
    untouched: tuple[str, ...]
    waiting: int = 0
    """How many made cases nobody has agreed to yet: they were not run."""


def run_cases(rules: RuleBook) -> CaseReport:
    """Run every case of a rule book that counts."""
    touched: set[str] = set()
    counting = [case for case in rules.book.cases if case.agreed]
    outcomes = tuple(_run(rules, case, touched) for case in counting)
    known = touchable(rules)
    untouched = tuple(name for name in known if name not in touched)
    return CaseReport(outcomes, untouched, len(rules.book.cases) - len(counting))


def run_case(rules: RuleBook, case: Case) -> Outcome:
    """Run one case."""
    return _run(rules, case, set())


def touchable(rules: RuleBook) -> list[str]:
    """Every figure, and every tier of every scale, by name."""
    found: dict[str, None] = {}
    for policy in rules.book.policies.values():
        found |= dict.fromkeys(policy.figures)
        for measure in policy.measures.values():
            for node in everything(measure.applies):
                found |= dict.fromkeys(_tiers(node))
    return list(found)


def _tiers(node: Node) -> list[str]:
    if not isinstance(node, n.Step) or isinstance(node.driver, n.Clock):
        return []
    return [_tier_name(node, index) for index in range(1, len(node.branches))]


def _tier_name(node: n.Step, index: int) -> str:
    return f"{node.name}: {value_text(node.bounds[index - 1], node.kind, 'zh')}"


class _CaseSource(Source):
    """The facts of a case as a profile whose places are those of the file that it stands in."""

    def __init__(self, case: Case) -> None:
        origin, trail = case.origin
        super().__init__(origin.name, origin.text)
        self.data = case.facts
        self.origin, self.prefix = origin, (*trail, "facts")

    def place(self, trail: Any, *, key: bool = False) -> Any:
        return self.origin.place((*self.prefix, *trail), key=key)


def part_for(rules: RuleBook, case: Case) -> RuleBook:
    """The policies that a case is about: its own, and those of which it names a measure, a reading or a gap.

    What else is loaded changes no case, so that adding a policy breaks none.
    """
    return rules.part(about(case))


def about(case: Case) -> set[str]:
    """The ids of the policies that a case is about."""
    named = [*case.expect, *case.readings, *case.assume]
    return {case.policy, *(name.partition("/")[0] for name in named if "/" in name)}


def _run(rules: RuleBook, case: Case, touched: set[str]) -> Outcome:
    rules = part_for(rules, case)
    readings = {name if "/" in name else f"{case.policy}/{name}": option for name, option in case.readings.items()}
    assume = {name if "/" in name else f"{case.policy}/{name}": value for name, value in case.assume.items()}
    try:
        day = None
        if case.date is not None:
            from datetime import date

            day = date.fromordinal(case.date)
        assessment = rules.assess_source(
            _CaseSource(case), year=case.year, date=day, assume=assume or None, readings=readings or None
        )
    except Faults as faults:
        return Outcome(case, (), faults.diagnostics)
    _touch(assessment, touched)
    return _compare(rules, case, assessment)


def _compare(rules: RuleBook, case: Case, assessment: Assessment) -> Outcome:
    by_id = {result.plan.measure.id: result for result in assessment.results}
    not_in_force = {*assessment.selection.not_in_force, *assessment.selection.editions}
    differences: list[Difference] = []
    report = Report()
    origin, trail = case.origin
    for name, expected in case.expect.items():
        id_ = name if "/" in name else f"{case.policy}/{name}"
        result = by_id.get(id_)
        at = (*trail, "expect", name)
        if result is None and id_ in not_in_force:
            if expected.strip() not in (INELIGIBLE, NO_MONEY):
                actual = {lang: say("status.ineligible", lang) for lang in LANGUAGES}
                differences.append(Difference(name, expected, actual))
            continue
        if result is None and name != TOTAL:
            known = [m.id for m in rules.book.measures()] + [m.name for m in rules.book.measures()]
            near = nearest(name, known)
            report.add(
                "option.unknown_measure",
                origin.place(at, key=True),
                name=name,
                near=near[0] if near else TOTAL,
            )
            continue
        try:
            held = _holds(expected, result, assessment)
        except QuantityError:
            report.add("case.expect", origin.place(at), measure=name, text=expected)
            continue
        if not held:
            actual = {lang: _actual(result, assessment, lang) for lang in ("zh", "en")}
            differences.append(Difference(name, expected, actual))
    return Outcome(case, tuple(differences), tuple(report.found))


def _holds(expected: str, result: Result | None, assessment: Assessment) -> bool:
    text = expected.strip()
    if text in STATUS.values():
        return result is not None and STATUS[result.status] == text
    found = r.between(result.low, result.high) if result else r.between(assessment.low, assessment.high)
    return found == expected_amount(text)


def expected_amount(text: str) -> Amount:
    """An expected amount: ``500万元``, ``0元 to 3000万元``, ``0元 or more``.

    >>> expected_amount("0元 or more")
    Range(low=0, high=None)
    """
    pair = _SPAN.fullmatch(text)
    if pair is not None:
        return r.between(parse_money(pair[1]), parse_money(pair[2]))
    start = _FROM.fullmatch(text)
    if start is not None:
        return Range(parse_money(start[1]), None)
    return parse_money(text)


def _actual(result: Result | None, assessment: Assessment, lang: str) -> str:
    low, high = (result.low, result.high) if result else (assessment.low, assessment.high)
    amount = r.between(low, high)
    if isinstance(amount, Range):
        text = say(
            "table.range_between" if high is not None else "table.range_from",
            lang,
            low=value_text(low, "money", lang),
            high="" if high is None else value_text(high, "money", lang),
        )
    else:
        text = value_text(amount, "money", lang)
    return text if result is None else f"{say(f'status.{STATUS[result.status]}', lang)}, {text}"


def _touch(assessment: Assessment, touched: set[str]) -> None:
    """A figure is touched when a walk used it; a tier when a definite driver lay in it."""
    for result in assessment.results:
        _touch_walk(result, result.plan.firm, touched)
        for item in result.items or ():
            _touch_walk(item, result.plan.item, touched)
        slots = next((v for word, v, _ in result.parts if word == "limit slots"), None)
        if slots is not None and result.plan.limits is not None:
            _touch_figures(result.plan.limits.slot, slots, touched)
            variants = [result.plan.measure.variants[i] for i in result.plan.item.active(assessment.world)]
            for limit in (x for v in variants for x in (*v.caps, *v.counts)):
                _touch_constant(limit.value, touched)
    for part in assessment.combination.parts if assessment.combination is not None else ():
        for ceiling in part.stage.values_seen():
            _touch_figures(ceiling.program.slot, ceiling.slots, touched)
            _touch_constant(ceiling.node, touched)


def _touch_constant(node: Node, touched: set[str]) -> None:
    if isinstance(node, n.Const) and node.figure:
        touched.add(node.figure)


def _touch_walk(result: Result, walk: Walk, touched: set[str]) -> None:
    _touch_figures(walk.program.slot, result.slots, touched)
    for node, slot in walk.program.slot.items():
        if (
            isinstance(node, n.Step)
            and not isinstance(node.driver, n.Clock)
            and result.slots
            and result.slots[slot] is not EMPTY
        ):
            value = walk.program.seen(node.driver, result.slots)
            if value is not EMPTY and not is_wide(value):
                index = sum(1 for b in node.bounds if (value >= b if node.reached else value > b))
                if index:
                    touched.add(_tier_name(node, index))


def _touch_figures(slots_of: dict[Node, int], slots: list[Any], touched: set[str]) -> None:
    for node, slot in slots_of.items():
        if not slots or slots[slot] is EMPTY:
            continue
        if isinstance(node, (n.Gap, n.Ref)):
            touched.add(node.name)
        for name in node.fields:
            values = getattr(node, name)
            for value in values if isinstance(values, tuple) else (values,):
                _touch_constant(value, touched)
