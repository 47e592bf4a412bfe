"""Who was forgotten: known again by a keyed hash, never by name."""

import hmac
from collections.abc import Callable, Mapping

from django.conf import settings
from django.db.models import Max

from customers.models import Buyer, Erasure
from customers.proposing import FORGOTTEN
from orders.models import Shop

Renaming = Callable[[str], str | None]


def is_forgotten(buyer: Buyer) -> bool:
    """Tell whether this is the pseudonym of somebody who was forgotten."""
    return buyer.buyer_key.startswith(FORGOTTEN)


def digest_of(shop_id: int, buyer_key: str) -> str:
    """Return the keyed hash by which a forgotten account is known again."""
    return hmac.digest(settings.BUYER_HASH_KEY, f"{shop_id}:{buyer_key}".encode(), "sha256").hex()


def renaming_of(shop: Shop) -> tuple[int, Renaming | None]:
    """Return the number of the shop's last forgetting, and what gives the pseudonym of a forgotten account (None for others).

    (0, None) for a shop that forgot nobody, for which nothing need be looked at.
    """
    last = Erasure.objects.filter(shop=shop).aggregate(last=Max("pk"))["last"] or 0
    if not last:
        return 0, None
    known: Mapping[str, str] = dict(Erasure.objects.filter(shop=shop).values_list("digest", "pseudonym"))

    def pseudonym(account: str) -> str | None:
        return None if account.startswith(FORGOTTEN) else known.get(digest_of(shop.pk, account))

    return last, pseudonym


def last_forgettings() -> dict[int, int]:
    """Return the number of the last forgetting of each shop that forgot somebody."""
    rows = Erasure.objects.order_by().values("shop_id").annotate(last=Max("pk"))
    return {row["shop_id"]: row["last"] for row in rows}
