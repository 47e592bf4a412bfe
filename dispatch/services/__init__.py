"""Writes of dispatch."""

from dispatch.services.parcels import ToldParcel, refold_parcels, take_parcels, tell_parcels

__all__ = ["ToldParcel", "refold_parcels", "take_parcels", "tell_parcels"]
