"""What a tier is entitled to."""

from common.prepared import Prepared
from customers.models import Benefit, BenefitTime, Tier

_OF_SHOP = Prepared(
    lambda shop: Benefit.objects.filter(tier__shop=shop, tier__ended_at=None).select_related("tier").order_by("tier__rank"), int
)


def benefits_of(tier: Tier | None, *, in_sale: bool | None = None) -> list[Benefit]:
    """Return what buyers of a tier are entitled to: its own benefits and those of the tiers below it.

    Of two of the same kind and time the one of the higher tier stands. `in_sale` None gives all, False those that hold always,
    True those that hold in a sale (those that hold always among them).
    """
    if tier is None:
        return []
    best: dict[tuple[str, str], Benefit] = {}
    for benefit in _OF_SHOP.ask(tier.shop_id):
        if benefit.tier.rank <= tier.rank and (in_sale is not False or benefit.holds == BenefitTime.ALWAYS):
            best[benefit.kind, benefit.holds] = benefit
    return sorted(best.values(), key=lambda one: (one.holds, one.kind))
