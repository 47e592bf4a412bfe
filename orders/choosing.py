"""Which shop a page is about."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from orders.models import Shop


def shop_of(asked: Mapping[str, Any], shops: Iterable[Shop] | None = None) -> Shop | None:
    """Return the shop that an address or a form asks for (`shop`), else the first; None when there is none.

    `shops` are those it is chosen from, all of them by name unless given.
    """
    known = list(Shop.objects.all() if shops is None else shops)
    return next((shop for shop in known if str(shop.pk) == asked.get("shop")), known[0] if known else None)


def shop_zone(shop: Shop) -> ZoneInfo:
    """Return the clock of a shop."""
    return ZoneInfo(shop.time_zone)
