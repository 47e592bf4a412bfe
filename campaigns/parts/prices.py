"""The planned prices, and the terms on which they are judged, as a part of the plan's versions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign, PlannedPrice, PriceTerms, StageKind
from campaigns.parts.base import Line, Part
from common.money import format_money

MOST_NAMED = 12
Plain = list[Any]
"""A row [shop, SKU, stage, price] for each price, and last the terms as an object, when some were chosen."""


def _read(campaign: Campaign) -> Plain:
    rows = campaign.prices.order_by("shop_id", "sku", "stage").values_list("shop_id", "sku", "stage", "price_minor")
    terms = PriceTerms.objects.filter(campaign=campaign).values("rules", "back_days", "ending")
    return [*(list(row) for row in rows), *terms]


def _restore(campaign: Campaign, plain: Plain) -> None:
    prices, terms = _parted(plain)
    campaign.prices.all().delete()
    rows = [
        PlannedPrice(campaign=campaign, shop_id=shop, sku=sku, stage=stage, price_minor=price)
        for (shop, sku, stage), price in prices.items()
    ]
    PlannedPrice.objects.bulk_create(rows, batch_size=2_000)
    if terms is None:
        PriceTerms.objects.filter(campaign=campaign).delete()
    else:
        PriceTerms.objects.update_or_create(campaign=campaign, defaults=terms)


def _parted(plain: Plain | None) -> tuple[dict[tuple[int, str, str], int], dict[str, Any] | None]:
    rows = plain or []
    prices = {(row[0], row[1], row[2]): row[3] for row in rows if isinstance(row, list)}
    return prices, next((row for row in rows if isinstance(row, dict)), None)


def _lines(campaign: Campaign, then: Plain | None, now: Plain | None) -> list[Line]:
    """Say price by price what it was and is, of many the first; and which terms changed."""
    (before, was), (after, is_now) = _parted(then), _parted(now)
    differing = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
    stages = dict(StageKind.choices)
    lines = [
        (
            _("Price of {sku}, {stage}").format(sku=key[1], stage=stages[key[2]]),
            *(_money(prices.get(key), campaign) for prices in (before, after)),
        )
        for key in differing[:MOST_NAMED]
    ]
    left = len(differing) - MOST_NAMED
    if left > 0:
        words = ngettext("{count} more price", "{count} more prices", left).format(count=left)
        lines.append((words, "", _("changed")))
    if was != is_now:
        lines.append((_("Terms of the prices"), _terms(was), _terms(is_now)))
    return [(part, one, other) for part, one, other in lines]


def _money(minor: int | None, campaign: Campaign) -> str:
    return "" if minor is None else format_money(minor, campaign.currency, "exact")


def _terms(terms: dict[str, Any] | None) -> str:
    if terms is None:
        return ""
    rules = ", ".join(str(rule["key"]) for rule in terms["rules"])
    return _("rules {rules}; {days} days back; ending {ending}").format(
        rules=rules, days=terms["back_days"], ending=terms["ending"] or _("any")
    )


PART = Part("prices", gettext_lazy("Prices"), _read, _restore, _lines)
