"""Jushuitan: the order export of the warehouse system, one row per product, several shops in one file.

The platform's own order number (原始线上订单号, else 线上订单号) is the order: Jushuitan's number is another one after
merging and splitting. Two equal rows may be two real parcels, so lines are numbered by their place in the order, never by
sub-order number. The order's money is repeated on each row. Times are China's clock.
"""

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import (
    column,
    has,
    put,
    settle_closed,
    settle_paid_at,
    settle_place,
    settle_refund,
    settle_sku,
    settle_state,
)
from orders.states import OrderState

STATES = {
    "待付款": OrderState.UNPAID,
    "等待付款": OrderState.UNPAID,
    "waitpay": OrderState.UNPAID,
    "已付款待审核": OrderState.PAID,
    "已客审待财审": OrderState.PAID,
    "待发货": OrderState.PAID,
    "发货中": OrderState.PAID,
    "等供销商|外仓发货": OrderState.PAID,
    "异常": OrderState.PAID,
    "waitconfirm": OrderState.PAID,
    "waitfconfirm": OrderState.PAID,
    "delivering": OrderState.PAID,
    "waitoutersent": OrderState.PAID,
    "question": OrderState.PAID,
    "部分发货": OrderState.PART_SHIPPED,
    "已发货": OrderState.SHIPPED,
    "sent": OrderState.SHIPPED,
    "已完成": OrderState.COMPLETED,
    "交易成功": OrderState.COMPLETED,
    "取消": OrderState.CLOSED_UNPAID,
    "已取消": OrderState.CLOSED_UNPAID,
    "cancelled": OrderState.CLOSED_UNPAID,
}


def derive(table: pa.Table) -> pa.Table:
    """Settle a row: the order it belongs to, the order's money once, its line's weight.

    The total is 应付金额, else 已付金额. A refund said in 订单退款金额 is the order's.
    """
    numbers = [column(table, name) for name in ("origin_no", "order_no", "inner_no") if has(table, name)]
    numbers = [pc.if_else(pc.equal(number, ""), pa.scalar(None, pa.string()), number) for number in numbers]
    table = put(table, order_no=pc.coalesce(*numbers))
    if not has(table, "total_minor") and has(table, "net_minor"):
        table = put(table, total_minor=table["net_minor"])
    says_refunds = has(table, "refund_minor") or has(table, "paid_at")
    table = settle_state(settle_paid_at(settle_closed(table)))
    if says_refunds and has(table, "total_minor"):
        table = settle_refund(table)
        table = put(table, order_refund_state=table["refund_state"])
    if has(table, "state"):
        table = put(table, order_state=table["state"])
    return settle_place(settle_sku(table))


JUSHUITAN = Format(
    key="jushuitan",
    label=_("Jushuitan order export"),
    platform="jushuitan",
    kind=Kind.LINES,
    columns=(
        Column("origin_no", ("原始线上订单号",), Parse.ID),
        Column("order_no", ("线上订单号",), Parse.ID, required=True),
        Column("inner_no", ("内部订单号", "订单号"), Parse.ID),
        Column("shop_name", ("店铺", "店铺名称")),
        Column("buyer", ("买家账号", "买家昵称")),
        Column("placed_at", ("下单时间",), Parse.TIME, required=True),
        Column("paid_at", ("付款日期", "付款时间", "支付时间"), Parse.TIME),
        Column("shipped_at", ("发货日期", "发货时间"), Parse.TIME),
        Column("total_minor", ("应付金额", "买家实付"), Parse.MONEY),
        Column("net_minor", ("已付金额", "商家实收"), Parse.MONEY),
        Column("shop_discount_minor", ("抵扣金额",), Parse.MONEY),
        Column("freight_minor", ("运费",), Parse.MONEY),
        Column("state_words", ("状态",)),
        Column("province", ("省份", "省")),
        Column("city", ("城市", "市")),
        Column("sku", ("商品编码",), required=True),
        Column("title", ("商品名称",)),
        Column("variant", ("颜色及规格", "颜色规格")),
        Column("line_units", ("数量", "销售数量"), Parse.COUNT, required=True),
        Column("price_minor", ("商品单价",), Parse.MONEY),
        Column("line_amount_minor", ("商品金额", "销售金额"), Parse.MONEY),
        Column("is_gift", ("是否赠品",), Parse.FLAG),
        Column("refund_minor", ("订单退款金额", "实退金额"), Parse.MONEY),
        *PARCEL,
    ),
    signature=folded("线上订单号", "商品编码", "下单时间"),
    unless=folded("总成本"),
    states=STATES,
    null_words=frozenset({"-", "--", "null", "无"}),
    derive=derive,
    order_money_repeated=True,
    line_by_ordinal=True,
    notes=_("One row per product; the platform's own order number is the order. Import each shop's rows into that shop."),
)
