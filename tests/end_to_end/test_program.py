"""The program itself: help, version, slips of the pen, and the language that it speaks."""

import re

import pytest

import subsidycalc
from subsidycalc.cli.common import language
from tests.end_to_end.running import (
    EXAMPLES,
    GUARANTOR,
    MAKER,
    Program,
    process,
)


def test_help_and_version(run: Program) -> None:
    for arguments in ((), ("--help",), ("evaluate", "--help"), ("--version",)):
        found = process(*arguments, env={"LC_ALL": "C"})
        assert (found.status, found.err) == (0, ""), arguments
        assert found.out
    assert process("--version").out == f"subsidycalc {subsidycalc.__version__}\n"
    assert process("--version", "list", "--assume", "x") == process("--version"), "the rest is not looked at"
    assert re.search("[\u4e00-\u9fff]", process("--help", env={"LANG": "zh_CN.UTF-8"}).out)


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluat", MAKER),
        ("evaluate",),
        ("evaluate", MAKER, "extra"),
        ("evaluate", MAKER, "--formats", "json"),
        ("evaluate", MAKER, "--format", "xml"),
        ("evaluate", MAKER, "--format"),
        ("evaluate", "no-such-file.yaml"),
        ("evaluate", str(EXAMPLES)),
        ("explain", MAKER),
        ("check", "no-such-folder"),
        ("list", "--rules", "no-such-folder"),
        ("schema",),
        ("new",),
        ("show",),
    ],
)
def test_slips_of_the_pen(run: Program, arguments: tuple[str, ...]) -> None:
    for lang in ("zh", "en"):
        found = run(*arguments, lang=lang)
        assert (found.status, found.out) == (2, ""), arguments
        assert found.err
        assert "Traceback" not in found.err


def test_a_language_that_is_none(run: Program) -> None:
    found = run("list", lang="fr")
    assert (found.status, found.out) == (2, "")
    assert "--lang" in found.err


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN"}, "zh"),
        ({"LANG": "zh_TW.Big5"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_read_from_the_environment(variables: dict[str, str], lang: str) -> None:
    assert language([], variables) == lang
    for said in ("zh", "en"):
        assert language(["evaluate", "--lang", said], variables) == language([f"--lang={said}"], variables) == said


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}, "en"),
        ({"LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"}, "zh"),
    ],
)
def test_what_is_printed_is_utf_8(variables: dict[str, str], lang: str) -> None:
    """A fresh machine has no Chinese locale: the variables are read as text, and no encoding is asked for."""
    found = process("evaluate", GUARANTOR, env=variables)
    assert (found.status, found.err) == (0, "")
    assert ("担保机构奖励" in found.out) == (lang == "zh")
    assert "北京示例担保机构" in found.out


def test_what_is_said_goes_before_the_environment() -> None:
    found = process("evaluate", GUARANTOR, "--lang", "en", env={"LANG": "zh_CN.UTF-8"})
    assert "Guarantee institution reward" in found.out
    assert "合计" not in found.out
    wrong = process("evaluate", "none.yaml", env={"LANG": "zh_CN.UTF-8"})
    assert wrong.status == 2
    assert re.search("[\u4e00-\u9fff]", wrong.err)
