"""Whose money is asked back, also where only a message told it and no file does yet."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from dispatch.models import Hold
from dispatch.rules.holds import Level
from orders.models import Order

_OPEN = (Level.UNSURE, Level.ASKED, Level.RETURNING)


def asking_back(*, shop: int, buyer_keys: Iterable[str]) -> set[str]:
    """Return those of these accounts of a shop of which any order has an open refund by what files and messages say together.

    A release by hand lets a parcel go and ends no refund. Asked along the index of a buyer's orders.
    """
    holds = Hold.objects.filter(shop=OuterRef("shop_id"), order_no=OuterRef("order_no"), level__in=_OPEN)
    rows = Order.objects.filter(Exists(holds), shop=shop, buyer_key__in=list(buyer_keys))
    return {key for key in rows.order_by().values_list("buyer_key", flat=True) if key}
