"""The tables of the plan, one noun a file."""

from campaigns.models.offers import GroupChoice, MeasuredOn, Offer, OfferKind
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
from campaigns.models.prices import PlannedPrice, PriceCheck, PriceTerms
from campaigns.models.reports import AuditReport, PlanReport, ReplayReport, ReportState
from campaigns.models.traffic import Channel, ChannelName, TrafficLine

__all__ = [
    "SLOT_SECONDS",
    "AuditReport",
    "Campaign",
    "CampaignQuerySet",
    "Channel",
    "ChannelName",
    "CurveKind",
    "GroupChoice",
    "LockLevel",
    "MeasuredOn",
    "Offer",
    "OfferKind",
    "Phase",
    "PlanReport",
    "PlanVersion",
    "PlannedPrice",
    "PriceCheck",
    "PriceTerms",
    "ReplayReport",
    "ReportState",
    "Stage",
    "StageKind",
    "TargetLock",
    "TargetSlot",
    "Template",
    "TrafficLine",
]
