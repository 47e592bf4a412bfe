"""What all SKUs of a shop have in common at a moment: the slots looked back on, the curve of the coming ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from common.windows import Window, hour_of, slot_of, slot_start
from inventory.models import Buffer, StockDay
from inventory.queries.takings import Usual, usual_days
from inventory.rules.runout.horizon import SLOT_MINUTES, Curve
from inventory.rules.runout.rate import Numbers
from inventory.rules.runout.shape import slot_weights
from metrics import queries as metrics

RECENT_SLOTS = 12
EARLIER_SLOTS = 144
AHEAD_SLOTS = 288
NEVER_SOLD = 0.25


@dataclass(frozen=True)
class Sky:
    """Weights are orders the shop expects in a slot.

    `recent`: the last two hours, the running slot with them; `earlier`: before these, back to the start of the sale, at most a
    day.
    """

    as_of: datetime
    recent: Window
    recent_weights: Numbers
    earlier: Window
    earlier_weight: float
    curve: Curve
    usual: Usual


def sky_of(day: StockDay, *, as_of: datetime) -> Sky:
    """Return the sky of a shop at the moment up to which its orders are known."""
    runs = day.sale_starts_at is not None and day.sale_starts_at <= as_of
    usual = usual_days(day.shop, before_slot=slot_of(day.sale_starts_at if runs and day.sale_starts_at else as_of))
    slot = slot_of(as_of)
    passed = (as_of - slot_start(slot)).total_seconds() / 60

    # A shop whose days nobody knows is taken to sleep until its plan begins.
    hours = np.zeros(24) if usual.first_slot is None and day.planned else usual.hours

    def weights(first: int, count: int) -> Numbers:
        return slot_weights(first, count, usual=hours, planned=day.planned, planned_from=day.planned_from)

    recent = Window(slot - RECENT_SLOTS, slot + 1)
    seen = weights(recent.start, recent.length)
    seen[-1] *= passed / SLOT_MINUTES
    earlier = _earlier(day, recent.start, usual)
    coming = weights(slot, AHEAD_SLOTS)
    coming[0] *= 1 - passed / SLOT_MINUTES
    return Sky(
        as_of=as_of,
        recent=recent,
        recent_weights=seen,
        earlier=earlier,
        earlier_weight=float(weights(earlier.start, earlier.length).sum()) if earlier.length else 0.0,
        curve=Curve(coming, SLOT_MINUTES - passed),
        usual=usual,
    )


def _earlier(day: StockDay, before: int, usual: Usual) -> Window:
    """Return the whole hours before a slot: of the sale that runs, else of the last day on which orders are known at all."""
    end = hour_of(before, day.shop.time_zone)
    first = usual.first_slot if usual.first_slot is not None else end
    if day.sale_starts_at is not None and slot_of(day.sale_starts_at) <= before:
        first = slot_of(day.sale_starts_at)
    return Window(min(end, max(first, end - EARLIER_SLOTS)), end)


def expected_pieces(day: StockDay, sky: Sky, place: Mapping[str, int]) -> Numbers:
    """Return the pieces of each SKU that one order brings: by the demand planned for the sale, else as usual.

    What was never sold in all these orders is taken to sell a quarter of a piece in as many; 0 where no orders are known.
    """
    expected = np.full(len(place), NEVER_SOLD / sky.usual.orders if sky.usual.orders else 0.0)
    for sku, pieces in sky.usual.pieces_an_order.items():
        if sku in place:
            expected[place[sku]] = pieces
    if day.campaign_no and day.sale_orders > 0:
        planned = Buffer.objects.filter(shop=day.shop, campaign_no=day.campaign_no, expected__gt=0)
        for sku, units in planned.values_list("sku", "expected"):
            if sku in place:
                expected[place[sku]] = units / day.sale_orders
    return expected


def earlier_pieces(day: StockDay, sky: Sky, place: Mapping[str, int]) -> Numbers:
    """Return the pieces sold of each SKU before the recent slots, in the hours that begin in that time."""
    sold = np.zeros(len(place))
    if sky.earlier.length:
        for each in metrics.sku_sales(shops=[day.shop], window=sky.earlier):
            if each.sku in place:
                sold[place[each.sku]] = max(0, each.units)
    return sold
