"""Bad input is given to the program in a folder of its own."""

from pathlib import Path

import pytest

from tests.end_to_end.running import Program


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    monkeypatch.chdir(tmp_path)
    return Program(capsys, monkeypatch)
