"""The card of the offers on the page of a sale: what the audit found worst, what a replay says they cost."""

from datetime import datetime

from campaigns.models import AuditReport, Campaign
from campaigns.pages.audit import finding_lines
from campaigns.queries.offers import offers
from campaigns.queries.replay import latest_replay
from campaigns.queries.reports import reports_of
from campaigns.summaries.base import Summary
from campaigns.words.offers import amount, offer_words

SHOWN = 4


def summary(campaign: Campaign, at: datetime) -> Summary | None:
    """Return the first offers in words, the worst finding and the expected discount of an order; None without an offer."""
    rows = offers(campaign)
    if not rows:
        return None
    reports = reports_of(AuditReport, campaign)
    replay = latest_replay(campaign)
    lines = finding_lines(reports.done.found, campaign) if reports.done else []
    context = {
        "rows": [(offer, offer_words(offer, campaign)) for offer in rows[:SHOWN]],
        "count": len(rows),
        "more": max(0, len(rows) - SHOWN),
        "reports": reports,
        "worst": lines[0] if lines and lines[0].severity == "failed" and not reports.is_old else None,
        "losses": sum(1 for line in lines if line.severity == "failed"),
        "replay": replay,
        "per_order": amount(replay.likely_minor, campaign.currency) if replay else "",
    }
    return Summary("campaigns/offers/_summary.html", context)
