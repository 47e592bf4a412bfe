"""Whether the planned prices may be announced as reductions (playbook P5), and whether the range hangs together (P4).

Nothing is judged here: the last check is read from its row.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign
from campaigns.queries.verdicts import CheckState, check_state
from campaigns.words.prices import flag_words, prices_words
from common.money import format_money

GRAVE = frozenset({"below_cost"})


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return the check of the price history and that of the range; six small queries."""
    del at
    state = check_state(campaign)
    url = reverse("campaigns:prices", args=[campaign.pk])
    found = [_history(campaign, state, url)]
    if state.check is not None:
        found.append(_mix(campaign, state, url))
    return found


def _history(campaign: Campaign, state: CheckState, url: str) -> PlanCheck:
    name = _("Price history")
    if not state.prices:
        words = _("No price is planned yet; buyers would be asked the list prices.")
        return PlanCheck("price_history", "watch", name, words, url)
    if state.check is None:
        words = _("{prices} planned and never checked against what was charged before.").format(prices=prices_words(state.prices))
        return PlanCheck("price_history", "watch", name, words, url)
    refused, unknown = state.counts.get("refused", 0), state.counts.get("unknown", 0)
    if not state.is_current:
        words = _("Not checked since version {version}; the prices have changed.").format(version=state.check.version)
        return PlanCheck("price_history", "failed" if refused else "watch", name, words, url)
    newer = " " + _("New prices came in since; check again.") if state.is_older_than_prices else ""
    if refused:
        words = _("{prices} may not be announced as a reduction.").format(prices=prices_words(refused))
        return PlanCheck("price_history", "failed", name, f"{words}{_example(campaign, state)}{newer}", url)
    if unknown:
        words = _("{prices} cannot be proven: nothing is known of what was charged before.").format(prices=prices_words(unknown))
        return PlanCheck("price_history", "watch", name, words + newer, url)
    words = _("{prices} may be announced as reductions.").format(prices=prices_words(state.counts.get("allowed", 0)))
    return PlanCheck("price_history", "watch" if newer else "done", name, words + newer, url)


def _example(campaign: Campaign, state: CheckState) -> str:
    """Name one refused price with what it was before."""
    one = state.example
    if one is None:
        return ""
    price, prior = (format_money(one[name], campaign.currency, "exact") for name in ("price", "prior"))
    return " " + _("{name}: planned {price}, {prior} before.").format(name=one["name"], price=price, prior=prior)


def _mix(campaign: Campaign, state: CheckState, url: str) -> PlanCheck:
    flags = state.flags
    if not flags:
        return PlanCheck(
            "price_mix", "done", _("Range and prices"), _("The tiers connect; no price is below cost or floor."), url
        )
    grave = any(flag.code in GRAVE for flag in flags)
    words = " ".join(flag_words(flag, campaign.currency) for flag in flags[:2])
    return PlanCheck("price_mix", "failed" if grave else "watch", _("Range and prices"), words, url)
