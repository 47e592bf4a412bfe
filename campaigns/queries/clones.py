"""What a clone of a past sale would begin from: when the next one is, and what the last one really sold."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from campaigns.models import Campaign
from campaigns.queries.shops import own_shops
from campaigns.rules.occasions import next_dates
from common.windows import Window
from metrics import queries as metrics_queries


def sold_in(campaign: Campaign) -> int | None:
    """Return the revenue of a sale in minor units as the imported orders have it; None when none are."""
    window = Window(campaign.start_slot, campaign.end_slot)
    rows = metrics_queries.numbers(shops=own_shops(campaign), window=window, by="total", names=["revenue"])
    value = rows[0].values["revenue"] if rows else None
    return int(value) if value else None


def proposed_start(campaign: Campaign, *, today: date) -> date:
    """Return the day a clone would begin: the same occasion's next date, else the same day of the next year still ahead.

    A sale that begins on the eve of its occasion's day keeps that distance.
    """
    first = campaign.starts_at.astimezone(ZoneInfo(campaign.time_zone)).date()
    coming = next_dates(campaign.occasion, today)
    if coming is not None:
        had = next_dates(campaign.occasion, first - timedelta(days=3))
        return coming.starts_on + (first - had.starts_on if had else timedelta(0))
    following = first
    while following <= today:
        following = _year_later(following)
    return following


def _year_later(day: date) -> date:
    """Return the same day a year later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
