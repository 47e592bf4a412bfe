"""What the guard did, counted: parcels stopped and their value, orders shipped although refunded, scans of a person today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from accounts.models import User
from dispatch.models import Hold, ScanLog
from dispatch.rules.answers import Word
from orders.models import Shop

LOST_DAYS = 30


@dataclass(frozen=True)
class Stopped:
    """Parcels that were told to stop, each counted once, and what they come to in one currency; None where that is not known."""

    parcels: int
    value_minor: int | None


def table_counts(*, by: User, at: datetime) -> dict[str, int]:
    """Return how many parcels a person was told to ship and to stop in the last 24 hours, each parcel once."""
    mine = ScanLog.objects.filter(by=by, scanned_at__gt=at - timedelta(hours=24))
    found = dict(mine.values_list("word").annotate(parcels=Count("key", distinct=True)).order_by())
    return {"shipped": found.get(Word.SHIP, 0), "stopped": found.get(Word.STOP, 0)}


def day_start(at: datetime, zone: str) -> datetime:
    """Return when the day of a moment began by the clock of a zone."""
    return at.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def stopped_since(since: datetime, *, shops: Iterable[Shop], limit: int = 200) -> list[ScanLog]:
    """Return the first scan of each parcel that was told to stop since a moment, newest first."""
    scans = ScanLog.objects.filter(scanned_at__gte=since, word=Word.STOP, shop__in=list(shops)).select_related("shop", "by")
    first: dict[str, ScanLog] = {}
    for scan in scans.order_by("scanned_at", "pk"):
        first.setdefault(scan.key, scan)
    return sorted(first.values(), key=lambda scan: scan.scanned_at, reverse=True)[:limit]


def stopped_value(scans: Iterable[ScanLog]) -> Stopped:
    """Return how many parcels these are and what they come to."""
    found = list(scans)
    values = [scan.value_minor for scan in found if scan.value_minor is not None]
    return Stopped(len(found), sum(values) if values else None)


def lost_since(since: datetime, *, shops: Iterable[Shop]) -> list[Hold]:
    """Return the orders that left since a moment although their money was asked back before, newest first."""
    lost = Hold.objects.filter(lost_at__gte=since, shop__in=list(shops)).select_related("shop")
    return list(lost.order_by("-lost_at", "order_no"))
