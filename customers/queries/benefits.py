"""What a tier is entitled to."""

from customers.models import Benefit, BenefitTime, Tier


def benefits_of(tier: Tier | None, *, in_sale: bool | None = None) -> list[Benefit]:
    """Return what buyers of a tier are entitled to: its own benefits and those of the tiers below it.

    Of two of the same kind and time the one of the higher tier stands. `in_sale` None gives all, False those that hold always,
    True those that hold in a sale (those that hold always among them).
    """
    if tier is None:
        return []
    rows = Benefit.objects.filter(tier__shop=tier.shop_id, tier__ended_at=None, tier__rank__lte=tier.rank)
    if in_sale is False:
        rows = rows.filter(holds=BenefitTime.ALWAYS)
    best: dict[tuple[str, str], Benefit] = {}
    for benefit in rows.select_related("tier").order_by("tier__rank"):
        best[benefit.kind, benefit.holds] = benefit
    return sorted(best.values(), key=lambda one: (one.holds, one.kind))
