"""The catalogues are complete: every sentence in both languages, with the same parameters, and in use."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import subsidycalc
from subsidycalc.diagnostics.codes import NUMBERS
from subsidycalc.diagnostics.texts import en, en_errors, zh, zh_errors

SRC = Path(subsidycalc.__file__).parent
ERRORS = {"en": en_errors.ERRORS, "zh": zh_errors.ERRORS}
TEXTS: dict[str, Mapping[str, str]] = {"en": en.TEXTS, "zh": zh.TEXTS}
FAMILIES = {code.partition(".")[0] for code in NUMBERS}
RAISING = {"fault", "_fault", "finding", "add", "Wrong", "QuantityError", "ExpressionError"}
"""What reports an error: its first argument is the code, its keywords the parameters."""
ABOUT_THE_PLACE = {"column", "key", "where"}
"""Keywords that ``fault`` keeps for itself; ``report.add`` passes the first two on."""


def placeholders(*sentences: str) -> set[str]:
    return {name for s in sentences for _, name, _, _ in Formatter().parse(s) if name is not None}


class Call(NamedTuple):
    where: str
    name: str
    code: str
    keywords: set[str]


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SRC.rglob("*.py")):
        if path.parent.name != "texts" and path.name != "codes.py":
            yield path, ast.parse(path.read_text("utf-8"))


def constants(node: ast.AST) -> Iterator[str]:
    """The texts that an argument can be: one, or either branch of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def calls() -> Iterator[Call]:
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = str(getattr(node.func, "attr", "") or getattr(node.func, "id", ""))
            whole = all(k.arg is not None for k in node.keywords)
            for text in constants(node.args[0]):
                keywords = {str(k.arg) for k in node.keywords} if whole else {"*"}
                yield Call(f"{path.relative_to(SRC)}:{node.lineno}", name, text, keywords)


CALLS = list(calls())
RAISED = [c for c in CALLS if c.name in RAISING and re.fullmatch(r"[a-z]+\.[a-z_0-9]+", c.code)]


def mentioned() -> tuple[set[str], set[str]]:
    """Every text in the sources that a key could be, and every beginning of one that is put together."""
    whole: set[str] = set()
    starts: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                starts.add(str(node.values[0].value))
    return whole, starts


@pytest.mark.parametrize("lang", ERRORS)
def test_every_error_has_a_sentence(lang: str) -> None:
    assert list(ERRORS[lang]) == list(NUMBERS), "the same codes in the same order"
    for code, (message, way_out) in ERRORS[lang].items():
        assert message.strip() == message != "", code
        assert way_out.strip() == way_out, code


@pytest.mark.parametrize("code", NUMBERS)
def test_errors_say_the_same_in_both_languages(code: str) -> None:
    assert placeholders(*ERRORS["en"][code]) == placeholders(*ERRORS["zh"][code])


def test_numbers_are_never_shared() -> None:
    assert len(set(NUMBERS.values())) == len(NUMBERS)


@pytest.mark.parametrize("lang", TEXTS)
def test_no_sentence_hides_another(lang: str) -> None:
    """The parts of a catalogue share no key: the last of two would be said in place of both."""
    found: Counter[tuple[bool, str]] = Counter()
    for path in sorted((SRC / "diagnostics" / "texts").glob(f"{lang}*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Dict):
                keys = [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
                whole = "TEXTS" in ast.unparse(node).partition("=")[0]
                found.update((whole, str(key)) for key in keys)
    assert len(found) > len(NUMBERS)
    assert [key for key, times in found.items() if times > 1] == []


def test_texts_have_the_same_keys() -> None:
    assert list(TEXTS["en"]) == list(TEXTS["zh"])


@pytest.mark.parametrize("key", TEXTS["en"])
def test_texts_have_the_same_parameters(key: str) -> None:
    assert placeholders(TEXTS["en"][key]) == placeholders(TEXTS["zh"][key])


def test_every_error_raised_is_in_the_catalogue() -> None:
    unknown = [f"{c.where}: {c.code}" for c in RAISED if c.code not in NUMBERS]
    assert not unknown


def test_every_error_in_the_catalogue_is_raised() -> None:
    whole, starts = mentioned()
    prefixes = tuple(s for s in starts if s.partition(".")[0] in FAMILIES and s.endswith("."))
    assert not [code for code in NUMBERS if code not in whole and not code.startswith(prefixes or ("\0",))]


def test_every_parameter_of_a_sentence_is_passed_wherever_it_is_raised() -> None:
    lacking = defaultdict(set)
    for call in RAISED:
        if call.code in NUMBERS and "*" not in call.keywords:
            needed = {p for lang in ERRORS for p in placeholders(*ERRORS[lang][call.code])}
            for name in needed - call.keywords:
                lacking[call.code].add(f"{name} ({call.where})")
    assert not lacking


def test_no_parameter_is_taken_for_a_place() -> None:
    """``fault`` keeps ``key``, ``column`` and ``where``: they never reach a sentence through it."""
    for call in RAISED:
        if call.name in ("fault", "finding") and call.code in NUMBERS:
            assert not ABOUT_THE_PLACE & placeholders(*ERRORS["en"][call.code]), call


def test_every_text_said_exists() -> None:
    assert not [f"{c.where}: {c.code}" for c in CALLS if c.name == "say" and c.code not in TEXTS["en"]]


def test_every_text_put_together_or_referred_to_exists() -> None:
    whole, starts = mentioned()
    keys = TEXTS["en"]
    groups = {key.partition(".")[0] for key in keys}
    referred = [w[1:] for w in whole if re.fullmatch(r"@[a-z]+\.[a-z_/]+", w)]
    assert not [word for word in referred if word not in keys]
    begun = [s.removeprefix("@") for s in starts if re.fullmatch(r"@?[a-z]+\.[a-z_]*", s)]
    begun = [s for s in begun if s.partition(".")[0] in groups - FAMILIES]
    assert not [start for start in begun if not any(key.startswith(start) for key in keys)]
