"""The three awards as graphs of GoRules' zen-engine, in the forms that its users choose between."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from ..firms import AWARDS, GRANT_CEILING, INTEREST_CEILING, TIERS

Evaluate = Callable[[str, dict[str, Any], dict[str, bool]], dict[str, Any]]
KEY = "awards"
TRACED = {"trace": True}

_SECTOR = 'sector in ["sensors", "instruments"]'
_PEAK = "max(earlier_revenue)"
_GRANT = f"min([investment * 0.3, {GRANT_CEILING}])"
_INTEREST = f"min([interest_paid * 0.5, {INTEREST_CEILING}])"


def engine(graph: dict[str, Any]) -> Evaluate:
    """The engine's own ``evaluate``, with the graph compiled once: its quickest way to answer by key."""
    zen: Any = import_module("zen")
    made: Evaluate = zen.ZenEngine({"loader": {"type": "static", "content": {KEY: graph}}}).evaluate
    return made


def awards(answer: dict[str, Any]) -> tuple[int, ...]:
    """The three amounts of an answer, in 分."""
    return tuple(round(answer["result"][name] * 100) for name in AWARDS)


def tables() -> dict[str, Any]:
    """A decision table for each award. The trace names the row that fired and the values that were looked at."""
    milestone = [["true", '"sensors", "instruments"', "true", f"< {b}", f">= {b}", str(pays)] for b, pays in TIERS]
    return _graph(
        _table("milestone", ["headquarters", "sector", "in_beijing", _PEAK, "annual_revenue"], milestone),
        _table(
            "grant",
            ["platform", "sector", "project_kind"],
            [["true", '"sensors", "instruments"', '"prototype"', _GRANT]],
        ),
        _table(
            "interest",
            ["in_beijing", "sector", "loan_registered"],
            [["true", '"sensors", "instruments"', "true", _INTEREST]],
        ),
    )


def conditions() -> dict[str, Any]:
    """Expressions, each condition under a name. The trace shows which of them hold."""
    return _graph(
        _expressions(
            "milestone",
            milestone_1="headquarters",
            milestone_2=_SECTOR,
            milestone_3="in_beijing",
            peak=_PEAK,
            milestone=f"$.milestone_1 and $.milestone_2 and $.milestone_3 ? ({_tiers('$.peak')}) : 0",
        ),
        _expressions(
            "grant",
            grant_1="platform",
            grant_2=_SECTOR,
            grant_3='project_kind == "prototype"',
            grant=f"$.grant_1 and $.grant_2 and $.grant_3 ? {_GRANT} : 0",
        ),
        _expressions(
            "interest",
            interest_1="in_beijing",
            interest_2=_SECTOR,
            interest_3="loan_registered",
            interest=f"$.interest_1 and $.interest_2 and $.interest_3 ? {_INTEREST} : 0",
        ),
    )


def expressions() -> dict[str, Any]:
    """One node with an expression for each award: the quickest form. Its trace shows the results and no reasons."""
    return _graph(
        _expressions(
            "awards",
            milestone=f"headquarters and {_SECTOR} and in_beijing ? ({_tiers(_PEAK)}) : 0",
            grant=f'platform and {_SECTOR} and project_kind == "prototype" ? {_GRANT} : 0',
            interest=f"in_beijing and {_SECTOR} and loan_registered ? {_INTEREST} : 0",
        )
    )


def _tiers(peak: str) -> str:
    rows = (f"annual_revenue >= {bound} ? ({peak} < {bound} ? {pays} : 0)" for bound, pays in TIERS)
    return " : ".join([*rows, "0"])


def _graph(*nodes: dict[str, Any]) -> dict[str, Any]:
    ends = [{"id": name, "name": name, "type": f"{name}Node"} for name in ("input", "output")]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
        for node in nodes
        for a, b in (("input", node["id"]), (node["id"], "output"))
    ]
    return {"nodes": [*ends, *nodes], "edges": edges}


def _expressions(name: str, **expressions: str) -> dict[str, Any]:
    made = [{"id": f"{name}.{key}", "key": key, "value": value} for key, value in expressions.items()]
    return {"id": name, "name": name, "type": "expressionNode", "content": {"expressions": made}}


def _table(name: str, fields: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """A table whose first row that fits pays; the last row pays nothing and fits everyone."""
    inputs = [{"id": f"{name}.{i}", "name": f, "field": f, "type": "expression"} for i, f in enumerate(fields)]
    outputs = [{"id": f"{name}.out", "name": name, "field": name, "type": "expression"}]
    rules = [
        {
            "_id": f"{name}.row{number}",
            **{f"{name}.{i}": cell for i, cell in enumerate(row[:-1])},
            f"{name}.out": row[-1],
        }
        for number, row in enumerate([*rows, [""] * len(fields) + ["0"]])
    ]
    content = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rules}
    return {"id": name, "name": name, "type": "decisionTableNode", "content": content}
