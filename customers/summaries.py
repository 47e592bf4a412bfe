"""Make the summaries of some buyers anew from their orders, in bulk. Called by `customers.services` inside its transaction.

One statement reads each order once, by the index of buyers. The law, order by order, is `tests/customers/naive.py`.
"""
# ruff: noqa: S608 - the names come from our own tables

from django.db import connection

from common import bulk
from customers.models import Buyer, BuyerLabel, Note, PersonMove, PersonProposal, TierChange
from orders.models import Order

SCOPE = "buyers_touched"  # temporary: buyer_key
SUMS = (
    "placed_count",
    "orders_count",
    "refunded_count",
    "paid_minor",
    "refund_minor",
    "net_minor",
    "first_paid_at",
    "last_paid_at",
    "gap_seconds",
    "band_low_minor",
    "band_high_minor",
    "province",
    "city",
)
HALF_SLOT = 300  # seconds: the median of an even number of gaps lies half-way
_TABLE = f'"{Buyer._meta.db_table}"'


def fill(shop_id: int) -> None:
    """Bring the rows of the buyers named in the temporary table `SCOPE` in step with the orders of the shop.

    A buyer without an order any more goes, unless staff wrote something about them: then their sums are nothing.
    """
    bulk.drop(connection, "buyer_sums")
    columns = ", ".join(f'"{name}"' for name in SUMS)
    fresh = {name: f's."{name}"' for name in SUMS}
    differs = " OR ".join(f'b."{name}" {bulk.distinct(connection)} {value}' for name, value in fresh.items())
    sets = ", ".join(f'"{name}" = {value}' for name, value in fresh.items())
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE "buyer_sums" AS {_sums(shop_id)}')
        cursor.execute('CREATE INDEX "buyer_sums_key" ON "buyer_sums" ("buyer_key")')
        bulk.analyze(connection, "buyer_sums", ["buyer_key"])
        cursor.execute(
            f'UPDATE {_TABLE} AS b SET {sets} FROM "buyer_sums" s WHERE b."shop_id" = {shop_id:d}'
            f' AND b."buyer_key" = s."buyer_key" AND ({differs})'
        )
        cursor.execute(
            f'INSERT INTO {_TABLE} ("shop_id", "buyer_key", "hand_reason", {columns})'
            f""" SELECT {shop_id:d}, s."buyer_key", '', {", ".join(fresh.values())} FROM "buyer_sums" s"""
            f' WHERE NOT EXISTS (SELECT 1 FROM {_TABLE} b WHERE b."shop_id" = {shop_id:d} AND b."buyer_key" = s."buyer_key")'
            ' ORDER BY s."buyer_key"'
        )
    _clear(shop_id)
    bulk.drop(connection, "buyer_sums")


def _clear(shop_id: int) -> None:
    """Take away the buyers of the scope who have no order, or their sums where staff wrote about them."""
    gone = (
        f'SELECT b."id" FROM "{SCOPE}" t CROSS JOIN {_TABLE} b WHERE b."shop_id" = {shop_id:d}'
        ' AND b."buyer_key" = t."buyer_key"'
        ' AND NOT EXISTS (SELECT 1 FROM "buyer_sums" s WHERE s."buyer_key" = t."buyer_key")'
    )
    with connection.cursor() as cursor:
        cursor.execute(gone)
        ids = [number for (number,) in cursor.fetchall()]
        if not ids:
            return
        nothing = ", ".join(f'"{name}" = {0 if name.endswith("count") or name in _MONEY else "NULL"}' for name in SUMS)
        listed, as_parameter = bulk.listed(connection)
        named = f"(SELECT value FROM {listed} AS v)"
        numbers = [as_parameter(ids)]
        cursor.execute(f'UPDATE {_TABLE} SET {nothing} WHERE "id" IN {named}', numbers)
        kept = " UNION ".join(
            [
                f'SELECT "buyer_id" FROM "{Note._meta.db_table}"',
                f'SELECT "buyer_id" FROM "{BuyerLabel._meta.db_table}" WHERE NOT "by_rule"',
                f'SELECT "buyer_id" FROM "{PersonMove._meta.db_table}"',
                f'SELECT "id" FROM {_TABLE} WHERE "person_id" IS NOT NULL OR "hand_tier_id" IS NOT NULL',
            ]
        )
        bulk.drop(connection, "buyers_gone")
        cursor.execute(
            f'CREATE TEMPORARY TABLE "buyers_gone" AS SELECT v.value AS "id" FROM {listed} AS v WHERE v.value NOT IN ({kept})',
            numbers,
        )
        away = '(SELECT "id" FROM "buyers_gone")'
        for model in (TierChange, BuyerLabel):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE "buyer_id" IN {away}')
        proposals = PersonProposal._meta.db_table
        cursor.execute(f'DELETE FROM "{proposals}" WHERE "first_id" IN {away} OR "second_id" IN {away}')
        cursor.execute(f'DELETE FROM {_TABLE} WHERE "id" IN {away}')
    bulk.drop(connection, "buyers_gone")


_MONEY = frozenset({"paid_minor", "refund_minor", "net_minor"})


def _sums(shop_id: int) -> str:
    """Return the statement: `buyer_key` and `SUMS` of every buyer of the scope who has an order.

    Windows number the gaps between paid orders and the prices of a piece, so that medians and quartiles are picked by their
    place (the nearest rank): the same on both databases.
    """
    paid = 'o."paid_slot" IS NOT NULL'
    back = f'{paid} AND o."refund_minor" > 0'
    at = 'COALESCE(o."placed_slot", o."paid_slot", -1)'
    orders = (
        'SELECT o."buyer_key", o."order_no", o."paid_slot", o."paid_at", o."province", o."city",'
        f' CASE WHEN {paid} THEN COALESCE(o."total_minor", 0) ELSE 0 END AS "paid",'
        f' CASE WHEN {back} THEN o."refund_minor" ELSE 0 END AS "back",'
        f' CASE WHEN {paid} AND o."units" > 0 THEN o."total_minor" / o."units" END AS "piece",'
        ' o."paid_slot" - LAG(o."paid_slot") OVER (PARTITION BY o."buyer_key" ORDER BY o."paid_slot", o."order_no") AS "gap",'
        ' ROW_NUMBER() OVER (PARTITION BY o."buyer_key" ORDER BY CASE WHEN o."province" IS NULL THEN 1 ELSE 0 END,'
        f' {at} DESC, o."order_no" DESC) AS "place"'
        f' FROM "{SCOPE}" t CROSS JOIN "{Order._meta.db_table}" o'
        f' WHERE o."shop_id" = {shop_id:d} AND o."buyer_key" = t."buyer_key"'
    )

    def numbered(name: str) -> str:
        unknown = f'CASE WHEN a."{name}" IS NULL THEN 1 ELSE 0 END'
        return (
            f'ROW_NUMBER() OVER (PARTITION BY a."buyer_key" ORDER BY {unknown}, a."{name}") AS "{name}_no",'
            f' COUNT(a."{name}") OVER (PARTITION BY a."buyer_key") AS "{name}s"'
        )

    def at_place(name: str, place: str) -> str:
        return f'MAX(CASE WHEN r."{name}_no" = {place} THEN r."{name}" END)'

    middle = f"{at_place('gap', '(r.gaps + 1) / 2')} + {at_place('gap', '(r.gaps + 2) / 2')}"
    return (
        'SELECT r."buyer_key", COUNT(*) AS "placed_count", COUNT(r."paid_slot") AS "orders_count",'
        ' SUM(CASE WHEN r."back" > 0 THEN 1 ELSE 0 END) AS "refunded_count", SUM(r."paid") AS "paid_minor",'
        ' SUM(r."back") AS "refund_minor", SUM(r."paid") - SUM(r."back") AS "net_minor",'
        ' MIN(CASE WHEN r."paid_slot" IS NOT NULL THEN r."paid_at" END) AS "first_paid_at",'
        ' MAX(CASE WHEN r."paid_slot" IS NOT NULL THEN r."paid_at" END) AS "last_paid_at",'
        f' CASE WHEN MAX(r."gaps") > 0 THEN {HALF_SLOT} * ({middle}) END AS "gap_seconds",'
        f' {at_place("piece", "(r.pieces + 3) / 4")} AS "band_low_minor",'
        f' {at_place("piece", "(3 * r.pieces + 3) / 4")} AS "band_high_minor",'
        ' MAX(CASE WHEN r."place" = 1 THEN r."province" END) AS "province",'
        ' MAX(CASE WHEN r."place" = 1 THEN r."city" END) AS "city"'
        f' FROM (SELECT a.*, {numbered("gap")}, {numbered("piece")} FROM ({orders}) a) r GROUP BY r."buyer_key"'
    )
