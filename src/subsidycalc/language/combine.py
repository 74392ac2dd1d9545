"""``combine`` and ``requires`` → clauses.

Names are found once every policy is known, so that packs need not know each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ..diagnostics import nearest
from ..rulebook import clauses as c
from ..rulebook.clauses import Clause, Hangs, Members, Need
from ..rulebook.model import FIRM, YEAR, Measure, Policy
from ..rulebook.vocabulary import Vocabulary
from ..tree import types as t
from ..tree.node import Node
from . import uses
from .context import Policies
from .scopes import note_scope
from .source import Trail
from .spec import ClauseSpec, PolicyFile
from .typed import Hand
from .values import Values

AND = re.compile(r"\s+and\s+")
SIDES: Mapping[str, tuple[str, ...]] = {
    c.ELECT: ("of",),
    c.NOT_WITH: ("measures", "of"),
    c.CAP: ("of", "except"),
    c.REQUIRES: ("measures",),
    c.PRIORITY: ("of",),
    c.DIFFERENCE: ("measures",),
}
"""The keys of each clause that name measures."""
_YES_NO = {"yes": True, "no": False}


class Draft(NamedTuple):
    """A clause as it was written, its ceiling made: what is left is to find the measures that it names."""

    scope: Policies
    id: str
    word: str
    trail: Trail
    data: Mapping[str, Any]
    title: Any
    per: tuple[str, ...]
    value: Node | None
    kind: str | None
    hangs: Hangs | None
    source: Any


def drafts(values: Values, spec: PolicyFile, source_of: Callable[[Any, Trail], Any]) -> list[Draft]:
    """The clauses of one policy, in written order; what single measures require comes first."""
    scope = values.scope
    found: list[Draft] = []
    for name, data in spec.data["measures"].items():
        if data.get("requires") is not None:
            trail: Trail = ("measures", name, "requires")
            own = {"measures": name, "needs": data["requires"]}
            id_ = scope.id(f"{name}.requires")
            source = source_of(data.get("source"), ("measures", name, "source"))
            found.append(Draft(scope, id_, c.REQUIRES, trail, own, None, (FIRM,), None, None, None, source))
    for index, data in enumerate(spec.data.get("combine") or ()):
        made = _Drafter(values, ClauseSpec(data, ("combine", index)), source_of).draft(index)
        if made is not None:
            found.append(made)
    return found


class _Drafter:
    """Makes the draft of one clause."""

    def __init__(self, values: Values, spec: ClauseSpec, source_of: Callable[[Any, Trail], Any]) -> None:
        self.values, self.scope, self.spec, self.source_of = values, values.scope, spec, source_of

    def draft(self, index: int) -> Draft | None:
        words = [word for word in c.WORDS if self.spec.data.get(word) is not None]
        if len(words) != 1:
            found, known = ", ".join(words) or "–", ", ".join(c.WORDS)
            self.scope.fault("clause.one_word", self.spec.trail, found=found, known=known)
            return None
        word = words[0]
        data, trail = self.spec.data[word], self.spec.at(word)
        per = self._per(data, trail)
        kind = self._kind(per)
        value = None
        if word == c.CAP:
            hand = Hand(kind, (*trail, "at_most"))
            value = self.values.lower(data["at_most"], hand, t.MONEY).node
        source = self.source_of(self.spec.source, self.spec.at("source"))
        id_ = self.scope.id(f"combine.{index + 1}")
        return Draft(self.scope, id_, word, trail, data, self.spec.title, per, value, kind, self._hangs(), source)

    def _per(self, data: Mapping[str, Any], trail: Trail) -> tuple[str, ...]:
        text = data.get("per")
        if text is None:
            return (FIRM,)
        words = tuple(sorted(AND.split(text.strip())))
        for word in words:
            if word not in (FIRM, YEAR) and not any(_has(self.scope.vocabulary, kind, word) for kind in self._kinds()):
                former = (f[word] for f in self.scope.vocabulary.former.values() if word in f)
                new = next(former, None)
                if new is not None:
                    self.scope.fault("name.renamed", (*trail, "per"), word=word, new=new)
                    return (FIRM,)
                known = [FIRM, YEAR, *(r.one for r in self.scope.vocabulary.records.values())]
                self.scope.fault("clause.per", (*trail, "per"), word=word, known=", ".join(known))
                return (FIRM,)
        note_scope(self.scope, words, tuple(self._kinds()), (*trail, "per"))
        return words

    def _kinds(self) -> Iterable[str]:
        return self.scope.vocabulary.records

    def _kind(self, per: tuple[str, ...]) -> str | None:
        """The kind of record for which a ceiling is computed: the innermost that the scope names."""
        records = self.scope.vocabulary.records
        named = [r.name for r in records.values() if r.one in per]
        return max(named, key=lambda kind: (len(self.scope.vocabulary.chain(kind)), kind), default=None)

    def _hangs(self) -> Hangs | None:
        data = self.spec.data.get("if")
        if data is None:
            return None
        trail = self.spec.at("if")
        if "reading" not in data:
            self.scope.fault("clause.if", trail)
            return None
        declared = self.scope.reading(data["reading"], (*trail, "reading"))
        if declared is None:
            return None
        given = {k: v for k, v in data.items() if k != "reading"}
        self.values._same_options(given, list(declared.options), trail, data["reading"])
        for option, word in given.items():
            if word not in _YES_NO:
                self.scope.fault("word.unknown", (*trail, option), word=word, options="yes, no")
        return Hangs(declared.id, frozenset(o for o, word in given.items() if _YES_NO.get(word)))


def _has(vocabulary: Vocabulary, kind: str | None, word: str) -> bool:
    """Whether an award for a record of a kind has a value under a word of a scope."""
    for owner in vocabulary.chain(kind):
        if owner is not None and word == vocabulary.records[owner].one:
            return True
        name = vocabulary.words.get(owner, {}).get(word)
        if owner is not None and name is not None and vocabulary.of(owner)[name].type.kind in (t.CHOICE, t.TEXT):
            return True
    return False


class Resolver:
    """Finds the measures that clauses name, and checks what only the whole book can tell."""

    def __init__(self, policies: Iterable[Policy], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.policies = {p.id: p for p in policies}
        self.measures: dict[str, Measure] = {m.id: m for p in self.policies.values() for m in p.measures.values()}
        self._by_kind: dict[tuple[str | None, str | None], list[str]] = {}
        for measure in self.measures.values():
            level = self.policies[measure.policy].level
            for key in {(level, measure.support), (level, None), (None, measure.support)}:
                self._by_kind.setdefault(key, []).append(measure.id)
        self._words = {
            "level": {p.level for p in self.policies.values() if p.level is not None},
            "support": {m.support for m in self.measures.values() if m.support is not None},
        }

    def clause(self, draft: Draft) -> Clause:
        """A clause with its measures; its faults are in the report of its policy."""
        data, word = draft.data, draft.word
        sides = [data.get(side) for side in SIDES[word]]
        if word in (c.ELECT, c.PRIORITY):
            groups = self._groups(draft, data["of"])
        else:
            groups = [self.members(draft, x, (*draft.trail, key)) for x, key in zip(sides, SIDES[word], strict=True)]
        need = None
        if word == c.REQUIRES:
            at = (
                draft.trail
                if draft.trail[-1] == "requires" and draft.trail[0] == "measures"
                else (*draft.trail, "needs")
            )
            need = self._need(draft, data["needs"], at)
        made = Clause(
            draft.id,
            draft.scope.policy,
            word,
            draft.title,
            tuple(groups),
            draft.per,
            draft.value,
            draft.kind,
            need,
            draft.hangs,
            draft.source,
            draft.scope.source.place(draft.trail, key=True),
        )
        self._given_per(draft, made)
        return made

    def _groups(self, draft: Draft, data: Any) -> list[Members]:
        """What stands side by side in a list; a glob stands for single measures, a list within the list for a group."""
        items = data if isinstance(data, list) else [data]
        found: list[Members] = []
        before = len(draft.scope.report.found)
        for index, item in enumerate(items):
            at = (*draft.trail, "of", index) if isinstance(data, list) else (*draft.trail, "of")
            members = self.members(draft, item, at)
            if isinstance(item, list) and draft.word == c.ELECT:
                found.append(members)
            else:
                found += [Members((id_,)) for id_ in members.ids]
                if members.outside and draft.word == c.ELECT:
                    found.append(members._replace(ids=()))
        seen: set[str] = set()
        for id_ in (x for group in found for x in group.ids):
            if id_ in seen:
                draft.scope.fault("clause.twice", (*draft.trail, "of"), name=_short(id_, draft))
            seen.add(id_)
        if len(found) < 2 and len(draft.scope.report.found) == before:
            draft.scope.fault("clause.few", (*draft.trail, "of"), word=draft.word)
        return found

    # -- names ------------------------------------------------------------------------------------------------

    def members(self, draft: Draft, data: Any, trail: Trail) -> Members:
        """The measures that a name, a glob, a selector or a list of them stands for, in order, each once."""
        ids: dict[str, None] = {}
        kinds: dict[tuple[str | None, str | None], None] = {}
        foreign: set[str] = set()
        if isinstance(data, list) and not any(_flat(data, trail)):
            draft.scope.fault("clause.empty", trail)
        for item, at in _flat(data, trail):
            if isinstance(item, str):
                found = self._named(draft, item, at)
                ids |= dict.fromkeys(self._fitting(draft, found) if len(found) > 1 else found)
                if not found and self._foreign(draft, item):
                    self._spelt(draft, "policy", self._full(draft, item).partition("/")[0], self.policies, at)
                    foreign.add(item)
            else:
                level, support = item.get("level"), item.get("support")
                if level is None and support is None:
                    draft.scope.fault("clause.selector", at)
                    continue
                for key, word in (("level", level), ("support", support)):
                    self._spelt(draft, key, word, self._words[key], (*at, key))
                kinds[level, support] = None
                ids |= dict.fromkeys(self._fitting(draft, self._by_kind.get((level, support), ())))
        return Members(tuple(ids), tuple(kinds), frozenset(foreign))

    def _spelt(self, draft: Draft, key: str, word: str | None, known: Iterable[str], trail: Trail) -> None:
        """A word that nothing has may stand for money from outside; a misspelling of one in use may not.

        Numbers tell apart what is otherwise called the same, such as the guides of two years.
        """
        if word is None or word in known:
            return
        plain = re.sub(r"\d+", "", word)
        near = [x for x in nearest(word, known, cutoff=0.8) if re.sub(r"\d+", "", x) != plain]
        if near:
            draft.scope.fault("clause.word", trail, name=key, word=word, near=near[0])

    def _fitting(self, draft: Draft, ids: Iterable[str]) -> list[str]:
        """Of measures that were not named one by one, those given for something that the scope can tell apart."""
        words = [word for word in draft.per if word not in (FIRM, YEAR)]
        return [i for i in ids if all(_has(self.vocabulary, self.measures[i].for_each, word) for word in words)]

    def _full(self, draft: Draft, name: str) -> str:
        return name if "/" in name else draft.scope.id(name)

    def _named(self, draft: Draft, name: str, trail: Trail) -> list[str]:
        found = self._found(draft, name, trail)
        if trail in draft.scope.source.marks:
            things = [uses.Thing(uses.MEASURE, *draft.scope.split(id_)) for id_ in found]
            uses.note(draft.scope.source, things, trail, 0, name)
        return found

    def _found(self, draft: Draft, name: str, trail: Trail) -> list[str]:
        full = self._full(draft, name)
        if full in self.measures:
            return [full]
        pack = full.partition("/")[0]
        if any(sign in full for sign in "*?["):
            pool = self.policies[pack].measures if pack in self.policies else self.measures
            found = [id_ for id_ in pool if fnmatchcase(id_, full)]
            if found or pack not in self.policies:
                return found
        elif pack not in self.policies:
            return []
        known = [m.name for m in self.policies[pack].measures.values()]
        short = full.partition("/")[2]
        near = nearest(short, known)
        draft.scope.fault("clause.member", trail, name=name, near=", ".join(near or known[:8]))
        return []

    def _foreign(self, draft: Draft, name: str) -> bool:
        """Whether a name is that of a pack which is not loaded: money may have been received under it."""
        return self._full(draft, name).partition("/")[0] not in self.policies

    def _need(self, draft: Draft, data: Any, trail: Trail) -> Need:
        if isinstance(data, str):
            found = self._named(draft, data, trail)
            if not found:
                return Need("one", (), self._full(draft, data))
            parts = tuple(Need("one", (), id_) for id_ in found)
            return parts[0] if len(parts) == 1 else Need("any", parts)
        if isinstance(data, list) and data:
            return Need("all", tuple(self._need(draft, item, (*trail, i)) for i, item in enumerate(data)))
        words = [word for word in ("all", "any") if data and data.get(word) is not None]
        if len(words) != 1 or not data[words[0]]:
            draft.scope.fault("clause.needs", trail)
            return Need("all")
        how = words[0]
        return Need(how, tuple(self._need(draft, x, (*trail, how, i)) for i, x in enumerate(data[how])))

    def _given_per(self, draft: Draft, clause: Clause) -> None:
        """Each member is given for something that has a value under every word of the scope."""
        if not clause.key:
            return
        for group in clause.groups:
            for id_ in group.ids:
                kind = self.measures[id_].for_each
                for word in clause.key:
                    if not _has(self.vocabulary, kind, word):
                        draft.scope.fault(
                            "clause.not_per", (*draft.trail, "per"), measure=_short(id_, draft), word=word
                        )


def _short(id_: str, draft: Draft) -> str:
    """A measure as the policy of the clause may write it."""
    policy, _, name = id_.partition("/")
    return name if policy == draft.scope.policy else id_


def _flat(data: Any, trail: Trail) -> Iterator[tuple[Any, Trail]]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _flat(item, (*trail, index))
    elif data is not None:
        yield data, trail


def resolved(made: Iterable[Draft], policies: Iterable[Policy], vocabulary: Vocabulary) -> tuple[Clause, ...]:
    """All clauses of a book: by policy id, in written order. Cycles and crossing ceilings are faults."""
    from .crossings import check_ceilings, check_cycles

    ordered = sorted(made, key=lambda draft: draft.scope.policy)
    if not ordered:
        return ()
    resolver = Resolver(policies, vocabulary)
    found = [(draft, resolver.clause(draft)) for draft in ordered]
    check_cycles(found)
    check_ceilings(found, resolver)
    return tuple(clause for _, clause in found)


__all__ = ["Draft", "Resolver", "drafts", "resolved"]
