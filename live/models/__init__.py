"""What live keeps: boards, projections, what is watched and told, cards and what was done by them, notes, screens on walls."""

from live.models.alerts import SEVERITIES, Incident, IncidentEvent, Severity, Watch
from live.models.boards import BoardDrawing, BoardSnapshot, StoppedAds, TierBoard
from live.models.channels import (
    CARRY_FILES,
    AlertChannel,
    AlertDelivery,
    ChannelKind,
    DeliveryFile,
    DeliveryKind,
    DeliveryState,
)
from live.models.notes import LONGEST_NOTE, BoardNote
from live.models.plays import PlayBasis, PlaybookAction, PlayCard, PlayCause, PlaySide
from live.models.projection import BacktestResult, KnownMorning, SaleCurve
from live.models.wall import GREY_AFTER_MINUTES, WallScreen

__all__ = [
    "CARRY_FILES",
    "GREY_AFTER_MINUTES",
    "LONGEST_NOTE",
    "SEVERITIES",
    "AlertChannel",
    "AlertDelivery",
    "BacktestResult",
    "BoardDrawing",
    "BoardNote",
    "BoardSnapshot",
    "ChannelKind",
    "DeliveryFile",
    "DeliveryKind",
    "DeliveryState",
    "Incident",
    "IncidentEvent",
    "KnownMorning",
    "PlayBasis",
    "PlayCard",
    "PlayCause",
    "PlaySide",
    "PlaybookAction",
    "SaleCurve",
    "Severity",
    "StoppedAds",
    "TierBoard",
    "WallScreen",
    "Watch",
]
