"""The price of holding a hot product back: its normal turnover of those days against what the sale must sell extra (P7)."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class HoldBack:
    """What holding a product back costs and what would pay for it. Money in minor units; None where cost or price is unknown.

    `units`, `revenue_minor`, `margin_minor`: what is not sold in the days before. `waiting_minor`: the margin that comes back
    in the sale from buyers who wait. `extra_units`: pieces the sale must sell beyond the plan and beyond those who waited to
    pay for the rest, `extra_share` the same as a part of the plan; None when no number of pieces can (the sale's price is not
    above the cost).
    """

    units: float
    revenue_minor: int
    margin_minor: int | None
    waiting_minor: int | None
    extra_units: int | None
    extra_share: float | None

    @property
    def is_hopeless(self) -> bool:
        """Whether a margin is lost that no piece of the sale can win back."""
        return self.waiting_minor is not None and self.extra_units is None


def hold_back(
    *,
    days: int,
    daily_units: float,
    daily_revenue_minor: float,
    cost_minor: int | None,
    sale_price_minor: int | None,
    planned_units: float,
    waiting: float = 0.0,
) -> HoldBack:
    """Return what it costs to hold a product back for some days, and what the sale must sell extra to be worth it.

    `waiting`: the share (0 to 1) of those days' buyers who come back in the sale and pay its price.

    >>> found = hold_back(days=7, daily_units=100, daily_revenue_minor=100_000_00, cost_minor=600_00,
    ...     sale_price_minor=800_00, planned_units=2_000, waiting=0.5)
    >>> found.revenue_minor, found.margin_minor, found.waiting_minor  # 100,000.00 a day: the example of the playbook
    (70000000, 28000000, 7000000)
    >>> found.extra_units, found.extra_share  # 210,000.00 at 200.00 a piece
    (1050, 0.525)
    """
    units = days * daily_units
    revenue = round(days * daily_revenue_minor)
    if cost_minor is None:
        return HoldBack(units, revenue, None, None, None, None)
    margin = round(revenue - units * cost_minor)
    if sale_price_minor is None:
        return HoldBack(units, revenue, margin, None, None, None)
    of_piece = sale_price_minor - cost_minor
    back = round(units * waiting * of_piece)
    open_margin = margin - back
    if open_margin <= 0:
        return HoldBack(units, revenue, margin, back, 0, 0.0)
    if of_piece <= 0:
        return HoldBack(units, revenue, margin, back, None, None)
    extra = math.ceil(open_margin / of_piece)
    return HoldBack(units, revenue, margin, back, extra, extra / planned_units if planned_units > 0 else None)
