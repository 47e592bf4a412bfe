"""What the pricing rules answer, in words: why an offer was applied or not, what is missing for more, who pays."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign
from campaigns.rules.pricing import NextStep, Outcome, Payer, Reason, Share
from campaigns.words.offers import amount, moments
from campaigns.words.problems import clock, day_label

PAYER_WORDS: dict[Payer, str | Promise] = {
    Payer.SHOP: gettext_lazy("shop"),
    Payer.PLATFORM: gettext_lazy("platform"),
    Payer.BRAND: gettext_lazy("brand"),
    Payer.INFLUENCER: gettext_lazy("influencer"),
}
REASONS: dict[Reason, str | Promise] = {
    Reason.APPLIED: gettext_lazy("applied"),
    Reason.OUTSIDE_WINDOW: gettext_lazy("It does not run at {at}; it runs from {start} to {end}."),
    Reason.BUYER_TIER: gettext_lazy("It is for {tiers} buyers only."),
    Reason.NOT_HELD: gettext_lazy("The buyer has not claimed it."),
    Reason.OUT_OF_SCOPE: gettext_lazy("No product of the basket is in its scope."),
    Reason.NO_DEPOSIT: gettext_lazy("No deposit of {deposit_minor} was paid in advance."),
    Reason.LIMIT_PER_BUYER: gettext_lazy("The buyer has used it {used} of {limit} times."),
    Reason.LIMIT_TOTAL: gettext_lazy("It was used {used} times in all, {limit} are allowed."),
    Reason.BUDGET: gettext_lazy("Its money is spent: {left_minor} is left, {needed_minor} would be needed."),
    Reason.MINIMUM_AMOUNT: gettext_lazy("It asks for {minimum_minor}, there is {reached_minor}."),
    Reason.MINIMUM_UNITS: gettext_lazy("It asks for {minimum_units} pieces, there are {reached_units}."),
    Reason.EXCLUDED: gettext_lazy("Of the group {group} the order got “{by}”."),
    Reason.DOES_NOT_STACK: gettext_lazy("It is not used beside {with}."),
    Reason.NOTHING_LEFT: gettext_lazy("There is nothing left to take off."),
}


def outcome_words(outcome: Outcome, names: Mapping[str, str], campaign: Campaign) -> str:
    """Say what became of an offer; `names` are the names of the offers by key."""
    currency = campaign.currency
    if outcome.applied:
        if outcome.gift_sku:
            words = _("{count} × {gift} as a gift, worth {money}")
            return words.format(count=outcome.gift_units, gift=outcome.gift_sku, money=amount(outcome.worth_minor, currency))
        return _("{money} off").format(money=amount(outcome.discount_minor, currency))
    values: dict[str, Any] = {}
    for name, value in outcome.values.items():
        if name.endswith("_minor") and isinstance(value, int):
            values[name] = amount(value, currency)
        elif name in {"by", "with"}:
            values[name] = ", ".join(names.get(key, key) for key in str(value).split(", "))
        else:
            values[name] = value
    if outcome.reason is Reason.OUTSIDE_WINDOW:
        values |= _window(outcome.values, campaign)
    return str(REASONS[outcome.reason]).format(**values)


def next_words(step: NextStep | None, campaign: Campaign) -> str:
    """Say what is missing for more, and what it would save; "" when there is no more to get."""
    if step is None:
        return ""
    parts = []
    if step.missing_minor:
        parts.append(amount(step.missing_minor, campaign.currency))
    if step.missing_units:
        parts.append(ngettext("{count} piece", "{count} pieces", step.missing_units).format(count=step.missing_units))
    if not parts:
        return ""
    missing = _(" and ").join(parts)
    if step.saves_minor is None:
        return _("{missing} more brings it").format(missing=missing)
    return _("{missing} more saves {money}").format(missing=missing, money=amount(step.saves_minor, campaign.currency))


def shares_words(shares: Sequence[Share], campaign: Campaign) -> str:
    """Say who pays how much: shop ¥70, platform ¥30; "" when nobody pays anything."""
    given = [(PAYER_WORDS[share.payer], amount(share.amount_minor, campaign.currency)) for share in shares if share.amount_minor]
    return ", ".join(f"{payer} {money}" for payer, money in given)


def _window(values: Mapping[str, Any], campaign: Campaign) -> dict[str, str]:
    """Write the moment and the window; a rule of a plan always has both ends."""
    at = int(values["at"])
    written = {"at": f"{day_label(at, campaign.time_zone)} {clock(at, campaign.time_zone)}"}
    written["start"], written["end"] = moments(int(values.get("start", at)), int(values.get("end", at + 1)), campaign)
    return written
