"""What a basket costs under a set of offers, and why (playbook P6).

`price_basket` answers for one basket with all its reasons; `compile_offers` prepares offers once for many baskets. How offers
follow each other, exclude each other and share lines is told in `docs/decisions/0013-the-order-of-offers.md`.
"""

from campaigns.rules.pricing.baskets import (
    Basket,
    BasketLine,
    LineDiscount,
    NextStep,
    Outcome,
    PricedBasket,
    PricedLine,
    Reason,
    Share,
    Usage,
)
from campaigns.rules.pricing.offers import GroupChoice, Kind, Level, Limits, Measure, OfferRule, Payer, Scope, Step, may_stack

__all__ = [
    "Basket",
    "BasketLine",
    "GroupChoice",
    "Kind",
    "Level",
    "Limits",
    "LineDiscount",
    "Measure",
    "NextStep",
    "OfferRule",
    "Outcome",
    "Payer",
    "PricedBasket",
    "PricedLine",
    "Reason",
    "Scope",
    "Share",
    "Step",
    "Usage",
    "may_stack",
]
