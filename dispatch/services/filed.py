"""Write the holds of which files alone tell and nothing was known before: the law of `dispatch.rules.holds`, said in columns.

The first export of a year brings tens of thousands of refunded orders and no message, act or hold to weigh beside them: a row of
Python for each was a third of an import's time. All others are left to `read_suspects`, and a law holds both ways against each
other (tests/dispatch/test_filed.py).
"""
# ruff: noqa: S608 - the names come from our own tables

from datetime import datetime
from typing import Any

from django.db import connection

from common import bulk
from dispatch.models import Hold, HoldAct, HoldChange, Origin, RefundSignal
from dispatch.rules.holds import GONE, LEVELS, Level
from dispatch.services.suspects import Scope
from orders.models import Order, OrderLine
from orders.states import OrderState, RefundState

_NEW = "filed_holds"
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


def write_filed(scope: Scope, at: datetime) -> set[str]:
    """Hold the orders in scope that are new to the guard and want money back; return their numbers.

    `at`: the moment they are known since, whole seconds; inside the caller's transaction. An order that is known by a hold, a
    message or an act is left alone.
    """
    moment = connection.ops.adapt_datetimefield_value(at)
    wanting, values = _wanting(scope)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE "{_NEW}" AS {wanting}', values)
        cursor.execute(
            f'INSERT INTO "{Hold._meta.db_table}" ({_COLUMNS})'
            f" SELECT shop_id, order_no, TRUE, level, {int(Origin.FILE)}, lines, %s, asked_at, amount_minor, value_minor, paid_at, waiting,"
            f' CASE WHEN asked_at < shipped_at AND lines IS NULL THEN shipped_at END, %s FROM "{_NEW}"',
            [moment, moment],
        )
        # An order that was refunded before we knew of it was never held back by us.
        cursor.execute(
            f'INSERT INTO "{HoldChange._meta.db_table}" ("shop_id", "order_no", "at", "is_held", "level", "origin")'
            f' SELECT shop_id, order_no, %s, TRUE, level, {int(Origin.FILE)} FROM "{_NEW}"'
            f" WHERE waiting AND level <> {int(Level.FULL)}",
            [moment],
        )
        cursor.execute(f'SELECT order_no FROM "{_NEW}"')
        written = {number for (number,) in cursor.fetchall()}
        cursor.execute(f'DROP TABLE "{_NEW}"')
    return written


def _wanting(scope: Scope) -> tuple[str, list[Any]]:
    """Return a SELECT of the orders that want money back, as `wanted_by` has it, and its values."""
    orders, mine, values = scope.rows(Order._meta.db_table, "o")
    lines, theirs, their_values = scope.rows(OrderLine._meta.db_table, "l")
    of_order, of_line = _level('o."refund_state"'), _level('l."refund_state"')
    listed = bulk.json_list(connection, _LINE, order_by='l."line_no"', where=f"{of_line} > 0")
    statement = (
        "WITH back AS ("
        f'SELECT l."order_no" AS order_no, MAX({of_line}) AS level, {listed} AS lines,'
        f' SUM(CASE WHEN {of_line} = 0 AND NOT COALESCE(l."is_gift", FALSE) THEN 1 ELSE 0 END) AS stays'
        f' FROM {lines} WHERE {theirs} GROUP BY l."order_no" HAVING MAX({of_line}) > 0'
        "), known AS ("
        ' SELECT o."shop_id" AS shop_id, o."order_no" AS order_no, o."refund_requested_at" AS asked_at,'
        ' o."refund_minor" AS amount_minor, o."total_minor" AS value_minor, o."paid_at" AS paid_at, o."shipped_at" AS shipped_at,'
        f' o."state" IS NULL OR o."state" NOT IN ({_GONE}) AS waiting,'
        f' o."state" = {int(OrderState.CLOSED_REFUNDED)} OR o."refund_state" = {int(RefundState.FULL)} AS is_all_back,'
        f" {of_order} AS own, back.level AS of_lines, back.stays AS stays, back.lines AS lines"
        f' FROM {orders} LEFT JOIN back ON back.order_no = o."order_no" WHERE {mine} AND {_unknown()}'
        ") SELECT shop_id, order_no, asked_at, amount_minor, value_minor, paid_at, shipped_at, waiting,"
        f" CASE WHEN is_all_back THEN {int(Level.FULL)} WHEN of_lines > own OR stays > 0 THEN of_lines ELSE own END AS level,"
        f" CASE WHEN is_all_back THEN NULL WHEN stays > 0 THEN lines"
        f"  WHEN of_lines IS NULL AND own = {int(Level.PART)} THEN '[]' END AS lines"
        " FROM known WHERE is_all_back OR own > 0 OR of_lines > 0"
    )
    return statement, [*their_values, *values]


def _level(column: str) -> str:
    whens = " ".join(f"WHEN {int(state)} THEN {int(level)}" for state, level in LEVELS.items() if state is not None)
    return f"CASE {column} {whens} ELSE {int(Level.NONE)} END"


def _unknown() -> str:
    """Return the condition that nothing but files ever spoke of an order `o`."""
    own = 'k."shop_id" = o."shop_id" AND k."order_no" = o."order_no"'
    known = (model._meta.db_table for model in (Hold, RefundSignal, HoldAct))
    return " AND ".join(f'NOT EXISTS (SELECT 1 FROM "{table}" k WHERE {own})' for table in known)
