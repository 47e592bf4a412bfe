"""Amazon: the flat file of all orders, tab separated, one row per product, without quoting.

Times are UTC. There is no payment time: an order counts as paid when it was placed unless it is Pending or Cancelled.
`item-price` is the price of the whole line, taxes apart; promotions are taken off, shipping (less its promotion) is freight.
Buyers and refunds are not in this report.
"""

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse, Zone
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import STATE, amount, has, keep, put, settle_closed, settle_paid_at, settle_refund, settle_sku
from orders.states import OrderState

STATES = {
    "pending": OrderState.UNPAID,
    "pending - waiting for pick up": OrderState.UNPAID,
    "unshipped": OrderState.PAID,
    "partiallyshipped": OrderState.PART_SHIPPED,
    "shipping": OrderState.PART_SHIPPED,
    "shipped": OrderState.SHIPPED,
    "shipped - picked up": OrderState.SHIPPED,
    "shipped - out for delivery": OrderState.SHIPPED,
    "shipped - delivered to buyer": OrderState.COMPLETED,
    "shipped - returning to seller": OrderState.SHIPPED,
    "shipped - returned to seller": OrderState.CLOSED_REFUNDED,
    "shipped - rejected by buyer": OrderState.CLOSED_REFUNDED,
    "shipped - lost in transit": OrderState.CLOSED_REFUNDED,
    "cancelled": OrderState.CLOSED_UNPAID,
}


def derive(table: pa.Table) -> pa.Table:
    """Settle a row: the line's amount, its freight, its payment by its state.

    A line that was cancelled inside a shipped order is closed for itself. Two pieces for 89.90 less 10.00 of promotion paid
    79.90, 44.95 each on the list:

    >>> flat = pa.table({"line_amount_minor": [8990], "line_discount_minor": [1000], "line_units": [2],
    ...     "state": pa.array([50], STATE)})
    >>> done = derive(flat)
    >>> done["line_paid_minor"].to_pylist(), done["price_minor"].to_pylist()
    ([7990], [4495])
    """
    if has(table, "item_state"):
        gone = pc.equal(pc.utf8_lower(table["item_state"]), "cancelled")
        table = keep(table, gone, state=pa.scalar(int(OrderState.CLOSED_UNPAID), STATE))
    gross = amount(table, "line_amount_minor")
    paid = pc.max_element_wise(pc.subtract(gross, pc.abs(amount(table, "line_discount_minor"))), 0)
    freight = pc.subtract(amount(table, "freight_minor"), pc.abs(amount(table, "freight_discount_minor")))
    table = put(table, line_paid_minor=paid, freight_minor=pc.max_element_wise(freight, 0))
    if has(table, "line_units"):
        units = pc.cast(pc.fill_null(table["line_units"], 0), pa.int64())
        table = put(table, price_minor=pc.divide(gross, pc.if_else(pc.greater(units, 0), units, 1)))
    table = settle_refund(settle_paid_at(settle_closed(table, "line_refund_minor")), "line_paid_minor", "line_refund_minor")
    return settle_sku(table, "asin")


AMAZON = Format(
    key="amazon",
    label=_("Amazon all orders report"),
    platform="amazon",
    kind=Kind.LINES,
    columns=(
        Column("order_no", ("amazon-order-id",), Parse.ID, required=True),
        Column("placed_at", ("purchase-date",), Parse.TIME, required=True),
        Column("state_words", ("order-status",), required=True),
        Column("item_state", ("item-status",)),
        Column("title", ("product-name",)),
        Column("sku", ("sku",), required=True),
        Column("asin", ("asin",)),
        Column("line_units", ("quantity",), Parse.COUNT, required=True),
        Column("currency", ("currency",)),
        Column("line_amount_minor", ("item-price",), Parse.MONEY, required=True),
        Column("freight_minor", ("shipping-price",), Parse.MONEY),
        Column("line_discount_minor", ("item-promotion-discount",), Parse.MONEY),
        Column("freight_discount_minor", ("ship-promotion-discount",), Parse.MONEY),
        Column("city", ("ship-city",)),
        Column("province", ("ship-state",)),
        *PARCEL,
    ),
    signature=folded("amazon-order-id", "purchase-date", "order-status", "sku", "item-price"),
    zone=Zone.UTC,
    states=STATES,
    derive=derive,
    line_by_ordinal=True,
    no_quoting=True,
    notes=_(
        "Times are UTC. Orders count when they were placed, except pending and cancelled ones. Refunds come in another report."
    ),
)
