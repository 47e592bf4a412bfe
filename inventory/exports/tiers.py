"""Tiers and selection scores as tables for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from common.money import exponent_of, from_minor
from common.spreadsheets import Cell
from inventory.models import MarketFigures, Product
from inventory.queries.market import chosen_skus
from inventory.queries.tiers import TierRow
from inventory.rules.market import WEIGHTS
from inventory.words import tiers as words
from inventory.words.selection import COMPONENTS
from orders.models import Shop


def tier_lines(shop: Shop, rows: Iterable[TierRow]) -> Iterator[list[Cell]]:
    """Yield the header, then each product with what it does, what is proposed and why; unknown is an empty cell."""
    exponent = exponent_of(shop.currency)

    def money(minor: int | None) -> Cell:
        return None if minor is None else from_minor(minor, exponent)

    yield [
        _("SKU"), _("Title"), _("Tier"), _("Locked"), _("Proposal"), _("Score"), _("Reason"), _("Class by volume"), _("Revenue"),
        _("Units"), _("Orders"), _("First-time buyers"), _("Orders with nothing else"), _("Orders beside an A product"),
        _("Paid for other products in its orders"), _("Price paid"), _("Margin"), _("Profit"), _("Conversion"),
    ]  # fmt: skip
    for row in rows:
        told, product = row.figures, row.product
        yield [
            product.sku, product.title, product.tier, _("yes") if product.tier_locked else "", told.proposal, told.score,
            words.reason(told.reason) if told.proposal else words.missing(told.missing_orders), told.volume_class,
            money(told.revenue_minor), told.units, told.orders, told.first_orders, told.single_orders, told.with_a,
            money(told.attached_minor), money(told.price_minor), _share(told.margin_bp), money(told.profit_minor),
            _share(told.conversion_bp),
        ]  # fmt: skip


def _share(basis_points: int | None) -> float | None:
    return None if basis_points is None else basis_points / 10_000


def selection_lines(shop: Shop, rows: Iterable[MarketFigures]) -> Iterator[list[Cell]]:
    """Yield the header, then each product with its score and the value and points of each component; unknown is empty."""
    titles = dict(Product.objects.filter(shop=shop).values_list("sku", "title"))
    chosen = chosen_skus(shop)
    heads = [(f"{COMPONENTS[name]}", _("{name}, points").format(name=COMPONENTS[name])) for name in WEIGHTS]
    yield [_("SKU"), _("Title"), _("Score"), _("Known part"), _("Chosen"), *(head for pair in heads for head in pair)]
    exponent = exponent_of(shop.currency)
    for row in rows:
        parts = {part["name"]: part for part in row.parts}
        cells: list[Cell] = []
        for name in WEIGHTS:
            part = parts.get(name)
            value = part["value"] if part else None
            cells.append(from_minor(int(value), exponent) if value is not None and name in {"band", "price_fits"} else value)
            cells.append(part["points"] if part and part["place"] is not None else None)
        told = row.coverage_bp / 10_000
        yield [row.sku, titles.get(row.sku, ""), row.score, told, _("yes") if row.sku in chosen else "", *cells]
