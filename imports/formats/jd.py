"""JD: the order export of a POP shop.

One row per product, the order's own money repeated on each row: never added up. 订单金额 is before discounts, 应付金额 what
the buyer pays, freight included: our total; their difference is a discount whose payer the file does not name. 结算金额 is
what JD settles with the shop and is not used. There is no refund column: 取消 after payment gave everything back. Times are
China's clock.
"""

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.parcels import PARCEL
from imports.formats.settle import (
    STATE,
    column,
    has,
    keep,
    put,
    settle_closed,
    settle_paid_at,
    settle_place,
    settle_refund,
    settle_sku,
    settle_state,
)
from orders.states import OrderState, RefundState

_OPEN = {
    "等待付款": OrderState.UNPAID,
    "等待出库": OrderState.PAID,
    "等待发货": OrderState.PAID,
    "等待打印": OrderState.PAID,
    "锁定": OrderState.PAID,
    "暂停": OrderState.PAID,
    "等待确认收货": OrderState.SHIPPED,
    "等待收货": OrderState.SHIPPED,
    "已出库": OrderState.SHIPPED,
    "完成": OrderState.COMPLETED,
    "已完成": OrderState.COMPLETED,
    "wait_seller_stock_out": OrderState.PAID,
    "wait_seller_delivery": OrderState.PAID,
    "locked": OrderState.PAID,
    "pause": OrderState.PAID,
    "wait_goods_receive_confirm": OrderState.SHIPPED,
    "finished_l": OrderState.COMPLETED,
}
_CLOSED = {
    "取消": OrderState.CLOSED_UNPAID,
    "已取消": OrderState.CLOSED_UNPAID,
    "trade_canceled": OrderState.CLOSED_UNPAID,
}
STATES = {
    **_OPEN,
    **_CLOSED,
    **{f"(删除){word}": OrderState.CLOSED_UNPAID for word in _OPEN | _CLOSED},
    **{f"(暂停){word}": state for word, state in _OPEN.items()},
    **{f"(锁定){word}": state for word, state in _OPEN.items()},
}


def derive(table: pa.Table) -> pa.Table:
    """Settle a row of the JD export; the state is the order's and stands on each of its lines.

    A locked order (锁定) is paid and its buyer has asked to cancel. 订单金额 500.00 repeated on two rows of one order stays
    500.00:

    >>> flat = pa.table({"goods_minor": [50000, 50000], "total_minor": [45000, 45000], "state": pa.array([30, 30], STATE)})
    >>> done = derive(flat)
    >>> done["total_minor"].to_pylist(), done["shop_discount_minor"].to_pylist()
    ([45000, 45000], [5000, 5000])
    """
    says_states = has(table, "state")
    if has(table, "total_minor", "goods_minor"):
        table = put(table, total_minor=pc.coalesce(table["total_minor"], table["goods_minor"]))
        table = put(table, shop_discount_minor=pc.max_element_wise(pc.subtract(table["goods_minor"], table["total_minor"]), 0))
    elif has(table, "goods_minor"):
        table = put(table, total_minor=table["goods_minor"])
    table = settle_state(settle_paid_at(settle_closed(table)))
    if says_states:
        words = pc.fill_null(column(table, "state_words"), "")
        locked = pc.match_substring_regex(words, "^(锁定|locked|LOCKED)")
        table = keep(table, locked, refund_state=pa.scalar(int(RefundState.REQUESTED), STATE))
        table = settle_refund(table)
        table = put(table, order_refund_state=table["refund_state"])
    if has(table, "state"):
        table = put(table, order_state=table["state"])
    return settle_place(settle_sku(table))


JD = Format(
    key="jd",
    label=_("JD order export"),
    platform="jd",
    kind=Kind.LINES,
    columns=(
        Column("order_no", ("订单号",), Parse.ID, required=True),
        Column("sku", ("货号",)),
        Column("product_id", ("商品ID",)),
        Column("title", ("商品名称",)),
        Column("line_units", ("订购数量",), Parse.COUNT, required=True),
        Column("price_minor", ("京东价",), Parse.MONEY),
        Column("goods_minor", ("订单金额",), Parse.MONEY, required=True),
        Column("total_minor", ("应付金额",), Parse.MONEY),
        Column("freight_minor", ("运费金额",), Parse.MONEY),
        Column("placed_at", ("下单时间",), Parse.TIME, required=True),
        Column("paid_at", ("付款确认时间",), Parse.TIME),
        Column("completed_at", ("订单完成时间",), Parse.TIME),
        Column("state_words", ("订单状态",)),
        Column("buyer", ("下单帐号", "下单账号")),
        Column("address", ("客户地址",)),
        *PARCEL,
    ),
    signature=folded("订单号", "商品ID", "商品名称", "订购数量", "下单时间", "订单金额"),
    states=STATES,
    null_words=frozenset({"0001-01-01 00:00:00", "null", "-", "无"}),
    derive=derive,
    order_money_repeated=True,
    line_by_ordinal=True,
    notes=_("One row per product; the order's amount is repeated on each row and counts once. The file carries no refunds."),
)
