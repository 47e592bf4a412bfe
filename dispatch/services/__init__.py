"""Writes of dispatch."""

from dispatch.services.addresses import forget_addresses, refold_addresses, see_addresses
from dispatch.services.due import recount_due
from dispatch.services.finding import Told, find_abnormal, waits_for_finder
from dispatch.services.holds import (
    HoldError,
    guard_chunk,
    hold_order,
    pack_without,
    refresh_holds,
    release_order,
    tell_refund,
    undo_act,
)
from dispatch.services.marking import mark_orders
from dispatch.services.parcels import ToldParcel, refold_parcels, take_parcels, tell_parcels
from dispatch.services.scans import Scanned, record_scan

__all__ = [
    "HoldError",
    "Scanned",
    "Told",
    "ToldParcel",
    "find_abnormal",
    "forget_addresses",
    "guard_chunk",
    "hold_order",
    "mark_orders",
    "pack_without",
    "record_scan",
    "recount_due",
    "refold_addresses",
    "refold_parcels",
    "refresh_holds",
    "release_order",
    "see_addresses",
    "take_parcels",
    "tell_parcels",
    "tell_refund",
    "undo_act",
    "waits_for_finder",
]
