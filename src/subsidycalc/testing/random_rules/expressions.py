"""Random expressions and conditions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .firm import FirmMaker
from .spec import Expr, Spec
from .stock import RATES, fact_


class ExpressionMaker(FirmMaker):
    """Makes expressions of every kind."""

    def named(self, kind: str, ctx: str | None) -> Expr | None:
        """A figure or step of a kind."""
        chain = {ctx, None}
        names = [n for n, k in self.figures.items() if k == kind and not (self.once and n in self.used)]
        names += [n for n, (k, owner) in self.steps.items() if k == kind and owner in chain]
        if not names:
            return None
        name = self.pick(*names)
        self.used.add(name)
        return ("ref", name)

    def expression(self, kind: str, ctx: str | None, depth: int) -> Expr:
        """An expression of a kind."""
        if kind == "bool":
            return self.truth(ctx, depth)
        if depth <= 0:
            return self.fact(kind, ctx) or self.constant(kind)
        if self.chance(0.3):
            return self.named(kind, ctx) or self.fact(kind, ctx) or self.constant(kind)
        if self.chance(0.12):
            other = self.expression(kind, ctx, 0)
            return ("if", self.truth(ctx, 1), self.expression(kind, ctx, depth - 1), other)
        if self.chance(0.2):
            return (self.pick("min", "max"), self.expression(kind, ctx, depth - 1), self.constant(kind))
        return {"money": self.money, "rate": self.rate, "ratio": self.ratio, "whole": self.whole}[kind](ctx, depth)

    def money(self, ctx: str | None, depth: int) -> Expr:
        """Money: a fact, or a sum, difference, product of some."""
        a = self.expression("money", ctx, depth - 1)
        way = self.rng.randrange(10)
        if way < 3:
            return a
        if way == 3:
            return ("add", a, self.expression("money", ctx, 0))
        if way == 4:
            rest = ("sub", a, self.expression("money", ctx, 0))
            # A tier below zero makes one gap act in two directions, where no range is promised to be exact.
            return ("max", rest, ("money", 0)) if self.once else rest
        if way == 5:
            return ("mul", a, self.expression(self.pick("rate", "ratio", "rate"), ctx, 0))
        if way == 6:
            return (
                ("mul", ("whole", self.pick(2, 3)), a)
                if self.chance(0.5)
                else ("div", a, ("whole", self.pick(3, 4, 7)))
            )
        if way == 7:
            series = [f.name for f in self.visible(ctx).values() if f.type == "money" and f.per == "year"]
            if series and self.start < self.year and not self.once:
                return ("increase", self.pick(*series))
        if way == 8 and ctx is None and self.chance(0.3):
            return ("neg", ("neg", a))
        if way in (7, 8, 9) and ctx is None and not self.once and self.readable:
            name = self.pick(*self.readable)
            return ("amount", name) if self.chance(0.5) else ("received", name, self.chance(0.4))
        return self.over(ctx) or a

    def over(self, ctx: str | None) -> Expr | None:
        """Money added up, or the largest or smallest, over records."""
        kind = next((k for k in self.records if k != ctx and self.chance(0.6)), None)
        if kind is None or self.once:
            return None
        how = self.pick("sum", "sum", "largest", "smallest")
        body = self.fact("money", kind) or self.constant("money")
        if self.chance(0.2):
            body = ("mul", body, self.constant("rate"))
        return ("over", how, body, kind, self.truth(kind, 1) if self.chance(0.5) else None)

    def rate(self, ctx: str | None, depth: int) -> Expr:
        """A rate."""
        way = self.rng.randrange(6)
        if way == 0:
            return ("add", self.expression("rate", ctx, 0), self.constant("points"))
        if way == 1:
            positive = self.fact("money", ctx)
            if positive is not None and not self.once:
                share = ("div", self.expression("money", ctx, 0), positive)
                return (
                    "if",
                    ("cmp", ">", positive, ("money", 0)),
                    ("min", share, ("rate", RATES[7])),
                    ("rate", RATES[2]),
                )
        if way == 2:
            return ("mul", self.expression("rate", ctx, 0), ("rate", Fraction(1, 2)))
        return self.fact("rate", ctx) or self.constant("rate")

    def ratio(self, ctx: str | None, depth: int) -> Expr:
        """A ratio."""
        names = self.visible(ctx)
        if self.once:
            return self.fact("ratio", ctx) or self.constant("ratio")
        if "assets" in names and self.start < self.year and self.chance(0.4):
            return ("growth", "assets")
        if "capital" in names and self.chance(0.5):
            return ("div", self.expression("money", ctx, 0), fact_("capital"))
        return self.fact("ratio", ctx) or self.constant("ratio")

    def whole(self, ctx: str | None, depth: int) -> Expr:
        """A whole number."""
        a = self.fact("whole", ctx) or self.constant("whole")
        way = self.rng.randrange(6)
        day = self.day_of(ctx) if way == 0 else None
        if day is not None:
            return ("span", self.pick("years", "months", "days"), day, ("clock", "date"))
        if way == 1:
            return ("add", a, ("whole", 2))
        if way == 2:
            return ("mul", ("whole", 2), a)
        if way == 3:
            return ("sub", ("clock", "year"), ("whole", self.founded))
        if way == 4 and self.records and not self.once:
            kind = self.pick(*self.records)
            if kind != ctx:
                return ("over", "count", ("bool", True), kind, self.truth(kind, 1))
        return a

    def day_of(self, ctx: str | None) -> Expr | None:
        """A day that is always one, never ``never``."""
        names = [f.name for f in self.visible(ctx).values() if f.type == "date" and f.name != "listed_on"]
        names = [n for n in names if n not in self.taken()]
        if not names:
            return None
        name = self.pick(*names)
        self.used.add(name)
        if self.chance(0.25):
            return ("shift", fact_(name), self.pick(1, 2, 3), self.pick("years", "months", "days"))
        return fact_(name)

    def dated(self, kind: str, make: Callable[[], Spec]) -> dict[Any, Any]:
        """Values by the day from which they hold."""
        days = sorted({self.day.toordinal() + n for n in self.some((-900, -100, -1, 0, 1, 50), 0.5)} or {730_000})
        if self.once:
            days = days[:1]
        return {"kind": kind, **{("date", day): make() for day in days}}

    def reading(self, make: Callable[[], Spec]) -> dict[str, Any] | None:
        """A value for each option of a reading; ``None`` where there is no reading to use."""
        names = [name for name in ("way", "other") if name in self.readings and not (self.once and name in self.used)]
        if not names:
            return None
        name = self.pick(*names)
        self.used.add(name)
        return {"reading": name, **{option: make() for option in self.readings[name]}}

    def conditions(self, ctx: str | None) -> Spec:
        """What stands at ``eligible`` or ``where``."""
        made = [self.condition(ctx) for _ in range(self.pick(1, 1, 2))]
        return made[0] if len(made) == 1 and self.chance(0.4) else made

    def condition(self, ctx: str | None, *, deep: bool = True) -> Spec:
        """A condition in one of its forms."""
        way = self.rng.randrange(14) if deep else 9
        if way == 0:
            return {"any": [self.condition(ctx, deep=False), self.condition(ctx, deep=False)]}
        if way == 1:
            return {"all": [self.condition(ctx, deep=False), self.condition(ctx, deep=False)]}
        if way == 2 and self.chance(0.5):
            return {"not": self.condition(ctx, deep=False)}
        if way == 3:
            return ("unpublished", "bool")
        if way == 4:
            return self.reading(lambda: self.condition(ctx, deep=False)) or ("unpublished", "bool")
        if way == 5 and self.chance(0.6):
            return {"dated": self.dated("bool", lambda: self.truth(ctx, 1))}
        return self.truth(ctx, 2)

    def truth(self, ctx: str | None, depth: int) -> Expr:
        """A condition as an expression, more often true than not."""
        if depth > 1 and self.chance(0.25):
            parts = (self.truth(ctx, depth - 1), self.truth(ctx, depth - 1))
            return (self.pick("and", "or", "or"), *parts)
        if depth > 1 and self.chance(0.05):
            return ("not", ("and", self.truth(ctx, 1), self.truth(ctx, 1)))
        step = self.named("bool", ctx) if self.chance(0.1) else None
        if step is not None:
            return step
        makers = (
            self._yes,
            self._compared,
            self._compared,
            self._compared,
            self._chosen,
            self._dayed,
            self._counted,
            self._clock,
        )
        return self.pick(*makers)(ctx) or self._compared(ctx)

    def _yes(self, ctx: str | None) -> Expr | None:
        fact = self.fact("yes/no", ctx)
        if fact is None:
            return None
        wanted = self.chance(0.85) == bool(self.sample(fact, ctx))
        if self.chance(0.2):
            return ("cmp", "=", fact, ("bool", wanted))
        return fact if wanted else ("not", fact)

    def _compared(self, ctx: str | None) -> Expr:
        kind = self.pick("money", "money", "money", "whole", "rate", "ratio")
        left = self.expression(kind, ctx, 0 if self.once else self.pick(0, 0, 0, 1))
        sample = self.sample(left, ctx)
        right = self.constant(kind)
        if sample is None:
            return ("cmp", self.pick(">=", ">", ">=", "<"), left, right)
        if self.chance(0.5):
            step = 1 if kind in ("money", "whole") else Fraction(1, 1000)
            right = (kind, max(Fraction(0), sample + step * self.pick(-1, 0, 1)))
            right = (kind, int(right[1])) if kind in ("money", "whole") else right
        ops = [op for op in (">=", ">", "<=", "<") if _holds(op, sample, right[1]) or self.chance(0.15)]
        if kind == "whole" and self.chance(0.2):
            return ("cmp", self.pick("=", "!="), left, right)
        if kind == "money" and self.chance(0.15):
            low = ("money", max(0, right[1] - 200_000))
            return ("chain", low, self.pick("<=", "<"), left, self.pick("<=", "<"), right)
        op = self.pick(*(ops or [">="]))
        if self.chance(0.1):
            flipped = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
            return ("cmp", flipped[op], right, left)
        return ("cmp", op, left, right)

    def _chosen(self, ctx: str | None) -> Expr | None:
        fact = self.fact("choices", ctx) if self.chance(0.3) else self.fact("choice", ctx)
        if fact is None:
            return None
        declared = self.visible(ctx)[fact[1]]
        options = [o for o in declared.options if o != "tree"]
        chosen = self.some(tuple(options), 0.5) or [self.pick(*options)]
        value = self.sample(fact, ctx)
        leaves = {leaf for o in chosen for leaf in declared.options[o]}
        inside = bool(leaves & set(value)) if isinstance(value, tuple) else value in leaves
        return ("in", fact, tuple(chosen), inside != self.chance(0.85), declared.type == "choices" or len(chosen) > 1)

    def _dayed(self, ctx: str | None) -> Expr | None:
        names = [f for f in self.visible(ctx).values() if f.type == "date" and f.name not in self.taken()]
        if not names:
            return None
        fact = self.pick(*names)
        self.used.add(fact.name)
        day = fact_(fact.name)
        if self.windows and self.chance(0.4):
            return ("window", day, "window")
        if self.chance(0.3):
            return ("window", day, "year")
        last = ("date", self.near_day().toordinal())
        if fact.name != "listed_on" and self.chance(0.3):
            day = ("shift", day, self.pick(1, 2), self.pick("years", "months", "days"))
        return ("cmp", self.pick(">=", "<=", ">", "<", "!="), day, last)

    def _counted(self, ctx: str | None) -> Expr | None:
        kinds = [k for k in self.records if k != ctx]
        if not kinds or self.once:
            return None
        kind = self.pick(*kinds)
        way = self.rng.randrange(4)
        if way == 0:
            return (
                "over",
                self.pick("any", "all"),
                self.truth(kind, 1),
                kind,
                self.truth(kind, 1) if self.chance(0.3) else None,
            )
        if way == 1:
            return ("cmp", self.pick(">=", "<="), ("over", "count", self.truth(kind, 1), kind, None), ("whole", 1))
        amount = self.over(ctx)
        return amount and ("cmp", self.pick(">=", "<", ">="), amount, self.constant("money"))

    def _clock(self, ctx: str | None) -> Expr | None:
        day = self.day_of(ctx) if self.chance(0.3) else None
        if day is not None:
            age = ("span", self.pick("years", "months"), day, ("clock", "date"))
            return ("cmp", self.pick(">=", "<"), age, ("whole", self.pick(1, 2, 12)))
        if self.chance(0.5):
            return ("cmp", self.pick(">=", "<="), ("clock", "year"), ("whole", self.year + self.pick(-1, 0, 0, 1)))
        return ("cmp", ">=", ("clock", "date"), ("date", self.near_day().toordinal()))


def _holds(op: str, a: Any, b: Any) -> bool:
    return bool({">=": a >= b, ">": a > b, "<=": a <= b, "<": a < b}[op])
