"""Draw what every shop is asked for, let each page stop at what it lists, and see what is left over or short."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventory.rules.oversell.demand import Channel

DRAWS = 20_000
Draws = NDArray[np.int64]


@dataclass(frozen=True)
class Risk:
    """`chance`: that more is sold than there is. On average `short` pieces are sold and not there, `sold` are sold and there."""

    chance: float
    short: float
    sold: float


def draw(channels: Sequence[Channel], *, seed: int, draws: int = DRAWS) -> Draws:
    """Return what each shop is asked for (a row a shop) so many times over; the same seed gives the same draws."""
    chance = np.random.default_rng(seed)
    rows = []
    for channel in channels:
        if channel.expected <= 0:
            rows.append(np.zeros(draws, dtype=np.int64))
            continue
        spread = channel.variance - channel.expected
        mean: float | NDArray[np.float64] = channel.expected
        if spread > 1e-6 * channel.expected:
            shape = channel.expected**2 / spread
            mean = chance.gamma(shape, channel.expected / shape, draws)
        rows.append(chance.poisson(mean, draws).astype(np.int64))
    return np.array(rows)


def risk_of(asked: Draws, *, listed: Sequence[int | None], stock: int) -> Risk:
    """Return what these draws come to when each shop's page stops at what it lists (None: at nothing).

    Two shops, each asked for two pieces, both listing the three there are:

    >>> risk_of(np.array([[2], [2]]), listed=[3, 3], stock=3)
    Risk(chance=1.0, short=1.0, sold=3.0)
    >>> risk_of(np.array([[2], [2]]), listed=[2, 1], stock=3)
    Risk(chance=0.0, short=0.0, sold=3.0)
    """
    stops = np.array([np.iinfo(np.int64).max if one is None else max(0, one) for one in listed], dtype=np.int64)
    taken = np.minimum(asked, stops[:, None]).sum(axis=0)
    over = np.maximum(taken - max(0, stock), 0)
    return Risk(float((over > 0).mean()), float(over.mean()), float((taken - over).mean()))


def oversell_risk(channels: Sequence[Channel], *, stock: int, seed: int = 1, draws: int = DRAWS) -> Risk:
    """Return the risk that these shops together sell more than there is until the next import."""
    return risk_of(draw(channels, seed=seed, draws=draws), listed=[one.listed for one in channels], stock=stock)
