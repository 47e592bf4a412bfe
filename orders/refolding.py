"""Set facts to the fold of the claims that stand, after some were taken back. Called by `orders.services`."""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from common import bulk
from orders import touched
from orders.agreeing import cut_up
from orders.claims import ChunkClaims, Source
from orders.facts import LINES, ORDERS, TRAFFIC, Facts
from orders.merge import differs, forget, insert, is_untouched, merge
from orders.models import Shop
from orders.provenances import leave
from orders.totals import retotal
from orders.touched import Touched

Standing = Sequence[tuple[Source, ChunkClaims]]


def refold(shop: Shop, keys: ChunkClaims, standing: Standing) -> Touched:
    """Take the facts of these keys away and bring the standing claims on them in again, oldest first."""
    inserted = changed = rows = 0
    slots: set[int | None] = set()
    movements: pa.Table | None = None
    orders = 0
    skus: frozenset[str] = frozenset()
    for facts, table, claims in (
        (LINES, keys.lines, [(source, chunk.lines) for source, chunk in standing]),
        (ORDERS, keys.orders, [(source, chunk.orders) for source, chunk in standing]),
        (TRAFFIC, keys.traffic, [(source, chunk.traffic) for source, chunk in standing]),
    ):
        if table is None or table.num_rows == 0:
            continue
        weighted = table if "rows" in table.column_names else table.append_column("rows", pa.repeat(pa.scalar(1), table.num_rows))
        rows += int(pc.sum(weighted.column("rows")).as_py())
        _replace(shop, facts, weighted.select([*facts.key, "rows"]), claims)
    if keys.orders is not None and keys.orders.num_rows:
        retotal(connection, "keys_order")
    for facts, table in ((LINES, keys.lines), (ORDERS, keys.orders), (TRAFFIC, keys.traffic)):
        if table is not None and table.num_rows:
            new, moved = _compare(facts)
            inserted, changed = inserted + new, changed + moved
    if keys.orders is not None and keys.orders.num_rows:
        orders, movements, skus = _move_orders(with_lines=keys.lines is not None and keys.lines.num_rows > 0)
        slots = touched.slots_in(movements)
    if keys.traffic is not None and keys.traffic.num_rows:
        with connection.cursor() as cursor:
            cursor.execute('SELECT DISTINCT "hour" FROM "moved_traffic"')
            slots |= {hour for (hour,) in cursor.fetchall()}
    for facts in (LINES, ORDERS, TRAFFIC):
        bulk.drop(connection, *(f"{kind}_{facts.name}" for kind in ("keys", "before", "moved")))
    return Touched(
        inserted=inserted,
        changed=changed,
        unchanged=rows - inserted - changed,
        orders=orders,
        hours=touched.hours_of(slots, shop.time_zone),
        movements=movements,
        skus=skus,
    )


def _replace(shop: Shop, facts: Facts, keys: pa.Table, standing: Sequence[tuple[Source, pa.Table | None]]) -> None:
    """Keep the facts of these keys in `before_...`, delete them, and merge the standing claims, oldest first."""
    name = f"keys_{facts.name}"
    bulk.stage(
        connection, name, keys.append_column("shop_id", pa.repeat(pa.scalar(shop.pk, pa.int64()), keys.num_rows)), key=facts.key
    )
    bulk.drop(connection, f"before_{facts.name}")
    named = ", ".join(f'"{column}"' for column in ("shop_id", *facts.key))
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "before_{facts.name}" AS SELECT o.* FROM "{name}" k CROSS JOIN "{facts.table}" o'
            f" WHERE {_same(facts, 'o', 'k')}"
        )
        cursor.execute(f'SELECT "provenance_id", COUNT(*) FROM "before_{facts.name}" GROUP BY "provenance_id"')
        leave(connection, dict(cursor.fetchall()))
        cursor.execute(f'DELETE FROM "{facts.table}" WHERE ({named}) IN (SELECT {named} FROM "{name}")')
    for source, claims in sorted(standing, key=lambda claim: claim[0]):
        chosen = None if claims is None else _chosen(facts, claims, keys)
        part = cut_up(facts, chosen)
        if part is not None:
            bring = insert if is_untouched(connection, shop.pk, facts, part.blocks.claims) else merge
            blocks = part.blocks.saying(facts.with_slots(part.blocks.claims))
            bring(connection, shop.pk, facts, source, blocks, says=part.says)
    forget(connection, facts)


def _chosen(facts: Facts, claims: pa.Table, keys: pa.Table) -> pa.Table:
    """Return the claims on these keys, in their order."""
    place = "place"
    numbered = claims.select(list(facts.key)).append_column(place, pa.array(range(claims.num_rows), pa.int64()))
    kept = numbered.join(keys.select(list(facts.key)), list(facts.key), join_type="left semi", use_threads=False)
    return claims.take(kept.column(place).combine_chunks().sort())


def _same(facts: Facts, left: str, right: str) -> str:
    return " AND ".join(f'{left}."{column}" = {right}."{column}"' for column in ("shop_id", *facts.key))


def _compare(facts: Facts) -> tuple[int, int]:
    """Write the keys whose fact is another now to `moved_...`; return rows new, and rows other or gone."""
    name, before, moved = (f"{kind}_{facts.name}" for kind in ("keys", "before", "moved"))
    columns = facts.columns(list(facts.fields))
    bulk.drop(connection, moved)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{moved}" AS SELECT k.*, CASE WHEN b."shop_id" IS NULL THEN 1 ELSE 0 END AS "new"'
            f' FROM "{name}" k'
            f' LEFT JOIN "{before}" b ON {_same(facts, "b", "k")} LEFT JOIN "{facts.table}" o ON {_same(facts, "o", "k")}'
            ' WHERE (b."shop_id" IS NULL AND o."shop_id" IS NOT NULL) OR (b."shop_id" IS NOT NULL AND o."shop_id" IS NULL)'
            f" OR {differs(connection, 'b', 'o', columns)}"
        )
        cursor.execute(f'SELECT COALESCE(SUM("rows" * "new"), 0), COALESCE(SUM("rows" * (1 - "new")), 0) FROM "{moved}"')
        new, other = cursor.fetchone()
    return int(new), int(other)


def _move_orders(*, with_lines: bool) -> tuple[int, pa.Table, frozenset[str]]:
    """Count the orders that moved, themselves or by a line; return them as they were and are, and the SKUs of their lines."""
    names = ["moved_order", "moved_line"] if with_lines else ["moved_order"]
    count = touched.name_orders(connection, "touched_order", [f'SELECT "shop_id", "order_no" FROM "{name}"' for name in names])
    there = '"touched_order" t CROSS JOIN {} o WHERE o."shop_id" = t."shop_id" AND o."order_no" = t."order_no"'
    movements = pa.concat_tables(
        [
            touched.moved(connection, -1, there.format('"before_order"')),
            touched.moved(connection, 1, there.format(f'"{ORDERS.table}"')),
        ]
    )
    skus = touched.skus_of(connection, "before_line" if with_lines else "")
    bulk.drop(connection, "touched_order")
    return count, movements, skus
