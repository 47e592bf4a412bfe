"""Which products can stand in for one that is gone, best first, each with what speaks for it.

Four things count, each from 0 to 1: buyers who bought both on whatever occasion (or who turned to it when the other was gone),
a price near by, a title alike, and pieces enough. Nothing known of one of them counts as half of it, and is said;
where a category is not known the whole counts for four fifths. What is bought
in the same basket complements and does not replace: it counts against.
"""

from collections.abc import Iterable
from dataclasses import dataclass

BUYERS, PRICE, TITLE, STOCK = 0.4, 0.25, 0.2, 0.15
UNKNOWN = 0.5
NO_CATEGORY = 0.8
BAND = 0.25
"""A substitute's price lies within this share of the other's."""
LEAST_TITLE = 0.3
_FULL_LIFT = 5.0
_DAYS = 2.0


@dataclass(frozen=True)
class Evidence:
    """What is known of one candidate beside the product that is gone; None where nobody knows.

    `same_category`: None where one has no category. `price_gap`: its price less the other's, as a share of the other's.
    `title`: likeness from 0 to 1. `buyers`: who bought both, `lift` how many times as often as chance; `together`: baskets that
    hold both. `after`: how many times its usual rate it sold while the other was gone. `available`: pieces that may be sold,
    `daily`: pieces sold a day lately.
    """

    same_category: bool | None
    price_gap: float | None
    title: float
    buyers: int
    lift: float | None
    together: int
    after: float | None
    available: int | None
    daily: float | None


@dataclass(frozen=True)
class Candidate:
    """A product that might stand in, with the evidence."""

    sku: str
    evidence: Evidence


@dataclass(frozen=True)
class Proposal:
    """A product that can stand in: its score from 0 to 1, its parts in the order buyers, price, title, stock, the evidence."""

    sku: str
    score: float
    parts: tuple[float, float, float, float]
    evidence: Evidence


def ranked(candidates: Iterable[Candidate], *, band: float = BAND, most: int = 8) -> list[Proposal]:
    """Return the products that can stand in, the best first, at most `most`; equal ones by SKU.

    Out falls what is of another category, costs more or less than the band allows, has nothing left, or of which nothing speaks
    for it: no common category, no title alike, no common buyers.

    >>> known = Evidence(True, 0.1, 0.6, 40, 3.0, 2, None, 500, 20.0)
    >>> other = Evidence(False, 0.05, 0.1, 40, 3.0, 90, None, 500, 20.0)
    >>> gone = Evidence(True, 0.0, 0.9, 90, 5.0, 0, None, 0, 20.0)
    >>> [(one.sku, round(one.score, 2)) for one in ranked([Candidate("A", known), Candidate("B", other), Candidate("C", gone)])]
    [('A', 0.66)]
    """
    fit = [_proposal(one) for one in candidates if _can_stand_in(one.evidence, band)]
    return sorted(fit, key=lambda one: (-one.score, one.sku))[:most]


def _can_stand_in(evidence: Evidence, band: float) -> bool:
    if evidence.same_category is False or evidence.available == 0:
        return False
    if evidence.price_gap is not None and abs(evidence.price_gap) > band:
        return False
    return evidence.same_category is True or evidence.title >= LEAST_TITLE or _sought(evidence) > 0


def _proposal(candidate: Candidate) -> Proposal:
    evidence = candidate.evidence
    price = UNKNOWN if evidence.price_gap is None else max(0.0, 1 - abs(evidence.price_gap) / (2 * BAND))
    parts = (_sought(evidence), price, evidence.title, _stock(evidence))
    score = sum(weight * part for weight, part in zip((BUYERS, PRICE, TITLE, STOCK), parts, strict=True))
    score *= 1.0 if evidence.same_category else NO_CATEGORY
    return Proposal(candidate.sku, score, parts, evidence)


def _sought(evidence: Evidence) -> float:
    """Return how much buyers treat the two alike: common buyers (a lift of 5 is full), or who came when the other was gone."""
    shared = 0.0
    if evidence.buyers and evidence.lift is not None:
        apart = max(0.0, 1 - evidence.together / evidence.buyers)
        shared = max(0.0, min(1.0, (evidence.lift - 1) / (_FULL_LIFT - 1))) * apart
    turned = 0.0 if evidence.after is None else max(0.0, min(1.0, evidence.after - 1))
    return max(shared, turned)


def _stock(evidence: Evidence) -> float:
    """Return how well it is stocked: two days of its own sales are full."""
    if evidence.available is None:
        return UNKNOWN
    if not evidence.daily:
        return 1.0
    return min(1.0, evidence.available / (_DAYS * evidence.daily))
