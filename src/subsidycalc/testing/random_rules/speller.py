"""Specs as text: in every spelling that the language knows, by chance."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

from .spec import NEVER, Case, Expr, Fact, Spec

T = TypeVar("T")
_LEVEL = {"if": 0, "or": 1, "and": 2, "not": 3, "cmp": 4, "chain": 4, "in": 4, "window": 4}
_LEVEL |= {"add": 5, "sub": 5, "shift": 5, "mul": 6, "div": 6, "neg": 7}
_WORDS = {"and": ("and", "and", "且"), "or": ("or", "or", "或"), "not": ("not", "非")}
_SIGNS = {">=": (">=", "≥"), "<=": ("<=", "≤"), "!=": ("!=", "≠"), "mul": ("*", "×"), "div": ("/", "÷")}
_SPANS = {"years": "年", "months": "个月", "days": "天"}
UNIT_WORDS = {"m2": ("㎡", "平方米"), "month": ("个月", "月"), "machine": ("台", "套")}
SYMBOLS = {"m2": "㎡", "month": "月", "machine": "台"}
UNITS = ((10**10, "亿元"), (10**6, "万元"), (100, "元"), (1, "分"))


def decimal(value: Fraction) -> str:
    """A number as an exact decimal."""
    value = Fraction(value)
    places = next(p for p in range(30) if (value * 10**p).denominator == 1)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


class Speller:
    """Writes specs as text; where the language has several spellings, one of them by chance."""

    def __init__(self, rng: Random, facts: list[Fact] | None = None, *, plain: bool = False) -> None:
        self.rng, self.plain = rng, plain
        self.labels = {f.name: f.zh for f in facts or ()}

    def pick(self, *words: T) -> T:
        """One of some spellings."""
        return words[0] if self.plain else words[self.rng.randrange(len(words))]

    # expressions

    def expr(self, e: Expr, level: int = 0) -> str:
        """An expression, in brackets where its place asks for them."""
        text = self._text(e)
        return f"({text})" if _LEVEL.get(e[0], 9) < level else text

    def _text(self, e: Expr) -> str:
        match e[0]:
            case "money":
                return self.money(e[1])
            case "rate" | "ratio":
                return f"{decimal(e[1] * 100)}%" if e[0] == "ratio" else self.share(e[1])
            case "points":
                return decimal(e[1] * 100) + self.pick("个百分点", " points")
            case "whole" | "number":
                return decimal(e[1])
            case "quantity":
                return f"{decimal(e[1])}{self.pick(*UNIT_WORDS[e[2]])}"
            case "price":
                units = self.pick(" and ", " 和 ").join(SYMBOLS[unit] for unit in e[2])
                return f"{self.money(e[1])} per {units}"
            case "received":
                return f"received({e[1]}{', year' if e[2] else ''})"
            case "amount":
                return f"amount({e[1]})"
            case "bool":
                return "yes" if e[1] else "no"
            case "date":
                return date.fromordinal(e[1]).isoformat()
            case "fact":
                return self._fact(e)
            case "ref" | "clock" | "option":
                return str(e[1])
            case "add" | "sub":
                return f"{self.expr(e[1], 5)} {'+' if e[0] == 'add' else '-'} {self.expr(e[2], 6)}"
            case "mul" | "div":
                return f"{self.expr(e[1], 6)} {self.pick(*_SIGNS[e[0]])} {self.expr(e[2], 7)}"
            case "neg":
                return f"-{self.expr(e[1], 8)}"
            case "min" | "max":
                return f"{e[0]}({', '.join(self.expr(x) for x in e[1:])})"
            case "growth" | "increase":
                return f"{e[0]}({self.name(e[1])})"
            case "over":
                return self._over(e)
            case "span":
                return f"{e[1]} between {self.expr(e[2], 5)} and {self.expr(e[3], 5)}"
            case "shift":
                count = self.pick(f"{e[2]} {e[3]}", f"{e[2]}{_SPANS[e[3]]}")
                return f"{self.expr(e[1], 5)} + {count}"
        return self._condition(e)

    def _condition(self, e: Expr) -> str:
        match e[0]:
            case "cmp":
                return f"{self.expr(e[2], 5)} {self.pick(*_SIGNS.get(e[1], (e[1],)))} {self.expr(e[3], 5)}"
            case "chain":
                return "".join(
                    self.expr(x, 5) if isinstance(x, tuple) else f" {self.pick(*_SIGNS.get(x, (x,)))} " for x in e[1:]
                )
            case "in":
                listed = f"[{', '.join(e[2])}]"
                if len(e[2]) == 1 and not e[4]:
                    return f"{self.expr(e[1], 5)} {'!=' if e[3] else '='} {e[2][0]}"
                return f"{self.expr(e[1], 5)} {'not in' if e[3] else 'in'} {listed}"
            case "window":
                return f"{self.expr(e[1], 5)} in {e[2]}"
            case "and" | "or":
                level = _LEVEL[e[0]] + 1
                return f" {self.pick(*_WORDS[e[0]])} ".join(self.expr(x, level) for x in e[1:])
            case "not":
                return f"{self.pick(*_WORDS['not'])} {self.expr(e[1], 3)}"
            case "if":
                parts = [self.expr(e[1], 1), self.expr(e[2], 1), self.expr(e[3], 1)]
                return f"if {parts[0]} then {parts[1]} else {parts[2]}"
        raise AssertionError(e)

    def _fact(self, e: Expr) -> str:
        period = e[2]
        return self.name(e[1]) + ("" if period is None else f" of {'last year' if period == 'last' else period}")

    def _over(self, e: Expr) -> str:
        _, how, body, kind, where = e
        tail = "" if where is None else f" where {self.expr(where)}"
        if how == "count" and body == ("bool", True):
            return f"count({kind}{tail})"
        return f"{how}({self.expr(body)} over {kind}{tail})"

    def name(self, name: str) -> str:
        """A fact by its id or its label."""
        label = self.labels.get(name, name)
        return self.pick(name, name, label, f"「{label}」")

    def money(self, fen: int) -> str:
        """Money in one of the units that say it."""
        if fen == 0:
            return self.pick("0元", "0")
        if self.plain:
            return f"{decimal(Fraction(fen, 100))}元"
        choices = [f"{decimal(Fraction(fen, size))}{unit}" for size, unit in UNITS if size < 10**10 or fen % 10**6 == 0]
        choices.append(f"{fen // 100:,}.{fen % 100:02d}元")
        return self.pick(*choices)

    def share(self, value: Fraction, *, ratio: bool = False) -> str:
        """A rate or ratio."""
        choices = [f"{decimal(value * 100)}%", f"{decimal(value * 1000)}‰"]
        if ratio:
            choices = [f"{decimal(value * 100)}%", f"1:{decimal(value)}"]
        elif abs(value) < 1:
            choices.append(decimal(value))
        return self.pick(*choices)

    # whole files

    def spec(self, node: Spec) -> Any:
        """A spec as plain data that YAML can hold."""
        if isinstance(node, tuple):
            match node[0]:
                case "unpublished":
                    return "unpublished"
                case "up to":
                    return f"{self.pick('up to', '不超过')} {self.expr(node[1])}"
                case "between":
                    return f"between {self.expr(node[1])} and {self.expr(node[2])}"
                case "cap":
                    return f"{self.spec(node[1])} per {' and '.join(node[2])}"
            return self.expr(node)
        if isinstance(node, list):
            return [self.spec(item) for item in node]
        if isinstance(node, dict):
            if "unpublished" in node:
                return {**node, "unpublished": node["unpublished"][1]}
            return {self.key(key): self.spec(self.words(key, item)) for key, item in node.items()}
        return node

    def words(self, key: Any, item: Spec) -> Spec:
        """A list of words where one word, or several joined by ``or``, will do as well."""
        if key == "applicant" and isinstance(item, list):
            return " or ".join(item) if self.pick(True, False) else item
        return item[0] if key == "for_each" and len(item) == 1 else item

    def key(self, key: Any) -> str:
        """A key: a word, a bound (always spelled in one way, for names hang on it) or a day."""
        return key if isinstance(key, str) else Speller(self.rng, plain=True).expr(key)

    def vocabulary(self, case: Case) -> dict[str, Any]:
        """The vocabulary file."""
        made: dict[str, Any] = {"language": "1", "trees": case.trees, "facts": {}, "records": {}}
        for kind, (one, parent) in case.records.items():
            made["records"][kind] = {"one": one, **({"belongs_to": parent} if parent else {}), "facts": {}}
        for fact in case.facts:
            data: dict[str, Any] = {"zh": fact.zh, "en": fact.name.replace("_", " "), "type": fact.type}
            if fact.type in SYMBOLS:
                data |= {"type": "number", "unit": SYMBOLS[fact.type]}
            if fact.per:
                data["per"] = fact.per
            if fact.low:
                data["at_least"] = self.money(fact.low) if fact.type == "money" else str(fact.low)
            if fact.options:
                data["options"] = fact.options.get("tree") or [o for o in fact.options if o != "tree"]
            if fact.defined is not None:
                data["defined"] = self.expr(fact.defined)
            (made["facts"] if fact.owner is None else made["records"][fact.owner]["facts"])[fact.name] = data
        return made

    def profile(self, case: Case) -> dict[str, Any]:
        """The profile as plain Python data, values as people write them."""
        facts = {(f.owner, f.name): f for f in case.facts}
        made: dict[str, Any] = {"year": str(case.year), "received": [self._receipt(x) for x in case.received]}
        if case.applicant is not None:
            made["applicant"] = case.applicant
        for name, value in case.firm.items():
            made[self.pick(name, name, facts[None, name].zh)] = self.value(facts[None, name], value)
        for kind, records in case.holdings.items():
            made[kind] = []
            for record in records:
                made[kind].append(
                    {
                        key: value if (kind, key) not in facts else self.value(facts[kind, key], value)
                        for key, value in record.items()
                    }
                )
        return made

    def _receipt(self, receipt: dict[str, Any]) -> dict[str, Any]:
        return {**receipt, "amount": self.money(receipt["amount"]), "year": str(receipt["year"])}

    def value(self, fact: Fact, value: Any) -> Any:
        """A raw value of a fact as text."""
        if isinstance(value, dict):
            return {self._period(key): self.raw(fact.type, item) for key, item in value.items()}
        return self.raw(fact.type, value)

    @staticmethod
    def _period(key: Any) -> str:
        return f"before {key[1]}" if isinstance(key, tuple) else str(key)

    def raw(self, kind: str, value: Any) -> Any:
        """A raw value of a kind as text."""
        match kind:
            case "money":
                return self.money(value)
            case "rate" | "ratio":
                return self.share(value, ratio=kind == "ratio")
            case "points":
                return f"{decimal(value * 100)}个百分点"
            case "yes/no":
                return "yes" if value else "no"
            case "date":
                return "never" if value >= NEVER else date.fromordinal(value).isoformat()
            case "whole" | "number":
                return decimal(value)
            case "m2" | "month" | "machine":
                return f"{decimal(value)}{self.pick(*UNIT_WORDS[kind])}"
        return list(value) if isinstance(value, tuple) else value
