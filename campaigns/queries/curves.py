"""Where the curves come from: the shop's own numbers, asked through the one path of metrics."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from campaigns.models import Campaign, CurveKind
from campaigns.queries.shops import own_shops
from campaigns.rules import curve as curve_rules
from campaigns.rules.curve import Curve
from campaigns.rules.split import Leaves
from common.once import once
from common.windows import Window, local_time, slot_of
from metrics import queries as metrics_queries
from orders.models import Shop

WEEK_SLOTS = 7 * 144


@once
def curve_of(*, campaign: Campaign, kind: str, hand: Leaves | None = None, step: int = 1) -> Curve:
    """Return the weights of every slot of the sale for a curve; without data they are flat and `fallback` says why.

    `hand` are the slots as they stand, the shape of `by_hand`. With a `step` the past is read so many slots at a time and each
    slot of a step weighs the same: enough for a drawing of a long sale, at a tenth of the cost.
    """
    return curves_of(campaign=campaign, kinds=(kind,), hand=hand, step=step)[kind]


def curves_of(*, campaign: Campaign, kinds: Collection[str], hand: Leaves | None = None, step: int = 1) -> dict[str, Curve]:
    """Return several curves as `curve_of` gives each, by kind; what two of them ask of the same past is asked once."""
    window = Window(campaign.start_slot, campaign.end_slot)
    asked = {kind: past for kind in kinds if (past := _asked(campaign, kind, window)) is not None}
    sold = dict(zip(asked, revenue_of(list(asked.values()), step=step), strict=True))
    found = {}
    for kind in kinds:
        if kind == CurveKind.LAST_SALE:
            found[kind] = _earlier_sale(sold.get(kind), window)
        elif kind == CurveKind.SAME_WEEKDAY:
            found[kind] = _same_weekday(campaign, sold[kind], window)
        elif kind == CurveKind.BY_HAND and hand is not None and hand.any():
            found[kind] = _resized(hand, window.length)
        else:
            found[kind] = curve_rules.flat(window.length, fallback="no_hours" if kind == CurveKind.BY_HAND else "")
    return found


def revenue_of(asked: Sequence[tuple[list[Shop], Window]], *, step: int = 1) -> list[Leaves]:
    """Return the revenue of each slot of each window in order, minor units, its shops together; 0 where nothing was sold.

    With a `step` every slot of it holds the revenue of the whole step, counted from the window's first slot (the last step may
    be shorter): right for weights, not for sums. Windows of the same shops that overlap are read in one go, where the steps of
    all of them begin and end at the same slots.
    """
    if not asked:
        return []
    whole = Window(min(window.start for _shops, window in asked), max(window.end for _shops, window in asked))
    shops = {tuple(sorted(shop.pk for shop in of)) for of, _window in asked}
    on_grid = all(
        (window.start - whole.start) % step == 0 and (window.end == whole.end or window.length % step == 0)
        for _shops, window in asked
    )
    if len(shops) == 1 and on_grid and whole.length < sum(window.length for _shops, window in asked):
        sold = _revenue_slots(asked[0][0], whole, step)
        return [sold[window.start - whole.start : window.end - whole.start] for _shops, window in asked]
    return [_revenue_slots(of, window, step) for of, window in asked]


def _revenue_slots(shops: list[Shop], window: Window, step: int) -> Leaves:
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
    for row in metrics_queries.numbers(shops=own_shops(earlier), window=window, by="hour", names=[name]):
        if row.start_slot is not None and row.end_slot is not None:
            slots = row.end_slot - row.start_slot
            past += [int(row.values[name] or 0) * curve_rules.PARTS_OF_AN_HOUR // slots] * slots
    curve = curve_rules.from_sale(past, campaign.end_slot - campaign.start_slot)
    return None if curve.fallback else curve.weights


def _asked(campaign: Campaign, kind: str, window: Window) -> tuple[list[Shop], Window] | None:
    """Return the shops and the past window whose revenue a curve follows; None for one that follows none."""
    if kind == CurveKind.LAST_SALE and campaign.compare_with is not None:
        earlier = campaign.compare_with
        return own_shops(earlier), Window(earlier.start_slot, earlier.end_slot)
    if kind == CurveKind.SAME_WEEKDAY:
        windows = _weekday_windows(campaign, window)
        return own_shops(campaign), Window(min(one.start for one in windows), max(one.end for one in windows))
    return None


def _weekday_windows(campaign: Campaign, window: Window) -> list[Window]:
    """Return the last four windows before the sale that show the same weekdays."""
    first = -(-window.length // WEEK_SLOTS)
    return [_weeks_before(window, campaign.time_zone, back) for back in range(first, first + curve_rules.WEEKS)]


def _earlier_sale(sold: Leaves | None, window: Window) -> Curve:
    if sold is None:
        return curve_rules.flat(window.length, fallback="no_sale")
    return curve_rules.from_sale(sold, window.length)


def _same_weekday(campaign: Campaign, sold: Leaves, window: Window) -> Curve:
    windows = _weekday_windows(campaign, window)
    start = min(one.start for one in windows)
    cut = [sold[one.start - start : one.end - start] for one in windows]
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
