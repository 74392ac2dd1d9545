"""A policy file → a typed policy: documents, figures, readings, steps; its measures are made in ``measure.py``."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from ..diagnostics import Report, nearest
from ..diagnostics.codes import NUMBERS
from ..rulebook.model import Figure, Policy, ReadingDecl, Source
from ..rulebook.vocabulary import PLACE, Vocabulary
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.types import Type
from . import uses
from .combine import Draft, drafts
from .context import Policies
from .editions import Editions
from .measure import Measures
from .source import Source as File
from .source import Trail
from .spec import FigureMap, Period, PolicyFile
from .typed import WINDOW, Broken, Hand, Typed, Window
from .values import FILLERS, Values
from .vocabulary import Definitions

GRADES = ("text", "report", "none")
_NAME = re.compile(r"\w[\w.-]*")
YES_NO = {"yes": True, "no": False}
FINDINGS = tuple(NUMBERS[code] for code in ("name.unused", "division.open"))
"""The numbers of what loads but deserves a second look."""


class PolicyMaker:
    """Makes one policy of one file."""

    def __init__(
        self,
        file: File,
        digest: str,
        vocabulary: Vocabulary,
        definitions: Definitions,
        editions: Editions,
        report: Report,
    ) -> None:
        self.spec = PolicyFile(file.data, ())
        self.replaced_by = editions.successor.get(self.spec.policy)
        self.over = editions.over.get(self.spec.policy)
        """The first day of its successor."""
        self.digest = digest
        self.scope = Policies(file, report, vocabulary, self.spec.policy)
        self.scope.definitions = definitions
        self.values = Values(self.scope)
        self.documents: dict[str, Source] = {}
        self.made_figures: dict[str, Figure] = {}
        self.drafts: list[Draft] = []
        """Its clauses on how measures combine; the measures that they name are found when all policies are made."""

    def policy(self) -> Policy:
        """The policy; its faults are in the report."""
        spec, scope = self.spec, self.scope
        self._names()
        self._documents()
        self._readings()
        self._figures()
        self._steps()
        start, end = self._in_force()
        if spec.rounding is not None:
            self.values.rounding = self.values.rounding_of(spec.rounding, ("rounding",))
        self._place()
        for name in list(scope.figures):
            with suppress(Broken):
                scope.made(name, Hand(None, ("figures", name)))
        lapsed = YES_NO.get(spec.lapsed or "no")
        if lapsed is None:
            scope.fault("word.unknown", ("lapsed",), word=spec.lapsed, options=", ".join(YES_NO))
            lapsed = False
        measures = Measures(self.values, self.spec, self.source_of, (start, end, lapsed), self.over)
        made = {m.id: m for m in measures.all()}
        self.drafts = drafts(self.values, self.spec, self.source_of)
        self._unused()
        self._accept()
        return Policy(
            spec.policy,
            spec.title or spec.policy,
            spec.level,
            spec.place,
            (start, self.over if end is None else end, lapsed),
            self.documents,
            self.made_figures,
            scope.readings,
            made,
            scope.gaps,
            tuple(spec.notices or ()),
            tuple(spec.issued_by or ()),
            self.digest,
            scope.source.name,
            scope.source.place((), key=True),
            spec.replaces,
            self.replaced_by,
            end is None and self.over is not None,
        )

    def _place(self) -> None:
        """The place is an option of a tree, or one that this or another policy adds to where firms are registered."""
        place, vocabulary = self.spec.place, self.scope.vocabulary
        registered = vocabulary.facts.get(PLACE)
        options = [*vocabulary.trees.values(), *((registered.type.options,) if registered is not None else ())]
        if place is None or any(tree is not None and place in tree.leaves for tree in options):
            return
        known = [word for tree in options if tree is not None for word in tree]
        near = ", ".join(nearest(place, known)) or "–"
        self.scope.fault("place.unknown", ("place",), word=place, near=near, fact=PLACE)

    def _names(self) -> None:
        """What is named in options, receipts and other files has a name that can be written there."""
        names: list[tuple[Trail, str]] = [(("policy",), self.spec.policy)]
        for section in ("measures", "readings"):
            names += [((section, name), name) for name in self.spec.data.get(section) or {}]
        for trail, name in names:
            if not _NAME.fullmatch(name):
                self.scope.fault("name.shape", trail, key=len(trail) > 1, name=name)

    # -- parts ------------------------------------------------------------------------------------------------

    def _documents(self) -> None:
        for name, item in (self.spec.data.get("documents") or {}).items():
            trail: Trail = ("documents", name)
            if item.get("date") is not None:
                self.values.day(item["date"], (*trail, "date"))
            grade = self._grade(item.get("grade"), trail) or "none"
            title = item.get("title") or item.get("number") or name
            self.documents[name] = Source(name, title, item.get("number"), item.get("date"), None, grade)

    def _grade(self, grade: str | None, trail: Trail) -> str | None:
        if grade is not None and grade not in GRADES:
            self.scope.fault("word.unknown", (*trail, "grade"), word=grade, options=", ".join(GRADES))
        return grade

    def source_of(self, data: Any, trail: Trail) -> Source | None:
        """The source that a text or a mapping with a clause names."""
        if data is None:
            return None
        name = data if isinstance(data, str) else data.get("document")
        at = trail if isinstance(data, str) else (*trail, "document")
        found = self.documents.get(name)
        if found is None:
            self.scope.fault(
                "document.unknown",
                at,
                word=name,
                near=", ".join(nearest(name, self.documents) or self.documents) or "–",
            )
            return None
        uses.note(self.scope.source, [uses.Thing(uses.DOCUMENT, self.spec.policy, str(name))], at, 0, str(name))
        if isinstance(data, dict):
            grade = self._grade(data.get("grade"), trail) or found.grade
            return found._replace(clause=data.get("clause"), grade=grade)
        return found

    def _readings(self) -> None:
        for name, item in (self.spec.data.get("readings") or {}).items():
            options = item["options"]
            labels = {o: o for o in options} if isinstance(options, list) else {k: v or k for k, v in options.items()}
            trail = ("readings", name)
            if len(labels) < 2:
                self.scope.fault("reading.one_option", trail, key=True, name=name)
            place = self.scope.source.place(trail, key=True)
            self.scope.readings[self.scope.id(name)] = ReadingDecl(self.scope.id(name), item["asks"], labels, place)

    def _figures(self) -> None:
        for name, data in (self.spec.figures or {}).items():
            trail: Trail = ("figures", name)
            if self.scope.vocabulary.find(name, None) is not None:
                self.scope.fault("name.taken", trail, key=True, name=name)
            if isinstance(data, dict) and ({"from", "to", "until"} & data.keys()):
                self.scope.windows[name] = self._window(name, data, trail)
            else:
                self.scope.figures[name] = self._figure(name, data, trail)

    def _window(self, name: str, data: Any, trail: Trail) -> Window:
        spec, id_ = FigureMap(data, trail), self.scope.id(name)
        found = self.values.window(Period(data, trail))
        start, end = (n.Const(x.value, x.kind, id_) if isinstance(x, n.Const) else x for x in found[:2])
        node = n.And(tuple(x for x in (start, end) if x is not None))
        place = self.scope.source.place(trail, key=True)
        self.made_figures[id_] = Figure(id_, node, WINDOW, self._source_of_figure(spec), spec.title, place)
        return found._replace(start=start, end=end)

    def _source_of_figure(self, spec: FigureMap) -> Source | None:
        source = self.source_of(spec.source, spec.at("source"))
        if source is None:
            return None
        return source._replace(clause=spec.clause, grade=self._grade(spec.grade, spec.trail) or source.grade)

    def _figure(self, name: str, data: Any, trail: Trail) -> Any:
        kept: list[Typed] = []

        def make() -> Typed:
            if kept:
                return kept[0]
            spec = FigureMap(data, trail) if isinstance(data, dict) and "reading" not in data else None
            hand = Hand(None, trail)
            source = self._source_of_figure(spec) if spec else None
            if spec is not None and spec.value is not None:
                self.values.alone("value", spec.data, trail, list(FILLERS))
                lowered = self.values.lower(spec.value, hand._replace(trail=spec.at("value")), None)
            elif spec is not None and spec.unpublished is None and spec.dated is None:
                self.scope.fault("figure.empty", trail, key=True, name=name)
                return Typed(n.Const(0, t.MONEY), Type(t.MONEY))
            elif spec is not None:
                lowered = self.values.lower({word: spec.data.get(word) for word in FILLERS}, hand, None)
            else:
                lowered = self.values.lower(data, hand, None)
            id_ = self.scope.id(name)
            node: Node = lowered.node
            if isinstance(node, n.Const):
                node = n.Const(node.value, node.kind, id_)
            elif not isinstance(node, n.Gap):
                node = n.Ref(id_, node)
            place = self.scope.source.place(trail, key=True)
            self.made_figures[id_] = Figure(id_, node, lowered.kind, source, spec.title if spec else None, place)
            kept.append(Typed(node, Type(lowered.kind)))
            return kept[0]

        return make

    def _steps(self) -> None:
        for name, data in (self.spec.define or {}).items():
            trail: Trail = ("define", name)
            if name in self.scope.figures or name in self.scope.windows or self.scope.vocabulary.find(name, None):
                self.scope.fault("name.taken", trail, key=True, name=name)
            self.scope.steps[name] = self._step(name, data, trail)

    def _step(self, name: str, data: Any, trail: Trail) -> Any:
        kept: dict[tuple[Any, ...], Typed] = {}

        def make(hand: Hand) -> Typed:
            key = (hand.record, tuple(self.scope.fixed.items()))
            if key not in kept:
                inner = Hand(hand.record, trail)
                if isinstance(data, list) or (isinstance(data, dict) and {"all", "any", "not"} & data.keys()):
                    node, kind = self.values.condition(data, inner), Type(t.BOOL)
                else:
                    found = self.values.lower(data, inner, None)
                    node, kind = found.node, Type(found.kind)
                kept[key] = Typed(n.Ref(self.scope.id(name), node), kind)
            return kept[key]

        return make

    # -- periods ----------------------------------------------------------------------------------------------

    def _in_force(self) -> tuple[int, int | None]:
        spec = Period(self.spec.data["in_force"], ("in_force",))
        if spec.start is None:
            self.scope.fault("period.no_start", ("in_force",))
            return 1, None
        start = self.values.day(spec.start, spec.at("from")) or 1
        if spec.until == "unpublished" or spec.to == "unpublished" or (spec.until is None and spec.to is None):
            return start, None
        end = self.values.window(spec).end
        return start, end.value if isinstance(end, n.Const) else None

    def _accept(self) -> None:
        """Take out the findings that the policy or one of its measures accepts, by their numbers."""
        holders = [
            ((), self.spec.accept),
            *((("measures", k), m.get("accept")) for k, m in self.spec.data["measures"].items()),
        ]
        for prefix, accepted in holders:
            for number in accepted or ():
                if number not in NUMBERS.values():
                    trail = (*prefix, "accept", number)
                    self.scope.fault("word.unknown", trail, key=True, word=number, options=", ".join(sorted(FINDINGS)))
            under = ".".join(prefix)
            self.scope.findings = [
                f
                for f in self.scope.findings
                if not (f.where.startswith(under) and NUMBERS[f.code] in (accepted or ()))
            ]

    def _unused(self) -> None:
        for section, names in (
            ("figures", [*self.scope.figures, *self.scope.windows]),
            ("define", list(self.scope.steps)),
            ("readings", [r.partition("/")[2] for r in self.scope.readings]),
        ):
            for name in names:
                if name not in self.scope.used:
                    self.scope.finding("name.unused", (section, name), name=name)
                    if section == "define":
                        self._try(name)

    def _try(self, name: str) -> None:
        """Make a step that nothing uses, so that its faults are found: for the firm, else for some kind of record."""
        report, least, source = self.scope.report, None, self.scope.source
        before = best = source.uses
        for record in (None, *self.scope.vocabulary.records):
            self.scope.report = Report()
            source.uses = None if before is None else list(before)
            with suppress(Broken):
                self.scope.made(name, Hand(record, ("define", name)))
            if least is None or len(self.scope.report.found) < len(least):
                least, best = self.scope.report.found, source.uses
        self.scope.report, source.uses = report, best
        for item in least or ():
            if item not in report.found:
                report.found.append(item)
