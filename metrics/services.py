"""Keep the rollups in step with the facts: add what changed, or mark the hours that changed and fill them anew from the facts.

The sales of a slot are changed in the transaction that changes the facts, by the difference (decision 9). The sales by SKU are
made anew, and so are the sales where somebody asks for it: run twice, or killed half-way and run again, the end is the same.
Marks are written in the transaction that changes the facts, and taken away in the one that fills the hour.
"""
# ruff: noqa: S608 - the names come from our own tables

from collections.abc import Callable, Iterable

from django.db import connection, transaction

from common import bulk
from metrics import filling
from metrics.models import FillState, Rollup
from orders.models import Shop
from orders.services import Touched, hold_shop
from orders.touched import hours_of, slots_in

HOURS_PER_BATCH = 24 * 14  # short enough that others write between two batches, long enough that little is read twice
Progress = Callable[[int, int], None]


def record_changes(*, shop: Shop, touched: Touched) -> None:
    """Bring the numbers in step with facts that have just changed; call it in the transaction that changed them.

    The sales of the slots are changed by what the orders were and are. The sales by SKU are marked stale, to be filled later.
    """
    if touched.movements is None:
        return
    hold_shop(shop=shop)
    filling.add(shop, touched.movements)
    _mark(shop, [Rollup.SKUS], hours_of(slots_in(touched.movements), shop.time_zone))


def mark_stale(*, shop: Shop, hours: Iterable[int]) -> None:
    """Have all numbers of these hours counted anew from the facts, whatever they are: to mend them.

    An hour is given as the slot number of its first slot.
    """
    _mark(shop, Rollup, hours)


def _mark(shop: Shop, rollups: Iterable[Rollup], hours: Iterable[int]) -> None:
    """Write marks. One that is there is written again, on purpose.

    It makes a filling of that hour, which takes its marks away first, wait for this transaction and then see its facts. With
    "do nothing" instead, the filling could take away the old mark, read the facts before this transaction is done, and the
    change would never be counted. Marks are locked in ascending order here and there, so the two cannot block each other.
    """
    table = FillState._meta.db_table
    listed, as_parameter = bulk.listed(connection)
    with connection.cursor() as cursor:
        for rollup in rollups:
            cursor.execute(
                f'INSERT INTO "{table}" AS f ("shop_id", "rollup", "hour", "marks") SELECT %s, %s, v.value, 1 FROM {listed} AS v'
                ' WHERE 1 = 1 ORDER BY v.value ON CONFLICT ("shop_id", "rollup", "hour") DO UPDATE SET "marks" = f."marks" + 1',
                [shop.pk, rollup.value, as_parameter(sorted(set(hours)))],
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
