"""Phases that missed their target, estimates that were off, prices that went back too fast or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from review.rules.lessons.finding import Finding

MISSED = 0.95
MOST = 3


@dataclass(frozen=True)
class Phase:
    """A phase of the sale with its target and its revenue in minor units."""

    number: int
    name: str
    target: int
    revenue: int


@dataclass(frozen=True)
class Estimated:
    """An input of the odds: low, likely and high as they were planned, and what came; in the input's own unit.

    `is_final`: what came cannot change any more. Refunds still rise for 30 days: too many of them is known at once, too few not.
    """

    name: str
    low: float
    likely: float
    high: float
    actual: float | None
    is_final: bool = True


def phases_missed(phases: Iterable[Phase]) -> list[Finding]:
    """Return the phases that stayed more than 5% below their target (playbook L1), the largest gap first and at most three.

    >>> [one.key for one in phases_missed([Phase(1, "0:00", 1000, 960), Phase(2, "9:00", 1000, 700), Phase(3, "15:00", 0, 0)])]
    ['phase_missed:2']
    """
    missed = [one for one in phases if one.target > 0 and one.revenue < MISSED * one.target]
    missed.sort(key=lambda one: (one.revenue - one.target, one.number))
    return [
        Finding(
            "phase_missed",
            str(one.number),
            "operations",
            rule="L1",
            figures={"phase": one.name, "share": 1 - one.revenue / one.target, "missing": one.target - one.revenue},
        )
        for one in missed[:MOST]
    ]


def estimates_off(inputs: Iterable[Estimated]) -> list[Finding]:
    """Return the inputs that came out below their low or above their high: of good estimates one in five does.

    What came is what the next plan begins with.

    >>> off = estimates_off([Estimated("refund_rate", 0.05, 0.08, 0.12, 0.19), Estimated("conversion", 0.03, 0.04, 0.05, 0.035)])
    >>> [(one.key, one.change, one.value) for one in off]
    [('estimate_off:refund_rate', 'estimate:refund_rate', 0.19)]
    >>> estimates_off([Estimated("refund_rate", 0.05, 0.08, 0.12, 0.02, is_final=False)])
    []
    """
    found = []
    for one in inputs:
        if one.actual is None or one.low <= one.actual <= one.high or (one.actual < one.low and not one.is_final):
            continue
        figures = {"name": one.name, "low": one.low, "likely": one.likely, "high": one.high, "actual": one.actual}
        change = f"estimate:{one.name}"
        found.append(
            Finding("estimate_off", one.name, "operations", "mistake", "P1", figures, change=change, value=round(one.actual, 6))
        )
    return found


def prices_watched(counts: Mapping[str, int], *, days: int) -> list[Finding]:
    """Return whether prices went back too fast, or have not come back although their days are over (playbook C3).

    `counts`: products by state, as `review.rules.price_return` calls them; `days`: those the plan gave them.

    >>> [one.key for one in prices_watched({"back": 10, "fast": 3, "late": 0}, days=3)]
    ['prices_fast:']
    """
    known = sum(count for state, count in counts.items() if state != "unknown")
    found = []
    for code, state in (("prices_fast", "fast"), ("prices_late", "late")):
        if counts.get(state):
            figures = {"products": counts[state], "known": known, "days": days}
            found.append(Finding(code, "", "operations", "mistake", "C3", figures))
    return found
