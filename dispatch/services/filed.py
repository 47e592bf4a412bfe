"""Write the holds of which files alone tell and nothing was known before: the law of `dispatch.rules.holds`, said in columns.

The first export of a year brings tens of thousands of refunded orders. For nearly all of them there is no message, no act and no
hold to weigh, and nothing hangs on which lines come back; a row of Python for each was a third of an import's time. All others
are left to `read_suspects`, and a law holds both ways against each other (tests/dispatch/test_filed.py).
"""
# ruff: noqa: S608 - the names come from our own tables

from datetime import datetime

from django.db import connection

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


def write_filed(scope: Scope, at: datetime) -> set[str]:
    """Hold the orders in scope that are new to the guard and want their money back as a whole; return their numbers.

    `at`: the moment they are known since, whole seconds; inside the caller's transaction. An order of which some lines stay,
    or that is known by a hold, a message or an act, is left alone.
    """
    moment = connection.ops.adapt_datetimefield_value(at)
    orders, mine, values = scope.rows(Order._meta.db_table, "o")
    lines, theirs, their_values = scope.rows(OrderLine._meta.db_table, "l")
    own, of_line = _level('o."refund_state"'), _level('l."refund_state"')
    kind = Hold._meta.get_field("lines").db_type(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{_NEW}" AS SELECT shop_id, order_no, level, asked_at, amount_minor, value_minor, paid_at,'
            f" state IS NULL OR state NOT IN ({_GONE}) AS waiting, shipped_at, in_part FROM ("
            ' SELECT o."shop_id" AS shop_id, o."order_no" AS order_no, o."state" AS state, o."refund_requested_at" AS asked_at,'
            '  o."refund_minor" AS amount_minor, o."total_minor" AS value_minor, o."paid_at" AS paid_at,'
            '  o."shipped_at" AS shipped_at,'
            # Lines that want it may say more than their order; money that is back as a whole says all.
            f'  CASE WHEN o."state" = {int(OrderState.CLOSED_REFUNDED)} OR o."refund_state" = {int(RefundState.FULL)}'
            f"   THEN {int(Level.FULL)} WHEN w.stays > 0 THEN {int(Level.NONE)}"
            f"   WHEN w.level > {own} THEN w.level ELSE {own} END AS level,"
            # An order that is refunded in part by no line we know: which of it may leave is not told.
            f"  w.level IS NULL AND {own} = {int(Level.PART)} AS in_part"
            f" FROM {orders} LEFT JOIN ("
            f'  SELECT l."order_no" AS order_no, MAX({of_line}) AS level,'
            f'   SUM(CASE WHEN {of_line} = {int(Level.NONE)} AND NOT COALESCE(l."is_gift", FALSE) THEN 1 ELSE 0 END) AS stays'
            f'  FROM {lines} WHERE {theirs} GROUP BY l."order_no" HAVING MAX({of_line}) > {int(Level.NONE)}'
            f' ) w ON w.order_no = o."order_no" WHERE {mine} AND {_unknown()}) told WHERE level > {int(Level.NONE)}',
            [*their_values, *values],
        )
        cursor.execute(
            f'INSERT INTO "{Hold._meta.db_table}" ({_COLUMNS}) SELECT shop_id, order_no, TRUE, level, {int(Origin.FILE)},'
            f" CAST(CASE WHEN in_part THEN '[]' END AS {kind}), %s, asked_at, amount_minor, value_minor, paid_at, waiting,"
            f' CASE WHEN asked_at < shipped_at AND NOT in_part THEN shipped_at END, %s FROM "{_NEW}"',
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


def _level(column: str) -> str:
    whens = " ".join(f"WHEN {int(state)} THEN {int(level)}" for state, level in LEVELS.items() if state is not None)
    return f"CASE {column} {whens} ELSE {int(Level.NONE)} END"


def _unknown() -> str:
    """Return the condition that nothing but files ever spoke of an order `o`."""
    own = 'k."shop_id" = o."shop_id" AND k."order_no" = o."order_no"'
    known = (model._meta.db_table for model in (Hold, RefundSignal, HoldAct))
    return " AND ".join(f'NOT EXISTS (SELECT 1 FROM "{table}" k WHERE {own})' for table in known)
