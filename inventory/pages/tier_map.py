"""The tier map made ready: its points, its finding, what is left out and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _

from common.money import format_count, format_money, format_share
from inventory.charts.tiers import Point
from inventory.models import TierTerms
from inventory.queries.tiers import tier_rows, with_products
from orders.models import Shop

MOST = 300


@dataclass(frozen=True)
class TierMap:
    """The map in words and points, the largest by revenue first."""

    title: str
    why: str
    points: Sequence[Point]


def map_of(shop: Shop, terms: TierTerms) -> TierMap:
    """Return the map of the products that bring most, at most MOST; a product without a cost has no place on it."""
    rows = with_products(shop, tier_rows(shop).exclude(orders=0)[:MOST])
    points = [
        Point(
            row.product.sku, row.product.title or row.product.sku, row.product.tier or row.figures.proposal,
            row.figures.price_minor, row.figures.margin_bp / 10_000, row.figures.revenue_minor, row.figures.orders,
        )
        for row in rows
        if row.figures.price_minor and row.figures.margin_bp is not None
    ]  # fmt: skip
    if terms.counted_at is None:
        return TierMap(_("Nobody has judged the products of {shop} yet.").format(shop=shop.name), "", [])
    if not points:
        words = _("No product that sold has a cost, so none has a margin and a place on the map.")
        return TierMap(words, _("Bring a cost list in; costs are never guessed."), [])
    return TierMap(_finding(points, shop), _left_out(shop, len(rows) - len(points)), points)


def _finding(points: Sequence[Point], shop: Shop) -> str:
    """Say where A and C lie: the median of price and margin of each."""
    ends = [[point for point in points if point.tier == tier] for tier in ("A", "C")]
    if not all(ends):
        return _("{count} products by price and margin; A or C has none of them.").format(count=format_count(len(points)))
    told = {}
    for name, end in zip(("a", "c"), ends, strict=True):
        told[f"{name}_price"] = format_money(round(median(point.price for point in end)), shop.currency, "exact")
        told[f"{name}_margin"] = format_share(median(point.margin for point in end))
    return _("A draws at {a_price} with a margin of {a_margin}; C earns at {c_price} with {c_margin}.").format(**told)


def _left_out(shop: Shop, without_cost: int) -> str:
    said = [_("The {count} products that bring most, size by revenue.").format(count=format_count(MOST))]
    if without_cost:
        said.append(_("{count} of them have no cost and no place here.").format(count=format_count(without_cost)))
    return " ".join(said)
