"""The expression parser. Its tables are made from ``expression.lark`` once and shipped as ``grammar.json``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from lark import Lark, Transformer
from lark.grammar import Rule
from lark.lexer import TerminalDef


def build() -> dict[str, Any]:
    """The parse tables as plain data: what ``grammar.json`` must hold."""
    source = files(__package__).joinpath("expression.lark").read_text("utf-8")
    parser = Lark(source, parser="lalr", maybe_placeholders=False, keep_all_tokens=False)
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["parser"]["parser"] = _numbered(data["parser"]["parser"])
    return {"data": _pairs(data), "memo": _pairs(memo)}


def _numbered(tables: dict[str, Any]) -> dict[str, Any]:
    """The tables with states and tokens numbered in one order: the generator numbers them as memory happens to lie."""
    names, states = tables["tokens"], tables["states"]
    (start,) = tables["start_states"].values()
    tokens = sorted(names.values())
    order = {start: 0}
    waiting = [start]
    for state in waiting:
        for _, (reduces, target) in sorted((names[token], action) for token, action in states[state].items()):
            if not reduces and target not in order:
                order[target] = len(order)
                waiting.append(target)
    numbers = {name: number for number, name in enumerate(tokens)}
    return {
        "tokens": dict(enumerate(tokens)),
        "states": {
            order[state]: {
                numbers[names[token]]: (reduces, target if reduces else order[target])
                for token, (reduces, target) in sorted(states[state].items(), key=lambda item: names[item[0]])
            }
            for state in waiting
        },
        "start_states": {name: order[state] for name, state in tables["start_states"].items()},
        "end_states": {name: order[state] for name, state in tables["end_states"].items()},
    }


def _pairs(value: Any) -> Any:
    """JSON has only text as keys: a dict with other keys becomes a list of pairs, marked as one."""
    if isinstance(value, dict):
        if all(isinstance(k, str) for k in value):
            return {k: _pairs(v) for k, v in value.items()}
        return {"‹pairs›": [[_pairs(k), _pairs(v)] for k, v in value.items()]}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [_pairs(v) for v in items]
    return value


def _unpaired(found: dict[str, Any]) -> dict[Any, Any]:
    return dict(found["‹pairs›"]) if "‹pairs›" in found else found


def tables(transformer: Transformer[Any, Any]) -> Lark:
    """The parser made from the shipped tables."""
    text = files(__package__).joinpath("grammar.json").read_text("utf-8")
    saved = json.loads(text, object_hook=_unpaired)
    load: Any = Lark._load_from_dict
    found: Lark = load(saved["data"], saved["memo"], transformer=transformer)
    return found
