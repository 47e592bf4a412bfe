"""The tables of the plan, one noun a file."""

from campaigns.models.gates import GatePassage, GatePoint, GatePointKind
from campaigns.models.lessons import LessonKind, LessonQuerySet, PlanLesson
from campaigns.models.odds import CostLine, CostScenario, CostSource, OddsResult, OddsScore
from campaigns.models.offers import GroupChoice, MeasuredOn, Offer, OfferKind
from campaigns.models.pictures import Brief, Picture
from campaigns.models.pitch import Pitch
from campaigns.models.plan import (
    SLOT_SECONDS,
    Campaign,
    CampaignQuerySet,
    CurveKind,
    LockLevel,
    Occasion,
    Phase,
    PlanPart,
    PlanVersion,
    Stage,
    StageKind,
    TargetCurve,
    TargetLock,
    Template,
)
from campaigns.models.prices import PlannedPrice, PriceCheck, PriceTerms
from campaigns.models.reports import AuditReport, EvidenceReport, PlanReport, PriceReport, ReplayReport, ReportState
from campaigns.models.shifts import ServicePerson, ServiceRole, Shift, ShiftLaying, ShiftPlace, ShiftSettings
from campaigns.models.tasks import DueFrom, EventKind, Task, TaskEvent, TaskLink, TaskQuerySet, TaskState
from campaigns.models.traffic import Channel, ChannelName, TrafficLine
from campaigns.models.years import YearTarget

__all__ = [
    "SLOT_SECONDS",
    "AuditReport",
    "Brief",
    "Campaign",
    "CampaignQuerySet",
    "Channel",
    "ChannelName",
    "CostLine",
    "CostScenario",
    "CostSource",
    "CurveKind",
    "DueFrom",
    "EventKind",
    "EvidenceReport",
    "GatePassage",
    "GatePoint",
    "GatePointKind",
    "GroupChoice",
    "LessonKind",
    "LessonQuerySet",
    "LockLevel",
    "MeasuredOn",
    "Occasion",
    "OddsResult",
    "OddsScore",
    "Offer",
    "OfferKind",
    "Phase",
    "Picture",
    "Pitch",
    "PlanLesson",
    "PlanPart",
    "PlanReport",
    "PlanVersion",
    "PlannedPrice",
    "PriceCheck",
    "PriceReport",
    "PriceTerms",
    "ReplayReport",
    "ReportState",
    "ServicePerson",
    "ServiceRole",
    "Shift",
    "ShiftLaying",
    "ShiftPlace",
    "ShiftSettings",
    "Stage",
    "StageKind",
    "TargetCurve",
    "TargetLock",
    "Task",
    "TaskEvent",
    "TaskLink",
    "TaskQuerySet",
    "TaskState",
    "Template",
    "TrafficLine",
    "YearTarget",
]
