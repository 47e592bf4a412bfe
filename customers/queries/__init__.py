"""Reads about buyers: find one, say everything of one, tiers and what is missing, persons, benefits, won and come back."""

from customers.queries.benefits import benefits_of
from customers.queries.buyers import BuyerSummary, buyer_summary, find_buyers
from customers.queries.tiers import missing_for_next_tier, simulate, tier_of, tiers_of

__all__ = [
    "BuyerSummary",
    "benefits_of",
    "buyer_summary",
    "find_buyers",
    "missing_for_next_tier",
    "simulate",
    "tier_of",
    "tiers_of",
]
