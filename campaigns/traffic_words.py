"""What the traffic plan says in words: how far it is from the target, and what would close it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign
from campaigns.queries.traffic import Repair, TrafficPlan
from common.money import format_count, format_money, format_share


def difference_words(plan: TrafficPlan, campaign: Campaign) -> str:
    """Say how far the plan is from the target: ¥1.08 M short of the target."""
    amount = format_money(abs(plan.difference_minor), campaign.currency)
    if plan.closes:
        return _("closes to the target")
    return (_("{amount} short of the target") if plan.difference_minor < 0 else _("{amount} above the target")).format(
        amount=amount
    )


def product_words(plan: TrafficPlan, campaign: Campaign) -> str:
    """Write the arithmetic: 5.28 M visitors × 5.40% × ¥213 = ¥60.9 M; nothing where nothing is planned."""
    if plan.sums.conversion is None or plan.sums.order_value_minor is None:
        return ""
    return _("{visitors} visitors × {conversion} × {value} = {revenue}").format(
        visitors=format_count(plan.sums.visitors, "tile"),
        conversion=format_share(plan.sums.conversion, 2),
        value=format_money(plan.sums.order_value_minor, campaign.currency),
        revenue=format_money(plan.sums.revenue_minor, campaign.currency),
    )


def repair_words(repair: Repair) -> str:
    """Say what would close the plan: 93.3 k more visitors from Live streaming would do."""
    count, name = format_count(abs(repair.change), "tile"), str(repair.kind.name)
    if repair.change > 0:
        words = ngettext(
            "{count} more visitor from {channel} would do.", "{count} more visitors from {channel} would do.", repair.change
        )
    else:
        words = ngettext(
            "{count} visitor fewer from {channel} would do.", "{count} visitors fewer from {channel} would do.", -repair.change
        )
    return words.format(count=count, channel=name)
