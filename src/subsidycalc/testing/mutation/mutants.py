"""Every small change of a policy: comparisons turned, figures nudged, conditions, limits, rows and clauses gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ...language.expressions import ExpressionError, parse
from ...language.source import Trail, dotted
from ...tree import nodes as n
from ...tree.node import Node
from ...tree.walk import everything
from ..editing import FOR_PEOPLE, Edit, Sheet
from .figures import nudges
from .joined import SIGN, compared, options, parts, statement_at

PARTS = ("in_force", "facts", "records", "figures", "define", "eligible", "measures", "combine")
NAMED = ("facts", "figures", "define", "measures")
"""Parts whose keys are names of the policy's own choosing, whatever word they may be."""
WORDS = (
    "support",
    "applicant",
    "for_each",
    "unpublished",
    "reading",
    "by",
    "per",
    "paid",
    "jointly_with",
    "several",
    "if",
)
"""Keys whose values are names and words, or say how money is paid out: no amount hangs on a figure in them."""
LIMITS = (
    *("at_most", "at_least", "base_at_most", "base_less", "less", "plus", "raise", "together_at_most", "units_at_most"),
    *("count_at_most", "counts", "apply", "jointly_with", "then_each", "rounding"),
)
"""Keys that cap, add, narrow or round, each of which can be left out."""
CONDITIONS = ("eligible", "where", "when", "all", "any")
KEYED = (*(("tiers", "tiers"), ("milestone", "tiers"), ("bracket", "rates"), ("marginal", "rates"), ("grade", "pays")),)
"""Mechanisms and the keys under which their rows stand, each below a bound or an option."""
WINDOWS = ("in_force", "counts", "apply")
COMPARISON, THRESHOLD = "comparison", "threshold"
CONDITION, OPTION, LIMIT, ROW, CLAUSE = "condition", "option", "limit", "row", "clause"
DROPPED, SWAPPED = "–", "↓"
"""What stands in place of what was left out, or comes after its neighbour."""
_TURNED = {">=": ">", "≥": ">", "<=": "<", "≤": "<", ">": ">=", "<": "<="}
_BOUNDS = {"reached": "exceeded", "exceeded": "reached"}
_SHOWN = 60
"""So many characters of what was left out are shown."""


class Mutant(NamedTuple):
    """One change: of what kind, where (file, line, path), what it was and is, and the text of the file with it."""

    kind: str
    line: int
    where: str
    old: str
    new: str
    text: str


class Mutants:
    """The changes of one policy file. ``thresholds`` are the figures that something is compared with."""

    def __init__(self, sheet: Sheet, thresholds: set[str]) -> None:
        self.sheet = sheet
        self.data: dict[str, Any] = sheet.source.data
        self.thresholds = thresholds | {str(trail[-1]) for trail in _places(self.data) if _is_bound(trail)}

    def all(self) -> Iterator[Mutant]:
        """Every change, in the order of the file."""
        found = [*self._texts(), *self._keys(), *self._readings_of_bounds(), *self._dropped()]
        yield from sorted(found, key=lambda m: (m.line, m.where, m.kind))

    # -- what is written otherwise ----------------------------------------------------------------------------

    def _texts(self) -> Iterator[Mutant]:
        for trail, text in _scalars(self.data):
            if text in _BOUNDS and "bounds" in trail:
                yield self._made(COMPARISON, trail, text, _BOUNDS[text], self.sheet.change(trail, _BOUNDS[text]))
                continue
            for match in SIGN.finditer(text):
                new = f"{text[: match.start()]}{_TURNED[match[0]]}{text[match.end() :]}"
                old = statement_at(text, match.start())
                shown = statement_at(new, match.start())
                yield self._made(COMPARISON, trail, old, shown, self.sheet.change(trail, new), at=match.start())
            for nudge in nudges(text):
                kind = THRESHOLD if self._deciding(trail, text, nudge.at) else nudge.kind
                yield self._made(kind, trail, nudge.old, nudge.new, self.sheet.change(trail, nudge.text), at=nudge.at)

    def _keys(self) -> Iterator[Mutant]:
        """The bounds of scales and the days from which something holds, which are keys."""
        for trail in _places(self.data):
            if _is_bound(trail) or trail[-2:-1] == ("dated",):
                for nudge in nudges(str(trail[-1])):
                    made = self.sheet.change(trail, nudge.text, key=True)
                    yield self._made(THRESHOLD, trail, nudge.old, nudge.new, made, key=True)

    def _readings_of_bounds(self) -> Iterator[Mutant]:
        """A reading whose options are *reached* and *exceeded*: each taken for the other."""
        for trail in _places(self.data):
            value = self._at(trail)
            if trail[-1] != "bounds" or not isinstance(value, dict) or set(value) != {"reading"}:
                continue
            options = self.data["readings"][value["reading"]]["options"]
            for option in (o for o in options if o in _BOUNDS):
                told = {o: _BOUNDS[o] if o == option else o for o in options}
                yield self._made(COMPARISON, trail, option, _BOUNDS[option], self.sheet.put(trail, value | told))

    def _deciding(self, trail: Trail, text: str, at: int) -> bool:
        """Whether a figure decides who or what is supported: it is compared, or bounds a span of days."""
        if trail[0] == "figures" and (str(trail[1]) in self.thresholds or trail[-1] in ("from", "to", "until")):
            return True
        return any(key in trail for key in WINDOWS) or compared(text, at)

    # -- what is left out -------------------------------------------------------------------------------------

    def _dropped(self) -> Iterator[Mutant]:
        if self.data.get("rounding") is not None:
            yield self._gone(LIMIT, ("rounding",))
        for trail in _places(self.data):
            key, value = trail[-1], self._at(trail)
            if _is_name(trail):
                continue
            if key in LIMITS and trail[0] in ("measures", "define", "figures"):
                yield from self._each_gone(LIMIT, trail, value)
            if key == "in_force" and trail[0] == "measures":
                yield self._gone(LIMIT, trail)
            if key == "requires" and trail[0] == "measures":
                yield self._gone(CLAUSE, trail)
            if key in CONDITIONS and trail[0] != "combine":
                yield from self._conditions(trail, value)
            if key in ("table", "sum"):
                # The last row of a table says what holds otherwise.
                count = len(value) - 1 if key == "table" else len(value) if len(value) > 1 else 0
                yield from (self._gone(ROW, (*trail, i)) for i in range(count))
                yield from (self._swapped(trail, i) for i in range(count - 1) if key == "table")
            if trail[-2:] in KEYED and len(value) > 1:
                yield from (self._gone(ROW, (*trail, name), f"{name}: ") for name in value)
            if trail == ("combine",):
                yield from self._each_gone(CLAUSE, trail, value)
        for name, step in (self.data.get("define") or {}).items():
            if isinstance(step, list):
                yield from self._conditions(("define", name), step)
        for trail, text in _scalars(self.data):
            if not _is_expression(text):
                continue
            for kind, found in ((CONDITION, parts(text)), (OPTION, options(text))):
                for part in found:
                    made = self.sheet.change(trail, part.without)
                    yield self._made(kind, trail, part.text, DROPPED, made, at=part.at)

    def _swapped(self, trail: Trail, index: int) -> Mutant:
        """A row of a table after the one that follows it."""
        rows = list(self._at(trail))
        rows[index : index + 2] = rows[index + 1], rows[index]
        return self._made(ROW, (*trail, index), _shown(rows[index + 1]), SWAPPED, self.sheet.put(trail, rows))

    def _each_gone(self, kind: str, trail: Trail, value: Any) -> Iterator[Mutant]:
        """The items of a list one by one, or the whole where there is no list of several."""
        several = isinstance(value, list) and len(value) > 1
        yield from (self._gone(kind, way) for way in ([(*trail, i) for i in range(len(value))] if several else [trail]))

    def _conditions(self, trail: Trail, value: Any) -> Iterator[Mutant]:
        """And- or or-joined conditions; what holds for a whole measure or addend may go altogether."""
        if isinstance(value, list) and len(value) > 1:
            yield from (self._gone(CONDITION, (*trail, index)) for index in range(len(value)))
        elif trail[-1] in ("eligible", "where") or (trail[-1] == "when" and trail[-3] in ("plus", "raise")):
            yield self._gone(CONDITION, trail)

    def _gone(self, kind: str, trail: Trail, named: str = "") -> Mutant:
        old = named + _shown(self._at(trail))
        return self._made(kind, trail, old, DROPPED, self.sheet.drop(trail), key=isinstance(trail[-1], str))

    def _at(self, trail: Trail) -> Any:
        return self.sheet.source.value(trail)

    def _made(
        self, kind: str, trail: Trail, old: str, new: str, edit: Edit, *, key: bool = False, at: int = 0
    ) -> Mutant:
        source = self.sheet.source
        spot = source.position(trail, at, key=key)
        place = source.place(trail, key=key) if spot is None else source.spot(spot)
        before, after = (" ".join(text.split()) for text in (old, new))
        return Mutant(kind, place.line, dotted(trail), before, after, edit.files.texts[self.sheet.name])


def thresholds_of(policy: str, trees: Iterable[Node]) -> set[str]:
    """The figures of a policy that something is compared with."""
    found: set[str] = set()
    for node in (x for tree in trees for x in everything(tree)):
        if isinstance(node, n.Compare):
            sides = (x for side in (node.a, node.b) for x in everything(side))
            found |= {x.figure for x in sides if isinstance(x, n.Const) and x.figure is not None}
    return {name.partition("/")[2] for name in found if name.startswith(f"{policy}/")}


def _is_bound(trail: Trail) -> bool:
    return trail[-2:-1] in (("tiers",), ("rates",)) and not _is_name(trail)


def _is_name(trail: Trail) -> bool:
    """Whether a key is the name of a fact, figure, step or measure."""
    return (len(trail) == 2 and trail[0] in NAMED) or trail[:1] == ("records",)


def _scalars(data: dict[str, Any]) -> Iterator[tuple[Trail, str]]:
    """The texts that say something to the program; of facts those alone that compute them."""
    for part in PARTS:
        yield from _below(data.get(part), (part,))


def _below(data: Any, trail: Trail) -> Iterator[tuple[Trail, str]]:
    if isinstance(data, dict):
        for key, item in data.items():
            if _is_name((*trail, key)) or (key not in FOR_PEOPLE and key not in WORDS):
                yield from _below(item, (*trail, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _below(item, (*trail, index))
    elif isinstance(data, str) and (trail[0] not in ("facts", "records") or trail[-1] == "defined"):
        yield trail, data


def _places(data: dict[str, Any]) -> Iterator[Trail]:
    """Every key and index of what rules say of amounts."""

    def keys(holder: Any, trail: Trail) -> Iterator[Trail]:
        items = holder.items() if isinstance(holder, dict) else enumerate(holder) if isinstance(holder, list) else ()
        for key, item in items:
            if isinstance(key, int) or _is_name((*trail, key)) or key not in FOR_PEOPLE:
                if isinstance(key, str):
                    yield (*trail, key)
                yield from keys(item, (*trail, key))

    for part in PARTS:
        if part in data and part not in ("facts", "records"):
            yield (part,)
            yield from keys(data[part], (part,))


def _is_expression(text: str) -> bool:
    """Whether a text is one expression: in what is per something, or between two bounds, *and* joins no conditions."""
    try:
        parse(text)
    except ExpressionError:
        return False
    return True


def _shown(value: Any) -> str:
    text = _written(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"


def _written(value: Any) -> str:
    """A value in one line, as a rule file may have it."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_written(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_written(item) for item in value)}]"
    return str(value)
