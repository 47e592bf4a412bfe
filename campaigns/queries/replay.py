"""The newest replay of a plan's offers on past baskets, for whoever counts with its discounts."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.models import Campaign, ReplayReport
from campaigns.queries.reports import reports_of


@dataclass(frozen=True)
class Replay:
    """What an order is expected to get off, and of that what the shop bears; minor units of the campaign's currency.

    `shop_share` is the shop's part of all discounts. `margin_minor` is that of the covered lines after the offers, `coverage`
    their part of the list value (0 to 1). `is_old`: offers or prices have changed since.
    """

    low_minor: int
    likely_minor: int
    high_minor: int
    shop_share: float
    baskets: int
    list_minor: int
    discount_minor: int
    margin_minor: int
    coverage: float
    version: int
    at: datetime | None
    is_old: bool


def latest_replay(campaign: Campaign) -> Replay | None:
    """Return the newest finished replay; None when there is none, or when it found no baskets."""
    reports = reports_of(ReplayReport, campaign)
    if reports.done is None or not reports.done.found.get("baskets"):
        return None
    found = reports.done.found
    discount = found["discount_minor"]
    return Replay(
        low_minor=found["per_order"]["low"],
        likely_minor=found["per_order"]["likely"],
        high_minor=found["per_order"]["high"],
        shop_share=found["payers"]["shop"] / discount if discount else 1.0,
        baskets=found["baskets"],
        list_minor=found["list_minor"],
        discount_minor=discount,
        margin_minor=found["margin"]["after_minor"],
        coverage=found["margin"]["coverage"],
        version=reports.done.version,
        at=reports.done.finished_at,
        is_old=reports.is_old,
    )
