"""What a chunk touched: counts for the person, hours for the numbers."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
from django.db.backends.base.base import BaseDatabaseWrapper

from common import bulk
from common.windows import hour_of
from orders.facts import ORDERS


@dataclass(frozen=True)
class Touched:
    """What became of the rows of a chunk, and which hours of the shop's clock have to be counted again.

    inserted + changed + unchanged + older = the rows the claims stand for. `orders`: how many orders were new or changed,
    themselves or by a line. `hours`: slot numbers of the first slots of the hours in which a touched order was or is now
    placed, paid or refunded, or in which traffic changed.
    """

    inserted: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    orders: int = 0
    hours: frozenset[int] = frozenset()


def hours_of(slots: Iterable[int | None], zone: str) -> frozenset[int]:
    """Return the hours of the shop's clock that hold these slots; None is passed over.

    >>> sorted(hours_of([0, 5, 6, None], "UTC"))
    [0, 6]
    """
    return frozenset(hour_of(slot, zone) for slot in slots if slot is not None)


def slots_in(orders: pa.Table) -> set[int | None]:
    """Return the slots these claims of orders speak of."""
    return {
        slot for name in ORDERS.slots.values() if name in orders.column_names for slot in orders.column(name).unique().to_pylist()
    }


def slots_of(connection: BaseDatabaseWrapper, touched: str, former: str) -> set[int | None]:
    """Return the slots of the orders named in the temporary table `touched`, and those kept in `former` from before."""
    slots = ORDERS.slots.values()
    columns = ", ".join(f'o."{slot}"' for slot in slots)
    now = (
        f'SELECT {columns} FROM "{touched}" t CROSS JOIN "{ORDERS.table}" o'
        ' WHERE o."shop_id" = t."shop_id" AND o."order_no" = t."order_no"'
    )
    parts = [f'SELECT "{slot}" FROM {source}' for slot in slots for source in (f'"{former}"', "now")]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH now AS ({now}) {' UNION '.join(parts)}")
        return {slot for (slot,) in cursor.fetchall()}


def name_orders(connection: BaseDatabaseWrapper, name: str, parts: Iterable[str]) -> int:
    """Create the temporary table `name` (shop_id, order_no) from SQL that gives both; return how many orders it names."""
    bulk.drop(connection, name)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE "{name}" AS {" UNION ".join(parts)}')
        cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
        count = int(cursor.fetchone()[0])
    if count >= bulk.ANALYZE_FROM_ROWS:
        bulk.analyze(connection, name, ["order_no"])
    return count
