"""Whether a file has the shape that the schema asks for, and what is wrong where it has not.

The quick look uses the JSON Schema that the pydantic models made (``schema.json``); it understands the keywords that
they emit. What it does not accept goes to pydantic itself, whose errors are mapped to places in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ..diagnostics import Report, nearest
from .source import Source, Trail, dotted, is_map, no_mapping

LANGUAGE = "1"
"""The version of the rule language that this program reads."""


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The shipped JSON Schema of rule files."""
    text = files(__package__).joinpath("schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def conforms(source: Source, kind: str, report: Report) -> bool:
    """Whether a file has the shape of its kind; faults are reported with their places."""
    if not isinstance(source.data, dict):
        report.add(*no_mapping(source, "shape.map_wanted"))
        return False
    version = source.data.get("language")
    if isinstance(version, str) and version != LANGUAGE:
        report.add("language.version", source.place(("language",)), found=version, known=LANGUAGE)
        return False
    before = len(report.found)
    if not fits(source.data, schema()["kinds"][kind]):
        _explain(source, kind, report)
    told = {item.place for item in report.found[before:]}
    for trail in _empty(source.data):
        if source.place(trail) not in told:
            report.add("value.empty", source.place(trail), dotted(trail))
    return len(report.found) == before


def _empty(value: Any, trail: Trail = ()) -> Iterator[Trail]:
    """Keys without a value: what was meant is lost. The facts of a case may say in this way that they are not given."""
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        if item is None:
            yield (*trail, key)
        elif not (key == "facts" and len(trail) == 2 and trail[0] == "cases"):
            yield from _empty(item, (*trail, key))


def _resolved(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in rule:
        rule = schema()["$defs"][rule["$ref"].rpartition("/")[2]]
    return rule


def fits(value: Any, rule: Mapping[str, Any]) -> bool:
    """Whether a value has the shape that a part of the schema asks for."""
    rule = _resolved(rule)
    branches = rule.get("anyOf") or rule.get("oneOf")
    if branches is not None:
        return any(fits(value, branch) for branch in branches)
    kind = rule.get("type")
    if kind == "string":
        return isinstance(value, str)
    if kind == "null":
        return value is None
    if kind == "array":
        return isinstance(value, list) and all(fits(item, rule["items"]) for item in value)
    if kind == "object":
        return isinstance(value, dict) and _fits_object(value, rule)
    return True


def _fits_object(value: dict[str, Any], rule: Mapping[str, Any]) -> bool:
    properties = rule.get("properties", {})
    rest = rule.get("additionalProperties", True)
    # The keys tell the forms of a place apart: looking inside before them doubles the work at every level.
    if not all(key in value for key in rule.get("required", ())):
        return False
    if rest is False and not all(key in properties for key in value):
        return False
    for key, item in value.items():
        if key in properties:
            if not fits(item, properties[key]):
                return False
        elif isinstance(rest, dict) and not fits(item, rest):
            return False
    return True


def known_keys(source: Source, kind: str, trail: Trail) -> list[str]:
    """The keys that a mapping of the file may have."""
    rule, value = _resolved(schema()["kinds"][kind]), source.data
    for step in trail:
        rule = branch(rule, value)
        if isinstance(step, int):
            rule = rule.get("items", {})
        else:
            rest = rule.get("additionalProperties")
            rule = rule.get("properties", {}).get(step) or (rest if isinstance(rest, dict) else {})
        value = value[step]
    return list(branch(rule, value).get("properties", {}))


def branch(rule: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """The form of a part of the schema that a value takes."""
    rule = _resolved(rule)
    options = rule.get("anyOf") or rule.get("oneOf")
    if options is None:
        return rule
    wanted = (
        "string"
        if isinstance(value, str)
        else "array"
        if isinstance(value, list)
        else "object"
        if is_map(value)
        else "null"
    )
    found = [b for b in (branch(o, value) for o in options) if b.get("type") == wanted]
    reading = isinstance(value, dict) and "reading" in value
    exact = [b for b in found if ("reading" in b.get("required", ())) == reading]
    return (exact or found or [{}])[0]


_WANTED = {
    "string_type": "shape.text_wanted",
    "list_type": "shape.list_wanted",
    "dict_type": "shape.map_wanted",
    "model_type": "shape.map_wanted",
    "model_attributes_type": "shape.map_wanted",
}


def _explain(source: Source, kind: str, report: Report) -> None:
    from pydantic import ValidationError

    from .schema import models

    try:
        models()[kind].model_validate(source.data)
    except ValidationError as error:
        found = [(item, *_trail(source.data, item["loc"])) for item in error.errors(include_url=False)]
        meant = {
            (trail[:-1], key)
            for item, trail, _ in found
            if item["type"] == "extra_forbidden"
            for key in nearest(str(trail[-1]), known_keys(source, kind, trail[:-1]))
        }
        for item, trail, rest in found:
            if item["type"] == "missing" and rest and (trail, rest[-1]) in meant:
                continue  # its name is misspelt, which is reported
            if item["type"] == "union_tag_invalid":
                report.add(_misfit(str(item.get("ctx", {}).get("tag"))), source.place(trail), dotted(trail))
            else:
                _report(source, kind, report, item["type"], trail, rest)


def _misfit(tag: str) -> str:
    """The code for a value of a kind that none of the forms of its place has."""
    return {"‹list›": "shape.no_list", "‹text›": "shape.no_text"}.get(tag, "shape.no_map")


def _trail(data: Any, loc: tuple[str | int, ...]) -> tuple[Trail, list[str]]:
    """The part of a location that is in the data, and the key that is missing from it."""
    trail: list[str | int] = []
    rest: list[str] = []
    for step in loc:
        inside = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if inside:
            trail.append(step)
            data = data[step]
            rest = []
        elif not str(step).startswith("‹"):
            rest.append(str(step))
    return tuple(trail), rest


def _report(source: Source, kind: str, report: Report, error: str, trail: Trail, rest: list[str]) -> None:
    where = dotted(trail)
    if error == "string_type" and source.value(trail) is None:
        return  # it is reported as empty
    if error == "extra_forbidden":
        keys = known_keys(source, kind, trail[:-1])
        close = nearest(str(trail[-1]), keys)
        report.add(
            "shape.unknown_key_near" if close else "shape.unknown_key",
            source.place(trail, key=True),
            where,
            key=trail[-1],
            near=close[0] if close else "",
            known=", ".join(keys),
        )
    elif error == "missing":
        report.add("shape.missing_key", source.place(trail, key=True), where, key=rest[-1] if rest else "?")
    else:
        report.add(_WANTED.get(error, "shape.form"), source.place(trail), where)
