"""The card of the traffic plan on the page of a sale."""

from datetime import datetime

from campaigns.models import Campaign
from campaigns.queries.traffic import traffic_plan
from campaigns.summaries.base import Summary
from campaigns.words.traffic import difference_words, product_words


def summary(campaign: Campaign, at: datetime) -> Summary | None:
    """Return the channels with what they bring and cost beside the target; None before a channel is planned."""
    plan = traffic_plan(campaign)
    if not plan.lines:
        return None
    words = {"difference": difference_words(plan, campaign), "product": product_words(plan, campaign)}
    return Summary("campaigns/traffic/_summary.html", {"plan": plan, **words})
