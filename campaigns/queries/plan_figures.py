"""What the plan itself says of the inputs of its profit, which saved ones it has left behind, and rough figures for the gaps."""

from fractions import Fraction

from campaigns.cost_widths import ROUGH, ROUGH_WIDTH, derived_margin, take
from campaigns.costs import Cost, Costs, in_order
from campaigns.models import Campaign, CostSource
from campaigns.queries.traffic import traffic_plan
from campaigns.rules.odds import UNITS, Unit


def plan_figures(campaign: Campaign, discounts: Cost | None) -> dict[str, Cost]:
    """Return visitors, conversion, order value and traffic as the plan has them: the channels where they are planned.

    The plan's order value is what is paid; the input is before discounts, whose likely share is put on top.
    """
    found: dict[str, Cost] = {}
    sums = traffic_plan(campaign).sums
    source = CostSource.TRAFFIC if sums.revenue_minor else CostSource.PLAN
    visitors, conversion, paid = (
        (Fraction(sums.visitors), sums.conversion or Fraction(0), Fraction(sums.order_value_minor or 0))
        if sums.revenue_minor
        else (
            Fraction(campaign.visitors_target),
            Fraction(campaign.conversion_target),
            Fraction(campaign.order_value_target_minor),
        )
    )
    share = discounts.estimate.likely if discounts else Fraction(0)
    take(found, "visitors", visitors, source)
    take(found, "conversion", conversion, source)
    take(found, "order_value", paid / (1 - share) if share < 1 else paid, source)
    if sums.cost_minor:
        take(found, "traffic", Fraction(sums.cost_minor), source)
    return found


def outdated(*, campaign: Campaign, costs: Costs) -> list[str]:
    """Name the inputs that were taken from the plan and that the plan has otherwise by now.

    The order value is looked at only while the discounts are not typed: whoever types them means another order value.
    """
    today = plan_figures(campaign, costs.get("discounts"))
    own = {str(CostSource.PLAN), str(CostSource.TRAFFIC)}
    typed = "discounts" in costs and costs["discounts"].source == CostSource.TYPED
    return [
        name
        for name, cost in today.items()
        if name in costs
        and costs[name].source in own
        and costs[name].estimate.likely != cost.estimate.likely
        and not (name == "order_value" and typed)
    ]


def rough(*, campaign: Campaign, costs: Costs) -> dict[str, Cost]:
    """Return rough figures of the trade for every input nobody has told: wide, and no shop's own."""
    found = dict(costs) | {
        name: cost for name, cost in plan_figures(campaign, costs.get("discounts")).items() if name not in costs
    }
    revenue = Fraction(campaign.revenue_target_minor)
    for name, share in ROUGH.items():
        if name in costs or name in found:
            continue
        scale = {Unit.SHARE: Fraction(1), Unit.PER_ORDER: Fraction(campaign.order_value_target_minor)}.get(UNITS[name], revenue)
        low, high = ROUGH_WIDTH
        likely = share * scale
        found[name] = Cost.of(name, likely * low, likely, likely * high, CostSource.ROUGH)
    if "ordinary_margin" not in found:
        found |= derived_margin(found)
    return in_order({name: cost for name, cost in found.items() if name not in costs})
