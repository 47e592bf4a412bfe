"""Replay on a small known set worked by hand; equal to pricing each basket singly; the row that keeps it."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import PlannedPrice, ReplayReport, ReportState
from campaigns.queries.offers import offer_rules
from campaigns.queries.past_baskets import default_window, past_baskets, window_of
from campaigns.queries.replay import latest_replay
from campaigns.queries.reports import reports_of
from campaigns.rules.pricing import compile_offers
from campaigns.rules.steps import Response, candidates, chosen, tried
from campaigns.services.reports import ask_report, run_report, waiting_reports
from common.windows import slot_of
from orders.models import Order, OrderLine, Provenance
from orders.states import OrderState
from tests.campaigns.conftest import SHANGHAI

DAY = datetime(2026, 10, 10, 12, tzinfo=SHANGHAI)
ASKED = {"start": (DAY - timedelta(days=1)).isoformat(), "end": (DAY + timedelta(days=9)).isoformat()}


@pytest.fixture
def sold_baskets(shop) -> Any:
    """Put paid orders into the facts: `sold_baskets([[("TEE", 2), ("COAT", 1)], ...])`, one a day."""
    provenance = Provenance.objects.create(layers="[]", spoken=0, facts=0)

    def put(baskets, *, freight=0, price=None, buyers=()):
        for number, lines in enumerate(baskets):
            at = DAY + timedelta(days=number % 8)
            slot = slot_of(at)
            Order.objects.create(
                shop=shop, provenance_id=provenance.pk, order_no=f"N{number:05}", paid_at=at, paid_slot=slot, placed_at=at,
                placed_slot=slot, state=OrderState.PAID, freight_minor=freight,
                buyer_key=buyers[number] if buyers else None,
            )  # fmt: skip
            for place, (sku, units) in enumerate(lines):
                OrderLine.objects.create(
                    shop=shop, provenance_id=provenance.pk, order_no=f"N{number:05}", line_no=str(place), sku=sku, units=units,
                    price_minor=price, is_gift=sku == "GIFT",
                )  # fmt: skip

    return put


def replay(sale, at=DAY, **asked):
    report = ask_report(kind="replay", campaign=sale, actor=None, at=at, asked=ASKED | asked)
    assert run_report(kind="replay", report_id=report.pk, at=at)
    report.refresh_from_db()
    return report


@pytest.mark.django_db
def test_three_baskets_by_hand(sale, products, add, sold_baskets):
    add("percent_off", "Tenth off tops", percent_bp=1_000, categories=("tops",))
    add("spend_and_save", "Steps", steps=((49_900, 10_000), (89_900, 20_000)), shop_bp=5_000, platform_bp=5_000)
    sold_baskets([[("TEE", 1)], [("KNIT", 3)], [("COAT", 1), ("GIFT", 1)]])
    report = replay(sale)
    assert report.state == ReportState.DONE, report.error
    found = report.found
    # 99.00 - 9.90; 747.00 - 74.70 - 100.00; 1299.00 - 200.00
    assert found["baskets"] == 3
    assert found["touched"] == 3
    assert found["list_minor"] == 9_900 + 74_700 + 129_900
    assert found["discount_minor"] == 990 + 17_470 + 20_000
    assert found["payers"] == {"shop": 990 + 12_470 + 10_000, "platform": 15_000, "brand": 0, "influencer": 0}
    assert found["discount"]["p50"] == 17_470
    assert sum(found["discount"]["bars"]["counts"]) == 3
    assert found["margin"] == {
        "coverage": 1.0,
        "list_minor": 214_500,
        "before_minor": 214_500 - 4_000 - 33_000 - 45_000,
        "after_minor": 214_500 - 4_000 - 33_000 - 45_000 - 23_460,
    }
    tops, steps = (found["offers"][str(offer.pk)] for offer in sale.offers.order_by("pk"))
    assert tops == {"baskets": 2, "uses": 4, "discount_minor": 8_460, "worth_minor": 0}
    assert steps == {"baskets": 2, "uses": 2, "discount_minor": 30_000, "worth_minor": 0}
    kept = latest_replay(sale)
    assert (kept.likely_minor, kept.baskets, kept.is_old) == (12_820, 3, False)
    assert kept.low_minor < kept.likely_minor < kept.high_minor


@pytest.mark.django_db
def test_planned_prices_come_first_then_the_list_then_the_line(sale, shop, products, sold_baskets):
    PlannedPrice.objects.create(campaign=sale, shop=shop, sku="TEE", stage="live", price_minor=7_900)
    sold_baskets([[("TEE", 1), ("KNIT", 1), ("GHOST", 2)]], price=5_000)
    found = replay(sale).found
    assert found["list_minor"] == 7_900 + 24_900 + 2 * 5_000
    assert found["margin"]["coverage"] == round(32_800 / 42_800, 6)


@pytest.mark.django_db
def test_what_cannot_be_priced_is_left_out(sale, products, sold_baskets):
    sold_baskets([[("GHOST", 1)], [("TEE", 0)], [("GIFT", 1)]])
    found = replay(sale).found
    assert found["baskets"] == 0
    assert "discount" not in found
    assert latest_replay(sale) is None


@pytest.mark.django_db
def test_equal_to_pricing_each_basket_singly(sale, products, add, sold_baskets):
    add("percent_off", "Tops", percent_bp=1_500, categories=("tops",))
    add("spend_and_save", "Steps", steps=((49_900, 10_000), (89_900, 20_000)), group="order", priority=2)
    add("coupon", "Coupon", value_minor=3_000, minimum_minor=9_900, group="order", priority=1)
    add("platform", "Across", steps=((30_000, 5_000),), repeats=True, shop_bp=3_000, platform_bp=7_000)
    add("free_shipping", "Ship", minimum_minor=20_000)
    drawn = np.random.default_rng(7)
    skus = ["COAT", "TEE", "KNIT"]
    sold_baskets(
        [[(sku, int(drawn.integers(1, 4))) for sku in drawn.permutation(skus)[: drawn.integers(1, 4)]] for _ in range(60)],
        freight=800,
    )
    found = replay(sale, claimed=True).found
    rules = offer_rules(sale)
    held = frozenset(rule.key for rule in rules if rule.needs_coupon)
    start, end = (datetime.fromisoformat(ASKED[name]) for name in ("start", "end"))
    past = past_baskets(sale, window_of(sale, start=start, end=end), claimed=held)
    pricer = compile_offers(rules)
    singly = [pricer.price(past.table.basket(place)) for place in range(past.table.length)]
    assert found["baskets"] == len(singly) == 60
    assert found["discount_minor"] == sum(one.discount_minor for one in singly)
    assert found["revenue_minor"] == sum(one.total_minor for one in singly)
    for rule in rules:
        mine = [one.outcome(rule.key) for one in singly]
        assert found["offers"][rule.key]["discount_minor"] == sum(outcome.discount_minor for outcome in mine)
        assert found["offers"][rule.key]["baskets"] == sum(outcome.applied for outcome in mine)
    assert found["discount"]["p50"] == round(float(np.percentile([one.discount_minor for one in singly], 50)))


@pytest.mark.django_db
def test_limits_are_carried_from_order_to_order(sale, products, add, sold_baskets):
    """Once a buyer: the third order is of the first buyer again. A budget of 150 is over after the second order it bore."""
    once = add("amount_off", "Once", value_minor=100, limit_per_buyer=1)
    budget = add("percent_off", "Budget", percent_bp=1_000, budget_minor=15_000)
    add("amount_off", "All", value_minor=10, limit_total=3)
    sold_baskets([[("COAT", 1)]] * 4, buyers=["ann", "ben", "ann", "cid"])
    found = replay(sale).found
    assert found["offers"][str(once.pk)]["baskets"] == 3
    assert found["offers"][str(budget.pk)]["baskets"] == 2
    assert sorted(offer["baskets"] for offer in found["offers"].values()) == [2, 3, 3]


@pytest.mark.django_db
def test_a_result_grows_old_with_the_offers_and_only_with_them(sale, products, add, sold_baskets):
    sold_baskets([[("TEE", 1)]])
    offer = add("percent_off", "A", percent_bp=1_000)
    replay(sale)
    assert not latest_replay(sale).is_old
    offer.note = "said otherwise"
    offer.save()
    assert not latest_replay(sale).is_old
    offer.percent_bp = 2_000
    offer.save()
    assert latest_replay(sale).is_old


@pytest.mark.django_db
def test_the_row_is_the_truth(sale, products):
    first = ask_report(kind="replay", campaign=sale, actor=None, at=DAY, asked=ASKED)
    assert ask_report(kind="replay", campaign=sale, actor=None, at=DAY, asked=ASKED) == first
    assert reports_of(ReplayReport, sale).open == first
    assert waiting_reports(at=DAY) == []
    assert waiting_reports(at=DAY + timedelta(minutes=1)) == [("replay", first.pk)]
    assert run_report(kind="replay", report_id=first.pk, at=DAY)
    assert not run_report(kind="replay", report_id=first.pk, at=DAY)
    assert not run_report(kind="replay", report_id=999, at=DAY)


@pytest.mark.django_db
def test_a_worker_that_died_is_followed_by_another_three_times(sale, products):
    report = ask_report(kind="replay", campaign=sale, actor=None, at=DAY, asked=ASKED)
    ReplayReport.objects.filter(pk=report.pk).update(state=ReportState.RUNNING, attempt=2, lease_until=DAY)
    assert not run_report(kind="replay", report_id=report.pk, at=DAY - timedelta(minutes=1))
    assert waiting_reports(at=DAY + timedelta(seconds=1)) == [("replay", report.pk)]
    ReplayReport.objects.filter(pk=report.pk).update(attempt=3)
    assert waiting_reports(at=DAY + timedelta(seconds=1)) == []
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert "three times" in report.error


@pytest.mark.django_db
def test_the_proposed_window_is_the_earlier_sale_or_a_month(sale, make_sale):
    start, end = default_window(sale, at=DAY)
    assert (end, end - start) == (DAY, timedelta(days=30))
    earlier = make_sale(name="618", starts_at=sale.starts_at - timedelta(days=140), ends_at=sale.starts_at - timedelta(days=139))
    sale.compare_with = earlier
    assert default_window(sale, at=DAY) == (earlier.starts_at, earlier.ends_at)


values = st.lists(st.integers(min_value=0, max_value=500_000), min_size=1, max_size=40).map(lambda v: np.array(v, dtype=np.int64))


@given(values)
def test_steps_that_are_proposed_rise_and_never_give_more_than_they_ask(found):
    for steps in (candidates(found, Response()), chosen(found, Response())):
        assert all(0 < off <= asked for asked, off in steps)
    rising = chosen(found, Response())
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(rising))


@given(values)
def test_nobody_answers_when_nobody_is_assumed_to(found):
    outcome = tried(found, [(49_900, 10_000)], Response(lift=0))
    reached = found >= 49_900
    assert outcome.reach_now == outcome.reach_then == pytest.approx(reached.mean())
    assert outcome.cost_minor == round(10_000 * reached.mean())
    assert outcome.value_then_minor == outcome.value_now_minor
