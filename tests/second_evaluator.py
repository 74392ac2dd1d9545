"""A second, naive reading of the rule language, for a complete firm with every gap filled.

Written from the pages on what a rule means, on the nested data of ``rule_spec``, and with plain fractions. It shares no
code with the program: where the two differ, one of them is wrong.
"""

import operator as o
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

MECHANISMS = ("share", "match", "grade", "tiers", "milestone", "bracket", "marginal", "table", "sum", "value")
FEN = {"分": 1, "角": 10, "元": 100, "千元": 100_000, "万元": 1_000_000}
ZERO = Fraction(0)
Value = tuple[Fraction, bool]
"""A number, and whether a row applies."""
NOTHING: Value = (ZERO, False)
SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    **{">=": o.ge, ">": o.gt, "<=": o.le, "<": o.lt, "=": o.eq, "!=": o.ne, "add": o.add, "sub": o.sub},
    **{"mul": lambda a, b: Fraction(a) * b, "div": lambda a, b: Fraction(a) / b},
}
OVER: dict[str, Callable[[Any], Any]] = {
    **{"sum": sum, "count": sum, "any": any, "all": all},
    **{"largest": lambda values: max(values, default=0), "smallest": lambda values: min(values, default=0)},
}


class Hand(NamedTuple):
    """The record in hand with its kind (the firm: no kind), and the year that is judged."""

    kind: str | None
    record: Any
    year: int


class Award(NamedTuple):
    """What a measure comes to, in 分, and whether it is due; the same for each record by name, before its caps."""

    amount: Fraction
    eligible: bool
    items: dict[str, Value]


def evaluate(case: Any) -> dict[str, Award]:
    """The awards of a case that concern its firm, by id."""
    return Second(case).awards()


class Second:
    def __init__(self, case: Any) -> None:
        self.case, self.policy, self.firm = case, case.policy, Hand(None, case.firm, case.year)
        self.facts = {(f.owner, f.name): f for f in case.facts}
        self.leaves = {option: v for f in case.facts for option, v in f.options.items() if option != "tree"}

    # -- measures -----------------------------------------------------------------------------------------------

    def awards(self) -> dict[str, Award]:
        place, at = self.policy.get("place"), self.case.firm.get("registered_in")
        if place is not None and at is not None and at not in self.leaves[place]:
            return {}
        measures = {f"p/{name}": measure for name, measure in self.policy["measures"].items()}
        who = self.case.applicant or "firm"
        return {i: self.award(i, m) for i, m in measures.items() if who in words(m.get("applicant", "firm"))}

    def award(self, id_: str, measure: dict[str, Any]) -> Award:
        receipts = [x for x in self.case.received if x["award"] == id_]
        each = words(measure.get("for_each", []))
        kind = next((w for w in each if w != "year"), None)
        own = {self.one(kind), *({"year"} & set(each))}
        periods = [measure.get("in_force") or self.policy["in_force"], measure.get("apply") or {}]
        due = all(self.within(self.case.day, p) for p in periods)
        due = due and self.all_of([self.policy.get("eligible", []), measure.get("eligible", [])], self.firm)
        items = {}
        for record in self.case.holdings[kind] if kind else [{"name": None}]:
            hand = self.firm._replace(kind=kind, record=record) if kind else self.firm
            mine = [x for x in receipts if {record["name"]} >= {v for k, v in x.items() if k in ("project", "loan")}]
            once = "year" not in own and any(x["year"] < hand.year for x in mine)
            now = [x["amount"] for x in mine if x["year"] == hand.year]
            found = self.single(measure, hand, own) if due and not once else NOTHING
            items[record["name"]] = (Fraction(sum(now)), True) if now else found
        if not kind and now:
            return Award(*items[None], {})
        given = [r for r in self.case.holdings[kind] if items[r["name"]][1]] if kind else [{"name": None}]
        given.sort(key=lambda r: str(r["name"]))
        amounts = {name: amount for name, (amount, status) in items.items() if status}
        total = self.limited(measure, [r for r in given if r["name"] in amounts], amounts, kind, own, receipts)
        return Award(total, bool(amounts), items if kind else {})

    def single(self, measure: dict[str, Any], hand: Hand, own: set[str]) -> Value:
        """One award, before the measure's own caps over its records."""
        counts, award = measure.get("counts"), measure["award"]
        if not self.all_of(measure.get("where", []), hand):
            return NOTHING
        if counts and not self.within(self.expr(counts["of"], hand), counts):
            return NOTHING
        modified = isinstance(award, dict) and any(word in award for word in MECHANISMS)
        caps = self.caps(award.get("at_most"), hand, own) if modified else []
        ceilings = [value for value, scope in caps if set(scope) == own]
        amount, applies = self.mechanism(award, hand, ceilings) if modified else self.value(award, hand)
        if not (modified and "rounding" in award):
            amount = self.rounded(amount, self.policy.get("rounding", {}), ceilings, award, hand)
        return (max(ZERO, amount), True) if applies else NOTHING

    def one(self, kind: str | None) -> str:
        return str(self.case.records[kind][0]) if kind else "firm"

    def caps(self, data: Any, hand: Hand, own: set[str]) -> list[tuple[Fraction, tuple[str, ...]]]:
        """Caps or counts with what they are per; only those of the single award see its record."""
        data = self.plain(data)
        if isinstance(data, list):
            return [cap for item in data for cap in self.caps(item, hand, own)]
        if data is None:
            return []
        value, scope = (data[1], data[2]) if data[0] == "cap" else (data, ("firm",))
        return [(self.value(value, hand if own == set(scope) else self.firm)[0], scope)]

    def limited(self, measure: Any, given: Any, amounts: Any, kind: Any, own: set[str], receipts: Any) -> Fraction:
        """The most that any awards within the counts come to under the caps; the last gives way first."""
        if not given:
            return ZERO
        award, hand = measure["award"], self.firm._replace(kind=kind, record=given[0]) if kind else self.firm
        caps = self.caps(award.get("at_most") if isinstance(award, dict) else None, hand, own)
        counts = self.caps(measure.get("count_at_most"), self.firm, set())
        best = ZERO
        for chosen in (c for size in range(len(given) + 1) for c in combinations(given, size)):
            ones = [Fraction(1)] * len(chosen)
            if any(self.cut(ones, chosen, count, kind, [{**x, "amount": 1} for x in receipts]) != ones for count in counts):
                continue
            kept = [amounts[record["name"]] for record in chosen]
            for cap in (c for c in caps if set(c[1]) != own):
                kept = self.cut(kept, chosen, cap, kind, receipts)
            best = max(best, sum(kept, ZERO))
        return best

    def cut(self, amounts: list[Fraction], chosen: Any, cap: Any, kind: Any, receipts: Any) -> list[Fraction]:
        """Amounts under a limit, which holds for each group of records that share its words, less what was received."""
        limit, scope = cap
        shared = ["name" if w == self.one(kind) else w for w in scope if w not in ("firm", "year")]
        left: dict[Any, Fraction] = {}
        made = []
        for record, amount in zip(chosen, amounts, strict=True):
            key = tuple(record[w] for w in shared)
            if key not in left:
                same = {r["name"] for r in self.case.holdings.get(kind, []) if key == tuple(r[w] for w in shared)}
                before = [x for x in receipts if x["year"] < self.case.year and "year" not in scope]
                used = sum(x["amount"] for x in before if not shared or x.get(self.one(kind)) in same)
                left[key] = max(ZERO, (limit - used) // 1 * Fraction(1))
            made.append(min(amount, left[key]))
            left[key] -= made[-1]
        return made

    # -- values -------------------------------------------------------------------------------------------------

    def plain(self, node: Any) -> Any:
        """What stands where a reading, dated values or a figure that is not published are written."""
        while isinstance(node, dict) and {"reading", "dated", "unpublished"} & node.keys():
            if "reading" in node:
                node = node.get(self.case.readings[node["reading"]], self.case.readings[node["reading"]])
            elif "dated" in node:
                before = next(iter(node["dated"]))[2]
                node = [before, *(item for key, item in node["dated"].items() if key[1] <= self.case.day)][-1]
            else:
                node = node["unpublished"]
        return node

    def value(self, node: Any, hand: Hand) -> Value:
        node = self.plain(node)
        if node is None or node == "nothing":
            return NOTHING
        if isinstance(node, dict):
            return self.mechanism(node, hand, None)
        if node[0] not in ("unpublished", "up to", "between"):
            return Fraction(self.expr(node, hand)), True
        found = Fraction(self.case.assumed[node[-1]])
        return (found if node[0] == "unpublished" else min(found, self.expr(node[-3], hand))), True

    def mechanism(self, node: Any, hand: Hand, caps: list[Fraction] | None) -> Value:
        word = next(w for w in MECHANISMS if w in node)
        amount, applies = getattr(self, f"_{word}")(node[word], node, hand)
        if not applies:
            return NOTHING
        amount = max(ZERO, amount) * (1 + self.added(node.get("raise"), "by", hand))
        amount = max(amount, self.value(node.get("at_least"), hand)[0])
        if caps is None:
            caps = [self.value(node["at_most"], hand)[0]] if "at_most" in node else []
        amount = max(ZERO, min([amount, *caps]) - self.value(node.get("less"), hand)[0])
        return (self.rounded(amount, node["rounding"], caps, node, hand) if "rounding" in node else amount), True

    def rounded(self, amount: Fraction, rounding: Any, caps: list[Fraction], node: Any, hand: Hand) -> Fraction:
        """Rounded, but down where it would pass what the caps leave beside what is taken off after them."""
        unit, way = FEN[rounding.get("to", "分")], rounding.get("way", "half_up")
        down, up, half = amount // unit * unit, -(-amount // unit) * unit, (2 * amount + unit) // (2 * unit) * unit
        found = {"down": down, "up": up, "half_up": half}[way]
        return Fraction(down if caps and found > min(caps) - self.value(node.get("less"), hand)[0] else found)

    def added(self, data: Any, key: str, hand: Hand) -> Fraction:
        """The points of ``plus`` or the percent of ``raise`` whose conditions hold."""
        items = data if isinstance(data, list) else [] if data is None else [{key: data}]
        return sum((self.value(i[key], hand)[0] for i in items if self.all_of(i.get("when", []), hand)), ZERO)

    def base(self, shape: Any, node: Any, hand: Hand) -> Value:
        base, applies = self.value(shape["of"], hand)
        if "base_less" in node:
            base = max(ZERO, base - self.value(node["base_less"], hand)[0])
        return (min(base, self.value(node["base_at_most"], hand)[0]) if "base_at_most" in node else base), applies

    def times(self, base: Value, rate: Any, node: Any, hand: Hand) -> Value:
        """Base × rate, with the points that are added to the rate."""
        found, applies = self.value(rate, hand)
        return base[0] * (found + self.added(node.get("plus"), "points", hand)), base[1] and applies

    def _value(self, shape: Any, node: Any, hand: Hand) -> Value:
        return self.value(shape, hand)

    def _share(self, shape: Any, node: Any, hand: Hand) -> Value:
        return self.times(self.base(shape, node, hand), shape["rate"], node, hand)

    def _match(self, shape: Any, node: Any, hand: Hand) -> Value:
        base = self.base(shape, node, hand)
        amount, applies = self.times(base, shape["ratio"], node, hand)
        together = self.value(shape["together_at_most"], hand)[0] if "together_at_most" in shape else base[0] + amount
        return min(amount, max(ZERO, together - base[0])), applies

    def _grade(self, shape: Any, node: Any, hand: Hand) -> Value:
        leaf = self.lookup(shape["by"], None, hand)
        pays = [pays for option, pays in shape["pays"].items() if leaf in self.leaves[option]]
        return self.value([*pays, shape.get("otherwise")][0], hand)

    def _table(self, shape: Any, node: Any, hand: Hand) -> Value:
        row = next(r for r in shape if "otherwise" in r or self.all_of(r["when"], hand))
        return self.value(row.get("otherwise") or row["pays"], hand)

    def _sum(self, shape: Any, node: Any, hand: Hand) -> Value:
        parts = [self.value(part, hand) for part in shape]
        return sum((max(ZERO, amount) for amount, _ in parts), ZERO), any(applies for _, applies in parts)

    def passed(self, value: Any, keys: Any, shape: Any, hand: Hand) -> list[Any]:
        """The bounds that a value has reached, or exceeded."""
        compare = o.ge if self.plain(shape["bounds"]) == "reached" else o.gt
        return [key for key in keys if compare(value, self.expr(key, hand))]

    def _tiers(self, shape: Any, node: Any, hand: Hand) -> Value:
        passed = self.passed(self.value(shape["of"], hand)[0], shape["tiers"], shape, hand)
        values = [NOTHING, *(self.value(shape["tiers"][key], hand) for key in passed)]
        each = self.plain(shape.get("several")) == "each"
        return (sum((amount for amount, _ in values), ZERO) if each else values[-1][0]), values[-1][1]

    def _milestone(self, shape: Any, node: Any, hand: Hand) -> Value:
        series = self.case.firm[shape["of"][1]] if shape["of"][0] == "fact" else {}
        peaks = {key[1]: peak for key, peak in series.items() if isinstance(key, tuple)}
        years = range(next(iter(peaks), self.case.firm.get("founded_in")), hand.year)
        peak = max([0, *peaks.values(), *(self.expr(shape["of"], hand._replace(year=y)) for y in years)])
        passed = self.passed(self.expr(shape["of"], hand), shape["tiers"], shape, hand)
        earlier = self.passed(peak, shape["tiers"], shape, hand)
        values = {key: self.value(tier, hand)[0] for key, tier in shape["tiers"].items()}
        fresh, several = [values[key] for key in passed if key not in earlier], self.plain(shape["several"])
        had = values[earlier[-1]] if earlier and several == "difference" else ZERO
        return (sum(fresh, ZERO) if several == "each" else fresh[-1] - had, True) if fresh else NOTHING

    def _bracket(self, shape: Any, node: Any, hand: Hand) -> Value:
        base = self.base(shape, node, hand)
        passed = self.passed(base[0], shape["rates"], shape, hand)
        return self.times(base, shape["rates"][passed[-1]] if passed else None, node, hand)

    def _marginal(self, shape: Any, node: Any, hand: Hand) -> Value:
        base, applies = self.base(shape, node, hand)
        lows, total = [Fraction(self.expr(key, hand)) for key in shape["rates"]], ZERO
        highs = [*lows[1:], max(base, lows[-1])]
        for low, high, rate in zip(lows, highs, shape["rates"].values(), strict=True):
            part = min(max(ZERO, base - low), max(ZERO, high - low))
            total += self.times((part, True), rate, node, hand)[0]
        return total, applies

    # -- conditions and expressions -----------------------------------------------------------------------------

    def all_of(self, data: Any, hand: Hand) -> bool:
        """A condition in any of its forms."""
        data = self.plain(data)
        if isinstance(data, list):
            return all(self.all_of(item, hand) for item in data)
        if isinstance(data, tuple):
            return bool(self.case.assumed[data[-1]] if data[0] == "unpublished" else self.expr(data, hand))
        if "any" in data:
            return any(self.all_of(item, hand) for item in data["any"])
        return self.all_of(data["all"], hand) if "all" in data else not self.all_of(data["not"], hand)

    def within(self, day: int, period: dict[str, Any]) -> bool:
        """Whether a day lies in a period: ``to`` is the last day inside, ``until`` the first outside."""
        ends = {key: period[key] for key in ("to", "until") if period.get(key, "unpublished") != "unpublished"}
        days = {key: self.case.assumed[e[-1]] if e[0] == "unpublished" else e[1] for key, e in ends.items()}
        start = period["from"][1] if "from" in period else 0
        return bool(start <= day <= days.get("to", day) and day < days.get("until", day + 1))

    def lookup(self, name: str, period: Any, hand: Hand) -> Any:
        """A fact: the record's own, else that of what it belongs to, the firm's last."""
        kind, record = hand.kind, hand.record
        while (kind, name) not in self.facts:
            parent = self.case.records[kind][1]
            above = self.case.holdings[parent] if parent else [self.case.firm]
            record = next(r for r in above if not parent or r["name"] == record[self.one(parent)])
            kind = parent
        fact = self.facts[kind, name]
        if fact.defined is not None:
            return self.expr(fact.defined, Hand(kind, record, hand.year))
        year = {None: hand.year, "last": hand.year - 1}.get(period, period)
        return record[name] if fact.per is None else record[name][year]

    def expr(self, e: Any, hand: Hand) -> Any:
        """The value of an expression: a number, a truth, a day, an option or several."""
        if e[0] == "over":
            return self.over(e, hand)
        if e[0] == "if":
            return self.expr(e[2] if self.expr(e[1], hand) else e[3], hand)
        args = [self.expr(x, hand) if isinstance(x, tuple) and e[0] != "in" else x for x in e[1:]]
        match e[0]:
            case "fact":
                return self.lookup(e[1], e[2], hand)
            case "ref":
                return self.step(e[1], hand)
            case "clock":
                return hand.year if e[1] == "year" else self.case.day
            case "add" | "sub" | "mul" | "div":
                return SIGNS[e[0]](*args)
            case "neg" | "not":
                return -args[0] if e[0] == "neg" else not args[0]
            case "min" | "max":
                return (min if e[0] == "min" else max)(args)
            case "growth" | "increase":
                now, last = self.lookup(e[1], None, hand), self.lookup(e[1], "last", hand)
                return now - last if e[0] == "increase" else Fraction(now, last) - 1
            case "and" | "or":
                return (all if e[0] == "and" else any)(args)
            case "cmp" | "chain":
                args = [args[1], args[0], args[2]] if e[0] == "cmp" else args
                return all(SIGNS[args[i + 1]](args[i], args[i + 2]) for i in range(0, len(args) - 2, 2))
            case "in":
                value = self.expr(e[1], hand)
                inside = {leaf for option in e[2] for leaf in self.leaves[option]}
                return bool(inside & set(value if isinstance(value, tuple) else [value])) != e[3]
            case "window" if e[2] == "year":
                return date(hand.year, 1, 1).toordinal() <= args[0] <= date(hand.year, 12, 31).toordinal()
            case "window":
                return self.within(args[0], self.policy["figures"][e[2]])
            case "shift":
                return shifted(args[0], args[1], args[2])
            case "span":
                return span(args[1], args[2], args[0])
        return e[1]

    def step(self, name: str, hand: Hand) -> Any:
        """A figure, or a named step."""
        figure, step = self.policy["figures"].get(name), self.policy.get("define", {}).get(name)
        if figure is not None:
            return self.value(figure.get("value", figure) if isinstance(figure, dict) else figure, self.firm)[0]
        step = self.plain(step)
        return self.expr(step, hand) if isinstance(step, tuple) else self.all_of(step, hand)

    def over(self, e: Any, hand: Hand) -> Any:
        """An aggregate over records: those of the record in hand where they belong to it, else all."""
        _, how, body, kind, where = e
        own = hand.kind is not None and self.case.records[kind][1] == hand.kind
        records = [r for r in self.case.holdings[kind] if not own or r[self.one(hand.kind)] == hand.record["name"]]
        hands = [h for r in records for h in [Hand(kind, r, hand.year)] if where is None or self.expr(where, h)]
        return OVER[how]([True if body is None else self.expr(body, h) for h in hands])


def words(data: Any) -> list[str]:
    """One word, several joined by ``or``, or a list of them."""
    return data if isinstance(data, list) else str(data).split(" or ")


def shifted(day: int, count: int, unit: str) -> int:
    """The day some years, months or days later."""
    if unit == "days":
        return day + count
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + count * (12 if unit == "years" else 1), 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()


def span(start: int, end: int, unit: str) -> int:
    """Whole years, months or days from one day to another; negative when the end comes first."""
    if unit == "days" or end < start:
        return end - start if unit == "days" else -span(end, start, unit)
    return next(n for n in range(10_000) if shifted(start, n + 1, unit) > end)
