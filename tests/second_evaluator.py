"""A second, naive reading of the rule language, for a complete firm with every gap filled.

Written from the pages on what a rule means, on the nested data of ``rule_spec``, and with plain fractions. It shares no
code with the program: where the two differ, one of them is wrong.
"""

import calendar
import operator as o
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

MECHANISMS = ("share", "match", "grade", "tiers", "milestone", "bracket", "marginal", "table", "sum", "value")
FEN = {"分": 1, "角": 10, "元": 100, "千元": 100_000, "万元": 1_000_000}
ZERO = Fraction(0)
NOTHING = (ZERO, False)
Value = tuple[Fraction, bool]
"""A number, and whether a row applies."""
SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    **{">=": o.ge, ">": o.gt, "<=": o.le, "<": o.lt, "=": o.eq, "!=": o.ne},
    **{"add": o.add, "sub": o.sub, "mul": lambda a, b: Fraction(a) * b, "div": lambda a, b: Fraction(a) / b},
}


class Hand(NamedTuple):
    """The record in hand with its kind (the firm: no kind), and the year that is judged."""

    kind: str | None
    record: Any
    year: int


class Award(NamedTuple):
    """Whether a measure is due and what it comes to, in 分; for each record by name if it is given for records."""

    eligible: bool
    amount: Fraction
    items: dict[str, Value]


def evaluate(case: Any) -> dict[str, Award]:
    """The awards of a case that concern its firm, by id."""
    return Second(case).awards()


class Second:
    def __init__(self, case: Any) -> None:
        self.case, self.policy = case, case.policy
        self.facts = {(f.owner, f.name): f for f in case.facts}
        self.firm = Hand(None, case.firm, case.year)
        self.leaves = {option: v for f in case.facts for option, v in f.options.items() if option != "tree"}

    # -- measures -----------------------------------------------------------------------------------------------

    def awards(self) -> dict[str, Award]:
        place, at = self.policy.get("place"), self.case.firm.get("registered_in")
        if place is not None and at is not None and at not in self.leaves[place]:
            return {}
        made = {}
        for name, measure in self.policy["measures"].items():
            applicants = measure.get("applicant", "firm")
            words = applicants if isinstance(applicants, list) else applicants.split(" or ")
            if (self.case.applicant or "firm") in words:
                made[f"p/{name}"] = self.award(f"p/{name}", measure)
        return made

    def award(self, id_: str, measure: dict[str, Any]) -> Award:
        words = measure.get("for_each", [])
        words = words if isinstance(words, list) else [words]
        kind = next((w for w in words if w != "year"), None)
        own = {str(self.one(kind) or "firm"), *({"year"} & set(words))}
        periods = [measure.get("in_force") or self.policy["in_force"], measure.get("apply") or {}]
        due = all(self.within(self.case.day, p) for p in periods)
        due = due and self.all_of([self.policy.get("eligible", []), measure.get("eligible", [])], self.firm)
        items, given = {}, []
        for record in self.case.holdings[kind] if kind else [{"name": None}]:
            hand = Hand(kind, record, self.case.year) if kind else self.firm
            received = [x["amount"] for x in self.receipts(id_) if x["year"] == hand.year and names(x, record["name"])]
            amount, status = self.single(id_, measure, hand, own) if due else NOTHING
            if received:
                amount, status = Fraction(sum(received)), True
            items[record["name"]] = (amount, status)
            given += [(record, amount)] if status else []
        if not kind and received:
            return Award(True, amount, {})
        given.sort(key=lambda g: str(g[0]["name"]))
        return Award(bool(given), self.limited(id_, measure, given, kind, own), items if kind else {})

    def receipts(self, id_: str) -> list[dict[str, Any]]:
        return [x for x in self.case.received if x["award"] == id_]

    def single(self, id_: str, measure: dict[str, Any], hand: Hand, own: set[str]) -> Value:
        """One award, before the measure's own caps over its records."""
        earlier = [x for x in self.receipts(id_) if x["year"] < hand.year and names(x, hand.kind and hand.record["name"])]
        counts, award = measure.get("counts"), measure["award"]
        if (earlier and "year" not in own) or not self.all_of(measure.get("where", []), hand):
            return NOTHING
        if counts and not self.within(self.expr(counts["of"], hand), counts):
            return NOTHING
        caps, modified = [], isinstance(award, dict) and any(word in award for word in MECHANISMS)
        if modified:
            caps = [value for value, scope in self.caps(award.get("at_most"), hand, own) if set(scope) == own]
            amount, applies = self.mechanism(award, hand, caps)
        else:
            amount, applies = self.value(award, hand)
        if not (modified and "rounding" in award):
            amount = self.rounded(amount, self.policy.get("rounding", {}), self.room(award, caps, hand))
        return (max(ZERO, amount), True) if applies else NOTHING

    def one(self, kind: str | None) -> str | None:
        return self.case.records[kind][0] if kind else None

    def caps(self, data: Any, hand: Hand, own: set[str]) -> list[tuple[Fraction, tuple[str, ...]]]:
        """Caps or counts with what they are per; only those of the single award see its record."""
        if isinstance(data, list):
            return [cap for item in data for cap in self.caps(item, hand, own)]
        if isinstance(data, dict):
            return self.caps(data[self.case.readings[data["reading"]]], hand, own)
        if data is None:
            return []
        value, scope = (data[1], data[2]) if data[0] == "cap" else (data, ("firm",))
        return [(self.value(value, hand if own == set(scope) else self.firm)[0], scope)]

    def limited(self, id_: str, measure: dict[str, Any], given: list[Any], kind: str | None, own: set[str]) -> Fraction:
        """The most that any awards within the counts come to under the caps; the last gives way first."""
        award = measure["award"]
        hand = Hand(kind, given[0][0], self.case.year) if given and kind else self.firm
        caps = self.caps(award.get("at_most") if isinstance(award, dict) else None, hand, own)
        counts = self.caps(measure.get("count_at_most"), self.firm, {"nothing"})
        best = ZERO
        for chosen in (c for size in range(len(given) + 1) for c in combinations(given, size)):
            one_each = [Fraction(1) for _ in chosen]
            if any(self.cut(id_, one_each, chosen, count, kind, counted=True) != one_each for count in counts):
                continue
            amounts = [amount for _, amount in chosen]
            for cap in (c for c in caps if set(c[1]) != own):
                amounts = self.cut(id_, amounts, chosen, cap, kind, counted=False)
            best = max(best, sum(amounts, ZERO))
        return best

    def cut(self, id_: str, amounts: list[Fraction], chosen: Any, cap: Any, kind: Any, *, counted: bool) -> list[Fraction]:
        """Amounts under a limit, which holds for each group of records that share its words."""
        limit, scope = cap
        words = [w for w in scope if w not in ("firm", "year")]
        one, left, made = self.one(kind), {}, []
        for (record, _), amount in zip(chosen, amounts, strict=True):
            key = tuple(record["name" if w == one else w] for w in words)
            if key not in left:
                held = self.case.holdings.get(kind, [])
                same = [r["name"] for r in held if key == tuple(r["name" if w == one else w] for w in words)]
                before = [x for x in self.receipts(id_) if x["year"] < self.case.year and "year" not in scope]
                before = [x["amount"] for x in before if not words or x.get(one) in same]
                left[key] = max(ZERO, Fraction((limit - (len(before) if counted else sum(before))) // 1))
            made.append(min(amount, left[key]))
            left[key] -= made[-1]
        return made

    # -- values -------------------------------------------------------------------------------------------------

    def value(self, node: Any, hand: Hand) -> Value:
        if node == "nothing":
            return NOTHING
        if isinstance(node, tuple):
            if node[0] not in ("unpublished", "up to", "between"):
                return Fraction(self.expr(node, hand)), True
            found = Fraction(self.case.assumed[node[-1]])
            return (found if node[0] == "unpublished" else min(found, self.expr(node[-3], hand))), True
        if "reading" in node:
            return self.value(node[self.case.readings[node["reading"]]], hand)
        if "dated" in node:
            return self.value(self.held(node["dated"]), hand)
        return self.value(node["unpublished"], hand) if "unpublished" in node else self.mechanism(node, hand, None)

    def held(self, data: dict[Any, Any]) -> Any:
        """What holds on the day; before the first day something that is not published."""
        return [next(iter(data))[2], *(item for key, item in data.items() if key[1] <= self.case.day)][-1]

    def mechanism(self, node: Any, hand: Hand, caps: list[Fraction] | None) -> Value:
        word = next(w for w in MECHANISMS if w in node)
        amount, applies = getattr(self, f"_{word}")(node[word], node, hand)
        if not applies:
            return NOTHING
        amount = max(ZERO, amount) * (1 + self.added(node.get("raise"), "by", hand))
        if "at_least" in node:
            amount = max(amount, self.value(node["at_least"], hand)[0])
        if caps is None:
            caps = [self.value(node["at_most"], hand)[0]] if "at_most" in node else []
        amount = min([amount, *caps])
        if "less" in node:
            amount = max(ZERO, amount - self.value(node["less"], hand)[0])
        if "rounding" in node:
            amount = self.rounded(amount, node["rounding"], self.room(node, caps, hand))
        return amount, True

    def room(self, node: Any, caps: list[Fraction], hand: Hand) -> Fraction | None:
        """What the caps leave beside what is taken off after them."""
        less = self.value(node["less"], hand)[0] if isinstance(node, dict) and "less" in node else ZERO
        return max(ZERO, min(caps) - less) if caps else None

    def rounded(self, amount: Fraction, rounding: dict[str, str], room: Fraction | None) -> Fraction:
        unit, way = FEN[rounding.get("to", "分")], rounding.get("way", "half_up")
        down, up, half = amount // unit * unit, -(-amount // unit) * unit, (2 * amount + unit) // (2 * unit) * unit
        found = {"down": down, "up": up, "half_up": half}[way]
        return Fraction(down if room is not None and found > room else found)

    def added(self, data: Any, key: str, hand: Hand) -> Fraction:
        """The points of ``plus`` or the percent of ``raise`` whose conditions hold."""
        items = data if isinstance(data, list) else [] if data is None else [{key: data}]
        return sum((self.value(i[key], hand)[0] for i in items if self.all_of(i.get("when", []), hand)), ZERO)

    def base(self, shape: Any, node: Any, hand: Hand) -> Value:
        base, applies = self.value(shape["of"], hand)
        if "base_less" in node:
            base = max(ZERO, base - self.value(node["base_less"], hand)[0])
        return (min(base, self.value(node["base_at_most"], hand)[0]) if "base_at_most" in node else base), applies

    def rate(self, rate: Any, node: Any, hand: Hand) -> Value:
        found, applies = self.value(rate, hand)
        return found + self.added(node.get("plus"), "points", hand), applies

    def _value(self, shape: Any, node: Any, hand: Hand) -> Value:
        return self.value(shape, hand)

    def _share(self, shape: Any, node: Any, hand: Hand) -> Value:
        (base, there), (rate, here) = self.base(shape, node, hand), self.rate(shape["rate"], node, hand)
        return base * rate, there and here

    def _match(self, shape: Any, node: Any, hand: Hand) -> Value:
        (base, there), (ratio, here) = self.base(shape, node, hand), self.rate(shape["ratio"], node, hand)
        together = self.value(shape["together_at_most"], hand)[0] if "together_at_most" in shape else None
        return (base * ratio if together is None else min(base * ratio, max(ZERO, together - base))), there and here

    def _grade(self, shape: Any, node: Any, hand: Hand) -> Value:
        leaf = self.lookup(shape["by"], None, hand)
        pays = [pays for option, pays in shape["pays"].items() if leaf in self.leaves[option]]
        return self.value([*pays, shape.get("otherwise", "nothing")][0], hand)

    def _table(self, shape: Any, node: Any, hand: Hand) -> Value:
        row = next(r for r in shape if "otherwise" in r or self.all_of(r["when"], hand))
        return self.value(row.get("otherwise") or row["pays"], hand)

    def _sum(self, shape: Any, node: Any, hand: Hand) -> Value:
        parts = [self.value(part, hand) for part in shape]
        return sum((max(ZERO, amount) for amount, _ in parts), ZERO), any(applies for _, applies in parts)

    def word(self, data: Any) -> str:
        """A word of a closed set, or the one that the chosen reading stands for."""
        chosen = data if isinstance(data, str) else self.case.readings[data["reading"]]
        return str(chosen if isinstance(data, str) else data.get(chosen, chosen))

    def passed(self, value: Fraction, keys: Iterable[Any], shape: Any, hand: Hand) -> list[Any]:
        compare = o.ge if self.word(shape["bounds"]) == "reached" else o.gt
        return [key for key in keys if compare(value, self.expr(key, hand))]

    def _tiers(self, shape: Any, node: Any, hand: Hand) -> Value:
        passed = self.passed(self.value(shape["of"], hand)[0], shape["tiers"], shape, hand)
        values = [NOTHING, *(self.value(shape["tiers"][key], hand) for key in passed)]
        each = self.word(shape.get("several", "highest")) == "each"
        return sum((amount for amount, _ in values), ZERO) if each else values[-1][0], values[-1][1]

    def _milestone(self, shape: Any, node: Any, hand: Hand) -> Value:
        series = self.case.firm[shape["of"][1]] if shape["of"][0] == "fact" else {}
        peaks = {key[1]: peak for key, peak in series.items() if isinstance(key, tuple)}
        years = range(*peaks or [self.case.firm.get("founded_in")], hand.year)
        peak = max([0, *peaks.values(), *(self.expr(shape["of"], hand._replace(year=y)) for y in years)])
        passed = self.passed(self.expr(shape["of"], hand), shape["tiers"], shape, hand)
        earlier = self.passed(peak, shape["tiers"], shape, hand)
        values = {key: self.value(shape["tiers"][key], hand)[0] for key in shape["tiers"]}
        fresh = [values[key] for key in passed if key not in earlier]
        had = values[earlier[-1]] if earlier and self.word(shape["several"]) == "difference" else ZERO
        if not fresh:
            return NOTHING
        return sum(fresh, ZERO) if self.word(shape["several"]) == "each" else fresh[-1] - had, True

    def _bracket(self, shape: Any, node: Any, hand: Hand) -> Value:
        base, there = self.base(shape, node, hand)
        passed = self.passed(base, shape["rates"], shape, hand)
        rate, here = self.rate(shape["rates"][passed[-1]], node, hand) if passed else NOTHING
        return base * rate, there and here

    def _marginal(self, shape: Any, node: Any, hand: Hand) -> Value:
        base, there = self.base(shape, node, hand)
        lows, total = [Fraction(self.expr(key, hand)) for key in shape["rates"]], ZERO
        for low, *high, rate in zip(lows, [*lows[1:], base], shape["rates"].values(), strict=True):
            part = min(max(ZERO, base - low), max(ZERO, high[0] - low))
            total += part * self.rate(rate, node, hand)[0]
        return total, there

    # -- conditions and expressions -----------------------------------------------------------------------------

    def all_of(self, data: Any, hand: Hand) -> bool:
        """A condition in any of its forms."""
        if isinstance(data, list):
            return all(self.all_of(item, hand) for item in data)
        if isinstance(data, tuple):
            return bool(self.case.assumed[data[-1]] if data[0] == "unpublished" else self.expr(data, hand))
        if "reading" in data:
            return self.all_of(data[self.case.readings[data["reading"]]], hand)
        if "dated" in data:
            return self.all_of(self.held(data["dated"]), hand)
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
            assert kind is not None, name
            parent = self.case.records[kind][1]
            above = self.case.holdings[parent] if parent else [self.case.firm]
            record = next(r for r in above if not parent or r["name"] == record[self.one(parent)])
            kind = parent
        fact = self.facts[kind, name]
        if fact.defined is not None:
            return self.expr(fact.defined, Hand(kind, record, hand.year))
        if fact.per is None:
            return record[name]
        return record[name][hand.year if period is None else hand.year - 1 if period == "last" else period]

    def expr(self, e: Any, hand: Hand) -> Any:
        """The value of an expression: a number, a truth, a day, an option or several."""
        if e[0] in ("over", "if", "in", "ref", "fact"):
            return getattr(self, f"_{e[0]}")(e, hand)
        args = [self.expr(x, hand) if isinstance(x, tuple) else x for x in e[1:]]
        match e[0]:
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
            case "cmp":
                return SIGNS[args[0]](args[1], args[2])
            case "chain":
                return all(SIGNS[args[i + 1]](args[i], args[i + 2]) for i in range(0, len(args) - 2, 2))
            case "window" if e[2] == "year":
                return date.fromordinal(min(args[0], date.max.toordinal())).year == hand.year
            case "window":
                return self.within(args[0], self.policy["figures"][e[2]])
            case "shift":
                return shifted(args[0], args[1], args[2])
            case "span":
                return span(args[1], args[2], args[0])
        return e[1]

    def _fact(self, e: Any, hand: Hand) -> Any:
        return self.lookup(e[1], e[2], hand)

    def _if(self, e: Any, hand: Hand) -> Any:
        return self.expr(e[2] if self.expr(e[1], hand) else e[3], hand)

    def _in(self, e: Any, hand: Hand) -> bool:
        value = self.expr(e[1], hand)
        inside = {leaf for option in e[2] for leaf in self.leaves[option]}
        return bool(inside & set(value if isinstance(value, tuple) else [value])) != e[3]

    def _ref(self, e: Any, hand: Hand) -> Any:
        """A figure, or a named step."""
        figure, step = self.policy["figures"].get(e[1]), self.policy.get("define", {}).get(e[1])
        if figure is not None:
            return self.value(figure.get("value", figure) if isinstance(figure, dict) else figure, self.firm)[0]
        if isinstance(step, dict) and "reading" in step:
            step = step[self.case.readings[step["reading"]]]
        return self.expr(step, hand) if isinstance(step, tuple) else self.all_of(step, hand)

    def _over(self, e: Any, hand: Hand) -> Any:
        """An aggregate over records: those of the record in hand where they belong to it, else all."""
        _, how, body, kind, where = e
        within = hand.kind if hand.kind and self.case.records[kind][1] == hand.kind else None
        records = [r for r in self.case.holdings[kind] if not within or r[self.one(within)] == hand.record["name"]]
        hands = [h for r in records for h in [Hand(kind, r, hand.year)] if where is None or self.expr(where, h)]
        values = [True if body is None else self.expr(body, h) for h in hands]
        if how in ("any", "all"):
            return (any if how == "any" else all)(values)
        if how in ("sum", "count"):
            return sum(values)
        return (max if how == "largest" else min)(values, default=0)


def names(receipt: dict[str, Any], record: str | None) -> bool:
    """Whether a receipt is for a thing: it names it, or nothing."""
    named = [v for k, v in receipt.items() if k not in ("award", "amount", "year")]
    return not named or named[0] == record


def shifted(day: int, count: int, unit: str) -> int:
    """The day some years, months or days later."""
    if unit == "days":
        return day + count
    start = date.fromordinal(day)
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "years" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).toordinal()


def span(start: int, end: int, unit: str) -> int:
    """Whole years, months or days from one day to another; negative when the end comes first."""
    if unit == "days" or end < start:
        return end - start if unit == "days" else -span(end, start, unit)
    return next(n for n in range(10_000) if shifted(start, n + 1, unit) > end)
