import doctest

import pytest

from imports.demo import shape


def test_worked_examples_hold():
    assert doctest.testmod(shape).failed == 0


def test_the_first_hour_has_its_share_and_the_day_is_whole():
    shares = shape.sale_purchases()
    assert len(shares) == 24
    assert sum(shares) == pytest.approx(1)
    assert shares[0] == pytest.approx(0.128)
    assert max(shares[1:]) < shares[0] / 1.9


def test_the_trough_is_at_four():
    for shares in (shape.sale_purchases(), shape.sale_visits(), shape.day_purchases(), shape.day_visits()):
        assert min(range(24), key=shares.__getitem__) == 4
    assert shape.sale_purchases()[4] == pytest.approx(86 / 15251, rel=0.12)


def test_the_plateaus_are_where_they_were():
    shares = shape.sale_purchases()
    for hour in (8, 9, 10, 11, 12, 21, 22, 23):
        assert 811 / 15251 - 0.003 <= shares[hour] <= 985 / 15251 + 0.003, hour


def test_an_ordinary_day_peaks_at_ten_and_at_twenty_one():
    shares = shape.day_purchases()
    assert max(range(15), key=shares.__getitem__) == 10
    assert max(range(24), key=shares.__getitem__) == 21


def test_the_sale_day_against_the_median_day():
    assert shape.day_factors(0, 3) == shape.DayFactors(purchases=4.4, views=1.8, carts=2.4)


def test_the_day_before_carts_fill_and_purchases_wait():
    eve = shape.day_factors(1, 2)
    assert eve.carts == 1.5
    assert eve.purchases == 1.0


def test_baskets_are_full_at_the_opening_only():
    assert shape.basket_factor(0, 0) > shape.basket_factor(0, 10) > shape.basket_factor(5, 0)
