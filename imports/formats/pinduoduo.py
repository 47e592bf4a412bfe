"""Pinduoduo: the order export. One product per order, so a row is both the order and its only line.

用户实付金额 is what the buyer pays, freight included: our total. 商家实收金额 adds what the platform pays on top and is not
used. There is no refund amount: 退款成功 gives everything back, 部分退款成功 an amount that the file does not tell.
订单成交时间 is the payment (the group was complete) and often the only time; where it is empty the day in the order number
(yymmdd-...) stands in, from midnight of China's clock: the day is right, the hour is not known.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import (
    PAID_STATES,
    amount,
    column,
    has,
    keep,
    put,
    settle_closed,
    settle_place,
    settle_refund,
    settle_sku,
    state_in,
)
from orders.states import OrderState, RefundState

_SHANGHAI_OFFSET = 8 * 3600

STATES = {
    "待付款": OrderState.UNPAID,
    "待支付": OrderState.UNPAID,
    "待成团": OrderState.PAID,
    "拼单中": OrderState.PAID,
    "待发货": OrderState.PAID,
    "已发货,待收货": OrderState.SHIPPED,
    "已发货,待签收": OrderState.SHIPPED,
    "已发货": OrderState.SHIPPED,
    "已签收": OrderState.COMPLETED,
    "已收货": OrderState.COMPLETED,
    "已取消": OrderState.CLOSED_UNPAID,
    "未成交": OrderState.CLOSED_UNPAID,
    "交易已取消": OrderState.CLOSED_UNPAID,
    "已取消,退款成功": OrderState.CLOSED_REFUNDED,
    "未发货,退款成功": OrderState.CLOSED_REFUNDED,
    "已发货,退款成功": OrderState.CLOSED_REFUNDED,
    "已收货,退款成功": OrderState.CLOSED_REFUNDED,
    "已签收,退款成功": OrderState.CLOSED_REFUNDED,
    "未成交,退款成功": OrderState.CLOSED_REFUNDED,
}
REFUND_STATES = {
    "无售后或售后取消": RefundState.NONE,
    "无售后": RefundState.NONE,
    "售后取消": RefundState.NONE,
    "售后处理中": RefundState.REQUESTED,
    "退款中": RefundState.REQUESTED,
    "待商家处理": RefundState.REQUESTED,
    "退货退款,待买家发货": RefundState.RETURNING,
    "退货退款,待商家收货": RefundState.RETURNING,
    "商家拒绝": RefundState.REJECTED,
    "售后驳回": RefundState.REJECTED,
    "部分退款成功": RefundState.PARTIAL,
    "退款成功": RefundState.FULL,
}


def day_in_number(numbers: Any) -> Any:
    """Read the day that an order number begins with, as the UTC moment of its midnight in China; none where it has no day.

    >>> day_in_number(pa.array(["260531-607198974342268", "X1"])).to_pylist()[0].isoformat()
    '2026-05-30T16:00:00+00:00'
    """
    pattern = r"^(?P<day>\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))-\d"
    day = pc.struct_field(pc.extract_regex(numbers, pattern=pattern), "day")
    written = pc.binary_join_element_wise("20", day, "")
    moment = pc.strptime(written, format="%Y%m%d", unit="s", error_is_null=True)
    seconds = pc.subtract(pc.cast(moment, pa.int64()), _SHANGHAI_OFFSET)
    return pc.assume_timezone(pc.cast(seconds, pa.timestamp("s")), "UTC")


def derive(table: pa.Table) -> pa.Table:
    """Settle a row: total, times, refund; the order's state is the line's.

    Paid 17.80 and refunded: the refund is 17.80, whatever the goods' list amount says.
    """
    if not has(table, "total_minor"):
        discounts = pc.add(amount(table, "shop_discount_minor"), amount(table, "platform_discount_minor"))
        goods = pc.subtract(amount(table, "goods_minor"), discounts)
        table = put(table, total_minor=pc.add(goods, amount(table, "freight_minor")))
    if has(table, "pay_discount_minor"):
        both = pc.add(amount(table, "platform_discount_minor"), amount(table, "pay_discount_minor"))
        table = put(table, platform_discount_minor=both)
    table = _settle_times(table)
    table = settle_refund(settle_closed(table))
    table = put(
        table,
        line_paid_minor=pc.max_element_wise(pc.subtract(amount(table, "total_minor"), amount(table, "freight_minor")), 0),
        order_state=column(table, "state"),
        order_refund_state=table["refund_state"],
    )
    table = put(table, line_refund_minor=pc.min_element_wise(table["refund_minor"], table["line_paid_minor"]))
    if has(table, "goods_minor", "line_units"):
        units = pc.cast(table["line_units"], pa.int64())
        some = pc.greater(units, 0)
        table = put(table, price_minor=pc.divide(table["goods_minor"], pc.if_else(some, units, 1)))
    return settle_place(settle_sku(table, "outer_sku", "style_id"))


def _settle_times(table: pa.Table) -> pa.Table:
    day = day_in_number(table["order_no"])
    deal = pc.coalesce(column(table, "paid_at"), column(table, "deal_at"))
    table = put(table, placed_at=pc.coalesce(column(table, "placed_at"), column(table, "deal_at"), deal, day))
    paid = state_in(table, *PAID_STATES)
    table = put(table, paid_at=deal)
    return keep(table, pc.and_(paid, pc.is_null(deal)), paid_at=table["placed_at"])


PINDUODUO = Format(
    key="pinduoduo",
    label=_("Pinduoduo order export"),
    platform="pinduoduo",
    kind=Kind.LINES,
    columns=(
        Column("order_no", ("订单号",), Parse.ID, required=True),
        Column("title", ("商品", "商品名称")),
        Column("state_words", ("订单状态",), required=True),
        Column("goods_minor", ("商品总价(元)", "商品总价"), Parse.MONEY),
        Column("freight_minor", ("邮费(元)", "邮费"), Parse.MONEY),
        Column("shop_discount_minor", ("店铺优惠折扣(元)", "店铺优惠折扣"), Parse.MONEY),
        Column("platform_discount_minor", ("平台优惠折扣(元)", "平台优惠折扣"), Parse.MONEY),
        Column("pay_discount_minor", ("多多支付立减金额(元)", "多多支付立减金额"), Parse.MONEY),
        Column("total_minor", ("用户实付金额(元)", "用户实付金额"), Parse.MONEY),
        Column("line_units", ("商品数量(件)", "商品数量"), Parse.COUNT, required=True),
        Column("placed_at", ("订单创建时间", "下单时间"), Parse.TIME),
        Column("deal_at", ("订单成交时间", "拼单成功时间", "成交时间"), Parse.TIME),
        Column("paid_at", ("支付时间",), Parse.TIME),
        Column("shipped_at", ("发货时间",), Parse.TIME),
        Column("completed_at", ("确认收货时间",), Parse.TIME),
        Column("product_id", ("商品id",)),
        Column("variant", ("商品规格",)),
        Column("sku", ("商家编码-规格维度",)),
        Column("style_id", ("样式ID", "规格id")),
        Column("outer_sku", ("商家编码-商品维度",)),
        Column("refund_words", ("售后状态",)),
        Column("province", ("省",)),
        Column("city", ("市",)),
        *PARCEL,
    ),
    signature=folded("订单号", "订单状态", "商品数量(件)", "商品总价(元)"),
    states=STATES,
    refund_states=REFUND_STATES,
    null_words=frozenset({"-", "null", "无"}),
    derive=derive,
    order_money_repeated=True,
    line_by_ordinal=True,
    notes=_("One product per order. The file tells that a refund was made, not how much: in full unless it says in part."),
)
