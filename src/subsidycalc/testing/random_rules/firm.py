"""A random vocabulary and a complete firm.

The firm comes first, so that rules can set thresholds beside its figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from .chance import Chance
from .spec import NEVER, Expr, Fact
from .stock import AREA_LEAVES, LOAN, POOL, PROJECT, RATES, RATIOS, STOCK, fact_, flat


class FirmMaker(Chance):
    """Makes the facts and the firm."""

    year: int
    founded: int
    before: int | None
    start: int
    day: date
    facts: list[Fact]
    records: dict[str, tuple[str, str | None]]
    firm: dict[str, Any]
    holdings: dict[str, list[dict[str, Any]]]

    def _applicant(self, there: bool) -> list[Fact]:
        return [Fact("applicant", "申请主体", "choice", options=flat("firm", "institute"))] if there else []

    def _facts(self) -> list[Fact]:
        facts = [f for f in STOCK if self.once or self.chance(0.75)]
        if not any(f.per == "year" for f in facts):
            facts += [f for f in STOCK if f.name == "revenue"]
        names = {f.name for f in facts}
        if not self.once and self.chance(0.25) and {"staff", "fee"} <= names:
            test = (
                "and",
                ("cmp", ">=", fact_("staff"), ("whole", 20)),
                ("cmp", ">=", fact_("fee"), ("money", 300_000)),
            )
            chosen = ("if", test, ("option", "upper"), ("option", "lower"))
            facts.append(Fact("class", "档次", "choice", options=flat("upper", "lower"), defined=chosen))
        if not self.once and self.chance(0.25) and {"fee", "cost"} <= names:
            rest = ("max", ("sub", fact_("fee"), fact_("cost")), ("money", 0))
            facts.append(Fact("surplus", "结余", "money", defined=rest))
        if self.chance(0.15):
            facts.append(Fact("registered_in", "注册地", "choice", options=AREA_LEAVES))
        self.records = {}
        if self.chance(0.75):
            self.records["projects"] = ("project", None)
            facts += [f for f in PROJECT if f.name == "invested" or self.once or self.chance(0.8)]
        if self.chance(0.4):
            self.records["loans"] = ("loan", "projects" if self.records and self.chance(0.6) else None)
            facts += [f for f in LOAN if f.name == "amount" or self.once or self.chance(0.8)]
        return facts

    def _holdings(self) -> dict[str, list[dict[str, Any]]]:
        made: dict[str, list[dict[str, Any]]] = {}
        for kind, (_, parent) in self.records.items():
            made[kind] = []
            names = ["a", "b", "c", "d"][: self.pick(0, 1, 2, 2, 2, 3, 3, 4)]
            self.rng.shuffle(names)
            for name in names:
                record: dict[str, Any] = {"name": name}
                if parent and not made[parent]:
                    continue
                if parent:
                    record[self.records[parent][0]] = self.pick(*made[parent])["name"]
                record |= {f.name: self.series(f) for f in self.facts if f.owner == kind and f.defined is None}
                made[kind].append(record)
        return made

    def series(self, fact: Fact) -> Any:
        """A random value of a fact, for each of its periods if it is a series."""
        if fact.per == "quarter":
            return {f"{y}Q{q}": self.raw(fact) for y in (self.year - 1, self.year) for q in (1, 2, 3, 4)}
        if fact.per == "year":
            made: dict[Any, Any] = {y: self.raw(fact) for y in range(self.start, self.year + 1)}
            if self.before is not None:
                made[("before", self.before)] = self.raw(fact)
                made = {y: v for y, v in made.items() if isinstance(y, tuple) or y >= self.before}
            return made
        return self.raw(fact)

    def raw(self, fact: Fact) -> Any:
        """A random value of a type."""
        match fact.type:
            case "money":
                return max(self.money_value(), fact.low or 0)
            case "whole":
                return max(self.pick(0, 1, 3, 10, 19, 20, 21, 50), fact.low or 0)
            case "rate":
                return self.pick(*RATES)
            case "ratio":
                return self.pick(*RATIOS, Fraction(3, 20))
            case "m2":
                return self.pick(Fraction(0), Fraction(5, 2), Fraction(30), Fraction(120))
            case "machine" | "month":
                return self.pick(0, 1, 4)
            case "number":
                return self.pick(Fraction(0), Fraction(5, 2), Fraction(3), Fraction(7, 4))
            case "yes/no":
                return self.chance(0.7)
            case "choice":
                return self.pick(*[o for o, leaves in fact.options.items() if leaves == (o,)])
            case "choices":
                return tuple(self.some(tuple(o for o, leaves in fact.options.items() if leaves == (o,)), 0.6))
            case "date":
                if fact.name == "listed_on" and self.chance(0.3):
                    return NEVER
                return self.near_day().toordinal()
        return self.pick("x", "y")

    def money_value(self) -> int:
        """An amount, often at a threshold."""
        kind = self.rng.randrange(10)
        if kind < 5:
            return self.pick(*POOL) + self.pick(-1, 0, 0, 1)
        return 0 if kind == 9 else self.rng.randrange(2_500_000)

    def near_day(self) -> date:
        """A day near the year judged."""
        if self.chance(0.1):
            return date(2024, 2, 29)
        return date(self.year - self.pick(0, 0, 1, 2), self.pick(1, 6, 12), self.pick(1, 15, 31 - 1))

    def visible(self, ctx: str | None) -> dict[str, Fact]:
        """The facts that names mean here, the record's own first."""
        found: dict[str, Fact] = {}
        owner: str | None = ctx
        while True:
            for fact in self.facts:
                if fact.owner == owner:
                    found.setdefault(fact.name, fact)
            if owner is None:
                return found
            owner = self.records[owner][1]

    def facts_of(self, kind: str, ctx: str | None) -> Iterator[Expr]:
        """The ways to say a fact of a kind, those not yet taken."""
        for fact in self.visible(ctx).values():
            if fact.type != kind or fact.name in self.taken():
                continue
            if fact.per == "quarter":
                yield fact_(fact.name, f"{self.year - self.pick(0, 1)}Q{self.pick(1, 2, 3, 4)}")
                continue
            yield fact_(fact.name)
            if fact.per == "year" and not self.once:
                if self.start < self.year:
                    yield fact_(fact.name, "last")
                yield fact_(fact.name, self.pick(*range(self.start, self.year + 1)))

    def fact(self, kind: str, ctx: str | None) -> Expr | None:
        """A fact of a kind; ``None`` if there is none left."""
        found = list(self.facts_of(kind, ctx))
        if not found:
            return None
        made = self.pick(*found)
        self.used.add(made[1])
        return made

    def money_fact(self, ctx: str | None) -> Expr:
        """A fact in money, rather the record's own."""
        own = [e for e in self.facts_of("money", ctx) if ctx and self.visible(ctx)[e[1]].owner == ctx]
        if own and self.chance(0.7):
            made = self.pick(*own)
            self.used.add(made[1])
            return made
        return self.fact("money", ctx) or self.constant("money")

    def constant(self, kind: str, pool: tuple[int, ...] = POOL) -> Expr:
        """A constant of a kind."""
        match kind:
            case "money":
                return ("money", self.pick(*pool) + self.pick(0, 0, 0, 1, 250))
            case "rate":
                return ("rate", self.pick(*RATES))
            case "ratio":
                return ("ratio", self.pick(*RATIOS))
            case "points":
                return ("points", Fraction(self.pick(5, 10, 25, 100), 1000))
            case "whole":
                return ("whole", self.pick(1, 2, 3, 10, 20))
        return ("bool", self.chance(0.9))

    def sample(self, e: Expr, ctx: str | None) -> Any:
        """A value of a plain fact of this firm, ``None`` where the expression is more than that."""
        if e[0] != "fact":
            return None
        fact = self.visible(ctx)[e[1]]
        if fact.defined is not None or (fact.owner is not None and not self.holdings[fact.owner]):
            return None
        facts = self.firm if fact.owner is None else self.pick(*self.holdings[fact.owner])
        found = facts[e[1]]
        return (
            found
            if fact.per is None
            else found[self.year if e[2] is None else self.year - 1 if e[2] == "last" else e[2]]
        )
