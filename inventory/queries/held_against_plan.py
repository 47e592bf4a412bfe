"""Whether what is held for a sale is what its plan asks for, by tier (playbook P8); light enough for every look at a sale."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inventory.models import Buffer, BufferPlan, Product, StockLevel
from inventory.queries.deliveries import Coming, coming, local_day
from orders.models import Shop

NOTHING = Coming()


@dataclass(frozen=True)
class HeldAgainstPlan:
    """What is held of a tier against the plan, in pieces; `uncounted`: planned products of it that nobody has counted.

    `asked`: what is planned and the flat reserve of the shop on top, a fifth unless the shop says otherwise.
    """

    planned: float = 0.0
    asked: float = 0.0
    on_hand: int = 0
    in_time: int = 0
    uncounted: int = 0

    @property
    def held(self) -> int:
        """On hand, received since the count, and promised before the sale begins."""
        return self.on_hand + self.in_time

    def __add__(self, other: "HeldAgainstPlan") -> "HeldAgainstPlan":
        """Put two tiers together."""
        return HeldAgainstPlan(
            self.planned + other.planned,
            self.asked + other.asked,
            self.on_hand + other.on_hand,
            self.in_time + other.in_time,
            self.uncounted + other.uncounted,
        )


def held_against_plan(*, shops: Iterable[Shop], campaign_no: int, on: date) -> dict[str, HeldAgainstPlan]:
    """Return for each tier ("A", "B", "C", "" without one) what is planned and what will be there when the sale begins.

    Only products with buffers of this sale count; what is ordered without a promised day is not in time. An uncounted product
    counts as nothing on hand and is told. Empty when no buffers were worked out. `on`: today. Six queries a shop.
    """
    found: dict[str, HeldAgainstPlan] = {}
    plans = BufferPlan.objects.filter(shop__in=[shop.pk for shop in shops], campaign_no=campaign_no).select_related("shop")
    for plan in plans.order_by("shop_id"):
        tiers = dict(Product.objects.filter(shop=plan.shop).order_by().values_list("sku", "tier"))
        stock = dict(StockLevel.objects.filter(shop=plan.shop).order_by().values_list("sku", "on_hand"))
        moving = coming(shops=[plan.shop], on=on, by=local_day(plan.shop, plan.starts_at))
        rows = Buffer.objects.filter(shop=plan.shop, campaign_no=campaign_no).order_by()
        for sku, expected in rows.values_list("sku", "expected"):
            on_hand, moves = stock.get(sku), moving.get((plan.shop_id, sku), NOTHING)
            one = HeldAgainstPlan(
                planned=expected,
                asked=expected * (1 + plan.flat_bp / 10_000),
                on_hand=max(on_hand or 0, 0),
                in_time=moves.received + moves.in_time,
                uncounted=int(on_hand is None),
            )
            tier = tiers.get(sku, "")
            found[tier] = found.get(tier, HeldAgainstPlan()) + one
    return found
