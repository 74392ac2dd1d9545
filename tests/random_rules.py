"""Random rule files with a random firm and something for every gap, made from one ``random.Random``.

The firm comes first, so that the rules can set their thresholds next to its figures, one 分 to either side included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

from tests.rule_spec import MECHANISMS, NEVER, Case, Expr, Fact, Gap, Spec, Speller

T = TypeVar("T")
POOL = (100_000, 200_000, 300_000, 500_000, 800_000, 1_000_000, 2_000_000)
"""Thresholds, in 分."""
RATES = tuple(Fraction(n, 1000) for n in (25, 50, 100, 125, 200, 300, 333, 500, 750))
RATIOS = (Fraction(1, 2), Fraction(1), Fraction(5, 4), Fraction(2))
AREAS: dict[str, Any] = {
    "north": {"zh": "北区", "en": "north", "options": {"hill": "山镇", "lake": "湖镇"}},
    "south": "南区",
}
FIELDS: dict[str, Any] = {
    "optics": {"zh": "光学", "en": "optics", "options": {"laser": "激光", "lens": "镜片"}},
    "chips": "芯片",
}
AREA_LEAVES = {"north": ("hill", "lake"), "hill": ("hill",), "lake": ("lake",), "south": ("south",), "tree": "areas"}
FIELD_LEAVES = {
    "optics": ("laser", "lens"),
    "laser": ("laser",),
    "lens": ("lens",),
    "chips": ("chips",),
    "tree": "fields",
}


def _flat(*options: str) -> dict[str, Any]:
    return {option: (option,) for option in options}


STOCK = (
    Fact("fee", "费用", "money"),
    Fact("cost", "成本", "money"),
    Fact("amount", "金额", "money"),
    Fact("capital", "资本", "money", low=100),
    Fact("revenue", "收入", "money", per="year"),
    Fact("output", "产出", "money", per="year"),
    Fact("assets", "资产", "money", per="year", low=100),
    Fact("orders", "订单", "money", per="quarter"),
    Fact("staff", "人数", "whole"),
    Fact("engineers", "技术员", "whole", per="year", low=1),
    Fact("density", "密度", "rate"),
    Fact("leverage", "倍数", "ratio"),
    Fact("index", "指标", "number"),
    Fact("certified", "已认证", "yes/no"),
    Fact("listed", "已上榜", "yes/no"),
    Fact("seat", "驻地", "choice", options=AREA_LEAVES),
    Fact("size", "规模", "choice", options=_flat("large", "middle", "small", "none")),
    Fact("fields", "领域", "choices", options=FIELD_LEAVES),
    Fact("opened_on", "开业日", "date"),
    Fact("listed_on", "上市日", "date"),
)
PROJECT = (
    Fact("invested", "投资", "money", "projects"),
    Fact("amount", "金额", "money", "projects"),
    Fact("kind", "类型", "choice", "projects", options=_flat("trial", "plant", "other")),
    Fact("finished", "已完工", "yes/no", "projects"),
    Fact("part", "占比", "rate", "projects"),
    Fact("started_on", "开工日", "date", "projects"),
    Fact("family", "系列", "text", "projects"),
)
LOAN = (
    Fact("amount", "金额", "money", "loans"),
    Fact("interest", "利息", "money", "loans", per="year"),
    Fact("domestic", "境内", "yes/no", "loans"),
    Fact("drawn_on", "放款日", "date", "loans"),
    Fact("term", "期限", "whole", "loans", low=1),
)


def random_case(rng: Random, *, once: bool = False, plain: bool = False) -> Case:
    """A vocabulary, a policy, a complete firm, and values for every gap.

    With ``once`` no fact, figure or reading is used twice in a measure; with ``plain`` everything is spelled in the
    first of its spellings.
    """
    return _Maker(rng, once=once).case(plain=plain)


class _Maker:
    def __init__(self, rng: Random, *, once: bool) -> None:
        self.rng, self.once = rng, once
        self.scope: str | None = None
        self.used: set[Any] = set()
        self.figures: dict[str, str] = {}
        self.windows: list[str] = []
        self.steps: dict[str, tuple[str, str | None]] = {}
        self.readings: dict[str, list[str]] = {}

    # -- chance -----------------------------------------------------------------------------------------------

    def chance(self, probability: float) -> bool:
        return self.rng.randrange(1000) < probability * 1000

    def pick(self, *items: T) -> T:
        return items[self.rng.randrange(len(items))]

    def one_of(self, *makers: Callable[[], T]) -> T:
        return self.pick(*makers)()

    def some(self, items: tuple[T, ...], probability: float) -> list[T]:
        return [item for item in items if self.chance(probability)]

    def fresh(self, name: str) -> bool:
        """Whether a name may be used here; in a file of gaps used once, it is taken."""
        if self.once and name in self.used:
            return False
        self.used.add(name)
        return True

    # -- the firm ---------------------------------------------------------------------------------------------

    def case(self, *, plain: bool) -> Case:
        self.year = self.pick(2023, 2024)
        self.founded = self.year - self.pick(0, 1, 2, 4)
        self.day = (
            date(self.year, 12, 31) if self.chance(0.7) else date(self.year + self.pick(0, 1), self.pick(2, 6), 28)
        )
        self.before = None
        if self.founded < self.year and self.chance(0.2):
            self.before = min(self.year, self.founded + 1 + self.rng.randrange(3))
        self.start = self.before or self.founded
        self.facts = self._facts()
        firm = {f.name: self.series(f) for f in self.facts if f.owner is None and f.defined is None}
        if self.before is None or self.chance(0.5):
            firm["founded_in"] = self.founded
        self.firm = firm
        self.holdings = self._holdings()
        applicants = self.chance(0.2)
        places = any(f.name == "registered_in" for f in self.facts)
        policy = self._policy(applicants, places)
        founded = Fact("founded_in", "成立年份", "whole")
        case = Case(
            [*self.facts, founded, *self._applicant(applicants)],
            self.records,
            {"areas": AREAS, "fields": FIELDS},
            policy,
            firm,
            self.holdings,
            [],
            self.year,
            self.day.toordinal(),
            self.pick("firm", "firm", "firm", "institute") if applicants else None,
        )
        _drop_unused_steps(policy)
        case.received = self._received(policy)
        speller = Speller(self.rng, case.facts, plain=plain)
        case.write(speller)
        case.assumed = {gap.name: self.filled(gap) for gap in case.gaps}
        kinds = {"bool": "yes/no"}
        case.assumptions = {g.name: speller.raw(kinds.get(g.kind, g.kind), case.assumed[g.name]) for g in case.gaps}
        case.readings = {name: self.pick(*options) for name, options in self.readings.items()}
        return case

    def _applicant(self, there: bool) -> list[Fact]:
        return [Fact("applicant", "申请主体", "choice", options=_flat("firm", "institute"))] if there else []

    def _facts(self) -> list[Fact]:
        facts = [f for f in STOCK if self.once or self.chance(0.75)]
        if not any(f.per == "year" for f in facts):
            facts += [f for f in STOCK if f.name == "revenue"]
        names = {f.name for f in facts}
        if not self.once and self.chance(0.25) and {"staff", "fee"} <= names:
            test = (
                "and",
                ("cmp", ">=", _fact("staff"), ("whole", 20)),
                ("cmp", ">=", _fact("fee"), ("money", 300_000)),
            )
            chosen = ("if", test, ("option", "upper"), ("option", "lower"))
            facts.append(Fact("class", "档次", "choice", options=_flat("upper", "lower"), defined=chosen))
        if not self.once and self.chance(0.25) and {"fee", "cost"} <= names:
            rest = ("max", ("sub", _fact("fee"), _fact("cost")), ("money", 0))
            facts.append(Fact("surplus", "结余", "money", defined=rest))
        if self.chance(0.15):
            facts.append(Fact("registered_in", "注册地", "choice", options=AREA_LEAVES))
        self.records: dict[str, tuple[str, str | None]] = {}
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
        kind = self.rng.randrange(10)
        if kind < 5:
            return self.pick(*POOL) + self.pick(-1, 0, 0, 1)
        return 0 if kind == 9 else self.rng.randrange(2_500_000)

    def near_day(self) -> date:
        if self.chance(0.1):
            return date(2024, 2, 29)
        return date(self.year - self.pick(0, 0, 1, 2), self.pick(1, 6, 12), self.pick(1, 15, 31 - 1))

    # -- the policy -------------------------------------------------------------------------------------------

    def _policy(self, applicants: bool, places: bool) -> dict[str, Any]:
        self.policy_start = date(self.pick(self.year - 2, self.year - 1, self.year), 1, 1)
        policy: dict[str, Any] = {"language": "1", "policy": "p"}
        if places:
            policy["place"] = self.pick("north", "north", "south")
        policy["in_force"] = self._in_force(policy)
        self.lapsed = "lapsed" in policy
        policy["documents"] = {"text": {"grade": "text"}}
        self._readings(policy)
        self._figures(policy)
        if not self.once:
            self._steps(policy)
            if self.chance(0.12):
                policy["eligible"] = [self.condition(None)]
        if self.chance(0.3):
            policy["rounding"] = self.rounding()
        policy["measures"] = {}
        for number in range(1, 2 + self.rng.randrange(3)):
            self.used = set()
            policy["measures"][f"m{number}"] = self._measure(applicants)
        return policy

    def _in_force(self, policy: dict[str, Any]) -> dict[str, Any]:
        start = ("date", self.policy_start.toordinal())
        if self.chance(0.15):
            policy["lapsed"] = "yes"
            earliest = date(self.policy_start.year + 1, 1, 1).toordinal()
            return {"from": start, "until": ("unpublished", earliest, "date")}
        if self.chance(0.7):
            return {"from": start, "until": "unpublished"}
        last = self.day.toordinal() + self.pick(-1, 0, 1, 30, 200, 400)
        return {"from": start, self.pick("to", "until"): ("date", last)}

    def _readings(self, policy: dict[str, Any]) -> None:
        if self.chance(0.6):
            self.readings["way"] = ["one", "two"]
        if self.chance(0.3):
            self.readings["other"] = ["a", "b", "c"]
        if self.chance(0.5):
            self.readings["bounds"] = ["reached", "exceeded"]
        if self.chance(0.5):
            self.readings["several"] = ["highest", "each", "difference"]
        policy["readings"] = {name: {"asks": f"{name}?", "options": options} for name, options in self.readings.items()}

    def _figures(self, policy: dict[str, Any]) -> None:
        made: dict[str, Any] = {}
        for number in range(self.rng.randrange(4)):
            name, kind = f"figure_{number}", self.pick("money", "money", "rate", "rate", "whole")
            made[name] = self._figure(kind)
            self.figures[name] = kind
        if self.chance(0.5):
            made["window"] = self.period(self.near_day())
            self.windows.append("window")
        policy["figures"] = made

    def _figure(self, kind: str) -> Spec:
        return self.one_of(
            lambda: self.constant(kind),
            lambda: {"value": self.constant(kind), "source": "text"},
            lambda: {"unpublished": ("unpublished", kind), "source": "text"},
            lambda: {"dated": self.dated(kind, lambda: self.constant(kind))},
            lambda: (None if self.once else self.reading(lambda: self.constant(kind))) or self.constant(kind),
            lambda: {"value": self.range_of(kind), "source": "text"},
        )

    def period(self, start: date, *, open_end: bool = True) -> dict[str, Any]:
        """A span of days, its end sometimes not published."""
        made: dict[str, Any] = {"from": ("date", start.toordinal())}
        end = self.pick("to", "until")
        if open_end and self.chance(0.3):
            return made | {end: ("unpublished", start.toordinal() + 1, "date")}
        last = max(start.toordinal() + 1, self.day.toordinal() + self.pick(-200, -1, 0, 1, 200))
        return made | {end: ("date", last)}

    def _steps(self, policy: dict[str, Any]) -> None:
        made: dict[str, Any] = {}
        for number in range(self.rng.randrange(4)):
            name, kind = f"step_{number}", self.pick("money", "rate", "bool")
            owner = self.pick(None, None, *self.records)
            made[name] = self.expression(kind, owner, 2)
            if self.chance(0.35):
                made[name] = self._step_reading(kind, owner) or made[name]
            if kind == "bool":
                made[name] = self.pick([made[name], self.condition(owner)], {"all": [made[name]]})
            self.steps[name] = (kind, owner)
        if made:
            policy["define"] = made

    def _step_reading(self, kind: str, owner: str | None) -> Spec:
        return self.reading(lambda: self.expression(kind, owner, 1))

    # -- a measure --------------------------------------------------------------------------------------------

    def _measure(self, applicants: bool) -> dict[str, Any]:
        record = self.pick(None, *self.records, *self.records) if self.records else None
        yearly = self.chance(0.5)
        scopes = [f.name for f in self.facts if f.owner == record and f.type in ("text", "choice")] if record else []
        scopes += [self.records[record][0]] if record and yearly else []
        self.scope = self.pick(None, *scopes)  # caps and counts per two facts would cross
        made: dict[str, Any] = {"title": "t"}
        words = [w for w in (record, "year" if yearly else None) if w]
        self.rng.shuffle(words)
        if words:
            made["for_each"] = words
        if applicants and self.chance(0.6):
            made["applicant"] = self.pick(["firm"], ["firm", "institute"], ["institute", "firm"], ["institute"])
        if self.chance(0.1) and not self.lapsed:
            made["in_force"] = {"from": ("date", self.policy_start.toordinal() + self.pick(0, 30))}
        if self.chance(0.12):
            made["apply"] = self.period(self.policy_start)
        if self.chance(0.65):
            made["eligible"] = self.conditions(None)
        if record:
            days = [f for f in self.visible(record).values() if f.type == "date" and f.owner == record]
            if days and self.chance(0.2) and self.fresh(days[0].name):
                first = date(self.year - self.pick(1, 2, 3), 1, 1)
                made["counts"] = {"of": _fact(days[0].name), **self.period(first)}
            if self.chance(0.5):
                made["where"] = self.conditions(record)
        made["award"] = self.award(record, yearly)
        if record and self.chance(0.3):
            made["count_at_most"] = self.limits("whole", record, yearly)
        elif yearly and self.chance(0.15):
            made["count_at_most"] = ("cap", ("whole", self.pick(1, 2)), ("firm",))
        return made

    def award(self, record: str | None, yearly: bool) -> Spec:
        """The value of a measure; caps on a mapping may be per something."""
        if self.chance(0.12):
            return self.one_of(
                lambda: ("unpublished", "money"),
                lambda: self.range_of("money"),
                lambda: self.expression("money", record, 3),
                lambda: self.reading(lambda: self.value("money", record, 2)) or ("unpublished", "money"),
                lambda: {"dated": self.dated("money", lambda: self.value("money", record, 1))},
            )
        made = self.mechanism("money", record, 2, top=True)
        if self.chance(0.5):
            made["at_most"] = self.limits("money", record, yearly)
        if self.chance(0.15):
            made["less"] = self.value("money", record, 0)
        if self.chance(0.15):
            made["rounding"] = self.rounding()
        return made

    def rounding(self) -> dict[str, Any]:
        made = {"to": self.pick("分", "角", "元", "元", "千元"), "way": self.pick("half_up", "down", "up")}
        return {key: word for key, word in made.items() if self.chance(0.9)}

    def limits(self, kind: str, record: str | None, yearly: bool) -> Spec:
        """Caps or counts, each per something; of two scopes one lies within the other."""
        one = self.records[record][0] if record else None
        own = tuple(w for w in (one or "firm", "year" if yearly else None) if w)
        wide: list[tuple[str, ...]] = [("firm", "year"), ("firm",)]
        if record is None:
            wide = wide[1:] if yearly else wide[:1]
        narrow = [(self.scope,), (self.scope, "year")] if self.scope else []
        if self.scope == one:
            narrow = narrow[:1]  # with the year it is the award itself
        if kind == "whole":
            return self.limit(kind, self.pick(*wide, *narrow), None)
        choices = [own, own, *wide, *narrow]
        made = [self.limit(kind, scope, record if scope == own else None) for scope in self.some(tuple(choices), 0.5)]
        if record is None and not yearly and self.chance(0.5):
            return self.constant("money", POOL[2:])
        if not made:
            return self.limit(kind, own, record)
        if len(made) == 1 and self.chance(0.7):
            if self.chance(0.25) and "way" in self.readings and self.fresh("way"):
                return {"reading": "way", "one": made[0], "two": self.limit(kind, self.pick(*choices), None)}
            return made[0]
        return made

    def limit(self, kind: str, scope: tuple[str, ...], record: str | None) -> Expr:
        words = list(scope)
        self.rng.shuffle(words)
        value: Expr
        if kind == "whole":
            value = ("unpublished", "whole") if self.chance(0.2) else ("whole", self.pick(1, 1, 2, 3))
        elif self.chance(0.15):
            value = self.pick(("unpublished", "money"), self.range_of("money"))
        elif self.chance(0.2) and not self.once:
            value = self.expression("money", record, 1)
        else:
            value = self.constant("money", POOL[2:])
        return ("cap", value, tuple(words))

    # -- values -----------------------------------------------------------------------------------------------

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

    def mechanism(self, kind: str, ctx: str | None, depth: int, *, top: bool = False) -> dict[str, Any]:
        """A mapping with a mechanism and modifiers."""
        words = (*MECHANISMS, "value") if kind == "money" else ("tiers", "grade", "table", "value")
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
        if depth > 1 and self.chance(0.15):
            return self.value("money", ctx, 1)
        return self.money_fact(ctx) if self.chance(0.6) else self.expression("money", ctx, 2)

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
                return _fact(fact.name), [("rate", r) for r in sorted(set(self.some(RATES, 0.4)))] or [
                    ("rate", RATES[2])
                ]
            return _fact(fact.name), [("whole", n) for n in sorted(self.some((1, 3, 10, 20, 21), 0.5))] or [
                ("whole", 3)
            ]
        of = self.money_fact(ctx) if self.once or self.chance(0.7) else self.expression("money", ctx, 1)
        return of, self.money_bounds(of, ctx)

    def money_bounds(self, of: Expr, ctx: str | None) -> list[Expr]:
        values = set(self.some(POOL, 0.35)) or {POOL[0]}
        sample = self.sample(of, ctx)
        if isinstance(sample, int) and self.chance(0.5):
            values |= {max(0, sample + self.pick(-1, 0, 1))}
        return [("money", value) for value in sorted(values)]

    def bounds(self) -> Spec:
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
        return made

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
        of: Expr = _fact(name)
        if len(free) > 1 and self.before is None and not self.once and self.chance(0.3):
            of = (self.pick("min", "max", "add"), of, _fact(next(n for n in free if n != name)))
        several: Spec = self.pick("highest", "each", "difference")
        if "several" in self.readings and self.chance(0.4) and self.fresh("several"):
            several = {"reading": "several"}
        tiers = {b: self.value(kind, ctx, 0) for b in self.money_bounds(of, None)}
        return {"of": of, "bounds": self.bounds(), "several": several, "tiers": tiers}

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

    # -- expressions ------------------------------------------------------------------------------------------

    def taken(self) -> set[Any]:
        return self.used if self.once else set()

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
                yield _fact(fact.name, f"{self.year - self.pick(0, 1)}Q{self.pick(1, 2, 3, 4)}")
                continue
            yield _fact(fact.name)
            if fact.per == "year" and not self.once:
                if self.start < self.year:
                    yield _fact(fact.name, "last")
                yield _fact(fact.name, self.pick(*range(self.start, self.year + 1)))

    def fact(self, kind: str, ctx: str | None) -> Expr | None:
        found = list(self.facts_of(kind, ctx))
        if not found:
            return None
        made = self.pick(*found)
        self.used.add(made[1])
        return made

    def money_fact(self, ctx: str | None) -> Expr:
        own = [e for e in self.facts_of("money", ctx) if ctx and self.visible(ctx)[e[1]].owner == ctx]
        if own and self.chance(0.7):
            made = self.pick(*own)
            self.used.add(made[1])
            return made
        return self.fact("money", ctx) or self.constant("money")

    def constant(self, kind: str, pool: tuple[int, ...] = POOL) -> Expr:
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
        a = self.expression("money", ctx, depth - 1)
        way = self.rng.randrange(10)
        if way < 3:
            return a
        if way == 3:
            return ("add", a, self.expression("money", ctx, 0))
        if way == 4:
            return ("sub", a, self.expression("money", ctx, 0))
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
        names = self.visible(ctx)
        if self.once:
            return self.fact("ratio", ctx) or self.constant("ratio")
        if "assets" in names and self.start < self.year and self.chance(0.4):
            return ("growth", "assets")
        if "capital" in names and self.chance(0.5):
            return ("div", self.expression("money", ctx, 0), _fact("capital"))
        return self.fact("ratio", ctx) or self.constant("ratio")

    def whole(self, ctx: str | None, depth: int) -> Expr:
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
            return ("shift", _fact(name), self.pick(1, 2, 3), self.pick("years", "months", "days"))
        return _fact(name)

    # -- conditions -------------------------------------------------------------------------------------------

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
        day = _fact(fact.name)
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

    # -- money received, and the gaps -------------------------------------------------------------------------

    def _received(self, policy: dict[str, Any]) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for name, measure in policy["measures"].items():
            record = next((w for w in measure.get("for_each", []) if w != "year"), None)
            if not self.chance(0.15):
                continue
            receipt: dict[str, Any] = {"award": f"p/{name}", "amount": self.pick(*POOL[:4])}
            if record is not None:
                if not self.holdings[record]:
                    continue
                receipt[self.records[record][0]] = self.pick(*self.holdings[record])["name"]
            if self.policy_start.year < self.year:
                made.append({**receipt, "year": self.year - 1})
            elif not _limited(measure):
                made.append({**receipt, "year": self.year})
        return made

    def filled(self, gap: Gap) -> Any:
        """A value that a gap admits."""
        match gap.kind:
            case "bool":
                return self.chance(0.85)
            case "date":
                return max(gap.low, self.day.toordinal() + self.pick(-300, -1, 0, 1, 2, 300))
            case "money":
                value: Any = self.money_value()
            case "whole":
                value = self.pick(1, 2, 3, 10)
            case "ratio":
                value = self.pick(Fraction(0), *RATIOS)
            case "points":
                value = Fraction(self.pick(0, 5, 20), 1000)
            case _:
                value = self.pick(Fraction(0), Fraction(1), *RATES)
        value = max(value, gap.low)
        return value if gap.high is None else self.pick(min(value, gap.high), gap.low, gap.high)


def _fact(name: str, period: Any = None) -> Expr:
    return ("fact", name, period)


def _holds(op: str, a: Any, b: Any) -> bool:
    return bool({">=": a >= b, ">": a > b, "<=": a <= b, "<": a < b}[op])


def _drop_unused_steps(policy: dict[str, Any]) -> None:
    """Take out the steps that nothing uses: their gaps are none."""

    def names(node: Any) -> Iterator[str]:
        if isinstance(node, tuple) and node[:1] == ("ref",):
            yield node[1]
        elif isinstance(node, (list, tuple)):
            for item in node:
                yield from names(item)
        elif isinstance(node, dict):
            for key, item in node.items():
                yield from names(key)
                yield from names(item)

    steps = policy.get("define", {})
    used = set(names({key: item for key, item in policy.items() if key != "define"}))
    for name in reversed(steps):  # a step uses only those before it
        if name in used:
            used |= set(names(steps[name]))
    policy["define"] = {name: item for name, item in steps.items() if name in used}
    if not policy["define"]:
        del policy["define"]


def _limited(measure: dict[str, Any]) -> bool:
    award = measure["award"]
    return "count_at_most" in measure or (isinstance(award, dict) and "at_most" in award)


def features(case: Case) -> set[str]:
    """The words of the rule language that a case uses, as ``word`` or ``word/detail``."""
    found: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for key, item in node.items():
                if isinstance(key, str):
                    found.add(key)
                else:
                    walk(key)
                walk(item)
        elif isinstance(node, (list, tuple)):
            if node and isinstance(node, tuple) and isinstance(node[0], str):
                found.add(node[0])
                if node[0] in ("over", "clock"):
                    found.add(f"{node[0]}/{node[1]}")
                if node[0] == "cap":
                    found.update(f"per {word}" for word in node[2])
            for item in node:
                walk(item)
        elif isinstance(node, str) and node in ("reached", "exceeded", "highest", "each", "difference", "nothing"):
            found.add(node)

    for part in ("in_force", "figures", "define", "eligible", "measures"):
        walk(case.policy.get(part, {}))
    found |= {key for key, item in case.policy.items() if item}
    if case.received:
        found.add("received")
    found |= {"defined" for f in case.facts if f.defined is not None}
    return found
