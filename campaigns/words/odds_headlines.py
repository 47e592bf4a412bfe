"""The odds in a sentence: on their page, on the sale's card, in its check."""

from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign
from campaigns.queries.odds import Reckoning
from campaigns.rules.odds import BreakEven
from campaigns.rules.odds.calibration import Calibration
from campaigns.words.headlines import Headline
from campaigns.words.odds import chance, untold
from common.money import format_count, format_money, format_share
from common.sentences import halves, stopped

ENOUGH = 10


def of_odds(found: Reckoning, campaign: Campaign) -> Headline:
    """Say how likely a profit is, how much, how likely a loss that hurts; while inputs are not known, say that instead."""
    odds, currency = found.odds, campaign.currency
    share, median = chance(odds.p_profit), format_money(odds.profit_at(50), currency)
    if odds.unknown:
        bad = untold(odds.unknown)
        words = _("{missing}; without them {chance} odds of a profit, median {median}.")
        return Headline(words.format(missing=bad, chance=share, median=median), _why(found, campaign), bad)
    title = capfirst(_("{chance} odds of a profit, median {median}").format(chance=share, median=median))
    if odds.hurts is None:
        least = _("nine times in ten at least {amount}").format(amount=format_money(odds.profit_at(10), currency))
        return Headline(stopped(halves(title, least)), _why(found, campaign))
    loss, loss_share = odds.hurts
    bad = _("{chance} to lose more than {amount}").format(chance=chance(loss_share), amount=format_money(loss, currency))
    return Headline(stopped(halves(title, bad)), _why(found, campaign), bad)


def _why(found: Reckoning, campaign: Campaign) -> str:
    odds, currency = found.odds, campaign.currency
    return _("Likely: {revenue} of revenue leave {profit}. {chance} to reach the target of {target}.").format(
        revenue=format_money(odds.likely_revenue, currency),
        profit=format_money(odds.likely, currency),
        chance=capfirst(chance(odds.p_target)),
        target=format_money(campaign.revenue_target_minor, currency),
    )


def of_break_even(found: BreakEven, campaign: Campaign) -> list[tuple[str, str, str]]:
    """Return the break-even volume and price, each as what it is, its figure, and what it means."""
    currency = campaign.currency
    volume = (
        _("Break-even volume"),
        format_share(found.lift) if found.lift is not None else _("none"),
        _("{revenue} of revenue from {visitors} visitors; what is fixed stays fixed").format(
            revenue=format_money(found.revenue_minor, currency), visitors=format_count(found.visitors, "tile")
        )
        if found.lift is not None
        else _("each order costs more than it brings: no volume earns a profit"),
    )
    price = (
        _("Break-even price"),
        format_money(found.order_value_minor, currency, "exact") if found.price is not None else _("none"),
        _price_words(found) if found.price is not None else _("nothing is sold"),
    )
    return [volume, price]


def _price_words(found: BreakEven) -> str:
    room = 1 - (found.price or Fraction(0))
    words = (
        _("for each order after discounts: prices may fall by {share} at the same orders")
        if room >= 0
        else _("for each order after discounts: prices must rise by {share} at the same orders")
    )
    return words.format(share=format_share(max(room, -room), 1))


def of_calibration(found: Calibration | None) -> str:
    """Say how the odds of past sales stood."""
    if found is None:
        return _("No sale with odds from before its start has a known outcome yet.")
    few = _("Too few to judge: from ten sales on the shares mean something.") if found.count < ENOUGH else ""
    words = ngettext(
        "{count} sale: {inside} of the outcomes lay between P10 and P90 (true odds: 80%). "
        "Brier score {brier} (true odds would get {expected}, a coin 0.25). {bias}",
        "{count} sales: {inside} of the outcomes lay between P10 and P90 (true odds: 80%). "
        "Brier score {brier} (true odds would get {expected}, a coin 0.25). {bias}",
        found.count,
    ).format(
        count=found.count,
        inside=format_share(found.inside),
        brier=f"{found.brier_profit:.2f}",
        expected=f"{found.expected_profit:.2f}",
        bias=_bias(found.bias),
    )
    return f"{words} {few}".strip()


def _bias(bias: float) -> str:
    place = format_share(bias + 0.5)
    if abs(bias) < 0.1:
        return _("The outcomes lay in the middle of what was promised ({place}).").format(place=place)
    if bias < 0:
        return _("The odds promised too much: outcomes lay at {place} of the forecasts, not at 50%.").format(place=place)
    return _("The odds promised too little: outcomes lay at {place} of the forecasts, not at 50%.").format(place=place)
