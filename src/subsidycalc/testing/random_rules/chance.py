"""Choices from one ``random.Random``."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")


class Chance:
    """Picks, and remembers what has been used."""

    def __init__(self, rng: Random, *, once: bool) -> None:
        self.rng, self.once = rng, once
        self.scope: str | None = None
        self.used: set[Any] = set()
        self.figures: dict[str, str] = {}
        self.windows: list[str] = []
        self.steps: dict[str, tuple[str, str | None]] = {}
        self.readings: dict[str, list[str]] = {}
        self.readable: list[str] = []
        """Measures whose amount another one may read."""

    def chance(self, probability: float) -> bool:
        """Whether something happens that does so with this probability."""
        return self.rng.randrange(1000) < probability * 1000

    def pick(self, *items: T) -> T:
        """One of some items."""
        return items[self.rng.randrange(len(items))]

    def one_of(self, *makers: Callable[[], T]) -> T:
        """What one of some functions makes."""
        return self.pick(*makers)()

    def some(self, items: tuple[T, ...], probability: float) -> list[T]:
        """Some of the items, each with this probability."""
        return [item for item in items if self.chance(probability)]

    def fresh(self, name: str) -> bool:
        """Whether a name may be used here; in a file of gaps used once, it is taken."""
        if self.once and name in self.used:
            return False
        self.used.add(name)
        return True

    def taken(self) -> set[Any]:
        """The names that may not be used again."""
        return self.used if self.once else set()
