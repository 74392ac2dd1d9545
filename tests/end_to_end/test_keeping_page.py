"""The page about keeping rules shows what comes out of the files that it shows."""

import re
import shlex
from pathlib import Path

import pytest

from tests.end_to_end.running import ROOT, process

PAGE = (ROOT / "docs" / "keeping.md").read_text("utf-8")
FILES = re.findall(r"^```yaml\n# (\S+\.yaml)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
SHOWN = re.findall(r"^```text\n\$ subsidycalc (.*?)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("page")
    for name, text in FILES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_the_page_shows_files_and_commands() -> None:
    assert len(FILES) == 4
    assert {command.split()[0] for command, _ in SHOWN} == {"evaluate", "uses", "rename"}


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_what_comes_out_is_what_the_page_shows(folder: Path, command: str, shown: str) -> None:
    ran = process(*shlex.split(command), cwd=folder)
    assert (ran.status, ran.out) == (0, shown), ran.err


@pytest.mark.parametrize("command", ["check", "test"])
def test_the_rules_of_the_page_are_without_findings(folder: Path, command: str) -> None:
    assert process(command, "rules", cwd=folder).status == 0
