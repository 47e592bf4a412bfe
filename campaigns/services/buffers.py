"""The buffers of a sale out of its plan: what the plan knows is handed to the stock as plain values."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns.models import Campaign
from campaigns.queries.lessons import changed_defaults
from campaigns.queries.planned_demand import SaleDemand, sale_demand
from campaigns.rules.problems import PlanError, Problem
from inventory.queries.buffers import buffer_plan
from inventory.rules.buffers import Terms
from inventory.services.buffers import SaleSpan, set_buffers
from orders.models import Shop


@dataclass(frozen=True)
class Reckoned:
    """What was worked out: the demand of the sale, and how many shops have buffers."""

    demand: SaleDemand
    shops: int


@transaction.atomic
def reckon_buffers(*, campaign: Campaign, actor: User | None, at: datetime, terms: Terms | None = None) -> Reckoned:
    """Work the buffers of all shops of a sale out anew, from its target, prices, earlier sale and the shops' own past.

    `terms` None keeps those of each shop; the first time a lesson of the sale before may ask for another flat share. Raises
    PlanError "no_demand" when no product of the shops sold lately or has a price.
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
                shop=shop, actor=actor, campaign_no=campaign.pk, demand=some, span=span, at=at,
                terms=terms or _first_terms(campaign, shop),
            )  # fmt: skip
            shops += 1
    return Reckoned(demand, shops)


def _first_terms(campaign: Campaign, shop: Shop) -> Terms | None:
    """Return the terms that buffers begin with where a lesson changed them; None once they were worked out, and without one."""
    flat = changed_defaults(campaign).get("buffer_flat")
    if flat is None or buffer_plan(shop=shop, campaign_no=campaign.pk) is not None:
        return None
    return Terms(flat=flat)
