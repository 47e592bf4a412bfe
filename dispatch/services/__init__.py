"""Writes of dispatch."""

from dispatch.services.addresses import forget_addresses, refold_addresses, see_addresses
from dispatch.services.due import recount_due
from dispatch.services.finding import Told, find_abnormal, waits_for_finder
from dispatch.services.marking import mark_orders
from dispatch.services.parcels import ToldParcel, refold_parcels, take_parcels, tell_parcels

__all__ = [
    "Told",
    "ToldParcel",
    "find_abnormal",
    "forget_addresses",
    "mark_orders",
    "recount_due",
    "refold_addresses",
    "refold_parcels",
    "see_addresses",
    "take_parcels",
    "tell_parcels",
    "waits_for_finder",
]
