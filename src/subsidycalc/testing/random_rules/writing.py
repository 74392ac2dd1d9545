"""The names of gaps, and the texts of files."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import yaml

from .spec import FILLERS, MECHANISMS, Case, Expr, Gap, Spec
from .speller import Speller


def write(case: Case, speller: Speller) -> None:
    """Make the texts of a case: vocabulary, policy, profile."""
    case.policy, case.gaps = named(case.policy)
    case.vocabulary_text = dumped(speller.vocabulary(case))
    case.policy_text = dumped(speller.spec(case.policy))
    case.profile = speller.profile(case)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def dumped(data: Any) -> str:
    """YAML text without anchors."""
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000))


# -- gaps and their names -------------------------------------------------------------------------------------


def named(policy: dict[str, Any]) -> tuple[dict[str, Any], list[Gap]]:
    """The policy with a name in every gap: the way to it without ``award`` and the mechanisms' words."""
    found: dict[str, Gap] = {}
    prefix = policy["policy"]

    def name(path: tuple[str, ...]) -> str:
        return f"{prefix}/{'.'.join(path)}"

    def gap(leaf: Expr, path: tuple[str, ...], kind: str) -> Expr:
        low, high = bounds_of(leaf, kind)
        found[name(path)] = Gap(name(path), kind, low, high)
        return (*leaf, name(path))

    def walk(node: Spec, path: tuple[str, ...], kind: str) -> Spec:
        if isinstance(node, tuple):
            if node[0] == "cap":
                return ("cap", walk(node[1], path, kind), node[2])
            return gap(node, path, node[-1]) if node[0] in FILLERS else node
        if isinstance(node, list):
            return [walk(item, (*path, str(i + 1)), kind) for i, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        made: dict[Any, Any] = {}
        for key, item in node.items():
            word = plain(key)
            if key == "unpublished":
                made[key] = gap(item, path, item[-1])
            elif key == "dated":
                made[key] = dated(item, (*path, word))
            elif (key in MECHANISMS and kind == "value") or key == "value":
                inner = path[:-1] if path[-1:] == ("award",) else path
                made[key] = walk(item, inner, "value" if key in ("value", "sum") else "shape")
            else:
                inner = path[:-1] if path[-1:] == ("award",) else path
                made[key] = walk(item, (*inner, word), "value")
        return made

    def dated(data: dict[Any, Any], path: tuple[str, ...]) -> dict[Any, Any]:
        kind = data.pop("kind")
        path = path[:-2] + path[-1:] if path[-2:-1] == ("award",) else path
        before = gap(("unpublished", kind), (*path, "before"), kind)
        return {(*key, before): walk(item, (*path, plain(key)), "value") for key, item in data.items()}

    made = dict(policy)
    for part, item in policy.items():
        if part in ("figures", "define", "measures"):
            made[part] = {key: walk(value, (key,), "value") for key, value in item.items()}
        elif part in ("in_force", "eligible"):
            made[part] = walk(item, (part,), "value")
    return made, list(found.values())


def bounds_of(leaf: Expr, kind: str) -> tuple[Any, Any]:
    """The constant bounds of a gap, as far as there are any."""
    constants = ("money", "rate", "ratio", "points", "whole", "price")
    if leaf[0] == "up to":
        return 0, leaf[1][1] if leaf[1][0] in constants else None
    if leaf[0] == "between":
        return leaf[1][1], leaf[2][1]
    if kind in ("rate", "points"):
        return Fraction(0), Fraction(1)
    return leaf[1] if len(leaf) == 3 else 1 if kind == "whole" else 0, None


def plain(key: Any) -> str:
    """A key as it is written when it is part of a name."""
    return key if isinstance(key, str) else Speller(Random(0), plain=True).expr(key)


# -- spelling -------------------------------------------------------------------------------------------------


def texts(case: Case) -> dict[str, str]:
    """The rule files of a case by their paths."""
    return {"vocabulary/facts.yaml": case.vocabulary_text, "pack/policy.yaml": case.policy_text}
