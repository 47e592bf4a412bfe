"""The tables of the plan, one noun a file."""

from campaigns.models.plan import (
    SLOT_SECONDS,
    Campaign,
    CampaignQuerySet,
    CurveKind,
    LockLevel,
    Phase,
    PlanVersion,
    Stage,
    StageKind,
    TargetLock,
    TargetSlot,
    Template,
)

__all__ = [
    "SLOT_SECONDS",
    "Campaign",
    "CampaignQuerySet",
    "CurveKind",
    "LockLevel",
    "Phase",
    "PlanVersion",
    "Stage",
    "StageKind",
    "TargetLock",
    "TargetSlot",
    "Template",
]
