"""What is not installed with the program alone."""

from __future__ import annotations

from ..diagnostics import Faults, Place, Report

EXTRA = "testing"
"""The extra that brings what this package needs."""


def missing(error: ModuleNotFoundError) -> Exception:
    """The fault that a library of the extra is not there; another module that is missing stays the error it is."""
    module = (error.name or "").partition(".")[0]
    if module != "hypothesis":
        return error
    report = Report()
    report.add("extra.missing", Place("subsidycalc.testing"), module=module, extra=EXTRA)
    return Faults(report.found)
