"""Random rule files with a random firm and something for every gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from .combining import ClauseMaker
from .spec import Case, Expr, Fact, Gap, Spec
from .speller import Speller
from .stock import AREAS, FIELDS, POOL, RATES, RATIOS, fact_
from .writing import write


def random_case(rng: Random, *, once: bool = False, plain: bool = False, combine: bool = False) -> Case:
    """A vocabulary, a policy, a complete firm, and values for every gap.

    With ``once`` no fact, figure or reading is used twice in a measure; with ``plain`` everything is spelled in the
    first of its spellings. With ``combine`` clauses say how the measures combine; a few of them may not load together.
    """
    return _Maker(rng, once=once).case(plain=plain, combine=combine)


class _Maker(ClauseMaker):
    def case(self, *, plain: bool, combine: bool) -> Case:
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
        policy = self._policy(applicants, places, combine)
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
        write(case, speller)
        case.assumed = {gap.name: self.filled(gap) for gap in case.gaps}
        kinds = {"bool": "yes/no"}
        case.assumptions = {g.name: speller.raw(kinds.get(g.kind, g.kind), case.assumed[g.name]) for g in case.gaps}
        case.readings = {name: self.pick(*options) for name, options in self.readings.items()}
        return case

    def _policy(self, applicants: bool, places: bool, combine: bool) -> dict[str, Any]:
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
        for number in range(1, 2 + self.rng.randrange(3) + combine):
            self.used = set()
            made = policy["measures"][f"m{number}"] = self._measure(applicants)
            if not self.records.keys() & set(made.get("for_each", ())) and not _limited(made):
                self.readable.append(f"m{number}")
        if combine:
            self.combined(policy)
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
                made["counts"] = {"of": fact_(days[0].name), **self.period(first)}
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
        """A cap or count per something."""
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
