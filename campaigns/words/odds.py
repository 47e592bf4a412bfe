"""The words of the odds: what each input is called and means, what each part of the profit is, where a figure comes from."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.costs import Cost
from campaigns.models import CostSource
from campaigns.rules.odds import NAMES, UNITS, Unit
from common.money import format_count, format_money, format_share

LABELS: dict[str, Promise] = {
    "visitors": gettext_lazy("Visitors"),
    "conversion": gettext_lazy("Conversion"),
    "order_value": gettext_lazy("Order value before discounts"),
    "discounts": gettext_lazy("Discounts"),
    "refund_rate": gettext_lazy("Refund rate"),
    "cost_of_goods": gettext_lazy("Cost of goods"),
    "commission": gettext_lazy("Platform commission"),
    "payment_fee": gettext_lazy("Payment fee"),
    "freight": gettext_lazy("Freight and packing"),
    "gifts": gettext_lazy("Gifts"),
    "traffic": gettext_lazy("Traffic"),
    "people": gettext_lazy("People"),
    "leftover": gettext_lazy("Leftover stock"),
    "lost_before": gettext_lazy("Sales lost before"),
    "lost_after": gettext_lazy("Sales lost after"),
    "ordinary_margin": gettext_lazy("Margin of ordinary sales"),
}
MEANINGS: dict[str, Promise] = {
    "visitors": gettext_lazy("people who come during the sale"),
    "conversion": gettext_lazy("of the visitors, who pay"),
    "order_value": gettext_lazy("for each paid order, before the shop's own discounts"),
    "discounts": gettext_lazy("of that value, given away by the shop; not what the platform pays back"),
    "refund_rate": gettext_lazy("of the revenue; the goods come back and are sold again"),
    "cost_of_goods": gettext_lazy("of the value before discounts"),
    "commission": gettext_lazy("of the revenue that is not refunded"),
    "payment_fee": gettext_lazy("of the revenue"),
    "freight": gettext_lazy("for each paid order"),
    "gifts": gettext_lazy("for each paid order"),
    "traffic": gettext_lazy("for the whole sale"),
    "people": gettext_lazy("overtime and temporary help, for the whole sale"),
    "leftover": gettext_lazy("loss when it is cleared, returned goods that cannot be sold again included"),
    "lost_before": gettext_lazy("turnover of products held back before the sale"),
    "lost_after": gettext_lazy("turnover of the days after that the sale brought forward"),
    "ordinary_margin": gettext_lazy("of the turnover lost before and after, what would have stayed"),
}
PART_LABELS: dict[str, Promise] = {
    "goods": gettext_lazy("Goods before discounts"),
    "lost_before": gettext_lazy("Margin of sales lost before"),
    "lost_after": gettext_lazy("Margin of sales lost after"),
    "refunds": gettext_lazy("Refunds"),
}
SOURCES: dict[str, Promise] = {
    CostSource.OFFERS: gettext_lazy("the offers of version {detail} on past baskets"),
    CostSource.SALE: gettext_lazy("from {detail}"),
    CostSource.SCALED: gettext_lazy("from {detail}, in proportion to the target"),
    CostSource.PLAYBOOK: gettext_lazy("the playbook's rule {detail}"),
    CostSource.PRODUCTS: gettext_lazy("from the products' cost, known for {detail} of revenue"),
}


def input_label(name: str) -> str:
    """Return what an input is called."""
    return str(LABELS[name])


def part_label(name: str) -> str:
    """Return what a part of the profit is called."""
    return str(PART_LABELS.get(name) or LABELS[name])


def source_words(cost: Cost) -> str:
    """Return where an input's figures come from."""
    words = SOURCES.get(cost.source)
    return str(words).format(detail=cost.detail) if words else str(CostSource(cost.source).label)


def unit_words(name: str, currency: str) -> str:
    """Return what a field of an input is written in: %, the currency, or "" for people."""
    return {Unit.SHARE: "%", Unit.COUNT: ""}.get(UNITS[name], currency)


def value_words(name: str, value: Fraction, currency: str) -> str:
    """Write one figure of an input with its unit."""
    unit = UNITS[name]
    if unit == Unit.COUNT:
        return format_count(value)
    if unit == Unit.SHARE:
        return format_share(value, 1 if value >= Fraction(1, 10) else 2)
    return format_money(value, currency, "exact" if unit == Unit.PER_ORDER else "reading")


def estimate_words(cost: Cost, currency: str) -> str:
    """Write an input's likely value with its low and high: 16% (12% to 20%)."""
    estimate = cost.estimate
    likely, low, high = (value_words(cost.name, value, currency) for value in (estimate.likely, estimate.low, estimate.high))
    if estimate.low == estimate.high:
        return likely
    return _("{likely} ({low} to {high})").format(likely=likely, low=low, high=high)


def chance(share: float) -> str:
    """Write a chance in per cent; what is rare is not called impossible, what is likely not certain.

    >>> chance(0.714), chance(0.9999), chance(0.002), chance(1.0)
    ('71%', 'over 99%', 'under 1%', '100%')
    """
    if 0 < share < 0.01:
        return _("under {share}").format(share=format_share(0.01))
    if 0.99 < share < 1:
        return _("over {share}").format(share=format_share(0.99))
    return format_share(share)


def untold(unknown: Sequence[str]) -> str:
    """Say how many inputs are not known: 7 of 16 inputs are not known. "" when all are."""
    if not unknown:
        return ""
    words = ngettext("{count} of {total} inputs is not known", "{count} of {total} inputs are not known", len(unknown))
    return words.format(count=len(unknown), total=len(NAMES))


def coverage(unknown: Sequence[str]) -> str:
    """Say which inputs nobody has told; they count as nothing, so the odds are too good. "" when all are known."""
    if not unknown:
        return ""
    return _("Not known and counted as nothing, so the odds look too good: {names}.").format(
        names=", ".join(input_label(name).lower() for name in unknown)
    )


def moved_on(names: Sequence[str]) -> str:
    """Say which inputs the plan has otherwise by now. "" when none."""
    if not names:
        return ""
    words = _("The plan has changed since these were taken from it: {names}.")
    return words.format(names=", ".join(input_label(name).lower() for name in names))
