"""Paths → a rule book: vocabulary, then policies, then cases. The faults of all files are reported at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..diagnostics import Diagnostic, Faults, Place, Report, unfit
from ..rulebook.model import Book, Case, Policy
from ..rulebook.vocabulary import Vocabulary
from ..values.days import parse_calendar_day
from ..values.quantities import QuantityError
from .combine import Draft, resolved
from .editions import Editions
from .policy import YES_NO, PolicyMaker
from .shape import conforms
from .source import Source, Trail, read_file, read_text
from .spec import CaseSpec
from .vocabulary import Declarations, Definitions, facts_of

POLICY_FILE, CASES_FILE = "policy.yaml", "cases.yaml"
BOUNDARIES_FILE = "cases-boundaries.yaml"
"""Cases that were made from the thresholds of the rules: beside those that people wrote."""
VOCABULARY_FOLDERS = ("reference", "vocabulary")


def shipped_rules() -> Path:
    """The rules that come with the program: inside the package when installed, beside ``src`` in a checkout.

    Raises:
        Faults: they are in neither place.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "rules", package.parent.parent / "rules"):
        if folder.is_dir():
            return folder
    report = Report()
    report.add("rules.missing", Place("rules"))
    raise Faults(report.found)


def load_book(paths: Sequence[str | Path] = ()) -> Book:
    """Load the shipped rules, or those at some paths with the shipped vocabulary.

    A path is a policy file, the folder of a pack, or a folder of packs. A folder that brings a ``vocabulary`` of its
    own replaces the shipped one.

    Raises:
        Faults: everything that does not load, located.
    """
    report = Report()
    return _Loader(report).book(*rule_files(paths, report))


def rule_files(paths: Sequence[str | Path], report: Report) -> tuple[list[Path], list[Path]]:
    """The files of the vocabulary and the policy files that ``load_book`` reads; what is not there is reported."""
    shipped = shipped_rules()
    for path in paths:
        if not isinstance(path, (str, os.PathLike)):
            raise unfit("--rules", f"‹{type(path).__name__}›", 'load("rules/policy")')
    roots = [Path(p) for p in paths] or [shipped]
    own = [r for r in roots if _is_folder(r / "vocabulary")]
    vocabulary_files = [f for r in (own or [shipped]) for f in _vocabulary_files(r)]
    return vocabulary_files, [f for r in roots for f in _policy_files(r, report)]


def load_texts(texts: Mapping[str, str], read: dict[Path, Source] | None = None) -> Book:
    """Load rule files that are held in memory, by their paths: ``vocabulary/….yaml``, ``<policy>/policy.yaml``.

    Whoever loads many books that differ in one file gives all of them the same ``read``, where read files are kept.

    Raises:
        Faults: everything that does not load, located.
    """
    files = {Path(name): text for name, text in sorted(texts.items())}
    vocabulary_files = [f for folder in VOCABULARY_FOLDERS for f in files if f.parent.name == folder]
    loader = _Loader(Report(), files, read=read)
    return loader.book(vocabulary_files, [f for f in files if f.name == POLICY_FILE])


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _vocabulary_files(root: Path) -> list[Path]:
    return [f for name in VOCABULARY_FOLDERS for f in sorted((root / name).glob("*.yaml"))]


def _policy_files(root: Path, report: Report) -> list[Path]:
    try:
        if root.is_file():
            return [root]
        if not root.exists():
            report.add("file.unreadable", Place(str(root)), why="@file.none")
            return []
        if (root / POLICY_FILE).is_file():
            return [root / POLICY_FILE]
        found = sorted(root.glob(f"*/{POLICY_FILE}"))
    except (OSError, ValueError):
        report.add("file.unreadable", Place(str(root)[:200].replace("\0", "?")), why="@file.none")
        return []
    if not found:
        report.add("rules.none", Place(str(root)), name=POLICY_FILE)
    return found


class Noted(NamedTuple):
    """A file whose uses were noted: its kind, and the policy that it belongs to (none for the vocabulary)."""

    source: Source
    kind: str
    policy: str


def load_noted(paths: Sequence[str | Path] = (), texts: Mapping[Path, str] | None = None) -> tuple[Book, list[Noted]]:
    """As ``load_book``, noting in every file what it names; ``texts`` are read in place of files of those names.

    Raises:
        Faults: everything that does not load, located.
    """
    report = Report()
    loader = _Loader(report, texts, noting=True)
    shown = [[Path(shown_path(path)) for path in files] for files in rule_files(paths, report)]
    return loader.book(*shown), loader.noted


class _Loader:
    def __init__(
        self,
        report: Report,
        texts: Mapping[Path, str] | None = None,
        *,
        noting: bool = False,
        read: dict[Path, Source] | None = None,
    ) -> None:
        self.report, self.texts, self.noting, self.read = report, texts, noting, read
        self.noted: list[Noted] = []
        self.vocabulary = Vocabulary()
        self.places: dict[tuple[str | None, str], tuple[Source, Trail]] = {}
        self.findings: list[Diagnostic] = []
        self.drafts: list[Draft] = []

    def book(self, vocabulary_files: Iterable[Path], policy_files: Iterable[Path]) -> Book:
        sources = [s for f in vocabulary_files if (s := self._read(f, "vocabulary"))]
        policies = [s for f in policy_files if (s := self._read(f, "policy"))]
        # Not the order in which folders are named decides what a fact declared twice is called.
        policies.sort(key=lambda source: str(source.data["policy"]))
        beside = [found for policy in policies for found in self._cases_beside(policy)]
        self._declare(sources, policies)
        definitions = Definitions(self.vocabulary, self.places, self.report)
        definitions.all()
        made = self._policies(policies, definitions, Editions(policies, self.report))
        own = [(policy, str(policy.data["policy"])) for policy in policies]
        found = [case for source, policy in (*own, *beside) for case in self._cases(source, policy)]
        ordered = {p.id: p for p in sorted(made, key=lambda p: p.id)}
        whole = not any(policy.cut for policy in policies)
        clauses = resolved(self.drafts, ordered.values(), self.vocabulary) if whole else ()
        self.report.raise_if_any()
        findings = sorted(self.findings, key=lambda d: d.place[:3])
        return Book(self.vocabulary, ordered, tuple(found), tuple(findings), clauses)

    def _read(self, path: Path, kind: str, policy: str = "") -> Source | None:
        if self.read is None or self.texts is None:
            return self._read_anew(path, kind, policy)
        known = self.read.get(path)
        if known is None or known.text != self.texts[path]:
            before = len(self.report.found)
            known = self._read_anew(path, kind, policy)
            if known is not None and len(self.report.found) == before:
                self.read[path] = known
        return known

    def _read_anew(self, path: Path, kind: str, policy: str) -> Source | None:
        try:
            source = read_file(path, shown_path(path)) if self.texts is None else read_text(self.texts[path], str(path))
        except Faults as faults:
            self.report.found += faults.diagnostics
            return None
        if conforms(source, kind, self.report):
            if self.noting:
                source.uses = []
                self.noted.append(Noted(source, kind, source.data["policy"] if kind == "policy" else policy))
            return source
        from .repair import repaired

        return source if repaired(source, kind) else None

    def _cases_beside(self, policy: Source) -> list[tuple[Source, str]]:
        if Path(policy.name).name != POLICY_FILE:
            return []
        id_ = str(policy.data["policy"])
        found = []
        for name in (CASES_FILE, BOUNDARIES_FILE):
            path = Path(policy.name).with_name(name)
            if path.is_file() if self.texts is None else path in self.texts:
                source = self._read(path, "cases", id_)
                found += [(source, id_)] if source else []
        return found

    def _declare(self, sources: Sequence[Source], policies: Sequence[Source]) -> None:
        both = [*sources, *policies]
        for source in both:
            Declarations(self.vocabulary, source, self.report).trees(source.data.get("trees"))
        for source in both:
            declarations = Declarations(self.vocabulary, source, self.report)
            declarations.records(source.data.get("records"))
            declarations.facts(source.data.get("facts"))
            self._remember(source)
        for source in both:
            declarations = Declarations(self.vocabulary, source, self.report)
            declarations.parents()
            declarations.former()

    def _remember(self, source: Source) -> None:
        for kind, name, trail in facts_of(source):
            self.places.setdefault((kind, name), (source, (*trail, "defined")))

    def _policies(self, sources: Sequence[Source], definitions: Definitions, editions: Editions) -> list[Policy]:
        made: list[Policy] = []
        for source in sources:
            before = len(self.report.found)
            id_ = source.data["policy"]
            first = next((p for p in made if p.id == id_), None)
            if first is not None:
                self.report.add("policy.twice", source.place(("policy",)), id=id_, file=first.file)
                continue
            digest = hashlib.sha256(source.text.encode()).hexdigest()[:16]
            maker = PolicyMaker(source, digest, self.vocabulary, definitions, editions, self.report)
            policy = maker.policy()
            if len(self.report.found) == before:
                self.findings += maker.scope.findings
            self.drafts += maker.drafts
            made.append(policy)
        return made

    def _cases(self, source: Source, policy: str) -> list[Case]:
        found = []
        all_agreed = self._said(source, source.data.get("agreed"), ("agreed",)) is True
        for index, data in enumerate(source.data.get("cases") or ()):
            case = self._case(source, CaseSpec(data, ("cases", index)), policy)
            if case is not None:
                found.append(case._replace(agreed=True) if all_agreed else case)
        return found

    def _case(self, source: Source, spec: CaseSpec, policy: str) -> Case | None:
        if not (spec.year.isdecimal() and len(spec.year) == 4):
            self.report.add("period.year", source.place(spec.at("year")), text=spec.year)
            return None
        day = None
        if spec.date is not None:
            try:
                day = parse_calendar_day(spec.date)
            except QuantityError as error:
                self.report.add(error.code, source.place(spec.at("date")), **error.params)
        agreed = self._said(source, spec.agreed, spec.at("agreed"))
        return Case(
            policy,
            spec.name,
            spec.because,
            int(spec.year),
            day,
            spec.facts or {},
            spec.readings or {},
            spec.assume or {},
            spec.expect,
            spec.source,
            source.place(spec.trail),
            (source, spec.trail),
            spec.made,
            spec.made is None if agreed is None else agreed,
        )

    def _said(self, source: Source, text: str | None, trail: Trail) -> bool | None:
        """The yes or no that stands at a place; ``None`` where nothing does."""
        if text is not None and text not in YES_NO:
            self.report.add("word.unknown", source.place(trail), word=text, options=", ".join(YES_NO))
        return None if text is None else YES_NO.get(text)


def shown_path(path: Path) -> str:
    """The name of a file as messages show it: relative to where the reader stands, if it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
