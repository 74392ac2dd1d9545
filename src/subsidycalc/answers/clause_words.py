"""Clauses on how measures combine, in words."""

from __future__ import annotations

from collections.abc import Container

from ..diagnostics import say, text_of
from ..rulebook import clauses as c
from ..rulebook.clauses import Clause, Members, Need
from ..rulebook.model import FIRM, YEAR
from ..tree.words import Words
from .names import BookNames

FEW = 4
"""So many measures of a clause are named one by one."""


class ClauseWords:
    """Puts the clauses of one book into one language; measures that are ``here`` are named before others."""

    def __init__(self, names: BookNames, words: Words, here: Container[str] = ()) -> None:
        self.names, self.words, self.lang, self.here = names, words, words.lang, here

    def text(self, clause: Clause) -> str:
        """A clause in words: its title, or what it says."""
        if clause.title is not None:
            return text_of(clause.title, self.lang)
        sides = [self._members(group) for group in clause.groups]
        scope = self.scope(clause)
        if clause.word in (c.ELECT, c.PRIORITY):
            sign = say("list.or" if clause.word == c.ELECT else "list.before", self.lang)
            return say(f"clause_text.{clause.word}", self.lang, members=sign.join(sides), scope=scope)
        if clause.word == c.REQUIRES:
            assert clause.need is not None
            return say("clause_text.requires", self.lang, members=sides[0], needed=self._need(clause.need))
        if clause.word == c.CAP:
            assert clause.value is not None
            value = self.words.text(clause.value)
            return say("clause_text.joint_cap", self.lang, members=sides[0], value=value, scope=scope)
        others = sides[1] if len(sides) > 1 else ""
        return say(f"clause_text.{clause.word}", self.lang, members=sides[0], others=others, scope=scope)

    def known(self, id_: str) -> bool:
        """Whether a measure is in the book."""
        policy = self.names.book.policies.get(id_.partition("/")[0])
        return policy is not None and id_ in policy.measures

    def _members(self, group: Members) -> str:
        shown = [id_ for id_ in group.ids if id_ in self.here] or list(group.ids)
        words = [self.names.measure(x, self.lang) for x in shown[:FEW]]
        if len(shown) > FEW:
            words.append(say("combining.more", self.lang, count=len(shown) - FEW))
        for level, support in group.kinds:
            kind = say("list.comma", self.lang).join(x for x in (level, support) if x)
            words.append(say("combining.kind", self.lang, kind=kind))
        words += sorted(group.foreign)
        return say("list.comma", self.lang).join(words)

    def _need(self, need: Need) -> str:
        if need.how == "one":
            return self.names.measure(need.measure, self.lang) if self.known(need.measure) else need.measure
        sign = say("words.and" if need.how == "all" else "list.or", self.lang)
        parts = [f"({self._need(p)})" if p.how != "one" and len(p.parts) > 1 else self._need(p) for p in need.parts]
        return sign.join(parts)

    def scope(self, clause: Clause) -> str:
        """What a clause is per, in words."""
        words = []
        vocabulary = self.names.book.vocabulary
        for word in clause.scope:
            record = next((r for r in vocabulary.records.values() if r.one == word), None)
            owner = next((r for r in vocabulary.records.values() if word in vocabulary.words[r.name]), None)
            if word in (FIRM, YEAR):
                words.append(say(f"scope.{word}", self.lang))
            elif record is not None:
                words.append(record.one_label[self.lang])
            elif owner is not None:
                words.append(self.names.fact(vocabulary.words[owner.name][word], owner.name, self.lang))
        return say("scope.and", self.lang).join(words)
