"""The short cards of the topics on the page of a sale, in the order in which the page shows them.

A topic adds a module with a function `summary(campaign, at)` here and one entry in `SOURCES`. Its template
`campaigns/<topic>/_summary.html` is a whole card and sees `campaign`, `may_edit` and the names of the summary's context.
"""

from collections.abc import Callable
from datetime import datetime

from campaigns.models import Campaign
from campaigns.summaries import odds, offers, tasks, traffic
from campaigns.summaries.base import Summary

SOURCES: tuple[Callable[[Campaign, datetime], Summary | None], ...] = (
    traffic.summary,
    odds.summary,
    offers.summary,
    tasks.summary,
)


COSTLY = frozenset({odds.summary})
"""Cards that are for those who may see costs only; the others leave out themselves what tells some."""


def all_summaries(campaign: Campaign, at: datetime, *, with_costs: bool) -> list[Summary]:
    """Return the cards of every topic that has something to say about the sale at a moment."""
    found = (source(campaign, at) for source in SOURCES if with_costs or source not in COSTLY)
    return [summary for summary in found if summary is not None]


__all__ = ["SOURCES", "Summary", "all_summaries"]
