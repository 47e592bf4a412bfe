"""Days that are not like others: late data, corrected hours, no past, a clock that changes, midnight, shops on two clocks."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.rules.problems import PlanError
from campaigns.services import create_campaign
from live.models import BoardSnapshot
from live.queries import shown
from live.services import recompute_board
from orders.models import Shop
from orders.services import create_shop
from tests.live.scenario import (
    AT,
    HOUR,
    START,
    Paid,
    double_11,
    load_orders,
    load_traffic,
    orders_along,
    shop_named,
    visits_along,
)

pytestmark = pytest.mark.django_db


def sale_of(shops, *, start, end, **kwargs):
    return create_campaign(
        **{
            "actor": None,
            "name": "An odd day",
            "shops": shops,
            "starts_at": start,
            "ends_at": end,
            "revenue_target_minor": 600_000_00,
            "visitors_target": 60_000,
            "conversion_target": Decimal("0.05"),
            "inquiries_target": 2_400,
            "template": "flat",
            **kwargs,
        }
    )


def board_of(campaign, at):
    return recompute_board(campaign=campaign, at=at).board


def said_at(campaign, at):
    state = shown.board_state(campaign_id=campaign.pk)
    return shown.said_board(board=shown.stored_board(state=state), state=state, at=at)


def agrees_with_itself(campaign, board):
    """The laws that hold on any day: hours and phases make the whole, and the split makes the gap."""
    assert sum(hour["revenue"]["target"] for hour in board["hours"]) == campaign.revenue_target_minor
    assert sum(phase["revenue"]["target"] for phase in board["phases"]) == campaign.revenue_target_minor
    known = [hour for hour in board["hours"] if hour["state"] != "next"]
    assert sum(hour["revenue"]["actual"] for hour in known) == board["so_far"]["revenue"]["actual"]
    assert sum(hour["revenue"]["gap"] for hour in known) == board["so_far"]["revenue"]["gap"]
    assert sum(board["so_far"]["split"].values()) == board["so_far"]["revenue"]["gap"]
    for hour in known:
        assert sum(hour["split"].values()) == hour["revenue"]["gap"]
    starts = [hour["start"] for hour in board["hours"]]
    assert starts == sorted(set(starts))
    assert [hour["end"] for hour in board["hours"]][:-1] == starts[1:]


# ---- Late data ----


def test_data_two_hours_late_are_old_and_not_a_shortfall():
    sale = double_11(scale=2000)
    fresh = board_of(sale.campaign, AT)
    late = board_of(sale.campaign, AT + 2 * HOUR)
    assert late == fresh, "the board stands where its data stand"
    assert said_at(sale.campaign, AT + dt.timedelta(minutes=20))["sentence"]["kind"] == "behind"
    old = said_at(sale.campaign, AT + dt.timedelta(minutes=131))
    assert old["sentence"]["kind"] == "stale_behind"
    assert old["sentence"]["gap_minor"] == fresh["sentence"]["gap_minor"]


def test_late_data_end_in_the_board_they_would_have_made_in_time():
    in_time, late = shop_named("in time"), shop_named("late")
    made = [sale_of([shop], start=START, end=START + 24 * HOUR, name=shop.name) for shop in (in_time, late)]
    until = START + 6 * HOUR
    orders = orders_along(made[0], until=until, value_minor=200_00, factor=lambda _hour: 0.9)
    early = [order for order in orders if order.at < START + 4 * HOUR]
    load_orders(in_time, early, as_of=START + 4 * HOUR)
    board_of(made[0], START + 4 * HOUR)
    for shop in (in_time, late):
        load_orders(shop, orders, as_of=until)
        load_traffic(shop, visits_along(made[0], until=until, factor=lambda _hour: 1.0), as_of=until)
    boards = [board_of(campaign, until + HOUR) for campaign in made]
    for name in ("sentence", "so_far", "hours", "phases", "outlook"):
        assert boards[0][name] == boards[1][name]


# ---- The platform corrects the hours past ----


def test_a_corrected_hour_is_told_anew_and_nothing_else_moves():
    shop = shop_named()
    campaign = sale_of([shop], start=START, end=START + 24 * HOUR)
    until = START + 5 * HOUR
    visits = visits_along(campaign, until=until, factor=lambda _hour: 0.6)
    load_orders(shop, orders_along(campaign, until=until, value_minor=200_00, factor=lambda _hour: 0.6), as_of=until)
    load_traffic(shop, visits, as_of=until)
    before = board_of(campaign, until)
    corrected = START + 3 * HOUR
    visitors, inquiries = visits[corrected]
    load_traffic(shop, {corrected: (visitors * 2, inquiries)}, as_of=until + HOUR / 2)
    after = board_of(campaign, until + HOUR / 2)
    agrees_with_itself(campaign, after)
    assert after["hours"][3]["visitors"]["actual"] == visitors * 2
    assert after["hours"][3]["split"]["traffic"] > before["hours"][3]["split"]["traffic"]
    for number in (0, 1, 2, 4):
        assert after["hours"][number]["split"] == before["hours"][number]["split"]
    assert after["so_far"]["revenue"] == before["so_far"]["revenue"]


def test_an_older_export_that_comes_in_late_takes_no_correction_back():
    shop = shop_named()
    campaign = sale_of([shop], start=START, end=START + 24 * HOUR)
    until = START + 5 * HOUR
    orders = orders_along(campaign, until=until, value_minor=200_00, factor=lambda _hour: 1.0)
    refunded = [Paid(order.number, order.at, order.minor, order.minor) for order in orders[:20]]
    load_orders(shop, orders, as_of=until)
    load_orders(shop, refunded, as_of=until + HOUR)
    corrected = board_of(campaign, until + HOUR)
    load_orders(shop, orders[:20], as_of=until - HOUR)
    assert board_of(campaign, until + 2 * HOUR) == corrected
    assert BoardSnapshot.objects.filter(campaign=campaign).count() == 1, "the same state is told once"


# ---- No past at all ----


def test_without_any_history_the_plan_alone_speaks():
    shop = shop_named()
    campaign = sale_of([shop], start=START, end=START + 24 * HOUR, curve_kind="flat")
    empty = board_of(campaign, START + HOUR)
    assert empty["sentence"]["kind"] == "no_data"
    assert set(empty["series"]) & {"last", "yesterday"} == set()
    load_orders(
        shop, orders_along(campaign, until=START + HOUR, value_minor=200_00, factor=lambda _hour: 1.0), as_of=START + HOUR
    )
    first = board_of(campaign, START + HOUR)
    agrees_with_itself(campaign, first)
    outlook = first["outlook"]
    assert (outlook["basis"]["kind"], outlook["basis"]["sales"]) == ("plan", 0)
    assert outlook["sale"]["low_minor"] < campaign.revenue_target_minor < outlook["sale"]["high_minor"]
    assert first["hours"][0]["visitors"]["actual"] is None, "no traffic was told: unknown, not none"
    assert "traffic" not in {name for name, part in first["so_far"]["split"].items() if part}


# ---- The clock changes ----


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2026, 10, 25), 25), (dt.date(2026, 3, 29), 23)])
def test_a_day_on_which_the_clock_changes_has_the_hours_it_has(day, hours):
    zone = ZoneInfo("Europe/Berlin")
    shop = create_shop(actor=None, name="Berlin", platform="shopify", currency="EUR", time_zone="Europe/Berlin")
    start = dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)
    campaign = sale_of([shop], start=start, end=end)
    until = start + 5 * HOUR
    load_orders(shop, orders_along(campaign, until=until, value_minor=200_00, factor=lambda _hour: 1.0), as_of=until)
    load_traffic(shop, visits_along(campaign, until=until, factor=lambda _hour: 1.0), as_of=until)
    board = board_of(campaign, until)
    assert len(board["hours"]) == hours
    agrees_with_itself(campaign, board)
    assert abs(board["sentence"]["gap_minor"]) < 0.03 * board["sentence"]["due_minor"]
    assert all(hour["visitors"]["missing_slots"] == 0 for hour in board["hours"][:5])
    assert said_at(campaign, until)["hours"]


# ---- Over midnight ----


def test_a_sale_over_midnight_is_one_sale_with_two_days():
    shop = shop_named()
    start = START - 4 * HOUR
    campaign = sale_of([shop], start=start, end=start + 8 * HOUR)
    until = start + 5 * HOUR
    load_orders(
        shop, orders_along(campaign, until=until, value_minor=200_00, factor=lambda hour: 0.5 if hour >= 4 else 1.0), as_of=until
    )
    load_traffic(shop, visits_along(campaign, until=until, factor=lambda _hour: 1.0), as_of=until)
    board = board_of(campaign, until)
    agrees_with_itself(campaign, board)
    assert len(board["hours"]) == 8
    assert board["hours"][4]["start"] == START.isoformat().replace("+00:00", "Z")
    assert board["hours"][4]["split"]["conversion"] < 0
    assert abs(board["hours"][3]["split"]["conversion"]) < abs(board["hours"][4]["split"]["conversion"]) / 4
    assert said_at(campaign, until)["sentence"]["kind"] == "behind"


# ---- Shops on two clocks ----


def test_a_plan_over_shops_on_two_clocks_is_refused_with_both_named():
    here = shop_named("Shanghai")
    there = create_shop(actor=None, name="Tokyo", platform="shopify", currency="CNY", time_zone="Asia/Tokyo")
    with pytest.raises(PlanError) as refused:
        sale_of([here, there], start=START, end=START + 24 * HOUR)
    [problem] = refused.value.problems
    assert problem.code == "shops_differ"
    assert problem.values["kinds"] == ["CNY Asia/Shanghai", "CNY Asia/Tokyo"]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Asia/Kolkata"])
def test_a_shop_whose_clock_was_mended_later_counts_all_the_same(zone):
    """A shop's clock can be corrected after the sale was planned: then two clocks meet on one board."""
    here, there = shop_named("Shanghai"), shop_named(zone)
    campaign = sale_of([here, there], start=START, end=START + 24 * HOUR)
    Shop.objects.filter(pk=there.pk).update(time_zone=zone)
    there.refresh_from_db()
    until = START + 4 * HOUR
    orders = orders_along(campaign, until=until, value_minor=100_00, factor=lambda _hour: 1.0)
    for shop in (here, there):
        load_orders(shop, orders, as_of=until)
    shift = dt.timedelta(minutes=30) if zone == "Asia/Kolkata" else dt.timedelta()
    visits = visits_along(campaign, until=until, factor=lambda _hour: 0.5)
    load_traffic(here, visits, as_of=until)
    load_traffic(there, {hour - shift: counts for hour, counts in visits.items()}, as_of=until)
    board = board_of(campaign, until)
    agrees_with_itself(campaign, board)
    assert board["so_far"]["revenue"]["actual"] == 2 * sum(order.minor for order in orders)
    assert sorted(one["name"] for one in board["data"]["shops"]) == sorted(["Shanghai", zone])
    assert said_at(campaign, until)["hours"]


# ---- Shops of two currencies ----


@pytest.mark.parametrize("taken", [["there"], ["here", "there"]])
def test_a_shop_whose_currency_was_mended_later_is_named_and_never_added(client_as, taken):
    """A plan refuses two currencies; a shop's currency corrected afterwards brings them onto one board all the same."""
    shops = {"here": shop_named("here"), "there": shop_named("there")}
    campaign = sale_of(list(shops.values()), start=START, end=START + 24 * HOUR)
    until = START + 4 * HOUR
    orders = orders_along(campaign, until=until, value_minor=100_00, factor=lambda _hour: 1.0)
    for shop in shops.values():
        load_orders(shop, orders, as_of=until)
    Shop.objects.filter(name__in=taken).update(currency="USD")
    board = board_of(campaign, until)
    assert board["data"]["left_out"] == taken
    assert (board["so_far"]["revenue"]["actual"] or 0) == (2 - len(taken)) * sum(order.minor for order in orders)
    recompute_board(campaign=campaign, at=until)
    page = client_as(Role.BOSS).get(reverse("live:board", args=[campaign.pk])).content.decode()
    assert f"{', '.join(taken)} takes another currency than CNY." in page
