"""What only all clauses together can get wrong: needs and priorities that run in a circle, ceilings that cross."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..rulebook import clauses as c
from ..rulebook.clauses import Clause
from ..rulebook.model import FIRM, YEAR
from ..rulebook.vocabulary import Vocabulary

if TYPE_CHECKING:
    from .combine import Draft, Resolver

Found = Sequence[tuple["Draft", Clause]]


def check_cycles(found: Found) -> None:
    """Entitlement goes from what is needed to what needs it and from the first to the second: never in a circle."""
    arrows: dict[str, dict[str, Draft]] = {}
    for draft, clause in found:
        for before, after in _arrows(clause):
            arrows.setdefault(before, {}).setdefault(after, draft)
    done: set[str] = set()
    for start in sorted(arrows):
        _walk(start, arrows, done)


def _arrows(clause: Clause) -> Iterator[tuple[str, str]]:
    if clause.word == c.REQUIRES and clause.need is not None:
        for needed in clause.need.measures():
            for measure in clause.groups[0].ids:
                yield needed, measure
    elif clause.word == c.PRIORITY:
        order = [id_ for group in clause.groups for id_ in group.ids]
        for index, first in enumerate(order):
            for second in order[index + 1 :]:
                yield first, second


def _walk(start: str, arrows: dict[str, dict[str, Draft]], done: set[str]) -> None:
    """Depth first, without recursion; each circle is told at the clause that closes it."""
    if start in done:
        return
    path, open_ = [start], [iter(sorted(arrows.get(start, ())))]
    on_path = {start}
    while open_:
        after = next(open_[-1], None)
        if after is None:
            open_.pop()
            last = path.pop()
            on_path.discard(last)
            done.add(last)
        elif after in on_path:
            draft = arrows[path[-1]][after]
            circle = [*path[path.index(after) :], after]
            names = [x.removeprefix(f"{draft.scope.policy}/") for x in circle]
            draft.scope.fault("clause.cycle", draft.trail, key=True, cycle=" → ".join(names))
        elif after not in done:
            path.append(after)
            on_path.add(after)
            open_.append(iter(sorted(arrows.get(after, ()))))


class _Ceiling(NamedTuple):
    """A ceiling over some measures; ``draft`` is ``None`` for a measure's own."""

    members: frozenset[str]
    key: frozenset[str]
    clause: Clause | None
    draft: Draft | None
    name: str


def check_ceilings(found: Found, resolver: Resolver) -> None:
    """Of two ceilings with common members one lies inside the other, scope included."""
    joint = [
        _Ceiling(
            frozenset(clause.groups[0].ids) - frozenset(clause.groups[1].ids),
            _key(clause.scope),
            clause,
            draft,
            clause.id,
        )
        for draft, clause in found
        if clause.word == c.CAP
    ]
    for index, ceiling in enumerate(joint):
        for other in joint[:index]:
            if ceiling.members & other.members and not _never_together(ceiling, other):
                _compare(ceiling, other, resolver.vocabulary)
        for id_ in sorted(ceiling.members):
            for own in _own(id_, resolver):
                _compare(ceiling, own, resolver.vocabulary)


def _members(clause: Clause) -> frozenset[str]:
    inside, besides = clause.groups
    return frozenset(inside.ids) - frozenset(besides.ids)


def _own(id_: str, resolver: Resolver) -> Iterator[_Ceiling]:
    keys = {_key(limit.scope) for v in resolver.measures[id_].variants for limit in (*v.caps, *v.counts)}
    for key in sorted(keys, key=sorted):
        yield _Ceiling(frozenset([id_]), key, None, None, id_)


def _key(scope: tuple[str, ...]) -> frozenset[str]:
    return frozenset(scope) - {FIRM, YEAR}


def _never_together(a: _Ceiling, b: _Ceiling) -> bool:
    one, two = (x.clause.hangs if x.clause else None for x in (a, b))
    return one is not None and two is not None and one.reading == two.reading and not one.options & two.options


def _compare(a: _Ceiling, b: _Ceiling, vocabulary: Vocabulary) -> None:
    inside = a.members <= b.members and b.key <= _told(a.key, vocabulary)
    around = b.members <= a.members and a.key <= _told(b.key, vocabulary)
    if not (inside or around):
        draft = a.draft or b.draft
        assert draft is not None
        names = [x.removeprefix(f"{draft.scope.policy}/") for x in (a.name, b.name)]
        draft.scope.fault("clause.crossing", draft.trail, key=True, a=names[0], b=names[1])


def _told(key: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Every word whose value is known once those of a key are: a record tells what it and its owners have."""
    found = set(key)
    for record in vocabulary.records.values():
        if record.one in key:
            for owner in vocabulary.chain(record.name):
                found |= set(vocabulary.words.get(owner, {}))
                if owner is not None:
                    found.add(vocabulary.records[owner].one)
    return frozenset(found)
