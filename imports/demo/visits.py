"""The visitors of the demo shops, hour by hour and channel by channel."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imports.demo import catalogue
from imports.demo.days import Hours, Whole

PAGES_A_VISITOR = 5.2
CART_SHARE = 0.085
FAVOURITE_SHARE = 0.05
INQUIRY_SHARE = 0.04
BROKEN_ASKS = 1.8  # people ask what is wrong with the product
SALE_COST = 1.6  # a visitor costs more when everybody advertises


@dataclass(frozen=True)
class Visits:
    """One row per hour and channel, hours ascending; `hour` is its start in epoch seconds, spend in fen."""

    hour: Whole
    channel: Whole
    visitors: Whole
    page_views: Whole
    favourites: Whole
    carts: Whole
    inquiries: Whole
    spend: Whole


def visit(generator: np.random.Generator, median: float, table: Hours) -> Visits:
    """Draw the visits of one shop that has `median` visitors on its median day; only hours that have begun."""
    begun = table.seconds > 0
    number = int(begun.sum())
    shares = np.array([item.share for item in catalogue.CHANNELS])
    mood = np.exp(generator.normal(0, 0.04, number))
    expected = np.outer(table.visits[begun] * mood * median, shares)
    visitors = generator.poisson(expected)
    pages = generator.poisson(visitors * PAGES_A_VISITOR)
    keen = _repeated(np.divide(table.carts[begun], np.maximum(table.visits[begun], 1e-9)), len(shares))
    asks = _repeated(np.where(table.broken[begun], BROKEN_ASKS, 1.0), len(shares))
    costs = np.array([item.cost_minor for item in catalogue.CHANNELS])
    dear = np.where(table.to_sale[begun] == 0, SALE_COST, 1.0)
    return Visits(
        hour=np.repeat(table.start[begun], len(shares)),
        channel=np.tile(np.arange(len(shares)), number),
        visitors=visitors.ravel(),
        page_views=np.maximum(pages, visitors).ravel(),
        favourites=_some(generator, visitors, FAVOURITE_SHARE * np.sqrt(keen)),
        carts=_some(generator, visitors, CART_SHARE * keen),
        inquiries=_some(generator, visitors, INQUIRY_SHARE * asks),
        spend=(visitors * np.outer(dear, costs)).astype(np.int64).ravel(),
    )


def _repeated(values: npt.NDArray[np.float64], times: int) -> npt.NDArray[np.float64]:
    return np.repeat(values[:, None], times, axis=1)


def _some(generator: np.random.Generator, visitors: Whole, share: npt.NDArray[np.float64]) -> Whole:
    return generator.binomial(visitors, np.clip(share, 0, 1)).astype(np.int64).ravel()
