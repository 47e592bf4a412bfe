"""The shops of a sale by their money: amounts of two currencies are never added up."""

from campaigns.models import Campaign
from orders.models import Shop


def own_shops(campaign: Campaign) -> list[Shop]:
    """Return the shops that take the sale's currency, by name: the only ones whose numbers are put together."""
    return list(campaign.shops.filter(currency=campaign.currency).order_by("name", "pk"))


def foreign_shops(campaign: Campaign) -> list[Shop]:
    """Return the shops of a sale that take another currency, by name.

    A plan refuses them; a shop whose currency was corrected after the sale was planned is one all the same.
    """
    return list(campaign.shops.exclude(currency=campaign.currency).order_by("name", "pk"))
