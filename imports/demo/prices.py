"""The price list of the demo's sale: every product at its sale price, the dear ones in the warm-up too.

One mistake is in it, as in life: the long down coat was 20 cheaper in the warm-up than it is in the sale, which the check finds.
"""

from campaigns.models import Campaign, StageKind
from imports.demo import catalogue
from imports.demo.goods import skus, usual_minor
from orders.models import Shop

MISTAKE = "QH-YR02"
CHEAPER_MINOR = 2_000

Prices = dict[tuple[int, str, str], int | None]


def price_list(campaign: Campaign) -> Prices:
    """Return the price of each SKU in each stage of the demo's sale, for every shop of it."""
    prices: Prices = {}
    for shop in campaign.shops.all():
        for item in catalogue.PRODUCTS:
            for sku in skus(item):
                prices |= _of_sku(shop, item, sku)
    return prices


def _of_sku(shop: Shop, item: catalogue.DemoProduct, sku: str) -> Prices:
    prices: Prices = {(shop.pk, sku, StageKind.LIVE.value): item.sale_minor}
    if item.tier == "C":
        halfway = (usual_minor(item) + item.sale_minor) // 2000 * 1000
        is_mistake = item.code == MISTAKE and shop.platform == catalogue.SHOPS[0].platform
        warm_up = item.sale_minor - CHEAPER_MINOR if is_mistake else halfway
        prices[shop.pk, sku, StageKind.WARM_UP.value] = warm_up
    return prices
