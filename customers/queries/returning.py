"""Old buyers on a day, and how many of them were won or came back in the three months before (playbook W3)."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
from django.db import connection, transaction

from common import bulk
from common.windows import day_window
from customers.models import Buyer
from orders.models import Order, Shop

MOST_DAYS = 92
_SCOPE = "returning_days"


@dataclass(frozen=True)
class ReturningDay:
    """The buyers who paid on a day of the shop's clock: new ones, old ones, and of the old those with an order shortly before.

    `won`: their first order lies in the three months before the day. `came_back`: their first is older, and they bought again in
    those months. Old buyers who are neither were silent for three months.
    """

    day: date
    new: int = 0
    old: int = 0
    won: int = 0
    came_back: int = 0

    @property
    def share(self) -> float | None:
        """Those won or come back among the old buyers; None on a day without one."""
        return (self.won + self.came_back) / self.old if self.old else None


def three_months_before(day: date) -> date:
    """Return the day three calendar months before, the last of its month where that is shorter.

    >>> three_months_before(date(2026, 11, 11)), three_months_before(date(2026, 5, 31))
    (datetime.date(2026, 8, 11), datetime.date(2026, 2, 28))
    """
    year, month = (day.year, day.month - 3) if day.month > 3 else (day.year - 1, day.month + 9)
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def returning(shop: Shop, days: Sequence[date]) -> list[ReturningDay]:
    """Return these days (at most 92, in the order given). Cost follows the orders paid on them: each old buyer is one look-up."""
    days = list(days)[:MOST_DAYS]
    spans = [day_window(day, shop.time_zone) for day in days]
    since = [day_window(three_months_before(day), shop.time_zone).start for day in days]
    table = pa.table(
        {
            "day": pa.array(range(len(days)), pa.int32()),
            "first": pa.array([span.start for span in spans], pa.int32()),
            "last": pa.array([span.end for span in spans], pa.int32()),
            "since": pa.array(since, pa.int32()),
            "first_at": pa.array([span.start_at for span in spans], pa.timestamp("s", tz="UTC")),
            "since_at": pa.array([day_window(three_months_before(day), shop.time_zone).start_at for day in days], _MOMENT),
        }
    )
    order, buyer = f'"{Order._meta.db_table}"', f'"{Buyer._meta.db_table}"'
    paid = (
        f'SELECT DISTINCT d."day", d."first", d."since", d."first_at", d."since_at", o."buyer_key" FROM "{_SCOPE}" d'
        f' CROSS JOIN {order} o WHERE o."shop_id" = {shop.pk:d} AND o."paid_slot" >= d."first" AND o."paid_slot" < d."last"'
        ' AND o."buyer_key" IS NOT NULL'
    )
    again = (
        f'SELECT 1 FROM {order} e WHERE e."shop_id" = {shop.pk:d} AND e."buyer_key" = p."buyer_key"'
        ' AND e."paid_slot" >= p."since" AND e."paid_slot" < p."first"'
    )
    old = 'b."first_paid_at" < p."first_at"'
    won = 'b."first_paid_at" >= p."since_at"'
    with transaction.atomic(), connection.cursor() as cursor:
        bulk.make_room(connection)
        bulk.stage(connection, _SCOPE, table)
        bulk.analyze(connection, _SCOPE, ["day"])
        cursor.execute(
            f'SELECT p."day", SUM(CASE WHEN {old} THEN 0 ELSE 1 END), SUM(CASE WHEN {old} THEN 1 ELSE 0 END),'
            f" SUM(CASE WHEN {old} AND {won} THEN 1 ELSE 0 END),"
            f" SUM(CASE WHEN {old} AND NOT {won} AND EXISTS ({again}) THEN 1 ELSE 0 END)"
            f' FROM ({paid}) p CROSS JOIN {buyer} b WHERE b."shop_id" = {shop.pk:d} AND b."buyer_key" = p."buyer_key"'
            ' GROUP BY p."day"'
        )
        found = {day: [int(count) for count in counts] for day, *counts in cursor.fetchall()}
        bulk.drop(connection, _SCOPE)
    return [ReturningDay(day, *found.get(place, ())) for place, day in enumerate(days)]


_MOMENT = pa.timestamp("s", tz="UTC")
