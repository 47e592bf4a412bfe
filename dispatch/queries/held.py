"""Which orders must not ship now, and what changed since a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum

from dispatch.models import Hold
from dispatch.queries.offline import WAITING_DAYS
from dispatch.rules.holds import Level
from orders.models import Shop

# A long import commits after it wrote its moments: who asks for what is new since a moment gets what is a little older too.
OVERLAP = timedelta(minutes=5)


# What is open needs somebody; what is refunded in full is over, and must not leave all the same.
SHOWN = ("open", "refunded", "all")


def held_now(*, shops: Iterable[Shop], at: datetime, show: str = "all") -> QuerySet[Hold]:
    """Return the holds on orders that wait and were paid in the last 30 days, or of which that is not known; newest first.

    `show`: "open" those whose refund is not through, "refunded" those whose money is back, "all".
    """
    recent = Q(paid_at__gte=at - timedelta(days=WAITING_DAYS)) | Q(paid_at=None)
    held = Hold.objects.filter(recent, is_held=True, waiting=True, shop__in=list(shops)).select_related("shop")
    if show == "open":
        held = held.exclude(level=Level.FULL)
    elif show == "refunded":
        held = held.filter(level=Level.FULL)
    return held.order_by("-since", "-value_minor", "shop_id", "order_no")


@dataclass(frozen=True)
class Standing:
    """Held orders: how many, what they come to where that is known (minor units), since when the oldest stands."""

    orders: int
    value_minor: int | None
    oldest: datetime | None


def standing_holds(*, shops: Iterable[Shop], at: datetime) -> Standing:
    """Return what is held and open in these shops of one currency; all None and 0 where nothing is."""
    held = held_now(shops=shops, at=at, show="open").select_related(None)
    found = held.aggregate(orders=Count("order_no"), value=Sum("value_minor"), oldest=Min("since"))
    return Standing(found["orders"], found["value"], found["oldest"])


def changed_since(since: datetime, *, shops: Iterable[Shop], limit: int) -> list[Hold]:
    """Return the holds that came, changed or went since a moment less five minutes, oldest change first."""
    changed = Hold.objects.filter(changed_at__gte=since - OVERLAP, shop__in=list(shops)).select_related("shop")
    return list(changed.order_by("changed_at", "shop_id", "order_no")[:limit])
