"""Random rule files that combine, with a firm; what is open of it can be filled in every way."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

import subsidycalc
from subsidycalc.diagnostics import Faults

YEAR = 2024
UP_TO = 9
LEVELS, SUPPORTS = ("city", "district"), ("grant", "interest")


class Measure(NamedTuple):
    """A measure that pays an amount where a flag of the profile holds.

    The amount is a ``fact`` of the profile, ``up to`` a figure, or ``unpublished``.
    """

    id: str
    support: str
    record: bool
    cap: int | None
    best_of: int | None
    form: str = "fact"

    @property
    def name(self) -> str:
        return self.id.partition("/")[2]

    @property
    def pack(self) -> str:
        return self.id.partition("/")[0]


class Clause(NamedTuple):
    """A clause: its word, the measures of each side, its ceiling, what is needed, what it hangs on, its scope."""

    pack: str
    word: str
    groups: tuple[tuple[str, ...], ...]
    kinds: tuple[tuple[str | None, str | None], ...]
    at_most: int | None
    need: Any
    hangs: dict[str, bool] | None
    per: str
    data: dict[str, Any]
    ceiling: str = ""
    """The name of a ceiling that is not published."""


class Instance(NamedTuple):
    """Rules, a profile that is known in part, and what may fill it. Amounts in whole 元."""

    levels: dict[str, str]
    measures: tuple[Measure, ...]
    clauses: tuple[Clause, ...]
    projects: tuple[str, ...]
    flags: dict[tuple[str, str], bool | None]
    amounts: dict[tuple[str, str], tuple[int, int | None]]
    """By measure and record, or by the name of a ceiling: at least and at most."""
    reading: str | None
    received: list[dict[str, Any]] | None


class Answer(NamedTuple):
    """A filled instance: every flag, amount and receipt known."""

    flags: dict[tuple[str, str], bool]
    amounts: dict[tuple[str, str], int]
    reading: str
    received: list[dict[str, Any]]


def instance(rng: Random, *, gaps: bool) -> Instance:
    """A random instance; with ``gaps`` some of it is open, in few enough ways to try them all."""
    return _Maker(rng, gaps).make()


class _Maker:
    def __init__(self, rng: Random, gaps: bool) -> None:
        self.rng, self.gaps = rng, gaps

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def some(self, items: list[str], least: int) -> list[str]:
        count = min(len(items), least + self.rng.randrange(3))
        return sorted(self.rng.sample(items, count)) if self.chance(50) else self.rng.sample(items, count)

    def make(self) -> Instance:
        rng = self.rng
        packs = ["p"] if self.chance(60) else ["p", "q"]
        levels = {pack: rng.choice(LEVELS) for pack in packs}
        count = 2 + rng.randrange(5)
        with_records = self.chance(45)
        projects = tuple(f"P{i}" for i in range(1 + rng.randrange(3))) if with_records else ()
        measures = []
        for number in range(count):
            each = with_records and self.chance(60)
            cap = rng.choice((4, 7, 9)) if each and self.chance(25) else None
            most = rng.choice((1, 2)) if each and self.chance(20) else None
            form = rng.choice(("fact", "fact", "fact", "fact", "up to", "unpublished")) if not each else "fact"
            measures.append(Measure(f"{rng.choice(packs)}/m{number}", rng.choice(SUPPORTS), each, cap, most, form))
        flags: dict[tuple[str, str], bool | None] = {}
        amounts: dict[tuple[str, str], tuple[int, int | None]] = {}
        for measure in measures:
            for record in projects if measure.record else ("",):
                key = measure.id, record
                flags[key] = self.chance(85)
                low = rng.randrange(10)
                amounts[key] = low, low
        received = self._received(measures, projects)
        made = Instance(levels, tuple(measures), (), projects, flags, amounts, None, received)
        clauses = tuple(self._numbered(self._clauses(made)))
        ceilings = {(c.ceiling, ""): (at, at) for c in clauses if c.ceiling for at in [rng.randrange(12)]}
        made = made._replace(clauses=clauses, amounts=amounts | ceilings)
        made = made._replace(reading=rng.choice(("one", "two")))
        return self._opened(made) if self.gaps else made

    def _received(self, measures: list[Measure], projects: tuple[str, ...]) -> list[dict[str, Any]]:
        found = []
        for _ in range(self.rng.choice((0, 0, 0, 1, 2))):
            found.append(self.receipt(measures, projects))
        return found

    def receipt(
        self, measures: list[Measure] | tuple[Measure, ...], projects: tuple[str, ...], *, earlier: bool = False
    ) -> dict[str, Any]:
        """Money received. ``earlier``: what a measure of the book brought came before the year judged, for what it
        brings in that year is what the program computes while nothing is said."""
        rng = self.rng
        year = rng.choice((YEAR, YEAR - 1))
        made: dict[str, Any] = {"amount": f"{rng.randrange(6)}元", "year": year}
        if self.chance(50):
            made |= {"level": rng.choice((*LEVELS, "central")), "support": rng.choice(SUPPORTS)}
            if projects:
                # Money for nobody knows which project is a gap of its own.
                made["project"] = rng.choice(projects)
        else:
            measure = rng.choice(measures)
            made["award"] = measure.id
            made["year"] = YEAR - 1 if earlier else year
            if measure.record:
                made["project"] = rng.choice(projects)
        return made

    # -- clauses ----------------------------------------------------------------------------------------------

    def _clauses(self, made: Instance) -> Iterator[Clause]:
        words = ["elect_one", "not_with", "joint_cap", "requires", "priority", "difference"]
        for _ in range(1 + self.rng.randrange(4)):
            word = self.rng.choice([*words, "elect_one", "joint_cap"])
            clause = self._clause(word, made)
            if clause is not None:
                yield clause

    def _numbered(self, clauses: Iterator[Clause]) -> Iterator[Clause]:
        """Some ceilings are not published; they are named by their place in the file."""
        numbers: dict[str, int] = {}
        for clause in clauses:
            number = numbers[clause.pack] = numbers.get(clause.pack, 0) + 1
            if clause.word == "joint_cap" and self.chance(20):
                name = f"{clause.pack}/combine.{number}.joint_cap.at_most"
                clause = clause._replace(ceiling=name, data=clause.data | {"at_most": "unpublished"})
            yield clause

    def _clause(self, word: str, made: Instance) -> Clause | None:
        rng = self.rng
        by_record = bool(made.projects) and self.chance(45)
        ids = [m.id for m in made.measures if m.record or not by_record]
        if len(ids) < 2:
            return None
        pack = rng.choice(sorted(made.levels))
        scope = ["project"] if by_record else ["firm"]
        per = " and ".join([*scope, "year"] if self.chance(60) else scope)
        groups: list[tuple[str, ...]] = []
        kinds: list[tuple[str | None, str | None]] = []
        at_most, need = None, None
        data: dict[str, Any] = {}
        if word == "elect_one":
            chosen = self.some(ids, 2)
            if len(chosen) > 2 and self.chance(40):
                groups = [tuple(chosen[:2]), *((x,) for x in chosen[2:])]
            else:
                groups = [(x,) for x in chosen]
            sides: list[Any] = [list(g) if len(g) > 1 else g[0] for g in groups]
            data = {"of": sides, "per": per}
        elif word == "not_with":
            chosen = self.some(ids, 2)
            groups = [tuple(chosen[:1]), tuple(chosen[1:])]
            of: list[Any] = list(groups[1])
            if self.chance(40):
                kinds.append((rng.choice((*LEVELS, "central")), rng.choice((None, *SUPPORTS))))
                of.append({k: v for k, v in zip(("level", "support"), kinds[0], strict=True) if v})
                # Of what a kind selects, only measures given for the thing that the scope names take part.
                groups[1] = (*groups[1], *(x for x in _of_kind(made, kinds[0]) if x not in groups[1] and x in ids))
            data = {"measures": list(groups[0]), "of": of, "per": per}
        elif word == "joint_cap":
            groups = [tuple(self.some(ids, 2))]
            at_most = rng.randrange(3, 20)
            of = list(groups[0])
            if self.chance(30):
                kinds.append(("central", rng.choice((None, *SUPPORTS))))
                of.append({k: v for k, v in zip(("level", "support"), kinds[0], strict=True) if v})
            data = {"of": of, "at_most": f"{at_most}元", "per": per}
        elif word in ("requires", "priority"):
            order = sorted(self.some(ids, 2), key=lambda x: x.partition("/")[2])
            if word == "requires":
                groups = [(order[-1],)]
                need = {rng.choice(("any", "all")): order[:-1]} if self.chance(60) else order[0]
                data |= {"measures": order[-1], "needs": need}
                per = "firm"
            else:
                groups = [(x,) for x in order]
                data = {"of": order, "per": per}
        else:
            groups = [(rng.choice(ids),)]
            data = {"measures": groups[0][0], "per": per}
        hangs = None
        if self.chance(15):
            hangs = {"one": True, "two": False}
        return Clause(pack, word, tuple(groups), tuple(kinds), at_most, need, hangs, per, data)

    # -- gaps -------------------------------------------------------------------------------------------------

    def _opened(self, made: Instance) -> Instance:
        rng = self.rng
        flags, amounts = dict(made.flags), dict(made.amounts)
        forms = {m.id: m.form for m in made.measures}
        for _ in range(1 + rng.randrange(4)):
            key = rng.choice(sorted(amounts))
            form = forms.get(key[0], "unpublished")
            if key in flags and self.chance(40):
                flags[key] = None
            elif form == "fact":
                low = amounts[key][0]
                amounts[key] = low, low + 1 + rng.randrange(6)
            else:
                amounts[key] = 0, None if form == "unpublished" else UP_TO
        reading = None if self.chance(30) else made.reading
        received = None if self.chance(15) else made.received
        return made._replace(flags=flags, amounts=amounts, reading=reading, received=received)


def _of_kind(made: Instance, kind: tuple[str | None, str | None]) -> list[str]:
    return [m.id for m in made.measures if kind[0] in (None, made.levels[m.pack]) and kind[1] in (None, m.support)]


def completions(made: Instance, rng: Random) -> Iterator[Answer]:
    """Every way to fill what is open; of amounts the ends and one between, of money received a few examples."""
    flags = {k: [v] if v is not None else [True, False] for k, v in made.flags.items()}
    amounts = {
        k: [0, 3, 14] if high is None else sorted({low, (low + high) // 2, high})
        for k, (low, high) in made.amounts.items()
    }
    readings = [made.reading] if made.reading else ["one", "two"]
    maker = _Maker(rng, False)
    received = (
        [made.received]
        if made.received is not None
        else [
            [],
            *([maker.receipt(made.measures, made.projects, earlier=True)] for _ in range(3)),
            [maker.receipt(made.measures, made.projects, earlier=True) for _ in range(2)],
        ]
    )
    for f, a, r, x in product(product(*flags.values()), product(*amounts.values()), readings, received):
        yield Answer(dict(zip(flags, f, strict=True)), dict(zip(amounts, a, strict=True)), r, x)


def filled(made: Instance, answer: Answer) -> Instance:
    """The instance with everything known."""
    flags: dict[tuple[str, str], bool | None] = dict(answer.flags)
    amounts: dict[tuple[str, str], tuple[int, int | None]] = {k: (v, v) for k, v in answer.amounts.items()}
    return made._replace(flags=flags, amounts=amounts, reading=answer.reading, received=answer.received)


# -- as files ---------------------------------------------------------------------------------------------------


def write(made: Instance, folder: Path) -> None:
    """The rule files."""
    firm: dict[str, Any] = {}
    project: dict[str, Any] = {}
    for measure in made.measures:
        facts = project if measure.record else firm
        facts[f"ok_{measure.name}"] = {"zh": f"符合{measure.name}", "en": f"ok {measure.name}", "type": "yes/no"}
        if measure.form == "fact":
            facts[f"pay_{measure.name}"] = {"zh": f"金额{measure.name}", "en": f"pay {measure.name}", "type": "money"}
    records: dict[str, dict[str, Any]] = {
        "projects": {"zh": "项目", "en": "projects", "one": "project", "facts": project or None}
    }
    if not project:
        records["projects"].pop("facts")
    vocabulary: dict[str, Any] = {"language": "1", "facts": firm or None, "records": records}
    if not firm:
        vocabulary.pop("facts")
    _dump(vocabulary, folder / "vocabulary" / "facts.yaml")
    for pack, level in made.levels.items():
        _dump(_policy(made, pack, level), folder / pack / "policy.yaml")


def _policy(made: Instance, pack: str, level: str) -> dict[str, Any]:
    measures: dict[str, Any] = {}
    for measure in made.measures:
        if measure.pack != pack:
            continue
        key = "where" if measure.record else "eligible"
        forms = {"fact": f"pay_{measure.name}", "up to": f"up to {UP_TO}元", "unpublished": "unpublished"}
        award: Any = forms[measure.form]
        if measure.cap is not None:
            award = {"value": award, "at_most": f"{measure.cap}元 per firm and year"}
        data = {
            "support": measure.support,
            "for_each": ["projects", "year"] if measure.record else "year",
            key: [f"ok_{measure.name}"],
            "award": award,
        }
        if measure.best_of is not None:
            data["count_at_most"] = f"{measure.best_of} per firm and year"
        measures[measure.name] = data
    if not measures:
        # A pack needs a measure; this one is of another age, so that no clause finds it.
        measures["idle"] = {"award": "0元", "in_force": {"from": "2099-01-01", "until": "unpublished"}}
    clauses = []
    for clause in made.clauses:
        if clause.pack == pack:
            written: dict[str, Any] = {clause.word: clause.data}
            if clause.hangs is not None:
                written["if"] = {"reading": "how"} | {k: "yes" if v else "no" for k, v in clause.hangs.items()}
            clauses.append(written)
    policy: dict[str, Any] = {
        "language": "1",
        "policy": pack,
        "level": level,
        "in_force": {"from": f"{YEAR - 2}-01-01", "until": "unpublished"},
        "readings": {"how": {"asks": "how?", "options": ["one", "two"]}},
        "measures": measures,
    }
    if clauses:
        policy["combine"] = clauses
    return policy


def _dump(data: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(_texts(copy.deepcopy(data)), allow_unicode=True, sort_keys=False, Dumper=_Plain)
    path.write_text(text, "utf-8")


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _texts(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_texts(v) for v in value]
    return value if isinstance(value, bool) else str(value)


def profile(made: Instance) -> dict[str, Any]:
    """The firm as a profile; what is open is left out or given as a range."""
    found: dict[str, Any] = {"year": YEAR}
    projects = [{"name": name} for name in made.projects]
    forms = {m.id: m.form for m in made.measures}
    for (id_, record), flag in made.flags.items():
        name = id_.partition("/")[2]
        home = next(p for p in projects if p["name"] == record) if record else found
        low, high = made.amounts[id_, record]
        if forms[id_] == "fact":
            home[f"pay_{name}"] = f"{low}元" if low == high else f"{low}元 to {high}元"
        if flag is not None:
            home[f"ok_{name}"] = "yes" if flag else "no"
    found["projects"] = projects
    if made.received is not None:
        found["received"] = made.received
    return found


def assumptions(made: Instance) -> dict[str, str]:
    """Values for what the rules do not publish or leave to the authority."""
    names = {(m.id, ""): f"{m.id}.award" for m in made.measures if m.form != "fact"}
    names |= {(c.ceiling, ""): c.ceiling for c in made.clauses if c.ceiling}
    return {name: f"{made.amounts[k][0]}元" for k, name in names.items() if made.amounts[k][0] == made.amounts[k][1]}


def readings(made: Instance) -> dict[str, str]:
    """The options chosen."""
    return {f"{pack}/how": made.reading for pack in made.levels} if made.reading else {}


def loaded(made: Instance, folder: Path) -> subsidycalc.RuleBook | None:
    """The rule book, or ``None`` where ceilings cross: that is a fault of the rules."""
    write(made, folder)
    try:
        return subsidycalc.load(folder)
    except Faults as faults:
        codes = {d.code for d in faults.diagnostics}
        assert codes <= {"clause.crossing"}, faults
        return None
