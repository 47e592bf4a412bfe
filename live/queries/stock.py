"""Which ads should stop, and which were stopped: what the sale that runs has to do with the stock."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from inventory.models import NEVER_MINUTE, RunOutState, StockDay
from inventory.queries.cockpit import CockpitRow
from live.models import StoppedAds
from orders.models import Shop


class Reason(StrEnum):
    """Why the ads of a product should stop."""

    GONE = "gone"
    BELOW_LINE = "below_line"
    BEFORE_DELIVERY = "before_delivery"


def reason_to_stop(row: CockpitRow) -> Reason | None:
    """Return why visitors should no longer be bought for a product; None where they may.

    It is gone, below its alert line, or gone before the morning of the day for which a supplier promised more. What nobody asks
    for any more has no ads to stop.
    """
    run_out = row.run_out
    if run_out.state == RunOutState.GONE:
        return Reason.GONE if run_out.hourly * 24 >= 1 else None
    if run_out.state == RunOutState.ALERT:
        return Reason.BELOW_LINE
    if row.promise is not None and run_out.goes_minute < NEVER_MINUTE:
        morning = datetime.combine(row.promise.on, time(), ZoneInfo(run_out.shop.time_zone))
        if run_out.goes_minute < morning.timestamp() // 60:
            return Reason.BEFORE_DELIVERY
    return None


def sales_of(shops: Collection[Shop]) -> dict[int, int]:
    """Return the number of the sale that runs in each shop; shops without one are left out."""
    return dict(StockDay.objects.filter(shop__in=shops, campaign_no__gt=0).values_list("shop_id", "campaign_no"))


def stopped(rows: Sequence[CockpitRow], *, sales: dict[int, int]) -> dict[tuple[int, str], int]:
    """Return the number of the task that stops the ads of each of these products in the sale that runs."""
    keys = {(row.run_out.shop_id, row.run_out.sku) for row in rows}
    found = StoppedAds.objects.filter(campaign__in=set(sales.values()), sku__in={sku for _shop, sku in keys})
    tasks = {
        (shop, sku): task
        for shop, sku, sale, task in found.values_list("shop_id", "sku", "campaign_id", "task_id")
        if sales.get(shop) == sale
    }
    return {key: task for key, task in tasks.items() if key in keys}


def moment_of(minute: int) -> datetime | None:
    """Return the moment of a UTC minute (epoch // 60); None for never."""
    return None if minute >= NEVER_MINUTE else datetime.fromtimestamp(60 * minute, UTC)
