"""Located errors and findings, and the sentences in which they and all other output speak."""

from .diagnostic import Diagnostic, Faults, Place, Report, nearest, unfit
from .speech import LANGUAGES, render, say, text_of

__all__ = ["LANGUAGES", "Diagnostic", "Faults", "Place", "Report", "nearest", "render", "say", "text_of", "unfit"]
