"""How a one-day sale is spread over the days around it and over its hours. Pure numbers, no randomness.

The facts it stands on, from a Double 12 whose hours are public: on the sale day purchases are 4.4 times those of the median
day, page views 1.8 times, carts 2.4 times; the first hour has 12.8% of the day's purchases, the trough is at 4 o'clock, the
plateaus are 8 to 12 and 21 to 23; the day before, carts rise by half while purchases stay flat: people fill the cart and wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SALE_DAY_PURCHASES = 4.4
SALE_DAY_VIEWS = 1.8
SALE_DAY_CARTS = 2.4
EVE_CARTS = 1.5
FIRST_HOUR_SHARE = 0.128

# Weights of the hours 0 to 23; `spread` makes shares of them.
_SALE_REST = (30, 11, 7, 5.6, 8, 16, 33, 54, 57, 61, 56, 53, 42, 37, 38, 36, 31, 29, 35, 45, 61, 63, 56)
_SALE_VISITS = (110, 42, 16, 9, 7, 9, 17, 32, 45, 50, 53, 51, 49, 46, 44, 45, 44, 42, 43, 51, 60, 68, 66, 65)
_DAY_PURCHASES = (30, 15, 8, 5, 4, 6, 13, 28, 43, 55, 66, 60, 52, 50, 50, 51, 51, 46, 42, 50, 62, 72, 66, 45)
_DAY_VISITS = (31, 17, 9, 6, 5, 7, 15, 30, 42, 50, 56, 54, 52, 50, 48, 49, 49, 46, 45, 53, 63, 72, 66, 47)


@dataclass(frozen=True)
class DayFactors:
    """A day against the median day: 1.0 is the same."""

    purchases: float
    views: float
    carts: float


def spread(weights: Sequence[float]) -> tuple[float, ...]:
    """Turn weights into shares that make 1.

    >>> spread((1, 1, 2))
    (0.25, 0.25, 0.5)
    """
    total = sum(weights)
    return tuple(weight / total for weight in weights)


def sale_purchases() -> tuple[float, ...]:
    """Give the 24 shares of the sale day's purchases; the first hour has its known share, the others divide the rest.

    >>> round(sale_purchases()[0], 3), min(range(24), key=sale_purchases().__getitem__)
    (0.128, 4)
    """
    rest = spread(_SALE_REST)
    return (FIRST_HOUR_SHARE, *((1 - FIRST_HOUR_SHARE) * share for share in rest))


def sale_visits() -> tuple[float, ...]:
    """Give the 24 shares of the sale day's visitors: a crowd at midnight, else close to an ordinary day."""
    return spread(_SALE_VISITS)


def day_purchases() -> tuple[float, ...]:
    """Give the 24 shares of an ordinary day's purchases: peaks at 10 and 21, the trough at 4."""
    return spread(_DAY_PURCHASES)


def day_visits() -> tuple[float, ...]:
    """Give the 24 shares of an ordinary day's visitors."""
    return spread(_DAY_VISITS)


def day_factors(days_to_sale: int, weekday: int) -> DayFactors:
    """Give a day's level by its distance to the sale (0 is the sale day, 1 the day before, -1 the day after) and its weekday.

    Weekday 0 is Monday. Purchases sag in the week before, carts fill, and the day after is a little lower.

    >>> day_factors(0, 2)
    DayFactors(purchases=4.4, views=1.8, carts=2.4)
    """
    if days_to_sale == 0:
        return DayFactors(SALE_DAY_PURCHASES, SALE_DAY_VIEWS, SALE_DAY_CARTS)
    if days_to_sale == 1:
        return DayFactors(1.0, 1.25, EVE_CARTS)
    if 1 < days_to_sale <= 6:
        warm = 1 - (days_to_sale - 1) / 6
        return DayFactors(1.0 - 0.06 * warm, 1.0 + 0.18 * warm, 1.0 + 0.3 * warm)
    if days_to_sale == -1:
        return DayFactors(0.9, 0.95, 0.85)
    weekend = 1.08 if weekday >= 5 else 1.0
    return DayFactors(weekend, weekend, weekend)


def basket_factor(days_to_sale: int, hour: int) -> float:
    """Tell how much fuller baskets are than usual: carts filled for weeks are paid in the first two hours of the sale."""
    if days_to_sale != 0:
        return 1.0
    return 1.75 if hour < 2 else 1.08
