"""What live keeps: boards, and what projections stand on."""

from live.models.boards import BoardDrawing, BoardSnapshot, StoppedAds, TierBoard
from live.models.projection import BacktestResult, KnownMorning, SaleCurve

__all__ = ["BacktestResult", "BoardDrawing", "BoardSnapshot", "KnownMorning", "SaleCurve", "StoppedAds", "TierBoard"]
