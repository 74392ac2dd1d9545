"""The inputs of two results taken apart: fact by fact, period by period, record by record. Each can be switched.

Inputs are laid out flat, each value under its path. Paths begin with ``fact``, ``records``, ``received``, ``year``,
``date``, ``presume``, ``value`` (an assumption) or ``reading``. Facts stand there by id, however they were called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..profile.read import period_of
from ..rulebook.vocabulary import FactDecl
from ..tree import types as t
from ..values.days import day_text, last_day
from ..values.quantities import QuantityError, parse_money

if TYPE_CHECKING:
    from ..profile import ProfileReader

Path = tuple[str, ...]
Flat = dict[Path, Any]

NO_FACTS = frozenset({"name", "year", "language"})
"""Keys of a profile that change no award: the year judged stands beside the profile."""
PARENT = "‹parent›"
KINDS = ("fact", "records", "received", "year", "date", "presume", "value", "reading")
"""The order in which inputs are switched."""
MOST = 150
"""So many pieces are tried one by one; of more, neighbours are taken together."""
FEW_RECORDS, FEWEST = 50, 12
"""Beyond so many records each trial takes longer, so fewer pieces are tried; but never fewer than these."""
_COARSER: tuple[dict[str, int], ...] = (
    {},
    {"fact": 2, "records": 3},
    {"fact": 2, "records": 2, "received": 1, "value": 1, "reading": 1},
)


class Piece(NamedTuple):
    """What is switched in one go: the path that names it, and every path that goes with it."""

    path: Path
    paths: tuple[Path, ...]


# -- taking apart ---------------------------------------------------------------------------------------------


def flat(inputs: Mapping[str, Any], profiles: ProfileReader) -> Flat:
    """The inputs of a result, laid out flat. What these rules do not know keeps the name that it has."""
    made: Flat = {}
    for word, value in inputs["profile"].items():
        known = profiles.keys[None].get(word)
        if word in NO_FACTS or value is None:
            continue
        if word == "received" and isinstance(value, list):
            _receipts(value, profiles, made)
        elif known is not None and known.kind is not None and isinstance(value, list):
            _records(value, known.kind, profiles, made)
        else:
            _fact(known.fact if known else None, word, value, ("fact",), made)
    made[("year",)], made[("date",)] = inputs["year"], inputs["date"]
    made[("presume",)] = inputs["presume"]
    given = inputs["assumptions"]
    for name, item in given["values"].items():
        made["value", name] = {"value": item["value"], "from": item["from"]}
    chosen = {name: item["option"] for name, item in given["readings"].items()} | inputs["readings"]
    for name, option in chosen.items():
        made["reading", name] = option
    return made


def _fact(fact: FactDecl | None, word: str, value: Any, head: Path, made: Flat) -> None:
    name = word if fact is None else fact.name
    periods = value if fact is not None and fact.per is not None and isinstance(value, Mapping) else None
    if periods is None or all(v is None for v in periods.values()):
        made[*head, name] = value if periods is None else {}
        return
    assert fact is not None
    for key, item in periods.items():
        if item is not None:
            made[*head, name, _period(fact, key)] = item


def _period(fact: FactDecl, key: str) -> str:
    try:
        found = period_of(fact, key.strip())
    except QuantityError:
        return key
    return " ".join(map(str, found)) if isinstance(found, tuple) else str(found)


def _records(items: list[Any], kind: str, profiles: ProfileReader, made: Flat) -> None:
    vocabulary = profiles.vocabulary
    parent = vocabulary.records[kind].parent
    up = vocabulary.records[parent] if parent is not None else None
    up_words = {up.one, *up.one_label.values()} if up is not None else set()
    made["records", kind] = True
    for index, item in enumerate(items):
        if not isinstance(item, Mapping):
            made["records", kind, f"#{index + 1}"] = item
            continue
        head = ("records", kind, str(item.get("name")))
        made[head] = True
        for word, value in item.items():
            known = profiles.keys[kind].get(word)
            if word in up_words:
                made[*head, PARENT] = value
            elif word != "name" and value is not None:
                _fact(known.fact if known else None, word, value, head, made)


def _receipts(items: list[Any], profiles: ProfileReader, made: Flat) -> None:
    ones = {w: r.one for r in profiles.vocabulary.records.values() for w in (r.one, *r.one_label.values())}
    made["received",] = True
    seen: Counter[str] = Counter()
    for item in items:
        plain = {ones.get(k, k): v for k, v in item.items()} if isinstance(item, Mapping) else {"award": str(item)}
        about = "; ".join(f"{k}: {v}" for k, v in sorted(plain.items()) if k != "amount" and v is not None)
        made["received", about, f"{seen[about]:05}"] = plain
        seen[about] += 1


# -- putting together -----------------------------------------------------------------------------------------


def question(made: Flat, profiles: ProfileReader) -> dict[str, Any]:
    """Flat inputs as ``RuleBook.assess`` takes them."""
    profile: dict[str, Any] = {}
    values: dict[str, Any] = {}
    readings: dict[str, str] = {}
    for path in sorted(made):
        value, kind = made[path], path[0]
        if kind == "fact":
            _put(profile, path[1:], value)
        elif kind == "records":
            _put_record(profile, path, value, profiles)
        elif kind == "received":
            profile.setdefault("received", []).extend([value] if len(path) > 1 else [])
        elif kind == "value":
            values[path[1]] = value["value"]
        elif kind == "reading":
            readings[path[1]] = value
    return {
        "profile": profile,
        "year": made["year",],
        "date": made["date",],
        "presume": made["presume",],
        "assume": values or None,
        "readings": readings,
    }


def _put(holder: dict[str, Any], path: Path, value: Any) -> None:
    if len(path) == 1:
        holder.setdefault(path[0], dict(value) if isinstance(value, dict) else value)
    else:
        holder.setdefault(path[0], {})[path[1]] = value


def _put_record(profile: dict[str, Any], path: Path, value: Any, profiles: ProfileReader) -> None:
    records = profile.setdefault(path[1], [])
    if len(path) == 2:
        return
    if not records or records[-1]["name"] != path[2]:
        records.append({"name": path[2]})
    if path[3:] == (PARENT,):
        parent = profiles.vocabulary.records[path[1]].parent
        assert parent is not None
        records[-1][profiles.vocabulary.records[parent].one] = value
    elif len(path) > 3:
        _put(records[-1], path[3:], value)


# -- what differs ---------------------------------------------------------------------------------------------


def pieces(a: Flat, b: Flat, profiles: ProfileReader) -> list[Piece]:
    """What differs between two inputs, in the order of the vocabulary.

    A record or a list that only one of them has is one piece. The last day of the year judged goes with the year.
    """
    paths = [p for p in sorted(a.keys() | b.keys()) if not _same(p, a, b, profiles)]
    records = sum(p[0] == "records" and len(p) == 3 for p in a.keys() | b.keys())
    most = MOST if records <= FEW_RECORDS else max(FEWEST, MOST * FEW_RECORDS // records)
    for coarser in _COARSER:
        found = _grouped(paths, coarser)
        if len(found) <= most:
            break
    if _ends_of_years(a, b):
        found = _year_with_its_day(found)
    return sorted(found, key=lambda piece: _order(piece.path, profiles))


def _grouped(paths: Iterable[Path], coarser: Mapping[str, int]) -> list[Piece]:
    groups: dict[Path, list[Path]] = {}
    known = set(paths)
    for path in sorted(known):
        head = path[: coarser.get(path[0], len(path))]
        # A list or record that only one side has comes whole.
        whole = next((path[:i] for i in range(1, len(head)) if path[:i] in known), head)
        groups.setdefault(whole, []).append(path)
    return [Piece(head, tuple(group)) for head, group in groups.items()]


def _same(path: Path, a: Flat, b: Flat, profiles: ProfileReader) -> bool:
    """Whether a value is the same in both, however it is written."""
    if path not in a or path not in b:
        return False
    first, second = a[path], b[path]
    if first.__class__ is second.__class__ and first == second:
        return True
    if path[0] == "received" and len(path) > 1:
        return _same_money(first.get("amount"), second.get("amount"))
    fact = fact_of(path, profiles)
    if fact is None:
        return False
    try:
        return bool(parsed(fact, first, path, profiles) == parsed(fact, second, path, profiles))
    except QuantityError:
        return False


def _same_money(first: Any, second: Any) -> bool:
    try:
        return parse_money(str(first)) == parse_money(str(second))
    except QuantityError:
        return False


def fact_of(path: Path, profiles: ProfileReader) -> FactDecl | None:
    """The fact that a path is about."""
    vocabulary = profiles.vocabulary
    if path[0] == "fact":
        return vocabulary.facts.get(path[1])
    if path[0] == "records" and len(path) > 3 and path[1] in vocabulary.records:
        return vocabulary.of(path[1]).get(path[3])
    return None


def parsed(fact: FactDecl, value: Any, path: Path, profiles: ProfileReader) -> Any:
    """A value as it is computed with; what was chosen of several has no order.

    Raises:
        QuantityError: the fact has no such value.
    """
    owner = path[1] if path[0] == "records" else None
    read = profiles.keys[owner][fact.name].read
    if read is None or isinstance(value, Mapping):
        raise QuantityError("value.one", name=fact.name)
    found = read(value)
    return frozenset(found) if fact.type.kind == t.CHOICES else found


def _ends_of_years(a: Flat, b: Flat) -> bool:
    return all(x["date",] == day_text(last_day(x["year",])) for x in (a, b) if 0 < x["year",] < 9999)


def _year_with_its_day(found: list[Piece]) -> list[Piece]:
    names = {piece.path for piece in found}
    if not {("year",), ("date",)} <= names:
        return found
    kept = [piece for piece in found if piece.path not in (("year",), ("date",))]
    return [*kept, Piece(("year",), (("year",), ("date",)))]


def _order(path: Path, profiles: ProfileReader) -> tuple[Any, ...]:
    vocabulary = profiles.vocabulary
    rank = KINDS.index(path[0])
    if path[0] == "fact":
        return rank, _place(path[1], vocabulary.facts), path
    if path[0] == "records":
        place = _place(path[1], vocabulary.records)
        facts = vocabulary.of(path[1]) if path[1] in vocabulary.records else {}
        return rank, place, path[2:3], _place(path[3], facts) if len(path) > 3 else -1, path
    return rank, path


def _place(name: str, names: Iterable[str]) -> int:
    known = list(names)
    return known.index(name) if name in known else len(known)


def switched(a: Flat, b: Flat, some: Iterable[Piece]) -> Flat:
    """The first inputs with some pieces taken from the second."""
    made = dict(a)
    for piece in some:
        for path in piece.paths:
            if path in b:
                made[path] = b[path]
            else:
                made.pop(path, None)
    return made
