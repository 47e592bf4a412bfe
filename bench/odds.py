"""The full profit model on 10,000 draws, as a what-if asks for it: what the odds are measured with.

    python -m bench.odds

prints how long the first answer takes (it draws the scores) and how long each answer after it (they are kept in memory).
"""

import statistics
import time
from fractions import Fraction

from campaigns.rules.odds import DRAWS, NAMES, Case, Estimate, answer, bars, break_even, tornado
from campaigns.rules.odds.draws import scores

FIGURES: dict[str, tuple[str, str, str]] = {
    "visitors": ("3800000", "5400000", "7500000"),
    "conversion": ("0.042", "0.054", "0.069"),
    "order_value": ("21300", "23667", "26000"),
    "discounts": ("0.08", "0.1", "0.14"),
    "refund_rate": ("0.12", "0.16", "0.21"),
    "cost_of_goods": ("0.56", "0.58", "0.6"),
    "commission": ("0.04", "0.05", "0.06"),
    "payment_fee": ("0.006", "0.006", "0.007"),
    "freight": ("1000", "1100", "1300"),
    "gifts": ("100", "150", "300"),
    "traffic": ("380000000", "451000000", "600000000"),
    "people": ("50000000", "60000000", "90000000"),
    "leftover": ("50000000", "150000000", "400000000"),
    "lost_before": ("100000000", "200000000", "300000000"),
    "lost_after": ("200000000", "400000000", "800000000"),
    "ordinary_margin": ("0.2", "0.25", "0.3"),
}
TARGET = 6_200_000_000


def case() -> Case:
    """Return a sale of 62.0 M with every input told and none of them certain."""
    low, likely, high = range(3)
    return {name: Estimate(*(Fraction(FIGURES[name][side]) for side in (low, likely, high))) for name in NAMES}


def answer_all(told: Case, seed: int) -> float:
    """Work out everything the page shows of a case and return the seconds it took."""
    began = time.perf_counter()
    _odds, found = answer(told, target_minor=TARGET, seed=seed)
    bars(found.profit)
    tornado(told, found.profit, seed=seed)
    break_even(told)
    return time.perf_counter() - began


def time_odds() -> dict[str, float]:
    """Return the seconds of the first answer and the median of fifty after it."""
    told = case()
    scores.cache_clear()
    first = answer_all(told, seed=1)
    return {"first": first, "later": statistics.median(answer_all(told, seed=1) for _ in range(50))}


def main() -> None:
    """Measure and print."""
    found = time_odds()
    print(f"{DRAWS:,} draws of {len(NAMES)} inputs: {1000 * found['first']:.0f} ms, then {1000 * found['later']:.1f} ms")


if __name__ == "__main__":
    main()
