"""The past days of a shop as rows of slots, which of them were sales, and what today has brought so far."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from campaigns.models import Campaign
from common.windows import Window, day_window, local_time
from live.rules.projection.days import Day, Floats
from metrics import queries as metrics
from metrics.definitions import METRICS
from orders.models import Shop

DAY_SLOTS, DAY_HOURS = 144, 24
MOST_DAYS = 400


def past_days(*, shop: Shop, metric: str, until: date, most: int = MOST_DAYS) -> list[Day]:
    """Return the days of the shop's clock before `until` in order, from the first with facts on, at most `most`.

    Sums of sales come in slots of ten minutes, sums of traffic by the hour; revenue has its paid orders beside it. A day on which
    the clock changes is stretched to the usual length. Days on which a sale ran are marked.
    """
    extent = metrics.extent(shops=[shop])
    if extent is None:
        return []
    first = max(local_time(extent.start, shop.time_zone).date(), until - timedelta(days=most))
    windows = [day_window(first + timedelta(days=number), shop.time_zone) for number in range((until - first).days)]
    if not windows:
        return []
    sales = _sale_days(shop, windows[0].start, windows[-1].end)
    whole = Window(windows[0].start, windows[-1].end)
    values = _rows(shop, metric, whole, windows)
    orders = _rows(shop, "paid_orders", whole, windows) if metric == "revenue" else None
    return [
        Day(
            first + timedelta(days=number),
            values[number],
            None if orders is None else orders[number],
            is_sale=any(start < window.end and window.start < end for start, end in sales),
        )
        for number, window in enumerate(windows)
    ]


def today_so_far(*, shop: Shop, metric: str, day: date, cut: int) -> tuple[Floats, Floats | None]:
    """Return the closed slots of a day before slot `cut`, and the paid orders beside revenue."""
    window = day_window(day, shop.time_zone)
    known = Window(window.start, min(max(cut, window.start), window.end))
    if known.length == 0:
        return np.empty(0), None
    values = metrics.slot_series(shops=[shop], window=known, name=metric).astype(float)
    orders = metrics.slot_series(shops=[shop], window=known, name="paid_orders").astype(float) if metric == "revenue" else None
    return values[:DAY_SLOTS], None if orders is None else orders[:DAY_SLOTS]


def _sale_days(shop: Shop, start: int, end: int) -> list[tuple[int, int]]:
    sales = Campaign.objects.filter(shops=shop)
    return [(sale.start_slot, sale.end_slot) for sale in sales if sale.start_slot < end and start < sale.end_slot]


def _rows(shop: Shop, metric: str, whole: Window, windows: Sequence[Window]) -> list[Floats]:
    if METRICS[metric].sales:
        series = metrics.slot_series(shops=[shop], window=whole, name=metric).astype(float)
        return [_stretched(series[day.start - whole.start : day.end - whole.start], DAY_SLOTS) for day in windows]
    hours = {
        row.start_slot: float(row.values[metric] or 0)
        for row in metrics.numbers(shops=[shop], window=whole, by="hour", names=[metric])
        if row.start_slot is not None
    }
    return [
        _stretched(np.array([hours.get(hour.start, 0.0) for hour in day.hours(shop.time_zone)]), DAY_HOURS) for day in windows
    ]


def _stretched(values: Floats, length: int) -> Floats:
    """Return a day of 23 or 25 hours as one of the usual length, its sum kept."""
    if len(values) == length:
        return values
    running = np.concatenate([[0.0], np.cumsum(values)])
    places = np.linspace(0, len(values), length + 1)
    return np.diff(np.interp(places, np.arange(len(running)), running))
