"""Write the holds of which files alone tell and nothing was known before: the law of `dispatch.rules.holds`, said in columns.

The first export of a year brings tens of thousands of refunded orders and no message, act or hold to weigh beside them: a row of
Python for each was a third of an import's time. All others are left to `read_suspects`, and a law holds both ways against each
other (tests/dispatch/test_filed.py).
"""
# ruff: noqa: S608 - the names come from our own tables

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.backends.utils import CursorWrapper

from common import bulk
from dispatch.models import Hold, HoldAct, HoldChange, Origin, RefundSignal
from dispatch.rules.holds import GONE, LEVELS, Level
from dispatch.services.suspects import Scope
from orders.claims import ChunkClaims
from orders.models import Order, OrderLine
from orders.states import OrderState, RefundState

_LINES, _ORDERS = "filed_lines", "filed_orders"
_COLUMNS = (
    '"shop_id", "order_no", "is_held", "level", "origin", "lines", "since", "asked_at", "amount_minor", "value_minor", "paid_at",'
    ' "waiting", "lost_at", "changed_at"'
)
_GONE = ", ".join(str(int(state)) for state in GONE)
_LINE = {  # of a line that has to come out, as `held_rows` writes it
    "line_no": 'l."line_no"',
    "sku": 'l."sku"',
    "title": """SUBSTR(COALESCE(NULLIF(l."title", ''), NULLIF(l."sku", ''), l."line_no"), 1, 200)""",
    "variant": """COALESCE(SUBSTR(l."variant", 1, 100), '')""",
    "units": 'l."units"',
}


def asking_in(claims: ChunkClaims) -> pa.Array:
    """Return the numbers of the orders of which these claims say that money is wanted back, of the whole or of a line."""
    wanting = pa.array([int(state) for state in LEVELS if state is not None], pa.int16())
    closed = pa.array([int(OrderState.CLOSED_REFUNDED)], pa.int16())
    found: list[pa.Array] = []
    for table in (claims.orders, claims.lines):
        for name, states in (("refund_state", wanting), ("state", closed)):
            if table is not None and name in table.column_names:
                found.append(table["order_no"].filter(pc.is_in(table[name], value_set=states)).combine_chunks())
    return pc.unique(pa.concat_arrays(found)) if found else pa.array([], pa.string())


def write_filed(scope: Scope, at: datetime) -> set[str]:
    """Hold the orders in scope that are new to the guard and want money back; return their numbers.

    `at`: the moment they are known since, whole seconds; inside the caller's transaction. An order that is known by a hold, a
    message or an act is left alone.
    """
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        _gather_lines(cursor, scope)
        _gather_orders(cursor, scope)
        cursor.execute(
            f'INSERT INTO "{Hold._meta.db_table}" ({_COLUMNS})'
            f" SELECT shop_id, order_no, TRUE, level, {int(Origin.FILE)}, lines, %s, asked_at, amount_minor, value_minor,"
            f' paid_at, waiting, CASE WHEN asked_at < shipped_at AND lines IS NULL THEN shipped_at END, %s FROM "{_ORDERS}"',
            [moment, moment],
        )
        # An order that was refunded before we knew of it was never held back by us.
        cursor.execute(
            f'INSERT INTO "{HoldChange._meta.db_table}" ("shop_id", "order_no", "at", "is_held", "level", "origin")'
            f' SELECT shop_id, order_no, %s, TRUE, level, {int(Origin.FILE)} FROM "{_ORDERS}"'
            f" WHERE waiting AND level <> {int(Level.FULL)}",
            [moment],
        )
        cursor.execute(f'SELECT order_no FROM "{_ORDERS}"')
        written = {number for (number,) in cursor.fetchall()}
    bulk.drop(connection, _LINES, _ORDERS)
    return written


def _gather_lines(cursor: CursorWrapper, scope: Scope) -> None:
    """Make a table of the orders with lines that want it: the furthest of them, what has to come out, how many lines stay.

    A table, for PostgreSQL knows nothing yet of facts that this transaction brought: joined as a part of one statement the lines
    of a chunk were read once for each order.
    """
    source, mine, values = scope.rows(OrderLine._meta.db_table, "l")
    level = _level('l."refund_state"')
    listed = bulk.json_list(connection, _LINE, where="l.level > 0")
    cursor.execute(
        f'CREATE TEMPORARY TABLE "{_LINES}" AS SELECT l.order_no AS order_no, MAX(l.level) AS level, {listed} AS lines,'
        " SUM(CASE WHEN l.level = 0 AND NOT COALESCE(l.is_gift, FALSE) THEN 1 ELSE 0 END) AS stays FROM ("
        f'  SELECT l.*, {level} AS level FROM {source} WHERE {mine} ORDER BY l."order_no", l."line_no"'
        " ) l GROUP BY l.order_no HAVING MAX(l.level) > 0",
        values,
    )
    cursor.execute(f'CREATE UNIQUE INDEX "{_LINES}_order" ON "{_LINES}" (order_no)')
    bulk.analyze(connection, _LINES, ["order_no"])


def _gather_orders(cursor: CursorWrapper, scope: Scope) -> None:
    """Make a table of the orders that want money back and are new, as `wanted_by` has it."""
    source, mine, values = scope.rows(Order._meta.db_table, "o")
    own = _level('o."refund_state"')
    all_back = f'o."state" = {int(OrderState.CLOSED_REFUNDED)} OR o."refund_state" = {int(RefundState.FULL)}'
    cursor.execute(
        f'CREATE TEMPORARY TABLE "{_ORDERS}" AS SELECT o."shop_id" AS shop_id, o."order_no" AS order_no,'
        ' o."refund_requested_at" AS asked_at, o."refund_minor" AS amount_minor, o."total_minor" AS value_minor,'
        ' o."paid_at" AS paid_at, o."shipped_at" AS shipped_at,'
        f' o."state" IS NULL OR o."state" NOT IN ({_GONE}) AS waiting,'
        f" CASE WHEN {all_back} THEN {int(Level.FULL)} WHEN w.stays > 0 OR w.level > {own} THEN w.level ELSE {own} END AS level,"
        f" CASE WHEN {all_back} THEN NULL WHEN w.stays > 0 THEN w.lines"
        f"  WHEN w.level IS NULL AND {own} = {int(Level.PART)} THEN '[]' END AS lines"
        f' FROM {source} LEFT JOIN "{_LINES}" w ON w.order_no = o."order_no"'
        f" WHERE {mine} AND ({all_back} OR {own} > 0 OR w.level > 0) AND {_unknown()}",
        values,
    )


def _level(column: str) -> str:
    whens = " ".join(f"WHEN {int(state)} THEN {int(level)}" for state, level in LEVELS.items() if state is not None)
    return f"CASE {column} {whens} ELSE {int(Level.NONE)} END"


def _unknown() -> str:
    """Return the condition that nothing but files ever spoke of an order `o`."""
    own = 'k."shop_id" = o."shop_id" AND k."order_no" = o."order_no"'
    known = (model._meta.db_table for model in (Hold, RefundSignal, HoldAct))
    return " AND ".join(f'NOT EXISTS (SELECT 1 FROM "{table}" k WHERE {own})' for table in known)
