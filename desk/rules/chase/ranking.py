"""Which buyer first: what is at stake x the chance that it is paid x how scarce the goods are."""

from dataclasses import dataclass

SCARCEST = 2.0
SOON_MINUTES = 240


def scarcity(minutes_left: float | None) -> float:
    """Return the weight of an order whose scarcest product is likely gone in so many minutes: 1 (not in sight) to 2 (now).

    A product that will be there tomorrow can wait; one that is gone within four hours cannot.

    >>> scarcity(None), scarcity(0), scarcity(120), scarcity(240), scarcity(-5)
    (1.0, 2.0, 1.5, 1.0, 2.0)
    """
    if minutes_left is None or minutes_left >= SOON_MINUTES:
        return 1.0
    return 1.0 + (SCARCEST - 1.0) * (1 - max(minutes_left, 0) / SOON_MINUTES)


@dataclass(frozen=True)
class Stake:
    """One unpaid order: its amount in minor units, the chance of payment, the weight of its scarcity."""

    amount_minor: int
    chance: float
    scarcity: float = 1.0


def score(stakes: list[Stake]) -> float:
    """Return the rank of a buyer with these unpaid orders, in minor units: the sum of amount x chance x scarcity.

    >>> score([Stake(10_000, 0.3), Stake(5_000, 0.2, 2.0)])
    5000.0
    """
    return sum(one.amount_minor * one.chance * one.scarcity for one in stakes)
