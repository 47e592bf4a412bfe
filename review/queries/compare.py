"""Two to five sales on one axis (F21): a metric along it and its plan, by hours since the start, by phase, or by calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from campaigns.models import Campaign
from campaigns.queries.board import phase_spans
from campaigns.queries.target import ROWS, target_arrays
from common.windows import SLOTS_PER_HOUR, Window, slot_of
from metrics import queries as metrics
from metrics.definitions import METRICS, Metric, Unit
from orders.models import Shop
from review.rules.compare import Made, Sums, Value, plus, points, shares

HOURS, PHASE, CALENDAR = "hours", "phase", "calendar"
AXES = (HOURS, PHASE, CALENDAR)
MOST_SALES = 5
LEAP_YEAR = 2024  # any date of any year is one of its days
NOTHING: Sums = (None, None)


@dataclass(frozen=True)
class Compared:
    """One sale along the axis. `places`: hours since the start (or since New Year), or phases from 1 on.

    `values`, `planned`: the metric and its plan there, None where not known; the plan goes on where the sale has not come yet.
    `so_far`: the metric of everything up to each place that was reached.
    `left_out`: shops of another currency than the sale's.
    """

    campaign: Campaign
    places: tuple[int, ...]
    values: tuple[Value, ...]
    planned: tuple[Value, ...]
    so_far: tuple[Value, ...]
    planned_total: Value
    left_out: tuple[str, ...]

    @property
    def total(self) -> Value:
        """The metric of all that was reached."""
        return self.so_far[-1] if self.so_far else None


@dataclass(frozen=True)
class Comparison:
    """The sales in the order they were asked for. `is_share`: amounts are parts of each sale's target, for currencies differ."""

    metric: Metric
    axis: str
    is_running: bool
    is_share: bool
    sales: tuple[Compared, ...]

    @property
    def currency(self) -> str:
        """The currency of all; empty where they differ."""
        return "" if self.is_share else self.sales[0].campaign.currency if self.sales else ""


def compared(campaigns: Sequence[Campaign], *, metric: str, axis: str, is_running: bool, at: datetime) -> Comparison:
    """Return sales beside each other up to `at`. Raises KeyError for a metric that is not defined."""
    asked = METRICS[metric]
    several = len({one.currency for one in campaigns}) > 1
    is_share = several and asked.unit is Unit.MONEY
    rows = tuple(_compared(one, asked, axis, is_running, is_share, at) for one in campaigns)
    return Comparison(asked, axis, is_running, is_share, rows)


def chosen_first(*, at: datetime) -> list[Campaign]:
    """Return the two sales that began last, for whoever has not chosen yet."""
    return list(Campaign.objects.filter(starts_at__lte=at).order_by("-starts_at", "-pk")[:2])


def choosable(*, at: datetime, most: int = 60) -> list[Campaign]:
    """Return the sales that have begun, the newest first."""
    return list(Campaign.objects.filter(starts_at__lte=at).order_by("-starts_at", "-pk")[:most])


def _compared(campaign: Campaign, metric: Metric, axis: str, is_running: bool, is_share: bool, at: datetime) -> Compared:
    shops = list(campaign.shops.order_by("pk"))
    own = [shop for shop in shops if shop.currency == campaign.currency or metric.unit is not Unit.MONEY]
    names = metric.needs or (metric.name,)
    sums = _by_phase(campaign, own, names, at) if axis == PHASE else _by_hour(campaign, own, names, at)
    plan = _planned(campaign, names, axis)
    made = Made("minus" if metric.minus else "over" if metric.over else "sum")
    whole = campaign.order_value_target_minor if metric.over else campaign.revenue_target_minor

    def told(rows: Sequence[Sums], *, running: bool) -> list[Value]:
        found = points(rows, made, is_running=running)
        return shares(found, whole) if is_share else found

    so_far, plan_so_far = told(sums, running=True), told(plan, running=True)
    places = range(max(len(sums), len(plan)))
    values = told(sums, running=is_running) + [None] * (len(places) - len(sums))
    planned = told(plan, running=is_running) + [None] * (len(places) - len(plan))
    first = 1 if axis == PHASE else _since_new_year(campaign) if axis == CALENDAR else 0
    return Compared(
        campaign,
        tuple(first + place for place in places),
        tuple(values),
        tuple(planned),
        tuple(so_far),
        plan_so_far[-1] if plan_so_far else None,
        tuple(shop.name for shop in shops if shop not in own),
    )


def _by_hour(campaign: Campaign, shops: Sequence[Shop], names: Sequence[str], at: datetime) -> list[Sums]:
    """Return the sums of each hour since the start that has begun; shops on other clocks count in the hour their own begins."""
    end = min(campaign.end_slot, slot_of(at) + 1)
    count = -(-max(end - campaign.start_slot, 0) // SLOTS_PER_HOUR)
    found = [NOTHING] * count
    for zone in sorted({shop.time_zone for shop in shops}):
        group = [shop for shop in shops if shop.time_zone == zone]
        window = Window(campaign.start_slot, max(end, campaign.start_slot))
        for row in metrics.numbers(shops=group, window=window, by="hour", names=names):
            if row.start_slot is not None:
                place = (row.start_slot - campaign.start_slot) // SLOTS_PER_HOUR
                found[place] = plus(found[place], _sums(row.values, names))
    return found


def _by_phase(campaign: Campaign, shops: Sequence[Shop], names: Sequence[str], at: datetime) -> list[Sums]:
    """Return the sums of each phase that has begun; the hours before a phase count towards it, as in its target."""
    found: list[Sums] = []
    for span in phase_spans(campaign=campaign):
        if span.counts_from_slot > slot_of(at) or not shops:
            break
        window = Window(span.counts_from_slot, min(span.counts_to_slot, slot_of(at) + 1))
        found.append(_sums(metrics.numbers(shops=shops, window=window, by="total", names=names)[0].values, names))
    return found


def _sums(values: object, names: Sequence[str]) -> Sums:
    told = [values[name] for name in names]  # type: ignore[index]  # a mapping of names to whole sums
    whole = [None if value is None else int(value) for value in told]
    return whole[0], whole[1] if len(whole) > 1 else None


def _planned(campaign: Campaign, names: Sequence[str], axis: str) -> list[Sums]:
    """Return what was planned for the sums along the axis; empty where the plan has no such number, or there is none."""
    target = target_arrays(campaign=campaign)
    if not set(names) <= set(ROWS) or not target.table.shape[1]:
        return []
    if axis == PHASE:
        windows = [(span.counts_from_slot, span.counts_to_slot) for span in phase_spans(campaign=campaign)]
    else:
        starts = range(campaign.start_slot, campaign.end_slot, SLOTS_PER_HOUR)
        windows = [(start, min(start + SLOTS_PER_HOUR, campaign.end_slot)) for start in starts]
    running = target.running()
    last = running.shape[1] - 1
    found: list[Sums] = []
    for start, end in windows:
        low, high = (min(max(slot - target.start_slot, 0), last) for slot in (start, end))
        sums = [int(running[ROWS.index(name)][high] - running[ROWS.index(name)][low]) for name in names]
        found.append((sums[0], sums[1] if len(sums) > 1 else None))
    return found


def _since_new_year(campaign: Campaign) -> int:
    """Return the hours from New Year to the start on the sale's own clock, in a year that has every date."""
    local = campaign.starts_at.astimezone(ZoneInfo(campaign.time_zone))
    same = datetime(LEAP_YEAR, local.month, local.day, local.hour, tzinfo=UTC)
    return int((same - datetime(LEAP_YEAR, 1, 1, tzinfo=UTC)).total_seconds()) // 3600
