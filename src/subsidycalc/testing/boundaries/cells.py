"""The firm of a made case as cells that can be set one by one, and the profile that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ...rulebook.model import Book, Measure
from ...rulebook.vocabulary import APPLICANT, FOUNDED, PLACE, FactDecl
from ...tree import nodes as n
from ...tree import types as t
from ...tree.node import Node
from ...tree.walk import everything
from ...values.days import day_text, first_day, last_day
from ...values.ranges import Number
from ..asked import facts_below, trees_of
from ..spelling import HOLDS, around, leaves, sayable, written

SPECIAL = "*"


class Cell(NamedTuple):
    """One thing that a case says: a fact in a period, or (``owner`` is ``*``) the day, the year, how many records."""

    owner: str | None
    name: str
    back: int | None = None
    at: int | str | None = None


DAY, YEAR_JUDGED, TIMES = Cell(SPECIAL, "date"), Cell(SPECIAL, "year"), Cell(SPECIAL, "times")
"""The day on which the text is read, the year judged, and the how-manieth award this is."""


def cell_of(fact: n.Fact) -> Cell:
    """The cell of a fact."""
    return Cell(fact.owner, fact.name, fact.back, fact.at)


def copies(kind: str) -> Cell:
    """How many records of a kind there are."""
    return Cell(SPECIAL, f"copies {kind}")


def money_from(node: n.Result) -> Cell:
    """Money received, as a rule asks for it."""
    return Cell(SPECIAL, f"received {node.measure}|{node.level or ''}|{node.support or ''}")


Constraint = tuple[str, Any]


def chosen(known: Iterable[Constraint], decl: FactDecl) -> Any:
    """A value that all constraints allow; ``None`` if there is none (or none was found)."""
    known = list(known)
    kind = decl.type.kind
    if kind == t.BOOL:
        values = {value for _, value in known}
        return values.pop() if len(values) == 1 else None
    if kind == t.CHOICE:
        return next((x for x in leaves(decl) if all((x in v) == (op == "in") for op, v in known)), None)
    if kind == t.CHOICES:
        never = {x for op, v in known if op == "not in" for x in v}
        wanted = [v for op, v in known if op == "in"]
        found = [next((x for x in leaves(decl) if x in v and x not in never), None) for v in wanted]
        if None in found:
            return None
        return tuple(dict.fromkeys(found)) if wanted else tuple([x for x in leaves(decl) if x not in never][-1:])
    low, high = decl.low, decl.high
    near = around((v for _, v in known), kind)
    near += [(a[1] + b[1]) // 2 for a in known for b in known if isinstance(a[1], int) and isinstance(b[1], int)]
    for value in near:
        fits = (low is None or value >= low) and (high is None or value <= high) and sayable(value)
        if fits and all(HOLDS[op](value, v) for op, v in known):
            return value
    return None


class Draft:
    """A case in the making. ``values`` are typed; what a cell lacks is the example of the vocabulary."""

    def __init__(self, look: Look, values: Mapping[Cell, Any], readings: Mapping[str, str]) -> None:
        self.look, self.values, self.readings = look, dict(values), dict(readings)
        self.extras: tuple[str, ...] = ()
        """Further records, each by its kind with a mark behind it: they are there for what some record must be."""
        self.last: dict[Cell, Any] = {}
        """What the last record of several has in place of what all have."""

    def with_(self, cell: Cell, value: Any, *, last: bool = False) -> Draft:
        """The same with one cell set, in the last record alone or in all."""
        made = Draft(self.look, self.values, self.readings)
        made.last, made.extras = dict(self.last), self.extras
        if last:
            made.last[cell] = value
        else:
            made.values[cell] = value
            made.last.pop(cell, None)
        return made

    def of(self, cell: Cell) -> Any:
        """What a cell holds; ``None`` for the example."""
        return self.last.get(cell, self.values.get(cell))

    @property
    def year(self) -> int:
        """The year judged."""
        start = self.look.first_year
        given = self.values.get(YEAR_JUDGED)
        return int(given) if given is not None else start + max(0, int(self.values.get(TIMES, 1)) - 1)

    @property
    def date(self) -> str | None:
        """The day on which the text is read, where it is not the last of the year."""
        day = self.values.get(DAY)
        return None if day is None or day == last_day(self.year) else day_text(int(day))

    def profile(self) -> dict[str, Any]:
        """The facts as a profile has them."""
        look, made = self.look, dict[str, Any]()
        applicant = self._value(Cell(None, APPLICANT)) if APPLICANT in look.vocabulary.facts else None
        if applicant not in (None, "firm"):
            made[APPLICANT] = applicant
        self._facts(None, made, self.values)
        for kind in look.kinds:
            parent = look.vocabulary.records[kind].parent
            made[kind] = []
            for above in made[parent] if parent is not None else [None]:
                made[kind] += self._records(kind, above, len(made[kind]))
        if look.received or self.year > look.first_year:
            made["received"] = self._received()
        return made

    def _records(self, kind: str, above: dict[str, Any] | None, before: int) -> list[dict[str, Any]]:
        """The records of a kind that belong to one record, further ones first: the last is the one looked at."""
        records = self.look.vocabulary.records
        extras = [x for x in self.extras if x.partition("#")[0] == kind]
        number = int(self.values.get(copies(kind), 1))
        found = []
        for index, owner in enumerate((*extras, *[kind] * number), start=1):
            made: dict[str, Any] = {"name": str(before + index)}
            if above is not None:
                made[records[str(records[kind].parent)].one] = above["name"]
            last = index == len(extras) + number
            values = {**self.values, **self.last} if last else self.values
            if owner != kind:
                values = {c._replace(owner=kind): v for c, v in values.items() if c.owner == owner}
            self._facts(kind, made, values)
            found.append(made)
        return found

    def _facts(self, owner: str | None, made: dict[str, Any], values: Mapping[Cell, Any]) -> None:
        for name, decl in self.look.facts[owner].items():
            if name == APPLICANT and owner is None:
                continue
            if decl.per is None:
                made[name] = self._raw(Cell(owner, name), decl, values)
                continue
            periods = {c for c in self.look.cells if (c.owner, c.name) == (owner, name)}
            series = {str(c.at if c.back is None else self.year - c.back): c for c in periods}
            if (owner, name) in self.look.histories:
                founded = self.founded()
                series = {p: c for p, c in series.items() if int(p) >= founded}
                for year in range(founded, self.year):
                    series.setdefault(str(year), Cell(owner, name, 1))
            made[name] = {p: self._raw(series[p], decl, values) for p in sorted(series)}

    def founded(self) -> int:
        """The founding year: one year back unless something says otherwise, so that the history is short."""
        value = self.values.get(Cell(None, FOUNDED))
        return int(value) if value is not None else self.year - max(1, self.look.furthest)

    def _raw(self, cell: Cell, decl: FactDecl, values: Mapping[Cell, Any]) -> Any:
        if (cell.owner, cell.name) == (None, FOUNDED):
            return str(self.founded())
        value = values.get(cell)
        return self._example(decl) if value is None else written(value, decl.type.kind)

    def _value(self, cell: Cell) -> Any:
        return self.values.get(cell)

    def _example(self, decl: FactDecl) -> Any:
        """What a fact that nothing turns on is: plain, and small."""
        kind = decl.type.kind
        if kind == t.BOOL:
            return "no"
        if kind in (t.CHOICE, t.CHOICES):
            last = leaves(decl)[-1]
            return last if kind == t.CHOICE else [last]
        if decl.example is not None and not isinstance(decl.example, (dict, list)):
            return decl.example
        if kind == t.DATE:
            return day_text(first_day(self.year))
        if kind == t.TEXT:
            return "a"
        value: Number = 10**9 if kind == t.MONEY else 1
        value = value if decl.low is None or value >= decl.low else decl.low
        return written(value if decl.high is None or value <= decl.high else decl.high, kind)

    def _received(self) -> list[dict[str, Any]]:
        look, found = self.look, list[dict[str, Any]]()
        for earlier in range(int(self.values.get(TIMES, 1)) - 1):
            item = {"award": look.measure.id, "amount": "1元", "year": str(look.first_year + earlier)}
            if look.measure.for_each is not None:
                item[look.vocabulary.records[look.measure.for_each].one] = "1"
            found.append(item)
        for cell, value in self.values.items():
            if cell.owner == SPECIAL and cell.name.startswith("received ") and value:
                award, level, support = cell.name.removeprefix("received ").split("|")
                what = {"award": award} if award else {"level": level or "other", "support": support or "other"}
                found.append({**what, "amount": written(value, t.MONEY), "year": str(self.year)})
        return found


class Look:
    """What the rules of one measure look at: its facts, periods and records."""

    def __init__(self, book: Book, measure: Measure, keys: Mapping[str, set[str]], first_year: int) -> None:
        self.measure, self.vocabulary, self.first_year = measure, book.vocabulary, first_year
        self.trees: list[Node] = [x for tree in trees_of(measure) for x in everything(tree)]
        found = [x for x in self.trees if isinstance(x, n.Fact) and x.definition is None]
        self.cells = dict.fromkeys(cell_of(x) for x in found)
        overs = [x for x in self.trees if isinstance(x, n.Over)]
        self.kinds: list[str] = []
        chains = [measure.for_each, measure.jointly_with, *(x.kind for x in overs if x.kind != "years")]
        for kind in (*chains, *(x.owner for x in found)):
            for owner in reversed(self.vocabulary.chain(kind)):
                if owner is not None and owner not in self.kinds:
                    self.kinds.append(owner)
        years = [x for x in overs if x.kind == "years"]
        inside = [f for x in years for f in facts_below(x) if f.back is not None]
        self.histories = {(f.owner, f.name) for f in inside}
        self.furthest = max((f.back + 1 for f in inside if f.back is not None), default=0)
        self.received = any(isinstance(x, n.Result) and x.what != "given" for x in self.trees)
        self.facts: dict[str | None, dict[str, FactDecl]] = {None: {}, **{kind: {} for kind in self.kinds}}
        named = [(c.owner, c.name) for c in self.cells]
        named += [(kind, name) for kind in self.kinds for name in sorted(keys.get(kind, ()))]
        facts = self.vocabulary.facts
        named += [(None, FOUNDED)] if self.histories and FOUNDED in facts else []
        named += [(None, PLACE)] if book.policies[measure.policy].region and PLACE in facts else []
        for owner, name in named:
            decl = self.vocabulary.of(owner)[name]
            if decl.definition is None:
                self.facts[owner][name] = decl

    def decl(self, cell: Cell) -> FactDecl:
        """The declaration of the fact of a cell."""
        owner = None if cell.owner is None else cell.owner.partition("#")[0]
        return self.vocabulary.of(owner)[cell.name]
