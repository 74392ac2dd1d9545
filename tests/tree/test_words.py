"""Trees in words: what belongs together stays in brackets, also where a named step stands for it."""

from pathlib import Path

import pytest

from tests.end_to_end.running import Program

RULES = """
language: 1
policy: words
in_force: {from: 2024-01-01, until: unpublished}
define:
  either: {any: [annual_revenue >= 5元, annual_output >= 7元]}
  both_figures: annual_revenue + annual_output
measures:
  nested:
    eligible: {any: [{all: [year = 2024, either]}, annual_output >= 9元]}
    award: both_figures × 10%
  alone:
    eligible: either
    award: both_figures
"""


@pytest.mark.parametrize(
    ("measure", "lang", "words"),
    [
        ("nested", "en", "the year judged = 2024 and (annual revenue ≥ CNY 5 or annual output value ≥ CNY 7)"),
        ("nested", "en", "(annual revenue + annual output value) × 10%"),
        ("nested", "zh", "评估年度 = 2024，且(年度营业收入 ≥ 5元，或年度产值 ≥ 7元)"),
        ("nested", "zh", "(年度营业收入 + 年度产值) × 10%"),
        ("alone", "en", "Who - annual revenue ≥ CNY 5 or annual output value ≥ CNY 7 Given"),
        ("alone", "zh", "支持多少 - 年度营业收入 + 年度产值 来源"),
    ],
)
def test_a_step_inside_a_longer_expression_keeps_its_brackets(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    measure: str,
    lang: str,
    words: str,
) -> None:
    (tmp_path / "policy.yaml").write_text(RULES, "utf-8")
    shown = Program(capsys, monkeypatch)("show", measure, "--rules", str(tmp_path / "policy.yaml"), lang=lang)
    assert "".join(words.split()) in "".join(shown.out.split())
