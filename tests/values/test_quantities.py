"""Money, rates and ratios: what is printed reads back, and what is not exact says so."""

import string
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidycalc.values.quantities import (
    FEN_PER,
    MAX_DIGITS,
    Quantity,
    QuantityError,
    decimal_text,
    money_text,
    narrow,
    parse_money,
    parse_quantity,
    parse_share,
    round_half_up,
    share_text,
    yuan,
)
from subsidycalc.values.ranges import Number

FEN = st.integers(-(10**20), 10**20) | st.integers(-30, 30).map(lambda k: k * 10**9)
# A 分 or less; shares with a finite decimal, as people write them.
FRACTIONS = st.fractions(max_denominator=10**6)
DECIMALS = st.builds(
    lambda digits, places: Fraction(digits, 10**places), st.integers(-(10**9), 10**9), st.integers(0, 9)
)


def wide(text: str) -> str:
    """Every plain sign as its full-width twin."""
    return "".join(chr(ord(c) + 0xFEE0) if c in string.printable and "!" <= c <= "~" else c for c in text)


@given(FEN)
def test_printed_money_reads_back(fen: int) -> None:
    assert parse_money(money_text(fen, "zh")) == fen
    assert parse_money(money_text(fen, "en")) == fen


@given(FEN)
def test_full_width_money_reads_the_same(fen: int) -> None:
    assert parse_money(wide(money_text(fen, "zh"))) == fen
    assert parse_money(f" {money_text(fen, 'zh')}　") == fen


@given(FEN)
def test_money_of_the_json_form(fen: int) -> None:
    text = yuan(fen)
    assert text is not None
    assert Fraction(text) * 100 == fen
    assert len(text.rpartition(".")[2]) == 2
    assert parse_money(f"{text}元") == fen


@given(FRACTIONS, st.sampled_from(["zh", "en"]))
def test_money_finer_than_a_fen_says_about(value: Fraction, lang: str) -> None:
    text = money_text(value, lang)
    about = {"zh": "约", "en": "about "}[lang]
    assert text.startswith(about) == (value.denominator != 1)
    assert abs(parse_money(text.removeprefix(about)) - value) <= Fraction(1, 2)


@given(FRACTIONS)
def test_half_a_fen_goes_up(value: Fraction) -> None:
    assert value - Fraction(1, 2) < round_half_up(value) <= value + Fraction(1, 2)


@given(st.integers(0, 10**9), st.sampled_from(sorted(FEN_PER)))
def test_every_unit_of_money(count: int, unit: str) -> None:
    assert parse_quantity(f"{count}{unit}") == Quantity("money", count * FEN_PER[unit])
    assert parse_money(f"{count:,} {unit}") == count * FEN_PER[unit]


@given(st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(0, 10**9), st.integers(0, 9)))
def test_decimals_of_a_hundred_million_are_exact_or_refused(value: Fraction) -> None:
    text = f"{decimal_text(value)}亿元"
    if (value * 10**10).denominator == 1:
        assert parse_money(text) == value * 10**10
    else:
        with pytest.raises(QuantityError) as caught:
            parse_money(text)
        assert caught.value.code == "money.finer_than_fen"


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1.5亿元", 15_000_000_000),
        ("3,000万元", 3_000_000_000),
        ("１．５亿元", 15_000_000_000),
        ("３，０００万元", 3_000_000_000),
        ("99,999,999.99元", 9_999_999_999),
        ("0.01元", 1),
        ("1分", 1),
        ("3角", 30),
        ("2千元", 200_000),
        ("2百万元", 200_000_000),
        ("1万亿元", 10**14),
        ("-0.5万元", -500_000),
        ("−0.5万元", -500_000),
        ("CNY 420,000,000", 42_000_000_000),
        ("CNY 1.5亿元", 15_000_000_000),
        ("1.5 million yuan", 150_000_000),
        ("1 billion yuan", 10**11),
        ("0", 0),
        ("0.00", 0),
        ("０", 0),
    ],
)
def test_money_as_people_write_it(text: str, fen: int) -> None:
    assert parse_money(text) == fen


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (42_000_000_000, "4.2亿元", "CNY 420,000,000"),
        (9_999_999_999, "99,999,999.99元", "CNY 99,999,999.99"),
        (10_000_000_001, "100,000,000.01元", "CNY 100,000,000.01"),
        (3_000_000_000, "3000万元", "CNY 30,000,000"),
        (1_000_000, "1万元", "CNY 10,000"),
        (999_900, "9,999元", "CNY 9,999"),
        (1, "0.01元", "CNY 0.01"),
        (0, "0元", "CNY 0"),
        (-150_000, "-1,500元", "CNY -1,500"),
    ],
)
def test_money_as_it_is_printed(fen: int, zh: str, en: str) -> None:
    assert (money_text(fen, "zh"), money_text(fen, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8200", "money.no_unit"),
        ("8,200", "money.no_unit"),
        ("8200万", "money.half_unit"),
        ("1.5亿", "money.half_unit"),
        ("0.001元", "money.finer_than_fen"),
        ("0.5分", "money.finer_than_fen"),
        ("100美元", "money.foreign"),
        ("100万美元", "money.foreign"),
        ("100USD", "money.foreign"),
        ("30%", "money.not_money"),
        ("3年", "money.not_money"),
        ("1,00元", "quantity.unit"),
        ("1.2.3元", "quantity.unit"),
        ("5亩", "money.not_money"),
        ("5尺", "quantity.unit"),
        ("元", "quantity.none"),
        ("", "quantity.none"),
        ("万元", "quantity.none"),
        ("约1元", "quantity.none"),
        ("1元以上", "quantity.above_below"),
        ("5亿元以下", "quantity.above_below"),
        ("1" * (MAX_DIGITS + 1) + "元", "quantity.too_long"),
    ],
)
def test_what_is_no_money(text: str, code: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_money(text)
    assert caught.value.code == code


@given(st.text(max_size=20) | st.from_regex(r"[-+]?[0-9０-９.,]{1,8}[ 元万亿%‰点年a-z:：]{0,6}", fullmatch=True))
def test_outside_text_is_read_or_refused(text: str) -> None:
    for read in (parse_money, lambda x: parse_share(x, bounded=True), lambda x: parse_share(x, bounded=False)):
        try:
            assert isinstance(read(text), (int, Fraction))
        except QuantityError as error:
            assert error.code


@given(DECIMALS)
def test_printed_shares_read_back(value: Fraction) -> None:
    assert parse_share(share_text(value), bounded=False) == value
    assert parse_share(share_text(value), bounded=True) == value
    assert parse_share(wide(share_text(value)), bounded=True) == value


@given(DECIMALS)
def test_bare_rates_lie_below_one(value: Fraction) -> None:
    text = decimal_text(value)
    assert parse_share(text, bounded=False) == value
    if abs(value) < 1:
        assert parse_share(text, bounded=True) == value
    else:
        with pytest.raises(QuantityError) as caught:
            parse_share(text, bounded=True)
        assert caught.value.code == "rate.bare"


@given(
    DECIMALS,
    st.sampled_from([("%", 100), ("‰", 1000), ("个百分点", 100), ("百分点", 100), ("个基点", 10_000), ("bp", 10_000)]),
)
def test_every_unit_of_a_rate(value: Fraction, unit: tuple[str, int]) -> None:
    word, size = unit
    found = parse_quantity(f"{decimal_text(value)}{word}")
    assert found.kind == ("rate" if word in "%‰" else "points")
    assert found.value == value / size


@pytest.mark.parametrize(
    ("text", "bounded", "value"),
    [
        ("35%", True, Fraction(35, 100)),
        ("３５％", True, Fraction(35, 100)),
        ("5‰", True, Fraction(5, 1000)),
        ("0.3", True, Fraction(3, 10)),
        ("2.5个百分点", True, Fraction(25, 1000)),
        ("50个基点", True, Fraction(5, 1000)),
        ("100%", True, 1),
        ("150%", False, Fraction(3, 2)),
        ("1:0.5", False, Fraction(1, 2)),
        ("1：2", False, 2),
        ("2", False, 2),
    ],
)
def test_shares_as_people_write_them(text: str, bounded: bool, value: Number) -> None:
    assert parse_share(text, bounded=bounded) == value


@pytest.mark.parametrize(
    ("text", "bounded", "code"),
    [
        ("30", True, "rate.bare"),
        ("1", True, "rate.bare"),
        ("1:2", True, "quantity.unit"),
        ("5元", True, "rate.not_rate"),
        ("5元", False, "rate.not_rate"),
        ("0:1", False, "rate.not_rate"),
        ("5%:1", False, "rate.not_rate"),
        ("三成", True, "quantity.none"),
    ],
)
def test_what_is_no_share(text: str, bounded: bool, code: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_share(text, bounded=bounded)
    assert caught.value.code == code


def test_a_bare_rate_offers_both_readings() -> None:
    with pytest.raises(QuantityError) as caught:
        parse_share("30", bounded=True)
    assert (caught.value.params["percent"], caught.value.params["times"]) == ("30%", "3000%")


@given(FRACTIONS)
def test_decimal_text_is_exact(value: Fraction) -> None:
    assert Fraction(decimal_text(value)) == value


@pytest.mark.parametrize(
    ("text", "value", "unit"), [("2年", 2, "years"), ("6个月", 6, "months"), ("30天", 30, "days"), ("1 day", 1, "days")]
)
def test_spans_of_time(text: str, value: int, unit: str) -> None:
    assert parse_quantity(text) == Quantity("duration", value, unit)


@given(st.text(max_size=30))
def test_narrowing_keeps_every_column(text: str) -> None:
    assert len(narrow(text)) == len(text)
    assert narrow(narrow(text)) == narrow(text)


def test_no_bound_is_no_money() -> None:
    assert yuan(None) is None
