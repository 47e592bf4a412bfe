"""The calendar of a year as a file: one row a sale, then what is left."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.queries.year import YearOfSales
from common.money import exponent_of, from_minor
from common.spreadsheets import Cell


def year_lines(found: YearOfSales) -> Iterator[list[Cell]]:
    """Yield the header, each sale, the ordinary days and the year: dates, days, target, share of the year, what was sold."""
    exponent = exponent_of(found.currency)

    def money(minor: int | None) -> Cell:
        return "" if minor is None else from_minor(minor, exponent)

    target = _("Revenue target, {currency}").format(currency=found.currency)
    sold = _("Sold, {currency}").format(currency=found.currency)
    yield [_("Sale"), _("Preparation from"), _("From"), _("To"), _("Days"), target, _("Share of the year"), sold]
    for sale in found.sales:
        begins = next((bar.first for bar in sale.bars if bar.kind == "preparation"), sale.first)
        share: Cell = "" if sale.share is None else round(Decimal(sale.share.numerator) / sale.share.denominator, 6)
        dates = [begins.isoformat(), sale.first.isoformat(), sale.last.isoformat()]
        yield [sale.campaign.name, *dates, sale.days, money(sale.target_minor), share, money(sale.actual_minor)]
    yield [_("Ordinary days"), "", "", "", found.days_left, money(found.left_minor), "", ""]
    yield [_("An ordinary day"), "", "", "", 1, money(found.per_day_minor), "", ""]
    yield [_("The year"), "", "", "", found.days, money(found.target_minor), "", ""]
    yield [_("The year before"), "", "", "", "", "", "", money(found.last_year_minor)]
