"""Judge all buyers of a shop anew, as a row a worker takes: after the rules changed, and every night because time goes by."""
# ruff: noqa: S608 - the names come from our own tables

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Min, Q

from accounts.models import User
from common import bulk
from customers.labelling import put_labels
from customers.models import Buyer, Tier, TierCause, TierRun, TierRunState
from customers.services.fifths import recount_fifths
from customers.tiering import SCOPE, judge
from orders.models import Order, Shop
from orders.services import hold_shop

IDS_PER_BATCH = 50_000
LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 3


@transaction.atomic
def ask_run(*, shop: Shop, cause: TierCause, at: datetime, actor: User | None = None) -> TierRun:
    """Write down that everybody is to be judged anew; the caller rings for a worker after commit. One that waits is returned.

    One that is under way by older rules ends: this one judges everybody.
    """
    waiting = TierRun.objects.filter(shop=shop, state=TierRunState.QUEUED).first()
    if waiting is not None:
        waiting.at, waiting.cause = at, cause if cause == TierCause.RULES else waiting.cause
        waiting.save(update_fields=["at", "cause"])
        return waiting
    under_way = TierRun.objects.filter(shop=shop, state=TierRunState.RUNNING)
    under_way.update(state=TierRunState.DONE, finished_at=at, lease_until=None)
    total = Buyer.objects.filter(shop=shop).count()
    return TierRun.objects.create(shop=shop, cause=cause, at=at, total=total, asked_by=actor)


def ask_runs_of_all(*, at: datetime, cause: TierCause = TierCause.TIME) -> list[int]:
    """Ask for a run of every shop with buyers, because time went by; return their numbers."""
    shops = Shop.objects.filter(pk__in=Buyer.objects.order_by().values("shop_id").distinct())
    return [ask_run(shop=shop, cause=cause, at=at).pk for shop in shops]


def run_tiers(*, run_id: int, now: datetime) -> bool:
    """Judge the buyers of a run to its end, a piece at a time; False when there was nothing to do (done, taken, tried too often).

    Each piece is a transaction with `next_id`, so that a run that was killed goes on where it stopped.
    """
    free = Q(state=TierRunState.QUEUED) | Q(state=TierRunState.RUNNING, lease_until__lte=now)
    run = TierRun.objects.filter(free, pk=run_id, attempt__lt=MOST_ATTEMPTS).select_related("shop").first()
    if run is None:
        return False
    taken = TierRun.objects.filter(free, pk=run_id, attempt=run.attempt)
    if not taken.update(state=TierRunState.RUNNING, attempt=run.attempt + 1, lease_until=now + LEASE):
        return False
    ends = Buyer.objects.filter(shop=run.shop).aggregate(first=Min("pk"), last=Max("pk"))
    last, attempt = ends["last"] or 0, run.attempt + 1
    run.next_id = max(run.next_id, ends["first"] or 0)
    bulk.know_sizes(connection, Order._meta.db_table, Buyer._meta.db_table)  # once: moves of tiers leave the sizes as they are
    while run.next_id <= last:
        if not _piece(run, attempt, last, now):
            return False
    recount_fifths(shop=run.shop, at=now, anew=True)
    held = TierRun.objects.filter(pk=run_id, state=TierRunState.RUNNING, attempt=attempt)
    return bool(held.update(state=TierRunState.DONE, finished_at=now, lease_until=None))


def waiting_runs(*, at: datetime) -> list[int]:
    """Return the runs a worker should be rung for, after ending those that were tried too often."""
    lost = TierRun.objects.filter(state=TierRunState.RUNNING, lease_until__lte=at)
    lost.filter(attempt__gte=MOST_ATTEMPTS).update(state=TierRunState.FAILED, finished_at=at, lease_until=None)
    return list(TierRun.objects.filter(Q(state=TierRunState.QUEUED) | Q(pk__in=lost)).values_list("pk", flat=True))


@transaction.atomic
def _piece(run: TierRun, attempt: int, last: int, now: datetime) -> bool:
    """Judge the buyers of the next numbers; False when the run is no longer ours."""
    hold_shop(shop=run.shop)
    tiers = list(Tier.objects.filter(shop=run.shop, ended_at=None))
    until = min(run.next_id + IDS_PER_BATCH, last + 1)
    held = TierRun.objects.filter(pk=run.pk, state=TierRunState.RUNNING, attempt=attempt)
    if not held.update(lease_until=now + LEASE):
        return False
    bulk.make_room(connection)
    bulk.drop(connection, SCOPE)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{SCOPE}" AS SELECT "id", "buyer_key" FROM "{Buyer._meta.db_table}"'
            f' WHERE "shop_id" = {run.shop_id:d} AND "id" >= {run.next_id:d} AND "id" < {until:d}'
        )
        cursor.execute(f'SELECT COUNT(*) FROM "{SCOPE}"')
        count = int(cursor.fetchone()[0])
    bulk.analyze(connection, SCOPE, ["id", "buyer_key"])
    run.moved += judge(run.shop_id, tiers, at=run.at, cause=TierCause(run.cause))
    put_labels(run.shop_id, at=run.at)
    bulk.drop(connection, SCOPE)
    run.next_id, run.done = until, run.done + count
    held.update(next_id=run.next_id, done=run.done, moved=run.moved)
    return True
