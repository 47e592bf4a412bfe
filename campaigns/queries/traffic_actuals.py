"""What traffic files say beside the plan: visitors and spend per channel as hours arrive, and the ordinary price of a visitor.

Traffic files tell visitors and spend by channel; whose visitor bought is not in them, so revenue per channel stays unknown.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.db.models import Max, QuerySet, Sum

from campaigns.channels import ChannelKind
from campaigns.models import Campaign, StageKind
from campaigns.queries.channels import channel_of_names, channels, named_channels
from campaigns.queries.traffic import TrafficPlan
from campaigns.queries.traffic_budget import Budget
from campaigns.rules.traffic import times_ordinary
from common.windows import Window, slot_of
from metrics import queries as metrics_queries
from orders.models import TrafficHour

ORDINARY_DAYS = 28
UNTOLD = "all"
"""The channel of a file that tells no channels apart."""


@dataclass(frozen=True)
class Seen:
    """Visitors and spend that files told, minor units; None where no file told them."""

    visitors: int | None = None
    spend_minor: int | None = None

    def __add__(self, other: "Seen") -> "Seen":
        return Seen(_plus(self.visitors, other.visitors), _plus(self.spend_minor, other.spend_minor))

    @property
    def per_visitor_minor(self) -> Fraction | None:
        """Spend / visitors; None where one of them is unknown."""
        if self.spend_minor is None or not self.visitors:
            return None
        return Fraction(self.spend_minor, self.visitors)


@dataclass(frozen=True)
class ChannelActual:
    """One channel up to the last hour that is known: the plan for those hours, and what files told."""

    kind: ChannelKind
    planned_visitors: int
    planned_spend_minor: int
    seen: Seen

    @property
    def visitors_share(self) -> Fraction | None:
        """Visitors against the plan for the same hours."""
        return (
            Fraction(self.seen.visitors, self.planned_visitors)
            if self.seen.visitors is not None and self.planned_visitors
            else None
        )

    @property
    def judgement(self) -> str:
        """Say "behind" or "ahead" of the plan; "" where they are equal within half a per cent, or unknown."""
        share = self.visitors_share
        if share is None or abs(share - 1) < Fraction(1, 200):
            return ""
        return "behind" if share < 1 else "ahead"

    @property
    def planned_per_visitor_minor(self) -> Fraction | None:
        """The planned spend for a visitor, commission aside."""
        return Fraction(self.planned_spend_minor, self.planned_visitors) if self.planned_visitors else None


@dataclass(frozen=True)
class Actuals:
    """What has arrived. `until_slot` ends the last known hour; `names` are those of files that mean none of the channels."""

    until_slot: int
    rows: tuple[ChannelActual, ...]
    unmatched: tuple[tuple[str, Seen], ...]
    spend_by_hour: dict[int, int]

    @property
    def all(self) -> ChannelActual:
        """All channels together, unmatched names too."""
        seen = sum([row.seen for row in self.rows] + [told for _name, told in self.unmatched], Seen())
        kind = ChannelKind("", "", "", is_paid=False)
        return ChannelActual(
            kind, sum(row.planned_visitors for row in self.rows), sum(row.planned_spend_minor for row in self.rows), seen
        )


@dataclass(frozen=True)
class Ordinary:
    """The visitors of the 28 days before the warm-up: all channels, and by key those that are known."""

    window: Window
    seen: Seen
    by_channel: dict[str, Seen]

    def times(self, spend_minor: int, visitors: int, key: str = "") -> Fraction | None:
        """Return how many times the ordinary price of a visitor this is; None where the ordinary one is free or unknown."""
        told = self.by_channel.get(key, Seen()) if key else self.seen
        return times_ordinary(spend_minor, visitors, told.spend_minor or 0, told.visitors or 0)


def actuals(campaign: Campaign, plan: TrafficPlan, budget: Budget) -> Actuals | None:
    """Return what has arrived for the whole hours of the sale, beside the plan for the same hours; None before the first.

    An hour that had not ended when its file was made is left out: half an hour would look like a bad one.
    """
    rows = _rows(campaign, Window(campaign.start_slot, campaign.end_slot))
    last, limit = rows.aggregate(last=Max("hour"))["last"], _told_until(campaign)
    if last is None:
        return None
    ends = [hour.window.end for hour in budget.hours if hour.window.start <= last and hour.window.end <= limit]
    if not ends:
        return None
    until = ends[-1]
    rows = rows.filter(hour__lt=until)
    told = _by_name(rows.order_by().values_list("channel").annotate(Sum("visitors"), Sum("spend_minor")))
    matched, unmatched = _matched(told, campaign)
    known = [place for place, hour in enumerate(budget.hours) if hour.window.end <= until]
    kinds = {**named_channels(matched), **{kind.key: kind for kind in budget.kinds}}
    order = [*(kind.key for kind in budget.kinds), *sorted(key for key in matched if key not in budget.visitors)]
    found = [
        ChannelActual(
            kinds[key],
            sum(budget.visitors[key][place] for place in known) if key in budget.visitors else 0,
            sum(budget.spends[key][place] for place in known) if key in budget.spends else 0,
            matched.get(key, Seen()),
        )
        for key in order
    ]
    spent = dict(rows.filter(spend_minor__isnull=False).order_by().values_list("hour").annotate(Sum("spend_minor")))
    return Actuals(until, tuple(found), tuple(sorted(unmatched.items())), spent)


def ordinary(campaign: Campaign) -> Ordinary:
    """Return what visitors were and cost in the 28 days before the warm-up (before the sale, where no warm-up is planned)."""
    warm_up = campaign.stages.filter(kind=StageKind.WARM_UP).first()
    end = slot_of(warm_up.starts_at if warm_up else campaign.starts_at)
    window = Window(end - timedelta(days=ORDINARY_DAYS) // timedelta(minutes=10), end)
    return Ordinary(window, *_told(campaign, window))


def seen_in(campaign: Campaign, window: Window) -> dict[str, Seen]:
    """Return what files told of each known channel in a window of time, for the shops of a sale."""
    return _told(campaign, window)[1]


def _told_until(campaign: Campaign) -> int:
    """Return the slot up to which every shop that tells of this sale has told: when its newest file was made.

    The sale's end where no file says when it was made.
    """
    telling = set(_rows(campaign, Window(campaign.start_slot, campaign.end_slot)).values_list("shop_id", flat=True).distinct())
    fresh = metrics_queries.freshness(shops=[shop for shop in campaign.shops.all() if shop.pk in telling])
    return min((slot_of(row.traffic_as_of) for row in fresh if row.traffic_as_of), default=campaign.end_slot)


def _told(campaign: Campaign, window: Window) -> tuple[Seen, dict[str, Seen]]:
    rows = _rows(campaign, window).order_by().values_list("channel").annotate(Sum("visitors"), Sum("spend_minor"))
    told = _by_name(rows)
    matched, _unmatched = _matched(told, campaign)
    return sum(told.values(), Seen()), matched


def _rows(campaign: Campaign, window: Window) -> "QuerySet[TrafficHour]":
    return TrafficHour.objects.filter(shop__in=campaign.shops.all(), hour__gte=window.start, hour__lt=window.end)


def _by_name(rows: Iterable[tuple[str, int | None, int | None]]) -> dict[str, Seen]:
    return {name: Seen(visitors, spend) for name, visitors, spend in rows}


def _matched(told: dict[str, Seen], campaign: Campaign) -> tuple[dict[str, Seen], dict[str, Seen]]:
    """Split what files told into what belongs to a channel, by its key, and what does not, by its name."""
    keys = channel_of_names(told, among=channels(campaign=campaign))
    matched: dict[str, Seen] = defaultdict(Seen)
    for name, seen in told.items():
        if name in keys:
            matched[keys[name]] += seen
    return dict(matched), {name: seen for name, seen in told.items() if name not in keys}


def _plus(first: int | None, second: int | None) -> int | None:
    return None if first is None and second is None else (first or 0) + (second or 0)
