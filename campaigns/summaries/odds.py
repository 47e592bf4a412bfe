"""The card of the odds on the page of a sale: the chance, the draws, the three inputs that matter most."""

from datetime import datetime

from campaigns.charts.odds import histogram_figure
from campaigns.costs import case_of
from campaigns.models import Campaign
from campaigns.queries.odds import standing_odds
from campaigns.rules.odds import DRAWS, Bar, unknown
from campaigns.summaries.base import Summary
from campaigns.words.odds import chance, estimate_words, input_label, untold

MOST = 3


def summary(campaign: Campaign, at: datetime) -> Summary | None:
    """Return the card from the kept answer; one that says what to do first when there is none."""
    del at
    standing = standing_odds(campaign)
    if standing is None:
        return Summary("campaigns/odds/_summary.html", {"standing": None}, is_narrow=True)
    result = standing.result
    figure = histogram_figure(
        [Bar(*bar) for bar in result.bars], profit=result.profit, p_profit=result.p_profit, currency=campaign.currency
    )
    lines = [
        (input_label(name), estimate_words(standing.costs[name], campaign.currency), abs(high - low) // 2)
        for name, low, high, _together in result.swings[:MOST]
    ]
    return Summary(
        "campaigns/odds/_summary.html",
        {
            "standing": standing,
            "odds_profit": chance(result.p_profit),
            "odds_missing": untold(unknown(case_of(standing.costs))),
            "odds_target": chance(standing.p_target),
            "odds_figure": figure,
            "odds_lines": lines,
            "odds_draws": DRAWS,
        },
        is_narrow=True,
    )
