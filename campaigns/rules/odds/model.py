"""What a sale leaves: revenue less everything it costs (playbook C6), written once for one case and for all draws.

The arithmetic takes exact fractions (the likely case, to the cent) and columns of floats (the draws) alike. Money is in minor
units, shares are 0 to 1.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from campaigns.rules.figures import half_up

Column = NDArray[np.float64]
Number = TypeVar("Number", Fraction, Column)

PARTS = (
    "goods", "discounts", "refunds", "cost_of_goods", "commission", "payment_fee", "freight", "gifts",
    "traffic", "people", "leftover", "lost_before", "lost_after",
)  # fmt: skip
WITH_ORDERS = PARTS[:8]
WITH_PRICE = ("goods", "discounts", "refunds", "commission", "payment_fee")


def profit_parts(case: Mapping[str, Number]) -> dict[str, Number]:
    """Return what the goods are worth before discounts, and each thing that is taken off it, below zero; their sum is the profit.

    - goods: visitors x conversion = paid orders, x order value before the shop's own discounts.
    - discounts: what the shop gives away of that; what is left is the revenue. What the platform pays back does not belong here.
    - refunds: a share of the revenue. Refunded goods come back and are sold again, and the platform gives its commission back;
      the payment fee and the freight are gone.
    - cost of goods: a share of the value before discounts, because a discount does not make the goods cheaper to buy.
    - freight and packing, gifts: for each paid order.
    - traffic, people, leftover: amounts for the whole sale.
    - sales lost before (a hot product held back, P7) and after: turnover that would have come anyway, of which the ordinary
      margin would have stayed.

    >>> case = dict.fromkeys(PARTS, Fraction(0)) | dict.fromkeys(("refund_rate", "ordinary_margin"), Fraction(0))
    >>> case |= {"visitors": Fraction(1000), "conversion": Fraction(1, 20), "order_value": Fraction(20_000)}
    >>> case |= {"discounts": Fraction(1, 10), "cost_of_goods": Fraction(1, 2), "traffic": Fraction(100_000)}
    >>> parts = profit_parts(case)
    >>> [int(parts[name]) for name in ("goods", "discounts", "cost_of_goods", "traffic")], int(sum(parts.values()))
    ([1000000, -100000, -500000, -100000], 300000)
    """
    orders = case["visitors"] * case["conversion"]
    goods = orders * case["order_value"]
    discounts = goods * case["discounts"]
    revenue = goods - discounts
    refunds = revenue * case["refund_rate"]
    return {
        "goods": goods,
        "discounts": -discounts,
        "refunds": -refunds,
        "cost_of_goods": -goods * (1 - case["refund_rate"]) * case["cost_of_goods"],
        "commission": -(revenue - refunds) * case["commission"],
        "payment_fee": -revenue * case["payment_fee"],
        "freight": -orders * case["freight"],
        "gifts": -orders * case["gifts"],
        "traffic": -case["traffic"],
        "people": -case["people"],
        "leftover": -case["leftover"],
        "lost_before": -case["lost_before"] * case["ordinary_margin"],
        "lost_after": -case["lost_after"] * case["ordinary_margin"],
    }


def revenue_in(parts: Mapping[str, Number]) -> Number:
    """Return the revenue among the parts: what buyers paid, before refunds."""
    return parts["goods"] + parts["discounts"]


def whole_parts(parts: Mapping[str, Fraction]) -> dict[str, int]:
    """Return the parts in whole minor units that add up to the profit rounded half up, by largest remainder.

    >>> whole_parts({"goods": Fraction(10, 3), "discounts": Fraction(-2, 3), "refunds": Fraction(-2, 3)})
    {'goods': 4, 'discounts': -1, 'refunds': -1}
    """
    floors = {name: math.floor(value) for name, value in parts.items()}
    left_over = half_up(sum(parts.values(), Fraction(0))) - sum(floors.values())
    by_remainder = sorted(parts, key=lambda name: parts[name] - floors[name], reverse=True)
    return {name: floor + (name in by_remainder[:left_over]) for name, floor in floors.items()}
