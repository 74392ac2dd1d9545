"""``replaces``: which policy succeeds which, and when each is thereby over. Known before any tree is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..diagnostics import Report, nearest
from ..values.days import parse_calendar_day
from ..values.quantities import QuantityError
from .source import Source

AT = ("replaces",)


class Editions:
    """The successors of the policies of some files.

    ``successor`` leads from a policy to the one that replaces it, ``over`` to the first day on which that one holds.
    """

    def __init__(self, policies: Sequence[Source], report: Report) -> None:
        self._files = _first_of_each(policies)
        self._report = report
        self.successor: dict[str, str] = {}
        self.over: dict[str, int] = {}
        for id_, source in self._files.items():
            named = source.data.get("replaces")
            if named is not None and self._known(id_, named) and self._only(id_, named):
                self.successor[named] = id_
        for circle in _circles(self.successor):
            self._report.add("edition.cycle", self._files[circle[0]].place(AT), "replaces", cycle=" → ".join(circle))
            for id_ in circle:
                self.successor.pop(id_, None)
        for before, after in self.successor.items():
            self._after(before, after)

    def _known(self, id_: str, named: str) -> bool:
        """Whether a policy that is replaced is there; one file alone cannot tell."""
        if named in self._files:
            return True
        if len(self._files) > 1:
            known = [x for x in self._files if x != id_]
            near = ", ".join(nearest(named, known) or known[:8])
            self._report.add("edition.unknown", self._files[id_].place(AT), "replaces", name=named, near=near)
        return False

    def _only(self, id_: str, named: str) -> bool:
        first = self.successor.get(named)
        if first is None:
            return True
        file = self._files[first].name
        self._report.add("edition.two", self._files[id_].place(AT), "replaces", name=named, first=first, file=file)
        return False

    def _after(self, before: str, after: str) -> None:
        """The successor starts on a later day: else its predecessor would never have been in force."""
        old, new = _start(self._files[before]), _start(self._files[after])
        if old is None or new is None:
            return  # the missing or misspelt day is reported where the policy is made
        if new > old:
            self.over[before] = new
            return
        source = self._files[after]
        days = {"start": source.data["in_force"]["from"], "first": self._files[before].data["in_force"]["from"]}
        self._report.add("edition.order", source.place(("in_force", "from")), "in_force.from", name=before, **days)


def _first_of_each(policies: Iterable[Source]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for source in policies:
        found.setdefault(str(source.data["policy"]), source)
    return found


def _start(source: Source) -> int | None:
    try:
        return parse_calendar_day(source.data["in_force"].get("from") or "")
    except QuantityError:
        return None


def _circles(successor: Mapping[str, str]) -> list[list[str]]:
    """Policies that replace one another in a circle, as each names the next: ``a`` replaces ``b`` replaces ``a``."""
    replaced = {after: before for before, after in successor.items()}
    found: list[list[str]] = []
    done: set[str] = set()
    for start in sorted(replaced):
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in done:
            done.add(at)
            path.append(at)
            at = replaced.get(at)
        if at in path:
            circle = path[path.index(at) :]
            found.append([*circle, circle[0]])
    return found
