"""Random values: fillers, mechanisms, modifiers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .expressions import ExpressionMaker
from .spec import MECHANISMS, Expr, Spec
from .stock import POOL, RATES, fact_


class ValueMaker(ExpressionMaker):
    """Makes values and mechanisms."""

    def rounding(self) -> dict[str, Any]:
        """What to round to, and which way."""
        made = {"to": self.pick("分", "角", "元", "元", "千元"), "way": self.pick("half_up", "down", "up")}
        return {key: word for key, word in made.items() if self.chance(0.9)}

    def value(self, kind: str, ctx: str | None, depth: int) -> Spec:
        """A value of a kind: an expression, a filler, or a mechanism with its modifiers."""
        if depth > 0 and kind in ("money", "rate") and self.chance(0.22):
            return self.mechanism(kind, ctx, depth - 1)
        if self.chance(0.22):
            return self.one_of(
                lambda: ("unpublished", kind),
                lambda: self.range_of(kind),
                lambda: self.reading(lambda: self.value(kind, ctx, 0)) or self.constant(kind),
                lambda: {"dated": self.dated(kind, lambda: self.value(kind, ctx, 0))},
            )
        if self.chance(0.4):
            return self.constant(kind)
        return self.expression(kind, ctx, 1 if self.once else self.pick(1, 1, 2))

    def range_of(self, kind: str) -> Expr:
        """``up to`` or ``between``."""
        if kind == "whole" or self.chance(0.3):
            a, b = sorted((self.constant(kind), self.constant(kind)), key=lambda e: Fraction(e[1]))
            return ("between", a, b, kind)
        if self.chance(0.2) and kind == "money" and not self.once:
            return ("up to", ("min", self.money_fact(None), self.constant(kind)), kind)
        return ("up to", self.constant(kind), kind)

    def mechanism(self, kind: str, ctx: str | None, depth: int, *, top: bool = False) -> dict[str, Any]:
        """A mapping with a mechanism and modifiers."""
        words = (*MECHANISMS, "value") if kind == "money" else ("tiers", "grade", "by_year", "table", "value")
        word = self.pick(*words)
        maker = getattr(self, f"_{word}")
        shape = maker(kind, ctx, depth)
        if shape is None:
            word, shape = "value", self._value(kind, ctx, depth)
        made: dict[str, Any] = {word: shape}
        if word in ("share", "match", "bracket", "marginal"):
            if self.chance(0.2) and not (self.once and word == "bracket"):
                made["base_less"] = self.value("money", ctx, 0)
            if self.chance(0.2):
                made["base_at_most"] = (
                    self.value("money", ctx, 0) if self.chance(0.3) else self.constant("money", POOL[2:])
                )
            if self.chance(0.2):
                made["plus"] = self.additions("points", "points", ctx)
        if self.chance(0.2):
            made["raise"] = self.additions("rate", "by", ctx)
        if self.chance(0.15) and not (word == "value" and not top):
            made["at_least"] = self.pick(("money", 5_000), ("money", 99_999)) if kind == "money" else ("rate", RATES[0])
        if not top and kind == "money" and self.chance(0.2):
            made["at_most"] = self.constant("money", POOL[2:])
        if not top and kind == "rate" and self.chance(0.2):
            made["at_most"] = ("rate", self.pick(*RATES[3:8]))
        if not top and kind == "money" and word in ("share", "sum", "marginal") and self.chance(0.1):
            made["rounding"] = self.rounding()
        return made

    def additions(self, kind: str, key: str, ctx: str | None) -> Spec:
        """What ``plus`` or ``raise`` adds."""

        def one() -> Spec:
            if self.chance(0.25):
                return self.pick(("unpublished", kind), ("up to", self.constant(kind), kind))
            return self.constant(kind)

        if self.chance(0.3):
            return self.constant(kind)
        items = [{key: one()} for _ in range(self.pick(1, 2))]
        for item in items:
            if self.chance(0.8):
                item["when"] = self.condition(ctx, deep=False)
        return items

    def _value(self, kind: str, ctx: str | None, depth: int) -> Spec:
        return self.expression(kind, ctx, 2)

    def _share(self, kind: str, ctx: str | None, depth: int) -> Spec:
        return {"of": self.base(ctx, depth), "rate": self.value("rate", ctx, depth)}

    def _match(self, kind: str, ctx: str | None, depth: int) -> Spec:
        made = {"of": self.base(ctx, depth), "ratio": self.value("ratio", ctx, 0)}
        if self.chance(0.4) and not self.once:
            made["together_at_most"] = self.value("money", ctx, 0)
        return made

    def base(self, ctx: str | None, depth: int) -> Spec:
        """The base of a share."""
        if depth > 1 and self.chance(0.15):
            return self.value("money", ctx, 1)
        return self.money_fact(ctx) if self.chance(0.6) else self.expression("money", ctx, 2)

    def _per_unit(self, kind: str, ctx: str | None, depth: int) -> Spec:
        facts = [f for f in self.visible(ctx).values() if f.type in ("m2", "month", "machine")]
        facts = [f for f in facts if f.name not in self.taken()]
        counted = {fact.type: fact for fact in self.some(tuple(facts), 0.6) or facts[:1]}
        if not counted:
            return None
        self.used |= {fact.name for fact in counted.values()}
        price: Expr = ("price", self.pick(1_250, 20_000, 33_333), tuple(counted))
        if self.chance(0.3):
            price = self.pick(("unpublished", "money"), ("up to", price, "money"))
        of: Spec = [fact_(fact.name) for fact in counted.values()]
        made: dict[str, Any] = {"of": of[0] if len(of) == 1 and self.chance(0.7) else of, "price": price}
        if self.chance(0.4):
            made["units_at_most"] = [("quantity", self.pick(2, 30), unit) for unit in counted]
        return made

    def _by_year(self, kind: str, ctx: str | None, depth: int) -> Spec:
        days = [f.name for f in self.visible(ctx).values() if f.type == "date" and f.name not in self.taken()]
        name = self.pick(*days) if days and self.chance(0.6) else "founded_in"
        if name == "founded_in" and (self.once or self.before is not None):
            return None
        self.used.add(name)
        pays = ["nothing" if self.chance(0.08) else self.value(kind, ctx, 0) for _ in range(self.pick(1, 2, 3))]
        return {"since": fact_(name), "pays": pays}

    def then_each(self, made: dict[str, Any], kind: str) -> dict[str, Any]:
        """A scale in money that sometimes goes on beyond its last bound."""
        if next(iter(made["tiers"]))[0] == "money" and self.chance(0.3):
            pays = self.constant(kind) if self.chance(0.7) else ("up to", self.constant(kind), kind)
            made["then_each"] = {"step": ("money", self.pick(50_000, 100_000, 123_456)), "pays": pays}
        return made

    def _grade(self, kind: str, ctx: str | None, depth: int) -> Spec:
        facts = [f for f in self.visible(ctx).values() if f.type == "choice" and f.name not in self.taken()]
        if not facts:
            return None
        fact = self.pick(*facts)
        self.used.add(fact.name)
        options = [o for o in fact.options if o != "tree"]
        if options[0] == "north":
            options = [["hill", "lake"], ["north"], ["hill", "north"], ["south", "lake"]][self.rng.randrange(4)]
        elif self.chance(0.3):
            options = options[:-1]
        made: dict[str, Any] = {
            "by": fact.name,
            "pays": {o: "nothing" if self.chance(0.1) else self.value(kind, ctx, depth) for o in options},
        }
        if self.chance(0.3):
            made["otherwise"] = self.value(kind, ctx, 0)
        return made

    def scale(self, kind: str, ctx: str | None) -> tuple[Expr, list[Expr]]:
        """A driver and rising bounds near it."""
        whole = [f for f in self.visible(ctx).values() if f.type in ("whole", "rate") and f.per is None]
        whole = [f for f in whole if f.name not in self.taken()]
        if kind == "any" and whole and self.chance(0.3):
            fact = self.pick(*whole)
            self.used.add(fact.name)
            if fact.type == "rate":
                return fact_(fact.name), [("rate", r) for r in sorted(set(self.some(RATES, 0.4)))] or [
                    ("rate", RATES[2])
                ]
            return fact_(fact.name), [("whole", n) for n in sorted(self.some((1, 3, 10, 20, 21), 0.5))] or [
                ("whole", 3)
            ]
        of = self.money_fact(ctx) if self.once or self.chance(0.7) else self.expression("money", ctx, 1)
        return of, self.money_bounds(of, ctx)

    def money_bounds(self, of: Expr, ctx: str | None) -> list[Expr]:
        """Rising bounds near a fact's value."""
        values = set(self.some(POOL, 0.35)) or {POOL[0]}
        sample = self.sample(of, ctx)
        if isinstance(sample, int) and self.chance(0.5):
            values |= {max(0, sample + self.pick(-1, 0, 1))}
        return [("money", value) for value in sorted(values)]

    def bounds(self) -> Spec:
        """Whether bounds are reached or exceeded."""
        if "bounds" in self.readings and self.chance(0.3) and self.fresh("bounds"):
            return {"reading": "bounds"}
        if "way" in self.readings and self.chance(0.15) and self.fresh("way"):
            return {"reading": "way", "one": "reached", "two": "exceeded"}
        return self.pick("reached", "exceeded")

    def _tiers(self, kind: str, ctx: str | None, depth: int) -> Spec:
        of, bounds = self.scale("any", ctx)
        tiers = {b: "nothing" if self.chance(0.08) else self.value(kind, ctx, 0) for b in bounds}
        made = {"of": of, "bounds": self.bounds(), "tiers": tiers}
        if self.chance(0.5):
            made["several"] = self.pick("highest", "each")
            if self.chance(0.3) and "way" in self.readings and self.fresh("way"):
                made["several"] = {"reading": "way", "one": "highest", "two": "each"}
        return self.then_each(made, kind)

    def _milestone(self, kind: str, ctx: str | None, depth: int) -> Spec:
        free = [
            f.name
            for f in self.facts
            if f.type == "money" and f.per == "year" and f.owner is None and f.name not in self.taken()
        ]
        if not free:
            return None
        name = self.pick(*free)
        self.used.add(name)
        of: Expr = fact_(name)
        if len(free) > 1 and self.before is None and not self.once and self.chance(0.3):
            of = (self.pick("min", "max", "add"), of, fact_(next(n for n in free if n != name)))
        several: Spec = self.pick("highest", "each", "difference")
        if "several" in self.readings and self.chance(0.4) and self.fresh("several"):
            several = {"reading": "several"}
        tiers = {b: self.value(kind, ctx, 0) for b in self.money_bounds(of, None)}
        return self.then_each({"of": of, "bounds": self.bounds(), "several": several, "tiers": tiers}, kind)

    def _bracket(self, kind: str, ctx: str | None, depth: int) -> Spec:
        of = self.money_fact(ctx) if self.once or self.chance(0.7) else self.expression("money", ctx, 1)
        bounds = self.money_bounds(of, ctx)
        rates = {b: "nothing" if self.chance(0.05) else self.value("rate", ctx, 0) for b in bounds}
        return {"of": of, "bounds": self.bounds(), "rates": rates}

    def _marginal(self, kind: str, ctx: str | None, depth: int) -> Spec:
        of = self.base(ctx, 0)
        bounds = self.money_bounds(of, ctx)
        if self.chance(0.5):
            bounds = [("money", 0), *[b for b in bounds if b[1]]]
        if self.chance(0.2) and not self.once:
            bounds.append(("mul", self.money_fact(ctx), ("ratio", Fraction(3, 2))))
        rates = {b: "nothing" if self.chance(0.05) else self.value("rate", ctx, 0) for b in bounds}
        return {"of": of, "rates": rates}

    def _table(self, kind: str, ctx: str | None, depth: int) -> Spec:
        rows: list[Any] = []
        for _ in range(self.pick(1, 2, 3)):
            pays = "nothing" if self.chance(0.1) else self.value(kind, ctx, depth)
            rows.append({"when": self.condition(ctx, deep=False), "pays": pays})
        rows.append({"otherwise": "nothing" if self.chance(0.4) else self.value(kind, ctx, depth)})
        return rows

    def _sum(self, kind: str, ctx: str | None, depth: int) -> Spec:
        return [self.value(kind, ctx, depth) for _ in range(self.pick(1, 2, 3))]
