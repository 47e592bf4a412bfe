"""SQLite keeps no statistics: every statement of a load must find facts by their whole key, however many there are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from metrics import services as metrics
from orders.claims import Source
from orders.services import create_shop, load_chunk, refold
from tests.orders.claims import Export, keys_of, moment
from tests.orders.strategies import START

pytestmark = pytest.mark.django_db
FACTS = ('"orders_order"', '"orders_orderline"', '"orders_traffichour"')


def export(number: int, orders: range) -> Export:
    paid = {"paid_at": moment(START + number), "placed_at": moment(START), "freight_minor": number}
    return Export(
        Source(number, f"{number:064}"),
        {f"T{order:03}": paid for order in orders},
        {
            (f"T{order:03}", line): {"sku": "A", "paid_minor": 5 + number, "refund_minor": number}
            for order in orders
            for line in "12"
        },
    )


def test_no_statement_walks_the_facts() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps statistics and may well read small tables whole")
    walked: list[tuple[str, str]] = []

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if (
            not many
            and any(table in sql for table in FACTS)
            and not sql.endswith("WHERE 1 = 0")
            and not sql.startswith(("EXPLAIN", 'INSERT INTO "orders_order'))
        ):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                for *_, step in cursor.fetchall():
                    whole = step.startswith(("SCAN o", "SCAN l")) or (
                        step.startswith(("SEARCH o ", "SEARCH l ")) and "AND" not in step
                    )
                    if whole:
                        walked.append((step, sql))
        return execute(sql, params, many, context)

    shop = create_shop(actor=None, name="Teashop")
    first, second, third = export(1, range(20)), export(2, range(10, 30)), export(3, range(5))
    with connection.execute_wrapper(explain), transaction.atomic():
        for each in (first, second, third, first):
            touched = load_chunk(shop=shop, source=each.source, chunk=each.chunk())
            metrics.mark_stale(shop=shop, hours=touched.hours)
        metrics.refill(shop=shop)
        metrics.refill_skus(shop=shop)
        refold(shop=shop, keys=keys_of([second]), standing=[(each.source, each.chunk()) for each in (first, third)])
    assert walked == []
