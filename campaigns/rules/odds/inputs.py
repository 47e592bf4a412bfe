"""What the profit of a sale is made of: each input, its unit, its bounds, and how far from likely it is believed to lie.

An input is told by three figures. Likely is the middle: as often less as more. Low and high are the one time in ten that is
lower and the one time in ten that is higher, so eight times in ten the truth lies between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from campaigns.rules.problems import Problem


class Unit(StrEnum):
    """What an input counts: people, a share from 0 to 1, minor units over the whole sale, minor units for each paid order."""

    COUNT = "count"
    SHARE = "share"
    MONEY = "money"
    PER_ORDER = "per_order"


# In the order in which a person reads them: what comes in, what each order costs, what the whole sale costs (playbook C6).
UNITS: dict[str, Unit] = {
    "visitors": Unit.COUNT,
    "conversion": Unit.SHARE,
    "order_value": Unit.PER_ORDER,
    "discounts": Unit.SHARE,
    "refund_rate": Unit.SHARE,
    "cost_of_goods": Unit.SHARE,
    "commission": Unit.SHARE,
    "payment_fee": Unit.SHARE,
    "freight": Unit.PER_ORDER,
    "gifts": Unit.PER_ORDER,
    "traffic": Unit.MONEY,
    "people": Unit.MONEY,
    "leftover": Unit.MONEY,
    "lost_before": Unit.MONEY,
    "lost_after": Unit.MONEY,
    "ordinary_margin": Unit.SHARE,
}
NAMES = tuple(UNITS)
NEEDED = NAMES[:3]
LARGEST = 10**15


@dataclass(frozen=True)
class Estimate:
    """An input as it is believed: low (one time in ten less), likely (half the time less), high (one time in ten more)."""

    low: Fraction
    likely: Fraction
    high: Fraction

    def with_likely(self, likely: Fraction, unit: Unit) -> "Estimate":
        """Return the estimate moved to another likely value; low and high keep their distance in proportion.

        An estimate of nothing becomes one figure without a width. A share stays within 0 and 1.

        >>> moved = Estimate(Fraction(80), Fraction(100), Fraction(130)).with_likely(Fraction(200), Unit.COUNT)
        >>> int(moved.low), int(moved.likely), int(moved.high)
        (160, 200, 260)
        """
        if self.likely == 0:
            return Estimate(likely, likely, likely)
        most = Fraction(1) if unit == Unit.SHARE else Fraction(LARGEST)
        low, high = (min(most, side * likely / self.likely) for side in (self.low, self.high))
        return Estimate(min(low, likely), likely, max(high, likely))


NOTHING = Estimate(Fraction(0), Fraction(0), Fraction(0))
Case = Mapping[str, Estimate]
"""Every input of a sale: a name of `NAMES` to its estimate. What is missing is not known and counts as nothing."""


def complete(case: Case) -> dict[str, Estimate]:
    """Return the case with every input in the order of `NAMES`; an unknown one is nothing."""
    return {name: case.get(name, NOTHING) for name in NAMES}


def unknown(case: Case) -> list[str]:
    """Return the inputs nobody has told, in order."""
    return [name for name in NAMES if name not in case]


def problems_of(name: str, low: Fraction | None, likely: Fraction | None, high: Fraction | None) -> list[Problem]:
    """Return what cannot stand about three figures of an input; all three empty is an input that is not known.

    Codes: `odds_figures_missing`, `odds_below_zero`, `odds_share_above_all`, `odds_too_high`, `odds_not_in_order` (with the
    three in order, for the repair). The field is "name-low", "name-likely" or "name-high".

    >>> [problem.code for problem in problems_of("visitors", Fraction(3), Fraction(2), Fraction(1))]
    ['odds_not_in_order']
    >>> [problem.field for problem in problems_of("refund_rate", Fraction(0), Fraction(1, 5), Fraction(3))]
    ['refund_rate-high']
    """
    given = {"low": low, "likely": likely, "high": high}
    found = []
    if all(value is None for value in given.values()):
        return []
    for side, value in given.items():
        code = "odds_figures_missing" if value is None else _out_of_bounds(value, UNITS[name])
        if code:
            found.append(Problem(code, f"{name}-{side}", {"input": name}))
    if not found and low is not None and likely is not None and high is not None and not low <= likely <= high:
        side = "low" if low > likely else "high"
        found.append(Problem("odds_not_in_order", f"{name}-{side}", {"input": name}))
    return found


def _out_of_bounds(value: Fraction, unit: Unit) -> str:
    if value < 0:
        return "odds_below_zero"
    if unit == Unit.SHARE and value > 1:
        return "odds_share_above_all"
    return "odds_too_high" if value > LARGEST else ""
