"""The stock of a sale against its plan: a check of the gate, and of the task that is bound to it (playbook P8)."""

from datetime import UTC, date, datetime

import pytest

from campaigns.checks import stock
from campaigns.models import GatePoint, Task
from campaigns.services.task_sets import follow_checks, lay_templates
from campaigns.words.tasks import event_words
from inventory.models import Buffer, BufferPlan, Delivery, DeliveryState, ProductTier, StockLevel
from inventory.services import edit_products
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def planned(sale, shop):
    """A sale that expects 100 socks (tier A) and 50 coats (tier C); nothing is counted yet."""
    edit_products(actor=None, shop=shop, changes={"SOCK": {"tier": "A"}, "COAT": {"tier": "C"}})
    BufferPlan.objects.create(shop=shop, campaign_no=sale.pk, starts_at=sale.starts_at, ends_at=sale.ends_at, made_at=AT)
    for sku, expected in (("SOCK", 100), ("COAT", 50)):
        Buffer.objects.create(shop=shop, sku=sku, campaign_no=sale.pk, expected=expected, units=expected, made_at=AT)
    return sale


def put(shop, sku, units):
    StockLevel.objects.update_or_create(
        shop=shop, sku=sku, defaults={"on_hand": units, "available": units, "counted_at": AT, "refreshed_at": AT}
    )


def said(sale):
    (check,) = stock.checks(sale, AT)
    assert check.code == "stock_reserve"
    return check.state, check.found


def test_without_buffers_nobody_knows_what_the_plan_asks_for(sale):
    assert said(sale) == ("failed", "Nobody knows how many pieces the plan asks for: work the buffers out.")


def test_tier_a_holds_the_plan_and_a_fifth_and_the_other_tiers_do_not_matter(planned, shop):
    assert said(planned) == ("failed", "1 planned product was never counted.")
    put(shop, "SOCK", 119)
    assert said(planned) == ("failed", "Tier A holds 119 of 120 pieces: 100 planned, and the reserve.")
    put(shop, "SOCK", 120)
    assert said(planned)[0] == "done"


def test_what_is_promised_in_time_counts_and_what_comes_later_does_not(planned, shop):
    put(shop, "SOCK", 100)
    for day, enough in ((date(2026, 11, 12), False), (START.date(), True)):
        Delivery.objects.create(
            shop=shop, sku="SOCK", units=20, state=DeliveryState.ORDERED, made_at=AT, promised_on=day, campaign_no=planned.pk
        )
        assert (said(planned)[0] == "done") is enough


def test_the_shop_says_how_large_the_reserve_is(planned, shop):
    put(shop, "SOCK", 110)
    assert said(planned)[0] == "failed"
    BufferPlan.objects.update(flat_bp=1_000)
    assert said(planned)[0] == "done"


def test_a_sale_without_tier_a_is_judged_as_a_whole(planned, shop):
    edit_products(actor=None, shop=shop, changes={"SOCK": {"tier": ProductTier.MIDDLE}})
    put(shop, "SOCK", 100)
    put(shop, "COAT", 79)
    assert said(planned) == ("failed", "All products hold 179 of 180 pieces: 150 planned, and the reserve.")
    put(shop, "COAT", 80)
    assert said(planned)[0] == "done"


def test_the_gate_of_the_preparation_asks_for_it(planned):
    assert GatePoint.objects.filter(campaign=planned, stage="preparation", kind="check", key="stock_reserve").exists()


def test_the_task_opens_again_when_the_stock_falls_below_the_plan(planned, shop):
    lay_templates(campaign=planned, actor=None, at=AT)
    task = Task.objects.get(campaign=planned, check_code="stock_reserve")
    put(shop, "SOCK", 120)
    Task.objects.filter(pk=task.pk).update(state="done", check_state="done")
    put(shop, "SOCK", 60)
    follow_checks(campaign=planned, at=AT)
    task.refresh_from_db()
    assert task.state == "reopened"
    assert "Tier A holds 60 of 120 pieces" in event_words(task.events.get(kind="reopened"))
