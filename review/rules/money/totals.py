"""Ledgers added up: amounts, costs of both states with their coverage, and the profit. Coverage is a share of the revenue."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from review.rules.money.ledger import COSTS, STATES, Ledger
from review.rules.money.splitting import Bools, Ints

AMOUNTS = (
    "list", "shop_discount", "platform_discount", "influencer_discount", "other_discount", "revenue", "refund", "subsidy",
    "goods_out", "goods_back",
)  # fmt: skip


@dataclass
class Totals:
    """Sums over lines. `covered`: by state and cost, the revenue of the lines for which it is known; `known_lines`: how many.

    The weight of a line is its revenue; where a sale has none every line weighs one.
    """

    lines: int = 0
    units: int = 0
    amounts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AMOUNTS, 0))
    listed_revenue: int = 0
    listed_lines: int = 0
    costs: dict[str, dict[str, int]] = field(default_factory=lambda: {state: dict.fromkeys(COSTS, 0) for state in STATES})
    covered: dict[str, dict[str, int]] = field(default_factory=lambda: {state: dict.fromkeys(COSTS, 0) for state in STATES})
    known_lines: dict[str, dict[str, int]] = field(default_factory=lambda: {state: dict.fromkeys(COSTS, 0) for state in STATES})

    def add(self, ledger: Ledger, where: Bools | None = None) -> None:
        """Take in the lines of a ledger, or those marked."""

        def total(values: Ints | Bools) -> int:
            return int((values if where is None else values[where]).sum())

        self.lines += len(ledger.order) if where is None else int(where.sum())
        self.units += total(ledger.units)
        revenue = np.maximum(ledger.amounts["revenue"], 0)
        self.listed_revenue += total(np.where(ledger.list_known, revenue, 0))
        self.listed_lines += total(ledger.list_known)
        for name in AMOUNTS:
            self.amounts[name] += total(ledger.amounts[name])
        for state in STATES:
            for name, values in ledger.values[state].items():
                self.costs[state][name] += total(values)
                self.covered[state][name] += total(np.where(ledger.known[state][name], revenue, 0))
                self.known_lines[state][name] += total(ledger.known[state][name])

    def profit(self, state: str) -> int:
        """Return revenue less refunds plus subsidies less all known costs."""
        costs = sum(self.costs[state].values())
        return self.amounts["revenue"] - self.amounts["refund"] + self.amounts["subsidy"] - costs

    def coverage(self, state: str, name: str) -> float:
        """Return for how much of the revenue a cost is known, 0 to 1; nothing is known of nothing."""
        return self._share(self.covered[state][name], self.known_lines[state][name])

    def _share(self, revenue: int, lines: int) -> float:
        """Return what part of the sale some revenue is; of a sale without any what part of its lines."""
        if self.amounts["revenue"] > 0:
            return min(1.0, revenue / self.amounts["revenue"])
        return lines / self.lines if self.lines else 0.0

    def as_data(self) -> dict[str, Any]:
        """Return all of it as plain JSON."""
        return {
            "lines": self.lines,
            "units": self.units,
            "amounts": self.amounts,
            "list_coverage": self._share(self.listed_revenue, self.listed_lines),
            "states": {
                state: {
                    "costs": self.costs[state],
                    "coverage": {name: self.coverage(state, name) for name in COSTS},
                    "profit": self.profit(state),
                }
                for state in STATES
            },
        }
