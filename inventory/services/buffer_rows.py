"""The figures a row of the buffers keeps: plain values out of the reckoned columns."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inventory.models import Buffer, BufferMethod, BufferPlan
from inventory.queries.buffer_facts import BufferFacts
from inventory.rules.buffers import Losses, expected_costs
from inventory.rules.buffers.reckoning import ADVISED, RULES, Reckoned
from inventory.rules.demand import Errors, demand_atoms


def figures_of(found: Reckoned, facts: BufferFacts) -> list[dict[str, Any]]:
    """Return the figures of each product.

    `p10`, `p50`, `p90`, `mean`: pieces of demand. `advised` (None: nothing can be advised, `why` says what is missing: "no_cost",
    "no_price", "below_cost"), `flat`, `platform`, `safety`: pieces to hold. `short`, `over`: what a piece too few and too many
    costs, minor units; `ratio`: the critical ratio of both; `first`: the share of the first piece, or carton, that is sold on
    average, below 1 - `ratio` where the advice is to hold none.
    `costs`: {rule: [too few, too many]} expected, minor units, empty without advice. `price`, `cost`: as
    they were then; `new`: never sold before.
    """
    known = found.losses.is_known.tolist()
    columns = {name: np.round(getattr(found, name), 1).tolist() for name in ("mean", "low", "middle", "high")}
    losses = {name: np.round(getattr(found.losses, name), 1).tolist() for name in ("short", "over")}
    amounts = {rule: found.units[rule].tolist() for rule in RULES}
    costs = {
        rule: (np.round(found.costs[rule].too_few, 1).tolist(), np.round(found.costs[rule].too_many, 1).tolist())
        for rule in RULES
    }
    made = []
    for row, is_known in enumerate(known):
        figures: dict[str, Any] = {
            "p10": columns["low"][row], "p50": columns["middle"][row], "p90": columns["high"][row], "mean": columns["mean"][row],
            **{rule: amounts[rule][row] for rule in RULES},
            "price": facts.prices[row], "cost": facts.costs[row], "new": bool(facts.columns.is_new[row]),
        }  # fmt: skip
        if is_known:
            figures |= {name: losses[name][row] for name in losses}
            figures["ratio"] = round(float(found.ratio[row]), 4)
            figures["first"] = round(float(found.first[row]), 4)
            figures["costs"] = {rule: [few[row], many[row]] for rule, (few, many) in costs.items()}
        else:
            figures |= {ADVISED: None, "costs": {}, "why": _why(facts.prices[row], facts.costs[row])}
        made.append(figures)
    return made


def units_by(method: str, figures: dict[str, Any], by_hand: int | None) -> int:
    """Return the pieces of a rule; by hand those that were typed."""
    if method == BufferMethod.HAND:
        return by_hand or 0
    amount = figures.get(method)
    return int(figures["flat"] if amount is None else amount)


def hand_costs(plan: BufferPlan, rows: Sequence[Buffer]) -> None:
    """Put the expected costs of amounts by hand beside those of the rules, out of the same demand."""
    some = [row for row in rows if row.method == BufferMethod.HAND and row.figures.get("costs")]
    for row in rows:
        row.figures.get("costs", {}).pop(BufferMethod.HAND.value, None)
    if not some:
        return
    planned = np.array([row.expected for row in some])
    is_new = np.array([bool(row.figures.get("new")) for row in some])
    atoms = demand_atoms(planned, Errors.unpacked(plan.errors), level=plan.level, is_new=is_new)
    losses = Losses(*(np.array([row.figures[name] for row in some], dtype=np.float64) for name in ("short", "over")))
    costs = expected_costs(atoms, np.array([row.units for row in some]), losses)
    for place, row in enumerate(some):
        row.figures["costs"][BufferMethod.HAND.value] = [
            round(float(costs.too_few[place]), 1), round(float(costs.too_many[place]), 1)
        ]  # fmt: skip


def _rounded(amounts: NDArray[np.float64]) -> list[float]:
    rounded: list[float] = np.round(amounts, 1).tolist()
    return rounded


def _why(price: int | None, cost: int | None) -> str:
    if cost is None:
        return "no_cost"
    return "no_price" if price is None else "below_cost"
