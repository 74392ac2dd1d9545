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
    return {"data": _pairs(data), "memo": _pairs(memo)}


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
