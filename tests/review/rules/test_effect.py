"""The effect of a sale on shops whose truth is known, and on a real shop where nothing happened."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from bench.planted import FIRST, ordinary, planted
from review.rules.effect.answer import Said
from review.rules.effect.measuring import Series, effect_of
from review.rules.effect.spans import open_days
from tests.imports.shared_files import real

SHOPS = 60


def series_of(values, *, ordinary_days=None, told=None, beside=None, first=FIRST):
    yes = np.ones(len(values), dtype=bool)
    return Series(first, values, yes if ordinary_days is None else ordinary_days, yes if told is None else told, beside or {})


@pytest.fixture(scope="module")
def measured():
    found = []
    for seed in range(SHOPS):
        shop = planted(seed)
        found.append((shop, effect_of(series_of(shop.values), start=shop.start, end=shop.end)))
    return found


def test_the_interval_holds_the_planted_truth_as_often_as_it_says(measured):
    inside = 0
    for shop, effect in measured:
        low, high = effect.parts["net"].interval
        inside += low <= shop.truth(effect.span.before, effect.span.after) <= high
    assert 0.85 <= inside / SHOPS <= 0.97  # 95% and what chance adds in so few shops


def test_it_is_right_on_average(measured):
    misses = []
    for shop, effect in measured:
        usual = shop.clean[effect.span.before : effect.span.after].sum()
        misses.append((effect.parts["net"].effect - shop.truth(effect.span.before, effect.span.after)) / usual)
    assert abs(np.mean(misses)) < 2.5 * np.std(misses) / np.sqrt(SHOPS) + 0.002


def test_both_dips_are_told_apart_from_the_sale(measured):
    for name, first, last in (("before", "before", "start"), ("during", "start", "end"), ("after", "end", "after")):
        held = []
        for shop, effect in measured:
            low, high = effect.parts[name].interval
            held.append(low <= shop.truth(getattr(effect.span, first), getattr(effect.span, last)) <= high)
        assert 0.82 <= np.mean(held) <= 0.99, name
    assert np.mean([effect.parts["before"].effect < 0 for _shop, effect in measured]) > 0.85


def test_what_the_sale_took_from_its_neighbours_is_found_in_their_own_days():
    inside, found = [], []
    for seed in range(SHOPS):
        shop = planted(seed)
        part = effect_of(series_of(shop.beside), start=shop.start, end=shop.end).parts["during"]
        inside.append(part.interval[0] <= shop.taken() <= part.interval[1])
        found.append(part.effect / shop.taken())
    assert 0.85 <= np.mean(inside) <= 0.97
    assert np.median(found) == pytest.approx(1, abs=0.2)


def test_a_hole_of_two_weeks_ends_the_days_that_teach():
    values = ordinary(np.random.default_rng(2), 260)
    whole = effect_of(series_of(values[140:]), start=60, end=62)
    holed = values.copy()
    holed[120:140] = 0
    holed[:120] *= 5  # another time, before the files that are missing
    found = effect_of(series_of(holed), start=200, end=202)
    assert found.parts["net"].expected == pytest.approx(whole.parts["net"].expected)
    assert found.left_out == ()


def test_seen_from_the_morning_after_it_still_holds():
    inside = []
    for seed in range(30):
        shop = planted(seed, after=0)
        effect = effect_of(series_of(shop.values), start=shop.start, end=shop.end)
        assert effect.looks_back
        low, high = effect.parts["net"].interval
        inside.append(low <= shop.truth(effect.span.before, effect.span.after) <= high)
    assert np.mean(inside) >= 0.9  # wider than chance: nobody sees from one side whether a season has begun


def test_an_effect_as_large_as_the_smallest_to_be_seen_is_mostly_seen():
    seen = []
    for seed in range(40):
        dice = np.random.default_rng(seed)
        values = ordinary(dice, 260)
        smallest = effect_of(series_of(values), start=200, end=203).parts["net"].seen
        values[200:203] += smallest / 3
        seen.append(effect_of(series_of(values), start=200, end=203).parts["net"].said is Said.MORE)
    assert 0.65 <= np.mean(seen) <= 0.95


def test_a_shop_beside_that_shares_the_weather_narrows_the_interval():
    dice = np.random.default_rng(3)
    weather = np.exp(np.cumsum(dice.normal(0, 0.12, 260)) - np.cumsum(dice.normal(0, 0.02, 260)))
    mine, other = (ordinary(np.random.default_rng(seed), 260) * weather for seed in (5, 6))
    alone = effect_of(series_of(mine), start=200, end=202)
    together = effect_of(series_of(mine, beside={"other": other}), start=200, end=202)
    assert (alone.beside, together.beside) == ((), ("other",))
    widths = [effect.parts["net"].high - effect.parts["net"].low for effect in (alone, together)]
    assert widths[1] < widths[0]
    other[200] = np.nan
    assert effect_of(series_of(mine, beside={"other": other}), start=200, end=202).beside == ()


def test_other_sales_and_holes_teach_nothing_and_count_nothing():
    values = ordinary(np.random.default_rng(8), 260)
    plain = effect_of(series_of(values), start=200, end=202)
    loud = values.copy()
    loud[100:103] *= 9
    quiet = np.ones(260, dtype=bool)
    quiet[93:117] = False
    told = np.ones(260, dtype=bool)
    told[100:103] = False
    assert effect_of(series_of(loud, ordinary_days=quiet, told=told), start=200, end=202).parts["net"].expected == pytest.approx(
        effect_of(series_of(values, ordinary_days=quiet, told=told), start=200, end=202).parts["net"].expected
    )
    holed = values.copy()
    holed[206] = 0
    found = effect_of(series_of(holed), start=200, end=202)
    assert found.left_out == (206,)
    assert found.parts["net"].came == pytest.approx(plain.parts["net"].came - values[206])


def test_little_history_says_how_much_more_is_needed():
    values = ordinary(np.random.default_rng(1), 60)
    found = effect_of(series_of(values), start=30, end=31)
    assert not found.parts
    assert found.missing > 0
    assert not effect_of(series_of(np.zeros(200)), start=100, end=101).parts


def test_a_weekday_on_which_the_shop_is_closed_is_no_hole():
    values = ordinary(np.random.default_rng(4), 210)
    weekdays = (np.arange(210) + FIRST.weekday()) % 7
    values[weekdays == 5] = 0
    is_open = open_days(values, weekdays, np.ones(210, dtype=bool))
    assert not is_open[weekdays == 5].any()
    assert is_open[weekdays != 5].all()
    found = effect_of(series_of(values), start=150, end=153)
    assert found.left_out == ()
    assert found.parts["net"].said is Said.CANNOT_TELL


@pytest.mark.shared
def test_sales_that_never_were_have_no_effect_on_a_real_shop():
    rows = pd.read_parquet(real("online_retail_II.parquet"))
    rows = rows[~rows["Invoice"].astype(str).str.startswith("C") & (rows["Price"] > 0) & (rows["Quantity"] > 0)]
    sums = (rows["Quantity"] * rows["Price"] * 100).groupby(pd.to_datetime(rows["InvoiceDate"]).dt.date).sum()
    first, last = min(sums.index), max(sums.index)
    values = np.array([float(sums.get(first + timedelta(days=number), 0)) for number in range((last - first).days + 1)])
    dice = np.random.default_rng(11)
    for is_morning, windows in ((False, 200), (True, 60)):
        said = []
        for _window in range(windows):
            length = int(dice.integers(1, 8))
            start = int(dice.integers(120, len(values) - length - (1 if is_morning else 28)))
            known = values[: start + length] if is_morning else values
            effect = effect_of(series_of(known, first=first), start=start, end=start + length)
            if effect.parts:
                said.append(effect.parts["net"].said is Said.CANNOT_TELL)
        assert len(said) >= 0.75 * windows  # in the morning after, the first months are too short
        assert np.mean(said) >= 0.9
