"""Taobao and Tmall: what the sellers' back end exports.

Order list `ExportOrderList*` (headers of 2016, 2018-19, 2020, 2022 and 2026), the short Tmall order report, the item list of 2019
(宝贝报表) and the sub-orders of 2022 and 2026. Times are China's clock as written. Money:

* 总金额 is goods + freight as the buyer pays or would pay, before any refund: our total.
* 买家实际支付金额 (2026: 买家实付金额) is what is left after refunds. It is never taken for the total while 总金额 is there.
* On a sub-order 买家应付货款 is the line's payable amount, before refunds and without freight.
* 交易关闭 says only "closed": with a payment time or money returned it was closed after payment, else never paid.
"""

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import (
    MOMENT,
    STATE,
    amount,
    has,
    keep,
    put,
    settle_closed,
    settle_paid_at,
    settle_place,
    settle_refund,
    settle_sku,
    settle_state,
    state_in,
)
from orders.states import OrderState, RefundState

STATES = {
    "等待买家付款": OrderState.UNPAID,
    "没有创建支付宝交易": OrderState.UNPAID,
    "定金已付": OrderState.DEPOSIT_PAID,
    "买家已付款,等待卖家发货": OrderState.PAID,
    "等待卖家发货": OrderState.PAID,
    "买家已付款": OrderState.PAID,
    "卖家部分发货": OrderState.PART_SHIPPED,
    "卖家已发货,等待买家确认": OrderState.SHIPPED,
    "卖家已发货": OrderState.SHIPPED,
    "买家已签收": OrderState.SHIPPED,
    "(货到付款)买家已签收": OrderState.SHIPPED,
    "交易成功": OrderState.COMPLETED,
    "交易关闭": OrderState.CLOSED_UNPAID,
    "付款以前,卖家或买家主动关闭交易": OrderState.CLOSED_UNPAID,
    "付款以后用户退款成功,交易自动关闭": OrderState.CLOSED_REFUNDED,
    "wait_buyer_pay": OrderState.UNPAID,
    "trade_no_create_pay": OrderState.UNPAID,
    "wait_seller_send_goods": OrderState.PAID,
    "seller_consigned_part": OrderState.PART_SHIPPED,
    "wait_buyer_confirm_goods": OrderState.SHIPPED,
    "trade_buyer_signed": OrderState.SHIPPED,
    "trade_finished": OrderState.COMPLETED,
    "trade_closed": OrderState.CLOSED_REFUNDED,
    "trade_closed_by_taobao": OrderState.CLOSED_UNPAID,
}
REFUND_STATES = {
    "没有申请退款": RefundState.NONE,
    "无退款申请": RefundState.NONE,
    "买家已经申请退款,等待卖家同意": RefundState.REQUESTED,
    "卖家已经同意退款,等待买家退货": RefundState.RETURNING,
    "买家已经退货,等待卖家确认收货": RefundState.RETURNING,
    "卖家拒绝退款": RefundState.REJECTED,
    "退款关闭": RefundState.REJECTED,
    "退款成功": RefundState.FULL,
    "wait_seller_agree": RefundState.REQUESTED,
    "wait_buyer_return_goods": RefundState.RETURNING,
    "wait_seller_confirm_goods": RefundState.RETURNING,
    "seller_refuse_buyer": RefundState.REJECTED,
    "closed": RefundState.REJECTED,
    "success": RefundState.FULL,
}
NULL_WORDS = frozenset({"null", "无退款申请", "无", "-", "--"})

_PLACED = Column("placed_at", ("订单创建时间",), Parse.TIME)
_PAID = Column("paid_at", ("订单付款时间", "付款时间"), Parse.TIME)
_NET = ("买家实际支付金额", "买家实付金额")


def settle_presale(table: pa.Table) -> pa.Table:
    """Tell a deposit from a payment: the first stage is paid, the second still waits for the buyer.

    The deposit's payment time is not the order's: revenue counts when the rest is paid, so `paid_at` is emptied.
    """
    if not has(table, "presale", "state"):
        return table
    stages = pc.fill_null(table["presale"], "")
    deposit = pc.and_(
        pc.match_substring(stages, "等待买家付款"),
        pc.match_substring_regex(stages, "(?:定金|阶段1|第1阶段|第一阶段).*(?:已付款|已支付|付款成功)"),
    )
    deposit = pc.and_(deposit, state_in(table, OrderState.UNPAID))
    table = keep(table, deposit, state=pa.scalar(int(OrderState.DEPOSIT_PAID), STATE))
    return keep(table, deposit, paid_at=pa.scalar(None, MOMENT)) if has(table, "paid_at") else table


def order_total(table: pa.Table) -> pa.Table:
    """Set the total: 总金额, else goods + freight, else what was paid + what was returned of it.

    >>> order_total(pa.table({"net_minor": [2000], "refund_minor": [17880]}))["total_minor"].to_pylist()
    [19880]
    """
    if has(table, "total_minor"):
        return table
    if has(table, "goods_minor"):
        return put(table, total_minor=pc.add(amount(table, "goods_minor"), amount(table, "freight_minor")))
    if has(table, "net_minor"):
        return put(table, total_minor=pc.add(amount(table, "net_minor"), amount(table, "refund_minor")))
    return table


def derive_orders(table: pa.Table) -> pa.Table:
    """Settle a row of the order list or of the short report.

    A list that has neither a refund column nor a payment time says nothing about refunds: its item list does.
    """
    says_refunds = has(table, "refund_minor") or has(table, "paid_at")
    table = settle_presale(order_total(table))
    table = settle_state(settle_paid_at(settle_closed(table)))
    if says_refunds:
        table = settle_refund(table)
    return settle_place(table)


def derive_lines(table: pa.Table) -> pa.Table:
    """Settle a row of the item list: the line's gross amount, its refund, its code.

    Gross is 买家应付货款, else what was paid + what was returned, else price x pieces. A list without any time and amount (2019)
    says nothing of payment and refunds. 2800 payable, 2600 of another line returned:

    >>> flat = pa.table({"line_amount_minor": [280000, 260000], "line_refund_minor": pa.array([None, 260000]),
    ...     "state": pa.array([30, 80], STATE), "refund_state": pa.array([0, 50], STATE)})
    >>> done = derive_lines(flat)
    >>> done["line_paid_minor"].to_pylist(), done["line_refund_minor"].to_pylist(), done["state"].to_pylist()
    ([280000, 260000], [0, 260000], [30, 90])
    """
    says_refunds = has(table, "line_refund_minor") or has(table, "refund_state") or has(table, "paid_at")
    if has(table, "line_amount_minor"):
        table = put(table, line_paid_minor=table["line_amount_minor"])
    elif has(table, "line_net_minor"):
        gross = pc.add(amount(table, "line_net_minor"), amount(table, "line_refund_minor"))
        table = put(table, line_paid_minor=gross)
    elif has(table, "price_minor", "line_units"):
        table = put(table, line_paid_minor=pc.multiply(table["price_minor"], pc.cast(table["line_units"], pa.int64())))
    table = settle_paid_at(settle_closed(table, "line_refund_minor"))
    if says_refunds:
        table = settle_refund(table, "line_paid_minor", "line_refund_minor")
    return settle_sku(table, "outer_sku")


TAOBAO_ORDERS = Format(
    key="taobao_orders",
    label=_("Taobao / Tmall order list"),
    platform="taobao",
    kind=Kind.ORDERS,
    columns=(
        Column("order_no", ("订单编号",), Parse.ID, required=True),
        Column("buyer", ("买家会员名", "买家会员昵称")),
        Column("goods_minor", ("买家应付货款",), Parse.MONEY),
        Column("freight_minor", ("买家应付邮费",), Parse.MONEY),
        Column("total_minor", ("总金额",), Parse.MONEY),
        Column("net_minor", _NET, Parse.MONEY),
        Column("state_words", ("订单状态",), required=True),
        Column("close_reason", ("订单关闭原因",)),
        Column("address", ("收货地址",)),
        _PLACED,
        _PAID,
        Column("shipped_at", ("发货时间",), Parse.TIME),
        Column("completed_at", ("确认收货时间",), Parse.TIME),
        Column("units", ("宝贝总数量", "商品总数量"), Parse.COUNT),
        Column("shop_name", ("店铺名称",)),
        Column("refund_minor", ("退款金额",), Parse.MONEY),
        Column("presale", ("分阶段订单信息", "分阶段信息")),
        *PARCEL,
    ),
    signature=folded("订单编号", "订单状态", "订单创建时间"),
    unless=folded("子订单编号", "购买数量", "线上订单号", "选购商品"),
    states=STATES,
    refund_states=REFUND_STATES,
    null_words=NULL_WORDS,
    derive=derive_orders,
    notes=_("One row per order. The total counts before refunds; a closed order with a payment time is a refunded one."),
)

TMALL_REPORT = Format(
    key="tmall_report",
    label=_("Tmall order report"),
    platform="tmall",
    kind=Kind.ORDERS,
    columns=(
        Column("order_no", ("订单编号",), Parse.ID, required=True),
        Column("total_minor", ("总金额",), Parse.MONEY, required=True),
        Column("net_minor", ("买家实际支付金额",), Parse.MONEY, required=True),
        Column("address", ("收货地址",)),
        Column("placed_at", ("订单创建时间",), Parse.TIME, required=True),
        Column("paid_at", ("订单付款时间",), Parse.TIME, required=True),
        Column("refund_minor", ("退款金额",), Parse.MONEY),
        *PARCEL,
    ),
    signature=folded("订单编号", "总金额", "买家实际支付金额", "订单创建时间", "订单付款时间"),
    unless=folded("订单状态", "子订单编号"),
    null_words=NULL_WORDS,
    derive=derive_orders,
    notes=_("Seven columns without a state. 买家实际支付金额 is what is left after refunds, so 总金额 is the revenue."),
)

_LINE_COLUMNS = (
    Column("title", ("标题", "商品标题", "宝贝标题")),
    Column("price_minor", ("价格", "商品价格"), Parse.MONEY),
    Column("line_units", ("购买数量",), Parse.COUNT, required=True),
    Column("sku", ("商家编码",)),
    Column("outer_sku", ("外部系统编号",)),
    Column("product_id", ("商品ID",)),
    Column("variant", ("商品属性",)),
    Column("state_words", ("订单状态",)),
)

TAOBAO_SUBORDERS = Format(
    key="taobao_lines",
    label=_("Taobao / Tmall sub-orders"),
    platform="taobao",
    kind=Kind.LINES,
    columns=(
        Column("line_no", ("子订单编号",), Parse.ID, required=True),
        Column("order_no", ("主订单编号",), Parse.ID, required=True),
        *_LINE_COLUMNS,
        Column("line_amount_minor", ("买家应付货款",), Parse.MONEY),
        Column("freight_minor", ("买家应付邮费", "邮费"), Parse.MONEY),
        Column("line_net_minor", _NET, Parse.MONEY),
        Column("refund_words", ("退款状态",)),
        Column("line_refund_minor", ("退款金额",), Parse.MONEY),
        _PLACED,
        _PAID,
        Column("buyer", ("买家会员名", "买家会员昵称")),
        Column("shop_name", ("店铺名称",)),
        *PARCEL,
    ),
    signature=folded("子订单编号", "主订单编号", "购买数量"),
    unless=folded("选购商品", "线上订单号"),
    states=STATES,
    refund_states=REFUND_STATES,
    null_words=NULL_WORDS,
    derive=derive_lines,
    freight_on_each_line=True,
    notes=_("One row per product of an order. The state and the refund are the line's; freight is repeated and counts once."),
)

TAOBAO_ITEMS = Format(
    key="taobao_items",
    label=_("Taobao / Tmall item list of 2019"),
    platform="taobao",
    kind=Kind.LINES,
    columns=(Column("order_no", ("订单编号",), Parse.ID, required=True), *_LINE_COLUMNS),
    signature=folded("订单编号", "标题", "价格", "购买数量"),
    unless=folded("子订单编号", "订单创建时间"),
    states=STATES,
    null_words=NULL_WORDS,
    derive=derive_lines,
    line_by_ordinal=True,
    notes=_("Products without times or amounts paid: send the order list of the same days too, it carries both."),
)
