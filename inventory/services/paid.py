"""Prices really paid, one row for each SKU and day of the shop's clock, made anew from the order lines of the days that changed.

What a unit cost is the paid amount of its line, after every discount and before refunds, divided by its units and rounded down.
Lines that are gifts, that nothing was paid for, or whose SKU is unknown are no transactions. A refund takes none back.
"""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.db import connection, transaction

from common import bulk
from common.windows import day_window, local_time
from inventory.models import PriceKind, PricePoint, PriceSource, StaleDay
from inventory.services.baskets import pack_days
from orders.models import Order, OrderLine, Shop
from orders.services import hold_shop

DAYS_PER_BATCH = 31


def mark_paid(*, shop: Shop, hours: Iterable[int]) -> None:
    """Say that orders paid in these hours (slot numbers of their first slots) changed, in the transaction that changes them.

    A mark that is there is written again on purpose, for the reason that `metrics.services` tells.
    """
    days = sorted({day_window(local_time(hour, shop.time_zone).date(), shop.time_zone).start for hour in hours})
    table = StaleDay._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{table}" ("shop_id", "slot", "marks") VALUES (%s, %s, 1)'
            f' ON CONFLICT ("shop_id", "slot") DO UPDATE SET "marks" = "{table}"."marks" + 1',
            [(shop.pk, day) for day in days],
        )


def refill_paid(*, shop: Shop) -> int:
    """Make the paid prices and the packed baskets of every stale day of the shop anew; return how many days.

    Each batch is a transaction of its own.
    """
    done = 0
    while filled := _refill_batch(shop):
        done += filled
    return done


def stale_shops() -> list[int]:
    """Return the numbers of the shops with a day to make anew."""
    return list(StaleDay.objects.values_list("shop_id", flat=True).distinct())


@transaction.atomic
def _refill_batch(shop: Shop) -> int:
    hold_shop(shop=shop)
    marks = StaleDay.objects.filter(shop=shop)
    days = list(marks.order_by("slot").select_for_update().values_list("slot", flat=True)[:DAYS_PER_BATCH])
    if days:
        marks.filter(slot__in=days).delete()
        _fill(shop, days)
    return len(days)


def _fill(shop: Shop, days: list[int]) -> None:
    """Delete the paid prices of these days (first slots) and insert them from the lines of the orders paid in them."""
    zone = ZoneInfo(shop.time_zone)
    spans = [day_window(local_time(day, zone).date(), zone) for day in days]
    slots = [(slot, span.start) for span in spans for slot in span.slots()]
    columns = {"slot": [slot for slot, _ in slots], "day": [day for _, day in slots]}
    bulk.make_room(connection)
    bulk.know_sizes(connection, Order._meta.db_table, OrderLine._meta.db_table)
    bulk.stage(connection, "paid_slots", pa.table({name: pa.array(values, pa.int32()) for name, values in columns.items()}))
    bulk.analyze(connection, "paid_slots", list(columns))
    moments = [(span.start, span.start_at, span.end_at) for span in spans]
    bulk.stage(
        connection,
        "paid_days",
        pa.table(
            {
                "day": pa.array([day for day, *_ in moments], pa.int32()),
                "since": pa.array([since for _, since, _ in moments], pa.timestamp("s", tz="UTC")),
                "until": pa.array([until for *_, until in moments], pa.timestamp("s", tz="UTC")),
            }
        ),
    )
    PricePoint.objects.filter(shop=shop, kind=PriceKind.PAID, since__in=[since for _, since, _ in moments]).delete()
    with connection.cursor() as cursor:
        cursor.execute(_statement(shop.pk))
    pack_days(shop=shop, days=days, slots="paid_slots")
    bulk.drop(connection, "paid_slots", "paid_days")


def _statement(shop_id: int) -> str:
    """Return the insert: by index from the slots to the orders to the lines, then the lowest and the last of each day."""
    price = 'l."paid_minor" / l."units"'
    sold = (
        f'SELECT m."day", l."sku", {price} AS "price", l."units", o."paid_at" FROM "paid_slots" m'
        f' CROSS JOIN "{Order._meta.db_table}" o CROSS JOIN "{OrderLine._meta.db_table}" l'
        f' WHERE o."shop_id" = {shop_id:d} AND o."paid_slot" = m."slot" AND l."shop_id" = {shop_id:d}'
        f""" AND l."order_no" = o."order_no" AND l."sku" IS NOT NULL AND l."sku" <> '' AND l."units" > 0"""
        f' AND l."paid_minor" >= l."units" AND (l."is_gift" IS NULL OR NOT l."is_gift")'
    )
    ranked = (
        's."day", s."sku", s."price", s."units", s."paid_at",'
        ' ROW_NUMBER() OVER (PARTITION BY s."day", s."sku" ORDER BY s."price", s."paid_at") AS "cheap",'
        ' ROW_NUMBER() OVER (PARTITION BY s."day", s."sku" ORDER BY s."paid_at" DESC, s."price") AS "late"'
    )
    return (
        f'INSERT INTO "{PricePoint._meta.db_table}" ("shop_id", "sku", "kind", "since", "until", "price_minor", "source",'
        ' "import_no", "digest", "highest_minor", "last_minor", "lowest_at", "last_at", "units")'
        f""" SELECT {shop_id:d}, r."sku", '{PriceKind.PAID.value}', d."since", d."until", MIN(r."price"),"""
        f""" '{PriceSource.ORDERS.value}', 0, '', MAX(r."price"), MIN(CASE WHEN r."late" = 1 THEN r."price" END),"""
        ' MIN(CASE WHEN r."cheap" = 1 THEN r."paid_at" END), MAX(r."paid_at"), SUM(r."units")'
        f' FROM (SELECT {ranked} FROM ({sold}) s) r CROSS JOIN "paid_days" d WHERE d."day" = r."day"'
        ' GROUP BY r."sku", d."since", d."until"'
    )


def day_start(day: date, zone: str) -> datetime:
    """Return the moment a day of the shop's clock begins, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def day_after(day: date) -> date:
    """Return the next day."""
    return day + timedelta(days=1)
