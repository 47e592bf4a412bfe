"""Stock lists of long ago are thinned to one a day, every night: a warehouse that exports hourly tells 24 a day of each SKU."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from common.pieces import AT_ONCE, pieces
from inventory.models import CountSource, StockCount
from inventory.rules.thinning import Told, thinned
from orders.models import Shop
from orders.services import hold_shop

SKUS_AT_ONCE = 50
BY_LIST = Q(source=CountSource.FILE, stocktake=None)
_COLUMNS = ("sku", "kind", "place", "pk", "counted_at", "units", "source", "stocktake_id", "stands_for")


def thin_counts(*, at: datetime, days: int | None = None) -> int:
    """Thin the counts of every shop that are older than `days` (default: the setting) at this moment; return how many went.

    No level changes by it, see `rules.thinning`. A file that is brought again after that brings its counts again.
    """
    before = at - timedelta(days=settings.STOCK_COUNTS_DAYS if days is None else days)
    count = 0
    for shop in Shop.objects.all():
        for some in pieces(_crowded(shop, before), SKUS_AT_ONCE):
            count += _thin(shop, some, before)
    return count


def _crowded(shop: Shop, before: datetime) -> list[str]:
    """Return the SKUs of which lists told more than one moment of a day."""
    old = StockCount.objects.filter(BY_LIST, shop=shop, counted_at__lt=before)
    days = old.annotate(day=TruncDate("counted_at", tzinfo=ZoneInfo(shop.time_zone))).order_by()
    many = days.values("sku", "kind", "place", "day").annotate(rows=Count("pk")).filter(rows__gt=1)
    return sorted(set(many.values_list("sku", flat=True)))


@transaction.atomic
def _thin(shop: Shop, skus: Sequence[str], before: datetime) -> int:
    hold_shop(shop=shop)
    zone = ZoneInfo(shop.time_zone)
    counts = StockCount.objects.filter(shop=shop, sku__in=skus, counted_at__lt=before)
    closed = counts.filter(Q(stocktake=None) | Q(stocktake__closed_at__isnull=False))
    rows = closed.order_by("sku", "kind", "place", "counted_at", "as_of", "digest", "pk").values_list(*_COLUMNS).iterator()
    gone: list[int] = []
    left: dict[int, int] = {}
    for _key, of_place in groupby(rows, key=lambda row: row[:3]):
        found = thinned(_told(row[3:], zone) for row in of_place)
        gone += found.gone
        left |= found.stands_for
    kept = StockCount.objects.in_bulk(list(left))
    for number, one in kept.items():
        one.stands_for = left[number]
    StockCount.objects.bulk_update(kept.values(), ["stands_for"], batch_size=AT_ONCE)
    for some in pieces(gone):
        StockCount.objects.filter(pk__in=some).delete()
    return len(gone)


def _told(row: tuple[Any, ...], zone: ZoneInfo) -> Told:
    number, at, units, source, stocktake, stands_for = row
    return Told(number, at, at.astimezone(zone).date(), units, source == CountSource.FILE and stocktake is None, stands_for)
