"""What a person wrote about a plan, before it is checked. Moments are aware, slots UTC epoch // 600, money minor units."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.models import Campaign
from orders.models import Shop


@dataclass(frozen=True)
class StageDraft:
    """The dates of one stage, half open. `kind` is a StageKind value."""

    kind: str
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True)
class PhaseDraft:
    """One phase: slots half open, share in basis points. `name` and `tells` may be the keys of a template."""

    name: str
    tells: str
    start_slot: int
    end_slot: int
    share_bp: int


@dataclass(frozen=True)
class PlanDraft:
    """A whole plan. Of revenue, visitors, conversion and order value three are enough; no stages means the proposed ones."""

    name: str
    shops: Sequence[Shop]
    starts_at: dt.datetime
    ends_at: dt.datetime
    revenue_target_minor: int | None = None
    visitors_target: int | None = None
    conversion_target: Decimal | None = None
    order_value_target_minor: int | None = None
    inquiries_target: int = 0
    template: str = "double_11"
    phases: Sequence[PhaseDraft] = ()
    stages: Sequence[StageDraft] = ()
    curve_kind: str = "flat"
    compare_with: Campaign | None = None
    occasion: str = "own"


@dataclass(frozen=True)
class NodeRef:
    """A node of the target tree as pages and addresses name it: a LockLevel value and its slots, half open."""

    level: str
    start_slot: int
    end_slot: int
