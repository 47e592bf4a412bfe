"""The summaries of buyers counted order by order: slow and plain, to hold the rows to."""

from collections import defaultdict
from itertools import pairwise
from statistics import median

from customers.models import Buyer
from customers.rules.tiers import Facts, Sums
from customers.summaries import SUMS
from orders.models import Order, Shop


def counted(shop: Shop) -> dict[str, dict]:
    """Return what the summary of each account must say, from the orders."""
    orders = defaultdict(list)
    for order in Order.objects.filter(shop=shop).exclude(buyer_key=None):
        orders[order.buyer_key].append(order)
    return {key: _summary(some) for key, some in orders.items()}


def _summary(orders: list[Order]) -> dict:
    paid = sorted((one for one in orders if one.paid_at is not None), key=lambda one: (one.paid_slot, one.order_no))
    back = [one.refund_minor for one in paid if (one.refund_minor or 0) > 0]
    gaps = [later.paid_slot - earlier.paid_slot for earlier, later in pairwise(paid)]
    pieces = sorted(int(one.total_minor / one.units) for one in paid if (one.units or 0) > 0 and one.total_minor is not None)
    placed = [one for one in orders if one.province is not None]
    newest = max(
        placed or orders, key=lambda one: (next((s for s in (one.placed_slot, one.paid_slot) if s is not None), -1), one.order_no)
    )
    revenue = sum(one.total_minor or 0 for one in paid)
    return {
        "placed_count": len(orders),
        "orders_count": len(paid),
        "refunded_count": len(back),
        "paid_minor": revenue,
        "refund_minor": sum(back),
        "net_minor": revenue - sum(back),
        "first_paid_at": min((one.paid_at for one in paid), default=None),
        "last_paid_at": max((one.paid_at for one in paid), default=None),
        "gap_seconds": int(median(gaps) * 600) if gaps else None,
        "band_low_minor": pieces[-(-len(pieces) // 4) - 1] if pieces else None,
        "band_high_minor": pieces[-(-3 * len(pieces) // 4) - 1] if pieces else None,
        "province": newest.province,
        "city": newest.city,
    }


def facts_of(row: dict, within: dict[int, Sums] | None = None) -> Facts:
    """Return what the rules see of such a summary."""
    ever = Sums(row["orders_count"], row["net_minor"], row["refunded_count"])
    return Facts(ever, row["last_paid_at"], row["province"], within or {})


def assert_summaries_equal_facts(shop: Shop) -> dict[str, dict]:
    """Hold every buyer to the orders: no row too many, none missing, every sum equal."""
    wanted = counted(shop)
    rows = {row["buyer_key"]: {name: row[name] for name in SUMS} for row in Buyer.objects.filter(shop=shop).values()}
    assert rows == wanted
    return wanted
