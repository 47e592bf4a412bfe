from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import from_minor, to_minor
from imports.checks.money import LARGEST, MoneyReading, has_decimal_comma, read_amount, read_amounts

POINT, COMMA = MoneyReading(), MoneyReading(decimal_comma=True)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("0", 0),
        ("0.0", 0),
        ("178.8", 17880),
        ("1,209.50", 120950),
        ("1，209．50", 120950),
        ("¥1,209.50", 120950),
        ("￥ 12", 1200),
        ("$45.99", 4599),
        ("45.99 USD", 4599),
        ("598.00元", 59800),
        ("-3.5", -350),
        ("−3.5", -350),
        ("(12.00)", -1200),
        ("12.00-", -1200),
        ("-$5", -500),
        ("$-5", -500),
        ("+7", 700),
        (".5", 50),
        ("5.", 500),
        ("12.3400", 1234),
        ("1,23,456.00", 12345600),
        ("1.5E+2", 15000),
    ],
)
def test_amounts_with_a_point(text: str, minor: int) -> None:
    assert read_amount(text, POINT) == minor


@pytest.mark.parametrize(
    ("text", "minor"), [("116,99 €", 11699), ("1.250,5", 125050), ("12", 1200), ("1.250", 125000), ("-0,5", -50)]
)
def test_amounts_with_a_comma(text: str, minor: int) -> None:
    assert read_amount(text, COMMA) == minor


@pytest.mark.parametrize(
    "text", ["1,2O9.00", "12,34", "1.2.3", "abc", "--5", "1 2 x", "nan", "inf", "1e99", "¥", "12..", "9" * 20]
)
def test_what_is_no_amount(text: str) -> None:
    assert read_amount(text, POINT) == "not_money"


def test_more_decimals_than_the_currency_are_told_and_never_rounded() -> None:
    assert read_amount("178.805", POINT) == "money_decimals"
    assert read_amount("12.5", MoneyReading(exponent=0)) == "money_decimals"
    assert read_amount("1.234", MoneyReading(exponent=3)) == 1234


@given(st.integers(-LARGEST, LARGEST), st.sampled_from([0, 2, 3]))
def test_money_survives_the_way_out_and_back(minor: int, exponent: int) -> None:
    plain = f"{from_minor(minor, exponent):f}"
    grouped = f"{from_minor(minor, exponent):,f}"
    reading = MoneyReading(exponent)
    assert read_amount(plain, reading) == minor
    assert read_amount(grouped, reading) == minor
    assert read_amounts(pa.array([plain, None, grouped]), reading).values.to_pylist() == [minor, None, minor]
    german = grouped.translate(str.maketrans(",.", ".,"))
    assert read_amount(german, MoneyReading(exponent, decimal_comma=True)) == minor


@given(st.lists(st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=2).map(str)), max_size=20))
def test_the_fast_way_and_the_slow_way_agree(texts: list[str | None]) -> None:
    fast = read_amounts(pa.array(texts, pa.string()), POINT).values.to_pylist()
    assert fast == [None if text is None else read_amount(text, POINT) for text in texts]
    assert fast == [None if text is None else to_minor(Decimal(text)) for text in texts]


def test_a_column_marks_each_bad_cell() -> None:
    read = read_amounts(pa.array(["1.00", "1,2O9", None, "0.001", "¥2"]), POINT)
    assert read.values.to_pylist() == [100, None, None, None, 200]
    assert read.bad.tolist() == [False, True, False, False, False]
    assert read.too_fine.tolist() == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("samples", "comma"),
    [
        (["12,50", "7"], True),
        (["1.234,50", "12.000"], True),
        (["1,234", "5"], False),
        (["12.50", "1,234.00"], False),
        ([], False),
    ],
)
def test_the_decimal_mark_is_decided_once(samples: list[str], comma: bool) -> None:
    assert has_decimal_comma(samples) is comma
