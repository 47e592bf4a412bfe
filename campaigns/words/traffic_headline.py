"""The first line of the page of the traffic plan."""

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.queries.traffic import TrafficPlan
from campaigns.words.headlines import Headline
from campaigns.words.traffic import difference_words, product_words, repair_words
from common.money import format_count


def headline(plan: TrafficPlan, campaign: Campaign) -> Headline:
    """Say whether the traffic closes to the target, and what would close it."""
    if not plan.lines:
        return Headline(
            _("No traffic is planned yet."),
            _("The sale needs {visitors} visitors. Say which channels bring them and what they cost.").format(
                visitors=format_count(campaign.visitors_target, "tile")
            ),
        )
    product = product_words(plan, campaign)
    if plan.closes:
        return Headline(_("Traffic closes to the target."), _("{product}.").format(product=product))
    bad = difference_words(plan, campaign)
    why = _("{product}.").format(product=product) if product else ""
    repair = repair_words(plan.repair) if plan.repair else ""
    return Headline(_("Traffic is {difference}.").format(difference=bad), f"{why} {repair}".strip(), bad)
