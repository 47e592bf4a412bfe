"""The products beside a sale: of its categories, in its shops, and in the scope of none of its offers."""

from campaigns.models import Campaign
from campaigns.queries.offers import draft_of, offers, scoped_products
from campaigns.rules.offers import covers
from orders.models import Shop


def neighbours(campaign: Campaign, shops: list[Shop]) -> list[tuple[Shop, list[str]]]:
    """Return the neighbours by shop; none where the sale has no offers or one for everything."""
    drafts = [draft_of(offer) for offer in offers(campaign)]
    if not drafts:
        return []
    products = scoped_products(campaign)
    inside = [product for product in products if any(covers(draft, product) for draft in drafts)]
    keys = {(product.shop, product.sku) for product in inside}
    categories = {product.category for product in inside if product.category}
    beside = [one for one in products if one.category in categories and (one.shop, one.sku) not in keys]
    by_shop = ((shop, sorted({one.sku for one in beside if one.shop == shop.pk})) for shop in shops)
    return [(shop, skus) for shop, skus in by_shop if skus]
