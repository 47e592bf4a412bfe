"""What live keeps: boards, what projections stand on, what is watched and told, cards of the playbook and what was done by them."""

from live.models.alerts import SEVERITIES, Incident, IncidentEvent, Severity, Watch
from live.models.boards import BoardDrawing, BoardSnapshot, StoppedAds, TierBoard
from live.models.channels import AlertChannel, AlertDelivery, ChannelKind, DeliveryKind, DeliveryState
from live.models.plays import PlayBasis, PlaybookAction, PlayCard, PlayCause, PlaySide
from live.models.projection import BacktestResult, KnownMorning, SaleCurve

__all__ = [
    "SEVERITIES",
    "AlertChannel",
    "AlertDelivery",
    "BacktestResult",
    "BoardDrawing",
    "BoardSnapshot",
    "ChannelKind",
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
    "Watch",
]
