"""Shopify: `orders_export*.csv`, one row per product; the order's own columns stand on its first row only.

Each time carries its own offset. Total is what the buyer pays (goods after discounts, shipping, taxes), before refunds.
Cash on delivery stays `pending` without a payment time for ever: such an order counts as paid when it was shipped, and as
unpaid until then. Four of five real lines have no SKU: the product's name stands in. The same number (#1001) exists in other
shops.
"""

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse, Zone
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import (
    STATE,
    amount,
    column,
    has,
    keep,
    put,
    settle_closed,
    settle_paid_at,
    settle_refund,
    settle_sku,
    settle_state,
    state_in,
)
from orders.states import OrderState

STATES = {
    "pending": OrderState.UNPAID,
    "authorized": OrderState.UNPAID,
    "expired": OrderState.CLOSED_UNPAID,
    "partially_paid": OrderState.DEPOSIT_PAID,
    "paid": OrderState.PAID,
    "partially_refunded": OrderState.PAID,
    "refunded": OrderState.CLOSED_REFUNDED,
    "voided": OrderState.CLOSED_UNPAID,
}


def derive(table: pa.Table) -> pa.Table:
    """Settle an order from its payment, its shipment, its cancellation and its refund.

    Paid and `fulfilled` is shipped, `partial` part shipped. Pending, fulfilled: cash on delivery, shipped, paid when it left
    (when it was placed if that moment is not said). Cancelled: closed, after payment if anything was paid.
    """
    sent = column(table, "fulfilment")
    table = _settle_cash_on_delivery(table)
    if has(table, "state"):
        paid = state_in(table, OrderState.PAID)
        table = keep(table, pc.and_(paid, pc.equal(sent, "fulfilled")), state=pa.scalar(int(OrderState.SHIPPED), STATE))
        table = keep(table, pc.and_(paid, pc.equal(sent, "partial")), state=pa.scalar(int(OrderState.PART_SHIPPED), STATE))
        cancelled = pc.is_valid(column(table, "cancelled_at"))
        table = keep(table, cancelled, state=pa.scalar(int(OrderState.CLOSED_UNPAID), STATE))
    table = settle_state(settle_paid_at(settle_closed(table)))
    if has(table, "refund_minor") or has(table, "state"):
        table = settle_refund(table)
        table = put(table, order_refund_state=table["refund_state"])
    if has(table, "state"):
        table = put(table, order_state=table["state"])
    return settle_sku(_settle_lines(table))


def _settle_cash_on_delivery(table: pa.Table) -> pa.Table:
    if not has(table, "state", "fulfilment"):
        return table
    open_ = pc.and_(state_in(table, OrderState.UNPAID), pc.is_null(column(table, "cancelled_at")))
    left = pc.and_(open_, pc.equal(table["fulfilment"], "fulfilled"))
    if has(table, "paid_at"):
        when = pc.coalesce(table["paid_at"], column(table, "shipped_at"), column(table, "placed_at"))
        table = keep(table, left, paid_at=when)
    return keep(table, left, state=pa.scalar(int(OrderState.SHIPPED), STATE))


def _settle_lines(table: pa.Table) -> pa.Table:
    if not has(table, "price_minor", "line_units"):
        return table
    goods = pc.multiply(table["price_minor"], pc.cast(table["line_units"], pa.int64()))
    weight = pc.max_element_wise(pc.subtract(goods, amount(table, "line_discount_minor")), 0)
    return put(table, line_amount_minor=weight)


SHOPIFY = Format(
    key="shopify",
    label=_("Shopify orders export"),
    platform="shopify",
    kind=Kind.LINES,
    columns=(
        Column("order_no", ("Name",), Parse.ID, required=True),
        Column("buyer", ("Email",)),
        Column("state_words", ("Financial Status",)),
        Column("paid_at", ("Paid at",), Parse.TIME),
        Column("fulfilment", ("Fulfillment Status",)),
        Column("shipped_at", ("Fulfilled at",), Parse.TIME),
        Column("currency", ("Currency",)),
        Column("freight_minor", ("Shipping",), Parse.MONEY),
        Column("total_minor", ("Total",), Parse.MONEY),  # on the first row of an order only
        Column("shop_discount_minor", ("Discount Amount",), Parse.MONEY),
        Column("placed_at", ("Created at",), Parse.TIME, required=True),
        Column("line_units", ("Lineitem quantity",), Parse.COUNT),
        Column("title", ("Lineitem name",), required=True),
        Column("price_minor", ("Lineitem price",), Parse.MONEY),
        Column("sku", ("Lineitem sku",)),
        Column("line_discount_minor", ("Lineitem discount",), Parse.MONEY),
        Column("province", ("Shipping Province Name", "Shipping Province")),
        Column("city", ("Shipping City",)),
        Column("cancelled_at", ("Cancelled at",), Parse.TIME),
        Column("payment_method", ("Payment Method",)),
        Column("refund_minor", ("Refunded Amount",), Parse.MONEY),
        *PARCEL,
    ),
    signature=folded("Name", "Created at", "Total", "Lineitem name"),
    zone=Zone.WRITTEN,
    states=STATES,
    null_words=frozenset({"null", "n/a"}),
    derive=derive,
    order_on_first_line=True,
    line_by_ordinal=True,
    buyer_is_contact=True,
    notes=_("The order stands on its first row, its other products on the next. E-mail addresses are kept as a keyed hash only."),
)
