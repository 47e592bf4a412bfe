"""The tables of the plan, one noun a file."""

from campaigns.models.offers import Offer, OfferKind
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
from campaigns.models.traffic import Channel, ChannelName, TrafficLine

__all__ = [
    "SLOT_SECONDS",
    "Campaign",
    "CampaignQuerySet",
    "Channel",
    "ChannelName",
    "CurveKind",
    "LockLevel",
    "Offer",
    "OfferKind",
    "Phase",
    "PlanVersion",
    "PlannedPrice",
    "PriceCheck",
    "PriceTerms",
    "Stage",
    "StageKind",
    "TargetLock",
    "TargetSlot",
    "Template",
    "TrafficLine",
]
