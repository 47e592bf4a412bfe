"""The money of a sale ties to the raw files to the cent, on the statements of four platforms; nothing is guessed or absorbed."""

from datetime import timedelta

import pytest

from metrics import queries as metrics
from review import services
from review.ledgers import lines_of_order
from review.models import Disagreement, Review, ReviewDay, SkuMoney
from tests.review.looked_back import MORNING, review, told
from tests.review.statements import LINES, PLATFORMS, ROWS, cents

pytestmark = pytest.mark.django_db


REVENUE = cents("259.90", "33.33", "10.00", "270.01", "50.00")
GOODS = cents("120.50", "6.25", "6.25", "6.25", "6.25", "6.25")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_it_ties_to_the_raw_files_to_the_cent(sale, bring, platform):
    bring(PLATFORMS[platform], "bill.csv")
    money = review(sale).body["money"]
    amounts, settled = money["amounts"], money["states"]["settled"]
    assert amounts["revenue"] == REVENUE
    assert amounts["refund"] == cents("270.01")
    assert (amounts["goods_out"], amounts["goods_back"]) == (GOODS + cents("120.50"), cents("120.50"))
    costs = settled["costs"]
    assert costs["goods"] == GOODS
    assert costs["commission"] + costs["payment_fee"] == cents("15.16", "1.82")
    assert costs["traffic"] == cents("41.00", "20.01", "3.00"), "an hour without a sale is spent too"
    expected = REVENUE - cents("270.01") - GOODS - cents("15.16", "1.82") - cents("41.00", "20.01", "3.00")
    assert settled["profit"] == expected
    known = cents("259.90", "33.33", "10.00", "270.01") / REVENUE
    assert settled["coverage"]["commission"] == pytest.approx(known)
    assert settled["coverage"]["freight"] == 0
    assert settled["coverage"]["people"] == 0
    assert not Disagreement.objects.exists()


def test_the_page_says_what_the_numbers_say(sale):
    body = review(sale).body
    row = metrics.numbers(shops=list(sale.shops.all()), window=None, by="total", names=["revenue", "refunds", "paid_orders"])[0]
    assert body["money"]["amounts"]["revenue"] == row.values["revenue"] == body["real"]["revenue"]
    assert body["money"]["amounts"]["refund"] == row.values["refunds"]
    assert body["orders"] == row.values["paid_orders"] == 3


def test_products_and_lines_add_up_to_the_sale(sale):
    made = review(sale)
    money = made.body["money"]
    rows = SkuMoney.objects.filter(review=made)
    assert sum(row.revenue_minor for row in rows) == money["amounts"]["revenue"]
    assert sum(row.profit_minor for row in rows) == money["states"]["running"]["profit"]
    lines = [line for number in ("1", "2", "3") for line in lines_of_order(sale.pk, f"330441234567000{number}")]
    assert len(lines) == 4
    assert sum(line["revenue"] for line in lines) == money["amounts"]["revenue"]
    assert sum(line["running_profit"] for line in lines) == money["states"]["running"]["profit"]
    assert {line["settled_commission"] for line in lines} == {None}, "what no statement told is empty, not 0"


def test_rates_people_told_stand_in_until_the_statement_comes(sale, bring):
    told(sale, commission="0.05", freight="600", people="9000")
    before = review(sale).body["money"]["states"]
    commission = [round(0.05 * minor + 1e-9) for minor in (30_323, 0, 5_000)]
    assert before["running"]["costs"]["commission"] == sum(commission)
    assert before["running"]["costs"]["freight"] == 3 * 600
    assert before["running"]["costs"]["people"] == 9_000
    assert before["settled"]["costs"]["people"] == before["settled"]["costs"]["commission"] == 0
    bring(PLATFORMS["jd"], "bill.csv")
    after = review(sale, MORNING + timedelta(hours=1)).body["money"]["states"]
    assert after["running"]["costs"]["commission"] == cents("15.16") + 250
    services.tell_cost(actor=None, campaign=sale, name="people", amount_minor=8_000, at=MORNING)
    last = review(sale, MORNING + timedelta(hours=2)).body["money"]["states"]
    assert last["running"]["costs"]["people"] == last["settled"]["costs"]["people"] == 8_000
    assert last["settled"]["coverage"]["people"] == 1


def test_the_way_from_plan_to_actual_adds_up(sale):
    told(sale, visitors="200", conversion="0.02", order_value="25000", refund_rate="0.1", cost_of_goods="0.4", people="9000")
    body = review(sale).body
    assert body["plan"]["profit"] + sum(step["by"] for step in body["steps"]) == body["money"]["states"]["running"]["profit"]
    assert {step["name"] for step in body["steps"]} >= {"visitors", "conversion", "order_value", "refund", "goods", "people"}


def test_each_day_keeps_its_state_and_the_thirtieth_is_final(sale, bring):
    review(sale)
    bring((LINES, [[*ROWS[0][:9], "259.90", "refunded", "10.00"]]), "orders-asof20261123090000.csv")
    assert Review.objects.get().asked_at is not None, "the import touched the sale"
    later = review(sale, MORNING + timedelta(days=2))
    days = [day.body["money"]["amounts"]["refund"] for day in ReviewDay.objects.order_by("on")]
    assert days == [cents("270.01"), cents("270.01", "259.90")]
    assert not later.is_final
    assert review(sale, sale.ends_at + timedelta(days=31)).is_final


def test_a_worker_that_dies_leaves_the_review_to_the_next_and_an_ask_meanwhile_is_not_lost(sale):
    asked = services.ask_review(campaign=sale, at=MORNING)
    Review.objects.filter(pk=asked.pk).update(lease_until=MORNING + timedelta(minutes=10), attempts=1)  # taken, then killed
    assert not services.prepare_review(review_id=asked.pk, at=MORNING + timedelta(minutes=1))
    later = MORNING + timedelta(minutes=11)
    assert services.waiting_reviews(at=later) == [asked.pk]
    assert services.prepare_review(review_id=asked.pk, at=later)
    assert services.waiting_reviews(at=later) == []
