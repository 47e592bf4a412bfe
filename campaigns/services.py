"""Writes of the plan. Each is one transaction, raises the plan's version, leaves an audit row and rebuilds the target slots."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from campaigns.models import Campaign
from orders.models import Shop


@dataclass(frozen=True)
class StageDraft:
    """The dates of one stage, UTC, half open. `kind` is a StageKind value."""

    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True)
class PhaseDraft:
    """One phase as a person wrote it: slots half open, share in basis points."""

    name: str
    tells: str
    start_slot: int
    end_slot: int
    share_bp: int


def create_campaign(
    *,
    actor: User | None,
    name: str,
    shops: Sequence[Shop],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    revenue_target_minor: int | None = None,
    visitors_target: int | None = None,
    conversion_target: Decimal | None = None,
    order_value_target_minor: int | None = None,
    inquiries_target: int = 0,
    template: str = "double_11",
    phases: Sequence[PhaseDraft] = (),
    stages: Sequence[StageDraft] = (),
    curve_kind: str = "flat",
    compare_with: Campaign | None = None,
) -> Campaign:
    """Plan a new sale and return it with its stages, phases and target slots. Three of the four figures are enough."""
    raise NotImplementedError
