"""What offers would have cost and earned on past baskets: the distribution and not only the mean. Pure; numpy arrays in and out.

Money is in minor units of the sale's currency. A basket is worth its list value before and what its buyer pays after; what others
than the shop pay comes back to the shop, so the shop's own income is the list value less the part of the discount it bears.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from campaigns.rules.pricing import BasketTable, ManyTotals

Ints = npt.NDArray[np.int64]
QUANTILES = (10, 25, 50, 75, 90)
BARS = 24
TOP_RANK = 97  # of the values; what lies above is in the last bar
FEWEST_DAYS = 5
FUNDED = 10_000  # `ManyTotals.line_funded_bp` counts ten-thousandths of a minor unit


@dataclass(frozen=True)
class PastBaskets:
    """Past baskets as columns.

    For each basket: `days` the day it was paid on, as a number that rises, `slots` the slot, `buyers` a number for who paid it.
    `line_cost_minor`: for each line what a piece costs the shop, -1 where that is unknown.
    """

    table: BasketTable
    days: Ints
    line_cost_minor: Ints
    slots: Ints
    buyers: Ints


def replayed(past: PastBaskets, totals: ManyTotals) -> dict[str, Any]:
    """Return what the offers come to, as plain JSON; counts and sums 0 and no spreads for no baskets.

    `discount`, `before`, `after`: the spread over the baskets ({mean, p10, p25, p50, p75, p90, bars}). `per_order`: the expected
    discount of an order, low and high from the means of single days (their 10th and 90th percentile), or a quarter less and more
    where there are fewer than five days. `margin`: over the lines whose cost is known; `coverage` is their part of the list
    value.
    """
    before = totals.list_minor + past.table.freight
    after = totals.total_minor
    discount = before - after
    payers = totals.payers_minor.sum(axis=0)
    found: dict[str, Any] = {
        "baskets": past.table.length,
        "touched": int(np.count_nonzero(totals.uses.any(axis=1))),
        "list_minor": int(before.sum()),
        "discount_minor": int(discount.sum()),
        "revenue_minor": int(after.sum()),
        "worth_minor": int(totals.worth_minor.sum()),
        "payers": {str(payer): int(minor) for payer, minor in zip(totals.payers, payers, strict=True)},
        "offers": _by_offer(totals),
        "margin": _margin(past, totals),
    }
    if past.table.length:
        listed = spread(before)
        found |= {"discount": spread(discount), "before": listed, "after": spread(after, width=listed["bars"]["width"])}
        found["per_order"] = expected(discount, past.days)
    return found


def spread(values: Ints, *, width: int | None = None) -> dict[str, Any]:
    """Return the mean, the percentiles and a histogram of amounts; `bars` is {start, width, counts}, the last bar open.

    Without a `width` the bars are as wide as the values need.

    >>> found = spread(np.array([0, 100, 200, 300, 400]))
    >>> found["mean"], found["p10"], found["p50"], found["p90"]
    (200, 40, 200, 360)
    """
    points = np.percentile(values, QUANTILES)
    top = float(np.percentile(values, TOP_RANK))
    width = width or _nice_width(max(top, 1.0) / BARS)
    places = np.minimum(values // width, BARS - 1).astype(np.int64)
    counts = np.bincount(np.maximum(places, 0), minlength=BARS)
    found: dict[str, Any] = {f"p{rank}": round(float(point)) for rank, point in zip(QUANTILES, points, strict=True)}
    return found | {"mean": round(float(values.mean())), "bars": {"start": 0, "width": width, "counts": counts.tolist()}}


def expected(discount: Ints, days: Ints) -> dict[str, int]:
    """Return the expected discount of an order: {low, likely, high}.

    >>> expected(np.array([100, 300]), np.array([1, 1]))
    {'low': 150, 'likely': 200, 'high': 250}
    """
    likely = float(discount.mean())
    _, places = np.unique(days, return_inverse=True)
    sums, counts = np.bincount(places, weights=discount), np.bincount(places)
    if len(counts) < FEWEST_DAYS:
        return {"low": round(likely * 0.75), "likely": round(likely), "high": round(likely * 1.25)}
    low, high = np.percentile(sums / counts, (10, 90))
    return {"low": round(min(low, likely)), "likely": round(likely), "high": round(max(high, likely))}


def _by_offer(totals: ManyTotals) -> dict[str, dict[str, int]]:
    """Return for each offer: in how many baskets it was used, how often, for how much, with which worth of gifts."""
    return {
        key: {
            "baskets": int(np.count_nonzero(totals.uses[:, place])),
            "uses": int(totals.uses[:, place].sum()),
            "discount_minor": int(totals.discounts_minor[:, place].sum()),
            "worth_minor": int(totals.worth_minor[:, place].sum()),
        }
        for place, key in enumerate(totals.offers)
    }


def _margin(past: PastBaskets, totals: ManyTotals) -> dict[str, Any]:
    """Return the shop's margin on the lines whose cost is known, before and after the offers; gifts and freight are aside.

    Income after the offers is what is paid for a line and what others than the shop bear of its discounts.
    """
    table, known = past.table, past.line_cost_minor >= 0
    listed = table.line_price * table.line_units
    cost = int((past.line_cost_minor * table.line_units)[known].sum())
    income = int(totals.line_paid_minor[known].sum()) + int(totals.line_funded_bp[known].sum()) // FUNDED
    covered, whole = int(listed[known].sum()), int(listed.sum())
    return {
        "coverage": round(covered / whole, 6) if whole else 0.0,
        "list_minor": covered,
        "before_minor": covered - cost,
        "after_minor": income - cost,
    }


def _nice_width(least: float) -> int:
    """Return the least of 1, 2, 5, 10, 20, 50 ... that is not below."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power >= least:
                return digit * power
        power *= 10
