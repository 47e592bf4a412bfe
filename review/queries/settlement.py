"""Reads of settled money."""

from collections.abc import Iterable

from common.pieces import pieces
from orders.models import Order, Shop


def paid_slots(*, shop: Shop, order_nos: Iterable[str]) -> frozenset[int]:
    """Return the slots in which these orders were paid; those that are unknown or unpaid have none."""
    found: set[int] = set()
    for some in pieces(sorted(order_nos)):
        rows = Order.objects.filter(shop=shop, order_no__in=some, paid_slot__isnull=False)
        found |= {slot for slot in rows.values_list("paid_slot", flat=True) if slot is not None}
    return frozenset(found)
