"""Check that the sale is likely to earn something, that every cost is told, and that the odds are those of the plan as it is."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.checks.base import CheckState, PlanCheck
from campaigns.costs import case_of
from campaigns.models import Campaign
from campaigns.queries.odds import costs_of, standing_odds
from campaigns.queries.plan_figures import outdated
from campaigns.rules.odds import unknown
from campaigns.words.odds import chance, coverage, moved_on
from common.money import format_money

FAILED_BELOW = 0.5
WATCH_BELOW = 0.65


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return the check of the odds, from the kept answer: nothing is drawn here.

    Failed without inputs or below even odds; to watch below 65%, while a cost is not known, or when the plan has moved on.
    """
    del at
    state, found = _found(campaign)
    return [PlanCheck("odds_profit", state, _("Odds of a profit"), found, reverse("campaigns:odds", args=[campaign.pk]))]


def _found(campaign: Campaign) -> tuple[CheckState, str]:
    standing = standing_odds(campaign)
    if standing is None:
        if costs_of(campaign):
            return "watch", _("The kept answer is that of an older model; save the inputs once more.")
        return "failed", _("Nobody has said yet what the sale costs: look at the proposed inputs and save them.")
    p_profit = standing.result.p_profit
    words = _("{chance} odds of a profit, median {median}; target: {target}.").format(
        chance=chance(p_profit),
        median=format_money(standing.result.profit[49], campaign.currency),
        target=chance(standing.p_target),
    )
    gaps = coverage(unknown(case_of(standing.costs)))
    moved = moved_on(outdated(campaign=campaign, costs=standing.costs))
    words = capfirst(" ".join(part for part in (words, gaps, moved) if part))
    if p_profit < FAILED_BELOW:
        return "failed", words
    return ("watch" if p_profit < WATCH_BELOW or gaps or moved else "done"), words
