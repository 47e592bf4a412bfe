"""Hold the advice against the rivals on sales that really happened: learn on the first days, cost on the days after.

Every rule gets the same expectation of each product and the same prices; they differ in what they hold beyond it. A run of the
days that follow is cut into windows of a sale's length, each costed on its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from inventory.rules.buffers.costing import realised_costs
from inventory.rules.buffers.newsvendor import cheapest_units
from inventory.rules.buffers.rivals import SHARES, flat_units, safety_units
from inventory.rules.buffers.terms import Losses, Numbers, Units
from inventory.rules.demand import (
    CLASSES,
    HALF_LIFE,
    Errors,
    Sales,
    at_share,
    daily_deviation,
    daily_rates,
    demand_atoms,
    learn_errors,
    sales_of,
)

Plan = Literal["met", "renewed", "frozen"]
"""Where the expectation comes from. "met": shares of the learning time, of a total that comes true, as a plan would have it.
"renewed": the shop's own rates up to each window, the total as uncertain as it was. "frozen": the rates of the learning time
for every window. Only "met" knows something of what came: the total, and every rule knows it alike."""
RATIOS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Outcome:
    """What each rule cost over all windows, minor units, for one critical ratio.

    `advised` least expected cost; `flat` the 20%; `platform` the 1.5 times; `safety` classic safety stock at 95%, `safety_ratio`
    the same at the critical ratio, which its users hardly do; `best_flat` the one flat share that hindsight would have chosen,
    `best_share`; `inside`: the share of actual sales between P10 and P90 of the advice's demand.
    """

    ratio: float
    advised: float
    flat: float
    platform: float
    safety: float
    safety_ratio: float
    best_flat: float
    best_share: float
    inside: float


@dataclass(frozen=True)
class Back:
    """What is held against what came: pieces by product and day, the price of a piece (minor units), where learning ends."""

    units: Numbers
    prices: Numbers
    learn_days: int
    window_days: int


@dataclass(frozen=True)
class Method:
    """How demand is learnt: the half-life of a day's sales, how many classes of sizes, whether totals are taken out of errors."""

    half_life: float = HALF_LIFE
    classes: int = CLASSES
    levelled: bool = True


USED = Method()


@dataclass(frozen=True)
class _Window:
    """One window as it was expected and as it came, for the products that were known."""

    planned: Numbers
    came: Numbers
    prices: Numbers
    deviation: Numbers
    atoms: Numbers


def backtest(back: Back, *, plan: Plan, ratios: Sequence[float] = RATIOS, method: Method = USED) -> list[Outcome]:
    """Return what each rule cost for each critical ratio.

    A ratio r says that of a product's price the share r is lost with a piece too few and 1 - r with one too many; products
    count by their prices. A product without a sale in the learning time is not costed: no rule would hold any.
    """
    windows = _learnt(back, plan, method)
    return [_outcome(windows, ratio, back.window_days) for ratio in ratios]


def advised_costs(back: Back, *, plan: Plan, method: Method, ratios: Sequence[float] = RATIOS) -> list[float]:
    """Return what the advice of a method cost for each critical ratio, by which methods are chosen.

    As a multiple of the flat 20% on the expectations of the method that is used.
    """
    plain = _learnt(back, plan, USED)
    windows = plain if method == USED else _learnt(back, plan, method)
    costs = []
    for ratio in ratios:
        flat = sum(_cost(one, flat_units(one.planned, 0.2), ratio) for one in plain)
        costs.append(sum(_cost(one, cheapest_units(one.atoms, _losses(one, ratio)), ratio) for one in windows) / flat)
    return costs


def _losses(window: _Window, ratio: float) -> Losses:
    return Losses(window.prices * ratio, window.prices * (1 - ratio))


def _cost(window: _Window, held: Units, ratio: float) -> float:
    return float(realised_costs(window.came, held, _losses(window, ratio)).total.sum())


def _learnt(back: Back, plan: Plan, method: Method) -> list[_Window]:
    learnt = sales_of(back.units[:, : back.learn_days])
    errors = learn_errors(
        learnt, days=back.window_days, half_life=method.half_life, classes=method.classes, levelled=method.levelled
    )
    return list(_windows(back, learnt, errors, plan, method.half_life))


def _windows(back: Back, learnt: Sales, errors: Errors, plan: Plan, half_life: float) -> Iterable[_Window]:
    deviation = daily_deviation(learnt)
    frozen = daily_rates(learnt, half_life=half_life) * back.window_days
    for start in range(back.learn_days, back.units.shape[1] - back.window_days + 1, back.window_days):
        planned = frozen
        if plan == "renewed":
            planned = daily_rates(sales_of(back.units[:, :start]), half_life=half_life) * back.window_days
        known = np.nan_to_num(planned) > 0
        came = back.units[known, start : start + back.window_days].sum(axis=1)
        expected = planned[known]
        if plan == "met":
            expected = expected * came.sum() / expected.sum()
        atoms = demand_atoms(expected, errors, level=0.0 if plan == "met" else errors.level)
        yield _Window(expected, came, back.prices[known], deviation[known], atoms)


def _outcome(windows: Sequence[_Window], ratio: float, days: int) -> Outcome:
    sums = dict.fromkeys(("advised", "flat", "platform", "safety", "safety_ratio"), 0.0)
    flats = np.zeros(len(SHARES))
    inside = count = 0
    for window in windows:
        losses = _losses(window, ratio)
        length = np.full(len(window.planned), float(days))
        held: dict[str, Units] = {
            "advised": cheapest_units(window.atoms, losses),
            "flat": flat_units(window.planned, 0.2),
            "platform": flat_units(window.planned, 0.5),
            "safety": safety_units(window.planned, window.deviation, length, 0.95),
            "safety_ratio": safety_units(window.planned, window.deviation, length, ratio),
        }
        for name, units in held.items():
            sums[name] += float(realised_costs(window.came, units, losses).total.sum())
        flats += [float(realised_costs(window.came, flat_units(window.planned, share), losses).total.sum()) for share in SHARES]
        low, high = at_share(window.atoms, 0.1), at_share(window.atoms, 0.9)
        inside += int(((window.came >= np.floor(low)) & (window.came <= np.ceil(high))).sum())
        count += len(window.came)
    best = int(np.argmin(flats))
    return Outcome(ratio, **sums, best_flat=float(flats[best]), best_share=SHARES[best], inside=inside / max(1, count))
