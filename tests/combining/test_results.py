"""Results of awards that combine, recomputed and compared through the real commands."""

import json
from pathlib import Path

import pytest

from tests.end_to_end.running import Program

FOLDER = Path(__file__).parents[1] / "fixtures" / "combining"
RULES = ("--rules", str(FOLDER / "rules"))
SEVERAL = ("--reading", "chips/directions=several")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


def result(run: Program, profile: Path, into: Path, *options: str) -> Path:
    found = run("evaluate", str(profile), *RULES, *options, "--format", "json", "--with-inputs", "--output", str(into))
    assert found.status == 0, found
    return into


def test_a_result_is_the_same_when_computed_anew(run: Program, tmp_path: Path) -> None:
    for number, options in enumerate(((), SEVERAL, ("--reading", "chips/directions=one"))):
        made = result(run, FOLDER / "firm.yaml", tmp_path / f"{number}.json", *options)
        assert run("verify", str(made), *RULES).status == 0
        data = json.loads(made.read_text("utf-8"))
        data["awards"][1]["final"]["low"] = "1.00"
        made.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        found = run("verify", str(made), *RULES, lang="en")
        assert found.status == 1
        assert "final.low" in found.out


def test_a_fact_of_one_award_is_to_blame_for_the_end_of_another(run: Program, tmp_path: Path) -> None:
    other = tmp_path / "firm.yaml"
    text = (FOLDER / "firm.yaml").read_text("utf-8")
    other.write_text(text.replace("title_held: yes", "title_held: no"), "utf-8")
    a = result(run, FOLDER / "firm.yaml", tmp_path / "a.json", *SEVERAL)
    b = result(run, other, tmp_path / "b.json", *SEVERAL)
    found = run("compare", str(a), str(b), *RULES, lang="en")
    assert found.status == 1
    assert "matters for: Title award; Loan interest" in found.out
    assert "now counts; what counts goes from CNY 0 to CNY 800,000" in " ".join(found.out.split())
