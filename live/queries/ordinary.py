"""Where today will end in a shop without a sale, and how good that answer has been on its own days."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from common.windows import slot_of
from live.models import BacktestResult, KnownMorning
from live.queries.days import today_so_far
from live.rules.projection.kept import morning_of
from live.rules.projection.ordinary import Forecast, Morning
from metrics import queries as metrics
from orders.models import Shop

FIRST_SLOTS = 3  # half an hour of a day: before it the usual day is all there is to say
BAND_FROM, CLAIM_FROM = 7, 14  # clean days from which a band is shown, and from which it holds what it says


@dataclass(frozen=True)
class Today:
    """One metric of one shop today. `forecast` is None while too little is known; `state` says why.

    state: ready; no_days (fewer than two clean ones), rough (two to six: the band is a guess), early (the day has hardly begun),
    waiting (the worker has not learned today's morning yet). `cut`: slot up to which all orders are known.
    """

    shop: Shop
    metric: str
    day: date
    state: str
    cut: int | None
    morning: Morning | None
    forecast: Forecast | None

    @property
    def claims(self) -> bool:
        """Whether there are days enough for the band to hold the end four of five times."""
        return self.morning is not None and self.morning.days >= CLAIM_FROM


def today_of(*, shop: Shop, metric: str, at: datetime) -> Today:
    """Return where today will end in a shop, from its closed slots, at the age of its data."""
    day = at.astimezone(ZoneInfo(shop.time_zone)).date()
    row = KnownMorning.objects.filter(shop=shop, metric=metric).first()
    if row is None or row.day != day:
        return Today(shop, metric, day, "waiting", None, None, None)
    fresh = metrics.freshness(shops=[shop])[0]
    known_to = min(fresh.orders_as_of, at) if fresh.orders_as_of else None
    cut = None if known_to is None else slot_of(known_to)
    if not row.known:
        return Today(shop, metric, day, "no_days", cut, None, None)
    morning = morning_of(row.known)
    if morning.days < 2:
        return Today(shop, metric, day, "no_days", cut, morning, None)
    values, orders = today_so_far(shop=shop, metric=metric, day=day, cut=cut or 0)
    if len(values) < FIRST_SLOTS:
        return Today(shop, metric, day, "early", cut, morning, None)
    state = "ready" if morning.days >= BAND_FROM else "rough"
    return Today(shop, metric, day, state, cut, morning, morning.forecast(values, orders))


def scores_of(*, shop: Shop, metric: str) -> dict[str, Any]:
    """Return the kept back-test of a shop's metric as `rules.projection.kept.scores_as_data` wrote it; empty before one."""
    found = BacktestResult.objects.filter(shop=shop, metric=metric).values_list("scores", flat=True).first()
    return found or {}
