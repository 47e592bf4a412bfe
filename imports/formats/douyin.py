"""Douyin shop: the order export, one row per sub-order.

订单应付金额 is what the buyer pays for the sub-order after every discount, freight included. Who pays the discounts is told
in three columns; they are kept apart and are no revenue of ours. No refund amount: 退款成功 gives the sub-order back. Gifts
stand at 0.00 and are closed together with the product they came with. Times are China's clock; the wide export adds
支付完成时间.
"""

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import (
    amount,
    column,
    has,
    keep,
    put,
    settle_closed,
    settle_paid_at,
    settle_place,
    settle_refund,
    settle_sku,
    state_in,
)
from orders.states import OrderState, RefundState

STATES = {
    "待支付": OrderState.UNPAID,
    "待付款": OrderState.UNPAID,
    "备货中": OrderState.PAID,
    "待发货": OrderState.PAID,
    "已支付": OrderState.PAID,
    "部分发货": OrderState.PART_SHIPPED,
    "已发货": OrderState.SHIPPED,
    "已收货": OrderState.COMPLETED,
    "已完成": OrderState.COMPLETED,
    "已关闭": OrderState.CLOSED_UNPAID,
    "已取消": OrderState.CLOSED_UNPAID,
}
REFUND_STATES = {
    "-": RefundState.NONE,
    "售后待处理": RefundState.REQUESTED,
    "待处理": RefundState.REQUESTED,
    "退款中": RefundState.REQUESTED,
    "待退货": RefundState.RETURNING,
    "待收退货": RefundState.RETURNING,
    "退款成功": RefundState.FULL,
    "全额退款": RefundState.FULL,
    "部分退款": RefundState.PARTIAL,
    "售后关闭": RefundState.REJECTED,
    "售后已拒绝": RefundState.REJECTED,
    "售后已取消": RefundState.REJECTED,
    "换货成功": RefundState.NONE,
    "补寄成功": RefundState.NONE,
}


def derive(table: pa.Table) -> pa.Table:
    """Settle a sub-order.

    Closed means closed after payment when it was paid, shipped or refunded, or when it is a gift whose main product was
    returned. Payable 28.90 with 2.00 of freight in it: the line paid 26.90. A row without price that calls itself a gift is
    one.
    """
    freight = amount(table, "freight_minor")
    payable = amount(table, "line_amount_minor")
    table = put(table, line_paid_minor=pc.max_element_wise(pc.subtract(payable, freight), 0))
    said = pc.fill_null(column(table, "close_reason"), "")
    with_main = pc.match_substring(said, "主品")
    named = pc.match_substring(pc.fill_null(column(table, "title"), ""), "赠")
    gift = pc.and_(pc.equal(payable, 0), pc.or_(with_main, named))
    table = put(table, is_gift=gift)
    if has(table, "state"):
        table = settle_closed(table, "line_refund_minor")
        gone = pc.or_(with_main, pc.is_valid(column(table, "shipped_at")))
        gone = pc.and_(gone, state_in(table, OrderState.CLOSED_UNPAID))
        table = keep(table, gone, state=pa.scalar(int(OrderState.CLOSED_REFUNDED), pa.int16()))
    table = settle_paid_at(table)
    table = settle_refund(table, "line_paid_minor", "line_refund_minor")
    return settle_place(settle_sku(table))


DOUYIN = Format(
    key="douyin",
    label=_("Douyin shop order export"),
    platform="douyin",
    kind=Kind.LINES,
    columns=(
        Column("order_no", ("主订单编号",), Parse.ID, required=True),
        Column("line_no", ("子订单编号",), Parse.ID, required=True),
        Column("title", ("选购商品",)),
        Column("variant", ("商品规格",)),
        Column("line_units", ("商品数量",), Parse.COUNT),
        Column("product_id", ("商品ID",)),
        Column("sku", ("商家编码",)),
        Column("price_minor", ("商品单价",), Parse.MONEY),
        Column("line_amount_minor", ("订单应付金额",), Parse.MONEY, required=True),
        Column("freight_minor", ("运费",), Parse.MONEY),
        Column("province", ("省",)),
        Column("city", ("市",)),
        Column("placed_at", ("订单提交时间",), Parse.TIME, required=True),
        Column("paid_at", ("支付完成时间",), Parse.TIME),
        Column("shipped_at", ("发货时间",), Parse.TIME),
        Column("completed_at", ("订单完成时间",), Parse.TIME),
        Column("state_words", ("订单状态",), required=True),
        Column("refund_words", ("售后状态",)),
        Column("close_reason", ("取消原因",)),
        Column("platform_discount_minor", ("平台实际承担优惠金额",), Parse.MONEY),
        Column("shop_discount_minor", ("商家实际承担优惠金额",), Parse.MONEY),
        Column("influencer_discount_minor", ("达人实际承担优惠金额",), Parse.MONEY),
        *PARCEL,
    ),
    signature=folded("主订单编号", "子订单编号", "订单应付金额", "订单提交时间", "订单状态"),
    states=STATES,
    refund_states=REFUND_STATES,
    null_words=frozenset({"-", "--", "null"}),
    derive=derive,
    notes=_("One row per sub-order. Discounts are kept by who pays them; the revenue is what the buyer pays."),
)
