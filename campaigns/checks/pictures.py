"""Whether the designers know what is wanted, and whether ten pictures were tested (playbook P11)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign
from campaigns.queries.pictures import PICTURES_WANTED, TESTED_FROM, brief_of, missing_in_brief, tested_count
from campaigns.words.pictures import BRIEF_WORDS
from common.money import format_count


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return the checks of the brief and of the test of pictures; they look at what is written, not at the clock."""
    del at
    return [_brief(campaign), _tested(campaign)]


def _brief(campaign: Campaign) -> PlanCheck:
    brief = brief_of(campaign)
    name, url = _("Brief for the designers"), reverse("campaigns:brief", args=[campaign.pk])
    if brief is None:
        return PlanCheck("brief_written", "failed", name, _("Nobody has written it yet."), url)
    missing = missing_in_brief(brief)
    if missing:
        words = ", ".join(str(BRIEF_WORDS[field]) for field in missing)
        return PlanCheck("brief_written", "failed", name, _("It lacks: {parts}.").format(parts=words), url)
    return PlanCheck("brief_written", "done", name, _("It is written, on one page."), url)


def _tested(campaign: Campaign) -> PlanCheck:
    count = tested_count(campaign)
    name, url = _("Ten pictures tested"), reverse("campaigns:pictures", args=[campaign.pk])
    found = ngettext(
        "{count} of {wanted} picture was shown {shown} times or more.",
        "{count} of {wanted} pictures were shown {shown} times or more.",
        PICTURES_WANTED,
    ).format(count=min(count, PICTURES_WANTED), wanted=PICTURES_WANTED, shown=format_count(TESTED_FROM))
    return PlanCheck("pictures_tested", "done" if count >= PICTURES_WANTED else "failed", name, found, url)
