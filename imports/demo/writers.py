"""What each platform's export says: Tmall's order list and sub-orders, JD's and Douyin's order exports, the hours of traffic.

Only invented names and numbers; a line in these files is one that `imports.formats` reads like the real ones.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from imports.demo import catalogue
from imports.demo.days import OFFSET, Whole
from imports.demo.known import ASKED, NO_REFUND, REFUNDED, Known
from imports.demo.story import ShopStory
from imports.demo.texts import csv_bytes, joined, money, numbers, pick, times

TMALL_WORDS = ("等待买家付款", "交易关闭", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭")
TMALL_REFUNDS = ("没有申请退款", "买家已经申请退款，等待卖家同意", "退款成功")
TMALL_REASONS = ("订单未关闭", "买家未付款", "订单未关闭", "订单未关闭", "订单未关闭", "退款")
JD_WORDS = ("等待付款", "取消", "等待出库", "等待确认收货", "完成", "取消")
DOUYIN_WORDS = ("待支付", "已关闭", "待发货", "已发货", "已完成", "已关闭")
DOUYIN_REFUNDS = ("-", "售后待处理", "退款成功")
MOVES, MOVED_TO = 23, "改寄公司前台"
LABELS_FOR = 4 * 86_400
CARRIERS = {"tmall": "顺丰速运", "jd": "京东物流", "douyin": "圆通速递"}
WAREHOUSES = ("杭州仓", "广州仓")
ONE_COLOUR, ONE_SIZE = ("均色",), ("均码",)
DUPLICATES = 200  # each 200th row stands twice


def order_numbers(story: ShopStory, orders: Whole) -> Whole:
    """Give the numbers of these orders: 19 digits at Tmall and Douyin, 13 at JD; the day and the place in the shop's story."""
    local_day = (story.placed[orders] + OFFSET) // 86_400
    if story.shop.platform == "jd":
        return (3 * 10**5 + local_day) * 10**7 + orders
    head = {"tmall": 33, "douyin": 69}[story.shop.platform]
    return (head * 10**6 + local_day) * 10**11 + orders * 100 + 17


def tmall_orders(story: ShopStory, at: Known) -> bytes:
    """Write the order list: GB18030, quoted order numbers, paid amounts net of refunds, a few rows twice."""
    orders = at.orders
    total, freight = story.total[orders], story.freight[orders]
    paid = np.where(at.paid >= 0, total - at.refunded_minor, 0)
    province, city = _places(story, orders)
    units = np.bincount(at.line_at, weights=story.units[at.lines], minlength=len(orders)).astype(np.int64)
    columns: dict[str, Any] = {
        "订单编号": joined('="', numbers(order_numbers(story, orders)), '"'),
        "买家会员名": _buyers(story, orders),
        "买家应付货款": money(total - freight),
        "买家应付邮费": money(freight),
        "总金额": money(total),
        "买家实际支付金额": money(paid),
        "订单状态": pick(TMALL_WORDS, at.stage),
        "收货人姓名": "",
        "收货地址 ": joined(province, city, _door(story, at), by=" "),
        "联系手机": "",
        "订单创建时间": times(story.placed[orders]),
        "订单付款时间 ": times(at.paid),
        "宝贝总数量": numbers(units),
        "店铺名称": story.shop.name,
        "订单关闭原因": pick(TMALL_REASONS, at.stage),
        "退款金额": money(at.refunded_minor),
        "确认收货时间": times(at.completed, "null"),
        "打款商家金额": joined(money(np.where(at.completed >= 0, paid, 0)), "元"),
        "发货时间": times(at.shipped, "null"),
        **_parcels(story, at, np.arange(len(orders))),
    }
    return csv_bytes(columns, encoding="gb18030", rows=_some_twice(len(orders)))


def tmall_lines(story: ShopStory, at: Known) -> bytes:
    """Write the sub-orders: GB18030, one row per product with its own state and refund."""
    owner, paid = at.orders[at.line_at], story.line_paid[at.lines]
    main = order_numbers(story, owner)
    number = story.line_number[at.lines]
    closed = at.refund > ASKED
    stage = np.where(closed, len(TMALL_WORDS) - 1, at.stage[at.line_at])
    returned = np.where(closed, paid, 0)
    asked = np.where(at.refund == NO_REFUND, 0, paid)
    codes, colours, sizes = _codes(story, at)
    columns: dict[str, Any] = {
        "子订单编号": joined('="', numbers(main + number), '"'),
        "主订单编号": joined('="', numbers(main), '"'),
        "标题": _titles(story, at),
        "价格": money(_list_prices(story, at)),
        "购买数量": numbers(story.units[at.lines]),
        "外部系统编号": codes,
        "商品属性": joined("颜色分类:", colours, ";尺码:", sizes),
        "订单状态": pick(TMALL_WORDS, stage),
        "商家编码": codes,
        "买家应付货款": money(paid),
        "买家实际支付金额": money(np.where(at.paid[at.line_at] >= 0, paid - returned, 0)),
        "退款状态": pick(TMALL_REFUNDS, at.refund),
        "退款金额": _if(at.refund == NO_REFUND, "无退款申请", money(asked)),
        "订单创建时间": times(story.placed[owner]),
        "订单付款时间": times(at.paid[at.line_at]),
    }
    return csv_bytes(columns, encoding="gb18030")


def jd_orders(story: ShopStory, at: Known) -> bytes:
    """Write JD's export: GB18030, one row per product, the order's money repeated, a discount between 订单金额 and 应付金额."""
    owner = at.orders[at.line_at]
    total, freight = story.total[owner], story.freight[owner]
    goods = total - freight
    before = goods * 100 // 92 + freight
    province, city = _places(story, owner)
    codes, colours, sizes = _codes(story, at)
    paid = times(at.paid[at.line_at])
    columns: dict[str, Any] = {
        "订单号": numbers(order_numbers(story, owner)),
        "商品ID": numbers(100_000_000_000 + story.product[at.lines] * 100 + story.variant[at.lines]),
        "商品名称": joined(_titles(story, at), " ", colours, " ", sizes),
        "订购数量": numbers(story.units[at.lines]),
        "支付方式": "在线支付",
        "下单时间": times(story.placed[owner]),
        "京东价": money(_list_prices(story, at)),
        "订单金额": money(before),
        "结算金额": money(total),
        "余额支付": "0.00",
        "应付金额": money(total),
        "订单状态": pick(JD_WORDS, at.stage[at.line_at]),
        "订单类型": "SOP",
        "下单帐号": _buyers(story, owner),
        "客户姓名": "",
        "客户地址": joined(province, city),
        "运费金额": money(freight),
        "付款确认时间": paid,
        "货号": codes,
        "订单完成时间": times(at.completed[at.line_at]),
        **_parcels(story, at, at.line_at),
    }
    return csv_bytes(columns, encoding="gb18030")


def douyin_orders(story: ShopStory, at: Known) -> bytes:
    """Write Douyin's export: UTF-8 with its mark, ids behind a tab, thousands commas, `-` for nothing, discounts by payer."""
    owner, payable = at.orders[at.line_at], story.line_paid[at.lines]
    number = story.line_number[at.lines]
    main = order_numbers(story, owner)
    freight = np.where(number == 0, story.freight[owner], 0)
    codes, colours, sizes = _codes(story, at)
    closed = at.refund > ASKED
    stage = np.where(closed, len(DOUYIN_WORDS) - 1, at.stage[at.line_at])
    province, city = _places(story, owner)
    columns: dict[str, Any] = {
        "主订单编号": joined("\t", numbers(main)),
        "子订单编号": joined("\t", numbers(main + number)),
        "选购商品": joined("\t", _titles(story, at)),
        "商品规格": joined("\t", colours, ";", sizes),
        "商品数量": numbers(story.units[at.lines]),
        "商家编码": joined("\t", codes),
        "商品单价": money(_list_prices(story, at), comma=True),
        "订单应付金额": money(payable + freight, comma=True),
        "运费": money(freight),
        "收件人": "##",
        "省": province,
        "市": city,
        "订单提交时间": times(story.placed[owner]),
        "订单完成时间": times(at.completed[at.line_at], "-"),
        "支付完成时间": times(at.paid[at.line_at], "-"),
        "订单状态": pick(DOUYIN_WORDS, stage),
        "售后状态": pick(DOUYIN_REFUNDS, at.refund),
        "取消原因": _if(at.stage[at.line_at] == 1, "超时未支付", "-"),
        "发货时间": times(at.shipped[at.line_at], "-"),
        "平台实际承担优惠金额": money(payable * 8 // 100),
        "商家实际承担优惠金额": money(payable * 5 // 100),
        "达人实际承担优惠金额": money(payable * 2 // 100),
        **_parcels(story, at, at.line_at),
    }
    data = csv_bytes(columns, encoding="utf-8", rows=_some_twice(len(at.lines)))
    return b"\xef\xbb\xbf" + data


def traffic_hours(story: ShopStory, spans: Sequence[tuple[int, int]]) -> bytes:
    """Write the hours of traffic that begin in one of the spans [start, end): UTF-8, one row per hour and channel."""
    visits = story.visits
    rows = np.concatenate([np.flatnonzero((visits.hour >= start) & (visits.hour < end)) for start, end in spans])
    local = visits.hour[rows] + OFFSET
    columns: dict[str, Any] = {
        "日期": _days(visits.hour[rows]),
        "小时": numbers(local % 86_400 // 3600),
        "渠道": pick(story.wares.channels, visits.channel[rows]),
        "访客数": numbers(visits.visitors[rows]),
        "浏览量": numbers(visits.page_views[rows]),
        "收藏人数": numbers(visits.favourites[rows]),
        "加购人数": numbers(visits.carts[rows]),
        "咨询人数": numbers(visits.inquiries[rows]),
        "花费": money(visits.spend[rows]),
    }
    return csv_bytes(columns, encoding="utf-8")


def _days(moments: Whole) -> Any:
    return pc.utf8_slice_codeunits(times(moments), 0, 10)


def _if(condition: Any, yes: Any, no: Any) -> Any:
    return pc.if_else(pa.array(condition), yes, no)


def _buyers(story: ShopStory, orders: Whole) -> Any:
    return joined(f"qh_{story.shop.platform}_", numbers(100_000 + story.buyer[orders]))


def _places(story: ShopStory, orders: Whole) -> tuple[Any, Any]:
    place = story.place[orders]
    return pick([item[0] for item in catalogue.PLACES], place), pick([item[1] for item in catalogue.PLACES], place)


def _door(story: ShopStory, at: Known) -> Any:
    """Give the end of the address: a few buyers have theirs changed three hours after they have paid."""
    paid = story.paid[at.orders]
    moved = (at.orders % MOVES == 0) & (paid >= 0) & (paid + 3 * 3600 <= at.as_of)
    return _if(moved, MOVED_TO, pa.array([""] * len(at.orders)))


def _parcels(story: ShopStory, at: Known, rows: Whole) -> dict[str, Any]:
    """Give waybill, carrier and warehouse of the orders of these rows: labels are printed an hour after the payment.

    Only for what was paid in the last days: what has arrived long ago is nobody's parcel any more.
    """
    paid, orders = at.paid[rows], at.orders[rows]
    printed = (paid >= 0) & (paid + 3600 <= at.as_of) & (paid >= at.as_of - LABELS_FOR) & (at.stage[rows] != REFUNDED)
    code = {"tmall": "SF10", "jd": "JDV0", "douyin": "YT70"}[story.shop.platform]
    far = orders % 3 == 0
    return {
        "物流单号": _if(printed, joined(code, numbers(10**9 + orders)), ""),
        "物流公司": _if(printed, CARRIERS[story.shop.platform], ""),
        "发货仓": _if(printed, pick(WAREHOUSES, far.astype(np.int64)), ""),
    }


def _titles(story: ShopStory, at: Known) -> Any:
    return pick(story.wares.titles, story.product[at.lines])


def _list_prices(story: ShopStory, at: Known) -> Whole:
    return np.array(story.wares.list_minor)[story.product[at.lines]]


def _codes(story: ShopStory, at: Known) -> tuple[Any, Any, Any]:
    """Give the seller's code, the colour and the size of each line."""
    base = pick(story.wares.codes, story.product[at.lines])
    if not story.wares.in_variants:
        nothing = np.zeros(len(at.lines), np.int64)
        return base, pick(ONE_COLOUR, nothing), pick(ONE_SIZE, nothing)
    colour, size = np.divmod(story.variant[at.lines], len(catalogue.SIZES))
    code = joined(base, pick(catalogue.COLOUR_CODES, colour), pick(catalogue.SIZES, size), by="-")
    return code, pick(catalogue.COLOURS, colour), pick(catalogue.SIZES, size)


def _some_twice(number: int) -> Whole:
    rows = np.arange(number)
    return np.sort(np.concatenate([rows, rows[::DUPLICATES]]), kind="stable")
