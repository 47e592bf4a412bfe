"""What the audit found, as a table for spreadsheets."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import Campaign
from campaigns.pages.audit import finding_lines
from common.money import exponent_of, from_minor
from common.spreadsheets import Cell


def finding_rows(found: dict[str, Any] | None, campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, then each finding, worst first; the header alone without an audit."""
    yield [_("Sort"), _("Finding"), _("Basket"), _("Where"), _("Repair"), _("Such baskets")]
    for line in finding_lines(found, campaign) if found else ():
        repair = "; ".join(words for _place, words in line.repairs)
        yield [line.name, line.words, line.basket, line.where, repair, line.finding["cases"]]


def price_rows(found: dict[str, Any] | None, campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, then the worst price of each product, the worst first; the header alone without an audit."""
    yield [
        _("SKU"),
        _("Title"),
        _("Variants"),
        _("Price"),
        _("Worst price"),
        pgettext("of a product", "Cost"),
        _("Floor"),
        _("Offers"),
    ]
    exponent = exponent_of(campaign.currency)
    for one in found["worst"] if found else ():
        money: list[Cell] = [
            None if one[name] is None else from_minor(one[name], exponent)
            for name in ("list_minor", "price_minor", "cost_minor", "floor_minor")
        ]
        offers = ", ".join(found["names"].get(key, key) for key in one["offers"]) if found else ""
        yield [one["sku"], one["title"], len(one["skus"]), *money, offers]
