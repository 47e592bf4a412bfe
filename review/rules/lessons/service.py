"""Parcels that left late or should not have left, and what asking buyers to pay brought."""

from collections.abc import Iterable
from dataclasses import dataclass

from review.rules.lessons.finding import Finding

LATE_SHARE = 0.02


@dataclass(frozen=True)
class Chased:
    """What the chase of one shop brought: asked and paid, left alone and paid; `verdict` is "more", "less" or cannot tell."""

    shop: str
    asked: int
    asked_paid: int
    alone: int
    alone_paid: int
    verdict: str


def parcels(*, in_time: int, late: int, lost: int) -> list[Finding]:
    """Return parcels that left although the money was asked back (L9), and those that left after their hours (C1, above 2%).

    >>> [one.code for one in parcels(in_time=950, late=50, lost=3)], parcels(in_time=990, late=10, lost=0)
    (['sent_refunded', 'parcels_late'], [])
    """
    found = []
    if lost:
        found.append(Finding("sent_refunded", "", "warehouse", "mistake", "L9", {"parcels": lost}))
    sent = in_time + late
    if sent and late > LATE_SHARE * sent:
        found.append(Finding("parcels_late", "", "warehouse", "shortcoming", "C1", {"parcels": late, "share": late / sent}))
    return found


def chases(shops: Iterable[Chased]) -> list[Finding]:
    """Return where asking told a difference against those left alone, either way (L5); where it cannot tell, nothing.

    >>> told = chases([Chased("Lamp House", 400, 200, 100, 30, "more"), Chased("Other", 9, 4, 2, 1, "few")])
    >>> [(one.key, one.kind, round(one.figures["difference"], 2)) for one in told]
    [('chase_more:Lamp House', 'success', 0.2)]
    """
    found = []
    for one in shops:
        if one.verdict in {"more", "less"} and one.asked and one.alone:
            asked, alone = one.asked_paid / one.asked, one.alone_paid / one.alone
            figures = {"shop": one.shop, "asked": asked, "alone": alone, "difference": asked - alone}
            kind = "success" if one.verdict == "more" else "mistake"
            found.append(Finding(f"chase_{one.verdict}", one.shop, "service", kind, "L5", figures))
    return found
