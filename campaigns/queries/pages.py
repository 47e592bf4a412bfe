"""What the pages of the plan tell: which sales there are, how a plan stands, what it misses, what changed in it."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.models import Campaign, CurveKind, PlanVersion, Stage
from campaigns.queries.board import PhaseSpan, phase_spans
from campaigns.queries.curves import curve_of
from campaigns.rules.differences import difference
from campaigns.rules.figures import half_up
from metrics import queries as metrics_queries

RUNNING, PLANNED, OVER = "running", "planned", "over"
CLOSES_WITHIN = Fraction(1, 200)


@dataclass(frozen=True)
class Sale:
    """One sale in the list: `state` is running, planned or over; `days` whole days of the shop's clock to its start or end."""

    campaign: Campaign
    state: str
    days: int


@dataclass(frozen=True)
class Check:
    """One thing a plan should have: a code, whether it is `done`, to `watch` or `failed`, and values of its words."""

    code: str
    state: str
    values: dict[str, Any]


@dataclass(frozen=True)
class PlanState:
    """How a plan stands at a moment: the sale, the stages with "past", "now" or "next", the phases, the checks."""

    sale: Sale
    stages: list[tuple[Stage, str]]
    phases: list[tuple[PhaseSpan, Fraction]]
    checks: list[Check]

    @property
    def missing(self) -> list[Check]:
        """The checks that are not done."""
        return [check for check in self.checks if check.state != "done"]


@dataclass(frozen=True)
class TrailEntry:
    """One version with what it changed: {part: (then, now)}, without the single slots."""

    version: PlanVersion
    changes: dict[str, tuple[Any, Any]]


def sales(*, at: dt.datetime) -> list[Sale]:
    """Return all sales: the running ones, then those to come (the next first), then the past (the last first)."""
    found = [sale_at(campaign, at=at) for campaign in Campaign.objects.prefetch_related("shops")]
    ahead = [sale for sale in found if sale.state == PLANNED]
    return [
        *(sale for sale in found if sale.state == RUNNING),
        *sorted(ahead, key=lambda sale: sale.campaign.starts_at),
        *(sale for sale in found if sale.state == OVER),
    ]


def sale_at(campaign: Campaign, *, at: dt.datetime) -> Sale:
    """Say whether the sale runs, is to come or is over at a moment, and how many days of the shop's clock lie between."""
    today = at.astimezone(ZoneInfo(campaign.time_zone)).date()
    if at < campaign.starts_at:
        return Sale(campaign, PLANNED, (campaign.starts_at.astimezone(ZoneInfo(campaign.time_zone)).date() - today).days)
    if at < campaign.ends_at:
        return Sale(campaign, RUNNING, 0)
    last = (campaign.ends_at - dt.timedelta(seconds=1)).astimezone(ZoneInfo(campaign.time_zone)).date()
    return Sale(campaign, OVER, (today - last).days)


def plan_state(*, campaign: Campaign, at: dt.datetime) -> PlanState:
    """Return how the plan stands at a moment."""
    stages = list(campaign.stages.order_by("starts_at"))
    marked = [(stage, "past" if stage.ends_at <= at else "now" if stage.starts_at <= at else "next") for stage in stages]
    return PlanState(sale_at(campaign, at=at), marked, phases_running(campaign), checks(campaign))


def phases_running(campaign: Campaign) -> list[tuple[PhaseSpan, Fraction]]:
    """Return each phase with the share of the target that is due by its end."""
    due = Fraction(0)
    found = []
    for span in phase_spans(campaign=campaign):
        due += span.share
        found.append((span, due))
    return found


def checks(campaign: Campaign) -> list[Check]:
    """Return what a plan should have, what is missing first."""
    found = [_closes(campaign), _curve(campaign), _earlier(campaign), _asked(campaign), _data(campaign)]
    order = {"failed": 0, "watch": 1, "done": 2}
    return sorted(found, key=lambda check: order[check.state])


def trail(*, campaign: Campaign, limit: int = 200) -> list[TrailEntry]:
    """Return the versions of the plan, newest first, each with what it changed."""
    versions = list(campaign.versions.select_related("actor").order_by("-number")[: limit + 1])
    found = [TrailEntry(newer, difference(older.plan, newer.plan)) for newer, older in pairwise(versions)]
    if versions and len(versions) <= limit:
        found.append(TrailEntry(versions[-1], {}))
    return found


def _closes(campaign: Campaign) -> Check:
    reached = half_up(campaign.visitors_target * Fraction(campaign.conversion_target) * campaign.order_value_target_minor)
    wanted = campaign.revenue_target_minor
    closes = abs(reached - wanted) <= CLOSES_WITHIN * wanted
    values = {"reached": reached, "wanted": wanted, "difference": reached - wanted}
    return Check("figures", "done" if closes else "failed", values)


def _curve(campaign: Campaign) -> Check:
    kind = campaign.curve_kind
    if kind in {CurveKind.LAST_SALE, CurveKind.SAME_WEEKDAY}:
        fallback = curve_of(campaign=campaign, kind=kind).fallback
        return Check("curve", "failed" if fallback else "done", {"kind": kind, "fallback": fallback})
    return Check("curve", "watch" if kind == CurveKind.FLAT else "done", {"kind": kind, "fallback": ""})


def _earlier(campaign: Campaign) -> Check:
    return Check("earlier", "done" if campaign.compare_with_id else "watch", {})


def _asked(campaign: Campaign) -> Check:
    return Check("inquiries", "done" if campaign.inquiries_target else "watch", {"count": campaign.inquiries_target})


def _data(campaign: Campaign) -> Check:
    fresh = metrics_queries.freshness(shops=list(campaign.shops.all()))
    without = [row.shop.name for row in fresh if row.orders_as_of is None]
    return Check("data", "failed" if without else "done", {"shops": ", ".join(without)})
