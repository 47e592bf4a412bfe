"""Count the orders of an audience list against those drawn out (intention to treat: all members, reached or not)."""
# ruff: noqa: S608 - the names come from our own tables

from datetime import datetime, timedelta

from django.db import connection, transaction

from desk.models import Audience, AudienceMember, AudienceState
from orders.models import Order


@transaction.atomic
def count_orders(*, audience: Audience, at: datetime) -> Audience:
    """Count the orders of a frozen list's members paid in [frozen_at, frozen_at + days), as far as it is that late; keep it.

    Of each arm: members, members with an order, revenue before refunds, its squares by member. Raises ValueError before it is
    frozen.
    """
    if audience.frozen_at is None:
        raise ValueError("not frozen")
    first = int(audience.frozen_at.timestamp()) // 600
    last = int((audience.frozen_at + timedelta(days=audience.days)).timestamp()) // 600
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "held", COUNT(*), SUM("money"), SUM(CAST("money" AS DOUBLE PRECISION) * CAST("money" AS DOUBLE PRECISION)),'
            ' SUM("orders") FROM (SELECT m."buyer_key", CASE WHEN m."is_held" THEN 1 ELSE 0 END AS "held", COUNT(*) AS "orders",'
            f' SUM(COALESCE(o."total_minor", 0)) AS "money" FROM "{AudienceMember._meta.db_table}" m'
            f' CROSS JOIN "{Order._meta.db_table}" o WHERE m."audience_id" = {audience.pk:d} AND o."shop_id" = m."shop_id"'
            f' AND o."buyer_key" = m."buyer_key" AND o."paid_slot" >= {first:d} AND o."paid_slot" < {last:d}'
            ' GROUP BY m."buyer_key", m."is_held") b GROUP BY "held"'
        )
        found = {int(held): [int(count), int(money), float(squares), int(orders)] for held, count, money, squares, orders
                 in cursor.fetchall()}  # fmt: skip
    outcome: dict[str, list[float]] = {}
    for name, held, size in (("reached", 0, audience.members_count), ("held", 1, audience.held_count)):
        paid, money, squares, orders = found.get(held, [0, 0, 0.0, 0])
        outcome[name] = [size, paid, money, squares]
        outcome[f"{name}_orders"] = [orders]
    audience.outcome, audience.counted_at = outcome, at
    audience.save(update_fields=["outcome", "counted_at"])
    return audience


def count_recent(*, at: datetime) -> int:
    """Count the lists whose days are not over, or were over less than a day ago; return how many."""
    rows = Audience.objects.filter(state=AudienceState.FROZEN).select_related("shop")
    recent = [one for one in rows if one.frozen_at and at < one.frozen_at + timedelta(days=one.days + 1)]
    for one in recent:
        count_orders(audience=one, at=at)
    return len(recent)
