"""Trees in words: what belongs together stays in brackets, also where a named step stands for it."""

from pathlib import Path

import pytest

from subsidycalc.answers.describe import described
from tests.end_to_end.running import Program
from tests.language.writing import NEW, one

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


@pytest.mark.parametrize(
    ("bounds", "lang", "text"),
    [
        ("reached", "en", "how often CNY 1,000,000,000 fit into (revenue - CNY 2,000,000,000) × CNY 1,000,000"),
        ("exceeded", "en", "how often (revenue - CNY 2,000,000,000) exceeds CNY 1,000,000,000 × CNY 1,000,000"),
        ("reached", "zh", "(营业收入 - 20亿元)中满10亿元的次数 × 100万元"),
    ],
)
def test_further_steps_of_a_scale_are_counted_in_words(tmp_path: Path, bounds: str, lang: str, text: str) -> None:
    award = "{tiers: {20亿元: 200万元}, then_each: {step: 10亿元, pays: 100万元}, of: revenue, bounds: BOUNDS}"
    rules = one(tmp_path, f"for_each: year\naward: {{tiers: {award.replace('BOUNDS', bounds)}}}", in_force=NEW)
    shown = described(rules.book, rules.book.measures()[0], lang)
    assert any(text in line for _, lines in shown for line in lines)
