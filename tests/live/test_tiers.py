"""The sale by tier: the target split by what each tier brought before, the actual from the sales by SKU, its own age."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from campaigns.services import create_campaign
from inventory.services import retier
from live.models import TierBoard
from live.rules.tiers import by_tier
from live.services import recount_tiers
from metrics.services import mark_stale, refill_skus
from tests.inventory.baskets import NOW, load, make_shop

MIX = st.dictionaries(st.sampled_from(["A", "B", "C", ""]), st.integers(0, 10**9))


@given(st.integers(0, 10**10), st.integers(0, 10**10), MIX, MIX)
def test_targets_and_actuals_add_up_to_the_last_minor_unit(target, due, past, actual):
    rows = by_tier(target_minor=target, due_minor=due, past=past, actual=actual)
    assert sum(row["actual"] for row in rows) == sum(actual.values())
    if any(past.values()):
        assert sum(row["target"] for row in rows) == target
        assert sum(row["due"] for row in rows) == due
        assert all(row["gap"] == row["actual"] - row["due"] for row in rows)
    else:
        assert all(row["target"] is None for row in rows), "without a past there is no target, and not 0"


@pytest.fixture
def sale(db):
    shop = make_shop()
    retier(shop=shop, at=NOW)
    campaign = create_campaign(
        actor=None,
        name="Wool sale",
        shops=[shop],
        starts_at=NOW,
        ends_at=NOW + timedelta(days=1),
        revenue_target_minor=1_000_000,
        visitors_target=10_000,
        order_value_target_minor=20_000,
        inquiries_target=0,
    )
    orders = [("n1", ["SOCK"], NOW + timedelta(minutes=5)), ("n2", ["COAT", "SOCK"], NOW + timedelta(minutes=70))]
    load(
        shop,
        [*orders, ("n3", ["SCARF"], NOW + timedelta(minutes=150))],
        as_of=int((NOW + timedelta(hours=3)).timestamp()),
        first=700,
    )
    campaign.at = NOW + timedelta(hours=3)
    campaign.shop = shop
    return campaign


def test_counted_after_the_sales_by_sku_and_told_how_far(sale):
    first = int(NOW.timestamp()) // 600
    mark_stale(shop=sale.shop, hours=range(first, first + 24, 6))
    refill_skus(shop=sale.shop)
    assert recount_tiers(shop=sale.shop, at=sale.at) == 1
    board = TierBoard.objects.get().board
    assert sum(row["target"] for row in board["rows"]) == 1_000_000
    assert {row["tier"]: row["actual"] for row in board["rows"]} == {"A": 2 * 990, "B": 5_900, "C": 39_900, "": 0}
    assert datetime.fromisoformat(board["counted_to"]) == NOW + timedelta(hours=3)


def test_an_hour_that_waits_to_be_filled_is_not_counted(sale):
    refill_skus(shop=sale.shop)
    first = int(NOW.timestamp()) // 600
    mark_stale(shop=sale.shop, hours=[first])
    recount_tiers(shop=sale.shop, at=sale.at)
    board = TierBoard.objects.get().board
    assert board["counted_to"] is None
    assert sum(row["actual"] for row in board["rows"]) == 0


def test_a_shop_without_tiers_has_no_such_board(db):
    shop = make_shop("Bare")
    assert recount_tiers(shop=shop, at=NOW) == 0
    assert not TierBoard.objects.exists()


def test_the_page_and_the_part(sale, client_as):
    ops = client_as(Role.OPERATIONS)
    assert "Nothing is counted by tier yet." in ops.get(f"/board/{sale.pk}/tiers/").content.decode()
    refill_skus(shop=sale.shop)
    recount_tiers(shop=sale.shop, at=sale.at)
    page = ops.get(f"/board/{sale.pk}/tiers/").content.decode()
    assert "By tier:" in page
    part = ops.get(f"/board/{sale.pk}/tiers/", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "draws traffic" in part
    assert ops.get("/board/987654/tiers/").status_code == 404
