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
from dispatch.models.parcels import OrderWarehouse, Parcel, ToldBy

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
    "AddressSeen",
    "ClockRule",
    "DueBoard",
    "FinderState",
    "OrderWarehouse",
    "Parcel",
    "Promise",
    "StaleSpan",
    "ToldBy",
    "UsualQuantity",
]
