"""A second, naive reading of the rule language (as ``rule_spec`` holds it), for a complete firm with every gap filled.

It is written from the pages on what a rule means and shares no code with the program: where they differ, one is wrong.
"""

import operator as o
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from fnmatch import fnmatchcase
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any, NamedTuple

MECHANISMS = (
    *("share", "match", "per_unit", "grade", "by_year"),
    *("tiers", "milestone", "bracket", "marginal", "table", "sum", "value"),
)
FEN = {"分": 1, "角": 10, "元": 100, "千元": 100_000, "万元": 1_000_000}
ZERO, NEVER = Fraction(0), date.max.toordinal() + 1
Value = tuple[Fraction, bool]  # a number, and whether a row applies
NOTHING: Value = (ZERO, False)


def shifted(day: int, count: int, unit: str) -> int:
    """The day some years, months or days later."""
    if unit == "days":
        return day + count
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + count * (12 if unit == "years" else 1), 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()


def span(unit: str, start: int, end: int) -> int:
    """Whole years, months or days from one day to another; negative when the end comes first."""
    if unit == "days" or end < start:
        return end - start if unit == "days" else -span(unit, end, start)
    return next(n for n in range(10_000) if shifted(start, n + 1, unit) > end)


SIGNS: dict[str, Callable[..., bool]] = {">=": o.ge, ">": o.gt, "<=": o.le, "<": o.lt, "=": o.eq, "!=": o.ne}
APPLY: dict[str, Callable[..., Any]] = {
    **{"add": o.add, "sub": o.sub, "neg": o.neg, "not": o.not_, "shift": shifted, "span": span},
    **{"min": lambda *a: min(a), "max": lambda *a: max(a), "and": lambda *a: all(a), "or": lambda *a: any(a)},
    **{"mul": lambda a, b: a * b, "cmp": lambda op, a, b: SIGNS[op](a, b) and (op == "!=" or NEVER not in (a, b))},
    **{"div": lambda a, b: Fraction(a) / b, "chain": lambda a, p, b, q, c: SIGNS[p](a, b) and SIGNS[q](b, c)},
}
OVER: dict[str, Callable[[Any], Any]] = {"sum": sum, "count": sum, "any": any, "all": all}
OVER |= {"largest": partial(max, default=0), "smallest": partial(min, default=0)}


class Hand(NamedTuple):  # the record in hand with its kind (the firm: no kind), and the year that is judged
    kind: str | None
    record: Any
    year: int


class Award(NamedTuple):  # what a measure comes to, in 分, and whether it is due; each record before the caps over all
    amount: Fraction
    eligible: bool
    items: dict[str, Value]


class Second:  # one case; ``awards`` are those of its measures that concern its firm, by id
    def __init__(self, case: Any) -> None:
        self.case, self.policy, self.firm = case, case.policy, Hand(None, case.firm, case.year)
        self.facts = {(f.owner, f.name): f for f in case.facts}
        self.one = {None: "firm", **{kind: one for kind, (one, _) in case.records.items()}}
        self.leaves = {option: v for f in case.facts for option, v in f.options.items() if option != "tree"}

    def awards(self) -> dict[str, Award]:
        place, at = self.policy.get("place"), self.case.firm.get("registered_in")
        here = None in (place, at) or at in self.leaves[place]
        who, measures = self.case.applicant or "firm", self.policy["measures"].items() if here else ()
        return {f"p/{n}": self.award(f"p/{n}", m) for n, m in measures if who in m.get("applicant", ["firm"])}

    def award(self, id_: str, measure: dict[str, Any]) -> Award:
        receipts, each = [x for x in self.case.received if x["award"] == id_], measure.get("for_each", [])
        kind = next((w for w in each if w != "year"), None)
        own = {self.one[kind], *({"year"} & {*each})}
        periods = measure.get("in_force", self.policy["in_force"]), measure.get("apply", {})
        due = all(self.within(self.case.day, period) for period in periods)
        due = due and self.all_of([self.policy.get("eligible", []), measure.get("eligible", [])], self.firm)
        items = dict[Any, Value]()
        records = sorted(self.case.holdings[kind], key=lambda r: str(r["name"])) if kind else [{"name": None}]
        for record in records:
            hand = self.firm._replace(kind=kind, record=record) if kind else self.firm
            mine = [x for x in receipts if x.get(self.one[kind]) in (None, record["name"])]
            once = "year" not in own and any(x["year"] < hand.year for x in mine)
            now = [x["amount"] for x in mine if x["year"] == hand.year]
            found = self.single(measure, hand, own) if due and not once else NOTHING
            items[record["name"]] = (Fraction(sum(now)), True) if now else found
        if not kind and now:
            return Award(*items[None], {})
        given = [(r, items[r["name"]][0]) for r in records if items[r["name"]][1]]
        return Award(self.limited(measure, given, kind, own, receipts), bool(given), items if kind else {})

    def single(self, measure: dict[str, Any], hand: Hand, own: set[str]) -> Value:
        """One award, before the measure's own caps over its records."""
        counts, award = measure.get("counts"), measure["award"]
        counted = counts is None or self.within(self.expr(counts["of"], hand), counts)
        if not (counted and self.all_of(measure.get("where", []), hand)):
            return NOTHING
        award = award if isinstance(award, dict) and award.keys() & {*MECHANISMS} else {"value": award}
        own_caps = [self.value(cap, hand)[0] for cap, scope in self.caps(award.get("at_most")) if set(scope) == own]
        amount, applies = self.mechanism(award, hand, own_caps)
        rounded = self.rounded(amount, self.policy.get("rounding", {}), own_caps, award, hand)
        return (amount if "rounding" in award else rounded), applies

    def caps(self, data: Any) -> list[tuple[Any, tuple[str, ...]]]:  # caps or counts with what they are per
        data = self.plain(data)
        if isinstance(data, list):
            return [cap for item in data for cap in self.caps(item)]
        return [(data[1], data[2]) if data[0] == "cap" else (data, ("firm",))] if data else []

    def limited(self, measure: Any, given: list[Any], kind: Any, own: set[str], receipts: Any) -> Fraction:
        """The most that any full set of awards within the counts comes to under the caps."""
        award, counts = measure["award"], self.caps(measure.get("count_at_most"))
        each, within = [{**x, "amount": 1} for x in receipts], list[list[Any]]()
        for chosen in (list(c) for n in range(len(given), -1, -1) for c in combinations(given, n)):
            ones = [(record, Fraction(1)) for record, _ in chosen]
            fits = all(self.cut(ones, count, kind, each) == ones for count in counts)
            if fits and not any(all(item in more for item in chosen) for more in within):
                within.append(chosen)
        caps = self.caps(award.get("at_most")) if isinstance(award, dict) else []
        for cap in sorted((c for c in caps if set(c[1]) != own), key=lambda c: -len({*c[1]} - {"firm", "year"})):
            within = [self.cut(chosen, cap, kind, receipts) for chosen in within]
        return max(sum((amount for _, amount in chosen), ZERO) for chosen in within)

    def cut(self, given: list[Any], cap: Any, kind: Any, receipts: Any) -> list[Any]:
        """Awards under a limit for each group of records that share its words; the last gives way."""
        limit, scope = self.value(cap[0], self.firm)[0], cap[1]
        before = [x for x in receipts if x["year"] < self.case.year and "year" not in scope]
        shared = ["name" if w == self.one[kind] else w for w in scope if w not in ("firm", "year")]
        left, made = dict[str, Fraction](), []
        for record, amount in given:
            key = [record[w] for w in shared]
            same = {r["name"] for r in self.case.holdings.get(kind, []) if key == [r[w] for w in shared]}
            used = sum(x["amount"] for x in before if not shared or x.get(self.one[kind]) in same)
            room = left.get(str(key), max(ZERO, (limit - used) // 1 * Fraction(1)))
            made.append((record, min(amount, room)))
            left[str(key)] = room - made[-1][1]
        return made

    def plain(self, node: Any) -> Any:
        """What stands where a reading, dated values or a figure that is not published are written."""
        while isinstance(node, dict) and {"reading", "dated", "unpublished"} & node.keys():
            option, dated = self.case.readings.get(node.get("reading")), node.get("dated", {})
            held = [item for key, item in dated.items() if key[1] <= self.case.day]
            before = node["unpublished"] if "unpublished" in node else node.get(option, option)
            node = held[-1] if held else next(iter(dated))[2] if dated else before
        return node

    def value(self, node: Any, hand: Hand) -> Value:
        node = self.plain(node)
        if not isinstance(node, tuple):  # a mechanism, or nothing
            return self.mechanism(node, hand, None) if isinstance(node, dict) else NOTHING
        if node[0] not in ("unpublished", "up to", "between"):
            return Fraction(self.expr(node, hand)), True
        found = Fraction(self.case.assumed[node[-1]])
        return (found if node[0] == "unpublished" else min(found, self.expr(node[-3], hand))), True

    def mechanism(self, node: Any, hand: Hand, caps: list[Fraction] | None) -> Value:
        word = next(w for w in MECHANISMS if w in node)
        amount, applies = self.raw(word, node[word], node, hand)
        if not applies:
            return NOTHING
        amount = max(ZERO, amount) * (1 + self.added(node.get("raise"), "by", hand))
        amount = max(amount, self.value(node.get("at_least"), hand)[0])
        caps = [self.value(node["at_most"], hand)[0]] if caps is None and "at_most" in node else caps or []
        amount = max(ZERO, min([amount, *caps]) - max(ZERO, self.value(node.get("less"), hand)[0]))
        return (self.rounded(amount, node["rounding"], caps, node, hand) if "rounding" in node else amount), True

    def rounded(self, amount: Fraction, rounding: Any, caps: list[Fraction], node: Any, hand: Hand) -> Fraction:
        """Rounded, but down where it would pass what the caps leave beside what is taken off after them."""
        unit = FEN[rounding.get("to", "分")]
        down, up, half = amount // unit * unit, -(-amount // unit) * unit, (2 * amount + unit) // (2 * unit) * unit
        near = {"down": down, "up": up}.get(rounding.get("way"), half)
        return Fraction(down if caps and near > min(caps) - max(ZERO, self.value(node.get("less"), hand)[0]) else near)

    def added(self, data: Any, key: str, hand: Hand) -> Fraction:
        """The points of ``plus`` or the percent of ``raise`` whose conditions hold."""
        items = data if isinstance(data, list) else [] if data is None else [{key: data}]
        return sum((self.value(i[key], hand)[0] for i in items if self.all_of(i.get("when", []), hand)), ZERO)

    def raw(self, word: str, shape: Any, node: Any, hand: Hand) -> Value:
        """A mechanism's value, with what acts on its base and rate."""
        match word:
            case "value" | "milestone":
                return (self.value if word == "value" else self.milestone)(shape, hand)
            case "grade":
                leaf = self.lookup(shape["by"], None, hand)
                pays = [pays for option, pays in shape["pays"].items() if leaf in self.leaves[option]]
                return self.value([*pays, shape.get("otherwise")][0], hand)
            case "table":
                row = next(r for r in shape if "otherwise" in r or self.all_of(r["when"], hand))
                return self.value(row.get("otherwise") or row["pays"], hand)
            case "sum":
                parts = [self.value(part, hand) for part in shape]
                return sum((max(ZERO, amount) for amount, _ in parts), ZERO), any(applies for _, applies in parts)
            case "per_unit":
                counted = shape["of"] if isinstance(shape["of"], list) else [shape["of"]]
                limits = {unit: limit for _, limit, unit in shape.get("units_at_most", [])}
                amount = self.value(shape["price"], hand)[0]
                for quantity in counted:
                    unit = self.fact(quantity[1], hand).type
                    amount *= min(self.expr(quantity, hand), limits.get(unit, NEVER))
                return amount, True
            case "by_year":
                since = self.expr(shape["since"], hand)
                if self.fact(shape["since"][1], hand).type == "date":
                    number = 0 if since > self.case.day else span("years", since, self.case.day) + 1
                else:
                    number = hand.year - since + 1
                years = dict(enumerate(shape["pays"], start=1))
                return self.value(years[number], hand) if number in years else NOTHING
            case "tiers":
                passed = self.passed(self.value(shape["of"], hand)[0], shape["tiers"], shape, hand)
                values = [NOTHING, *(self.value(shape["tiers"][key], hand) for key in passed)]
                if "then_each" in shape and len(passed) == len(shape["tiers"]):
                    more = self.beyond(self.value(shape["of"], hand)[0], shape, hand) * self.each(shape, hand)
                    values[-1] = values[-1][0] + more, True
                each = sum((amount for amount, _ in values), ZERO), any(applies for _, applies in values)
                return each if self.plain(shape.get("several")) == "each" else values[-1]
        base, there = self.value(shape["of"], hand)
        base = max(ZERO, base - max(ZERO, self.value(node["base_less"], hand)[0])) if "base_less" in node else base
        base = min(base, self.value(node["base_at_most"], hand)[0]) if "base_at_most" in node else base
        plus = self.added(node.get("plus"), "points", hand)
        if word == "marginal":
            lows = [Fraction(self.expr(key, hand)) for key in shape["rates"]]
            rows = zip(lows, [*lows[1:], base], [self.value(x, hand) for x in shape["rates"].values()], strict=True)
            due = [(low, high, rate + plus) for low, high, (rate, here) in rows if here]
            amount = sum((max(ZERO, min(base, high) - low) * rate for low, high, rate in due), ZERO)
            return amount, there and base >= lows[0] and any(base >= low for low, _, _ in due)
        chosen = shape.get("rate" if word == "share" else "ratio")
        if word == "bracket":
            chosen = shape["rates"].get([None, *self.passed(base, shape["rates"], shape, hand)][-1])
        rate, here = self.value(chosen, hand)
        amount = base * (rate + plus)
        if "together_at_most" in shape:
            amount = min(amount, max(ZERO, self.value(shape["together_at_most"], hand)[0] - base))
        return amount, there and here

    def passed(self, value: Any, keys: Any, shape: Any, hand: Hand) -> list[Any]:
        sign = ">=" if self.plain(shape["bounds"]) == "reached" else ">"
        return [key for key in keys if SIGNS[sign](value, self.expr(key, hand))]

    def each(self, shape: Any, hand: Hand) -> Fraction:
        """What one further step beyond the last bound is worth."""
        return self.value(shape["then_each"]["pays"], hand)[0] if "then_each" in shape else ZERO

    def beyond(self, value: Any, shape: Any, hand: Hand) -> int:
        """How many further steps beyond the last bound a value has passed."""
        if "then_each" not in shape:
            return 0
        last, step = self.expr(list(shape["tiers"])[-1], hand), shape["then_each"]["step"][1]
        over = Fraction(value) - last
        return max(0, int(over // step) if self.plain(shape["bounds"]) == "reached" else int(-(-over // step)) - 1)

    def milestone(self, shape: Any, hand: Hand) -> Value:
        peaks = {k[1]: peak for k, peak in self.case.firm.get(shape["of"][1], {}).items() if isinstance(k, tuple)}
        years = range(next(iter(peaks), self.case.firm.get("founded_in")), hand.year)
        peak = max([0, *peaks.values(), *(self.expr(shape["of"], hand._replace(year=y)) for y in years)])
        passed = self.passed(self.expr(shape["of"], hand), shape["tiers"], shape, hand)
        earlier = self.passed(peak, shape["tiers"], shape, hand)
        values = {key: self.value(tier, hand)[0] for key, tier in shape["tiers"].items()}
        fresh, several = [values[key] for key in passed if key not in earlier], self.plain(shape["several"])
        now, before = (self.beyond(x, shape, hand) for x in (self.expr(shape["of"], hand), peak))
        more, pays = max(0, now - before), self.each(shape, hand)
        if not fresh and not more:
            return NOTHING
        if several == "each":
            return sum(fresh, ZERO) + more * pays, True
        had = values[earlier[-1]] + before * pays if earlier and several == "difference" else ZERO
        return values[passed[-1]] + now * pays - had, True

    def all_of(self, data: Any, hand: Hand) -> bool:
        """A condition in any of its forms."""
        data = self.plain(data)
        if isinstance(data, tuple):
            return bool(self.value(data, hand)[0])
        if isinstance(data, list) or "all" in data:
            return all(self.all_of(x, hand) for x in (data if isinstance(data, list) else data["all"]))
        return any(self.all_of(x, hand) for x in data["any"]) if "any" in data else not self.all_of(data["not"], hand)

    def within(self, day: int, period: dict[str, Any]) -> bool:
        """Whether a day lies in a period: ``to`` is the last day inside, ``until`` the first outside."""
        given = {key: e for key, e in period.items() if key != "of" and e != "unpublished"}
        ends = {key: self.case.assumed.get(e[-1], e[1]) for key, e in given.items()}
        return bool(ends.get("from", day) <= day <= ends.get("to", day) and day < ends.get("until", NEVER))

    def fact(self, name: str, hand: Hand) -> Any:
        """The declaration of a fact."""
        kind = hand.kind
        while (kind, name) not in self.facts:
            kind = self.case.records[kind][1]
        return self.facts[kind, name]

    def due(self, name: str) -> Fraction:
        """What another measure comes to by itself."""
        measure = self.policy["measures"][name]
        own, periods = {"firm", *measure.get("for_each", [])}, [measure.get("in_force", self.policy["in_force"])]
        due = all(self.within(self.case.day, period) for period in [*periods, measure.get("apply", {})])
        had = any(x["award"] == f"p/{name}" and x["year"] < self.case.year for x in self.case.received)
        if not due or (had and "year" not in own):
            return ZERO
        asked = [self.policy.get("eligible", []), measure.get("eligible", [])]
        return self.single(measure, self.firm, own)[0] if self.all_of(asked, self.firm) else ZERO

    def lookup(self, name: str, period: Any, hand: Hand) -> Any:
        """A fact: the record's own, else that of what it belongs to, the firm's last."""
        kind, record = hand.kind, hand.record
        while (kind, name) not in self.facts:
            parent = self.case.records[kind][1]
            above = self.case.holdings[parent] if parent else [self.case.firm]
            record = next(r for r in above if not parent or r["name"] == record[self.one[parent]])
            kind = parent
        fact = self.facts[kind, name]
        if fact.defined is not None:
            return self.expr(fact.defined, Hand(kind, record, hand.year))
        year = {None: hand.year, "last": hand.year - 1}.get(period, period)
        return record[name] if fact.per is None else record[name][year]

    def expr(self, e: Any, hand: Hand) -> Any:
        """The value of an expression: a number, a truth, a day, an option or several."""
        match e[0]:
            case "fact":
                return self.lookup(e[1], e[2], hand)
            case "ref" if e[1] in self.policy["figures"]:
                figure = self.policy["figures"][e[1]]
                return self.value(figure.get("value", figure) if isinstance(figure, dict) else figure, self.firm)[0]
            case "ref":
                step = self.plain(self.policy["define"][e[1]])
                return self.expr(step, hand) if isinstance(step, tuple) else self.all_of(step, hand)
            case "price" | "quantity":
                return e[1]
            case "received":
                now, of = [hand.year] if e[2] else range(hand.year + 1), e[1] if "/" in e[1] else f"p/{e[1]}"
                held = (x for x in self.case.received if x["year"] in now)
                return sum(x["amount"] for x in held if fnmatchcase(x["award"], of))
            case "amount":
                return self.due(e[1])
            case "clock":
                return hand.year if e[1] == "year" else self.case.day
            case "if":
                return self.expr(e[2] if self.expr(e[1], hand) else e[3], hand)
            case "growth" | "increase":
                last = Fraction(self.lookup(e[1], "last", hand))
                return (self.lookup(e[1], None, hand) - last) / (last if e[0] == "growth" else 1)
            case "in":
                value, inside = self.expr(e[1], hand), {leaf for option in e[2] for leaf in self.leaves[option]}
                return bool(inside & set(value if isinstance(value, tuple) else [value])) != e[3]
            case "window":
                year = {
                    "from": ("", date(hand.year, 1, 1).toordinal()),
                    "to": ("", date(hand.year, 12, 31).toordinal()),
                }
                return self.within(self.expr(e[1], hand), self.policy["figures"].get(e[2], year))
            case "over":  # the records of the record in hand where they belong to it, else all
                _, how, body, kind, where = e
                own = hand.kind is not None and self.case.records[kind][1] == hand.kind
                hands = [hand._replace(kind=kind, record=r) for r in self.case.holdings[kind]]
                hands = [h for h in hands if not own or h.record[self.one[hand.kind]] == hand.record["name"]]
                return OVER[how]([self.expr(body, h) for h in hands if where is None or self.expr(where, h)])
        args = [self.expr(x, hand) if isinstance(x, tuple) else x for x in e[1:]]
        return APPLY[e[0]](*args) if e[0] in APPLY else e[1]
