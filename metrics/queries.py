"""The one path for every number."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from itertools import chain
from typing import Literal

import numpy as np
from django.db.models import ExpressionWrapper, F, IntegerField, Max, Min, QuerySet, Sum
from numpy.typing import NDArray

from common.windows import SLOTS_PER_HOUR, Window
from metrics.definitions import METRICS, Metric
from metrics.models import FillState, Rollup, SalesSlot, SkuHour
from orders.models import Order, Provenance, Shop, TrafficHour
from orders.rules import provenance

By = Literal["total", "slot", "hour", "day"]
BY: tuple[By, ...] = ("total", "slot", "hour", "day")
Value = int | Fraction | None
_HOURS_AT_ONCE = 500  # SQLite takes few values in one list
_LOOKED_AT = 50  # the newest facts by each clock: the newest export has its word on one of them


@dataclass(frozen=True)
class NumberRow:
    """The numbers of one period `[start_slot, end_slot)`; both None for a total of nothing.

    Money is whole minor units (an order value a Fraction of them), shares are Fractions, unknown is None.
    """

    start_slot: int | None
    end_slot: int | None
    values: Mapping[str, Value]


@dataclass(frozen=True)
class SkuSales:
    """What one SKU of one shop sold: pieces in paid orders, and what was paid for them in minor units."""

    shop_id: int
    sku: str
    units: int
    revenue_minor: int


@dataclass(frozen=True)
class SkuHourSales:
    """What one SKU sold in one hour, named by its first slot; money in minor units, refunds at the hour they were asked for."""

    hour: int
    lines: int
    units: int
    revenue_minor: int
    refund_minor: int


@dataclass(frozen=True)
class ShopFreshness:
    """How old a shop's numbers are. Moments are UTC, None where there is nothing.

    `orders_as_of`, `traffic_as_of`: when the export was made that has the word on the newest facts. `last_paid_at`: the last
    payment known. `stale_hours`: hours whose facts changed and whose numbers are not counted again yet.
    """

    shop: Shop
    orders_as_of: datetime | None
    traffic_as_of: datetime | None
    last_paid_at: datetime | None
    stale_hours: int


def numbers(*, shops: Sequence[Shop], window: Window | None, by: By, names: Sequence[str] | None = None) -> list[NumberRow]:
    """Return the metrics `names` (all by default) of these shops together, one row per period of the window, in order.

    `window` None: from the first fact to the last. By slot, hour and day every period of the window has a row, also an empty
    one; hours and days are those of the shops' clock, cut to the window; a day has 23 or 25 hours when the clock changes.
    Sums of sales are 0 where there was none, pieces None where no export tells them of the orders paid; sums of traffic are None
    where no traffic is known, and by slot, because
    traffic is known by hour only; an hour of traffic belongs to the period that holds its first slot.
    Raises KeyError for a name that is not defined, ValueError when shops of different currencies, or (by hour, by day) clocks,
    are put together.
    """
    wanted = [METRICS[name] for name in (names if names is not None else METRICS)]
    sums = _sums_for(wanted)
    _check(shops, by)
    found = window or extent(shops=shops)
    if found is None:
        return [NumberRow(None, None, _values(wanted, {}))] if by == "total" else []
    periods = _periods(found, by, shops)
    sales = _by_period(_sales(shops, found, sums), periods, [metric.name for metric in sums if metric.sales], by)
    traffic: list[dict[str, int | None]] = [{} for _ in periods]
    if by != "slot":
        traffic = _by_period(_traffic(shops, found, sums), periods, [metric.name for metric in sums if metric.traffic], by)
    return [
        NumberRow(period.start, period.end, _values(wanted, sold | seen))
        for period, sold, seen in zip(periods, sales, traffic, strict=True)
    ]


def slot_series(*, shops: Sequence[Shop], window: Window, name: str, step: int = 1) -> NDArray[np.int64]:
    """Return one sum of sales (revenue, paid orders ...) of every slot of the window in order, all shops together, 0 for none.

    The same numbers as `numbers(by="slot")`, for whoever wants a year of them as an array. With a `step` the database adds up
    so many slots at a time, counted from the window's first; the last may hold fewer. Raises KeyError for a name that is not
    defined or no sum of sales, ValueError for shops of different currencies.
    """
    metric = METRICS[name]
    if not metric.sales:
        raise KeyError(name)
    _check(shops, "slot")
    series = np.zeros(-(-window.length // step), dtype=np.int64)
    rows = SalesSlot.objects.filter(shop__in=shops, slot__gte=window.start, slot__lt=window.end).order_by()
    place = ExpressionWrapper((F("slot") - window.start) / step, output_field=IntegerField())
    found = list(rows.annotate(place=place).values("place").annotate(total=Sum(metric.sales)).values_list("place", "total"))
    if found:
        places, totals = np.array(found, dtype=np.int64).T
        series[places] = totals
    return series


def extent(*, shops: Sequence[Shop]) -> Window | None:
    """Return the smallest window that holds everything known of these shops; None when nothing is."""
    ends: list[int] = []
    for shop in shops:
        sold = SalesSlot.objects.filter(shop=shop).aggregate(first=Min("slot"), last=Max("slot"))
        seen = TrafficHour.objects.filter(shop=shop).aggregate(first=Min("hour"), last=Max("hour"))
        if sold["first"] is not None:
            ends += [sold["first"], sold["last"] + 1]
        if seen["first"] is not None:
            ends += [seen["first"], seen["last"] + SLOTS_PER_HOUR]
    return Window(min(ends), max(ends)) if ends else None


def sku_sales(*, shops: Sequence[Shop], window: Window) -> list[SkuSales]:
    """Return what each SKU sold in the hours that begin in a window, by shop and SKU; one that sold nothing is left out."""
    rows = SkuHour.objects.filter(shop__in=shops, hour__gte=window.start, hour__lt=window.end)
    sums = rows.order_by("shop_id", "sku").values_list("shop_id", "sku").annotate(Sum("units"), Sum("revenue_minor"))
    return [SkuSales(shop, sku, int(units), int(revenue)) for shop, sku, units, revenue in sums]


def sku_hours(*, shop: Shop, sku: str, window: Window) -> list[SkuHourSales]:
    """Return what one SKU sold in the hours that begin in a window, by hour; an hour without sales or refunds is left out.

    The key of the rollup begins with the hour, so each hour is looked up by itself: what a window of 60 days takes does not
    grow with the other SKUs.
    """
    hours = [hour.start for hour in window.hours(shop.time_zone)]
    found: list[SkuHourSales] = []
    for start in range(0, len(hours), _HOURS_AT_ONCE):
        rows = SkuHour.objects.filter(shop=shop, sku=sku, hour__in=hours[start : start + _HOURS_AT_ONCE]).order_by("hour")
        found += [SkuHourSales(*row) for row in rows.values_list("hour", "lines", "units", "revenue_minor", "refund_minor")]
    return found


def sku_series(*, shop: Shop, window: Window, step: int) -> tuple[list[str], NDArray[np.float64]]:
    """Return the SKUs that sold in a window, in order, and their pieces: a row each, a column for every `step` slots of it.

    Steps are counted from the window's first slot, whatever the clock does; a sale belongs to the step in which its hour begins.
    Lines without a SKU are left out; pieces sent back and never paid for count as none.
    """
    rows = SkuHour.objects.filter(shop=shop, hour__gte=window.start, hour__lt=window.end, units__gt=0).exclude(sku="")
    place = ExpressionWrapper((F("hour") - window.start) / step, output_field=IntegerField())
    found = rows.order_by().annotate(place=place).values("sku", "place").annotate(total=Sum("units"))
    told = list(found.values_list("sku", "place", "total"))
    skus = sorted({sku for sku, _place, _total in told})
    number = {sku: row for row, sku in enumerate(skus)}
    series = np.zeros((len(skus), -(-window.length // step)))
    if told:
        names, places, totals = zip(*told, strict=True)
        series[[number[name] for name in names], places] = totals
    return skus, series


def freshness(*, shops: Sequence[Shop]) -> list[ShopFreshness]:
    """Return how old the numbers of each shop are, in the order given."""
    return [
        ShopFreshness(
            shop=shop,
            orders_as_of=_as_of(_newest(shop, "placed_slot"), _newest(shop, "paid_slot")),
            traffic_as_of=_as_of(TrafficHour.objects.filter(shop=shop).order_by("-hour").values_list("provenance_id", flat=True)),
            last_paid_at=Order.objects.filter(shop=shop, paid_slot=_last_slot(shop)).aggregate(last=Max("paid_at"))["last"],
            stale_hours=FillState.objects.filter(shop=shop, rollup=Rollup.SALES).count(),
        )
        for shop in shops
    ]


def _newest(shop: Shop, slot: str) -> "QuerySet[Order, int]":
    return (
        Order.objects.filter(shop=shop, **{f"{slot}__isnull": False}).order_by(f"-{slot}").values_list("provenance_id", flat=True)
    )


def _last_slot(shop: Shop) -> int | None:
    last: int | None = Order.objects.filter(shop=shop, paid_slot__isnull=False).aggregate(last=Max("paid_slot"))["last"]
    return last


def _as_of(*newest: "QuerySet[Order, int] | QuerySet[TrafficHour, int]") -> datetime | None:
    known = set(chain.from_iterable(each[:_LOOKED_AT] for each in newest))
    layers = Provenance.objects.filter(pk__in=known).values_list("layers", flat=True)
    made = [source.as_of for text in layers for source, _ in provenance.parse(text)]
    return datetime.fromtimestamp(max(made), UTC) if made else None


def _check(shops: Sequence[Shop], by: By) -> None:
    if by not in BY:
        raise ValueError(f"Numbers come by {', '.join(BY)}, not by {by}.")
    if len({shop.currency for shop in shops}) > 1:
        raise ValueError("Shops of different currencies cannot be added up.")
    if by in {"hour", "day"} and len({shop.time_zone for shop in shops}) > 1:
        raise ValueError("Shops on different clocks have no common hours; ask by total or by slot.")


def _sums_for(wanted: Iterable[Metric]) -> list[Metric]:
    needed = {name for metric in wanted for name in (metric.needs or (metric.name, metric.among)) if name}
    sums = {part for name in needed for part in (METRICS[name].needs or (name,))}
    return [METRICS[name] for name in sorted(sums)]


def _periods(window: Window, by: By, shops: Sequence[Shop]) -> list[Window]:
    if by == "total":
        return [window]
    if by == "slot":
        return [Window(slot, slot + 1) for slot in window.slots()]
    zone = shops[0].time_zone
    return list(window.hours(zone) if by == "hour" else window.days(zone))


def _sales(shops: Sequence[Shop], window: Window, sums: Sequence[Metric]) -> list[tuple[int | None, ...]]:
    columns = [metric.sales for metric in sums if metric.sales]
    rows = SalesSlot.objects.filter(shop__in=shops, slot__gte=window.start, slot__lt=window.end)
    return list(
        rows.order_by().values("slot").annotate(*(Sum(column) for column in columns)).values_list("slot", *_named(columns))
    )


def _traffic(shops: Sequence[Shop], window: Window, sums: Sequence[Metric]) -> list[tuple[int | None, ...]]:
    columns = [metric.traffic for metric in sums if metric.traffic]
    rows = TrafficHour.objects.filter(shop__in=shops, hour__gte=window.start, hour__lt=window.end)
    return list(
        rows.order_by().values("hour").annotate(*(Sum(column) for column in columns)).values_list("hour", *_named(columns))
    )


def _named(columns: Sequence[str]) -> list[str]:
    return [f"{column}__sum" for column in columns]


def _by_period(
    rows: Iterable[tuple[int | None, ...]], periods: Sequence[Window], names: Sequence[str], by: By
) -> list[dict[str, int | None]]:
    """Add the rows (first slot, then one value per name) up by the period that holds them; nothing but None in a period: None."""
    starts = [period.start for period in periods]
    found: list[dict[str, int | None]] = [{} for _ in periods]
    for slot, *values in rows:
        period = found[bisect_right(starts, slot) - 1]  # type: ignore[type-var]  # the key is never null
        for name, value in zip(names, values, strict=True):
            known = period.setdefault(name, None)
            if value is not None:
                period[name] = (known or 0) + int(value)
    return found


def _values(wanted: Iterable[Metric], sums: Mapping[str, int | None]) -> dict[str, Value]:
    return {metric.name: _value(metric, sums) for metric in wanted}


def _value(metric: Metric, sums: Mapping[str, int | None]) -> Value:
    if metric.minus:
        first, second = (_value(METRICS[name], sums) for name in metric.minus)
        return None if first is None or second is None else first - second
    if metric.over:
        first, second = (_value(METRICS[name], sums) for name in metric.over)
        return None if first is None or not second else Fraction(first) / Fraction(second)
    if metric.among and sums.get(metric.among):
        return sums.get(metric.name)
    return sums.get(metric.name) if metric.traffic else sums.get(metric.name) or 0
