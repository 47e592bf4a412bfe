"""The warm-up watched: carts against earlier sales at the same time before the start, and what they foretell (rule W2). Pure.

Time is counted in hours before the start. Each earlier sale tells how many paid orders its first phase had for a cart put in by
the same time; that ratio times today's carts is the forecast. Ratios of sales differ: with one sale by a deviation of 0.35 of the
logarithm (as plans do), with more by what is seen of them, never below 0.10. An interval holds four of five times.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, exp, log, sqrt

ONE_SALE, LEAST, EIGHTY = 0.35, 0.10, 1.2816
BEHIND = 0.9  # of the same time before an earlier sale: below it the warm-up is called behind


@dataclass(frozen=True)
class Earlier:
    """An earlier sale: its carts by the same time before its start, its paid orders in a first phase of the same length."""

    carts: int
    orders: int


@dataclass(frozen=True)
class Foretold:
    """Paid orders of the first phase: 10%, 50%, 90%; `log_deviation` of it, from so many sales."""

    low: float
    middle: float
    high: float
    log_deviation: float
    sales: int

    def p_at_least(self, target: float) -> float:
        """Return the odds of reaching a target above 0.

        >>> round(Foretold(80, 100, 125, 0.17, 2).p_at_least(100), 2)
        0.5
        """
        return 0.5 * (1 - erf((log(target) - log(self.middle)) / self.log_deviation / sqrt(2)))


def foretell(carts: int, earlier: Sequence[Earlier]) -> Foretold | None:
    """Return what carts so far foretell of the first phase; None without carts, or without an earlier sale that tells its own.

    >>> told = foretell(2_000, [Earlier(1_000, 150)])
    >>> round(told.low), round(told.middle), round(told.high)
    (159, 300, 566)
    """
    ratios = [log(sale.orders / sale.carts) for sale in earlier if sale.carts > 0 and sale.orders > 0]
    if carts <= 0 or not ratios:
        return None
    mean, count = sum(ratios) / len(ratios), len(ratios)
    spread = sum((ratio - mean) ** 2 for ratio in ratios)
    between = sqrt((2 * ONE_SALE**2 + spread) / (2 + count - 1))  # the usual deviation weighs as much as two sales
    deviation = max(LEAST, between) * sqrt(1 + 1 / count)
    middle = carts * exp(mean)
    return Foretold(middle * exp(-EIGHTY * deviation), middle, middle * exp(EIGHTY * deviation), deviation, count)


def trend(now: int | None, then: Sequence[int]) -> float | None:
    """Return carts (favourites, inquiries) so far / the mean of earlier sales at the same time before their start; None unknown.

    >>> trend(90, [100, 140]), trend(None, [100]), trend(5, [])
    (0.75, None, None)
    """
    known = [each for each in then if each > 0]
    return None if now is None or not known else now * len(known) / sum(known)


def needed_carts(orders: float, earlier: Sequence[Earlier]) -> int | None:
    """Return how many carts by this time the planned orders of the first phase ask for; None without an earlier sale.

    >>> needed_carts(300, [Earlier(1_000, 150)])
    2000
    """
    ratios = [log(sale.orders / sale.carts) for sale in earlier if sale.carts > 0 and sale.orders > 0]
    return round(orders / exp(sum(ratios) / len(ratios))) if ratios else None
