"""What the lines of an order say about it as a whole, in bulk (the law is `orders.rules.fold.from_lines`).

Once in Arrow, for orders that are new and whose lines are all at hand; once in SQL, for orders some of whose lines came from
elsewhere.
"""
# ruff: noqa: S608 - the names come from our own tables, the numbers from our own states

import pyarrow as pa
import pyarrow.compute as pc
from django.db.backends.base.base import BaseDatabaseWrapper

from common import bulk
from orders.claims import FROM_LINES, LINE_FIELDS, ORDER_FIELDS
from orders.facts import ORDERS
from orders.models import OrderLine, Provenance
from orders.rules.fold import CLOSED, REFUNDED, SHIPPED
from orders.states import OrderState, RefundState


def with_totals(orders: pa.Table, lines: pa.Table | None) -> pa.Table:
    """Return the claims with the fields their file does not speak on filled in from the lines; null where there is no line.

    Good for new orders only: all their lines must be in `lines`.
    """
    missing = [name for name in FROM_LINES if name not in orders.column_names]
    if lines is None or lines.num_rows == 0 or not missing:
        return orders
    sums = _grouped(lines)
    place = pc.index_in(orders.column("order_no"), value_set=sums.column("order_no").combine_chunks())
    found = sums.take(place)
    freight = pc.fill_null(orders.column("freight_minor"), 0) if "freight_minor" in orders.column_names else 0
    values = {
        "total_minor": pc.add(found.column("paid_minor_sum"), freight),
        "refund_minor": found.column("refund_minor_sum"),
        "units": found.column("units_sum"),
        "state": pc.case_when(
            pc.make_struct(
                pc.is_null(found.column("live_min")),
                pc.and_(pc.equal(found.column("live_min"), int(OrderState.PAID)), pc.equal(found.column("shipped_max"), 1)),
            ),
            found.column("closed_max"),
            pa.scalar(int(OrderState.PART_SHIPPED), pa.int16()),
            found.column("live_min"),
        ),
        "refund_state": pc.case_when(
            pc.make_struct(
                pc.equal(found.column("full_sum"), found.column("lines_sum")),
                pc.equal(found.column("refunded_max"), 1),
            ),
            pa.scalar(int(RefundState.FULL), pa.int16()),
            pa.scalar(int(RefundState.PARTIAL), pa.int16()),
            found.column("refund_state_max"),
        ),
    }
    for name in missing:
        orders = orders.append_column(name, values[name].cast(ORDER_FIELDS[name]))
    return orders


def _grouped(lines: pa.Table) -> pa.Table:
    """Add up the lines by order; a sum or an extreme of nothing known is null."""

    def column(name: str) -> pa.ChunkedArray:
        if name in lines.column_names:
            return lines.column(name)
        return pa.chunked_array([pa.nulls(lines.num_rows, LINE_FIELDS[name])])

    state, refund_state = column("state"), column("refund_state")
    closed = pc.is_in(state, value_set=pa.array([int(each) for each in CLOSED], pa.int16()))
    nothing = pa.scalar(None, pa.int16())
    table = pa.table(
        {
            "order_no": lines.column("order_no"),
            "paid_minor": column("paid_minor"),
            "refund_minor": column("refund_minor"),
            "units": column("units"),
            "live": pc.if_else(closed, nothing, state),
            "closed": pc.if_else(closed, state, nothing),
            "shipped": _among(state, SHIPPED),
            "full": _among(refund_state, {RefundState.FULL}),
            "refunded": _among(refund_state, REFUNDED),
            "refund_state": refund_state,
            "lines": pa.repeat(pa.scalar(1, pa.int8()), lines.num_rows),
        }
    )
    sums = ["paid_minor", "refund_minor", "units", "full", "lines"]
    return table.group_by("order_no", use_threads=False).aggregate(
        [(name, "sum") for name in sums]
        + [("live", "min")]
        + [(name, "max") for name in ("closed", "shipped", "refunded", "refund_state")]
    )


def _among(states: pa.ChunkedArray, chosen: frozenset[int] | set[RefundState]) -> pa.ChunkedArray:
    return pc.is_in(states, value_set=pa.array([int(each) for each in chosen], pa.int16())).cast(pa.int8())


def retotal(connection: BaseDatabaseWrapper, table: str) -> None:
    """Set anew, from all their lines, the orders named in the temporary table `table` (shop_id, order_no).

    Fields some standing export speaks on for the order as a whole are left alone, and orders without lines.
    """
    closed, shipped, refunded = (", ".join(str(int(each)) for each in sorted(group)) for group in (CLOSED, SHIPPED, REFUNDED))
    full = int(RefundState.FULL)
    bulk.drop(connection, "totals")
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "totals" AS SELECT l."shop_id", l."order_no", SUM(l."paid_minor") AS "total_minor",'
            f' SUM(l."refund_minor") AS "refund_minor", SUM(l."units") AS "units",'
            f' MIN(CASE WHEN l."state" NOT IN ({closed}) THEN l."state" END) AS "live",'
            f' MAX(CASE WHEN l."state" IN ({closed}) THEN l."state" END) AS "closed",'
            f' MAX(CASE WHEN l."state" IN ({shipped}) THEN 1 ELSE 0 END) AS "shipped",'
            f' SUM(CASE WHEN l."refund_state" = {full} THEN 0 ELSE 1 END) AS "not_full",'
            f' MAX(CASE WHEN l."refund_state" IN ({refunded}) THEN 1 ELSE 0 END) AS "refunded",'
            f' MAX(l."refund_state") AS "refund_state"'
            f' FROM "{table}" t CROSS JOIN "{OrderLine._meta.db_table}" l'
            f' WHERE l."shop_id" = t."shop_id" AND l."order_no" = t."order_no" GROUP BY l."shop_id", l."order_no"'
        )
        values = {
            "total_minor": 't."total_minor" + COALESCE(o."freight_minor", 0)',
            "refund_minor": 't."refund_minor"',
            "units": 't."units"',
            "state": f'CASE WHEN t."live" IS NULL THEN t."closed" WHEN t."live" = {int(OrderState.PAID)} AND t."shipped" = 1'
            f' THEN {int(OrderState.PART_SHIPPED)} ELSE t."live" END',
            "refund_state": f'CASE WHEN t."not_full" = 0 THEN {full} WHEN t."refunded" = 1 THEN {int(RefundState.PARTIAL)}'
            f' ELSE t."refund_state" END',
        }
        free = {name: f'(p."spoken" & {ORDERS.bits([name])}) = 0' for name in FROM_LINES}
        sets = ", ".join(f'"{name}" = CASE WHEN {free[name]} THEN {values[name]} ELSE o."{name}" END' for name in FROM_LINES)
        operator = bulk.distinct(connection)
        differs = " OR ".join(f'({free[name]} AND o."{name}" {operator} ({values[name]}))' for name in FROM_LINES)
        cursor.execute(
            f'UPDATE "{ORDERS.table}" AS o SET {sets} FROM "totals" t CROSS JOIN "{Provenance._meta.db_table}" p'
            f' WHERE o."shop_id" = t."shop_id" AND o."order_no" = t."order_no" AND p."id" = o."provenance_id" AND ({differs})'
        )
    bulk.drop(connection, "totals")
