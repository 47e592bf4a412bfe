"""The run-outs of a shop: from orders, counts and the curve of the day; what changes them and what does not."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import AuditEntry
from inventory.models import NEVER_MINUTE, Buffer, CountKind, Product, RunOut, RunOutState, StockDay
from inventory.rules.runout.shape import Planned
from inventory.services import (
    Counted,
    edit_products,
    interval_of,
    keep_reserve,
    note_data,
    plan_stock_day,
    refresh_run_outs,
    release_reserve,
    set_stock_day,
    tell_counts,
)
from orders.models import Shop
from orders.services import create_shop
from orders.states import OrderState
from tests.inventory.sale_of_goods import MINUTE, NOW, Sold, count, sell, steadily

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_ten_forty():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shop(db) -> Shop:
    return create_shop(actor=None, name="Coat House")


def row(shop: Shop, sku: str) -> RunOut:
    return RunOut.objects.get(shop=shop, sku=sku)


def minutes(shop: Shop, sku: str) -> float:
    return row(shop, sku).goes_minute - NOW.timestamp() / 60


def test_a_coat_that_sells_a_piece_a_minute_is_gone_in_as_many_minutes(shop):
    sell(shop, steadily("COAT", units=120, minutes=120, orders=60))
    count(shop, COAT=95)
    assert refresh_run_outs(shop=shop, at=NOW) == 1
    told = row(shop, "COAT")
    assert told.pieces == 95
    assert told.hourly == pytest.approx(60, rel=0.25)
    assert minutes(shop, "COAT") == pytest.approx(95, rel=0.3)
    assert told.low_minute < told.goes_minute < told.high_minute
    assert told.state == RunOutState.ALERT or told.line < 95
    refresh_run_outs(shop=shop, at=NOW + 35 * MINUTE)
    later = row(shop, "COAT")
    assert later.line > 95 > 60, "nobody saw what was sold in half an hour: the line rises with the age of the orders"
    assert later.line > told.line
    assert later.state == RunOutState.ALERT
    assert later.alert_since is not None


def test_nothing_changed_writes_nothing(shop):
    sell(shop, steadily("COAT", units=120, minutes=120))
    count(shop, COAT=5_000, SOCK=3)
    assert refresh_run_outs(shop=shop, at=NOW) == 2
    version = StockDay.objects.get(shop=shop).version
    assert refresh_run_outs(shop=shop, at=NOW + 4 * MINUTE) == 0
    assert StockDay.objects.get(shop=shop).version == version


def test_what_nobody_asks_for_never_runs_out_and_raises_no_alarm(shop):
    sell(shop, steadily("COAT", units=2_000, minutes=20 * 24 * 60, orders=400))
    count(shop, SOCK=1)
    refresh_run_outs(shop=shop, at=NOW)
    told = row(shop, "SOCK")
    assert (told.goes_minute, told.state) == (NEVER_MINUTE, RunOutState.CALM)


def test_a_person_sets_the_line(shop):
    count(shop, SOCK=40)
    edit_products(actor=None, shop=shop, changes={"SOCK": {"title": "Sock"}})
    Product.objects.filter(shop=shop, sku="SOCK").update(alert_units=50)
    refresh_run_outs(shop=shop, at=NOW)
    assert (row(shop, "SOCK").line, row(shop, "SOCK").state) == (50, RunOutState.ALERT)


def test_gifts_and_withdrawn_goods_are_left_out(shop):
    edit_products(actor=None, shop=shop, changes={"BAG": {"kind": "gift"}, "OLD": {"status": "withdrawn"}})
    count(shop, BAG=5, OLD=5, COAT=5)
    refresh_run_outs(shop=shop, at=NOW)
    assert list(RunOut.objects.values_list("sku", flat=True)) == ["COAT"]
    edit_products(actor=None, shop=shop, changes={"COAT": {"status": "withdrawn"}})
    assert refresh_run_outs(shop=shop, at=NOW) == 1
    assert not RunOut.objects.exists()


def test_pieces_of_unpaid_orders_are_taken_and_those_of_closed_ones_are_not(shop):
    unpaid = [Sold(one.at, "COAT", 2, OrderState.UNPAID) for one in steadily("COAT", units=60, minutes=60, orders=30)]
    closed = [Sold(one.at, "SOCK", 2, OrderState.CLOSED_UNPAID) for one in steadily("SOCK", units=60, minutes=60, orders=30)]
    sell(shop, [*unpaid, *closed])
    count(shop, COAT=100, SOCK=100)
    refresh_run_outs(shop=shop, at=NOW)
    assert row(shop, "COAT").hourly > 30
    assert row(shop, "SOCK").hourly < 1


def test_the_page_binds_where_it_lists_less_than_there_is(shop):
    sell(shop, steadily("COAT", units=120, minutes=120, orders=60))
    count(shop, COAT=500)
    listed = Counted("COAT", 40, kind=CountKind.LISTED, counted_at=NOW - timedelta(minutes=20))
    tell_counts(actor=None, shop=shop, counts=[listed])
    refresh_run_outs(shop=shop, at=NOW)
    told = row(shop, "COAT")
    assert told.binds_listed
    assert told.pieces == pytest.approx(20, abs=2)  # sixty an hour: twenty were taken since the page was read


def test_the_plan_of_the_sale_moves_the_end(shop):
    """Fifty pieces at sixty an hour: with the trough the sale plans for the next hours they last far longer."""
    sell(shop, steadily("COAT", units=120, minutes=120, orders=60))
    count(shop, COAT=50)
    refresh_run_outs(shop=shop, at=NOW)
    flat = minutes(shop, "COAT")
    slot = int(NOW.timestamp()) // 600
    curve = [10.0] * 17 + [1.0] * 36 + [10.0] * 90
    planned = Planned(7, NOW - timedelta(hours=3), NOW + timedelta(hours=20), slot - 16, curve)
    plan_stock_day(shop=shop, planned=planned, at=NOW)
    refresh_run_outs(shop=shop, at=NOW)
    assert minutes(shop, "COAT") > 3 * flat


def test_before_anything_is_sold_the_buffer_tells_what_is_expected(shop):
    count(shop, COAT=300)
    slot = int(NOW.timestamp()) // 600
    planned = Planned(7, NOW, NOW + timedelta(hours=24), slot, [10.0] * 144)
    plan_stock_day(shop=shop, planned=planned, at=NOW)
    Buffer.objects.create(shop=shop, sku="COAT", campaign_no=7, expected=1_440, units=1_600, made_at=NOW)
    refresh_run_outs(shop=shop, at=NOW)
    told = row(shop, "COAT")
    assert told.hourly == pytest.approx(60, rel=0.01)
    assert minutes(shop, "COAT") == pytest.approx(300, rel=0.3)
    assert told.high_minute - told.low_minute > 200, "a plan alone is thin knowledge"


def test_without_a_count_the_end_is_not_known(shop):
    sell(shop, steadily("COAT", units=120, minutes=120))
    keep_reserve(actor=None, shop=shop, sku="COAT", units=5)
    refresh_run_outs(shop=shop, at=NOW)
    told = row(shop, "COAT")
    assert (told.state, told.pieces, told.goes_minute, told.oversell) == (RunOutState.UNCOUNTED, None, NEVER_MINUTE, None)


def test_a_released_reserve_moves_the_end_further_away(shop):
    sell(shop, steadily("COAT", units=120, minutes=120, orders=60))
    count(shop, COAT=100)
    reserve = keep_reserve(actor=None, shop=shop, sku="COAT", units=60)
    refresh_run_outs(shop=shop, at=NOW)
    before = minutes(shop, "COAT")
    release_reserve(reserve=reserve, actor=None, reason="ahead of target")
    assert refresh_run_outs(shop=shop, at=NOW, skus=["COAT"]) == 1
    assert minutes(shop, "COAT") > before + 40


def test_what_is_gone_keeps_the_minute_in_which_it_was_seen_gone(shop):
    count(shop, COAT=0)
    refresh_run_outs(shop=shop, at=NOW)
    first = row(shop, "COAT")
    assert first.state == RunOutState.GONE
    sell(shop, [Sold(NOW + 9 * MINUTE, "SOCK")], as_of=NOW + 10 * MINUTE)
    refresh_run_outs(shop=shop, at=NOW + 10 * MINUTE)
    assert row(shop, "COAT").goes_minute == first.goes_minute
    assert row(shop, "COAT").alert_since == NOW


def test_the_time_between_imports_is_observed_and_a_person_may_know_better(shop):
    for at in (0, 12, 24, 36):
        day = note_data(shop=shop, as_of=NOW + at * MINUTE)
    assert interval_of(day) == 12
    note_data(shop=shop, as_of=NOW)  # older data are no news
    day = set_stock_day(actor=None, shop=shop, values={"interval_minutes": 20, "risk_limit": 0.05})
    assert interval_of(day) == 20
    entry = AuditEntry.objects.get(action="stock.set_day")
    assert entry.after == {"interval_minutes": 20, "risk_limit": 0.05}


def test_after_an_import_was_taken_back_the_older_orders_count(shop):
    sell(shop, steadily("COAT", units=120, minutes=120, orders=60))
    count(shop, COAT=50)
    note_data(shop=shop, as_of=NOW + 10 * MINUTE)
    assert refresh_run_outs(shop=shop, at=NOW + 11 * MINUTE) == 1
    day = StockDay.objects.get(shop=shop)
    assert day.as_of == row(shop, "COAT").as_of == NOW
    assert len(day.seen) == 1


def test_a_shop_without_orders_has_run_outs_and_its_first_orders_count(shop):
    count(shop, COAT=50)
    assert refresh_run_outs(shop=shop, at=NOW) == 1
    sell(shop, steadily("COAT", units=120, minutes=120, orders=60, until=NOW - 2 * MINUTE), as_of=NOW - MINUTE)
    assert refresh_run_outs(shop=shop, at=NOW) == 1
    assert row(shop, "COAT").state == RunOutState.ALERT


@pytest.fixture
def outlet(db) -> Shop:
    return create_shop(actor=None, name="Coat Outlet")


def lists(shop: Shop, sku: str, units: int) -> None:
    """Tell what a page shows."""
    tell_counts(actor=None, shop=shop, counts=[Counted(sku, units, kind=CountKind.LISTED, counted_at=NOW)])


def test_two_shops_that_list_the_same_pieces_share_their_end_and_are_told_what_to_hold_back(shop, outlet):
    """Sixty pieces lie in one shop; both list sixty and each sells one a minute: together they are gone in half the time."""
    for each, name in ((shop, "a"), (outlet, "b")):
        sell(each, steadily("COAT", units=120, minutes=120, orders=60), prefix=name)
        lists(each, "COAT", 60)
    count(shop, COAT=60)
    set_stock_day(actor=None, shop=shop, values={"interval_minutes": 40})
    refresh_run_outs(shop=shop, at=NOW)
    alone = minutes(shop, "COAT")
    assert row(shop, "COAT").oversell == 0, "the outlet's speed is not known before its own refresh"
    refresh_run_outs(shop=outlet, at=NOW)
    refresh_run_outs(shop=shop, at=NOW)
    told = row(shop, "COAT")
    assert told.pool_shops == row(outlet, "COAT").pool_shops == 2
    assert minutes(shop, "COAT") == pytest.approx(alone / 2, rel=0.25)
    assert told.oversell is not None
    assert told.oversell > 0.3
    assert told.hold_back > 0
    assert told.listing == 60 - told.hold_back
    assert told.lost >= 0


def test_shops_that_have_each_counted_have_pieces_of_their_own(shop, outlet):
    for each in (shop, outlet):
        count(each, COAT=60)
        lists(each, "COAT", 60)
        refresh_run_outs(shop=each, at=NOW)
    assert row(shop, "COAT").pool_shops == row(outlet, "COAT").pool_shops == 1


def test_one_shop_that_lists_more_than_there_is_may_oversell_and_the_reserve_catches_it(shop):
    sell(shop, steadily("COAT", units=120, minutes=120, orders=60))
    count(shop, COAT=30)
    lists(shop, "COAT", 300)
    set_stock_day(actor=None, shop=shop, values={"interval_minutes": 30})
    refresh_run_outs(shop=shop, at=NOW)
    risky = row(shop, "COAT")
    assert 0.2 < (risky.oversell or 0) < 0.8
    assert (risky.hold_back, risky.listing) == (0, 30)
    keep_reserve(actor=None, shop=shop, sku="COAT", units=20)
    refresh_run_outs(shop=shop, at=NOW)
    assert row(shop, "COAT").oversell == risky.oversell, "a reserve can still be sent"
    lists(shop, "COAT", 10)
    refresh_run_outs(shop=shop, at=NOW)
    assert row(shop, "COAT").oversell == 0
