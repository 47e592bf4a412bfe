"""The tables of rehearsals."""

from rehearsal.models.runs import DaySource, RehearsalRun, RehearsalState

__all__ = ["DaySource", "RehearsalRun", "RehearsalState"]
