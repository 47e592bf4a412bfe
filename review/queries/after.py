"""Buyers won in a sale beside those of the three months before it, as JSON the pages read (playbook C4, W3)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.models import Campaign
from common.windows import day_window
from customers.queries.returning import three_months_before
from review.queries.cohorts import cohort
from review.rules.cohorts import packed

NAMES = ("sale", "before")


def cohorts_of(campaign: Campaign, *, at: datetime) -> dict[str, Any]:
    """Return both cohorts: `sale`, first paid in it, and `before`, first paid in the three months up to its start."""
    shops = list(campaign.shops.order_by("pk"))
    day = three_months_before(campaign.starts_at.astimezone(ZoneInfo(campaign.time_zone)).date())
    spans = {
        "sale": (campaign.starts_at, campaign.ends_at),
        "before": (day_window(day, campaign.time_zone).start_at, campaign.starts_at),
    }
    return {name: packed(cohort(shops, *span, at=at)) | {"since": span[0].isoformat()} for name, span in spans.items()}
