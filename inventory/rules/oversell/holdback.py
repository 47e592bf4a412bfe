"""How many pieces to hold back so that the shops hardly ever sell more than there is, and what that costs in sales."""

from collections.abc import Sequence
from dataclasses import dataclass

from inventory.rules.oversell.demand import Channel
from inventory.rules.oversell.simulate import DRAWS, Draws, Risk, draw, risk_of

RISK_LIMIT = 0.01


@dataclass(frozen=True)
class Advice:
    """The risk as the pages are listed now; the fewest pieces to hold back, what each shop then lists, the risk that stays.

    `lost`: pieces fewer sold until the next import than if every piece could be sold by whoever is asked first.
    """

    now: Risk
    hold_back: int
    listed: int
    then: Risk
    lost: float


def advise(channels: Sequence[Channel], *, stock: int, limit: float = RISK_LIMIT, seed: int = 1, draws: int = DRAWS) -> Advice:
    """Return the smallest hold-back with a risk below `limit`: every shop then lists the stock less that.

    One shop that lists what there is cannot sell more:

    >>> advise([Channel(50.0, 80.0, listed=60)], stock=40).hold_back
    0

    Two shops asked for forty each, with sixty there, must not both list sixty:

    >>> found = advise([Channel(40.0, 40.0, 60), Channel(40.0, 40.0, 60)], stock=60)
    >>> found.now.chance > 0.9, 20 <= found.hold_back <= 30, found.then.chance < 0.01
    (True, True, True)
    """
    asked = draw(channels, seed=seed, draws=draws)
    there = max(0, stock)
    now = risk_of(asked, listed=[one.listed for one in channels], stock=there)
    least, most = 0, there
    while least < most:
        half = (least + most) // 2
        if _held(asked, there, half).chance < limit:
            most = half
        else:
            least = half + 1
    then = _held(asked, there, least)
    best = risk_of(asked, listed=[None] * len(asked), stock=there)
    return Advice(now, least, there - least, then, max(0.0, best.sold - then.sold))


def _held(asked: Draws, stock: int, held: int) -> Risk:
    return risk_of(asked, listed=[stock - held] * len(asked), stock=stock)
