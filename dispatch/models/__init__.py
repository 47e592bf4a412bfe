"""The tables of dispatch."""

from dispatch.models.abnormal import (
    CLOSED,
    STANDING,
    AbnormalAct,
    AbnormalKind,
    AbnormalNote,
    AbnormalOrder,
    AbnormalRule,
    AbnormalState,
)
from dispatch.models.clock import EVERY_DAY, ClockRule, DueBoard, Promise
from dispatch.models.finding import AddressSeen, FinderState, StaleSpan, UsualQuantity
from dispatch.models.holds import ActKind, Hold, HoldAct, HoldChange, Origin, RefundSignal
from dispatch.models.parcels import OrderWarehouse, Parcel, ToldBy
from dispatch.models.scans import ScanLog

__all__ = [
    "CLOSED",
    "EVERY_DAY",
    "STANDING",
    "AbnormalAct",
    "AbnormalKind",
    "AbnormalNote",
    "AbnormalOrder",
    "AbnormalRule",
    "AbnormalState",
    "ActKind",
    "AddressSeen",
    "ClockRule",
    "DueBoard",
    "FinderState",
    "Hold",
    "HoldAct",
    "HoldChange",
    "OrderWarehouse",
    "Origin",
    "Parcel",
    "Promise",
    "RefundSignal",
    "ScanLog",
    "StaleSpan",
    "ToldBy",
    "UsualQuantity",
]
