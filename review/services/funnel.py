"""Count the months of the funnel: each that is new, each that still moves, and each whose orders changed since."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from metrics.queries import extent
from orders.models import Shop
from review.models import FunnelMonth
from review.queries.funnel import counts_of, month_after, sums_of, window_of
from review.rules.cohorts import LONGEST

COUNTED_AFTER = timedelta(hours=20)
MOVES_FOR = timedelta(days=LONGEST + 2)


def count_funnel(*, at: datetime) -> int:
    """Count every month that is due and return how many.

    A month is due when nobody counted it, when it was counted before last night and its buyers may still come back within 90
    days, or when its paid orders are not those that were counted: so late files are found by the rollups alone.
    """
    return sum(count_month(shop=shop, first=first, at=at) for shop in Shop.objects.order_by("pk") for first in _due(shop, at))


def count_month(*, shop: Shop, first: date, at: datetime) -> bool:
    """Count one month of a shop anew; doubled it does no harm."""
    told = counts_of(shop, first, at=at)
    FunnelMonth.objects.update_or_create(shop=shop, month=first, defaults={**told, "counted_at": at})
    return True


def _due(shop: Shop, at: datetime) -> list[date]:
    known = extent(shops=[shop])
    if known is None:
        return []
    zone = ZoneInfo(shop.time_zone)
    first, last = (moment.astimezone(zone).date().replace(day=1) for moment in (known.start_at, min(known.end_at, at)))
    counted = {row.month: row for row in FunnelMonth.objects.filter(shop=shop)}
    due = []
    while first <= last:
        window, row = window_of(first, shop), counted.get(first)
        moves = window.end_at + MOVES_FOR > at
        is_old = row is not None and row.counted_at < at - COUNTED_AFTER
        if row is None or (moves and is_old) or row.paid != int(sums_of(shop, window)["paid_orders"] or 0):
            due.append(first)
        first = month_after(first)
    return due
