"""The risk of each SKU that more is sold than there is until the next import, and what to hold back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inventory.queries.pools import Sibling
from inventory.queries.stock_known import Known
from inventory.rules.oversell.demand import Channel, most_asked, tails
from inventory.rules.oversell.holdback import advise
from inventory.rules.runout.rate import Numbers, Rates

USUAL_SPREAD = 1.6


@dataclass(frozen=True)
class Oversell:
    """`chance` None: nobody counted. With `hold_back` pieces kept off, each page lists `listing`; that costs `lost` pieces."""

    chance: float | None
    hold_back: int = 0
    listing: int | None = None
    lost: float = 0.0


@dataclass(frozen=True)
class Asked:
    """What each SKU will be asked for until the next import: mean and variance, in pieces; that time in minutes."""

    expected: Numbers
    variance: Numbers
    minutes: float


def asked_until(rates: Rates, *, weight: float, minutes: float) -> Asked:
    """Return the demand of the time to the next import: chance, several pieces at once, and doubt about the rate."""
    expected = rates.mean * weight
    return Asked(expected, rates.clump * expected + expected**2 / rates.shape, minutes)


def oversells(levels: Sequence[Known], *, asked: Asked, pools: Mapping[str, list[Sibling]], limit: float) -> list[Oversell]:
    """Return the risk of each SKU; the pieces kept in reserve count, for they can still be sent.

    One shop alone cannot sell more than its page lists: there is a closed form. Pools are simulated, where they come near.
    """
    free = np.array([-1.0 if one.free is None else float(one.free) for one in levels])
    alone = tails(expected=asked.expected, variance=asked.variance, pieces=free)
    found = []
    for row, level in enumerate(levels):
        others = pools.get(level.sku)
        if others:
            mine = Channel(float(asked.expected[row]), float(asked.variance[row]), level.listed)
            found.append(_pool(level, mine, others, asked.minutes, limit))
        elif level.free is None:
            found.append(Oversell(None))
        elif level.listed is not None and level.listed <= level.free:
            found.append(Oversell(0.0, 0, level.listed))
        else:
            chance = float(f"{alone[row]:.3g}") if alone[row] >= 1e-4 else 0.0
            found.append(Oversell(chance, 0, level.free if chance >= limit else level.listed))
    return found


def _pool(level: Known, mine: Channel, others: Sequence[Sibling], minutes: float, limit: float) -> Oversell:
    """Return the risk of a pool as one of its shops sees it."""
    sides = [level.free, *(None if one.available is None else one.available + one.reserve for one in others)]
    counted = [side for side in sides if side is not None]
    held = sum(one.held for one in others if one.on_hand is None)
    if level.free is None:
        held += level.held
    stock = max(0, counted[0] - held) if counted else 0
    channels = [mine]
    for one in others:
        expected = one.hourly * minutes / 60
        channels.append(Channel(expected, USUAL_SPREAD * expected, one.listed))
    if most_asked(channels) < stock:
        return Oversell(0.0, 0, None)
    told = advise(channels, stock=stock, limit=limit)
    return Oversell(round(told.now.chance, 4), told.hold_back, told.listed, round(told.lost, 1))
