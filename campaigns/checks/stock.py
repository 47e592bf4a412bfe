"""Whether the stock for the sale is there: what draws traffic must not run out (playbook P8)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.checks.base import CheckState, PlanCheck
from campaigns.models import Campaign
from common.money import format_count
from inventory.models import ProductTier
from inventory.queries.held_against_plan import HeldAgainstPlan, held_against_plan


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return one check: tier A holds the plan and its reserve, counted or promised in time; `failed` while it does not.

    A sale without a product of tier A is judged by all its products together. While buffers were not worked out nobody knows
    how many pieces the plan asks for: that is `failed` too.
    """
    today = at.astimezone(ZoneInfo(campaign.time_zone)).date()
    by_tier = held_against_plan(shops=campaign.shops.all(), campaign_no=campaign.pk, on=today)
    drawing = by_tier.get(ProductTier.DRAWS)
    judged = drawing or sum(by_tier.values(), HeldAgainstPlan())
    state: CheckState = "failed"
    if not by_tier:
        found = _("Nobody knows how many pieces the plan asks for: work the buffers out.")
    elif judged.uncounted:
        found = ngettext(
            "{count} planned product was never counted.", "{count} planned products were never counted.", judged.uncounted
        ).format(count=format_count(judged.uncounted))
    else:
        asked = round(judged.asked)  # whole pieces, as they are told
        state = "done" if judged.held >= asked else "failed"
        words = _("Tier A holds {held} of {asked} pieces: {planned} planned, and the reserve.")
        if drawing is None:
            words = _("All products hold {held} of {asked} pieces: {planned} planned, and the reserve.")
        found = words.format(
            held=format_count(judged.held), asked=format_count(asked), planned=format_count(round(judged.planned))
        )
    url = reverse("campaigns:buffers", args=[campaign.pk])
    return [PlanCheck("stock_reserve", state, _("Stock a fifth above the plan"), found, url)]
