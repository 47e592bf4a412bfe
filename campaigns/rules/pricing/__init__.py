"""What a basket costs under a set of offers, and why (playbook P6).

`price_basket` answers for one basket with all its reasons; `compile_offers` prepares offers once for many baskets. How offers
follow each other, exclude each other and share lines is told in `docs/decisions/0011-the-order-of-offers.md`.
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
from campaigns.rules.pricing.compiled import in_order
from campaigns.rules.pricing.many import price_many
from campaigns.rules.pricing.offers import GroupChoice, Kind, Level, Limits, Measure, OfferRule, Payer, Scope, Step, may_stack
from campaigns.rules.pricing.pricer import OfferTotal, Pricer, Totals, compile_offers, price_basket
from campaigns.rules.pricing.problems import offer_problems
from campaigns.rules.pricing.replaying import replay
from campaigns.rules.pricing.table import BasketTable, ManyTotals, table_of

__all__ = [
    "Basket",
    "BasketLine",
    "BasketTable",
    "GroupChoice",
    "Kind",
    "Level",
    "Limits",
    "LineDiscount",
    "ManyTotals",
    "Measure",
    "NextStep",
    "OfferRule",
    "OfferTotal",
    "Outcome",
    "Payer",
    "PricedBasket",
    "PricedLine",
    "Pricer",
    "Reason",
    "Scope",
    "Share",
    "Step",
    "Totals",
    "Usage",
    "compile_offers",
    "in_order",
    "may_stack",
    "offer_problems",
    "price_basket",
    "price_many",
    "replay",
    "table_of",
]
