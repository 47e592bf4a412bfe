"""Where the curves come from: the shop's own numbers, asked through the one path of metrics."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from campaigns.models import Campaign, CurveKind
from campaigns.rules import curve as curve_rules
from campaigns.rules.curve import Curve
from campaigns.rules.split import Leaves
from common.windows import Window, local_time, slot_of
from metrics import queries as metrics_queries
from orders.models import Shop

WEEK_SLOTS = 7 * 144


def curve_of(*, campaign: Campaign, kind: str, hand: Leaves | None = None, step: int = 1) -> Curve:
    """Return the weights of every slot of the sale for a curve; without data they are flat and `fallback` says why.

    `hand` are the slots as they stand, the shape of `by_hand`. With a `step` the past is read so many slots at a time and each
    slot of a step weighs the same: enough for a drawing of a long sale, at a tenth of the cost.
    """
    window = Window(campaign.start_slot, campaign.end_slot)
    if kind == CurveKind.LAST_SALE:
        return _earlier_sale(campaign, window, step)
    if kind == CurveKind.SAME_WEEKDAY:
        return _same_weekday(campaign, window, step)
    if kind == CurveKind.BY_HAND and hand is not None and hand.any():
        return _resized(hand, window.length)
    return curve_rules.flat(window.length, fallback="no_hours" if kind == CurveKind.BY_HAND else "")


def revenue_slots(*, shops: Sequence[Shop], window: Window, step: int = 1) -> Leaves:
    """Return the revenue of each slot of the window in order, minor units, all shops together; 0 where nothing was sold.

    With a `step` every slot of it holds the revenue of the whole step: right for weights, not for sums.
    """
    series = metrics_queries.slot_series(shops=shops, window=window, name="revenue", step=step)
    return np.repeat(series, step)[: window.length] if step > 1 else series


def traffic_shape(*, campaign: Campaign, name: str) -> Leaves | None:
    """Return the shape of visitors or inquiries over the slots of the sale, as the earlier sale had it, aligned as its revenue.

    Visitors do not come as revenue does: at the opening the crowd of the warm-up buys at once, later people look around. None
    when there is no earlier sale or its traffic is not known.
    """
    earlier = campaign.compare_with
    if earlier is None:
        return None
    past: list[int] = []
    window = Window(earlier.start_slot, earlier.end_slot)
    for row in metrics_queries.numbers(shops=list(earlier.shops.all()), window=window, by="hour", names=[name]):
        if row.start_slot is not None and row.end_slot is not None:
            slots = row.end_slot - row.start_slot
            past += [int(row.values[name] or 0) * curve_rules.PARTS_OF_AN_HOUR // slots] * slots
    curve = curve_rules.from_sale(past, campaign.end_slot - campaign.start_slot)
    return None if curve.fallback else curve.weights


def _earlier_sale(campaign: Campaign, window: Window, step: int) -> Curve:
    earlier = campaign.compare_with
    if earlier is None:
        return curve_rules.flat(window.length, fallback="no_sale")
    past = revenue_slots(shops=list(earlier.shops.all()), window=Window(earlier.start_slot, earlier.end_slot), step=step)
    return curve_rules.from_sale(past, window.length)


def _same_weekday(campaign: Campaign, window: Window, step: int) -> Curve:
    """Take the last four weeks before the sale that show the same weekdays."""
    shops = list(campaign.shops.all())
    first = -(-window.length // WEEK_SLOTS)
    windows = [_weeks_before(window, campaign.time_zone, back) for back in range(first, first + curve_rules.WEEKS)]
    whole = Window(min(one.start for one in windows), max(one.end for one in windows))
    sold = revenue_slots(shops=shops, window=whole, step=step)
    cut = [sold[one.start - whole.start : one.end - whole.start] for one in windows]
    weeks = [one if one.any() else None for one in cut]
    found = curve_rules.from_weekdays(weeks)
    return found if len(found.weights) == window.length else curve_rules.flat(window.length, fallback="no_weekdays")


def _weeks_before(window: Window, zone: str, weeks: int) -> Window:
    """Return a window of the same length that begins at the same time of the shop's clock so many weeks before."""
    start = local_time(window.start, zone)
    naive = start.replace(tzinfo=None) - timedelta(weeks=weeks)
    moment = datetime(*naive.timetuple()[:6], tzinfo=ZoneInfo(zone))
    begin = slot_of(moment)
    return Window(begin, begin + window.length)


def _resized(hand: Leaves, length: int) -> Curve:
    """Keep the shape by hand when the sale became longer or shorter: cut, or go on with its last value."""
    if len(hand) >= length:
        return Curve(hand[:length])
    return Curve(np.concatenate([hand, np.full(length - len(hand), int(hand[-1]), dtype=np.int64)]))
