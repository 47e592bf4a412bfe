"""Count what became of a shop's unpaid orders, each night, for the chance of payment (`desk.rules.chase.odds`)."""
# ruff: noqa: S608 - the names come from our own tables

from datetime import datetime

from django.db import connection, transaction

from desk.models import ChaseOdds
from desk.queries.chase import rule_of
from desk.rules.chase.odds import EDGES, standing_of, stretch_of
from desk.rules.chase.windows import UNPAID
from orders.models import Order, Shop
from orders.states import OrderState

DAYS = 180
SLOTS_A_DAY = 144
_ORDER = f'"{Order._meta.db_table}"'


@transaction.atomic
def fit_odds(*, shop: Shop, at: datetime) -> ChaseOdds:
    """Count the orders placed in the last half year by value, standing, and the age at which they paid or were given up.

    An order that waits leaves at its age now, one that was closed unpaid at the platform's limit: nobody tells when it was. The
    standing is that of the buyer when the order was placed, counted over the same half year.
    """
    now = int(at.timestamp()) // 600
    last, limit = EDGES[-1], max(1, rule_of(shop).close_minutes // 10)
    since = now - DAYS * SLOTS_A_DAY
    waits = ", ".join(str(state) for state in sorted(UNPAID))
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT AVG("total_minor") FROM {_ORDER} WHERE "shop_id" = {shop.pk:d} AND "placed_slot" >= {since:d}'
            f' AND "placed_slot" <= {now:d} AND "total_minor" > 0'
        )
        mean = cursor.fetchone()[0]
        mean = None if mean is None else float(mean)
        low, high = ("0", "0") if mean is None else (f"{mean / 2:.2f}", f"{mean * 2:.2f}")
        cursor.execute(
            f'SELECT "band", "before", "ended", "age", COUNT(*) FROM (SELECT'
            f' CASE WHEN "total_minor" < {low} THEN 0 WHEN "total_minor" > {high} THEN 2 ELSE 1 END AS "band",'
            ' CASE WHEN "was" > 5 THEN 5 ELSE "was" END AS "before",'
            ' CASE WHEN "paid_slot" IS NOT NULL THEN 1 ELSE 0 END AS "ended",'
            f' CASE WHEN "waited" > {last:d} THEN {last:d} WHEN "waited" < 0 THEN 0 ELSE "waited" END AS "age" FROM ('
            ' SELECT "total_minor", "paid_slot",'
            ' COALESCE(SUM(CASE WHEN "paid_slot" IS NOT NULL THEN 1 ELSE 0 END) OVER (PARTITION BY "buyer_key"'
            ' ORDER BY "placed_slot", "order_no" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS "was",'
            f' CASE WHEN "paid_slot" IS NOT NULL THEN "paid_slot" - "placed_slot" WHEN "state" IN ({waits})'
            f' THEN CASE WHEN {now:d} - "placed_slot" > {limit:d} THEN {limit:d} ELSE {now:d} - "placed_slot" END'
            f' ELSE {limit:d} END AS "waited"'
            f' FROM {_ORDER} WHERE "shop_id" = {shop.pk:d} AND "placed_slot" >= {since:d} AND "placed_slot" <= {now:d}'
            ' AND "buyer_key" IS NOT NULL AND "total_minor" > 0'
            f' AND ("paid_slot" IS NOT NULL OR "state" IN ({waits}, {OrderState.CLOSED_UNPAID:d}))) o) a'
            ' GROUP BY "band", "before", "ended", "age"'
        )
        found = cursor.fetchall()
    counts: dict[tuple[int, int, int], list[int]] = {}
    for band, before, ended, age, count in found:
        key = int(band), standing_of(int(before)), stretch_of(int(age))
        counts.setdefault(key, [0, 0])[0 if ended else 1] += int(count)
    rows = [[*key, *both] for key, both in sorted(counts.items())]
    kept = {"counts": rows, "mean_minor": mean, "orders": sum(paid + left for *_key, paid, left in rows), "fitted_at": at}
    return ChaseOdds.objects.update_or_create(shop=shop, defaults=kept)[0]
