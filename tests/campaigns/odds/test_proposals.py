"""What the shop's own data says of the inputs, and where each figure comes from."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from campaigns import services
from campaigns.cost_widths import WIDTHS, derived_margin
from campaigns.models import ReplayReport, ReportState
from campaigns.queries.plan_figures import rough
from campaigns.queries.proposals import past_sale, proposals
from campaigns.rules.odds import UNITS, Estimate
from campaigns.rules.odds.chances import outcomes
from campaigns.words.odds import source_words
from common.windows import slot_of
from inventory.models import Product
from metrics.models import SalesSlot, SkuHour
from orders.models import Order
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)
LAST = START - YEAR


def orders(shop, start, *rows):
    """Paid orders: (total, refund, discount) each."""
    slot = slot_of(start)
    Order.objects.bulk_create(
        Order(
            shop=shop,
            order_no=f"{slot}-{n}",
            provenance_id=1,
            paid_slot=slot,
            total_minor=total,
            refund_minor=refund,
            shop_discount_minor=discount,
        )
        for n, (total, refund, discount) in enumerate(rows)
    )


def day(shop, start, revenue):
    SalesSlot.objects.create(shop=shop, slot=slot_of(start), revenue_minor=revenue, paid_orders=1)


@pytest.fixture
def last_year(make_sale, shop):
    """A sale of 40,000.00 with a quarter back, a fifth given away; 28 days of 1,000.00 before, a thin week on both sides."""
    earlier = make_sale(name="Double 11 2025", starts_at=LAST, ends_at=LAST + timedelta(days=1))
    orders(shop, LAST, (3_000_000, 1_000_000, 750_000), (1_000_000, None, 250_000))
    day(shop, LAST, 4_000_000)
    for back in range(8, 36):
        day(shop, LAST - timedelta(days=back), 100_000)
    for near in range(1, 8):
        day(shop, LAST - timedelta(days=near), 60_000)
        day(shop, LAST + timedelta(days=near), 30_000)
    day(shop, LAST + timedelta(days=8), 100_000)
    return earlier


def test_a_new_shop_gets_what_the_plan_says_and_nothing_is_guessed(sale):
    found = proposals(campaign=sale, at=START - timedelta(days=40))
    assert list(found) == ["visitors", "conversion", "order_value"]
    assert found["visitors"].estimate.likely == sale.visitors_target
    assert found["order_value"].estimate.likely == 21_300
    assert {cost.source for cost in found.values()} == {"plan"}


def test_the_last_sale_tells_refunds_discounts_and_the_days_around_it(sale, shop, last_year):
    found = proposals(campaign=sale, at=START - timedelta(days=40))
    assert past_sale(sale).campaign == last_year
    assert found["refund_rate"].estimate.likely == Fraction(1, 4)
    assert found["discounts"].estimate.likely == Fraction(1, 5)  # 10,000.00 of 50,000.00
    assert found["order_value"].estimate.likely == 26_625  # 213.00 is what is left of it
    assert found["lost_before"].estimate.likely == 280_000  # seven days, 400.00 short each
    assert found["lost_after"].estimate.likely == 490_000 * Fraction(6_200_000_000, 4_000_000)
    assert source_words(found["refund_rate"]) == "from Double 11 2025"
    assert source_words(found["lost_after"]) == "from Double 11 2025, in proportion to the target"


def test_the_traffic_plan_goes_before_the_targets(sale):
    lines = [
        services.LineDraft("search", 1_000_000, Decimal("0.04"), 20_000),
        services.LineDraft("keyword_ads", 500_000, Decimal("0.07"), 22_000, per_visitor_minor=Decimal(100)),
    ]
    services.save_traffic(campaign=sale, actor=None, version=1, lines=lines)
    found = proposals(campaign=sale, at=START - timedelta(days=40))
    assert found["visitors"].estimate.likely == 1_500_000
    assert found["conversion"].estimate.likely == Fraction(1, 20)
    assert found["traffic"].estimate.likely == 50_000_000
    assert found["traffic"].source == "traffic"


def test_the_plans_own_offers_go_before_the_last_sales_discounts(sale, last_year):
    """900.00 of 10,000.00 off, two thirds of it the shop's; the days went from half as much to a half more."""
    found = {
        "baskets": 100, "list_minor": 1_000_000, "discount_minor": 90_000, "payers": {"shop": 60_000},
        "per_order": {"low": 450, "likely": 900, "high": 1_350}, "margin": {"after_minor": 0, "coverage": 0},
    }  # fmt: skip
    ReplayReport.objects.create(campaign=sale, version=3, state=ReportState.DONE, found=found, asked_at=START, finished_at=START)
    proposed = proposals(campaign=sale, at=START - timedelta(days=40))
    assert proposed["discounts"].estimate == Estimate(Fraction(3, 100), Fraction(6, 100), Fraction(9, 100))
    assert source_words(proposed["discounts"]) == "the offers of version 3 on past baskets"
    assert proposed["order_value"].estimate.likely == round(Fraction(21_300 * 100, 94))


def test_goods_cost_what_the_products_cost_weighed_by_what_was_sold(sale, shop, last_year):
    hour = slot_of(LAST)
    for sku, units, revenue, cost in (("A", 100, 1_000_000, 4_000), ("B", 10, 500_000, 30_000), ("C", 5, 500_000, None)):
        SkuHour.objects.create(shop=shop, hour=hour, sku=sku, lines=units, units=units, revenue_minor=revenue)
        Product.objects.create(shop=shop, sku=sku, cost_minor=cost)
    found = proposals(campaign=sale, at=START - timedelta(days=40))
    paid_share = Fraction(700_000, 1_500_000)
    assert float(found["cost_of_goods"].estimate.likely) == pytest.approx(float(paid_share * Fraction(4, 5)), abs=5e-5)
    assert source_words(found["cost_of_goods"]) == "from the products' cost, known for 75% of revenue"
    margin = found["ordinary_margin"]
    assert margin.source == "derived"
    assert float(margin.estimate.likely) == pytest.approx(0.75 * (1 - float(found["cost_of_goods"].estimate.likely)), abs=5e-5)


def test_without_an_earlier_sale_a_held_back_best_seller_is_proposed(sale, shop):
    at = START - timedelta(days=40)
    for back in range(1, 29):
        hour = slot_of(at.replace(hour=0, minute=0) - timedelta(days=back))
        SkuHour.objects.create(shop=shop, hour=hour, sku="coat", lines=1, units=1, revenue_minor=10_000_000)
        SkuHour.objects.create(shop=shop, hour=hour, sku="sock", lines=1, units=9, revenue_minor=1_000)
    found = proposals(campaign=sale, at=at)
    assert found["lost_before"].estimate == Estimate(Fraction(0), Fraction(70_000_000), Fraction(140_000_000))
    assert source_words(found["lost_before"]) == "the playbook's rule P7"


def test_rough_figures_fill_only_the_gaps(sale):
    own = proposals(campaign=sale, at=START)
    gaps = rough(campaign=sale, costs=own)
    assert set(own) | set(gaps) == set(UNITS)
    assert not set(own) & set(gaps)
    assert {cost.source for name, cost in gaps.items() if name != "ordinary_margin"} == {"rough"}
    assert services.save_costs(campaign=sale, actor=None, version=1, costs=own | gaps).version == 2


def test_a_margin_is_not_made_up_without_the_cost_of_goods():
    assert derived_margin({}) == {}


def test_the_widths_together_are_those_of_an_untested_plan():
    """About 0.3 in the logarithm of revenue: the projection takes 0.35 for a plan that was never tried."""
    likely = {"visitors": Fraction(10**6), "conversion": Fraction(5, 100), "order_value": Fraction(20_000)}
    case = {name: Estimate(*(value * part for part in (WIDTHS[name][0], 1, WIDTHS[name][1]))) for name, value in likely.items()}
    assert 0.24 < float(np.std(np.log(outcomes(case).revenue))) < 0.36
