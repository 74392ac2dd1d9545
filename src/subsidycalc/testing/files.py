"""Rule files held in memory: loaded, changed and written without a folder of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..answers.assess import RuleBook
from ..diagnostics import Report
from ..language.load import BOUNDARIES_FILE, CASES_FILE, POLICY_FILE, load_texts, rule_files, shipped_rules


class RuleFiles(NamedTuple):
    r"""Texts of rule files by their paths in a folder: ``vocabulary/….yaml``, ``<policy>/policy.yaml``.

    >>> vocabulary = "language: 1\nfacts: {big: {zh: 大, en: big, type: yes/no}}"
    >>> policy = "language: 1\npolicy: p\nin_force: {from: 2024-01-01, until: unpublished}\n"
    >>> policy += "measures: {m: {for_each: year, eligible: big, award: 5元}}"
    >>> RuleFiles({"vocabulary/facts.yaml": vocabulary, "p/policy.yaml": policy}).load().book.measures()[0].id
    'p/m'
    """

    texts: Mapping[str, str]

    def load(self) -> RuleBook:
        """The rule book that the files make.

        Raises:
            subsidycalc.diagnostics.Faults: everything that does not load, located.
        """
        return RuleBook(load_texts(self.texts))

    def replaced(self, name: str, text: str) -> RuleFiles:
        """The files with one changed or added."""
        return RuleFiles({**self.texts, name: text})

    def policies(self) -> list[str]:
        """The names of the policy files."""
        return [name for name in self.texts if Path(name).name == POLICY_FILE]

    def write(self, folder: Path) -> None:
        """Write the files below a folder, which ``subsidycalc … --rules FOLDER`` then reads."""
        for name, text in self.texts.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")


def files_at(paths: Sequence[str | Path] = ()) -> RuleFiles:
    """The files that ``load_book`` reads at some paths; without any, the shipped ones.

    Raises:
        subsidycalc.diagnostics.Faults: something is not there.
    """
    report = Report()
    vocabulary, policies = rule_files(paths, report)
    report.raise_if_any()
    found: dict[str, str] = {}
    for path in vocabulary:
        found[_free(f"{path.parent.name}/{path.stem}", ".yaml", found)] = path.read_text("utf-8")
    for path in policies:
        folder = path.parent.name if path.name == POLICY_FILE else path.stem
        name = _free(f"{folder}", f"/{POLICY_FILE}", found)
        found[name] = path.read_text("utf-8")
        for beside in (CASES_FILE, BOUNDARIES_FILE) if path.name == POLICY_FILE else ():
            cases = path.with_name(beside)
            if cases.is_file():
                found[str(Path(name).with_name(beside))] = cases.read_text("utf-8")
    return RuleFiles(found)


def _free(stem: str, tail: str, taken: Mapping[str, str]) -> str:
    number, name = 1, f"{stem}{tail}"
    while name in taken:
        number += 1
        name = f"{stem}-{number}{tail}"
    return name


def paths_of(rules: RuleBook) -> list[Path]:
    """The paths that load a rule book again; none for the shipped rules.

    They are told from the places of the policies, so a book must have been loaded from files, by a program that still
    stands in the same folder.
    """
    files = [Path(policy.file).resolve() for policy in rules.book.policies.values()]
    shipped = shipped_rules()
    if sorted(files) == sorted(shipped.glob(f"*/{POLICY_FILE}")):
        return []
    return list(dict.fromkeys(_root(file, files) for file in files))


def _root(file: Path, files: Collection[Path]) -> Path:
    """The folder with a vocabulary of its own that was loaded as a whole, or the file that was loaded by itself."""
    root = file.parent.parent
    whole = (root / "vocabulary").is_dir() and all(other in files for other in root.glob(f"*/{POLICY_FILE}"))
    return root if whole else file


def files_of(rules: RuleBook) -> RuleFiles:
    """The files of a rule book that was loaded from files.

    Raises:
        subsidycalc.diagnostics.Faults: they are not where they were.
    """
    return files_at(paths_of(rules))
