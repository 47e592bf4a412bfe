"""A count of pairs as a row: asked for, taken by a worker, finished or failed. A doubled or lost message does no harm."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services import record
from common.windows import Window
from inventory.models import Pair, PairRun, RunState
from inventory.pairings import worked_out
from orders.models import Shop
from orders.services import hold_shop

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
KEPT = 6
_WAIT = timedelta(seconds=20)
_AT_ONCE = 1_000
logger = logging.getLogger(__name__)


@transaction.atomic
def ask_pairs(*, actor: User | None, shop: Shop, window: Window, min_count: int, at: datetime) -> PairRun:
    """Write down that the pairs of a window are wanted, and return the row; one that waits for the same already is returned.

    `min_count` from 1. The caller rings for a worker after the transaction, or calls `run_pairs` itself. Of the shop's older
    counts six are kept.
    """
    hold_shop(shop=shop)
    rows = PairRun.objects.filter(shop=shop)
    waiting = rows.filter(state=RunState.QUEUED).first()
    wanted = {"start_slot": window.start, "end_slot": window.end, "min_count": min_count}
    if waiting is not None and all(getattr(waiting, name) == value for name, value in wanted.items()):
        return waiting
    rows.filter(state=RunState.QUEUED).delete()
    rows.filter(pk__in=list(rows.values_list("pk", flat=True)[KEPT - 1 :])).delete()
    run = PairRun.objects.create(shop=shop, asked_by=actor, asked_at=at, **wanted)
    after = {"from": window.start_at, "to": window.end_at, "min_count": min_count}
    record(actor=actor, action="pairs.count", target=shop.name, after=after)
    return run


def run_pairs(*, run_id: int, at: datetime) -> bool:
    """Count the pairs of a run and keep the best; False when there was nothing to do (done, taken, gone, tried too often).

    Trouble leaves the run to the sweeper, which tries three times.
    """
    if not _claim(run_id, at):
        return False
    run = PairRun.objects.select_related("shop").get(pk=run_id)
    rows, figures = worked_out(run)
    with transaction.atomic():
        held = PairRun.objects.filter(pk=run_id, state=RunState.RUNNING, attempt=run.attempt)
        done = held.update(state=RunState.DONE, made_at=at, lease_until=None, **figures)
        if done:
            Pair.objects.bulk_create(rows, batch_size=_AT_ONCE)
    return bool(done)


def waiting_pairs(*, at: datetime) -> list[int]:
    """Return the runs a worker should be rung for, after ending those that were tried too often."""
    lost = PairRun.objects.filter(state=RunState.RUNNING, lease_until__lte=at)
    why = "It was started three times and never ended; ask an administrator to look into the log."
    given_up = lost.filter(attempt__gte=MOST_ATTEMPTS)
    if count := given_up.update(state=RunState.FAILED, error=why, made_at=at, lease_until=None):
        logger.error("%s counts of pairs were given up.", count)
    queued = PairRun.objects.filter(state=RunState.QUEUED, asked_at__lte=at - _WAIT)
    return [*lost.values_list("pk", flat=True), *queued.values_list("pk", flat=True)]


def _claim(run_id: int, at: datetime) -> bool:
    """Take a run that waits, or whose worker is gone, by one conditional update."""
    free = Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, lease_until__lte=at)
    row = PairRun.objects.filter(free, pk=run_id, attempt__lt=MOST_ATTEMPTS)
    run = row.first()
    if run is None:
        return False
    taken = row.filter(attempt=run.attempt)
    return bool(taken.update(state=RunState.RUNNING, attempt=run.attempt + 1, lease_until=at + LEASE))
