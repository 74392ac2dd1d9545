"""The house: no policy in the source, files that are read at one sitting, few imports, a README that is true."""

import ast
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import subsidycalc
from subsidycalc.language.source import read_file
from subsidycalc.tree import nodes as n
from subsidycalc.tree import types as t
from subsidycalc.tree.walk import everything
from subsidycalc.values.quantities import money_text
from tests.end_to_end.running import MAKER, ROOT, process

SRC = Path(subsidycalc.__file__).parent
SOURCES = sorted(SRC.rglob("*.py"))
MOST_LINES = 500
READMES = [p for p in (ROOT / "README.md", ROOT / "README.zh-CN.md") if p.is_file()]


# -- no policy in the source ----------------------------------------------------------------------------------


@cache
def names_of_the_rules() -> set[str]:
    """Ids of policies, measures, figures, readings and named steps, and the facts that a policy declares itself."""
    found: set[str] = set()
    for policy in subsidycalc.load().book.policies.values():
        data = read_file(Path(policy.file) if Path(policy.file).is_absolute() else ROOT / policy.file).data
        found |= {policy.id, *(m.name for m in policy.measures.values())}
        for part in ("figures", "readings", "define", "facts", "documents"):
            found |= set(data.get(part) or ())
        for record in (data.get("records") or {}).values():
            found |= set(record.get("facts") or ())
    return found - {"measures", "report", "rules"}
    # The last three, names of documents here, are words of the language and its folders as well.


@cache
def figures_of_the_rules() -> set[int]:
    """Every amount of money that a rule or a computed fact holds, in 分."""
    book = subsidycalc.load().book
    trees = [f.definition for f in book.vocabulary.everything() if f.definition is not None]
    for policy in book.policies.values():
        trees += [f.node for f in policy.figures.values()]
        for measure in policy.measures.values():
            trees += [c.node for c in (*measure.conditions, *measure.record_conditions)]
            trees += [measure.applies, *(v.amount for v in measure.variants)]
    found: set[int] = set()
    for tree in trees:
        for node in everything(tree):
            if isinstance(node, n.Const) and node.kind == t.MONEY:
                found.add(int(node.value))
            if isinstance(node, n.Step) and node.kind == t.MONEY:
                found |= {int(b) for b in node.bounds}
    return {amount for amount in found if amount}


def constants(path: Path) -> Iterator[tuple[int, object]]:
    """Every constant that the program works with; documentation is left out."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(x.value) for x in ast.walk(tree) if isinstance(x, ast.Expr) and isinstance(x.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told:
            yield node.lineno, node.value


def test_there_is_something_to_look_for() -> None:
    assert len(names_of_the_rules()) > 30
    assert len(figures_of_the_rules()) > 8


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(SRC)))
def test_no_policy_stands_in_the_source(path: Path) -> None:
    names, figures = names_of_the_rules(), figures_of_the_rules()
    written = {money_text(f, "zh") for f in figures} | {f"{f // 10**6}万元" for f in figures if f % 10**6 == 0}
    for line, value in constants(path):
        if isinstance(value, str):
            words = set(re.findall(r"[\w-]+", value))
            assert not words & names, f"{path.name}:{line}: {words & names}"
            if path.parent.name != "texts":  # examples in sentences about money may be any amount
                amounts = set(re.findall(r"(?<![\d.])\d[\d.]*[万亿]?元", value))
                assert not amounts & written, f"{path.name}:{line}: {amounts & written}"
        elif isinstance(value, int) and not isinstance(value, bool):
            assert value not in figures, f"{path.name}:{line}: {value}"


# -- size -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(SRC)))
def test_files_are_read_at_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


# -- what a command imports -----------------------------------------------------------------------------------

TELL = """
import sys
from subsidycalc.cli.main import main
status = main(sys.argv[1:])
print("\\0" + repr(sorted(sys.modules)))
sys.exit(status)
"""
THIRD_PARTY = {"annotated_doc", "lark", "shellingham", "tabulate", "typer", "wcwidth", "yaml"}
"""What may be imported to answer one question."""
NEVER = {"hypothesis", "jsonschema", "numpy", "pandas", "pydantic", "pydantic_core", "pytest", "rich"}
HEAVY = {
    "asyncio", "concurrent", "email", "http", "importlib.metadata", "multiprocessing", "sqlite3", "ssl", "unittest",
    "urllib.request", "xml",
}  # fmt: skip
"""What takes time to import and is of no use to an assessment."""


def imported(*arguments: str) -> set[str]:
    found = process(*arguments, "--lang", "en", code=TELL)
    assert found.status == 0, found.err
    modules: list[str] = ast.literal_eval(found.out.rpartition("\0")[2])
    return set(modules)


@cache
def at_the_start() -> set[str]:
    """What the interpreter of these tests imports by itself."""
    bare = process(code="import sys; print(repr(sorted(sys.modules)))")
    return {m.partition(".")[0] for m in ast.literal_eval(bare.out)}


def third_party(modules: set[str]) -> set[str]:
    known = set(sys.stdlib_module_names) | at_the_start() | {"subsidycalc", "__main__", "__mp_main__"}
    # What PyYAML's parser in C brings along has no file of its own.
    known |= {m for m in modules if m.startswith("_cython_") or m == "cython_runtime"}
    return {m.partition(".")[0] for m in modules} - known


def among(modules: set[str], unwanted: set[str]) -> set[str]:
    return {m for m in modules if any(m == u or m.startswith(f"{u}.") for u in unwanted)}


@pytest.mark.parametrize(
    "arguments",
    [("evaluate", MAKER), ("evaluate", MAKER, "--format", "json"), ("explain", MAKER, "project_grant"), ("test",)],
    ids=lambda arguments: " ".join(a for a in arguments if a != MAKER),
)
def test_a_command_imports_little(arguments: tuple[str, ...]) -> None:
    modules = imported(*arguments)
    assert not third_party(modules) - THIRD_PARTY
    assert not among(modules, NEVER)
    if arguments[0] == "test":
        return
    assert not among(modules, HEAVY)
    assert not {m for m in modules if m.startswith("subsidycalc.cli.")} - {
        f"subsidycalc.cli.{name}" for name in ("assessing", "common", "main")
    }
    assert "subsidycalc.workbench.cases" not in modules
    assert "subsidycalc.language.schema" not in modules


def test_the_package_imports_nothing_until_it_is_asked() -> None:
    found = process(
        code="import sys, subsidycalc; print(repr(sorted(m for m in sys.modules if m.startswith('subsidycalc'))))"
    )
    assert ast.literal_eval(found.out) == ["subsidycalc"]


def test_nothing_is_done_with_floats_of_money() -> None:
    """Values, trees, readers and answers hold no float constant and call no float."""
    for path in SOURCES:
        if path.relative_to(SRC).parts[0] not in ("values", "tree", "readers", "answers", "profile"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path.name}:{node.lineno}"
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
            assert not called, f"{path.name}"


# -- the README -----------------------------------------------------------------------------------------------


def samples() -> list[tuple[str, str, str]]:
    """Each command that a README shows in a ``text`` block, and what it says comes out.

    ``SUBSIDYCALC_WRITE_GOLDEN=1 pytest tests/test_house.py -k readme`` puts in what comes out now.
    """
    found = []
    for path in READMES:
        for block in re.findall(
            r"^```text\n(\$ subsidycalc .*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE
        ):
            parts = re.split(r"^\$ subsidycalc ", block, flags=re.MULTILINE)[1:]
            found += [(path.name, command, shown) for command, _, shown in (part.partition("\n") for part in parts)]
    return found


@pytest.mark.parametrize(("readme", "command", "shown"), samples(), ids=lambda x: x.splitlines()[0][:60] if x else "")
def test_the_readme_shows_what_comes_out(readme: str, command: str, shown: str) -> None:
    """A line of ``…`` alone stands for any lines that are left out."""
    lang = "zh_CN.UTF-8" if ".zh" in readme else "C"
    found = process(*shlex.split(command), env={"LANG": lang})
    out = found.out or found.err
    parts = re.split(r"^ *(?:…|\.\.\.)\n", shown, flags=re.MULTILINE)
    if len(parts) == 1:
        if os.environ.get("SUBSIDYCALC_WRITE_GOLDEN") == "1":
            text = (ROOT / readme).read_text("utf-8")
            head = f"$ subsidycalc {command}\n"
            (ROOT / readme).write_text(text.replace(head + shown, head + out), "utf-8")
            shown = out
        assert out == shown
    else:
        assert re.fullmatch(r".*?".join(re.escape(part) for part in parts), out, re.DOTALL), out


def test_json_in_the_readme_is_json() -> None:
    for path in READMES:
        for block in re.findall(r"^```json\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            json.loads(block)


def test_the_readmes_speak_of_the_same_commands() -> None:
    commands = {name: {re.sub(r" --lang \w+", "", c) for r, c, _ in samples() if r == name} for name, _, _ in samples()}
    if len(commands) == 2:
        first, second = commands.values()
        assert first == second
