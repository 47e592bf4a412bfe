"""The sales of the same kind that are over: what they sold in every slot is the measure of the next."""

from django.db.models import Q

from campaigns.models import Campaign
from live.models import SaleCurve
from live.rules.outlook import EarlierSale

MOST_SALES = 6


def earlier_sales(*, campaign: Campaign) -> list[EarlierSale]:
    """Return the earlier sales of the same occasion in one of these shops and in this currency, and the one it is compared with.

    The last first, at most six. Only sales whose end is known are kept (`services.curves`).
    """
    same = Q(campaign__occasion=campaign.occasion, campaign__shops__in=campaign.shops.values("pk"))
    chosen = Q(campaign=campaign.compare_with_id)
    rows = (
        SaleCurve.objects.filter(same | chosen, campaign__currency=campaign.currency, campaign__ends_at__lte=campaign.starts_at)
        .order_by("-campaign__starts_at", "-campaign")
        .distinct()[:MOST_SALES]
    )
    return [EarlierSale(row.revenue, row.target_minor) for row in rows]
