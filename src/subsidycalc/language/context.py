"""What an expression of a policy can name: vocabulary, figures, readings, named steps; and where faults go."""

from __future__ import annotations

from collections.abc import Callable

from ..diagnostics import Diagnostic, Report
from ..rulebook.model import GapDecl, Measure, ReadingDecl
from ..rulebook.vocabulary import FactDecl, Vocabulary
from ..tree import nodes as n
from ..tree import types as t
from ..tree.node import Node
from ..tree.types import Options, Type
from ..tree.walk import weight
from . import uses
from .source import Source, Trail
from .typed import Broken, Hand, Typed, Window

MAX_SIZE, MAX_DEPTH = 20_000, 150
"""How many nodes and levels a tree may have when its names are written out."""
CLOCKS = {"year": Typed(n.Clock("year"), Type(t.WHOLE)), "date": Typed(n.Clock("date"), Type(t.DATE))}


class Policies:
    """The names of one policy file, or of the vocabulary (which has neither figures nor steps)."""

    def __init__(self, source: Source, report: Report, vocabulary: Vocabulary, policy: str = "") -> None:
        self.source, self.report, self.vocabulary, self.policy = source, report, vocabulary, policy
        self.findings: list[Diagnostic] = []
        self.figures: dict[str, Callable[[], Typed]] = {}
        self.windows: dict[str, Window] = {}
        self.steps: dict[str, Callable[[Hand], Typed]] = {}
        self.readings: dict[str, ReadingDecl] = {}
        self.gaps: dict[str, GapDecl] = {}
        self.definitions: Callable[[FactDecl], Node | None] | None = None
        self.wanted_choice: Type | None = None
        self.measure: Callable[[str, Hand], Measure | None] | None = None
        """Makes a measure of this policy whose amount an expression reads."""
        self.measures: tuple[str, ...] = ()
        self.since = 1
        """The first day on which the policy is in force."""
        self.fixed: dict[str, str] = {}
        """Options of readings taken while one variant of a measure is made."""
        self.used: set[str] = set()
        """Names of figures, windows, steps and readings that something used."""
        self.abandoned = 0
        """Expressions left alone because they name what has a fault of its own."""
        self._weighed: dict[int, tuple[Node, int, int]] = {}
        self._broken: set[tuple[str, str | None]] = set()
        self._open: list[str] = []

    # -- faults -----------------------------------------------------------------------------------------------

    def fault(self, code: str, trail: Trail, *, column: int = 0, key: bool = False, **params: object) -> None:
        """Report a fault at a value (or its key), some columns in."""
        place = self.source.within(trail, column, key=key)
        self.report.add(code, place, ".".join(map(str, trail)), **params)

    def finding(self, code: str, trail: Trail, **params: object) -> None:
        """Note what deserves a second look but loads."""
        item = Diagnostic(
            code, self.source.place(trail), {k: str(v) for k, v in params.items()}, ".".join(map(str, trail))
        )
        if item not in self.findings:
            self.findings.append(item)

    def kind_name(self, kind: str) -> str:
        """A kind as the catalogue words it, in the language of whoever reads."""
        return f"@kind.{kind}"

    def word(self, key: str) -> str:
        """A word of the catalogue, in the language of whoever reads."""
        return f"@{key}"

    # -- names ------------------------------------------------------------------------------------------------

    def id(self, name: str) -> str:
        """The full id of a name of this policy."""
        return f"{self.policy}/{name}" if self.policy else name

    def gap_name(self, trail: Trail) -> str:
        """The name of what stands at a trail: the measure and keys, without ``award`` and mechanism words."""
        from . import idioms

        parts = [str(p + 1) if isinstance(p, int) else p for p in trail]
        head, rest = parts[:1], parts[1:]
        if head in (["measures"], ["figures"], ["define"]):
            head, rest = rest[:1], rest[1:]
        if len(rest) > 1:
            rest = rest[1:] if rest[0] == "award" else rest
            # A mechanism's word is left out; the same word as a key inside a mechanism (milestone.tiers) stays.
            words = [p in idioms.MECHANISMS for p in rest]
            rest = [p for i, p in enumerate(rest) if not words[i] or (i > 0 and words[i - 1])] or rest
        kept = [p for p in rest if p not in ("unpublished", "value")]
        rest = kept or (["award"] if "value" in rest and trail[0] == "measures" else [])
        return self.id(".".join(head + rest))

    def declare_gap(self, trail: Trail, cause: str, kind: str, low: Node | None, high: Node | None) -> n.Gap:
        """A gap at a trail, under its own name."""
        name = self.gap_name(trail)
        known = self.gaps.get(name)
        place = self.source.place(trail)
        if known is not None and (known.place != place or known.kind != kind):
            self.fault("gap.twice", trail, name=name)
        self.gaps[name] = GapDecl(name, cause, kind, low, high, place)
        return n.Gap(cause, name, kind, low, high)

    def named(self, word: str, hand: Hand) -> Typed | None:
        """What a name of the policy stands for: a step, a figure, the clock."""
        if word in self.steps or word in self.figures:
            self.used.add(word)
            return self.made(word, hand)
        return CLOCKS.get(word)

    def light(self, node: Node, trail: Trail, *, key: bool = False) -> bool:
        """Whether a tree is neither too large nor too deep; a few names that use one another can stand for millions."""
        size, depth = weight(node, self._weighed)
        if size > MAX_SIZE or depth > MAX_DEPTH:
            self.too_heavy(trail, key=key)
            return False
        return True

    def too_heavy(self, trail: Trail, *, key: bool = False) -> None:
        """Report what stands for too much."""
        self.fault("expression.heavy", trail, key=key, size=MAX_SIZE, depth=MAX_DEPTH)

    def made(self, word: str, hand: Hand) -> Typed:
        """A step or figure.

        Raises:
            Broken: it has a fault, which is reported.
        """
        if word in self._open:
            cycle = " → ".join([*self._open[self._open.index(word) :], word])
            self.fault("name.cycle", hand.trail, cycle=cycle)
            raise Broken
        before = len(self.report.found) + self.abandoned
        self._open.append(word)
        try:
            found = self.steps[word](hand) if word in self.steps else self.figures[word]()
        finally:
            self._open.pop()
        self.light(found.node, hand.trail)
        owner = hand.record if word in self.steps else None
        if len(self.report.found) + self.abandoned > before:
            self._broken.add((word, owner))
        if (word, owner) in self._broken:
            raise Broken
        return found

    def window(self, word: str) -> Window | None:
        """The span of days of a window figure."""
        if word in self.windows:
            self.used.add(word)
        return self.windows.get(word)

    def reading(self, name: str, trail: Trail) -> ReadingDecl | None:
        """A declared reading; a fault if there is none of that name."""
        found = self.readings.get(self.id(name))
        if found is None:
            from ..diagnostics import nearest

            known = [k.partition("/")[2] for k in self.readings]
            close = nearest(name, known)
            self.fault("reading.unknown", trail, name=name, near=", ".join(close or known) or "–")
        else:
            self.used.add(name)
            uses.note(self.source, [uses.Thing(uses.READING, self.policy, name)], trail, 0, name)
        return found

    # -- what is named where ----------------------------------------------------------------------------------

    def note(self, things: list[uses.Thing], hand: Hand, column: int, word: str) -> None:
        """Note what a word of an expression names."""
        uses.note(self.source, things, hand.trail, column, word, key=hand.key)

    def note_own(self, word: str, hand: Hand, column: int) -> None:
        """Note the use of a step or figure of the policy."""
        if self.source.uses is not None and word not in CLOCKS:
            kind = uses.STEP if word in self.steps else uses.FIGURE
            self.note([uses.Thing(kind, self.policy, word)], hand, column, word)

    def note_option(self, options: Options, name: str, hand: Hand, column: int, word: str) -> None:
        """Note the use of an option."""
        if self.source.uses is not None:
            self.note([uses.Thing(uses.OPTION, uses.holder(options, self.vocabulary), name)], hand, column, word)

    def split(self, name: str) -> tuple[str, str]:
        """The policy and the name that a name stands for; its own policy where it says none."""
        policy, slash, rest = name.partition("/")
        return (policy, rest) if slash else (self.policy, name)

    def names(self, hand: Hand) -> list[str]:
        """Every name that an expression here may use."""
        found = [*self.steps, *self.figures, *self.windows, *CLOCKS]
        for owner in self.vocabulary.chain(hand.record):
            found += self.vocabulary.words.get(owner, {})
        return found

    def definition(self, fact: FactDecl) -> Node | None:
        """The tree that computes a fact which is not given."""
        if fact.definition is not None:
            return fact.definition
        return self.definitions(fact) if self.definitions else None
