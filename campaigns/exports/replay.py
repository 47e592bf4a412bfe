"""What a replay found, as a table for spreadsheets."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.pages.replay import offer_costs
from common.money import exponent_of, from_minor
from common.spreadsheets import Cell


def replay_lines(found: dict[str, Any] | None, campaign: Campaign) -> Iterator[list[Cell]]:
    """Yield the header, the sums and percentiles, then each offer with what it came to; the header alone without a replay."""
    yield [_("What"), _("Amount, {currency}").format(currency=campaign.currency), _("Baskets"), _("Share of the baskets")]
    if not found or not found["baskets"]:
        return

    def money(minor: int) -> Decimal:
        return from_minor(minor, exponent_of(campaign.currency))

    count = found["baskets"]
    yield [_("List value"), money(found["list_minor"]), count, 1]
    yield [_("Discount"), money(found["discount_minor"]), found["touched"], round(found["touched"] / count, 4)]
    yield [_("Paid by buyers"), money(found["revenue_minor"]), count, 1]
    for payer, minor in found["payers"].items():
        yield [_("Discount paid by {payer}").format(payer=payer), money(minor), None, None]
    for rank in ("mean", "p10", "p25", "p50", "p75", "p90"):
        yield [_("Discount of a basket, {rank}").format(rank=rank), money(found["discount"][rank]), None, None]
    for row in offer_costs(found):
        yield [row.name, money(row.discount_minor), row.baskets, round(row.share, 4)]
