"""Target and actual of a sale by tier: the plan's target split by what each tier brought before. Pure."""

from collections.abc import Mapping
from typing import Any

from common.splitting import split_minor

TIERS = ("A", "B", "C", "")


def by_tier(*, target_minor: int, due_minor: int, past: Mapping[str, int], actual: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return a row a tier ("" has none): its share, target of the whole sale, what is due by now, actual and gap.

    `past`: revenue of each tier before the sale, by which the target is split, exact to the last minor unit. `actual`: revenue of
    each tier so far. A tier that neither had nor has revenue is left out. Without any past there is no target: None.

    >>> rows = by_tier(target_minor=1_000, due_minor=500, past={"A": 3, "C": 1}, actual={"A": 300, "C": 150})
    >>> [(row["tier"], row["target"], row["due"], row["gap"]) for row in rows]
    [('A', 750, 375, -75), ('C', 250, 125, 25)]
    """
    weights = [max(0, past.get(tier, 0)) for tier in TIERS]
    whole = sum(weights)
    targets = split_minor(target_minor, weights) if whole else [None] * len(TIERS)
    dues = split_minor(due_minor, weights) if whole else [None] * len(TIERS)
    rows = []
    for tier, weight, target, due in zip(TIERS, weights, targets, dues, strict=True):
        sold = actual.get(tier, 0)
        if not weight and not sold:
            continue
        share = round(weight / whole, 6) if whole else None
        gap = None if due is None else sold - due
        rows.append({"tier": tier, "share": share, "target": target, "due": due, "actual": sold, "gap": gap})
    return rows
