"""The funnel of a year by month: counted by the worker shop by shop, read by the page."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from common import bulk
from common.windows import Window, day_window
from customers.models import Buyer
from desk.queries.chase import chase_effect
from metrics import queries as metrics
from orders.models import Order, Shop
from review.models import FunnelMonth
from review.queries.cohorts import cohort
from review.rules.cohorts import HORIZONS
from review.rules.funnel import MonthCounts, worth_showing

_SUMS = ("visitors", "placed_orders", "paid_orders")


@dataclass(frozen=True)
class Month:
    """One month of a year over all shops asked for: its first day, its counts, who of its new buyers bought again.

    `again`: {days: buyers} so far, `days_seen`: days that have passed for all of them.
    """

    first: date
    counts: MonthCounts
    again: dict[int, int]
    days_seen: int

    def again_share(self, days: int) -> float | None:
        """Return the share of the buyers won in the month who bought again within so many days, or so far; None without any."""
        return self.again.get(days, 0) / self.counts.new_buyers if self.counts.new_buyers else None


def month_after(first: date) -> date:
    """Return the first day of the following month.

    >>> month_after(date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def window_of(first: date, shop: Shop) -> Window:
    """Return the slots of a month of the shop's clock."""
    last = month_after(first) - timedelta(days=1)
    return Window(day_window(first, shop.time_zone).start, day_window(last, shop.time_zone).end)


def sums_of(shop: Shop, window: Window) -> dict[str, Any]:
    """Return visitors, placed and paid orders of a time from the rollups: what tells cheaply whether a month has changed."""
    return dict(metrics.numbers(shops=[shop], window=window, by="total", names=list(_SUMS))[0].values)


def counts_of(shop: Shop, first: date, *, at: datetime) -> dict[str, Any]:
    """Count one month of a shop, as the fields of `FunnelMonth`; walks the orders of the month once."""
    window = window_of(first, shop)
    sums, start, end = sums_of(shop, window), window.start_at, window.end_at
    won = cohort([shop], start, end, at=at)
    reached = chase_effect(shop, since=start, until=end, at=at).reached
    visitors = sums["visitors"]
    return {
        "visitors": None if visitors is None else int(visitors),
        "placed": int(sums["placed_orders"] or 0),
        "paid": int(sums["paid_orders"] or 0),
        "new_buyers": won.buyers,
        **_by_buyer(shop, window),
        "asked": reached.count,
        "asked_paid": reached.paid,
        "again": {str(days): won.within(days).buyers for days in HORIZONS},
        "days_seen": won.days_seen,
    }


def _by_buyer(shop: Shop, window: Window) -> dict[str, int]:
    """Return paid orders of buyers won in the month, and those of older ones with how many buyers they are."""
    old = 'b."first_paid_at" < %s'
    statement = (
        f"SELECT COALESCE(SUM(CASE WHEN {old} THEN 0 ELSE 1 END), 0), COALESCE(SUM(CASE WHEN {old} THEN 1 ELSE 0 END), 0),"
        f' COUNT(DISTINCT CASE WHEN {old} THEN o."buyer_key" END) FROM "{Order._meta.db_table}" o'
        f' JOIN "{Buyer._meta.db_table}" b ON b."shop_id" = o."shop_id" AND b."buyer_key" = o."buyer_key"'
        f' WHERE o."shop_id" = {shop.pk:d} AND o."paid_slot" >= {window.start:d} AND o."paid_slot" < {window.end:d}'
    )
    start = connection.ops.adapt_datetimefield_value(window.start_at)
    with transaction.atomic(), connection.cursor() as cursor:
        bulk.make_room(connection)
        cursor.execute(statement, [start, start, start])
        new, older, buyers = cursor.fetchone()
    return {"new_orders": int(new), "old_orders": int(older), "old_buyers": int(buyers)}


def year_of(year: int, shops: Sequence[Shop]) -> list[Month]:
    """Return the months of a year that were counted, in order, the shops added up; at most twelve rows a shop are read.

    Months before the first and after the last fact are left out.
    """
    rows = FunnelMonth.objects.filter(shop__in=shops, month__year=year).order_by("month", "shop")
    found: dict[date, Month] = {}
    for row in rows:
        counts = MonthCounts(**{name: getattr(row, name) for name in MonthCounts.__dataclass_fields__})
        one = Month(row.month, counts, {int(days): count for days, count in row.again.items()}, row.days_seen)
        known = found.get(row.month)
        found[row.month] = one if known is None else _both(known, one)
    months = list(found.values())
    first, last = worth_showing([one.counts for one in months])
    return months[first:last]


def _both(one: Month, other: Month) -> Month:
    """Put the same month of two shops together; a shop that won nobody holds no day back."""
    again = {days: one.again.get(days, 0) + other.again.get(days, 0) for days in HORIZONS}
    seen = [month.days_seen for month in (one, other) if month.counts.new_buyers]
    return Month(one.first, one.counts + other.counts, again, min(seen, default=0))


def years_known() -> list[int]:
    """Return the years with counted months, the newest first."""
    return sorted({month.year for month in FunnelMonth.objects.values_list("month", flat=True).distinct()}, reverse=True)
