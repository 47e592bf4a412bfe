"""Load a chunk of claims into the facts. Called by `orders.services` inside the caller's transaction."""
# ruff: noqa: S608 - the names come from our own tables, the numbers from our own rows

from dataclasses import dataclass, replace

import pyarrow as pa
from django.db import connection

from common import bulk
from orders import touched
from orders.agreeing import Part, agree
from orders.claims import ChunkClaims, Source
from orders.facts import LINES, ORDERS, TRAFFIC
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
    rest = agree(shop, source, chunk)
    orders = _bring(shop, source, _with_totals(rest.orders, rest.lines))
    lines = _bring(shop, source, rest.lines, new=orders.merged.direct)
    traffic = _bring(shop, source, rest.traffic)
    movements, count, skus, numbers = _move_orders(orders, lines)
    slots = _touched_traffic(traffic) | (set() if movements is None else touched.slots_in(movements))
    changed_more, older_less = (0, 0) if orders.merged.direct or lines.merged.direct else _by_order(lines.merged)
    parts = (orders.merged, lines.merged, traffic.merged)
    inserted = sum(part.inserted for part in parts)
    changed = sum(part.changed for part in parts) + changed_more
    older = sum(part.older for part in parts) - older_less
    forget(connection, ORDERS, LINES, TRAFFIC)
    return Touched(
        inserted=inserted,
        changed=changed,
        unchanged=rest.unchanged + sum(part.rows for part in parts) - inserted - changed - older,
        older=rest.older + older,
        orders=count,
        hours=touched.hours_of(slots, shop.time_zone),
        movements=movements,
        skus=skus,
        order_nos=numbers,
        is_range=orders.claims is not None and orders.merged.direct,
    )


def _with_totals(orders: Part | None, lines: Part | None) -> Part | None:
    """Put the slots and what the lines come to beside the claims on orders."""
    if orders is None:
        return None
    claims = ORDERS.with_slots(orders.blocks.claims)
    return replace(orders, blocks=orders.blocks.saying(with_totals(claims, None if lines is None else lines.blocks.claims)))


def _bring(shop: Shop, source: Source, part: Part | None, *, new: bool | None = None) -> _Loaded:
    """Bring one table in: straight when all its keys are new, else by comparing."""
    if part is None:
        return _Loaded(None, NOTHING)
    claims = part.blocks.claims
    is_new = is_untouched(connection, shop.pk, part.facts, claims) if new is None else new
    bring = insert if is_new else merge
    return _Loaded(claims, bring(connection, shop.pk, part.facts, source, part.blocks, says=part.says))


def _move_orders(orders: _Loaded, lines: _Loaded) -> tuple[pa.Table | None, int, frozenset[str], pa.Array | None]:
    """Give the orders touched in the chunk their totals again; return them as they were and are, how many, SKUs and numbers."""
    if orders.claims is None:
        return None, 0, frozenset(), None
    if orders.merged.direct:
        numbers = orders.claims.column("order_no").combine_chunks()
        return touched.inserted(orders.claims), orders.claims.num_rows, _skus_in(lines.claims), numbers
    names = ["fresh_order", "changed_order"] + ([] if lines.claims is None else ["fresh_line", "changed_line"])
    parts = [f'SELECT "shop_id", "order_no" FROM "{name}"' for name in names]
    count = touched.name_orders(connection, "touched_order", parts)
    # The new orders have their totals from the chunk already.
    known = (
        'SELECT t."shop_id", t."order_no" FROM "touched_order" t WHERE t."order_no" NOT IN (SELECT "order_no" FROM "fresh_order")'
    )
    known_count = touched.name_orders(connection, "known_order", [known])
    before = [
        touched.moved(connection, -1, '"changed_order" o'),
        touched.moved(
            connection,
            -1,
            f'"known_order" t CROSS JOIN "{ORDERS.table}" o WHERE o."shop_id" = t."shop_id" AND o."order_no" = t."order_no"'
            ' AND t."order_no" NOT IN (SELECT "order_no" FROM "changed_order")',
        ),
    ]
    if known_count:
        retotal(connection, "known_order")
    now = touched.moved(
        connection,
        1,
        f'"touched_order" t CROSS JOIN "{ORDERS.table}" o WHERE o."shop_id" = t."shop_id" AND o."order_no" = t."order_no"',
    )
    skus = touched.skus_of(connection, "" if lines.claims is None else "changed_line")
    numbers = touched.numbers_in(connection, "touched_order")
    bulk.drop(connection, "touched_order", "known_order")
    return pa.concat_tables([*before, now]), count, skus, numbers


def _skus_in(lines: pa.Table | None) -> frozenset[str]:
    if lines is None or "sku" not in lines.column_names:
        return frozenset()
    return frozenset(sku for sku in lines.column("sku").unique().to_pylist() if sku)


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
    of_changed = 'WHERE s."order_no" IN (SELECT "order_no" FROM "changed_order")'
    with connection.cursor() as cursor:
        cursor.execute('SELECT COUNT(*) FROM "changed_order"')
        if not cursor.fetchone()[0] or not lines.rows:
            return 0, 0
        counts = []
        for name in ("stage_line", "fresh_line", "changed_line"):
            cursor.execute(f'SELECT COALESCE(SUM(s."rows"), 0) FROM "{name}" s {of_changed}')
            counts.append(int(cursor.fetchone()[0]))
        changed = counts[0] - counts[1] - counts[2]
        if not lines.older_than:
            return changed, 0
        cursor.execute(
            f'SELECT COALESCE(SUM(s."rows"), 0) FROM "stage_line" s CROSS JOIN "{LINES.table}" o {of_changed}'
            ' AND o."shop_id" = s."shop_id" AND o."order_no" = s."order_no" AND o."line_no" = s."line_no"'
            f' AND o."provenance_id" IN ({", ".join(map(str, lines.older_than))})'
        )
        return changed, int(cursor.fetchone()[0])
