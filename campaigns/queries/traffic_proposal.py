"""A first traffic plan from what the shop has seen: the channels of the earlier sale, or of the ordinary days before."""

from dataclasses import dataclass
from decimal import Decimal

from campaigns.models import Campaign
from campaigns.queries.channels import named_channels
from campaigns.queries.traffic import PlannedChannel
from campaigns.queries.traffic_actuals import Seen, ordinary, seen_in
from campaigns.rules.traffic import ChannelPlan, close_all
from common.splitting import split_minor
from common.windows import Window

_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Proposal:
    """Lines at the planned conversion and order value that close to the target; `from_sale` is "" for ordinary days."""

    lines: tuple[PlannedChannel, ...]
    from_sale: str


def proposal(campaign: Campaign) -> Proposal | None:
    """Return a first plan: the planned visitors shared as they came in the earlier sale, else in the 28 ordinary days.

    A visitor costs what one cost then. None where no file told channels apart.
    """
    earlier = campaign.compare_with
    seen, name = (seen_in(earlier, Window(earlier.start_slot, earlier.end_slot)), earlier.name) if earlier else ({}, "")
    if not any(told.visitors for told in seen.values()):
        seen, name = ordinary(campaign).by_channel, ""
    brought = {key: told for key, told in seen.items() if told.visitors}
    return Proposal(_shared(brought, campaign), name) if brought else None


def _shared(brought: dict[str, Seen], campaign: Campaign) -> tuple[PlannedChannel, ...]:
    keys = sorted(brought, key=lambda key: -(brought[key].visitors or 0))
    kinds = named_channels(keys)
    visitors = split_minor(campaign.visitors_target, [brought[key].visitors or 0 for key in keys])
    conversion, value = campaign.conversion_target.quantize(_PLACES), campaign.order_value_target_minor
    plans = [
        ChannelPlan(key, count, conversion, value, per_visitor_minor=_price(brought[key]))
        for key, count in zip(keys, visitors, strict=True)
    ]
    closed = close_all(plans, campaign.revenue_target_minor) or plans
    return tuple(PlannedChannel(kinds[plan.key], plan, "") for plan in closed)


def _price(seen: Seen) -> Decimal:
    price = seen.per_visitor_minor or 0
    return (Decimal(price.numerator) / Decimal(price.denominator)).quantize(_PLACES)
