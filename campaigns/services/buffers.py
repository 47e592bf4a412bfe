"""The buffers of a sale out of its plan: what the plan knows is handed to the stock as plain values."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns.models import Campaign
from campaigns.queries.planned_demand import SaleDemand, sale_demand
from campaigns.rules.problems import PlanError, Problem
from inventory.rules.buffers import Terms
from inventory.services.buffers import SaleSpan, set_buffers


@dataclass(frozen=True)
class Reckoned:
    """What was worked out: the demand of the sale, and how many shops have buffers."""

    demand: SaleDemand
    shops: int


@transaction.atomic
def reckon_buffers(*, campaign: Campaign, actor: User | None, at: datetime, terms: Terms | None = None) -> Reckoned:
    """Work the buffers of all shops of a sale out anew, from its target, prices, earlier sale and the shops' own past.

    `terms` None keeps those of each shop. Raises PlanError "no_demand" when no product of the shops sold lately or has a price.
    """
    demand = sale_demand(campaign, at=at)
    if not any(one.units for some in demand.by_shop.values() for one in some):
        raise PlanError(Problem("no_demand"))
    span = SaleSpan(campaign.starts_at, campaign.ends_at, demand.level, demand.day_shares)
    shops = 0
    for shop in campaign.shops.all():
        some = demand.by_shop.get(shop.pk, [])
        if some:
            set_buffers(
                shop=shop, actor=actor, campaign_no=campaign.pk, demand=some, span=span, terms=terms, at=at
            )  # fmt: skip
            shops += 1
    return Reckoned(demand, shops)
