"""Magento 2: the export of the order grid. One row per order: number, purchase date with its time, total, status; no products.

It can feed the board: the grid's purchase date carries the time. `holded` says neither paid nor unpaid, so it is held.
"""

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import settle_closed, settle_paid_at, settle_refund, settle_state
from orders.states import OrderState

STATES = {
    "pending": OrderState.UNPAID,
    "pending payment": OrderState.UNPAID,
    "pending_payment": OrderState.UNPAID,
    "payment review": OrderState.UNPAID,
    "payment_review": OrderState.UNPAID,
    "processing": OrderState.PAID,
    "complete": OrderState.COMPLETED,
    "closed": OrderState.CLOSED_REFUNDED,
    "canceled": OrderState.CLOSED_UNPAID,
    "cancelled": OrderState.CLOSED_UNPAID,
}


def derive(table: pa.Table) -> pa.Table:
    """Settle a row: a paid order counts when it was placed; closed is Magento's word for refunded in full."""
    return settle_refund(settle_state(settle_paid_at(settle_closed(table))))


MAGENTO = Format(
    key="magento",
    label=_("Magento order grid"),
    platform="magento",
    kind=Kind.ORDERS,
    columns=(
        Column("order_no", ("ID",), Parse.ID, required=True),
        Column("placed_at", ("Purchase Date",), Parse.TIME, required=True),
        Column("total_minor", ("Grand Total (Base)", "Grand Total (Purchased)"), Parse.MONEY, required=True),
        Column("state_words", ("Status",), required=True),
        Column("buyer", ("Customer Email",)),
        Column("freight_minor", ("Shipping and Handling",), Parse.MONEY),
        Column("refund_minor", ("Total Refunded",), Parse.MONEY),
        *PARCEL,
    ),
    signature=folded("ID", "Purchase Point", "Purchase Date", "Status"),
    states=STATES,
    derive=derive,
    buyer_is_contact=True,
    notes=_("One row per order, without products. Paid orders count at their purchase date."),
)
