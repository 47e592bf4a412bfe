"""What the pages of the plan tell: which sales there are, how a plan stands, what it misses, what changed in it."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.checks import PlanCheck, all_checks, listed
from campaigns.models import Campaign, PlanVersion, Stage
from campaigns.queries.board import PhaseSpan, phase_spans, share_of
from campaigns.queries.gates import Gate, current_gate, gates
from campaigns.queries.kept import plan_of
from campaigns.queries.target import TargetArrays
from campaigns.queries.year import overlapping
from campaigns.rules.differences import difference

RUNNING, PLANNED, OVER = "running", "planned", "over"


@dataclass(frozen=True)
class Sale:
    """One sale in the list: `state` is running, planned or over; `days` whole days of the shop's clock to its start or end."""

    campaign: Campaign
    state: str
    days: int


@dataclass(frozen=True)
class PlanState:
    """How a plan stands at a moment: the sale, the stages with "past", "now" or "next", the phases, the checks."""

    sale: Sale
    stages: list[tuple[Stage, str]]
    phases: list[tuple[PhaseSpan, Fraction]]
    checks: list[PlanCheck]
    gates: dict[str, Gate]
    overlapping: list[Campaign]

    @property
    def failed(self) -> list[PlanCheck]:
        """The checks that are red."""
        return [check for check in self.checks if check.state == "failed"]

    @property
    def done(self) -> list[PlanCheck]:
        """The checks that are green."""
        return [check for check in self.checks if check.state == "done"]

    @property
    def gate(self) -> Gate | None:
        """The gate of the first stage that was not left."""
        return current_gate(self.gates)

    @property
    def missing(self) -> list[PlanCheck]:
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


def plan_state(*, campaign: Campaign, at: dt.datetime, with_costs: bool = True) -> PlanState:
    """Return how the plan stands at a moment; without what tells costs for those who may not see them."""
    stages = sorted(campaign.stages.all(), key=lambda stage: stage.starts_at)
    marked = [(stage, "past" if stage.ends_at <= at else "now" if stage.starts_at <= at else "next") for stage in stages]
    checks = all_checks(campaign, at)
    found = gates(campaign, checks)
    if not with_costs:
        found = {stage: gate.without_costs() for stage, gate in found.items()}
    shown = listed(checks, with_costs=with_costs)
    return PlanState(sale_at(campaign, at=at), marked, phases_running(campaign), shown, found, overlapping(campaign))


def phases_running(campaign: Campaign, *, arrays: TargetArrays | None = None) -> list[tuple[PhaseSpan, Fraction]]:
    """Return each phase with the share of the target that is due by its end."""
    due_minor = due_bp = 0
    found = []
    for span in phase_spans(campaign=campaign, arrays=arrays):
        due_minor, due_bp = due_minor + span.target_minor, due_bp + span.planned_bp
        found.append((span, share_of(due_minor, span.whole_minor, due_bp)))
    return found


def trail(*, campaign: Campaign, before: int = 0, limit: int = 50) -> list[TrailEntry]:
    """Return versions of the plan, newest first, each with what it changed: at most `limit`, below number `before` (0: all)."""
    found = campaign.versions.select_related("actor", "frozen_by").order_by("-number")
    if before:
        found = found.filter(number__lt=before)
    versions = list(found[: limit + 1])
    entries = [TrailEntry(newer, changes_between(campaign, older, newer)) for newer, older in pairwise(versions)]
    if versions and len(versions) <= limit:
        entries.append(TrailEntry(versions[-1], {}))
    return entries


def changes_between(campaign: Campaign, older: PlanVersion, newer: PlanVersion) -> dict[str, tuple[Any, Any]]:
    """Return what differs between two versions: {part: (then, now)}; only parts whose digests differ are read."""
    names = {name for name, digest in newer.parts.items() if older.parts.get(name) != digest}
    return difference(plan_of(campaign, older.parts, names), plan_of(campaign, newer.parts, names))
