"""The sweeper: whatever message was lost, every import that wants a worker is rung for again."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from customers.services import stale_shops as shops_with_stale_buyers
from imports import doorbell, leases, queries
from imports.forgetting import shops_to_clean
from imports.models import ImportJob
from imports.receivers import shops_with_receivers
from inventory.services import shops_to_refresh, shops_with_stale_levels, stale_shops
from metrics.models import FillState

UNTOUCHED = timedelta(seconds=60)
STALE_PART = timedelta(days=1)


def sweep(*, at: datetime) -> int:
    """Ring for imports whose lease ran out and for those nobody touched for a minute; return how many rings.

    One started too often without coming a step further is marked failed instead, with the reason. Doing this twice does no harm.
    Rings too for hours and buyers that nobody counted and for claims to clean, while no import is under way. Removes uploads
    cut off more than a day ago.
    """
    expired = ~Q(worker="") & Q(lease_until__lte=at)
    forgotten = Q(worker="") & Q(touched_at__lte=at - min(UNTOUCHED, timedelta(seconds=settings.IMPORT_LEASE_SECONDS)))
    rings = 0
    for job in ImportJob.objects.moving().filter(expired | forgotten).order_by("touched_at", "pk"):
        if job.worker and job.attempt >= settings.IMPORT_ATTEMPTS:
            leases.give_up(job)
            if job.shop_id is not None:
                doorbell.ring_waiting(shop_id=job.shop_id)
        else:
            doorbell.ring(job_id=job.pk, state=job.state)
            rings += 1
    if not queries.is_busy(at=at):
        uncounted = FillState.objects.values_list("shop_id", flat=True).distinct()
        marked = {
            *stale_shops(),
            *shops_with_stale_levels(),
            *shops_to_refresh(),
            *shops_with_stale_buyers(),
            *shops_with_receivers(),
        }
        for shop_id in sorted({*uncounted, *marked}):
            doorbell.ring_to_count(shop_id=shop_id)
        for shop_id in shops_to_clean():
            doorbell.ring_to_clean(shop_id=shop_id)
    _drop_old_parts(at)
    return rings


def _drop_old_parts(at: datetime) -> None:
    for part in (Path(settings.DATA_DIR) / "incoming").glob("*.part"):
        if part.stat().st_mtime < (at - STALE_PART).timestamp():
            part.unlink(missing_ok=True)
