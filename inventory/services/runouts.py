"""Keep the run-outs of a shop in step: after each import, every few minutes, and whenever a stock level was changed by hand."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from common.pieces import AT_ONCE
from common.windows import slot_of
from inventory.models import RunOut, RunOutState, StockDay
from inventory.queries.forecast import Forecast, forecast
from inventory.rules.runout.interval import KEPT, observed_minutes
from inventory.rules.runout.shape import Planned
from metrics.queries import freshness
from orders.models import Shop

ATTEMPTS = 3
DAY_SLOTS = 144
_COLUMNS = tuple(name for name in Forecast.__dataclass_fields__ if name != "sku")
_WRITTEN = (*_COLUMNS, "alert_since", "as_of", "refreshed_at")
_ENDS = ("goes_minute", "low_minute", "high_minute")
ALARMS = {RunOutState.GONE, RunOutState.ALERT}


def refresh_run_outs(*, shop: Shop, at: datetime, skus: Collection[str] | None = None) -> int:
    """Work out the run-outs of a shop at `at` anew, of all its SKUs or of some; return how many rows changed.

    Orders count as far as they are known; in a shop without orders `at` itself. Working them out takes a second and is done
    outside of any lock; where another refresh wrote meanwhile it is done anew, so that no older picture is left standing.
    """
    for _attempt in range(ATTEMPTS):
        orders_as_of = freshness(shops=[shop])[0].orders_as_of
        as_of = at if orders_as_of is None else min(orders_as_of, at)
        day = note_data(shop=shop, as_of=None if orders_as_of is None else as_of)
        told = forecast(day=day, at=at, as_of=as_of, interval=interval_of(day), skus=skus)
        with transaction.atomic():
            held = StockDay.objects.select_for_update().get(pk=day.pk)
            if held.version == day.version:
                changed = _write(shop, told, as_of, at, skus)
                if changed:
                    StockDay.objects.filter(pk=day.pk).update(version=held.version + 1)
                return changed
    return 0


@transaction.atomic
def note_data(*, shop: Shop, as_of: datetime | None) -> StockDay:
    """Note up to where the orders of a shop are known (None: of none) and return what stands of its day.

    A later moment counts for the usual time between two imports; an earlier one, after an import was taken back, does not.
    """
    StockDay.objects.get_or_create(shop=shop)
    day = StockDay.objects.select_for_update(of=("self",)).select_related("shop").get(shop=shop)
    if as_of != day.as_of:
        if as_of is not None and (day.as_of is None or as_of > day.as_of):
            day.seen = [*day.seen, as_of.isoformat()][-KEPT:]
        day.as_of = as_of
        day.save(update_fields=["as_of", "seen"])
    return day


def interval_of(day: StockDay) -> int | None:
    """Return the minutes from one import to the next: a person's word, else as observed, None where too few were seen."""
    return day.interval_minutes or observed_minutes([datetime.fromisoformat(text) for text in day.seen])


@transaction.atomic
def plan_stock_day(*, shop: Shop, planned: Planned | None, at: datetime) -> StockDay:
    """Keep the curve of the sale that runs in a shop (None: no sale does), from a day before `at` to two days after it."""
    StockDay.objects.get_or_create(shop=shop)
    day = StockDay.objects.select_for_update(of=("self",)).select_related("shop").get(shop=shop)
    if planned is None:
        told: dict[str, Any] = {"campaign_no": 0, "sale_starts_at": None, "sale_ends_at": None, "sale_orders": 0.0}
        told |= {"planned_from": None, "planned": []}
    else:
        first = max(planned.first_slot, slot_of(at) - DAY_SLOTS)
        last = slot_of(at) + 2 * DAY_SLOTS
        near = planned.orders[first - planned.first_slot : max(0, last - planned.first_slot)]
        told = {
            "campaign_no": planned.campaign_no,
            "sale_starts_at": planned.starts_at,
            "sale_ends_at": planned.ends_at,
            "sale_orders": float(sum(planned.orders)),
            "planned_from": first,
            "planned": [round(float(orders), 4) for orders in near],
        }
    if any(getattr(day, name) != value for name, value in told.items()):
        for name, value in told.items():
            setattr(day, name, value)
        day.save(update_fields=list(told))
    return day


@transaction.atomic
def set_stock_day(*, actor: User | None, shop: Shop, values: Mapping[str, Any]) -> StockDay:
    """Set what the alert line and the risk are worked out from; the rows follow with the next refresh.

    `values`: interval_minutes (None: as observed), swap_minutes, safety_share, risk_limit.
    """
    StockDay.objects.get_or_create(shop=shop)
    day = StockDay.objects.select_for_update(of=("self",)).select_related("shop").get(shop=shop)
    names = [name for name in ("interval_minutes", "swap_minutes", "safety_share", "risk_limit") if name in values]
    before = {name: getattr(day, name) for name in names}
    for name in names:
        setattr(day, name, values[name])
    changed = [name for name in names if before[name] != values[name]]
    if changed:
        day.save(update_fields=changed)
        was, now = ({name: row[name] for name in changed} for row in (before, values))
        record(actor=actor, action="stock.set_day", target=shop.name, before=was, after=now)
    return day


def _write(shop: Shop, told: list[Forecast], as_of: datetime, at: datetime, skus: Collection[str] | None) -> int:
    """Write the rows that changed and take away those of SKUs that are sold no more; return how many."""
    standing = RunOut.objects.filter(shop=shop)
    if skus is not None:
        standing = standing.filter(sku__in=skus)
    rows = {row.sku: row for row in standing}
    changed = []
    for one in told:
        row = rows.pop(one.sku, None)
        values = dict(vars(one))
        if row is not None and row.state == one.state == RunOutState.GONE:
            values |= {name: getattr(row, name) for name in _ENDS}  # the minute in which it was first seen gone
        if row is not None and all(getattr(row, name) == values[name] for name in _COLUMNS):
            continue
        since = row.alert_since if row is not None and row.state in ALARMS else at
        alert_since = since if one.state in ALARMS else None
        changed.append(RunOut(shop=shop, **values, alert_since=alert_since, as_of=as_of, refreshed_at=at))
    RunOut.objects.bulk_create(
        changed, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["shop", "sku"], update_fields=_WRITTEN
    )
    gone = RunOut.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()[0] if rows else 0
    return len(changed) + gone
