"""Old stock lists are thinned to one a day: what stays, what it stands for, and that no level or empty day changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory.models import CountSource, StockCount, StockLevel
from inventory.queries.past_sales import _empty_spells
from inventory.rules.thinning import Told, thinned
from inventory.services import Counted, close_stocktake, count_in, open_stocktake, refresh_levels, take_counts, tell_counts
from inventory.services.thinning import thin_counts
from inventory.tasks import thin_counts as nightly
from orders.models import Shop
from orders.services import create_shop
from promo_planner.schedule import SCHEDULE
from tests.inventory.naive import assert_levels_are_right

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 30, 4, tzinfo=UTC)
START = NOW - timedelta(days=40)
ROWS = st.lists(st.tuples(st.integers(0, 40 * 24), st.integers(-3, 6), st.booleans()), max_size=60)


def told(rows: list[tuple[int, int, bool]]) -> list[Told]:
    found = []
    for number, (hours, units, by_list) in enumerate(sorted(rows, key=lambda row: row[0])):
        at = START + timedelta(hours=hours)
        found.append(Told(number, at, at.date(), units, by_list))
    return found


@given(ROWS)
def test_laws_of_thinning(rows):
    counts = told(rows)
    found = thinned(counts)
    gone = set(found.gone)
    kept = [one for one in counts if one.number not in gone]
    assert all(counts[number].by_list for number in gone)
    assert {one.day for one in kept} == {one.day for one in counts}
    moments = {one.counted_at for one in counts}
    extra = sum(stands_for - 1 for stands_for in found.stands_for.values())
    assert len({one.counted_at for one in kept}) + extra == len(moments)
    if counts:
        assert kept[-1] == counts[-1]

    def spells(some: list[Told]) -> list[tuple[datetime, datetime]]:
        return _empty_spells([(one.counted_at, "", one.units) for one in some], NOW)

    assert spells(kept) == spells(counts)
    after = [
        Told(one.number, one.counted_at, one.day, one.units, one.by_list, found.stands_for.get(one.number, 1)) for one in kept
    ]
    assert thinned(after).gone == []


def bring(shop: Shop, number: int, at: datetime, rows: dict[str, tuple[str, int]]) -> None:
    table = {
        "sku": list(rows), "place": [place for place, _units in rows.values()], "counted_at": [0] * len(rows),
        "units": [units for _place, units in rows.values()], "listed": pa.array([None] * len(rows), pa.int64()),
    }  # fmt: skip
    with transaction.atomic():
        take_counts(shop=shop, import_no=number, as_of=at, digest=f"{number:064}", table=pa.table(table))


@pytest.fixture
def shop(db: None) -> Shop:
    return create_shop(actor=None, name="Warehouse", time_zone="Asia/Shanghai")


@pytest.mark.django_db
def test_of_old_days_the_last_list_stays_and_levels_stay_as_they_were(shop):
    for hour in range(3 * 24):
        bring(shop, hour + 1, START + timedelta(hours=hour), {"A1": ("main", 500 - hour), "B2": ("main", 7)})
    bring(shop, 100, NOW - timedelta(days=2), {"A1": ("main", 300)})
    bring(shop, 101, NOW - timedelta(days=2, hours=1), {"A1": ("main", 301)})
    tell_counts(actor=None, shop=shop, counts=[Counted("A1", 20, place="shop", counted_at=START + timedelta(hours=5))])
    assert_levels_are_right(shop)
    before = list(StockLevel.objects.order_by("sku").values_list("sku", "on_hand", "available", "counted_at"))
    assert before[0][3] == NOW - timedelta(days=2)  # counted most often: the warehouse, not the shop
    gone = thin_counts(at=NOW, days=30)
    lists = StockCount.objects.filter(sku="A1", source=CountSource.FILE, counted_at__lt=NOW - timedelta(days=30))
    days = [at.astimezone(ZONE).date() for at in lists.order_by("counted_at").values_list("counted_at", flat=True)]
    assert days == [date(2026, 10, 21), date(2026, 10, 21), date(2026, 10, 22), date(2026, 10, 23), date(2026, 10, 24)]
    assert gone == 2 * (72 - 5)
    assert StockCount.objects.filter(sku="A1", counted_at__gte=NOW - timedelta(days=30)).count() == 2
    assert StockCount.objects.filter(sku="A1", source=CountSource.TYPED).exists()
    assert sum(lists.values_list("stands_for", flat=True)) == 72
    with transaction.atomic():
        refresh_levels(shop=shop, skus=["A1", "B2"])
    assert_levels_are_right(shop)
    assert list(StockLevel.objects.order_by("sku").values_list("sku", "on_hand", "available", "counted_at")) == before
    assert thin_counts(at=NOW, days=30) == 0


@pytest.mark.django_db
def test_what_turned_empty_oversold_or_full_stays_and_so_does_a_stocktake(shop):
    units = [5, 0, 0, -2, -3, 4, 4, 4]
    for hour, found in enumerate(units):
        bring(shop, hour + 1, START + timedelta(hours=hour), {"A1": ("main", found)})
    with time_machine.travel(START + timedelta(hours=6, minutes=30), tick=False):
        take = open_stocktake(actor=None, shop=shop, name="Before", place="main")
        count_in(actor=None, take=take, sku="A1", units=9)
        close_stocktake(actor=None, take=take)
    thin_counts(at=NOW, days=30)
    left = StockCount.objects.filter(sku="A1").order_by("counted_at").values_list("units", flat=True)
    assert list(left) == [5, 0, -2, 4, 9, 4]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.tuples(st.integers(0, 9 * 24), st.sampled_from(["main", "shop"]), st.integers(-2, 9)), max_size=25))
@pytest.mark.django_db
def test_levels_equal_those_before_whatever_was_counted(rows):
    with transaction.atomic():
        shop = create_shop(actor=None, name="Whatever", time_zone="Asia/Shanghai")
        for number, (hours, place, units) in enumerate(rows):
            bring(shop, number + 1, START + timedelta(hours=hours), {"A1": (place, units)})
        before = list(StockLevel.objects.values_list("sku", "on_hand", "counted_at"))
        thin_counts(at=NOW, days=30)
        refresh_levels(shop=shop, skus=["A1"])
        assert list(StockLevel.objects.values_list("sku", "on_hand", "counted_at")) == before
        assert_levels_are_right(shop)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_it_comes_round_every_night_for_as_many_days_as_the_setting_says(shop, settings):
    assert SCHEDULE["thin-counts"]["task"] == nightly.name
    for hour in range(3):
        bring(shop, hour + 1, datetime.now(UTC) - timedelta(days=9, hours=3 - hour), {"A1": ("main", 5)})
    assert nightly() == 0
    settings.STOCK_COUNTS_DAYS = 5
    assert nightly() in {0, 1}  # a midnight of the shop may lie between
