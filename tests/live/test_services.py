"""Counting boards: one row a state, none without a change, never older data on top."""

import datetime as dt
from decimal import Decimal

import pytest

from campaigns.services import create_campaign
from live.models import BoardSnapshot
from live.services import recompute_board, recompute_running, recompute_touched
from tests.live.scenario import AT, HOUR, START, Paid, double_11, load_orders, load_traffic, shop_named

pytestmark = pytest.mark.django_db


def newest(campaign):
    return BoardSnapshot.objects.filter(campaign=campaign).latest("id")


def flat_sale(shops, **kwargs):
    return create_campaign(
        **{
            "actor": None,
            "name": "Flat day",
            "shops": shops,
            "starts_at": START,
            "ends_at": START + 24 * HOUR,
            "revenue_target_minor": 144_000_00,
            "visitors_target": 14_400,
            "conversion_target": Decimal("0.1"),
            "template": "flat",
            **kwargs,
        }
    )


def test_a_sale_in_progress():
    sale = double_11()
    board = newest(sale.campaign).board
    assert board["data"]["counted_to"] == "2026-11-11T02:40:00Z"
    assert board["sentence"]["kind"] == "behind"
    assert board["sentence"]["cause"] == "conversion"
    assert board["so_far"]["revenue"]["gap"] == sum(board["so_far"]["split"].values())
    assert [phase["state"] for phase in board["phases"]] == ["missed", "running", "next", "next", "next"]
    assert sum(hour["revenue"]["target"] for hour in board["hours"]) == sale.campaign.revenue_target_minor
    assert board["series"]["last"][-1] > 0
    assert "yesterday" not in board["series"]


def test_nothing_new_makes_no_row():
    sale = double_11(scale=2000)
    before = newest(sale.campaign)
    assert recompute_board(campaign=sale.campaign, at=AT + HOUR) == before
    assert BoardSnapshot.objects.filter(campaign=sale.campaign).count() == 1


def test_newer_data_make_a_row_and_the_old_one_stays():
    sale = double_11(scale=2000, at=START + 10 * HOUR)
    before = newest(sale.campaign)
    hours = load_orders(sale.shop, [Paid("new", AT + HOUR / 2, 999_00)], as_of=AT + HOUR)
    assert recompute_touched(shop=sale.shop, hours=hours, at=AT + HOUR) == 1
    after = newest(sale.campaign)
    assert after.pk != before.pk
    assert after.data_as_of == AT + HOUR
    assert after.board["so_far"]["revenue"]["actual"] == before.board["so_far"]["revenue"]["actual"] + 999_00
    assert BoardSnapshot.objects.filter(campaign=sale.campaign).count() == 2


def test_a_board_is_cut_at_the_moment_that_is_asked_for():
    sale = double_11(scale=2000)
    early = recompute_board(campaign=sale.campaign, at=START + 3 * HOUR).board
    assert early["data"]["counted_to"] == "2026-11-10T19:00:00Z"
    assert early["hours"][3]["revenue"]["actual"] is None


def test_the_slowest_shop_holds_the_board_back_and_a_silent_one_does_not():
    slow, quick, silent = shop_named("slow"), shop_named("quick"), shop_named("silent")
    campaign = flat_sale([slow, quick, silent])
    load_orders(slow, [Paid("a", START + HOUR, 500_00)], as_of=START + 2 * HOUR)
    load_orders(quick, [Paid("b", START + 4 * HOUR, 700_00)], as_of=START + 5 * HOUR)
    board = recompute_board(campaign=campaign, at=START + 5 * HOUR).board
    assert board["data"]["counted_to"] == "2026-11-10T18:00:00Z"
    assert board["so_far"]["revenue"]["actual"] == 500_00
    by_name = {shop["name"]: shop for shop in board["data"]["shops"]}
    assert by_name["slow"]["holds_back"] is True
    assert by_name["quick"]["holds_back"] is False
    assert by_name["silent"]["is_silent"] is True


def test_traffic_of_the_running_hour_is_cut_back_to_the_last_slot():
    shop = shop_named()
    campaign = flat_sale([shop])
    as_of = START + dt.timedelta(minutes=105)  # 45 minutes of the second hour; the last full slot ends at 1:40
    load_orders(shop, [Paid(f"o{n}", START + dt.timedelta(minutes=n), 1000_00) for n in range(105)], as_of=as_of)
    load_traffic(shop, {START: (600, 6), START + HOUR: (450, 9)}, as_of=as_of)
    board = recompute_board(campaign=campaign, at=as_of).board
    visitors = board["hours"][1]["visitors"]
    assert (visitors["actual"], visitors["due"], visitors["is_estimated"]) == (400, 400, True)
    assert board["so_far"]["visitors"]["actual"] == 1000
    assert board["so_far"]["split"]["orders"] == 0


def test_without_traffic_the_split_says_what_it_cannot_know():
    shop = shop_named()
    campaign = flat_sale([shop])
    load_orders(shop, [Paid(f"o{n}", START + HOUR / 4, 50_00) for n in range(10)], as_of=START + HOUR)
    board = recompute_board(campaign=campaign, at=START + HOUR).board
    assert board["so_far"]["visitors"]["actual"] is None
    assert board["so_far"]["split"]["orders"] != 0
    assert board["so_far"]["split"]["traffic"] == board["so_far"]["split"]["conversion"] == 0


def test_yesterday_lies_on_the_same_axis():
    shop = shop_named()
    campaign = flat_sale([shop])
    load_orders(shop, [Paid("y", START - 21 * HOUR, 300_00), Paid("t", START, 100_00)], as_of=START + HOUR)
    board = recompute_board(campaign=campaign, at=START + HOUR).board
    assert board["hours"][3]["yesterday_minor"] == 300_00
    assert board["series"]["yesterday"][-1] == 300_00


def test_a_sale_without_orders():
    campaign = flat_sale([shop_named()])
    board = recompute_board(campaign=campaign, at=START + HOUR).board
    assert board["sentence"]["kind"] == "no_data"
    assert board["data"]["as_of"] is None


def test_a_sale_that_is_over_and_settled():
    shop = shop_named()
    campaign = flat_sale([shop], revenue_target_minor=100_00, visitors_target=100)
    load_orders(shop, [Paid("a", START + HOUR, 150_00)], as_of=START + 24 * HOUR)
    board = recompute_board(campaign=campaign, at=START + 30 * HOUR).board
    assert board["sentence"]["kind"] == "made"
    assert (board["data"]["is_closed"], board["data"]["is_final"]) == (True, False)
    load_orders(shop, [Paid("b", START + 90 * HOUR, 1_00)], as_of=START + 97 * HOUR)
    board = recompute_board(campaign=campaign, at=START + 98 * HOUR).board
    assert board["data"]["is_final"] is True
    assert board["so_far"]["revenue"]["actual"] == 150_00


def test_beat_counts_running_sales_and_those_never_counted():
    sale = double_11(scale=2000)
    BoardSnapshot.objects.all().delete()
    assert recompute_running(at=AT) == 2
    assert recompute_running(at=AT) == 1  # last year's is over and has its board
    assert BoardSnapshot.objects.filter(campaign=sale.campaign).count() == 1


def test_an_import_into_last_years_sale_counts_this_years_board_too():
    sale = double_11(scale=2000)
    before = newest(sale.campaign)
    hours = load_orders(sale.shop, [Paid("late", START - dt.timedelta(days=365) + HOUR, 12_345_00)], as_of=AT)
    assert recompute_touched(shop=sale.shop, hours=hours, at=AT) == 2
    assert newest(sale.campaign).board["series"]["last"][-1] == before.board["series"]["last"][-1] + 12_345_00


def test_another_shops_import_counts_nothing():
    sale = double_11(scale=2000)
    other = shop_named("other")
    assert recompute_touched(shop=other, hours=[sale.campaign.start_slot], at=AT) == 0
