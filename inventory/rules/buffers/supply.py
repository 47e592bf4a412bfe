"""What a supplier can bring before a sale begins, and by when it must be ordered (playbook P8).

A supplier makes `daily_units` pieces a day, of all products together, and each piece is `lead_days` on its way. What is not known
is said to be unknown: a supplier without a capacity is not one without limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from common.splitting import split_minor


class InTime(StrEnum):
    """Whether what is still wanted can come before the sale."""

    ENOUGH = "enough"
    SHORT = "short"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Supply:
    """What is known of a supplier; None is unknown."""

    lead_days: int | None = None
    daily_units: int | None = None


@dataclass(frozen=True)
class Delivered:
    """What of the pieces wanted comes in time.

    `units` None: unknown. `missing`: pieces that do not come before the sale. `last_order_days`: in how many days from today
    the order must be placed at the latest for all of it to come; below zero it is so many days late; None unknown.
    """

    state: InTime
    units: int | None
    missing: int | None
    last_order_days: int | None


def delivered(wanted: int, supply: Supply, *, days_left: int) -> Delivered:
    """Return what of `wanted` pieces of all products comes from this supplier in the days left before the sale.

    With the lead time known and the capacity not: too late is known, enough is not; the last day is then that of the last piece
    and not of all. The other way round nothing is known. Nothing wanted is always enough.

    >>> delivered(900, Supply(lead_days=5, daily_units=100), days_left=12)  # 7 days to make them, 5 on the way
    Delivered(state=<InTime.SHORT: 'short'>, units=700, missing=200, last_order_days=-2)
    >>> delivered(900, Supply(lead_days=5), days_left=12).state, delivered(900, Supply(lead_days=20), days_left=12).state
    (<InTime.UNKNOWN: 'unknown'>, <InTime.LATE: 'late'>)
    """
    if wanted <= 0:
        return Delivered(InTime.ENOUGH, 0, 0, None)
    if supply.lead_days is None:
        return Delivered(InTime.UNKNOWN, None, None, None)
    making = days_left - supply.lead_days
    if making <= 0:
        needed = 1 if not supply.daily_units else -(-wanted // supply.daily_units)
        return Delivered(InTime.LATE, 0, wanted, making - needed)
    if not supply.daily_units:
        known_none = supply.daily_units == 0
        state = InTime.LATE if known_none else InTime.UNKNOWN
        return Delivered(state, 0 if known_none else None, wanted if known_none else None, making - 1)
    units = min(wanted, making * supply.daily_units)
    last = making - -(-wanted // supply.daily_units)
    return Delivered(InTime.ENOUGH if units == wanted else InTime.SHORT, units, wanted - units, last)


def shared_out(units: int, wanted: Sequence[int]) -> list[int]:
    """Split what a supplier can bring over its products by what is wanted of each, to the piece, by largest remainder.

    >>> shared_out(700, [600, 300])
    [467, 233]
    """
    return split_minor(units, wanted)


def days_of_sale(missing: int, expected: float, days: float) -> float | None:
    """Return for how many days of the sale the missing pieces would have lasted; None where nothing is expected.

    >>> days_of_sale(200, 1_000.0, 5.0)
    1.0
    """
    return missing / expected * days if expected > 0 and days > 0 else None


def lasts_days(units: float, expected: float, shares: Sequence[float]) -> float | None:
    """Return after how many days of the sale `units` are sold when it goes as planned; None when they last to its end.

    `shares`: what part of the sale each of its days brings.

    >>> lasts_days(300, 1_000.0, [0.6, 0.25, 0.15]), lasts_days(725, 1_000.0, [0.6, 0.25, 0.15])
    (0.5, 1.5)
    >>> lasts_days(1_000, 1_000.0, [0.6, 0.4]) is None
    True
    """
    left = float(units)
    for day, share in enumerate(shares):
        wanted = expected * share
        if left < wanted - 1e-9:
            return round(day + max(left, 0.0) / wanted, 2)
        left -= wanted
    return None
