"""Contacts against agents: how many buyers asked in a sale, and how many hours of people were there to answer."""

from typing import Any

from campaigns.models import Campaign
from campaigns.queries import shifts as roster
from common.windows import Window
from metrics import queries as metrics
from orders.models import Shop

HOUR = 3_600


def contacts_of(campaign: Campaign, shops: list[Shop]) -> dict[str, Any]:
    """Return what was asked of pre-sale and who was there.

    `asked` (None: no file tells inquiries) and `planned`; hours of people `there` (None: no shifts were laid) and `needed` by the
    plan; `each`: how many contacts one person can answer in an hour.
    """
    settings = roster.settings_of(campaign)
    rows = roster.shift_rows(campaign, settings)
    needed = roster.demand(campaign=campaign, settings=settings).people["presale"]
    there = roster.staffed(rows, campaign, len(needed))["presale"]
    window = Window(campaign.start_slot, campaign.end_slot)
    told = metrics.numbers(shops=shops, window=window, by="total", names=["inquiries"])[0].values if shops else {}
    asked = told.get("inquiries")
    return {
        "asked": None if asked is None else int(asked),
        "planned": campaign.inquiries_target or None,
        "there": sum(there) / 2 if rows else None,
        "needed": sum(needed) / 2 if any(needed) else None,
        "each": HOUR / roster.handling_of(settings).effective("presale"),
    }
