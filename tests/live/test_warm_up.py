"""The warm-up: carts beside the earlier sale at the same time, what they foretell, which product is behind."""

import datetime as dt

import pytest

from accounts.roles import Role
from inventory.models import InterestClaim
from live.queries.warm_up import warm_up_of
from live.rules.warm_up import Earlier, foretell, needed_carts
from orders.models import TrafficHour
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
    assert told.hours[-1].earlier == [60]
    assert told.totals["inquiries"] is None, "nobody told, which is not 0"


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
