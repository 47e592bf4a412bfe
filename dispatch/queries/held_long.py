"""Since when whole orders stand on hold, for the rule of those held long."""

from collections.abc import Sequence
from datetime import datetime

from common.pieces import pieces
from dispatch.models import Hold
from orders.models import Shop


def held_since(shop: Shop, numbers: Sequence[str]) -> dict[str, int]:
    """Return since when those of these orders that are held as a whole are, in UTC epoch seconds."""
    found: dict[str, int] = {}
    for piece in pieces(numbers):
        rows = Hold.objects.filter(shop=shop, order_no__in=piece, is_held=True, lines__isnull=True)
        found |= {number: int(since.timestamp()) for number, since in rows.values_list("order_no", "since")}
    return found


def held_before(shop: Shop, moment: datetime, *, most: int = 5_000) -> list[str]:
    """Return the numbers of orders not shipped that have been held as a whole since before the moment, at most `most`."""
    rows = Hold.objects.filter(shop=shop, is_held=True, waiting=True, lines__isnull=True, since__lte=moment)
    return list(rows.order_by("since").values_list("order_no", flat=True)[:most])
