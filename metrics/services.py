"""Keep the rollups in step with the facts: mark the hours that changed, fill them anew from the facts.

A rollup row is never added to, always made anew: run twice, or killed half-way and run again, the end is the same. The marks are
written in the transaction that changes the facts, and taken away in the one that fills the hour.
"""

from collections.abc import Callable, Iterable

from django.db import connection, transaction

from metrics import filling
from metrics.models import FillState, Rollup
from orders.models import Shop
from orders.services import hold_shop

HOURS_PER_BATCH = 24 * 14  # short enough that others write between two batches, long enough that little is read twice
Progress = Callable[[int, int], None]


def mark_stale(*, shop: Shop, hours: Iterable[int]) -> None:
    """Say that the facts of these hours changed; call it in the transaction that changed them.

    An hour is given as the slot number of its first slot. A mark that is there is written again, on purpose: it makes a
    filling of that hour, which takes its marks away first, wait for this transaction and then see its facts. With "do
    nothing" instead, the filling could take away the old mark, read the facts before this transaction is done, and the
    change would never be counted. Marks are locked in ascending order here and there, so the two cannot block each other.
    """
    rows = [(shop.pk, rollup.value, hour) for rollup in Rollup for hour in sorted(set(hours))]
    table = FillState._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{table}" ("shop_id", "rollup", "hour", "marks") VALUES (%s, %s, %s, 1)'  # noqa: S608 - our own table
            f' ON CONFLICT ("shop_id", "rollup", "hour") DO UPDATE SET "marks" = "{table}"."marks" + 1',
            rows,
        )


def refill(*, shop: Shop, progress: Progress | None = None) -> int:
    """Fill the sales of every stale hour of the shop from the facts; return how many hours were filled.

    Works in batches of hours, each in a transaction of its own. `progress(done, total)` is called after each, outside of
    it; the total grows when hours are marked meanwhile.
    """
    return _refill(shop, Rollup.SALES, progress)


def refill_skus(*, shop: Shop, progress: Progress | None = None) -> int:
    """Fill the sales by SKU of every stale hour, as `refill` does the sales; no board waits for it.

    Of a million lines the SKUs of the hours took four fifths of all filling, mostly to write a third of a million rows.
    """
    return _refill(shop, Rollup.SKUS, progress)


def _refill(shop: Shop, rollup: Rollup, progress: Progress | None) -> int:
    done = 0
    while filled := _refill_batch(shop, rollup):
        done += filled
        if progress:
            progress(done, done + FillState.objects.filter(shop=shop, rollup=rollup).count())
    return done


@transaction.atomic
def _refill_batch(shop: Shop, rollup: Rollup) -> int:
    hold_shop(shop=shop)
    marks = FillState.objects.filter(shop=shop, rollup=rollup)
    hours = list(marks.order_by("hour").select_for_update().values_list("hour", flat=True)[:HOURS_PER_BATCH])
    if hours:
        # First the marks, then the facts: what is committed after this marks again, what was before is seen below.
        marks.filter(hour__in=hours).delete()
        filling.fill(shop, rollup, hours)
    return len(hours)
