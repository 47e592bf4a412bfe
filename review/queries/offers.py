"""The offers of a sale: what the products in the scope of each brought, and with which offers it shares them."""

from typing import Any

from campaigns.models import Campaign
from campaigns.queries.offers import offer_rules, offers
from orders.models import Shop
from review.queries.reckoning import Reckoned
from review.rules.offers import sharing

DISCOUNTS = tuple(f"{payer}_discount" for payer in ("shop", "platform", "influencer", "other"))


def offer_rows(campaign: Campaign, found: Reckoned, stock: dict[Any, Any], shops: list[Shop]) -> list[dict[str, Any]]:
    """Return a row an offer, in the order in which they are applied.

    Which offer an order used is in no file: a row counts all that the products in its scope brought in the sale, so rows that
    share products count the same orders and are never added up. `same`, `some`: the offers it shares all or some of its products
    with. `known`: for how much of the revenue the cost of goods is known, 0 to 1; None where nothing was sold.
    """
    numbers = {shop.pk for shop in shops}
    sold = {key: sums for key, sums in found.skus.items() if key[0] in numbers}
    kept = list(zip(offers(campaign), offer_rules(campaign), strict=True))
    scopes = {
        offer.pk: frozenset(
            (shop, sku) for shop, sku in sold
            if rule.scope.holds(sku=sku, shop=str(shop), **{
                name: stock.get((shop, sku), {}).get(name, "") for name in ("tier", "category")})
        )
        for offer, rule in kept
    }  # fmt: skip
    shared = sharing(scopes)
    rows = []
    for offer, _rule in kept:
        about = [sold[key] for key in scopes[offer.pk]]
        revenue = sum(one["revenue"] for one in about)
        known = sum(one["revenue"] for one in about if not one["unknown"])
        rows.append(
            {
                "id": offer.pk, "name": offer.name, "kind": offer.kind, "revenue": revenue,
                "units": sum(one["units"] for one in about), "profit": sum(one["profit"] for one in about),
                "discount": sum(one[name] for one in about for name in DISCOUNTS),
                "known": known / revenue if revenue else None,
                "same": list(shared[offer.pk].same), "some": list(shared[offer.pk].some),
            }
        )  # fmt: skip
    return rows
