"""Choose how demand is learnt on earlier months than those it is judged on: one thing at a time, from the method that is used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from inventory.rules.buffers.backtest import USED, Back, Method, Plan, advised_costs
from inventory.rules.buffers.terms import Numbers

PLANS: tuple[Plan, ...] = ("met", "renewed")
WINDOWS = (7, 28)
EVER = 1e9
TRIED: tuple[Method, ...] = (
    USED,
    *(replace(USED, half_life=days) for days in (15.0, 60.0, 120.0, EVER)),
    *(replace(USED, classes=count) for count in (1, 4, 24)),
    replace(USED, levelled=False),
)


@dataclass(frozen=True)
class Trial:
    """What a method cost on the months it was chosen on, and on the later ones.

    Means over ratios, plans and windows, as multiples of the flat 20% on the expectations of the method that is used.
    """

    method: Method
    chosen_on: float
    judged_on: float


def trials(
    units: Numbers, prices: Numbers, *, choose_from: int, judge_from: int, methods: Sequence[Method] = TRIED
) -> list[Trial]:
    """Return the trial of each method, the cheapest on the months of the choice first.

    Learnt on the days before `choose_from` and costed until `judge_from`; then learnt on all before `judge_from` and costed on
    the days after. No method sees a day of its costing.
    """
    found = []
    for method in methods:
        early = _mean(units[:, :judge_from], prices, choose_from, method)
        found.append(Trial(method, early, _mean(units, prices, judge_from, method)))
    return sorted(found, key=lambda one: one.chosen_on)


def _mean(units: Numbers, prices: Numbers, learn_days: int, method: Method) -> float:
    costs = [
        advised_costs(Back(units, prices, learn_days, window), plan=plan, method=method) for window in WINDOWS for plan in PLANS
    ]
    return fmean(fmean(some) for some in costs)
