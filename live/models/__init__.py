"""What live keeps: boards, what projections stand on, notes, screens on walls."""

from live.models.boards import BoardDrawing, BoardSnapshot, StoppedAds, TierBoard
from live.models.notes import LONGEST_NOTE, BoardNote
from live.models.projection import BacktestResult, KnownMorning, SaleCurve
from live.models.wall import GREY_AFTER_MINUTES, WallScreen

__all__ = [
    "GREY_AFTER_MINUTES",
    "LONGEST_NOTE",
    "BacktestResult",
    "BoardDrawing",
    "BoardNote",
    "BoardSnapshot",
    "KnownMorning",
    "SaleCurve",
    "StoppedAds",
    "TierBoard",
    "WallScreen",
]
