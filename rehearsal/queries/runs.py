"""The rehearsals of a sale, newest first, and the one that is shown."""

from campaigns.models import Campaign
from rehearsal.models import RehearsalRun

SHOWN = 12


def runs_of(campaign: Campaign) -> list[RehearsalRun]:
    """Return the newest rehearsals of a sale."""
    return list(RehearsalRun.objects.filter(campaign=campaign).select_related("asked_by").order_by("-pk")[:SHOWN])


def shown_run(runs: list[RehearsalRun], wanted: int) -> RehearsalRun | None:
    """Return the one that was asked for, else the newest; None where there is none."""
    return next((run for run in runs if run.pk == wanted), runs[0] if runs else None)
