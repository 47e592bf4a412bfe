"""The tables of dispatch."""

from dispatch.models.holds import ActKind, Hold, HoldAct, HoldChange, Origin, RefundSignal
from dispatch.models.parcels import OrderWarehouse, Parcel, ToldBy
from dispatch.models.scans import ScanLog

__all__ = [
    "ActKind",
    "Hold",
    "HoldAct",
    "HoldChange",
    "OrderWarehouse",
    "Origin",
    "Parcel",
    "RefundSignal",
    "ScanLog",
    "ToldBy",
]
