"""Since when whole orders stand on hold."""

from collections.abc import Sequence
from datetime import datetime

from common.pieces import pieces
from dispatch.states import OPEN_STATES
from orders.models import Order, Shop
from orders.states import RefundState

ASKED = (RefundState.REQUESTED, RefundState.RETURNING)


def held_since(shop: Shop, numbers: Sequence[str]) -> dict[str, int]:
    """Return since when those of these orders that are held as a whole are, in UTC epoch seconds."""
    found: dict[str, int] = {}
    for piece in pieces(numbers):
        rows = Order.objects.filter(shop=shop, order_no__in=piece, refund_state__in=ASKED, refund_requested_at__isnull=False)
        found |= {number: int(at.timestamp()) for number, at in rows.values_list("order_no", "refund_requested_at") if at}
    return found


def held_before(shop: Shop, moment: datetime, *, since: int, most: int = 5_000) -> list[str]:
    """Return the numbers of open orders that have been held since before the moment, at most `most`."""
    rows = Order.objects.filter(shop=shop, state__in=OPEN_STATES, paid_slot__gte=since, refund_state__in=ASKED)
    return list(rows.filter(refund_requested_at__lte=moment).values_list("order_no", flat=True)[:most])
