"""Every kind of figure is found, moved by the smallest step of its kind and by a tenth, and nothing else is."""

import pytest

from subsidycalc.language.expressions import ExpressionError, parse
from subsidycalc.testing.mutation.figures import nudges
from subsidycalc.testing.mutation.joined import compared, parts, statement_at

FIGURES = {
    "50万元": ("money", ["500000.01元", "499999.99元", "550000元", "450000元"]),
    "３，０００元": ("money", ["3000.01元", "2999.99元", "3300元", "2700元"]),
    "500 yuan": ("money", ["500.01元", "499.99元", "550元", "450元"]),
    "1分": ("money", ["0.02元", "0元"]),
    "7.0827元": ("money", ["7.0828元", "7.0826元", "7.791元", "6.3744元"]),
    "30%": ("rate", ["30.01%", "29.99%", "33%", "27%"]),
    "0.005%": ("rate", ["0.006%", "0.004%"]),
    "0%": ("rate", ["0.01%"]),
    "5‰": ("rate", ["5.1‰", "4.9‰", "5.5‰", "4.5‰"]),
    "2.5个百分点": ("rate", ["2.51个百分点", "2.49个百分点", "2.75个百分点", "2.25个百分点"]),
    "50bp": ("rate", ["51bp", "49bp", "55bp", "45bp"]),
    "1:0.5": ("rate", ["1:0.51", "1:0.49", "1:0.55", "1:0.45"]),
    "0.3": ("count", ["0.3001", "0.2999", "0.33", "0.27"]),
    "20": ("count", ["21", "19", "22", "18"]),
    "2": ("count", ["3", "1"]),
    "0": ("count", ["1"]),
    "3年": ("count", ["4年", "2年"]),
    "18个月": ("count", ["19个月", "17个月", "20个月", "16个月"]),
    "30天": ("count", ["31天", "29天", "33天", "27天"]),
    "12台": ("count", ["13台", "11台"]),
    "3,000㎡": ("count", ["3000.01㎡", "2999.99㎡", "3300㎡", "2700㎡"]),
    "200万美元": ("count", ["2000000.01美元", "1999999.99美元", "2200000美元", "1800000美元"]),
    "2024-02-29": ("day", ["2024-03-01", "2024-02-28"]),
    "2024-1-1": ("day", ["2024-01-02", "2023-12-31"]),
}


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("around", ["{}", "up to {}", "x >= {} and y", "min(a,{})", "a -{}", "{} per firm and year"])
def test_a_figure_is_moved_wherever_it_stands(figure: str, around: str) -> None:
    kind, wanted = FIGURES[figure]
    found = list(nudges(around.format(figure)))
    assert {nudge.kind for nudge in found} == {kind}
    assert [nudge.new for nudge in found] == wanted
    for nudge in found:
        assert nudge.old == figure
        assert nudge.text == around.format(nudge.new)
        assert nudge.at == around.index("{")


@pytest.mark.parametrize(
    ("period", "wanted"),
    [("2023", ["2024", "2022"]), ("2023Q4", ["2024Q1", "2023Q3"]), ("2023-01", ["2023-02", "2022-12"])],
)
def test_a_period_is_moved_by_one(period: str, wanted: list[str]) -> None:
    assert [n.new for n in nudges(f"x of {period} > y")] == wanted


@pytest.mark.parametrize(
    "text",
    [
        'received("beijing-2022-ic/m2")',
        "「2023年收入」",
        "“x 5万元”",
        "a5 and b_6",
        "unpublished",
        "in_2_years",
        "2024-02-30",
    ],
)
def test_names_are_no_figures(text: str) -> None:
    assert not list(nudges(text))


def test_what_is_moved_can_still_be_read() -> None:
    for figure in FIGURES:
        for nudge in nudges(f"x >= {figure}"):
            try:
                parse(nudge.text)
            except ExpressionError as error:  # pragma: no cover
                pytest.fail(f"{nudge.text}: {error}")


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("a and b and c", {"a": "b and c", "b": "a and c", "c": "a and b"}),
        ("a 且 b", {"a": "b", "b": "a"}),
        ("a or b and c", {"a": "b and c", "b and c": "a", "b": "a or c", "c": "a or b"}),
        ("not (a and b)", {"a": "not (b)", "b": "not (a)"}),
        (
            "any(a over k where b and c) and d",
            {
                "any(a over k where b and c)": "d",
                "d": "any(a over k where b and c)",
                "b": "any(a over k where c) and d",
                "c": "any(a over k where b) and d",
            },
        ),
        ("if a and b then c else d", {"a": "if b then c else d", "b": "if a then c else d"}),
        ("years between a and b >= 3 and c", {"years between a and b >= 3": "c", "c": "years between a and b >= 3"}),
        ("x in [a, b] and 「c and d」", {"x in [a, b]": "「c and d」", "「c and d」": "x in [a, b]"}),
        ("years between a and b >= 3", {}),
        ("min(a, b)", {}),
    ],
)
def test_every_joined_part_is_left_out(text: str, without: dict[str, str]) -> None:
    assert {part.text: part.without for part in parts(text)} == without
    for part in parts(text):
        assert text.startswith(part.text, part.at)
        parse(part.without)


@pytest.mark.parametrize(
    ("text", "figure", "is_compared"),
    [
        ("a >= 5元", "5元", True),
        ("(a + 5元) >= b", "5元", True),
        ("min(a, 5元) > b", "5元", True),
        ("if a > 7元 then 5元 else b", "5元", False),
        ("if a > 5元 then 7元 else b", "5元", True),
        ("min(a, 5元)", "5元", False),
        ("sum(a over k where b > 1元) + 5元", "5元", False),
        ("sum(a over k where b > 5元) + 1元", "5元", True),
    ],
)
def test_a_threshold_is_what_something_is_compared_with(text: str, figure: str, is_compared: bool) -> None:
    assert compared(text, text.index(figure)) is is_compared


def test_a_comparison_is_shown_with_what_it_compares() -> None:
    text = "a > 1元 and any(b >= 2元 over k)"
    assert statement_at(text, text.index(">=")) == "b >= 2元"
    assert statement_at(text, text.index(">")) == "a > 1元"
