"""Rules changed one small step at a time, to learn which figures and conditions the kept cases protect."""

from .report import MutationReport, mutated

__all__ = ["MutationReport", "mutated"]
