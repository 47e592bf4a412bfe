"""The warm-up: carts beside the earlier sale at the same time, what they foretell, which product is behind."""

import datetime as dt

import pandas as pd
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from inventory.models import InterestClaim
from live.charts.warm_up import running, warm_up_figure
from live.queries.warm_up import warm_up_of
from live.rules.warm_up import Earlier, foretell, needed_carts
from orders.models import TrafficHour
from tests.imports.shared_files import real
from tests.live.scenario import HOUR, START

BEFORE = START - 6 * HOUR


@pytest.fixture
def warming(sale):
    """Three days of carts before both sales, the day before half as many again; this year only 70% of last year's."""
    told = TrafficHour.objects.filter(shop=sale.shop).first().provenance_id
    starts = {1.0: sale.campaign.compare_with.start_slot, 0.7: sale.campaign.start_slot}
    fresh = [
        TrafficHour(
            shop=sale.shop,
            hour=start - 6 * hour,
            channel="all",
            carts=round(factor * (60 if hour <= 24 else 40)),
            favourites=round(factor * 20),
            provenance_id=told,
        )
        for factor, start in starts.items()
        for hour in range(1, 73)
    ]
    TrafficHour.objects.bulk_create(fresh)
    claims = [(sale.campaign.compare_with.start_slot - 60, "COAT", 100), (sale.campaign.start_slot - 60, "COAT", 60)]
    claims.append((sale.campaign.start_slot - 60, "SOCK", 30))
    InterestClaim.objects.bulk_create(
        InterestClaim(shop=sale.shop, sku=sku, slot=slot, slots=6, import_no=1, as_of=START, carts=carts)
        for slot, sku, carts in claims
    )
    return sale


def test_carts_beside_the_earlier_sale_at_the_same_time(warming):
    told = warm_up_of(campaign=warming.campaign, at=BEFORE)
    assert told.totals["carts"] == 48 * 28 + 18 * 42
    assert told.trends["carts"] == pytest.approx(0.7, abs=0.01)
    assert told.hours[-1].hours_before == 7
    assert [then["carts"] for then in told.hours[-1].earlier] == [60]
    assert told.totals["inquiries"] is None, "nobody told, which is not 0"


def test_hours_that_an_earlier_sale_does_not_know_are_no_hours_without_carts(warming, client_as, travel):
    """Of last year only the last two days are known: they are held against the last two days of this year."""
    earlier = warming.campaign.compare_with.start_slot
    TrafficHour.objects.filter(shop=warming.shop, hour__lt=earlier - 6 * 48).delete()
    told = warm_up_of(campaign=warming.campaign, at=BEFORE)
    assert told.trends["carts"] == pytest.approx(0.7, abs=0.01)
    assert told.totals["carts"] == 48 * 28 + 18 * 42
    assert told.compared["carts"] == 24 * 28 + 18 * 42
    assert len(warm_up_figure(told, "carts")["data"][-1]["y"]) == 42
    travel(BEFORE)
    page = client_as(Role.OPERATIONS).get(f"/board/{warming.campaign.pk}/warm-up/").text
    assert "Held against each other from 0:00, 9 Nov" in page


def test_too_few_carts_are_warned_of_and_the_product_is_named(warming, client_as, travel):
    told = warm_up_of(campaign=warming.campaign, at=BEFORE)
    assert told.needed > told.totals["carts"]
    assert told.odds < 0.5
    assert told.foretold.low < told.foretold.middle < told.foretold.high
    assert [(each.interest.sku, each.trend) for each in told.products] == [("COAT", 0.6), ("SOCK", None)]
    travel(BEFORE)
    ops, number = client_as(Role.OPERATIONS), warming.campaign.pk
    page = ops.get(f"/board/{number}/warm-up/").content.decode()
    assert "30% fewer than earlier sales" in page
    assert "COAT has only 60% of the carts it had then." in page
    assert "Too few for the plan" in page
    assert ops.get(f"/board/{number}/warm-up/export.csv").status_code == 200
    assert ops.get(f"/api/v1/campaigns/{number}/warm-up/").json()["products"][0]["trend"] == 0.6


def test_without_traffic_or_an_earlier_sale_it_says_so(sale, client_as, travel):
    travel(BEFORE)
    page = client_as(Role.OPERATIONS).get(f"/board/{sale.campaign.pk}/warm-up/").content.decode()
    assert "No carts are known" in page
    told = warm_up_of(campaign=sale.campaign, at=BEFORE - dt.timedelta(days=30))
    assert (told.foretold, told.odds, told.hours) == (None, None, [])


def test_more_sales_foretell_closer():
    alike = [Earlier(1000, 150), Earlier(2000, 300), Earlier(1500, 230), Earlier(800, 118)]
    one, four = foretell(1000, alike[:1]), foretell(1000, alike)
    assert four.log_deviation < one.log_deviation
    assert four.middle == pytest.approx(150, rel=0.03)
    assert needed_carts(150, alike) == pytest.approx(1000, rel=0.03)
    assert foretell(0, alike) is None


def test_what_is_told_of_products_is_added_up_once_for_all_who_look(warming, django_assert_num_queries):
    with CaptureQueriesContext(connection) as first:
        warm_up_of(campaign=warming.campaign, at=BEFORE)
    with django_assert_num_queries(len(first) - 4):  # claims and titles of this sale and of the earlier one
        again = warm_up_of(campaign=warming.campaign, at=BEFORE)
    InterestClaim.objects.filter(sku="SOCK").delete()
    assert len(warm_up_of(campaign=warming.campaign, at=BEFORE).products) == len(again.products) - 1


def test_the_pictures_stand_beside_the_earlier_sale(warming):
    told = warm_up_of(campaign=warming.campaign, at=BEFORE)
    figure = warm_up_figure(told, "carts")
    then, mine = figure["data"]
    assert (mine["y"][-1], then["name"]) == (told.totals["carts"], "Double 11 2025")
    assert mine["x"][-1] == -6.0
    assert mine["y"][-1] == pytest.approx(0.7 * then["y"][-1], rel=0.01)
    assert warm_up_figure(told, "inquiries") is None
    assert running([1, None, 2]) == [1, 1, 3]


def test_on_a_real_month_carts_foretell_ordinary_days_and_no_sale():
    rows = pd.read_csv(real("double12_hourly_traffic.csv"))
    carts, bought = rows["time_cart_count"].to_numpy(), rows["time_buy_count"].to_numpy()
    days = len(rows) // 24

    def earlier(day: int) -> Earlier:
        return Earlier(int(carts[24 * day - 72 : 24 * day].sum()), int(bought[24 * day : 24 * day + 24].sum()))

    def held(day: int) -> tuple[bool, float]:
        weeks = [earlier(day - 7 * weeks) for weeks in (1, 2, 3) if day - 7 * weeks >= 3]
        told, real_one = foretell(earlier(day).carts, weeks), earlier(day).orders
        return told.low <= real_one <= told.high, real_one / told.middle

    sale = list(rows["behavior_date"].drop_duplicates()).index("2025-12-12")
    ordinary = [held(day)[0] for day in [*range(10, sale), *range(sale + 3, days)]]
    assert all(ordinary)
    assert len(ordinary) == 18
    is_held, times = held(sale)
    assert not is_held
    assert times == pytest.approx(3.8, abs=0.1)
