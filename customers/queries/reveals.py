"""The log of contacts shown in clear: who saw whose, when and why, and what is unusual among it."""

from datetime import datetime

from django.db.models import QuerySet

from customers.models import Buyer, ContactReveal, PrivacySetting
from customers.models.privacy import USUAL_REVEALS
from orders.models import Shop


def reveals_of(
    *,
    shop: Shop,
    who: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    buyer: Buyer | None = None,
    unusual: bool = False,
) -> QuerySet[ContactReveal]:
    """Return the rows of the log about a shop's buyers, the newest first; lazy, so that the caller may page it.

    `since` inclusive, `until` exclusive. `unusual`: only those beyond what is usual in an hour (`usual_of`).
    """
    rows = ContactReveal.objects.filter(buyer__shop=shop).select_related("by", "buyer__shop")
    if who is not None:
        rows = rows.filter(by=who)
    if buyer is not None:
        rows = rows.filter(buyer=buyer)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    return rows.filter(in_hour__gt=usual_of(shop)) if unusual else rows


def usual_of(shop: Shop) -> int:
    """Return how many contacts shown to one person in an hour are usual in a shop; more are marked."""
    told = PrivacySetting.objects.filter(shop=shop).values_list("reveals_an_hour", flat=True).first()
    return USUAL_REVEALS if told is None else told
