"""Check that the traffic plan closes to the target, within half a per cent."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign
from campaigns.queries.traffic import traffic_plan
from campaigns.words.traffic import difference_words, product_words, repair_words


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return the check of the traffic plan: done, or failed with the amount and what would close it."""
    plan = traffic_plan(campaign)
    name, url = _("Traffic closes"), reverse("campaigns:traffic", args=[campaign.pk])
    if not plan.lines:
        found = _("No channel is planned yet: say where the visitors come from.")
        return [PlanCheck("traffic_closes", "failed", name, found, url)]
    product = product_words(plan, campaign)
    if plan.closes:
        return [PlanCheck("traffic_closes", "done", name, product, url)]
    words = _("{product}: {difference}.") if product else _("The planned visitors bring no revenue: {difference}.")
    found = words.format(product=product, difference=difference_words(plan, campaign))
    repair = f" {repair_words(plan.repair)}" if plan.repair else ""
    return [PlanCheck("traffic_closes", "failed", name, found + repair, url)]
