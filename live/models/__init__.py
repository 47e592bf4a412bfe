"""What live keeps: boards, what projections stand on, cards of the playbook and what was done by them."""

from live.models.boards import BoardDrawing, BoardSnapshot, StoppedAds, TierBoard
from live.models.plays import PlayBasis, PlaybookAction, PlayCard, PlayCause, PlaySide
from live.models.projection import BacktestResult, KnownMorning, SaleCurve

__all__ = [
    "BacktestResult",
    "BoardDrawing",
    "BoardSnapshot",
    "KnownMorning",
    "PlayBasis",
    "PlayCard",
    "PlayCause",
    "PlaySide",
    "PlaybookAction",
    "SaleCurve",
    "StoppedAds",
    "TierBoard",
]
