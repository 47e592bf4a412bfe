"""Tables that are known and cannot be used, each with the sentence that says why and what to send instead."""

from django.utils.translation import gettext_lazy as _

from imports.formats.base import Unusable
from imports.formats.headers import folded

_NO_TIME = _(
    "This file has dates without a time of day. An hourly board cannot come from it. "
    "Export the orders from a system that keeps the time of payment, or fill in our template."
)

UNUSABLE: tuple[Unusable, ...] = (
    Unusable("dates_without_time", _("eBay orders report"), folded("Sales Record Number", "Order Number", "Sale Date"), _NO_TIME),
    Unusable("dates_without_time", _("eBay orders report"), folded("Verkaufsprotokollnummer", "Bestellnummer"), _NO_TIME),
    Unusable(
        "dates_without_time", _("Etsy sold order items"), folded("Sale Date", "Item Name", "Transaction ID", "Order ID"), _NO_TIME
    ),
    Unusable("dates_without_time", _("Etsy sold orders"), folded("Sale Date", "Order ID", "Order Net"), _NO_TIME),
    Unusable(
        "day_table",
        _("Sycm shop report"),
        folded("统计日期", "访客数", "支付金额", "支付转化率"),
        _(
            "This is the daily shop report of Sycm: its numbers are of whole days. The board needs hours: "
            "fill in our traffic template with one row per hour."
        ),
        unless=folded("小时", "时段", "hour"),
    ),
    Unusable(
        "cost_table",
        _("Jushuitan cost export"),
        folded("商品编码", "成本价", "总成本"),
        _(
            "This is the cost export of Jushuitan: it tells what goods cost, not what was sold. "
            "Send the order export of Jushuitan; costs are not read yet."
        ),
    ),
    Unusable(
        "dispatch_list",
        _("Taobao / Tmall dispatch list"),
        folded("订单编号", "收货人姓名", "收货地址"),
        _(
            "This is a list of names and addresses for dispatch, without amounts and times. "
            "Send the order list or the sub-orders of the same days."
        ),
        unless=folded("订单状态", "总金额", "订单创建时间", "购买数量"),
    ),
)
