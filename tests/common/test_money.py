from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import NO_BREAK, format_count, format_money, format_points, format_share, from_minor, to_minor
from common.splitting import split_minor

amounts = st.integers(-(10**13), 10**13)
weights = st.lists(
    st.one_of(st.integers(0, 10**9), st.fractions(0, 10**6, max_denominator=10**6), st.floats(0, 1e9, allow_subnormal=False)),
    min_size=1,
    max_size=60,
)


@given(amounts, weights)
def test_parts_add_up_and_stay_within_one_unit_of_their_share(total, weights):
    parts = split_minor(total, weights)
    assert sum(parts) == total
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact) or len(exact)
    for part, weight in zip(parts, exact, strict=True):
        share = total * (weight if sum(exact) else 1) / Fraction(whole)
        assert abs(part - share) < 1
        assert part * total >= 0


@given(amounts, weights)
def test_equal_weights_differ_by_one_at_most_and_the_earlier_gets_more(total, weights):
    parts = split_minor(abs(total), weights)
    for i, first in enumerate(weights):
        for j in range(i + 1, len(weights)):
            if Fraction(first) == Fraction(weights[j]):
                assert parts[i] - parts[j] in {0, 1}


@given(amounts, weights, st.integers(1, 1000))
def test_only_the_proportion_of_weights_counts(total, weights, factor):
    assert split_minor(total, weights) == split_minor(total, [Fraction(weight) * factor for weight in weights])


@given(amounts, st.lists(st.integers(1, 10**6), min_size=2, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_a_part_does_not_depend_on_its_place_unless_remainders_tie(total, weights, random):
    whole = sum(weights)
    remainders = [abs(total) * weight % whole for weight in weights]
    if len(set(remainders)) < len(remainders):
        return
    order = list(range(len(weights)))
    random.shuffle(order)
    parts = split_minor(total, weights)
    assert split_minor(total, [weights[place] for place in order]) == [parts[place] for place in order]


@pytest.mark.parametrize("bad", [[-1], [float("nan")], [float("inf")], [1, -0.5]])
def test_impossible_weights_are_refused(bad):
    with pytest.raises(ValueError, match="zero or more"):
        split_minor(100, bad)


def test_nothing_can_only_be_split_into_nothing():
    assert split_minor(0, []) == []
    with pytest.raises(ValueError, match="no parts"):
        split_minor(1, [])


@given(amounts, st.integers(0, 4))
def test_minor_units_survive_the_way_out_and_back(minor, exponent):
    assert to_minor(from_minor(minor, exponent), exponent) == minor
    assert to_minor(str(from_minor(minor, exponent)), exponent) == minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("￥１，２０９．５０", 120950),
        (" 1 209.5 ", 120950),
        ("−3", -300),
        ("1,2345.6", 1234560),
        ("0.005", 0),
        ("0.015", 2),
        (".5", 50),
    ],
)
def test_amounts_are_read_as_people_write_them(text, minor):
    assert to_minor(text) == minor


@pytest.mark.parametrize("text", ["", "free", "1,23.4", "12,34,567", "NaN", "Infinity", "1.2.3", "--5"])
def test_what_is_no_amount_is_refused_with_its_text(text):
    with pytest.raises(ValueError, match="is not an amount"):
        to_minor(text)


def read(minor, currency="CNY", locale="en", **kwargs):
    return format_money(minor, currency, locale=locale, **kwargs).replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("minor", "english", "chinese"),
    [
        (0, "¥0", "0 元"),
        (50, "¥0.50", "0.50 元"),
        (9_99, "¥9.99", "9.99 元"),
        (76_80, "¥77", "77 元"),
        (209_40, "¥209", "209 元"),
        (9_999_49, "¥9,999", "9,999 元"),
        (9_999_50, "¥10.0 k", "1.00 万"),
        (212_000_00, "¥212 k", "21.2 万"),
        (999_500_00, "¥1.00 M", "100 万"),
        (23_610_000_00, "¥23.6 M", "2,360 万"),
        (120_000_000_00, "¥120 M", "1.20 亿"),
        (-3_100_000_00, "−¥3.10 M", "−310 万"),
    ],
)
def test_money_for_reading(minor, english, chinese):
    assert read(minor) == english
    assert read(minor, locale="zh-hans") == chinese


def test_money_names_its_currency():
    assert read(1200, "JPY") == "JP¥1,200"
    assert read(699_00, "USD", "zh-hans", style="exact") == "US$699.00"
    assert read(1_234_567_00, style="exact") == "¥1,234,567.00"
    assert read(233_000_00, signed=True) == "+¥233 k"
    assert read(0, signed=True) == "¥0"


def test_the_unknown_is_empty_and_never_zero():
    assert format_money(None, "CNY") == format_count(None) == format_share(None) == format_points(None) == ""


def test_counts_shares_and_points():
    assert format_count(9_999, "tile", "en") == "9,999"
    assert format_count(3_120_000, "tile", "en") == f"3.12{NO_BREAK}M"
    assert format_count(-4, locale="en") == "−4"
    assert format_share(Decimal("0.005"), 0) == "1%"
    assert format_share(-0.0001) == "0%"
    assert format_points(0.0181, 1, "zh-hans") == f"1.8{NO_BREAK}百分点"
