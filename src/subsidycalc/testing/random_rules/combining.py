"""Random clauses on how measures combine."""

from __future__ import annotations

from typing import Any

from .spec import Spec
from .stock import POOL
from .values import ValueMaker

LEVELS, SUPPORTS = ("city", "district"), ("grant", "interest")
WORDS = ("elect_one", "not_with", "joint_cap", "requires", "priority", "difference")
MOST = 3


class ClauseMaker(ValueMaker):
    """Makes clauses over the measures of one policy. Together some of them do not load: circles, crossing ceilings."""

    def combined(self, policy: dict[str, Any]) -> None:
        """Give a policy a level, its measures kinds of support, and add clauses."""
        policy["level"] = self.pick(*LEVELS)
        for measure in policy["measures"].values():
            if self.chance(0.8):
                measure["support"] = self.pick(*SUPPORTS)
        names = list(policy["measures"])
        policy["combine"] = [self._clause(names, policy) for _ in range(1 + self.rng.randrange(MOST))]

    def _clause(self, names: list[str], policy: dict[str, Any]) -> dict[str, Any]:
        word = self.pick(*WORDS)
        self.rng.shuffle(names)
        few = names[: 2 + self.rng.randrange(2)]
        shape: dict[str, Any]
        match word:
            case "elect_one":
                shape = {"of": self._groups(few), "per": self._per(few, policy)}
            case "not_with":
                shape = {"measures": few[0], "of": self._members(few[1:]), "per": self._per(few[:1], policy)}
            case "joint_cap":
                per = self._per(few, policy)
                shape = {"of": self._members(few), "at_most": self.constant("money", POOL[2:]), "per": per}
                if self.chance(0.2):
                    shape["except"] = few[-1]
            case "requires":
                shape = {"measures": few[:1], "needs": self._needs(few[1:])}
            case "priority":
                shape = {"of": few, "per": self._per(few, policy)}
            case _:
                shape = {"measures": few[0], "per": self._per(few[:1], policy)}
        made = {word: shape}
        if "way" in self.readings and self.chance(0.2):
            made["if"] = {"reading": "way", "one": "yes", "two": "no"}
        return made

    def _groups(self, names: list[str]) -> Spec:
        """Names side by side, the last two sometimes a group."""
        return [names[0], names[1:]] if len(names) > 2 and self.chance(0.5) else list(names)

    def _members(self, names: list[str]) -> Spec:
        """Names, a glob over all, or a level or kind of support beside them."""
        if self.chance(0.15):
            return "m*"
        if self.chance(0.3):
            kind = {"level": self.pick(*LEVELS)} if self.chance(0.5) else {"support": self.pick(*SUPPORTS)}
            return [*names, kind]
        return list(names) if len(names) != 1 else names[0]

    def _needs(self, names: list[str]) -> Spec:
        return {self.pick("any", "all"): list(names)} if len(names) > 1 else names[0]

    def _per(self, names: list[str], policy: dict[str, Any]) -> str:
        """The firm, its year, or the record where all are given for records of one kind."""
        kinds = {tuple(w for w in policy["measures"][n].get("for_each", []) if w != "year") for n in names}
        scopes = ["firm", "firm", "firm and year"]
        if len(kinds) == 1 and (kind := kinds.pop()):
            scopes += [self.records[kind[0]][0]] * 3
        return self.pick(*scopes)
