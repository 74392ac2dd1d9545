"""A pause of the garbage collector while a large answer is built: all of it survives, so a search finds nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TypeVar

Built = TypeVar("Built")
MANY = 50
"""From so many awards on a pause is worth its while: they make thousands of small objects."""


def uncollected(build: Callable[[], Built]) -> Built:
    """What ``build`` makes, without collection unless the caller has switched that off himself."""
    if not gc.isenabled():
        return build()
    gc.disable()
    try:
        return build()
    finally:
        gc.enable()
