"""The selection made ready: each product with its score, how it comes about, and whether it is chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_count
from inventory.models import MarketFigures, Product
from inventory.queries.market import chosen_skus
from inventory.words import selection as words
from orders.models import Shop


@dataclass(frozen=True)
class ShownPart:
    """One component of a score in words; `place` 0 to 100 among the others, None where nothing is known."""

    group: Any
    label: Any
    value: str
    place: float | None
    weight: float
    points: float


@dataclass(frozen=True)
class ShownScore:
    """One product of the selection. `coverage`: the part of the weights something is known of."""

    sku: str
    title: str
    tier: str
    score: float | None
    coverage: float
    strongest: str
    parts: Sequence[ShownPart]
    chosen: bool
    as_of: Any


def scores_of(shop: Shop, rows: Iterable[MarketFigures]) -> list[ShownScore]:
    """Return the rows of a page in words; two queries."""
    told = list(rows)
    products = {each.sku: each for each in Product.objects.filter(shop=shop, sku__in=[row.sku for row in told])}
    chosen = chosen_skus(shop)
    return [_score(row, products.get(row.sku), row.sku in chosen, shop.currency) for row in told]


def headline_of(shop: Shop, rows: int, chosen: int, best: ShownScore | None) -> tuple[str, str]:
    """Return the first line and the cause below it."""
    if not rows:
        return (
            _("Nothing is known of the market of {shop}.").format(shop=shop.name),
            _("Bring a list of market figures in: rank, sales of 30 days, favourites, searches, carts, supply."),
        )
    said = ngettext("{count} product is chosen for the sale", "{count} products are chosen for the sale", chosen)
    if best is None or best.score is None:
        return said.format(count=format_count(chosen)) + ".", ""
    title = _("{chosen}; {best} leads the selection with {score} of 100.").format(
        chosen=said.format(count=format_count(chosen)), best=best.title or best.sku, score=f"{best.score:.0f}"
    )
    return title, _("It leads by: {why}.").format(why=best.strongest)


def _score(row: MarketFigures, product: Product | None, chosen: bool, currency: str) -> ShownScore:
    parts = [
        ShownPart(
            words.GROUP_NAMES[words.GROUP_OF[part["name"]]], words.COMPONENTS[part["name"]],
            words.value(part["name"], part["value"], currency), part["place"], part["weight"], part["points"],
        )
        for part in row.parts
    ]  # fmt: skip
    title, tier = (product.title, product.tier) if product else ("", "")
    strongest = words.strongest(row.parts, currency)
    return ShownScore(row.sku, title, tier, row.score, row.coverage_bp / 10_000, strongest, parts, chosen, row.as_of)
