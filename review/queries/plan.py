"""What a sale was planned to bring and cost, in the words of the review: revenue, refunds, and the costs of `rules.money`."""

from dataclasses import dataclass
from fractions import Fraction

from campaigns.costs import case_of
from campaigns.models import Campaign
from campaigns.queries.odds import costs_of
from campaigns.rules.odds.chances import likely_parts
from campaigns.rules.odds.model import whole_parts
from review.rules.money.bridge import Funnel
from review.rules.money.ledger import Rates

_PARTS = {
    "refunds": "refund",
    "cost_of_goods": "goods",
    "commission": "commission",
    "payment_fee": "payment_fee",
    "freight": "freight",
    "gifts": "gifts",
    "traffic": "traffic",
    "people": "people",
    "leftover": "leftover",
}
PER_SALE = ("people", "leftover")


@dataclass(frozen=True)
class Planned:
    """The likely case of the plan. `parts`: what each adds to the profit, costs below zero; empty where nobody told any input.

    Sales lost before and after the sale are left out on both sides: no order tells of them. `amounts`: what was told for the
    whole sale (people, leftover stock), minor units; absent: nobody told.
    """

    parts: dict[str, int]
    rates: Rates
    amounts: dict[str, int]
    funnel: Funnel

    @property
    def profit(self) -> int | None:
        """The planned profit; None without a plan of it."""
        return sum(self.parts.values()) if self.parts else None


def planned(campaign: Campaign) -> Planned:
    """Return what the plan says today."""
    costs = costs_of(campaign)
    case = case_of(costs)
    parts: dict[str, int] = {}
    if costs:
        whole = whole_parts(likely_parts(case))
        parts = {"revenue": whole["goods"] + whole["discounts"]}
        parts |= {
            name: whole[source]
            for source, name in _PARTS.items()
            if source in case or (source == "refunds" and "refund_rate" in case)
        }
    likely = {name: estimate.likely for name, estimate in case.items()}
    return Planned(
        parts=parts,
        rates=Rates(
            commission=likely.get("commission"),
            payment_fee=likely.get("payment_fee"),
            freight=_whole(likely.get("freight")),
            gifts=_whole(likely.get("gifts")),
        ),
        amounts={name: int(likely[name]) for name in PER_SALE if name in likely},
        funnel=_funnel(campaign, likely, parts),
    )


def _funnel(campaign: Campaign, likely: dict[str, Fraction], parts: dict[str, int]) -> Funnel:
    """Return visitors, orders and revenue that the planned profit stands on; the targets where it has none of its own."""
    if {"visitors", "conversion"} <= set(likely) and parts:
        return Funnel(int(likely["visitors"]), round(likely["visitors"] * likely["conversion"]), parts["revenue"])
    return Funnel(campaign.visitors_target, campaign.paid_orders_target, campaign.revenue_target_minor)


def _whole(value: Fraction | None) -> int | None:
    return None if value is None else int(value)
