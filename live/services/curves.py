"""Keep what a sale sold in every slot once its end is known: the next sale of its kind is judged by it (F1)."""

from datetime import datetime

from django.db import transaction

from campaigns.models import Campaign
from campaigns.queries.shops import own_shops
from common.windows import Window
from live.models import SaleCurve
from metrics.queries import slot_series

LONGEST = 100 * 144  # slots: a plan for a year is no sale


@transaction.atomic
def keep_sale_curve(*, campaign: Campaign, at: datetime) -> SaleCurve | None:
    """Write down the revenue of every slot of a sale that is over, and its target; return it, None for one of over 100 days."""
    window = Window(campaign.start_slot, campaign.end_slot)
    if window.length > LONGEST:
        return None
    revenue = slot_series(shops=own_shops(campaign), window=window, name="revenue").tolist()
    told = {"revenue": revenue, "target_minor": campaign.revenue_target_minor, "kept_at": at}
    return SaleCurve.objects.update_or_create(campaign=campaign, defaults=told)[0]


def keep_curves_of_ended(*, at: datetime) -> int:
    """Keep the curves of all sales that ended and have none yet; return how many. Idempotent."""
    ended = Campaign.objects.filter(ends_at__lte=at, sale_curve__isnull=True, boards__isnull=False).distinct()
    return sum(keep_sale_curve(campaign=campaign, at=at) is not None for campaign in ended)
