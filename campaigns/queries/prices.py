"""The planned prices of a sale beside what is known of each product."""

from dataclasses import dataclass, field

from campaigns.models import Campaign, StageKind
from campaigns.rules.prices import Flag, PlannedProduct, mix_flags
from common.once import once
from inventory.models import ProductKind, ProductStatus
from inventory.queries import products


@dataclass(frozen=True)
class ProductPrices:
    """One product of a plan. Money is in minor units of the campaign's currency; None is unknown or not planned.

    `tier` "A", "B", "C" or ""; `stages` maps a stage ("warm_up", "live", ...) to its planned price. `asked_minor` is what a
    buyer is asked in the live stage: the planned price, without one the list price.
    """

    shop_id: int
    sku: str
    title: str
    tier: str
    category: str
    cost_minor: int | None
    floor_minor: int | None
    list_price_minor: int | None
    stages: dict[str, int] = field(default_factory=dict)

    @property
    def live_minor(self) -> int | None:
        """The planned price of the live stage."""
        return self.stages.get(StageKind.LIVE)

    @property
    def warm_up_minor(self) -> int | None:
        """The planned price of the warm-up, which is that of a pre-sale."""
        return self.stages.get(StageKind.WARM_UP)

    @property
    def asked_minor(self) -> int | None:
        """What a buyer is asked in the live stage before any offer."""
        return self.list_price_minor if self.live_minor is None else self.live_minor


@once
def planned_prices(campaign: Campaign, *, planned_only: bool = False, skus: frozenset[str] | None = None) -> list[ProductPrices]:
    """Return the goods on sale in the plan's shops with their prices per stage, by shop and SKU; two queries.

    Gifts, services and postage are left out, and so are withdrawn products without a planned price. A SKU with a planned price
    that is no product (yet) comes with an empty title. `planned_only` keeps those with a planned price in any stage, `skus` these
    alone: a basket need not read the whole range.
    """
    stages: dict[tuple[int, str], dict[str, int]] = {}
    prices, rows = campaign.prices.order_by(), products(shops=campaign.shops.all())
    if skus is not None:
        prices, rows = prices.filter(sku__in=skus), rows.filter(sku__in=skus)
    for shop, sku, stage, price in prices.values_list("shop_id", "sku", "stage", "price_minor"):
        stages.setdefault((shop, sku), {})[stage] = price
    found: dict[tuple[int, str], ProductPrices] = {}
    told = ("shop_id", "sku", "title", "tier", "category", "cost_minor", "floor_minor", "list_price_minor", "kind", "status")
    for row in rows.values_list(*told):
        shop, sku, title, tier, category, cost, floor, listed, kind, status = row
        planned = stages.get((shop, sku))
        if planned or (not planned_only and kind == ProductKind.GOODS and status == ProductStatus.ON_SALE):
            found[shop, sku] = ProductPrices(shop, sku, title, tier, category, cost, floor, listed, planned or {})
    for key, planned in stages.items():
        found.setdefault(key, ProductPrices(*key, "", "", "", None, None, None, stages=planned))
    return [found[key] for key in sorted(found)]


def price_flags(campaign: Campaign) -> list[Flag]:
    """Return what stands out in the range as planned for the live stage (playbook P4), beside the planned order value."""
    planned = [
        PlannedProduct(one.tier, one.live_minor, one.cost_minor, one.floor_minor)
        for one in planned_prices(campaign, planned_only=True)
        if one.live_minor is not None
    ]
    return mix_flags(planned, campaign.order_value_target_minor)
