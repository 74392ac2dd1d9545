"""What expressions turn into: trees with their types, where they stand, and what is wrong with them."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..tree.node import Node
from ..tree.types import Type
from .source import Trail

DURATION = "duration"
DAYS = "days"
WINDOW = "window"


class Window(NamedTuple):
    """A span of days: the first day inside, and the first day outside (or the last inside, if ``last``)."""

    start: Node | None
    end: Node | None
    last: bool = False


class Hand(NamedTuple):
    """Where an expression stands: which records are in hand, what has been shown positive, and its place."""

    record: str | None
    trail: Trail
    guards: tuple[Node, ...] = ()
    key: bool = False
    """Whether it is the key of its place and not the value, as the bounds of a scale are."""


class Typed(NamedTuple):
    """A tree with what it yields."""

    node: Node
    type: Type
    literal: str = ""
    """The literal as it was written, if the tree is one."""

    @property
    def kind(self) -> str:
        """The kind of the type."""
        return self.type.kind


class Wrong(Exception):
    """An expression with a fault; it is reported at its column."""

    def __init__(self, code: str, column: int, **params: Any) -> None:
        super().__init__(code)
        self.code, self.column, self.params = code, column, params


class Broken(Exception):
    """An expression names what has a fault of its own: that one is reported, and no other follows from it."""
