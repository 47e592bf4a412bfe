"""Reads about buyers: find one, say everything of one, tiers and what is missing, persons, benefits, won and come back."""

from customers.queries.benefits import benefits_of
from customers.queries.buyers import BuyerSummary, buyer_summary, find_buyers
from customers.queries.contacts import MaskedContact, buyers_by_name, buyers_by_phone, masked_contact, phones_for
from customers.queries.tiers import missing_for_next_tier, simulate, tier_of, tiers_of

__all__ = [
    "BuyerSummary",
    "MaskedContact",
    "benefits_of",
    "buyer_summary",
    "buyers_by_name",
    "buyers_by_phone",
    "find_buyers",
    "masked_contact",
    "missing_for_next_tier",
    "phones_for",
    "simulate",
    "tier_of",
    "tiers_of",
]
