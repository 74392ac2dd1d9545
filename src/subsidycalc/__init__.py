"""Exact, explained estimates of industrial-policy support: ``load`` rules, ``assess`` a firm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answers.assess import RuleBook
    from .answers.assessment import Assessment

__version__ = "0.1.0"
__all__ = ["Assessment", "RuleBook", "__version__", "load"]


def load(*paths: str | Path) -> RuleBook:
    """Load the shipped rules, or the rule folders and files at ``paths`` with the shipped vocabulary.

    >>> load().assess({"year": 2022, "sector": ["sensors"]}).year
    2022

    Raises:
        subsidycalc.diagnostics.Faults: everything that does not load, located.
    """
    from .answers.assess import RuleBook
    from .language.load import load_book

    return RuleBook(load_book(paths))


def __getattr__(name: str) -> object:
    if name == "RuleBook":
        from .answers.assess import RuleBook

        return RuleBook
    if name == "Assessment":
        from .answers.assessment import Assessment

        return Assessment
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
