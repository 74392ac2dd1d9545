"""Two results of one firm side by side: what differs, and which input or rule is to blame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..answers.inputs import digest_of
from ..diagnostics import Faults, say
from ..profile.scalars import shown_of
from ..values.quantities import yuan
from .blame import Blame, Step, View, blame, changed_awards
from .labels import Labels
from .pieces import Flat, Piece, flat, pieces, question, switched
from .results import Kept
from .verify import other_packs, recompute

if TYPE_CHECKING:
    from ..answers.assess import RuleBook

FORMAT = "subsidycalc/comparison/1"
"""Name and version of the JSON form: keys are added, never renamed."""
OUTCOME = ("status", "low", "high", "final", "counted", "lost_to", "tier", "next")
"""What is compared of an award and of each of its records."""
IN_WORDS = ("tier", "next")
"""Those of them that depend on the language of the result."""
TOTAL = ("low", "high", "high_known", "unbounded")
RULES = "rules"
"""Stands among the inputs of a step for the rules and the program."""


def view_of(data: Mapping[str, Any], *, words: bool = True) -> View:
    """What is compared of an assessment in the JSON form; without ``words`` only what is the same in each language."""
    keys = OUTCOME if words else tuple(k for k in OUTCOME if k not in IN_WORDS)
    awards = {
        award["id"]: {key: award[key] for key in keys}
        | {"items": {item["record"]: {key: item[key] for key in keys} for item in award["items"]}}
        for award in data["awards"]
    }
    return {"total": {key: data["total"][key] for key in TOTAL}, "awards": awards}


class _Side(NamedTuple):
    """One of the two results: as it was read, what its inputs give now, and whether its rules or program are others."""

    kept: Kept
    now: dict[str, Any] | None
    other_rules: bool
    other_program: bool
    came_out: bool
    """Whether its inputs give now what stands in the file."""


def compare(book: RuleBook, a: Kept, b: Kept, lang: str) -> dict[str, Any]:
    """The comparison in the JSON form.

    Raises:
        Faults: inputs written for these very rules cannot be read by them; located in their file.
    """
    return _Comparison(book, a, b, lang).form()


class _Comparison:
    def __init__(self, book: RuleBook, a: Kept, b: Kept, lang: str) -> None:
        self.book, self.lang = book, lang
        self.at_hand = book.rendering(lang).rulebook()
        self.sides = self._side(a), self._side(b)
        self.labels = Labels(book, lang)
        self.titles = {x["id"]: x["title"] for side in self.sides[::-1] for x in (side.now or side.kept.data)["awards"]}
        self.flats: tuple[Flat, Flat] | None = None
        self.pieces: list[Piece] = []
        if a.inputs is not None and b.inputs is not None:
            self.flats = flat(a.inputs, book.profiles), flat(b.inputs, book.profiles)
            self.pieces = pieces(*self.flats, book.profiles)
        self.why_not = self._why_not()
        self.blame: Blame | None = None
        if self.why_not is None:
            self._establish()
        self.words = self._words()

    def _side(self, kept: Kept) -> _Side:
        recorded = kept.data["rulebook"]
        other_rules = bool(other_packs(recorded, self.at_hand))
        other_program = recorded["program"] != self.at_hand["program"]
        now, came_out = None, False
        if kept.inputs is not None:
            try:
                came_out = view_of(recompute(self.book, kept)) == view_of(kept.data)
                now = recompute(self.book, kept, lang=self.lang)
            except Faults:
                if not other_rules:
                    raise
        return _Side(kept, now, other_rules, other_program, came_out)

    # -- can the cause be established? ------------------------------------------------------------------------

    def _why_not(self) -> str | None:
        """Why the cause of the differences cannot be established by computing anew, if it cannot."""
        for name, side in zip("AB", self.sides, strict=True):
            if side.kept.inputs is None:
                return self.say("compare.no_inputs", side=name)
        if all(side.other_rules for side in self.sides):
            return self.say("compare.others")
        for name, side in zip("AB", self.sides, strict=True):
            if side.now is None:
                return self.say("compare.unreadable", side=name)
            if not side.came_out and not side.other_rules and not side.other_program:
                return self.say("compare.changed", side=name)
        if not any(side.came_out for side in self.sides):
            return self.say("compare.others")
        return None

    def _establish(self) -> None:
        """Find the blame; where the inputs taken apart do not give what they gave whole, nothing is claimed."""
        assert self.flats is not None
        a, b = self.flats
        for name, side, inputs in zip("AB", self.sides, self.flats, strict=True):
            if self._ask(inputs) != view_of(side.now or {}):
                self.why_not = self.say("compare.changed", side=name)
                return
        self.blame = blame(len(self.pieces), lambda some: self._ask(switched(a, b, [self.pieces[i] for i in some])))

    def _ask(self, inputs: Flat) -> View:
        return view_of(self.book.assess(**question(inputs, self.book.profiles)).to_dict(lang=self.lang))

    # -- the JSON form ----------------------------------------------------------------------------------------

    def say(self, key: str, **params: object) -> str:
        return say(key, self.lang, **params)

    def form(self) -> dict[str, Any]:
        a, b = (self._view(side) for side in self.sides)
        steps = self._steps(a, b)
        awards = [self._award(id_, a, b, steps) for id_ in self._listed(a, b, steps)]
        inputs = self._inputs()
        rules = self._rules()
        total = self._total(a, b, steps)
        differs = a != b or bool(inputs) or rules is not None or len(self._names()) > 1
        return {
            "format": FORMAT,
            "lang": self.lang,
            "same": not differs,
            "a": self._head(self.sides[0]),
            "b": self._head(self.sides[1]),
            "warnings": self._warnings(),
            "rules": rules,
            "established": self.blame is not None,
            "why_not": self.why_not,
            "inputs": inputs,
            "total": total,
            "awards": awards,
        }

    def _view(self, side: _Side) -> View:
        """What is compared: as recorded, in the language of the comparison where it came out again."""
        return view_of((side.now if self._anew(side) else None) or side.kept.data, words=self.words)

    def _anew(self, side: _Side) -> bool:
        """Whether what was computed anew stands for what was recorded."""
        return self.blame is not None and side.came_out

    def _words(self) -> bool:
        """Whether texts of the two may be compared: they are in one language."""
        langs = {self.lang if self._anew(side) else side.kept.data["lang"] for side in self.sides}
        return len(langs) == 1

    def _names(self) -> set[str]:
        return {side.kept.data["firm"] for side in self.sides}

    def _head(self, side: _Side) -> dict[str, Any]:
        data = side.kept.data
        return {"file": side.kept.name, "firm": data["firm"], "year": data["year"], "date": data["date"]}

    def _warnings(self) -> list[str]:
        found = []
        if len(self._names()) > 1:
            first, second = (shown_of(side.kept.data["firm"]) or "–" for side in self.sides)
            found.append(self.say("compare.firms", a=first, b=second))
        for name, side in zip("AB", self.sides, strict=True):
            inputs = side.kept.inputs
            if inputs is not None and inputs["digest"] != digest_of(inputs):
                found.append(self.say("compare.inputs_changed", side=name))
            if self.blame is not None and not side.came_out:
                found.append(self.say("compare.as_it_stands", side=name))
        if not self.words:
            found.append(self.say("compare.languages"))
        return found

    def _rules(self) -> dict[str, Any] | None:
        """Packs and programs that the two do not have in common."""
        first, second = (side.kept.data["rulebook"] for side in self.sides)
        packs = [{"id": x.id, "a": x.recorded, "b": x.at_hand} for x in other_packs(first, second)]
        programs = first["program"], second["program"]
        if not packs and programs[0] == programs[1]:
            return None
        program = None if programs[0] == programs[1] else {"a": programs[0], "b": programs[1]}
        return {"packs": packs, "program": program}

    def _inputs(self) -> list[dict[str, Any]]:
        if self.flats is None:
            return []
        made = []
        for index, piece in enumerate(self.pieces):
            a, b = (self.labels.value(piece, side) for side in self.flats)
            awards = None if self.blame is None else self._affected(index)
            made.append(
                {
                    "id": _id(piece),
                    "what": self.labels.what(piece),
                    "a": a,
                    "b": b,
                    "effect": None if awards is None else bool(awards),
                    "awards": awards or [],
                }
            )
        return made

    def _affected(self, index: int) -> list[str]:
        """The awards that a piece was seen to change, in one of the ways that were tried."""
        assert self.blame is not None
        found = set((self.blame.alone[index] or frozenset()) | (self.blame.back[index] or frozenset()))
        found |= {award for award, some in self.blame.together.items() if index in some}
        for step in self.blame.steps:
            if index in step.pieces:
                found |= set(changed_awards(step.before, step.after))
        known = list(self.titles)
        return sorted(found, key=lambda award: (known.index(award) if award in known else len(known), award))

    # -- steps ------------------------------------------------------------------------------------------------

    def _steps(self, a: View, b: View) -> list[tuple[list[str], Step]]:
        """The way from A to B: the rules at the end that has others, the inputs in their order between."""
        if self.blame is None:
            return []
        steps = [([_id(self.pieces[i]) for i in step.pieces], step) for step in self.blame.steps]
        first, last = (side.now for side in self.sides)
        if first is not None and not self.sides[0].came_out:
            steps.insert(0, ([RULES], Step((), a, view_of(first, words=self.words))))
        if last is not None and not self.sides[1].came_out:
            steps.append(([RULES], Step((), view_of(last, words=self.words), b)))
        return steps

    def _listed(self, a: View, b: View, steps: list[tuple[list[str], Step]]) -> list[str]:
        touched = set(changed_awards(a, b))
        for index in range(len(self.pieces)) if self.blame is not None else ():
            touched |= set(self._affected(index))
        for _, step in steps:
            touched |= set(changed_awards(step.before, step.after))
        return [id_ for id_ in [*a["awards"], *(x for x in b["awards"] if x not in a["awards"])] if id_ in touched]

    def _total(self, a: View, b: View, steps: list[tuple[list[str], Step]]) -> dict[str, Any]:
        return {
            "a": a["total"],
            "b": b["total"],
            **_changes(a["total"], b["total"], ("low", "high", "high_known")),
            "steps": [
                {
                    "inputs": names,
                    "before": step.before["total"],
                    "after": step.after["total"],
                    **_changes(step.before["total"], step.after["total"], ("low", "high", "high_known")),
                }
                for names, step in steps
                if step.before["total"] != step.after["total"]
            ],
        }

    def _award(self, id_: str, a: View, b: View, steps: list[tuple[list[str], Step]]) -> dict[str, Any]:
        first, second = a["awards"].get(id_), b["awards"].get(id_)
        mine = [
            (names, step) for names, step in steps if step.before["awards"].get(id_) != step.after["awards"].get(id_)
        ]
        together = () if self.blame is None else self.blame.together.get(id_, ())
        in_steps = {i for _, step in mine for i in step.pieces}
        return {
            "id": id_,
            "title": self.titles.get(id_, id_),
            "differs": first != second,
            "a": first,
            "b": second,
            "differing": _differing(first, second),
            **_changes(first, second, ("low", "high")),
            "steps": [self._award_step(id_, names, step) for names, step in mine],
            "together": [_id(self.pieces[i]) for i in together],
            "also": [
                _id(piece)
                for i, piece in enumerate(self.pieces)
                if self.blame is not None and i not in in_steps and id_ in (self.blame.alone[i] or frozenset())
            ],
        }

    def _award_step(self, id_: str, names: list[str], step: Step) -> dict[str, Any]:
        before, after = step.before["awards"].get(id_), step.after["awards"].get(id_)
        return {
            "inputs": names,
            "before": _brief(before),
            "after": _brief(after),
            **_changes(before, after, ("low", "high")),
            "differing": _differing(before, after),
            "alone": self._alone(id_, step.pieces),
        }

    def _alone(self, id_: str, some: tuple[int, ...]) -> bool | None:
        """Whether a step changes an award by itself; ``None`` where its inputs cannot be switched one by one."""
        if not some:
            return True
        if len(some) > 1 or self.blame is None:
            return None
        found = self.blame.alone[some[0]]
        return None if found is None else id_ in found


def _id(piece: Piece) -> str:
    return "/".join(piece.path)


def _brief(outcome: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if outcome is None else {key: outcome[key] for key in ("status", "low", "high", "final", "counted")}


def _differing(first: Mapping[str, Any] | None, second: Mapping[str, Any] | None) -> list[str]:
    """The keys that differ; none where one of the two is missing."""
    return [] if first is None or second is None else [key for key in first if first[key] != second[key]]


def _changes(
    first: Mapping[str, Any] | None, second: Mapping[str, Any] | None, keys: tuple[str, ...]
) -> dict[str, str | None]:
    """By how much money changes; ``null`` where one end alone is not known. An award that is missing pays nothing."""
    made = {}
    for key in keys:
        before, after = ("0.00" if x is None else x[key] for x in (first, second))
        if before is None or after is None:
            made[f"{key}_change"] = "0.00" if before is after else None
        else:
            made[f"{key}_change"] = yuan(int(after.replace(".", "")) - int(before.replace(".", "")))
    return made
