"""What a chunk touched: counts for the person, hours for the numbers."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
from django.db.backends.base.base import BaseDatabaseWrapper

from common import bulk
from common.windows import hour_of
from orders.claims import ORDER_KEY
from orders.facts import LINES, ORDERS


@dataclass(frozen=True)
class Touched:
    """What became of the rows of a chunk, and which hours of the shop's clock have to be counted again.

    inserted + changed + unchanged + older = the rows the claims stand for. `orders`: how many orders were new or changed,
    themselves or by a line. `hours`: slot numbers of the first slots of the hours in which a touched order was or is now
    placed, paid or refunded, or in which traffic changed. `movements`: each order touched as it was (`sign` -1) and as it is now
    (`sign` 1), with its number and the columns `orders.facts.ORDERS.counted`; whoever keeps sums of orders adds them up.
    `skus`: those of all lines of touched orders, as they were and as they are. `order_nos`: the numbers of the touched orders;
    with `is_range` no other order of the shop lies between the first and the last of them.
    """

    inserted: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    orders: int = 0
    hours: frozenset[int] = frozenset()
    movements: pa.Table | None = field(default=None, compare=False, repr=False)
    skus: frozenset[str] = frozenset()
    order_nos: pa.Array | None = field(default=None, compare=False, repr=False)
    is_range: bool = field(default=False, compare=False, repr=False)


def hours_of(slots: Iterable[int | None], zone: str) -> frozenset[int]:
    """Return the hours of the shop's clock that hold these slots; None is passed over.

    >>> sorted(hours_of([0, 5, 6, None], "UTC"))
    [0, 6]
    """
    return frozenset(hour_of(slot, zone) for slot in slots if slot is not None)


_MOVED = {**ORDER_KEY, **ORDERS.counted}


def inserted(orders: pa.Table) -> pa.Table:
    """Return new orders as movements, from their claims with slots and totals."""
    columns = {
        name: orders.column(name) if name in orders.column_names else pa.nulls(orders.num_rows, kind)
        for name, kind in _MOVED.items()
    }
    return pa.table({"sign": pa.repeat(pa.scalar(1, pa.int8()), orders.num_rows), **columns})


def moved(connection: BaseDatabaseWrapper, sign: int, rows: str) -> pa.Table:
    """Return orders as movements, from SQL that gives rows of a short name `o` with the columns that are counted."""
    columns = ", ".join(f'o."{name}"' for name in _MOVED)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {rows}")
        found = cursor.fetchall()
    values = zip(*found, strict=True) if found else ([] for _ in _MOVED)
    arrays = {name: pa.array(column, kind) for (name, kind), column in zip(_MOVED.items(), values, strict=True)}
    return pa.table({"sign": pa.repeat(pa.scalar(sign, pa.int8()), len(found)), **arrays})


def slots_in(movements: pa.Table) -> set[int | None]:
    """Return the slots these movements of orders speak of."""
    return {slot for name in ORDERS.slots.values() for slot in movements.column(name).unique().to_pylist()}


def skus_of(connection: BaseDatabaseWrapper, was: str) -> frozenset[str]:
    """Return the SKUs of the lines of the orders in `touched_order`, and those that lines in the table `was` had before."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT l."sku" FROM "touched_order" t CROSS JOIN "{LINES.table}" l'
            ' WHERE l."shop_id" = t."shop_id" AND l."order_no" = t."order_no"'
            + (f' UNION SELECT w."sku" FROM "{was}" w' if was else ' GROUP BY l."sku"')
        )
        return frozenset(sku for (sku,) in cursor.fetchall() if sku)


def summed(parts: Sequence[Touched]) -> Touched:
    """Return what several pieces touched together; the orders of the pieces are different ones."""
    movements = [each.movements for each in parts if each.movements is not None]
    return Touched(
        **{name: sum(getattr(each, name) for each in parts) for name in ("inserted", "changed", "unchanged", "older", "orders")},
        hours=frozenset[int]().union(*(each.hours for each in parts)),
        skus=frozenset[str]().union(*(each.skus for each in parts)),
        movements=pa.concat_tables(movements) if movements else None,
    )


def numbers_in(connection: BaseDatabaseWrapper, name: str) -> pa.Array:
    """Return the order numbers in a temporary table made by `name_orders`."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "order_no" FROM "{name}"')
        return pa.array([number for (number,) in cursor.fetchall()], pa.string())


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
