"""Which words of the language a random rule file uses."""

from __future__ import annotations

from typing import Any

from .spec import Case


def features(case: Case) -> set[str]:
    """The words of the rule language that a case uses, as ``word`` or ``word/detail``."""
    found: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for key, item in node.items():
                if isinstance(key, str):
                    found.add(key)
                else:
                    walk(key)
                walk(item)
        elif isinstance(node, (list, tuple)):
            if node and isinstance(node, tuple) and isinstance(node[0], str):
                found.add(node[0])
                if node[0] == "received":
                    found.add("money/received")
                if node[0] in ("over", "clock"):
                    found.add(f"{node[0]}/{node[1]}")
                if node[0] == "cap":
                    found.update(f"per {word}" for word in node[2])
            for item in node:
                walk(item)
        elif isinstance(node, str) and node in ("reached", "exceeded", "highest", "each", "difference", "nothing"):
            found.add(node)

    for part in ("in_force", "figures", "define", "eligible", "measures"):
        walk(case.policy.get(part, {}))
    found |= {key for key, item in case.policy.items() if item}
    if case.received:
        found.add("received")
    found |= {"defined" for f in case.facts if f.defined is not None}
    return found
