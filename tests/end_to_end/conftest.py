"""The program run in this process, and a small policy with a firm for it."""

from pathlib import Path

import pytest

from tests.end_to_end.running import RULES, Program


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules" / "small" / "policy.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(RULES, "utf-8")
    return path


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "firm.yaml"
    path.write_text("headquarters_enterprise: yes\nannual_revenue: {2023: 300万元, 2024: 600万元}\n", "utf-8")
    return path
