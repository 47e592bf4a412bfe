"""Reads of the log of look-ups."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from customers.models import Buyer
from desk.models import LookUp

MOST_SEEN = 8
_LOOKED_AT = 60


def look_ups(*, who: int | None = None, since: datetime | None = None) -> QuerySet[LookUp]:
    """Return the look-ups, the newest first; of one person, since a moment."""
    rows = LookUp.objects.select_related("who", "buyer__shop").order_by("-pk")
    if who is not None:
        rows = rows.filter(who=who)
    return rows if since is None else rows.filter(at__gte=since)


def last_seen(who: User) -> list[Buyer]:
    """Return the buyers a person opened last, each once, eight at most."""
    numbers = LookUp.objects.filter(who=who, buyer__isnull=False).order_by("-pk").values_list("buyer_id", flat=True)[:_LOOKED_AT]
    wanted = [number for number in dict.fromkeys(numbers) if number is not None][:MOST_SEEN]
    found = Buyer.objects.select_related("shop", "tier").in_bulk(wanted)
    return [found[number] for number in wanted if number in found]
