"""The numbers counted from the raw facts, order by order: slow and plain, to hold the rollups to."""

from collections import Counter
from dataclasses import dataclass, field

from common.windows import hour_of, slot_of
from metrics.models import SalesSlot, SkuHour
from orders.models import Order, OrderLine, Shop

SALES = [
    "placed_orders",
    "placed_minor",
    "unpaid_orders",
    "unpaid_minor",
    "paid_orders",
    "revenue_minor",
    "units",
    "units_orders",
    "refund_orders",
    "refund_minor",
]
SKU = ["lines", "units", "revenue_minor", "refund_minor"]


@dataclass
class Counted:
    """Sums by slot and by (hour, SKU)."""

    sales: dict[int, Counter] = field(default_factory=dict)
    skus: dict[tuple[int, str], Counter] = field(default_factory=dict)

    def add(self, slot: int, **values: int) -> None:
        self.sales.setdefault(slot, Counter()).update(values)


def counted(shop: Shop) -> Counted:
    """Count the raw facts of the shop."""
    result = Counted()
    lines: dict[str, list[OrderLine]] = {}
    for line in OrderLine.objects.filter(shop=shop):
        lines.setdefault(line.order_no, []).append(line)
    for order in Order.objects.filter(shop=shop):
        placed, paid, asked = (
            moment and slot_of(moment) for moment in (order.placed_at, order.paid_at, order.refund_requested_at)
        )
        total = order.total_minor or 0
        if placed is not None:
            result.add(placed, placed_orders=1, placed_minor=total)
            if paid is None:
                result.add(placed, unpaid_orders=1, unpaid_minor=total)
        if paid is not None:
            result.add(
                paid, paid_orders=1, revenue_minor=total, units=order.units or 0, units_orders=int(order.units is not None)
            )
            hour = hour_of(paid, shop.time_zone)
            for line in lines.get(order.order_no, []):
                result.skus.setdefault((hour, line.sku or ""), Counter()).update(
                    lines=1, units=line.units or 0, revenue_minor=line.paid_minor or 0
                )
        refunded = next((slot for slot in (asked, paid, placed) if slot is not None), None)
        if refunded is None:
            continue
        if (order.refund_minor or 0) > 0:
            result.add(refunded, refund_orders=1, refund_minor=order.refund_minor)
        for line in lines.get(order.order_no, []):
            if (line.refund_minor or 0) > 0:
                key = hour_of(refunded, shop.time_zone), line.sku or ""
                result.skus.setdefault(key, Counter())["refund_minor"] += line.refund_minor
    return result


def assert_rollups_equal_facts(shop: Shop) -> None:
    """Hold every row of the rollups to the raw facts; a row that is not there is a row of zeros."""
    naive = assert_sales_equal_facts(shop)
    skus = {
        (row["hour"], row["sku"]): {name: row[name] for name in SKU if row[name]}
        for row in SkuHour.objects.filter(shop=shop).values()
    }
    assert nonzero(skus) == nonzero(naive.skus)


def assert_sales_equal_facts(shop: Shop) -> Counted:
    """Hold the sales by slot to the raw facts: no row too many, pieces unknown where no paid order tells them."""
    naive = counted(shop)
    sales = {
        row["slot"]: {name: row[name] for name in SALES if row[name]} for row in SalesSlot.objects.filter(shop=shop).values()
    }
    assert sales == nonzero(naive.sales)
    for row in SalesSlot.objects.filter(shop=shop):
        assert (row.units is None) == (row.units_orders == 0)
    return naive


def nonzero(rows: dict) -> dict:
    kept = {key: {name: value for name, value in row.items() if value} for key, row in rows.items()}
    return {key: row for key, row in kept.items() if row}
