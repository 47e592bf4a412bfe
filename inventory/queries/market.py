"""Reads of the market figures of products and of their selection scores."""

from collections.abc import Iterable

from django.db.models import F, QuerySet

from inventory.models import Choice, MarketFigures, Product, TierTerms
from inventory.rules.market import WEIGHTS
from orders.models import Shop


def conversion_of(shop: Shop) -> dict[str, float]:
    """Return paid buyers over visitors of each product of which both are known, as the platform told them for one period."""
    rows = MarketFigures.objects.filter(shop=shop, says__has_key="visitors").values_list("sku", "says")
    return {
        sku: says["paid_buyers"] / says["visitors"]
        for sku, says in rows
        if says.get("visitors") and says.get("paid_buyers") is not None
    }


def weights_of(shop: Shop) -> dict[str, int]:
    """Return the weights of the selection score in a shop, in per cent of their sum."""
    own = TierTerms.objects.filter(shop=shop).values_list("weights", flat=True).first() or {}
    return {name: own.get(name, weight) for name, weight in WEIGHTS.items()}


def selection(shop: Shop, *, q: str = "", chosen: bool = False, campaign_no: int = 0) -> QuerySet[MarketFigures]:
    """Return the products with market figures, the best score first, unknown ones last."""
    rows = MarketFigures.objects.filter(shop=shop)
    if q:
        named = Product.objects.filter(shop=shop, title__icontains=q).values("sku")
        rows = rows.filter(sku__icontains=q) | rows.filter(sku__in=named)
    if chosen:
        rows = rows.filter(sku__in=chosen_skus(shop, campaign_no=campaign_no))
    return rows.order_by(F("score").desc(nulls_last=True), "sku")


def chosen_skus(shop: Shop, *, campaign_no: int = 0) -> set[str]:
    """Return the products chosen for a sale (0: for the next one)."""
    return set(Choice.objects.filter(shop=shop, campaign_no=campaign_no).values_list("sku", flat=True))


def chosen_in(shops: Iterable[int]) -> set[tuple[int, str]]:
    """Return the products (shop, SKU) that were chosen for the next sale of these shops."""
    return set(Choice.objects.filter(shop__in=set(shops), campaign_no=0).values_list("shop_id", "sku"))
