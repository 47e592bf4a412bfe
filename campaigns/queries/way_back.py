"""The way of each price back to the ordinary one after the sale (playbook C3)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.models import Campaign
from campaigns.queries.price_terms import price_terms
from campaigns.queries.prices import ProductPrices, planned_prices
from campaigns.rules.prices import way_back
from common.money import exponent_of
from inventory.queries import price_history
from inventory.rules.price_rules import Prices


@dataclass(frozen=True)
class WayBack:
    """One product: its sale price, the price of each day after the sale, last the ordinary price that holds from then on."""

    product: ProductPrices
    sale_minor: int
    path: tuple[int, ...]

    @property
    def ordinary_minor(self) -> int:
        """The price that holds after the steps."""
        return self.path[-1]

    @property
    def falls(self) -> bool:
        """Whether the ordinary price is below the sale's: then there is no way back to go."""
        return self.path[-1] < self.sale_minor


def back_days(campaign: Campaign) -> list[date]:
    """Return the days of the steps, on the shop's clock, and last the day from which the ordinary prices hold."""
    last = (campaign.ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(campaign.time_zone)).date()
    return [last + timedelta(days=number) for number in range(1, price_terms(campaign).back_days + 2)]


def ways_back(campaign: Campaign) -> list[WayBack]:
    """Return the way back of every product with a live price, by shop and SKU.

    The ordinary price is what was asked of everybody just before the plan's first stage with prices; where nobody told that, the
    list price. A product of which neither is known is left out.
    """
    terms, exponent = price_terms(campaign), exponent_of(campaign.currency)
    planned = [one for one in planned_prices(campaign, planned_only=True) if one.live_minor is not None]
    warm_up = next((stage.starts_at for stage in campaign.stages.all() if stage.kind == "warm_up"), campaign.starts_at)
    before = min(warm_up, campaign.starts_at)
    found = []
    for shop in sorted({one.shop_id for one in planned}):
        mine = [one for one in planned if one.shop_id == shop]
        history = price_history(shop=shop, skus=[one.sku for one in mine], since=before, until=before)
        for one in mine:
            asked = [price.minor for price in history[one.sku] if price.kind is Prices.OFFERED and _holds(price.until, before)]
            ordinary = asked[-1] if asked else one.list_price_minor
            if ordinary is not None and one.live_minor is not None:
                path = way_back(one.live_minor, ordinary, terms.back_days, terms.ending, exponent)
                found.append(WayBack(one, one.live_minor, tuple(path)))
    return found


def _holds(until: datetime | None, at: datetime) -> bool:
    return until is None or until >= at
