"""Youzan: the order list. One row per order; 订单实付金额 is what was paid, 买家付款时间 the only time."""

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import has, put, settle_closed, settle_refund, settle_state
from imports.formats.taobao import REFUND_STATES
from orders.states import OrderState

STATES = {
    "待付款": OrderState.UNPAID,
    "等待买家付款": OrderState.UNPAID,
    "待成团": OrderState.PAID,
    "待接单": OrderState.PAID,
    "待发货": OrderState.PAID,
    "等待商家发货": OrderState.PAID,
    "买家已付款,等待卖家发货": OrderState.PAID,
    "部分发货": OrderState.PART_SHIPPED,
    "已发货": OrderState.SHIPPED,
    "商家已发货": OrderState.SHIPPED,
    "待收货": OrderState.SHIPPED,
    "交易完成": OrderState.COMPLETED,
    "交易成功": OrderState.COMPLETED,
    "已完成": OrderState.COMPLETED,
    "交易关闭": OrderState.CLOSED_UNPAID,
    "已关闭": OrderState.CLOSED_UNPAID,
}


def derive(table: pa.Table) -> pa.Table:
    """Settle a row: placed when it was paid unless the file says when, closed after payment refunded in full."""
    if not has(table, "placed_at"):
        table = put(table, placed_at=table["paid_at"])
    return settle_refund(settle_state(settle_closed(table)))


YOUZAN = Format(
    key="youzan",
    label=_("Youzan order list"),
    platform="youzan",
    kind=Kind.ORDERS,
    columns=(
        Column("order_no", ("订单号",), Parse.ID, required=True),
        Column("placed_at", ("订单创建时间", "下单时间"), Parse.TIME),
        Column("paid_at", ("买家付款时间",), Parse.TIME, required=True),
        Column("buyer", ("收货人手机号/提货人手机号", "买家手机号")),
        Column("total_minor", ("订单实付金额",), Parse.MONEY, required=True),
        Column("state_words", ("订单状态",), required=True),
        Column("refund_words", ("商品退款状态",)),
        Column("refund_minor", ("商品已退款金额", "订单已退款金额"), Parse.MONEY),
        *PARCEL,
    ),
    signature=folded("订单号", "买家付款时间", "订单实付金额", "订单状态"),
    states=STATES,
    refund_states=REFUND_STATES,
    null_words=frozenset({"-", "--", "null", "无"}),
    derive=derive,
    buyer_is_contact=True,
    notes=_("One row per order, without products. Telephone numbers are kept as a keyed hash only."),
)
