"""What an instance with nothing open must come to, by looking at every set of awards.

It shares no code with the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.combining.instances import YEAR, Clause, Instance, Measure

Award = tuple[str, str]


class Outcome(NamedTuple):
    """The best total, what each award keeps, and what each measure comes to alone."""

    total: int
    kept: dict[Award, int]
    alone: dict[str, int]


def outcome(made: Instance) -> Outcome:
    """The outcome of an instance whose flags, amounts, reading and receipts are all known."""
    return _Oracle(made).outcome()


class _Oracle:
    def __init__(self, made: Instance) -> None:
        self.made = made
        self.measures = {m.id: m for m in made.measures}
        self.clauses = [c for c in _ordered(made) if c.hangs is None or c.hangs[made.reading or ""]]
        self.received = made.received or []
        self.paid: dict[Award, int] = {}
        for receipt in self.received:
            if receipt["year"] == YEAR and "award" in receipt:
                key = receipt["award"], receipt.get("project", "")
                self.paid[key] = self.paid.get(key, 0) + _yuan(receipt)
        self.awards = sorted(
            {key for key, flag in made.flags.items() if flag} | set(self.paid),
            key=lambda a: (a[0].partition("/")[0], a[0], a[1]),
        )
        self.amounts = {a: self.paid.get(a, made.amounts[a][0]) for a in self.awards}

    def _settled_alone(self, entitled: list[Award]) -> list[Award]:
        """Where no clause tells a measure's records apart, its own count takes its largest awards, and its own cap cuts
        them before what was received is taken off."""
        for measure in self.made.measures:
            if self._apart(measure.id):
                continue
            mine = [a for a in entitled if a[0] == measure.id]
            best = sorted(mine, key=lambda a: (-self.amounts[a], a[1]))[: measure.best_of]
            entitled = [a for a in entitled if a[0] != measure.id or a in best]
            room = measure.cap
            for award in sorted(best, key=self.awards.index):
                if room is not None:
                    self.amounts[award] = min(room, self.amounts[award])
                    room -= self.amounts[award]
        return entitled

    def _apart(self, id_: str) -> bool:
        if any(a[0] == id_ for a in self.paid):
            return True
        named = (c for c in self.made.clauses if id_ in _all(c))
        return any("project" in c.per or c.word in ("requires", "priority") for c in named)

    def outcome(self) -> Outcome:
        entitled = self._entitled()
        self.needy = {x for c in self.clauses if c.word == "requires" for x in c.groups[0]}
        self.counted = {m.id: m.best_of for m in self.made.measures if m.best_of is not None}
        self._differences(self.awards, apart=True)
        entitled = self._settled_alone(entitled)
        self._differences(entitled, apart=False)
        best: tuple[int, list[bool], dict[Award, int]] | None = None
        free = [a for a in entitled if a not in self.paid]
        held = [a for a in entitled if a in self.paid]
        clashing = {a: {b for b in entitled if b != a and self._clash(a, b)} for a in free}
        ceilings = sorted(self._ceilings(), key=lambda c: len(c[0]))
        for some in _peaceful(free, held, clashing):
            if not self._goes([*held, *some], some):
                continue
            kept = self._kept(sorted([*held, *some], key=self.awards.index), ceilings)
            total = sum(kept.values())
            if best is not None and total < best[0]:
                continue
            # Of equal totals the one that has the first award in which they differ.
            rank = [a in kept for a in self.awards]
            if best is None or (total, rank) > best[:2]:
                best = total, rank, kept
        assert best is not None
        return Outcome(best[0], best[2], {id_: self._alone(id_) for id_ in self.measures})

    def _alone(self, id_: str) -> int:
        """What a measure comes to under its own cap and count."""
        measure = self.measures[id_]
        mine = [a for a in self.awards if a[0] == id_]
        held = [self.paid[a] for a in mine if a in self.paid]
        values = sorted((self.made.amounts[a][0] for a in mine if a not in self.paid), reverse=True)
        if measure.best_of is not None:
            values = values[: max(0, measure.best_of - len(held))]
        total = sum([*held, *values])
        return total if measure.cap is None else min(total, measure.cap)

    # -- money received ---------------------------------------------------------------------------------------

    def _matching(self, clause: Clause, ids: tuple[str, ...], key: str, but: str = "") -> Iterator[dict[str, Any]]:
        for receipt in self.received:
            award = receipt.get("award")
            if award == but or (award and receipt["year"] == YEAR and self._tied(clause, award)):
                continue
            if receipt["year"] != YEAR and "year" in clause.per:
                continue
            measure = self.measures.get(award) if award else None
            level = self.made.levels[measure.pack] if measure else receipt.get("level")
            support = measure.support if measure else receipt.get("support")
            kind = any(x in (None, level) and y in (None, support) for x, y in clause.kinds)
            if (award in ids or (kind and ids is not clause.groups[0])) or (kind and clause.word == "joint_cap"):
                yield receipt

    def _tied(self, clause: Clause, award: str) -> bool:
        """Whether this year's money under a measure is among the awards that the clause combines."""
        tied = {clause.groups[0][0]} if clause.groups[0] else set()
        while True:
            more = {x for c in _ordered(self.made) for ids in [_all(c)] if ids & tied for x in ids}
            if more <= tied:
                return award in tied
            tied |= more

    def _surely(self, clause: Clause, receipt: dict[str, Any], key: str) -> bool:
        return "project" not in clause.per or receipt.get("project") == key

    # -- step A -----------------------------------------------------------------------------------------------

    def _entitled(self) -> list[Award]:
        found: dict[Award, bool] = {}
        for award in sorted(self.awards, key=lambda a: (a[0].partition("/")[2], a[1])):
            found[award] = award in self.paid or (
                not self._removed(award)
                and self._needs(award, lambda x: found.get(x, False))
                and not self._after(award, found)
            )
        return [a for a in self.awards if found[a]]

    def _removed(self, award: Award) -> bool:
        for clause in self.clauses:
            others: list[tuple[str, ...]] = []
            if clause.word == "not_with" and award[0] in clause.groups[0]:
                others = [clause.groups[1]]
            elif clause.word == "elect_one" and any(award[0] in g for g in clause.groups):
                others = [g for g in clause.groups if award[0] not in g]
            for ids in others:
                for receipt in self._matching(clause, ids, award[1], award[0]):
                    if self._surely(clause, receipt, award[1]):
                        return True
        return False

    def _needs(self, award: Award, there: Callable[[Award], bool]) -> bool:
        return all(
            self._met(clause.need, clause, award, there)
            for clause in self.clauses
            if clause.word == "requires" and award[0] in clause.groups[0]
        )

    def _met(self, need: Any, clause: Clause, award: Award, there: Callable[[Award], bool]) -> bool:
        if isinstance(need, dict):
            ((how, parts),) = need.items()
            met = [self._met(part, clause, award, there) for part in parts]
            return any(met) if how == "any" else all(met)
        if any(a[0] == need and _same_thing(a, award) and there(a) for a in self.awards):
            return True
        return any(
            r.get("award") == need and (not award[1] or r.get("project", award[1]) == award[1]) for r in self.received
        )

    def _after(self, award: Award, found: dict[Award, bool]) -> bool:
        for clause in self.clauses:
            order = [g[0] for g in clause.groups]
            if clause.word == "priority" and award[0] in order:
                firsts = order[: order.index(award[0])]
                if any(held and a[0] in firsts and self._key(clause, a, award) for a, held in found.items()):
                    return True
        return False

    def _key(self, clause: Clause, a: Award, b: Award) -> bool:
        return "project" not in clause.per or a[1] == b[1]

    def _differences(self, among: list[Award], *, apart: bool) -> None:
        for clause in self.clauses:
            (id_, *_) = clause.groups[0]
            if clause.word != "difference" or self._apart(id_) is not apart:
                continue
            mine = [a for a in among if a[0] == id_]
            keys = {a[1] for a in mine} if "project" in clause.per else {""}
            for key in keys:
                group = [a for a in mine if "project" not in clause.per or a[1] == key]
                had = sum(
                    _yuan(r) for r in self._matching(clause, clause.groups[0], key) if self._surely(clause, r, key)
                )
                for award in group:
                    if award not in self.paid:
                        less = min(had, self.amounts[award])
                        self.amounts[award] -= less
                        had -= less

    # -- steps B and C ----------------------------------------------------------------------------------------

    def _goes(self, chosen: list[Award], free: list[Award]) -> bool:
        there = set(chosen)
        if self.needy and not all(self._needs(a, there.__contains__) for a in free if a[0] in self.needy):
            return False
        for id_, most in self.counted.items():
            if sum(a[0] == id_ for a in chosen) > most and any(a[0] == id_ for a in free):
                return False
        return True

    def _clash(self, a: Award, b: Award) -> bool:
        for clause in self.clauses:
            if not self._key(clause, a, b) or a[0] == b[0]:
                continue
            if clause.word == "elect_one":
                groups = [[i for i, g in enumerate(clause.groups) if x[0] in g] for x in (a, b)]
                if groups[0] and groups[1] and groups[0] != groups[1]:
                    return True
            elif clause.word == "not_with":
                left, right = clause.groups
                if (a[0] in left and b[0] in right) or (b[0] in left and a[0] in right):
                    return True
        return False

    def _kept(self, chosen: list[Award], ceilings: list[tuple[set[Award], int]]) -> dict[Award, int]:
        """Amounts after the ceilings, the narrowest first; each cuts the last award first."""
        kept = {a: self.amounts[a] for a in chosen}
        for members, room in ceilings:
            over = sum(kept[a] for a in chosen if a in members) - room
            for award in reversed(chosen):
                if award in members and over > 0:
                    cut = min(over, kept[award])
                    kept[award] -= cut
                    over -= cut
        return kept

    def _ceilings(self) -> Iterator[tuple[set[Award], int]]:
        for measure in self.made.measures:
            if measure.cap is not None:
                yield {a for a in self.awards if a[0] == measure.id}, measure.cap
        for clause in self.clauses:
            if clause.word != "joint_cap":
                continue
            members = [a for a in self.awards if a[0] in clause.groups[0]]
            keys = sorted({a[1] for a in members}) if "project" in clause.per else [""]
            for key in keys:
                used = sum(
                    _yuan(r) for r in self._matching(clause, clause.groups[0], key) if self._surely(clause, r, key)
                )
                group = {a for a in members if "project" not in clause.per or a[1] == key}
                room = self.made.amounts[clause.ceiling, ""][0] if clause.ceiling else clause.at_most or 0
                yield group, max(0, room - used)


def _peaceful(free: list[Award], held: list[Award], clashing: dict[Award, set[Award]]) -> Iterator[list[Award]]:
    """Every set of awards of which no two clash, nor one with what is held."""
    found: list[list[Award]] = [[]]
    for award in free:
        if clashing[award].isdisjoint(held):
            found += [[*some, award] for some in found if clashing[award].isdisjoint(some)]
    yield from found


def _ordered(made: Instance) -> list[Clause]:
    return sorted(made.clauses, key=lambda c: c.pack)


def _all(clause: Clause) -> set[str]:
    found = {x for g in clause.groups for x in g}

    def names(need: Any) -> Iterator[str]:
        if isinstance(need, str):
            yield need
        elif isinstance(need, dict):
            for part in next(iter(need.values())):
                yield from names(part)

    return found | set(names(clause.need))


def _yuan(receipt: dict[str, Any]) -> int:
    return int(receipt["amount"].removesuffix("元"))


def _same_thing(a: Award, b: Award) -> bool:
    return not a[1] or not b[1] or a[1] == b[1]


__all__ = ["Measure", "Outcome", "outcome"]
