"""The tables of dispatch."""

from dispatch.models.parcels import OrderWarehouse, Parcel, ToldBy

__all__ = ["OrderWarehouse", "Parcel", "ToldBy"]
