"""WooCommerce: the default columns of Advanced Order Export, one row per product, the order's columns repeated.

Order Date is the only time: an order that was paid counts when it was placed. Order Total Amount is what the buyer pays, before
refunds. `Quantity (- Refund)` is already without the pieces that came back.
"""

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import has, put, settle_closed, settle_paid_at, settle_refund, settle_sku, settle_state
from orders.states import OrderState

STATES = {
    "pending payment": OrderState.UNPAID,
    "pending": OrderState.UNPAID,
    "on hold": OrderState.UNPAID,
    "on-hold": OrderState.UNPAID,
    "processing": OrderState.PAID,
    "completed": OrderState.COMPLETED,
    "cancelled": OrderState.CLOSED_UNPAID,
    "failed": OrderState.CLOSED_UNPAID,
    "refunded": OrderState.CLOSED_REFUNDED,
    "draft": OrderState.UNPAID,
}


def derive(table: pa.Table) -> pa.Table:
    """Settle a row; the state, the total and the refund are the order's and stand on each of its rows."""
    table = settle_state(settle_paid_at(settle_closed(table)))
    if has(table, "total_minor"):
        table = settle_refund(table)
        table = put(table, order_refund_state=table["refund_state"])
    if has(table, "state"):
        table = put(table, order_state=table["state"])
    if has(table, "price_minor", "line_units"):
        table = put(table, line_amount_minor=pc.multiply(table["price_minor"], pc.cast(table["line_units"], pa.int64())))
    return settle_sku(table)


WOOCOMMERCE = Format(
    key="woocommerce",
    label=_("WooCommerce order export"),
    platform="woocommerce",
    kind=Kind.LINES,
    columns=(
        Column("order_no", ("Order Number",), Parse.ID, required=True),
        Column("state_words", ("Order Status",), required=True),
        Column("placed_at", ("Order Date",), Parse.TIME, required=True),
        Column("buyer", ("Email (Billing)",)),
        Column("city", ("City (Shipping)", "City (Billing)")),
        Column("province", ("State Code (Shipping)", "State Code (Billing)")),
        Column("shop_discount_minor", ("Cart Discount Amount",), Parse.MONEY),
        Column("freight_minor", ("Order Shipping Amount",), Parse.MONEY),
        Column("refund_minor", ("Order Refund Amount",), Parse.MONEY),
        Column("total_minor", ("Order Total Amount",), Parse.MONEY, required=True),
        Column("sku", ("SKU",)),
        Column("line_no", ("Item #",)),
        Column("title", ("Item Name",)),
        Column("line_units", ("Quantity (- Refund)", "Quantity"), Parse.COUNT),
        Column("price_minor", ("Item Cost",), Parse.MONEY),
        *PARCEL,
    ),
    signature=folded("Order Number", "Order Status", "Order Date", "Order Total Amount", "Item Name"),
    states=STATES,
    null_words=frozenset({"null", "n/a"}),
    derive=derive,
    order_money_repeated=True,
    buyer_is_contact=True,
    notes=_("The order's amount is repeated on each row and counts once. Paid orders count when they were placed."),
)
