"""Which browsers show the side panel as a person."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from desk.models import PanelPass


def passes_of(who: User, *, at: datetime) -> QuerySet[PanelPass]:
    """Return the passes of a person that stand, the newest first."""
    return PanelPass.objects.filter(who=who, ends_at__gt=at).exclude(entered_at=None)
