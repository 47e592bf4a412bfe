"""What a sale that is over should show: its lessons, written down (playbook C5)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return whether lessons were written, once the sale is over; nothing before."""
    if at < campaign.ends_at:
        return []
    count = campaign.lessons.standing().own().count()
    name, url = _("Lessons are written"), reverse("campaigns:lessons", args=[campaign.pk])
    if not count:
        return [
            PlanCheck("lessons_written", "failed", name, _("Write down what went wrong and how it is mended next time."), url)
        ]
    words = ngettext("{count} lesson for the next plan.", "{count} lessons for the next plan.", count).format(count=count)
    return [PlanCheck("lessons_written", "done", name, words, url)]
