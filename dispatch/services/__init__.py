"""Writes of dispatch."""

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
from dispatch.services.parcels import ToldParcel, refold_parcels, take_parcels, tell_parcels
from dispatch.services.scans import Scanned, record_scan

__all__ = [
    "HoldError",
    "Scanned",
    "ToldParcel",
    "guard_chunk",
    "hold_order",
    "pack_without",
    "record_scan",
    "refold_parcels",
    "refresh_holds",
    "release_order",
    "take_parcels",
    "tell_parcels",
    "tell_refund",
    "undo_act",
]
