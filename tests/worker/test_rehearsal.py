"""A rehearsal of a Double 11 at the highest speed: last year's day with every kind of fault; the real sale stays as it was."""

import shutil

import pytest
from django.utils import timezone

from campaigns.models import Campaign
from imports.models import ImportJob
from inventory.models import Product
from live.models import BoardSnapshot
from orders.models import Order, OrderLine, Shop
from rehearsal.models import DaySource, RehearsalState
from rehearsal.rules.faults import KINDS, read_fault
from rehearsal.services import ask_rehearsal, copies
from rehearsal.services.playing import play
from tests import migrated
from tests.live.scenario import START, double_11

pytestmark = [pytest.mark.worker, pytest.mark.django_db]

GOODS = tuple(f"SKU-{number}" for number in range(1, 9))
FAULTS = (
    "worker_killed@8:40",
    "traffic=搜索@8:40+80x0.9",
    "duplicates@9:20",
    "conversion@10:00+60x0.6",
    "stock_out=SKU-3@10:40+40",
    "late_data@11:00+80",
)
SIGNS = {
    "worker_killed": "load:resumed",
    "traffic": "cause:traffic",
    "duplicates": "load:repeated",
    "conversion": "cause:conversion",
    "stock_out": "stock:SKU-3",
    "late_data": "age:late",
}


@pytest.fixture
def empty_database(settings, data_dir):
    """The empty database of a copy, as every other test's begins: to migrate one costs a quarter of a minute."""
    shutil.copyfile(migrated.sqlite_file(), copies.template_file())


@pytest.fixture
def campaign(empty_database) -> Campaign:
    """A Double 11 that is to begin, and last year's, whose every eighth order bought the same product."""
    sale = double_11(scale=80, at=START)
    Shop.objects.update(platform="jd")  # one file of orders a tick in place of two
    Product.objects.bulk_create(Product(shop=sale.shop, sku=sku, title=sku) for sku in GOODS)
    OrderLine.objects.bulk_create(
        OrderLine(
            shop=sale.shop,
            order_no=order.order_no,
            line_no="1",
            sku=GOODS[place % len(GOODS)],
            units=1,
            paid_minor=order.total_minor,
            provenance_id=order.provenance_id,
        )
        for place, order in enumerate(Order.objects.order_by("order_no"))
    )
    return sale.campaign


def test_every_fault_is_found_and_the_real_sale_is_left_alone(campaign):
    before = (Order.objects.count(), BoardSnapshot.objects.count(), ImportJob.objects.count())
    run = ask_rehearsal(
        campaign=campaign,
        actor=None,
        at=timezone.now(),
        source=DaySource.LAST,
        speed=600,
        tick_minutes=20,
        from_minute=8 * 60 + 20,
        until_minute=12 * 60 + 20,
        seed=11,
        faults=[read_fault(text) for text in FAULTS],
    )
    played = play(run_id=run.pk)
    assert played.state == RehearsalState.DONE, played.error
    score = played.score
    rows = {row["kind"]: row for row in score["faults"]}
    assert {kind: row["sign"] for kind, row in rows.items()} == {kind: SIGNS[kind] for kind in KINDS}
    after = {kind: row["found_after"] for kind, row in rows.items()}
    assert after["traffic"] <= 60
    assert after["conversion"] <= 60
    assert after["stock_out"] <= 20, "the stock may be warned of before its last piece goes"
    assert (after["worker_killed"], after["duplicates"], after["late_data"]) == (20, 0, 40)
    assert score["found"] == len(FAULTS)
    for kind in ("traffic", "conversion"):
        assert rows[kind]["card"]
        assert rows[kind]["action_after"] is not None
    for kind in ("traffic", "conversion", "stock_out", "late_data"):
        assert rows[kind]["incidents"] == 1, (kind, score["incidents"])
        assert rows[kind]["messages"] >= 1
    assert score["most_messages_of_an_incident"] == 1
    assert score["false_alarms"] == []
    assert score["books"]["agree"]
    assert score["books"]["orders_sent"] == score["books"]["orders_counted"] > 600
    assert score["refused"] == score["rejected"] == 0
    assert score["worker_starts"] == 2
    assert before == (Order.objects.count(), BoardSnapshot.objects.count(), ImportJob.objects.count())
    assert not copies.folder_of(played).exists()
