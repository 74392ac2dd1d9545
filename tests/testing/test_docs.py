"""What the page about testing shows is true."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.end_to_end.running import ROOT, process

PAGE = (ROOT / "docs" / "testing.md").read_text("utf-8")


@pytest.mark.parametrize("code", re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
def test_the_examples_run(code: str) -> None:
    tests = re.findall(r"^def (test_\w+)", code, re.MULTILINE)
    calls = "".join(f"{name}()\n" for name in tests)
    ran = process(code=f"{code}\n{calls}")
    assert (ran.status, ran.out) == (0, ""), ran.err


def test_the_cases_at_thresholds_are_those_that_the_page_shows() -> None:
    block = re.search(
        r"^```text\n\$ subsidycalc (test \S+ --boundaries.*?)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE
    )
    assert block is not None
    ran = process(*shlex.split(block[1]))
    assert ran.status == 0
    shown = [part for part in block[2].split("...\n") if part]
    assert shown
    assert all(part in ran.out for part in shown)


def test_the_report_on_changes_begins_as_the_page_shows() -> None:
    block = re.search(
        r"^```text\n\$ subsidycalc (test \S+ --mutate.*?)\n(.*?)^\.\.\.\n```$", PAGE, re.DOTALL | re.MULTILINE
    )
    assert block is not None
    ran = process(*shlex.split(block[1]))
    assert ran.status in (0, 1)
    assert ran.out.startswith(block[2])


def test_the_command_prints_what_the_page_shows() -> None:
    block = re.search(r"^```text\n\$ subsidycalc (.*?)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert block is not None
    ran = process(*shlex.split(block[1]))
    assert (ran.status, ran.out) == (0, block[2])
