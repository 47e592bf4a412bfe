"""Does the traffic plan close to the target, within half a per cent?"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign
from campaigns.queries.traffic import traffic_plan
from campaigns.traffic_words import difference_words, product_words, repair_words


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return the check of the traffic plan: done, or failed with the amount and what would close it."""
    plan = traffic_plan(campaign)
    name, url = _("Traffic closes"), reverse("campaigns:traffic", args=[campaign.pk])
    if not plan.lines:
        return [PlanCheck("traffic_closes", "failed", name, _("No channel is planned yet: say where the visitors come from."), url)]
    product = product_words(plan, campaign)
    if plan.closes:
        return [PlanCheck("traffic_closes", "done", name, product, url)]
    found = [_("{product}: {difference}.").format(product=product, difference=difference_words(plan, campaign)) if product else ""]
    if not product:
        found = [_("The planned visitors bring no revenue: {difference}.").format(difference=difference_words(plan, campaign))]
    if plan.repair:
        found.append(repair_words(plan.repair))
    return [PlanCheck("traffic_closes", "failed", name, " ".join(found), url)]
