"""The projection on real days it never saw, against the plain methods and the shop's own level: the bar of F1."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from live.rules.projection.days import Day
from live.rules.projection.history import History
from live.rules.projection.sale import Curve, Expected, ending
from live.rules.projection.scores import BLEND, RIVALS, Backtest, backtest
from tests.imports.shared_files import real

pytestmark = pytest.mark.shared


def day_rows(moments: pd.Series, amounts: pd.Series) -> list[Day]:
    frame = pd.DataFrame({"day": moments.dt.date, "slot": moments.dt.hour * 6 + moments.dt.minute // 10, "amount": amounts})
    sums = frame.groupby(["day", "slot"])["amount"].agg(["sum", "size"])
    found = []
    for day in pd.date_range(frame["day"].min(), frame["day"].max()).date:
        values, orders = np.zeros(144), np.zeros(144)
        if day in sums.index.get_level_values(0):
            rows = sums.loc[day]
            values[rows.index], orders[rows.index] = rows["sum"], rows["size"]
        found.append(Day(day, values, orders))
    return found


def by_orders(days: list[Day]) -> list[Day]:
    return [Day(day.date, day.orders, None) for day in days]


@pytest.fixture(scope="module")
def tmall() -> list[Day]:
    rows = pd.read_csv(real("tmall_order_report.csv")).rename(columns=str.strip)
    rows = rows[rows["订单付款时间"].notna()]
    return day_rows(pd.to_datetime(rows["订单付款时间"]), rows["总金额"])


@pytest.fixture(scope="module")
def wholesaler() -> list[Day]:
    rows = pd.read_parquet(real("online_retail_II.parquet"))
    rows = rows[~rows["Invoice"].astype(str).str.startswith("C") & (rows["Price"] > 0) & (rows["Quantity"] > 0)]
    orders = (
        rows.assign(amount=rows["Quantity"] * rows["Price"])
        .groupby("Invoice")
        .agg(at=("InvoiceDate", "min"), amount=("amount", "sum"))
    )
    return day_rows(pd.to_datetime(orders["at"]), orders["amount"])


def hours(column: str) -> list[Day]:
    rows = pd.read_csv(real("double12_hourly_traffic.csv"))
    found = []
    for text, group in rows.groupby("behavior_date"):
        values = np.zeros(24)
        values[group["behavior_hour"]] = group[column]
        found.append(Day(date.fromisoformat(text), values, None, is_sale=text.endswith("-12-12")))
    return found


def assert_reaches(found: Backtest, *, coverage: tuple[float, float], best_of_three: float, level: float) -> None:
    assert coverage[0] <= found.pooled[BLEND].coverage <= coverage[1]
    assert found.ratio(RIVALS[:3]) <= best_of_three
    assert found.ratio(RIVALS[3:]) <= level


def test_a_tmall_shop_that_jumps(tmall):
    found = backtest(tmall)
    assert found.days == 12
    assert_reaches(found, coverage=(0.70, 0.90), best_of_three=0.95, level=0.85)
    assert_reaches(backtest(by_orders(tmall)), coverage=(0.70, 0.90), best_of_three=1.0, level=0.85)


def test_a_year_of_a_wholesaler_and_its_odds(wholesaler):
    found = backtest(wholesaler)
    assert found.days >= 280
    assert_reaches(found, coverage=(0.75, 0.85), best_of_three=0.80, level=0.97)
    for count, said, came in found.odds.values():
        if count >= 200:
            assert abs(said - came) / count <= 0.08
    assert_reaches(backtest(by_orders(wholesaler)), coverage=(0.75, 0.85), best_of_three=0.87, level=0.97)


@pytest.mark.parametrize(
    ("column", "best_of_three"), [("time_buy_count", 0.70), ("time_cart_count", 1.0), ("time_pv_count", 1.0)]
)
def test_the_hours_around_a_double_12(column, best_of_three):
    found = backtest(hours(column))
    assert found.days == 20
    assert_reaches(found, coverage=(0.70, 0.90), best_of_three=best_of_three, level=1.05)


def test_seven_days_are_enough_for_a_band_that_holds(wholesaler):
    clean = History(144)
    for day in wholesaler:
        clean.learn(day)
    pooled = Backtest()
    for last in range(7, len(clean.days), 9):
        few = backtest(clean.days[last - 7 : last + 1], from_days=(clean.days[last].date - clean.days[last - 7].date).days)
        for name, tally in few.pooled.items():
            pooled.pooled[name].count += tally.count
            pooled.pooled[name].inside += tally.inside
            pooled.pooled[name].pinball += tally.pinball
    assert pooled.pooled[BLEND].coverage >= 0.70
    assert pooled.ratio(RIVALS) < 1


def test_the_double_12_nobody_told_of_stays_within_the_band_most_of_the_day():
    days = hours("time_buy_count")
    past = History(24)
    for day in days:
        if day.is_sale:
            break
        past.learn(day)
    morning = past.morning(day.date)
    said = [morning.forecast(day.values[:hour], None) for hour in range(1, 25)]
    assert sum(each.low <= day.total <= each.high for each in said) / 24 >= 0.60
    assert said[2].is_unusual


def test_the_double_12_as_a_sale_with_a_poor_plan_and_a_distorted_curve():
    day = next(day for day in hours("time_buy_count") if day.is_sale)
    shares = np.cumsum(day.values) / day.total
    dice, inside, errors = np.random.default_rng(12), [], []
    for _sale in range(300):
        plan, bend = day.total * np.exp(dice.normal(0, 0.35)), dice.normal(0, 0.3)
        for hour in range(1, 24):
            odds = np.log(shares[hour - 1] / (1 - shares[hour - 1])) + bend
            curve = Curve(float(1 / (1 + np.exp(-odds))), 0.3)
            said = ending(sold=float(day.values[:hour].sum()), curve=curve, expected=Expected(float(plan), 0.35))
            inside.append(said.low <= day.total <= said.high)
            errors.append(abs(said.middle - day.total) / day.total)
    assert 0.75 <= np.mean(inside) <= 0.90
    assert np.median(errors) <= 0.20
