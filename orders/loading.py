"""Load a chunk of claims into the facts. Called by `orders.services` inside the caller's transaction."""
# ruff: noqa: S608 - the names come from our own tables, the numbers from our own rows

from dataclasses import dataclass

import pyarrow as pa
from django.db import connection

from common import bulk
from orders import touched
from orders.claims import ChunkClaims, Source
from orders.facts import LINES, ORDERS, TRAFFIC, Facts
from orders.merge import NOTHING, Merged, forget, insert, is_untouched, merge
from orders.models import Shop
from orders.totals import retotal, with_totals
from orders.touched import Touched


@dataclass(frozen=True)
class _Loaded:
    """One table of claims after it was brought in."""

    claims: pa.Table | None
    merged: Merged


def load(shop: Shop, source: Source, chunk: ChunkClaims) -> Touched:
    """Bring the chunk in; return what it touched."""
    whole = _with_totals(chunk)
    orders = _bring(shop, ORDERS, source, whole, says=_says(ORDERS, chunk.orders))
    lines = _bring(shop, LINES, source, chunk.lines, says=_says(LINES, chunk.lines), new=orders.merged.direct)
    traffic = _bring(shop, TRAFFIC, source, chunk.traffic, says=_says(TRAFFIC, chunk.traffic))
    slots, count = _touched_orders(orders, lines)
    slots |= _touched_traffic(traffic)
    changed_more, older_less = (0, 0) if orders.merged.direct or lines.merged.direct else _by_order(lines.merged)
    parts = (orders.merged, lines.merged, traffic.merged)
    inserted = sum(part.inserted for part in parts)
    changed = sum(part.changed for part in parts) + changed_more
    older = sum(part.older for part in parts) - older_less
    forget(connection, ORDERS, LINES, TRAFFIC)
    return Touched(
        inserted=inserted,
        changed=changed,
        unchanged=sum(part.rows for part in parts) - inserted - changed - older,
        older=older,
        orders=count,
        hours=touched.hours_of(slots, shop.time_zone),
    )


def _with_totals(chunk: ChunkClaims) -> pa.Table | None:
    if chunk.orders is None:
        return None
    return with_totals(ORDERS.with_slots(chunk.orders), chunk.lines)


def _says(facts: Facts, claims: pa.Table | None) -> list[str]:
    return [] if claims is None else facts.spoken(claims)


def _bring(
    shop: Shop, facts: Facts, source: Source, claims: pa.Table | None, *, says: list[str], new: bool | None = None
) -> _Loaded:
    """Bring one table in: straight when all its keys are new, else by comparing."""
    if claims is None or claims.num_rows == 0:
        return _Loaded(None, NOTHING)
    if is_untouched(connection, shop.pk, facts, claims) if new is None else new:
        return _Loaded(claims, insert(connection, shop.pk, facts, source, claims, says=says))
    return _Loaded(claims, merge(connection, shop.pk, facts, source, claims, says=says, whole_range=True))


def _touched_orders(orders: _Loaded, lines: _Loaded) -> tuple[set[int | None], int]:
    """Give the orders touched in the chunk their totals again; return their slots and how many they are."""
    if orders.claims is None:
        return set(), 0
    if orders.merged.direct:
        return touched.slots_in(orders.claims), orders.claims.num_rows
    names = ["fresh_order", "changed_order"] + ([] if lines.claims is None else ["fresh_line", "changed_line"])
    parts = [f'SELECT "shop_id", "order_no" FROM "{name}"' for name in names]
    count = touched.name_orders(connection, "touched_order", parts)
    # The new orders have their totals from the chunk already.
    known = (
        'SELECT t."shop_id", t."order_no" FROM "touched_order" t WHERE t."order_no" NOT IN (SELECT "order_no" FROM "fresh_order")'
    )
    if touched.name_orders(connection, "known_order", [known]):
        retotal(connection, "known_order")
    slots = touched.slots_of(connection, "touched_order", "changed_order")
    bulk.drop(connection, "touched_order", "known_order")
    return slots, count


def _touched_traffic(traffic: _Loaded) -> set[int | None]:
    if traffic.claims is None:
        return set()
    if traffic.merged.direct:
        return set(traffic.claims.column("hour").unique().to_pylist())
    with connection.cursor() as cursor:
        cursor.execute('SELECT "hour" FROM "fresh_traffic" UNION SELECT "hour" FROM "changed_traffic"')
        return {hour for (hour,) in cursor.fetchall()}


def _by_order(lines: Merged) -> tuple[int, int]:
    """Count rows of lines that changed nothing themselves but whose order their file changed, and how many of them were older."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT COUNT(*) FROM "changed_order"')
        if not cursor.fetchone()[0]:
            return 0, 0
        same = '{0}."order_no" = s."order_no" AND {0}."line_no" = s."line_no"'
        rows = (
            f'SELECT COALESCE(SUM(s."rows"), 0) FROM "stage_line" s CROSS JOIN "{LINES.table}" o'
            f' WHERE o."shop_id" = s."shop_id" AND {same.format("o")}'
            ' AND s."order_no" IN (SELECT "order_no" FROM "changed_order")'
            ' AND (s."order_no", s."line_no") NOT IN (SELECT "order_no", "line_no" FROM "fresh_line")'
            ' AND (s."order_no", s."line_no") NOT IN (SELECT "order_no", "line_no" FROM "changed_line")'
        )
        cursor.execute(rows)
        changed = int(cursor.fetchone()[0])
        if not lines.older_than:
            return changed, 0
        cursor.execute(f'{rows} AND o."provenance_id" IN ({", ".join(map(str, lines.older_than))})')
        return changed, int(cursor.fetchone()[0])
