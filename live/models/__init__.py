"""What live keeps: boards, what projections stand on, what is watched, incidents, channels and messages."""

from live.models.alerts import SEVERITIES, Incident, IncidentEvent, Severity, Watch
from live.models.boards import BoardDrawing, BoardSnapshot, StoppedAds, TierBoard
from live.models.channels import AlertChannel, AlertDelivery, ChannelKind, DeliveryKind, DeliveryState
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
    "SaleCurve",
    "Severity",
    "StoppedAds",
    "TierBoard",
    "Watch",
]
