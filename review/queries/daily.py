"""The days of a sale's shops on the sale's clock: what each brought, which were ordinary, which have all their data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from campaigns.models import Campaign
from common.pieces import pieces
from common.windows import Window, day_window, local_time
from metrics import queries as metrics
from metrics.models import SkuHour
from orders.models import Shop
from review.rules.effect.measuring import REACH
from review.rules.effect.spans import BOUGHT, WAITED, Bools, Floats

STEP = 3  # slots: half an hour divides every day of every clock


@dataclass(frozen=True)
class Calendar:
    """Days of a clock in a row: the first slot of each, and the first after the last."""

    first: date
    edges: tuple[int, ...]
    zone: str

    @property
    def window(self) -> Window:
        """All of its slots."""
        return Window(self.edges[0], self.edges[-1])

    def __len__(self) -> int:
        return len(self.edges) - 1

    def place(self, on: date) -> int:
        """Return where a day stands; before the first it is below 0."""
        return (on - self.first).days

    def touched(self, start_slot: int, end_slot: int, *, before: int = 0, after: int = 0) -> slice:
        """Return the places of the days a window of slots touches, and some days around them."""
        first = self.place(local_time(start_slot, self.zone).date()) - before
        last = self.place(local_time(end_slot - 1, self.zone).date()) + 1 + after
        return slice(max(first, 0), max(last, 0))

    def sums(self, steps: Floats) -> Floats:
        """Add up a value for every STEP slots from the first slot on to days."""
        starts = [(edge - self.edges[0]) // STEP for edge in self.edges[:-1]]
        found: Floats = np.add.reduceat(steps, starts)
        return found


def calendar_of(campaign: Campaign, shops: Sequence[Shop], *, at: datetime) -> Calendar | None:
    """Return the days from the first fact, at most `REACH` before the sale, to the last whose orders are all known.

    A day is known once it is over and the newest export of every shop was made after it. None before the first whole day.
    """
    extent = metrics.extent(shops=shops)
    if extent is None:
        return None
    zone = ZoneInfo(campaign.time_zone)
    begins = campaign.starts_at.astimezone(zone).date()
    known = [each.orders_as_of for each in metrics.freshness(shops=shops) if each.orders_as_of is not None]
    until = min([at, *known]).astimezone(zone).date()
    first = max(local_time(extent.start, zone).date(), begins - timedelta(days=REACH + WAITED))
    last = min(until, campaign.ends_at.astimezone(zone).date() + timedelta(days=REACH + BOUGHT))
    if last <= first:
        return None
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return Calendar(first, tuple(day_window(day, campaign.time_zone).start for day in days), campaign.time_zone)


def revenue_by_day(calendar: Calendar, shops: Sequence[Shop]) -> Floats:
    """Return what the shops, of one currency, sold each day, in minor units."""
    return calendar.sums(metrics.slot_series(shops=shops, window=calendar.window, name="revenue", step=STEP).astype(np.float64))


def revenue_of_products(calendar: Calendar, shop: Shop, skus: Sequence[str]) -> Floats:
    """Return what some products of a shop sold each day; a sale belongs to the day in which its hour begins."""
    window = calendar.window
    steps = np.zeros(-(-window.length // STEP))
    rows = SkuHour.objects.filter(shop=shop, hour__gte=window.start, hour__lt=window.end)
    for some in pieces(skus):
        for hour, minor in rows.filter(sku__in=some).values_list("hour", "revenue_minor"):
            steps[(hour - window.start) // STEP] += minor
    return calendar.sums(steps)


def ordinary_days(calendar: Calendar, shops: Sequence[Shop], *, but: Campaign | None = None) -> tuple[Bools, Bools]:
    """Return which days no sale of these shops moved, and on which no sale ran; `but`: this sale is not looked at."""
    unmoved, quiet = np.ones(len(calendar), dtype=bool), np.ones(len(calendar), dtype=bool)
    for sale in Campaign.objects.filter(shops__in=shops).exclude(pk=but.pk if but else 0).distinct():
        unmoved[calendar.touched(sale.start_slot, sale.end_slot, before=WAITED, after=BOUGHT)] = False
        quiet[calendar.touched(sale.start_slot, sale.end_slot)] = False
    return unmoved, quiet
