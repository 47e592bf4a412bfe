"""The odds as tables: the inputs with their sources, and the percentiles of profit and revenue."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.costs import Costs
from campaigns.models import Campaign
from campaigns.rules.odds import NAMES, UNITS, Odds, Unit
from campaigns.words.odds import MEANINGS, input_label, source_words
from common.money import exponent_of, from_minor
from common.spreadsheets import Cell


def input_lines(costs: Costs, campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, then every input: low, likely, high, unit, source; one that is not known has empty figures.

    Money stands in the campaign's currency, shares as shares from 0 to 1.
    """
    yield [_("Input"), _("Low (P10)"), _("Likely (P50)"), _("High (P90)"), _("Unit"), _("Source"), _("Meaning")]
    exponent = exponent_of(campaign.currency)
    for name in NAMES:
        cost, unit = costs.get(name), UNITS[name]
        figures: list[Cell] = [None, None, None]
        if cost:
            money = unit in {Unit.MONEY, Unit.PER_ORDER}
            figures = [from_minor(int(figure), exponent) if money else _number(figure) for figure in cost.figures]
        words = {
            Unit.COUNT: _("people"),
            Unit.SHARE: _("share"),
            Unit.MONEY: campaign.currency,
            Unit.PER_ORDER: _("{currency} for each order").format(currency=campaign.currency),
        }[unit]
        source = source_words(cost) if cost else _("not known")
        yield [input_label(name), *figures, words, source, str(MEANINGS[name])]


def quantile_lines(odds: Odds, campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, then the 1st to 99th percentile of profit and revenue in the campaign's currency."""
    exponent, currency = exponent_of(campaign.currency), campaign.currency
    yield [_("Percentile"), _("Profit, {currency}").format(currency=currency), _("Revenue, {currency}").format(currency=currency)]
    for place, (profit, revenue) in enumerate(zip(odds.profit, odds.revenue, strict=True), 1):
        yield [place, from_minor(profit, exponent), from_minor(revenue, exponent)]


def _number(figure: Decimal) -> float | int:
    return int(figure) if figure == figure.to_integral_value() and figure > 1 else float(figure)
