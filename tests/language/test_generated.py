"""What is shipped ready-made is what would be made now; the idioms are listed once and know nothing of each other."""

import ast
import json
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import subsidycalc.language
from subsidycalc.language import __main__ as generated
from subsidycalc.language import grammar, idioms, schema, spec
from subsidycalc.language.expressions import parse
from subsidycalc.language.shape import schema as shipped_schema

LANGUAGE = Path(subsidycalc.language.__file__).parent
FOLDER = Path(idioms.__file__).parent
MODULES = sorted(p.stem for p in FOLDER.glob("*.py") if p.stem != "__init__")
SHARED = {"scales"}
"""Not an idiom: what those with tiers have in common."""


def shipped(name: str) -> Any:
    return json.loads(files(subsidycalc.language).joinpath(name).read_text("utf-8"))


def test_the_schema_is_the_one_that_the_models_make() -> None:
    assert shipped("schema.json") == json.loads(json.dumps(schema.json_schema()))
    assert shipped_schema() == shipped("schema.json")


def without_widths(node: Any) -> Any:
    """How wide a pattern may be at most is another number in another Python."""
    if isinstance(node, dict):
        return {key: without_widths(value) for key, value in node.items() if key != "_width"}
    return [without_widths(item) for item in node] if isinstance(node, list) else node


def test_the_grammar_is_the_one_that_the_rules_make() -> None:
    assert without_widths(shipped("grammar.json")) == without_widths(json.loads(json.dumps(grammar.build())))


def test_generated_files_are_made_by_one_command() -> None:
    made = generated.made()
    assert set(made) == {p.name for p in LANGUAGE.glob("*.json")}
    for name, text in made.items():
        assert without_widths(json.loads(text)) == without_widths(shipped(name))


def test_every_kind_of_file_has_a_schema() -> None:
    assert set(shipped("schema.json")["kinds"]) == set(spec.FILES)


def test_every_mechanism_is_in_the_schema_and_the_other_way_round() -> None:
    properties = set(shipped("schema.json")["$defs"]["ValueMap"]["properties"])
    assert set(idioms.MECHANISMS) <= properties


def test_no_object_of_the_schema_takes_unknown_keys() -> None:
    def objects(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if "properties" in node and node.get("type") == "object":
                yield node
            for value in node.values():
                yield from objects(value)
        elif isinstance(node, list):
            for value in node:
                yield from objects(value)

    found = list(objects(shipped("schema.json")))
    assert len(found) > 20
    for item in found:
        # A reading has its options as keys; they are checked against the reading.
        assert item["additionalProperties"] is False or "reading" in item["properties"], item.get("title")


def test_the_registry_lists_the_modules_of_the_folder() -> None:
    words = {import_module(f"{idioms.__name__}.{name}").WORD: name for name in MODULES if name not in SHARED}
    assert set(words) == set(idioms.MECHANISMS)
    for word, name in words.items():
        module = import_module(f"{idioms.__name__}.{name}")
        assert idioms.MECHANISMS[word] == idioms.Idiom(module.SHAPE, module.lower)
        assert word in idioms.ValueMap.keys


@pytest.mark.parametrize("name", [m for m in MODULES if m not in SHARED])
def test_an_idiom_touches_nothing_else(name: str) -> None:
    """It imports the kernel and what is made for idioms, does nothing when imported, and knows no other idiom."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            allowed = {
                1: SHARED,
                2: {"lowered", "resolve", "spec", "typed"},
                3: {"tree", "tree.node", "tree.walk", "rulebook.model", "values.ranges", "values.units"},
            }
            if node.level:
                assert module in allowed[node.level], f"{name}: {ast.unparse(node)}"
            else:
                assert module in {"typing", "__future__", "collections.abc"}
    for statement in tree.body:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        kinds = (ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.ClassDef, ast.FunctionDef)
        assert is_text or isinstance(statement, kinds), f"{name}: {ast.unparse(statement)}"


def test_no_idiom_is_named_outside_its_file() -> None:
    """Words of mechanisms are looked up in the registry, so that a new one touches its folder alone."""
    words = set(idioms.MECHANISMS) - {"sum", "grade"}  # a function of expressions, and how well a source is known
    for path in LANGUAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in words, f"{path.name}:{node.lineno}: {node.value}"


@pytest.mark.parametrize(
    "text", ["a >= 5亿元", "sum(x over y where z)", "if a then b else c", "years between a and b > 3", "a in [b, c]"]
)
def test_the_shipped_grammar_parses(text: str) -> None:
    assert parse(text).kind
