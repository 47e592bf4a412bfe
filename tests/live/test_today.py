"""Where today ends in a shop without a sale: learned at night, answered from the slots so far, on a page and over REST."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.core.management import call_command
from django.urls import reverse

from campaigns.models import Campaign
from live.models import BacktestResult, KnownMorning
from live.queries.days import past_days
from live.queries.ordinary import today_of
from live.rules.projection.defaults import generic_share
from live.rules.projection.history import learned
from live.rules.projection.kept import morning_as_data, morning_of
from live.services import learn_days, learn_days_of_all
from metrics.models import SalesSlot
from orders.models import Shop

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 9, 30, 16, tzinfo=UTC)  # midnight of 1 October in Shanghai
DAYS = 24


def fill(shop: Shop, days: int = DAYS, *, seed: int = 3) -> None:
    """Write the rollup of so many days of a steady shop."""
    dice = np.random.default_rng(seed)
    parts = np.diff(np.concatenate([[0.0], generic_share(144)]))
    rows = []
    start = int(FIRST.timestamp()) // 600
    for day in range(days):
        for slot, orders in enumerate(dice.poisson(parts * 500 * np.exp(dice.normal(0, 0.1)))):
            if orders:
                told = {"paid_orders": int(orders), "revenue_minor": int(orders) * 5000}
                rows.append(SalesSlot(shop=shop, slot=start + day * 144 + slot, **told))
    SalesSlot.objects.bulk_create(rows)


@pytest.fixture
def shop() -> Shop:
    made = Shop.objects.create(name="Steady", currency="CNY", time_zone="Asia/Shanghai")
    fill(made)
    return made


@pytest.fixture
def noon(monkeypatch) -> datetime:
    """Stand at noon of the last day, all orders until then known."""
    at = FIRST + timedelta(days=DAYS - 1, hours=12)
    monkeypatch.setattr("metrics.queries._as_of", lambda *_newest: at)
    return at


def test_days_are_those_of_the_shops_clock_and_sale_days_are_marked(shop):
    sale = Campaign.objects.create(
        name="Own", currency="CNY", time_zone="Asia/Shanghai", starts_at=FIRST + timedelta(days=4, hours=20),
        ends_at=FIRST + timedelta(days=5, hours=2), revenue_target_minor=1, visitors_target=1, paid_orders_target=1,
        conversion_target=1, order_value_target_minor=1,
    )  # fmt: skip
    sale.shops.add(shop)
    days = past_days(shop=shop, metric="revenue", until=(FIRST + timedelta(days=10, hours=12)).date())
    assert [str(day.date) for day in days[:2]] == ["2026-10-01", "2026-10-02"]
    assert [number for number, day in enumerate(days) if day.is_sale] == [4, 5]
    total = sum(
        SalesSlot.objects.filter(slot__lt=int(FIRST.timestamp()) // 600 + 10 * 144).values_list("revenue_minor", flat=True)
    )
    assert sum(day.total for day in days) == total


def test_a_morning_survives_being_kept(shop):
    days = past_days(shop=shop, metric="revenue", until=(FIRST + timedelta(days=20, hours=12)).date())
    morning = learned(days).morning(days[-1].date + timedelta(days=1))
    kept = morning_of(morning_as_data(morning))
    values, orders = days[3].values[:70], days[3].orders[:70]
    assert kept.forecast(values, orders).middle == pytest.approx(morning.forecast(values, orders).middle, rel=1e-3)


def test_the_night_learns_and_noon_answers(shop, noon):
    assert today_of(shop=shop, metric="revenue", at=noon).state == "waiting"
    assert learn_days_of_all(at=noon) == 1
    assert learn_days_of_all(at=noon) == 0
    found = today_of(shop=shop, metric="revenue", at=noon)
    whole = past_days(shop=shop, metric="revenue", until=noon.date() + timedelta(days=1))[-1].total
    assert found.state == "ready"
    assert found.claims
    assert found.forecast.low * 0.9 <= whole <= found.forecast.high * 1.1
    assert found.forecast.sold < whole
    assert BacktestResult.objects.get(shop=shop, metric="revenue").scores["days"] == DAYS - 1 - 10


def test_a_new_shop_says_that_it_knows_nothing(noon):
    shop = Shop.objects.create(name="New", currency="CNY")
    learn_days(shop=shop, at=noon)
    assert today_of(shop=shop, metric="revenue", at=noon).state == "no_days"
    assert KnownMorning.objects.filter(shop=shop).count() == 2


def test_the_page_and_rest_say_the_same(shop, noon, client_as, clock):
    clock.move_to(noon)
    learn_days(shop=shop, at=noon)
    client = client_as("boss")
    page = client.get(reverse("live:today"))
    assert page.status_code == 200
    assert "four of five times between" in page.content.decode()
    assert 'id="backtest"' in page.content.decode()
    told = client.get(f"/api/v1/shops/{shop.pk}/today/", {"goal": 1}).json()
    forecast = today_of(shop=shop, metric="revenue", at=noon).forecast
    assert (told["low"], told["odds"]) == (round(forecast.low), 1.0)
    assert client.get(f"/api/v1/shops/{shop.pk}/today/", {"metric": "love"}).status_code == 400
    assert client.get(reverse("live:today"), {"metric": "paid_orders"}).status_code == 200


def test_the_command_prints_the_scores_of_a_shop_and_of_a_file(shop, tmp_path, capsys):
    call_command("backtest", shop="Steady")
    told = capsys.readouterr().out
    assert "days scored" in told
    assert "odds said" in told
    path = tmp_path / "orders.csv"
    lines = ["paid,amount"]
    dice = np.random.default_rng(1)
    for day in range(14):
        lines += [f"2026-03-{day + 1:02} {8 + number % 12:02}:{number % 6}0:00,{50 + dice.integers(20)}" for number in range(120)]
    path.write_text("\n".join(lines))
    call_command("backtest", file=path, time="paid", value="amount")
    assert "4 days scored" in capsys.readouterr().out
