"""Tight where it is easy: with each gap used once in an award, the range is exact.

What is open of one award is filled with every value at which its answer can turn, so that nothing is left to chance:
the ends of the range must be among the answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from ...answers.assess import RuleBook
from ...rulebook.model import Book, GapDecl, Measure
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import children, everything
from ...values.days import NEVER, last_day, parse_day
from ..asked import Ask, constant, trees_of
from ..extra import missing
from ..given import Given, Opening, apart
from ..spelling import around, is_whole, leaves, written
from .subject import Breach, Broken, Subject, Witness, fen, shown

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn
except ModuleNotFoundError as error:
    raise missing(error) from None

BIG = 10**18
"""An amount beyond every bound; a result that follows it beyond ``FAR`` has none."""
FAR = 10**13
MOST = 120
"""Completions that one example may enumerate."""
TOGETHER = 3
"""Gaps that are open at once."""


class Open(NamedTuple):
    """A gap of a measure that may be opened, and the values between which nothing turns."""

    opening: Opening
    values: tuple[Any, ...]


def tight(subject: Subject, draw: DrawFn) -> None:
    """An award whose open gaps are each used once has an exact range."""
    measure = draw(st.sampled_from(subject.rules.book.measures()))
    full = subject.known(draw)
    gaps = _open(subject, measure, full)
    if not gaps:
        return
    chosen = {x.opening.path: x for x in draw(st.lists(st.sampled_from(gaps), min_size=1, max_size=TOGETHER))}
    while _size(chosen) > MOST:
        chosen.popitem()
    taken = [x for x in chosen.values() if x.opening in apart(x.opening for x in chosen.values())]
    if not taken:
        return
    rules = _alone(subject, measure)
    known = subject.without(full, [x.opening for x in taken])
    wide = _award(rules, known, measure)
    answers = [_award(rules, _filled(full, taken, values), measure) for values in product(*(x.values for x in taken))]
    if wide is not None:
        _compare(measure, known, wide, [x for x in answers if x is not None])


def _size(chosen: dict[Any, Open]) -> int:
    size = 1
    for gap in chosen.values():
        size *= len(gap.values)
    return size


def _alone(subject: Subject, measure: Measure) -> RuleBook:
    """A rule book of one measure: what other awards come to is of no interest here."""
    key = "alone", measure.id
    if key not in subject.changed:
        book = subject.rules.book
        policy = book.policies[measure.policy]._replace(measures={measure.name: measure})
        alone = Book(book.vocabulary, {policy.id: policy}, (), ())
        subject.changed[key] = RuleBook(alone)
    found: RuleBook = subject.changed[key]
    return found


def _award(rules: RuleBook, given: Given, measure: Measure) -> dict[str, Any] | None:
    """The award alone; what is assumed of other policies does not concern it."""
    policy = rules.book.policies[measure.policy]
    own = Given(
        _known_receipts(given.profile, measure),
        {name: value for name, value in given.assume.items() if name in policy.gaps},
        {name: option for name, option in given.readings.items() if name.partition("/")[0] == policy.id},
        given.date,
    )
    return next(iter(own.assess(rules).to_dict()["awards"]), None)


def _known_receipts(profile: dict[str, Any], measure: Measure) -> dict[str, Any]:
    if "received" not in profile:
        return profile
    return {**profile, "received": [x for x in profile["received"] if x.get("award") == measure.id]}


def _filled(full: Given, taken: list[Open], values: tuple[Any, ...]) -> Given:
    found = full
    for gap, value in zip(taken, values, strict=True):
        part, *way = gap.opening.path
        whole = _put(found._asdict()[str(part)], way, value)
        found = found._replace(**{str(part): whole})
    return found


def _put(data: Any, way: list[Any], value: Any) -> Any:
    """The data with one thing set, without a change to what is there."""
    if not way:
        return value
    copied = list(data) if isinstance(data, list) else dict(data)
    copied[way[0]] = _put(copied[way[0]], way[1:], value)
    return copied


# -- comparing ----------------------------------------------------------------------------------------------------


def _compare(measure: Measure, known: Given, wide: dict[str, Any], answers: list[dict[str, Any]]) -> None:
    if measure.for_each is None:
        _extremes(measure.id, known, wide, answers)
        return
    for item in wide["items"]:
        others = [x for answer in answers for x in answer["items"] if x["record"] == item["record"]]
        nothing = {"low": "0.00", "high": "0.00", "status": "ineligible"}
        others += [nothing] * (len(answers) - len(others))
        _extremes(f"{measure.id} ({item['record']})", known, item, others)


def _extremes(what: str, known: Given, wide: dict[str, Any], answers: list[dict[str, Any]]) -> None:
    """The ends of a range are the least and the most that comes out; it is open if both yes and no come out."""
    if any(x["low"] != x["high"] or x["status"] == "undetermined" for x in answers):
        return  # something else is open too: a division without bounds
    amounts = [fen(x["low"]) or 0 for x in answers]
    low, high, top = min(amounts), max(amounts), fen(wide["high"])
    ends = fen(wide["low"]) == low and (high > FAR if top is None else high == top)
    turned = len({x["status"] for x in answers}) == 2
    if not ends or (wide["status"] == "undetermined") != turned:
        span = {"low": f"{low // 100}.{low % 100:02d}", "high": f"{high // 100}.{high % 100:02d}"}
        params = {"what": what, "found": shown(wide), "answers": shown(span)}
        raise Broken(Breach("laws.not_tight", params, (Witness("firm", known),)))


# -- what may be opened -------------------------------------------------------------------------------------------


def _open(subject: Subject, measure: Measure, full: Given) -> list[Open]:
    """The gaps of a measure that it uses once, each with the values at which its answer can turn."""
    key = "open", measure.id
    if key not in subject.changed:
        subject.changed[key] = _Once(measure)
    once: _Once = subject.changed[key]
    found: list[Open] = []
    policy = subject.rules.book.policies[measure.policy]
    for node in once.nodes:
        match node:
            case n.Fact():
                found += _facts(subject, node, full, once)
            case n.Gap() if node.name in full.assume:
                found.append(Open(Opening(("assume", node.name)), _gap_values(policy.gaps[node.name], full)))
            case n.Reading() if node.name in full.readings:
                options = tuple(subject.rules.book.reading(node.name).options)
                found.append(Open(Opening(("readings", node.name)), options))
    return [x for x in found if x.values]


def _facts(subject: Subject, fact: n.Fact, full: Given, once: _Once) -> Iterator[Open]:
    """Where a fact stands in a profile, of the year judged if it is a series."""
    ask = subject.asked.facts.get((fact.owner, fact.name))
    if ask is None or fact.name in subject.kept or fact.at is not None or fact.back not in (None, 0):
        return
    tail: tuple[str, ...] = (fact.name,) if fact.back is None else (fact.name, str(full.profile["year"]))
    values = _turning(ask, once)
    holders: list[tuple[Any, ...]] = [()]
    if fact.owner is not None:
        holders = [(fact.owner, index) for index in range(len(full.profile.get(fact.owner, ())))]
    for holder in holders:
        place: Any = full.profile
        for step in (*holder, *tail[:-1]):
            place = place[step] if isinstance(step, int) or step in place else {}
        if tail[-1] in place:
            yield Open(Opening(("profile", *holder, *tail)), values)


def _turning(ask: Ask, once: _Once) -> tuple[Any, ...]:
    """Values of a fact between which nothing turns; none where there are too many to tell."""
    decl, kind = ask.decl, ask.decl.type.kind
    low, high = decl.low, decl.high
    match kind:
        case _ if t.is_amount(kind) and kind != t.POINTS:
            start = 0 if low is None else low
            top = high if high is not None else 1 if kind == t.RATE else BIG
            near = around((x for x in once.figures if not is_whole(kind) or x == int(x)), kind)
            found = sorted({start, top, *(x for x in near if start <= x <= top)}) if low is not None else []
            return tuple(written(x, kind) for x in found if "/" not in str(written(x, kind)))
        case t.BOOL:
            return "yes", "no"
        case t.CHOICE:
            return tuple(leaves(decl))
    return ()


def _gap_values(gap: GapDecl, full: Given) -> tuple[Any, ...]:
    low = 0 if gap.low is None else constant(gap.low)
    high = None if gap.high is None else constant(gap.high)
    match gap.kind:
        case t.BOOL:
            return "yes", "no"
        case t.DATE:
            day = last_day(int(full.profile["year"])) if full.date is None else parse_day(full.date)
            days = {max(low, day + d) for d in (-1, 0, 1, 2)} | {low, NEVER - 1}
            return tuple(written(x, t.DATE) for x in sorted(days) if high is None or x <= high)
        case t.WHOLE if high is None:
            return tuple(str(x) for x in (low, *range(int(low) + 1, 6), 10**6))
        case t.RATE | t.POINTS if high is None:
            high = Fraction(1)
    return tuple(written(x, gap.kind) for x in (low, BIG if high is None else high))


# -- how often a gap is used --------------------------------------------------------------------------------------


class _Once:
    """The gaps that a measure uses once, in a place where the values at which it turns can be read off."""

    def __init__(self, measure: Measure) -> None:
        conditions = [c.node for c in (*measure.conditions, *measure.record_conditions)]
        every = [node for tree in trees_of(measure) for node in everything(tree)]
        self.figures = sorted({x for node in every for x in _figures(node)})
        self.nodes: list[Node] = []
        limits = {x for v in measure.variants for limit in (*v.caps, *v.counts) for x in everything(limit.value)}
        inner = {x for node in every if isinstance(node, n.Over) for x in everything(node)}
        for leaf in dict.fromkeys(every):
            if not isinstance(leaf, (n.Fact, n.Gap, n.Reading)) or leaf in limits or leaf in inner:
                continue
            if isinstance(leaf, n.Fact) and leaf.definition is not None:
                continue
            same = _same(leaf)
            asked = sum(_uses(tree, same) for tree in conditions)
            paid = max(_uses(tree, same) for tree in (measure.applies, *(v.amount for v in measure.variants)))
            if asked + paid == 1 and all(_plain(tree, same) for tree in trees_of(measure)):
                self.nodes.append(leaf)


def _figures(node: Node) -> Iterator[Any]:
    """Figures that something could be compared with."""
    if isinstance(node, n.Const) and t.is_amount(node.kind):
        yield node.value
    elif isinstance(node, n.Step) and not isinstance(node.driver, n.Clock):
        yield from node.bounds


def _same(leaf: Node) -> tuple[Any, ...]:
    """What tells that two nodes are about the same gap; two periods of a series are not told apart."""
    if isinstance(leaf, n.Fact):
        return "fact", leaf.owner, leaf.name
    return type(leaf).__name__, leaf.name if isinstance(leaf, (n.Gap, n.Reading)) else ""


def _uses(node: Node, same: tuple[Any, ...]) -> int:
    """How often a gap acts in a tree: of branches one alone acts, and a tier sees the driver counted already."""
    if isinstance(node, (n.Fact, n.Gap)) and _same(node) == same:
        return 1
    match node:
        case n.Cut():
            return 0
        case n.Step():
            return _uses(node.driver, same) + max(_uses(x, same) for x in node.branches)
        case n.Switch():
            cases = [_uses(x, same) for _, x in node.cases]
            return _uses(node.driver, same) + max(*cases, _uses(node.otherwise, same))
        case n.If():
            branches = max(_uses(node.then, same), _uses(node.otherwise, same))
            return _uses(node.condition, same) + branches
        case n.Reading():
            return int(_same(node) == same) + max(_uses(x, same) for _, x in node.options)
    return sum(_uses(x, same) for x in children(node))


def _plain(node: Node, same: tuple[Any, ...], tested: bool = False) -> bool:
    """Whether a gap is compared, where it is, with figures and as it is; beyond that it only adds to an amount."""
    match node:
        case n.Fact() | n.Gap():
            return not tested or _same(node) != same
        case n.Compare():
            return all(_own(a, same, constant(b) is not None) for a, b in ((node.a, node.b), (node.b, node.a)))
        case n.Step():
            return _own(node.driver, same, True) and all(_plain(x, same, tested) for x in node.branches)
        case n.Div():
            return _plain(node.a, same, tested) and _uses(node.b, same) == 0
        case n.Add() | n.Mul() if tested:
            return _uses(node, same) == 0
        case n.Cut():
            return True
        case n.Over():
            return _uses(node, same) == 0
    return all(_plain(x, same, tested) for x in children(node))


def _own(side: Node, same: tuple[Any, ...], figure: bool) -> bool:
    """One side of a comparison: the gap itself beside a figure, or anything without the gap."""
    while isinstance(side, n.Ref):
        side = side.value
    if isinstance(side, (n.Fact, n.Gap)) and _same(side) == same:
        return figure or isinstance(side, n.Gap)
    return _uses(side, same) == 0
