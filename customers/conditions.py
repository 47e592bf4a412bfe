"""The ways of `customers.rules.tiers` as SQL over the rows of buyers: what the rules say of one, said of a million.

A test holds both to each other. The buyer's row goes by `b`; sums over the last days stand in a temporary table that goes by `w`
(`orders_90` and so on); sums of everybody with the same phone go by `p`.
"""
# ruff: noqa: S608 - the names come from our own tables, the numbers are whole

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from common import bulk
from common.windows import slot_of
from customers.models import Buyer, Contact
from customers.rules.tiers import Way
from orders.models import Order

Sql = tuple[str, list[Any]]
PHONES, WINDOWS = "phones_of_scope", "windows_of_scope"


def windows_of(ways: Iterable[Way]) -> list[int]:
    """Return the lengths in days over which these ways count, ascending."""
    return sorted({way.window_days for way in ways if way.window_days is not None})


def since_slot(at: datetime, days: int) -> int:
    """Return the first slot of the last `days` days before a moment: sums over a window begin on slots."""
    return slot_of(at - timedelta(days=days))


def make_windows(shop_id: int, scope: str, days: Sequence[int], at: datetime) -> None:
    """Make the temporary table of sums over the last days, for the buyers of the temporary table `scope` (buyer_key).

    All lengths in one walk: PostgreSQL finds all it adds up in the index of buyers, and need not look at the orders.
    """
    bulk.drop(connection, WINDOWS)
    if not days:
        return
    columns = ", ".join(_window_sums(length, since_slot(at, length)) for length in days)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{WINDOWS}" AS SELECT o."buyer_key", {columns}'
            f' FROM "{scope}" t CROSS JOIN "{Order._meta.db_table}" o WHERE o."shop_id" = {shop_id:d}'
            f' AND o."buyer_key" = t."buyer_key" AND o."paid_slot" >= {since_slot(at, max(days)):d} GROUP BY o."buyer_key"'
        )
        cursor.execute(f'CREATE INDEX "{WINDOWS}_key" ON "{WINDOWS}" ("buyer_key")')
    bulk.analyze(connection, WINDOWS, ["buyer_key"])


def _window_sums(length: int, since: int) -> str:
    inside, back = f'o."paid_slot" >= {since:d}', 'o."refund_minor" > 0'
    return (
        f'SUM(CASE WHEN {inside} THEN 1 ELSE 0 END) AS "orders_{length:d}",'
        f' SUM(CASE WHEN {inside} THEN COALESCE(o."total_minor", 0) - CASE WHEN {back} THEN o."refund_minor" ELSE 0 END'
        f' ELSE 0 END) AS "spent_{length:d}",'
        f' SUM(CASE WHEN {inside} AND {back} THEN 1 ELSE 0 END) AS "refunded_{length:d}"'
    )


def asks_for_phones(ways: Iterable[Way]) -> bool:
    """Tell whether one of these ways asks who else has a buyer's phone."""
    return any(way.phone_orders_from is not None or way.phone_accounts_from is not None for way in ways)


def make_phones(shop_id: int, scope: str) -> None:
    """Make the temporary table of what the accounts with a phone of theirs come to, for the buyers of `scope` (buyer_key).

    Empty for a shop that keeps no contacts. Of several phones the one with most counts, for each number by itself.
    """
    bulk.drop(connection, PHONES)
    contact, buyer, keeps = Contact._meta.db_table, Buyer._meta.db_table, Contact.objects.filter(shop=shop_id).exists()
    of_scope = (
        f'SELECT DISTINCT c."phone_hash", c."buyer_key" FROM "{scope}" t CROSS JOIN "{contact}" c WHERE c."shop_id" = {shop_id:d}'
        f""" AND c."buyer_key" = t."buyer_key" AND c."phone_hash" <> '' AND {"1 = 1" if keeps else "1 = 0"}"""
    )
    sharing = (
        f'SELECT DISTINCT c."phone_hash", c."buyer_key" FROM "{contact}" c WHERE c."shop_id" = {shop_id:d}'
        f' AND c."phone_hash" IN (SELECT "phone_hash" FROM ({of_scope}) q)'
    )
    sums = (
        f'SELECT s."phone_hash", COUNT(*) AS "accounts", SUM(b."orders_count") AS "orders" FROM ({sharing}) s'
        f' JOIN "{buyer}" b ON b."shop_id" = {shop_id:d} AND b."buyer_key" = s."buyer_key" GROUP BY s."phone_hash"'
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{PHONES}" AS SELECT m."buyer_key", MAX(g."orders") AS "orders", MAX(g."accounts") AS'
            f' "accounts" FROM ({of_scope}) m JOIN ({sums}) g ON g."phone_hash" = m."phone_hash" GROUP BY m."buyer_key"'
        )
        cursor.execute(f'CREATE INDEX "{PHONES}_key" ON "{PHONES}" ("buyer_key")')
    bulk.analyze(connection, PHONES, ["buyer_key"])


def joined(days: Sequence[int], *, phones: bool = False) -> str:
    """Return the joins to the sums over the last days, and to those by phone."""
    by_phone = f' LEFT JOIN "{PHONES}" p ON p."buyer_key" = b."buyer_key"' if phones else ""
    return by_phone + (f' LEFT JOIN "{WINDOWS}" w ON w."buyer_key" = b."buyer_key"' if days else "")


def condition(way: Way, at: datetime) -> Sql:
    """Return SQL, with its parameters, that holds for the buyers of whom `way.holds(facts, at)` does."""
    orders, spent, refunded = _sums(way)
    found: list[Sql] = [('b."orders_count" > 0', [])]
    if way.orders_from is not None:
        found.append((f"{orders} >= %s", [way.orders_from]))
    if way.spent_from_minor is not None:
        found.append((f"{spent} >= %s", [way.spent_from_minor]))
    if way.recent_days is not None:
        found.append(('b."last_paid_at" >= %s', [moment(at - timedelta(days=way.recent_days))]))
    if way.silent_days is not None:
        found.append(('b."last_paid_at" <= %s', [moment(at - timedelta(days=way.silent_days))]))
    if way.refund_most is not None:
        found.append((f"{refunded} * 100 <= %s * {orders}", [way.refund_most]))
    if way.refund_least is not None:
        found.append((f"({orders} > 0 AND {refunded} * 100 >= %s * {orders})", [way.refund_least]))
    if way.provinces:
        found.append((f'b."province" IN ({", ".join(["%s"] * len(way.provinces))})', list(way.provinces)))
    if way.phone_orders_from is not None:
        found.append(('COALESCE(p."orders", 0) >= %s', [way.phone_orders_from]))
    if way.phone_accounts_from is not None:
        found.append(('COALESCE(p."accounts", 0) >= %s', [way.phone_accounts_from]))
    return " AND ".join(sql for sql, _ in found), [value for _, values in found for value in values]


def moment(at: datetime) -> Any:
    """Return a moment as the database at hand takes it for a parameter."""
    return connection.ops.adapt_datetimefield_value(at)


def _sums(way: Way) -> tuple[str, str, str]:
    if way.window_days is None:
        return 'b."orders_count"', 'b."net_minor"', 'b."refunded_count"'
    return tuple(f'COALESCE(w."{name}_{way.window_days:d}", 0)' for name in ("orders", "spent", "refunded"))  # type: ignore[return-value]
