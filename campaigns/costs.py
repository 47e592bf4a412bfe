"""One input of the profit on its way between pages, files, rows and rules: its three figures and where they come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from campaigns.models import CostLine, CostSource
from campaigns.rules.figures import half_up
from campaigns.rules.odds import NAMES, UNITS, Case, Estimate, Unit

SHARE_PLACES = 10


@dataclass(frozen=True)
class Cost:
    """An input with its estimate as it is stored (money and people whole, shares to ten decimals), its source and its detail."""

    name: str
    estimate: Estimate
    source: str = str(CostSource.TYPED)
    detail: str = ""

    @classmethod
    def of(
        cls, name: str, low: Fraction, likely: Fraction, high: Fraction, source: str = str(CostSource.TYPED), detail: str = ""
    ) -> "Cost":
        """Return an input with its figures rounded as they are stored."""
        return cls(name, Estimate(*(rounded(value, UNITS[name]) for value in (low, likely, high))), str(source), detail)

    @property
    def figures(self) -> tuple[Decimal, Decimal, Decimal]:
        """Low, likely and high as decimals in the input's unit."""
        low, likely, high = (
            Decimal(value.numerator) / Decimal(value.denominator)
            for value in (self.estimate.low, self.estimate.likely, self.estimate.high)
        )
        return low, likely, high

    def packed(self) -> list[str]:
        """Return the input as plain JSON, as scenarios and digests keep it."""
        return [*(f"{figure.normalize():f}" for figure in self.figures), self.source, self.detail]


Costs = Mapping[str, Cost]


def rounded(value: Fraction, unit: Unit) -> Fraction:
    """Round a figure as it is stored: whole minor units and people, shares to ten decimals; halves up."""
    scale = 10**SHARE_PLACES if unit == Unit.SHARE else 1
    return Fraction(half_up(value * scale), scale)


def of_rows(rows: Iterable[CostLine]) -> dict[str, Cost]:
    """Return rows as inputs, in the order of `NAMES`."""
    found = {
        row.name: Cost.of(row.name, Fraction(row.low), Fraction(row.likely), Fraction(row.high), row.source, row.detail)
        for row in rows
    }
    return in_order(found)


def unpacked(lines: Mapping[str, Any]) -> dict[str, Cost]:
    """Return what `packed` kept, in the order of `NAMES`."""
    found = {}
    for name, (low, likely, high, source, detail) in lines.items():
        if name in UNITS:
            found[name] = Cost.of(name, Fraction(low), Fraction(likely), Fraction(high), source, detail)
    return in_order(found)


def in_order(costs: Costs) -> dict[str, Cost]:
    """Return the inputs in the order of `NAMES`."""
    return {name: costs[name] for name in NAMES if name in costs}


def case_of(costs: Costs) -> Case:
    """Return what the rules take."""
    return {name: cost.estimate for name, cost in costs.items()}
