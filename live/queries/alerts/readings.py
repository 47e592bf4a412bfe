"""The number of every watch of one sale at a moment. Each source is asked once, however many watches look at it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from campaigns.models import Campaign
from campaigns.queries.shops import own_shops
from campaigns.queries.tasks import task_rows
from campaigns.queries.traffic import traffic_plan
from campaigns.queries.traffic_actuals import actuals
from campaigns.queries.traffic_budget import traffic_budget
from common.windows import Window
from live.measures import MEASURES, Source
from live.models import Watch
from live.page.findings import split_finding
from live.page.outlook import outlook_now
from live.queries.alerts.dispatched import dispatched
from live.queries.alerts.goods import goods_reading
from live.rules.alerts.hour import hour_parts
from live.rules.alerts.machine import Reading
from metrics import queries as metrics
from orders.models import Shop

MOST_NAMES = 5
Board = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """What one watch reads: the reading for its rule, which things it speaks of, the largest part of the gap so far."""

    reading: Reading
    names: tuple[str, ...] = ()
    largest: str = ""


@dataclass
class Sight:
    """One sale at a moment, asked lazily. `board`: its newest board as it was counted; None while there is none."""

    campaign: Campaign
    board: Board | None
    at: datetime
    _totals: dict[tuple[str, int], float | None] = field(default_factory=dict)

    @cached_property
    def shops(self) -> list[Shop]:
        """The shops of the sale that take its currency."""
        return own_shops(self.campaign)

    @cached_property
    def cut(self) -> int:
        """How many slots of the sale are known."""
        counted = self.board["data"]["counted_to"] if self.board else None
        return 0 if counted is None else int(datetime.fromisoformat(counted).timestamp()) // 600 - self.campaign.start_slot

    @cached_property
    def late(self) -> tuple[str, ...]:
        """The titles of the tasks that are late, the one due first in front."""
        return tuple(row.title for row in task_rows(campaign=self.campaign, at=self.at) if row.days_late)

    @cached_property
    def by_channel(self) -> dict[str, float]:
        """Visitors of each planned channel so far against the plan of the same hours, less one."""
        plan = traffic_plan(self.campaign)
        seen = actuals(self.campaign, plan, traffic_budget(self.campaign, plan))
        rows = seen.rows if seen else ()
        return {row.kind.key: float(row.visitors_share - 1) for row in rows if row.visitors_share is not None}

    @cached_property
    def hour(self) -> dict[str, float | None]:
        """What the newest hour lost to its largest cause beyond chance, as a share of what was due in it."""
        return hour_parts(self.board["hours"] if self.board else [])

    @cached_property
    def cause(self) -> str:
        """The largest part of the shortfall so far, as the board tells it; "" where there is none."""
        found = split_finding(self.board) if self.board else {}
        return str(found["kind"]) if found.get("is_short") else ""

    def total(self, name: str, minutes: int) -> float | None:
        """Return a metric of the last known minutes of the sale (0: of all of it); None where nothing is known."""
        if (name, minutes) not in self._totals:
            self._totals[name, minutes] = self._count(name, minutes)
        return self._totals[name, minutes]

    def _count(self, name: str, minutes: int) -> float | None:
        if self.cut <= 0:
            return None
        end = self.campaign.start_slot + self.cut
        start = max(self.campaign.start_slot, end - -(-minutes // 10)) if minutes else self.campaign.start_slot
        [row] = metrics.numbers(shops=self.shops, window=Window(start, end), by="total", names=[name])
        value = row.values[name]
        return None if value is None else float(value)


def readings(*, sight: Sight, watches: Iterable[Watch]) -> dict[int, Read]:
    """Return what each watch reads, by its number. What is not known reads None, and changes no incident."""
    found = {}
    for watch in watches:
        measure = MEASURES.get(watch.measure)
        if measure is None:
            continue
        if measure.ends and sight.at >= sight.campaign.ends_at:
            found[watch.pk] = Read(Reading(None, is_over=True))
            continue
        value, names = _SOURCES[measure.source](sight, watch)
        found[watch.pk] = Read(Reading(value, is_provisional=measure.is_provisional), tuple(names[:MOST_NAMES]), sight.cause)
    return found


Said = tuple[float | None, tuple[str, ...]]


def _board(sight: Sight, watch: Watch) -> Said:
    if sight.board is None:
        return None, ()
    if watch.measure == "unpaid_share":
        unpaid, placed = sight.total("unpaid_orders", 0), sight.total("placed_orders", 0)
        return (None if unpaid is None or not placed else unpaid / placed), ()
    if watch.measure.startswith("hour."):
        return sight.hour[watch.measure.removeprefix("hour.")], ()
    return board_value(sight.board, watch.measure, at=sight.at), ()


def board_value(board: Board, measure: str, *, at: datetime) -> float | None:
    """Return a figure of a board: shares 0 to 1, ages in minutes; None where the board does not know it."""
    so_far, data = board["so_far"], board["data"]
    if measure in {"data_age", "traffic_age"}:
        moment = data["as_of" if measure == "data_age" else "traffic_to"]
        return None if moment is None else max(0.0, (at - datetime.fromisoformat(moment)).total_seconds() // 60)
    if data["counted_to"] is None:
        return None
    if measure == "odds":
        now = outlook_now(board)
        return None if now is None else now.odds
    if measure == "refund_share":
        refunds, revenue = so_far["refunds"]["actual"], so_far["revenue"]["actual"]
        return None if refunds is None or not revenue else refunds / revenue
    figure = so_far[{"gap": "revenue"}.get(measure, measure.removesuffix("_gap"))]
    return figure["gap"] / figure["due"] if figure["gap"] is not None and figure["due"] else None


def _metric(sight: Sight, watch: Watch) -> Said:
    return sight.total(watch.measure.removeprefix("metric."), watch.within), ()


def _traffic(sight: Sight, watch: Watch) -> Said:
    return sight.by_channel.get(watch.subject), ()


def _goods(sight: Sight, watch: Watch) -> Said:
    return goods_reading(shops=sight.shops, measure=watch.measure, sku=watch.subject, within=watch.within, at=sight.at)


def _tasks(sight: Sight, watch: Watch) -> Said:
    return float(len(sight.late)), sight.late


def _dispatch(sight: Sight, watch: Watch) -> Said:
    return dispatched(shops=sight.shops, measure=watch.measure, within=watch.within, at=sight.at), ()


_SOURCES: dict[Source, Callable[[Sight, Watch], Said]] = {
    Source.BOARD: _board,
    Source.METRIC: _metric,
    Source.TRAFFIC: _traffic,
    Source.STOCK: _goods,
    Source.TASKS: _tasks,
    Source.DISPATCH: _dispatch,
}
