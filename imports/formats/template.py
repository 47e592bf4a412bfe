"""Our own templates: orders with their lines, the hours of traffic, products, offered prices, stock; in English and Chinese.

The first row is the header, the second explains each column and begins with "#": the reader knows such a row and leaves it out.
The order's columns are repeated on each of its lines. `write_xlsx` and `write_csv` make the files that people download.
"""

import csv
import io
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import xlsxwriter
from django.utils.translation import gettext_lazy as _

from imports.formats import douyin, jd, pinduoduo, shopify, taobao
from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import fold
from imports.formats.settle import settle_closed, settle_paid_at, settle_place, settle_refund, settle_state
from orders.states import OrderState, RefundState

MARK = "#"


@dataclass(frozen=True)
class TemplateColumn:
    """One column of a template: our flat name, its headers, its parse, what to write there."""

    name: str
    english: str
    chinese: str
    parse: Parse
    english_help: str
    chinese_help: str
    required: bool = False


ORDER_COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn("order_no", "Order number", "订单号", Parse.ID, "as text, all digits", "文本，保留每位数字", required=True),
    TemplateColumn("line_no", "Line number", "行号", Parse.ID, "1, 2, 3 in the order", "订单内的行号：1、2、3", required=True),
    TemplateColumn("buyer", "Buyer", "买家账号", Parse.TEXT, "account name, may be empty", "买家账号，可空"),
    TemplateColumn("placed_at", "Placed at", "下单时间", Parse.TIME, "2026-11-11 00:00:03", "2026-11-11 00:00:03", required=True),
    TemplateColumn("paid_at", "Paid at", "付款时间", Parse.TIME, "empty when not paid", "未付款留空", required=True),
    TemplateColumn("shipped_at", "Shipped at", "发货时间", Parse.TIME, "empty when not shipped", "未发货留空"),
    TemplateColumn(
        "state_words", "Order state", "订单状态", Parse.TEXT,
        "unpaid, paid, shipped, completed, closed", "未付款、已付款、已发货、已完成、已关闭",
    ),
    TemplateColumn("sku", "SKU", "商品编码", Parse.TEXT, "your own code", "商家自己的编码", required=True),
    TemplateColumn("title", "Product", "商品名称", Parse.TEXT, "name of the product", "商品名称"),
    TemplateColumn("variant", "Variant", "规格", Parse.TEXT, "colour, size", "颜色、尺码"),
    TemplateColumn("line_units", "Units", "数量", Parse.COUNT, "pieces", "件数", required=True),
    TemplateColumn("price_minor", "List price", "单价", Parse.MONEY, "of one piece, before discounts", "单件标价（优惠前）"),
    TemplateColumn(
        "line_paid_minor", "Line amount", "行实付金额", Parse.MONEY,
        "of the whole line after discounts, before refunds", "整行优惠后、退款前的金额", required=True,
    ),
    TemplateColumn("line_refund_minor", "Line refund", "行退款金额", Parse.MONEY, "given back for this line", "本行已退金额"),
    TemplateColumn(
        "refund_words", "Refund state", "退款状态", Parse.TEXT,
        "none, requested, returning, rejected, refunded", "无、申请中、退货中、已拒绝、退款成功",
    ),
    TemplateColumn("refund_requested_at", "Refund requested at", "退款申请时间", Parse.TIME, "may be empty", "可空"),
    TemplateColumn("freight_minor", "Freight", "运费", Parse.MONEY, "of the order, equal on each line", "整单运费，每行相同"),
    TemplateColumn("province", "Province", "省份", Parse.TEXT, "may be empty", "可空"),
    TemplateColumn("city", "City", "城市", Parse.TEXT, "may be empty", "可空"),
    TemplateColumn("is_gift", "Gift", "是否赠品", Parse.FLAG, "yes or no", "是或否"),
    TemplateColumn("waybill", "Waybill", "快递单号", Parse.TEXT, "of the parcel; several by comma", "多个用逗号隔开，可空"),
    TemplateColumn("carrier", "Carrier", "快递公司", Parse.TEXT, "may be empty", "可空"),
    TemplateColumn("warehouse", "Warehouse", "发货仓", Parse.TEXT, "from which it leaves; may be empty", "从哪个仓发货，可空"),
)  # fmt: skip

TRAFFIC_COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn("date", "Date", "日期", Parse.DATE, "2026-11-11", "2026-11-11", required=True),
    TemplateColumn("hour", "Hour", "小时", Parse.HOUR, "0 to 23", "0 到 23", required=True),
    TemplateColumn("channel", "Channel", "渠道", Parse.TEXT, "empty for all together", "不分渠道时留空"),
    TemplateColumn("visitors", "Visitors", "访客数", Parse.COUNT, "people in this hour", "本小时访客人数", required=True),
    TemplateColumn("page_views", "Page views", "浏览量", Parse.COUNT, "may be empty", "可空"),
    TemplateColumn("favourites", "Favourites", "收藏人数", Parse.COUNT, "may be empty", "可空"),
    TemplateColumn("carts", "Carts", "加购人数", Parse.COUNT, "people who put into the cart", "加入购物车的人数"),
    TemplateColumn("inquiries", "Inquiries", "咨询人数", Parse.COUNT, "people who asked", "咨询人数"),
    TemplateColumn("spend_minor", "Spend", "花费", Parse.MONEY, "paid for this traffic", "推广花费（元）"),
)

PRODUCT_COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn(
        "product_sku", "SKU", "商品编码", Parse.TEXT, "your own code, as in the orders", "与订单中的商家编码一致", required=True,
    ),
    TemplateColumn("product_title", "Title", "商品名称", Parse.TEXT, "name of the product", "商品名称"),
    TemplateColumn("category", "Category", "类目", Parse.TEXT, "such as coats", "如：大衣"),
    TemplateColumn("cost_minor", "Cost", "成本价", Parse.MONEY, "of one piece; empty: not known", "单件成本；不知道就留空"),
    TemplateColumn("list_price_minor", "List price", "吊牌价", Parse.MONEY, "the ordinary price of one piece", "单件日常标价"),
    TemplateColumn("floor_minor", "Floor price", "最低售价", Parse.MONEY, "the lowest price we may ask", "允许的最低售价"),
    TemplateColumn("tier_words", "Tier", "商品分层", Parse.TEXT, "A, B or C", "A（引流）、B（中间）、C（利润）"),
    TemplateColumn("supplier", "Supplier", "供应商", Parse.TEXT, "who delivers", "供应商名称"),
    TemplateColumn("picture", "Picture", "主图链接", Parse.TEXT, "address of the picture", "主图网址"),
    TemplateColumn("status_words", "Status", "销售状态", Parse.TEXT, "on sale, or withdrawn", "在售、下架"),
    TemplateColumn("kind_words", "Kind", "商品性质", Parse.TEXT, "goods, gift or service", "商品、赠品、服务"),
    TemplateColumn("pack_units", "Pieces in a carton", "装箱数", Parse.COUNT, "empty: not known", "每箱件数；不知道就留空"),
    TemplateColumn("alert_units", "Alert line", "警戒线", Parse.COUNT, "pieces; empty: worked out", "低于此数预警；留空自动算"),
)  # fmt: skip
PRICE_COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn(
        "product_sku", "SKU", "商品编码", Parse.TEXT, "your own code, as in the orders", "与订单中的商家编码一致", required=True,
    ),
    TemplateColumn(
        "offered_minor", "Offered price", "展示售价", Parse.MONEY, "asked of everybody", "对所有人展示的售价", required=True,
    ),
    TemplateColumn("price_from", "First day", "开始日期", Parse.DATE, "2026-09-01", "2026-09-01", required=True),
    TemplateColumn("price_to", "Last day", "结束日期", Parse.DATE, "empty: until the next price", "留空：直到下一个价格"),
)  # fmt: skip
STOCK_COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn(
        "product_sku", "SKU", "商品编码", Parse.TEXT, "your own code, as in the orders", "与订单中的商家编码一致", required=True,
    ),
    TemplateColumn("product_title", "Title", "商品名称", Parse.TEXT, "may be empty", "可空"),
    TemplateColumn("place", "Place", "仓库", Parse.TEXT, "such as main warehouse; may be empty", "如：主仓；可空"),
    TemplateColumn("stock_units", "On hand", "实际库存", Parse.COUNT, "what lies there", "货架上实际有多少"),
    TemplateColumn("listed_units", "Listed", "前台库存", Parse.COUNT, "what the shop's page shows", "店铺页面显示的可售数"),
    TemplateColumn("unit_words", "Unit", "单位", Parse.TEXT, "piece or carton; empty: piece", "件或箱；留空为件"),
    TemplateColumn("pack_units", "Pieces in a carton", "装箱数", Parse.COUNT, "for rows that count cartons", "按箱计数时填写"),
    TemplateColumn("counted_at", "Counted at", "盘点时间", Parse.TIME, "empty: when the file was made", "留空：以文件时间为准"),
)  # fmt: skip

MARKET_COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn(
        "product_sku", "SKU", "商品编码", Parse.TEXT, "your own code, as in the orders", "与订单中的商家编码一致", required=True,
    ),
    TemplateColumn("category_rank", "Category rank", "类目排名", Parse.COUNT, "1 is the best", "行业内，1 为最好"),
    TemplateColumn("market_units", "Market sales of 30 days", "市场30天销量", Parse.COUNT, "of its like", "同类商品"),
    TemplateColumn("band_low_minor", "Mainstream price from", "主流价格下限", Parse.MONEY, "of its category", "所在类目"),
    TemplateColumn("band_high_minor", "Mainstream price to", "主流价格上限", Parse.MONEY, "of its category", "所在类目"),
    TemplateColumn("favourites", "Favourites of the product", "商品收藏人数", Parse.COUNT, "people who marked it", "人数"),
    TemplateColumn("searches", "Searches", "搜索人数", Parse.COUNT, "people who came by search", "通过搜索到达的人数"),
    TemplateColumn("follows", "Follows", "关注人数", Parse.COUNT, "people who follow it", "关注该商品的人数"),
    TemplateColumn("carts", "Carts of the product", "商品加购人数", Parse.COUNT, "people who took it", "人数"),
    TemplateColumn("visitors", "Visitors of the product", "商品访客数", Parse.COUNT, "of the same days", "同一时期的访客数"),
    TemplateColumn("paid_buyers", "Paid buyers", "支付买家数", Parse.COUNT, "of the same days", "同一时期的支付买家数"),
    TemplateColumn("supply_stable", "Stable supply", "供货稳定", Parse.FLAG, "yes or no", "是或否"),
)  # fmt: skip
REVIEW_COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn("review_id", "Review number", "评价编号", Parse.TEXT, "of the platform, may be empty", "平台编号，可空"),
    TemplateColumn(
        "star_words", "Stars", "星级", Parse.TEXT, "1 to 5, or good, neutral, bad", "1 到 5，或好评、中评、差评", required=True,
    ),
    TemplateColumn("review_text", "Review text", "评价内容", Parse.TEXT, "as the buyer wrote it", "买家原文", required=True),
    TemplateColumn("review_order", "Order number", "订单编号", Parse.ID, "as text, may be empty", "文本，可空"),
    TemplateColumn("review_product", "Product", "商品名称", Parse.TEXT, "name or code", "名称或编码"),
    TemplateColumn("buyer", "Buyer", "买家账号", Parse.TEXT, "account name, may be empty", "买家账号，可空"),
    TemplateColumn("written_at", "Written at", "评价时间", Parse.TIME, "2026-11-20 18:30:00", "2026-11-20 18:30:00"),
    TemplateColumn("answer_words", "Answered", "商家是否回复", Parse.TEXT, "yes or no, or the answer", "是、否，或回复内容"),
)  # fmt: skip

INTEREST_COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn("date", "Date", "日期", Parse.DATE, "a day of the shop", "店铺所在时区的日期", required=True),
    TemplateColumn("day_hour", "Hour", "小时", Parse.HOUR, "0 to 23; empty: the whole day", "0 到 23；留空为全天"),
    TemplateColumn(
        "product_sku",
        "SKU",
        "商品编码",
        Parse.TEXT,
        "your own code, as in the orders",
        "与订单中的商家编码一致",
        required=True,
    ),
    TemplateColumn("visitors", "Visitors of the product", "商品访客数", Parse.COUNT, "in this time", "该时段"),
    TemplateColumn("favourites", "Favourites of the product", "商品收藏人数", Parse.COUNT, "in this time", "该时段"),
    TemplateColumn("carts", "Carts of the product", "商品加购人数", Parse.COUNT, "in this time", "该时段", required=True),
    TemplateColumn("inquiries", "Inquiries about the product", "商品咨询人数", Parse.COUNT, "in this time", "该时段"),
)
SETTLEMENT_COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn("bill_order", "Order number", "订单号", Parse.ID, "as in the orders", "与订单一致", required=True),
    TemplateColumn("bill_entry", "Entry number", "账单流水号", Parse.TEXT, "of the statement, may be empty", "可空"),
    TemplateColumn("settled_at", "Settled at", "结算时间", Parse.TIME, "2026-11-25 09:00:00", "2026-11-25 09:00:00"),
    TemplateColumn(
        "received_minor", "Amount received", "收款金额", Parse.MONEY, "what the buyer paid", "买家付的钱", required=True,
    ),
    TemplateColumn("subsidy_minor", "Platform subsidy", "平台补贴", Parse.MONEY, "what the platform added", "平台补给商家的钱"),
    TemplateColumn("refunded_minor", "Amount refunded", "已退金额", Parse.MONEY, "given back to the buyer", "退给买家的钱"),
    TemplateColumn("commission_minor", "Commission", "平台佣金", Parse.MONEY, "of the platform", "平台扣点"),
    TemplateColumn("payment_fee_minor", "Payment fee", "支付手续费", Parse.MONEY, "of the payment service", "支付通道费"),
    TemplateColumn("influencer_minor", "Influencer commission", "达人佣金", Parse.MONEY, "may be empty", "可空"),
    TemplateColumn("carriage_minor", "Carriage paid", "快递费", Parse.MONEY, "what the parcel cost", "发货运费成本"),
    TemplateColumn("packing_minor", "Packing", "包装费", Parse.MONEY, "box and filling", "包材成本"),
    TemplateColumn("price_protection_minor", "Price protection", "保价退款", Parse.MONEY, "differences given back", "保价退差"),
    TemplateColumn("other_minor", "Other costs", "其他费用", Parse.MONEY, "may be empty", "可空"),
    TemplateColumn("paid_out_minor", "Paid out", "到账金额", Parse.MONEY, "what was left", "扣完费用实际到账"),
)  # fmt: skip

STATES = {
    "unpaid": OrderState.UNPAID,
    "未付款": OrderState.UNPAID,
    "deposit paid": OrderState.DEPOSIT_PAID,
    "已付定金": OrderState.DEPOSIT_PAID,
    "paid": OrderState.PAID,
    "已付款": OrderState.PAID,
    "part shipped": OrderState.PART_SHIPPED,
    "部分发货": OrderState.PART_SHIPPED,
    "shipped": OrderState.SHIPPED,
    "已发货": OrderState.SHIPPED,
    "completed": OrderState.COMPLETED,
    "已完成": OrderState.COMPLETED,
    "closed": OrderState.CLOSED_UNPAID,
    "cancelled": OrderState.CLOSED_UNPAID,
    "已关闭": OrderState.CLOSED_UNPAID,
    "已取消": OrderState.CLOSED_UNPAID,
    "refunded": OrderState.CLOSED_REFUNDED,
}
REFUND_STATES = {
    "none": RefundState.NONE,
    "无": RefundState.NONE,
    "requested": RefundState.REQUESTED,
    "申请中": RefundState.REQUESTED,
    "returning": RefundState.RETURNING,
    "退货中": RefundState.RETURNING,
    "rejected": RefundState.REJECTED,
    "已拒绝": RefundState.REJECTED,
    "partial": RefundState.PARTIAL,
    "refunded in part": RefundState.PARTIAL,
    "部分退款": RefundState.PARTIAL,
    "full": RefundState.FULL,
    "refunded": RefundState.FULL,
    "退款成功": RefundState.FULL,
}


def every_state() -> dict[str, OrderState]:
    """Give the state words of all platforms, for tables that nobody declared; where two disagree, Taobao's meaning stands."""
    tables = (shopify.STATES, pinduoduo.STATES, douyin.STATES, jd.STATES, STATES, taobao.STATES)
    return {fold(word): state for table in tables for word, state in table.items()}


def every_refund_state() -> dict[str, RefundState]:
    """Give the refund words of all platforms; where two disagree, Taobao's meaning stands."""
    tables = (pinduoduo.REFUND_STATES, douyin.REFUND_STATES, REFUND_STATES, taobao.REFUND_STATES)
    return {fold(word): state for table in tables for word, state in table.items()}


def derive(table: pa.Table) -> pa.Table:
    """Settle a line of the template: amounts are gross as its header says, closed is read with the payment time."""
    table = settle_state(settle_paid_at(settle_closed(table, "line_refund_minor")), "line_paid_minor", "line_refund_minor")
    table = settle_refund(table, "line_paid_minor", "line_refund_minor")
    return settle_place(table)


def as_columns(columns: tuple[TemplateColumn, ...]) -> tuple[Column, ...]:
    """Declare the columns of a template as those of a format."""
    return tuple(Column(item.name, (item.english, item.chinese), item.parse, item.required) for item in columns)


TEMPLATE = Format(
    key="template",
    label=_("our order template"),
    platform="any",
    kind=Kind.LINES,
    columns=as_columns(ORDER_COLUMNS),
    signature=frozenset(),
    states=every_state(),
    refund_states=every_refund_state(),
    null_words=frozenset({"-", "--", "null", "n/a"}),
    derive=derive,
    freight_on_each_line=True,
    explanation_mark=MARK,
    notes=_("One row per product of an order. The row that begins with # explains the columns and may stay."),
)


COLUMNS: dict[Kind, tuple[TemplateColumn, ...]] = {
    Kind.LINES: ORDER_COLUMNS,
    Kind.TRAFFIC: TRAFFIC_COLUMNS,
    Kind.PRODUCTS: PRODUCT_COLUMNS,
    Kind.PRICES: PRICE_COLUMNS,
    Kind.STOCK: STOCK_COLUMNS,
    Kind.MARKET: MARKET_COLUMNS,
    Kind.INTEREST: INTEREST_COLUMNS,
    Kind.REVIEWS: REVIEW_COLUMNS,
    Kind.SETTLEMENT: SETTLEMENT_COLUMNS,
}


def rows(kind: Kind, language: str) -> list[list[str]]:
    """Give the header and the explanation row of a template. `language`: "zh..." for Chinese, anything else English."""
    columns = COLUMNS[kind]
    chinese = language.lower().startswith("zh")
    header = [item.chinese if chinese else item.english for item in columns]
    helps = [item.chinese_help if chinese else item.english_help for item in columns]
    return [header, [f"{MARK} {helps[0]}", *helps[1:]]]


def write_csv(kind: Kind = Kind.LINES, language: str = "en") -> bytes:
    """Write the template as CSV: UTF-8 with the mark that makes Excel read Chinese, CRLF line ends."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows(kind, language))
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(kind: Kind = Kind.LINES, language: str = "en") -> bytes:
    """Write the template as XLSX: the columns of numbers as text so that Excel keeps every digit, the header frozen."""
    columns = COLUMNS[kind]
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("orders" if kind is Kind.LINES else kind.value)
    head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    helped = book.add_format({"italic": True, "font_color": "#6b6b6b", "text_wrap": True, "valign": "top", "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    for number, item in enumerate(columns):
        as_text = text if item.parse in {Parse.ID, Parse.TEXT, Parse.TIME, Parse.DATE} else None
        sheet.set_column(number, number, 20, as_text)
    header, explanation = rows(kind, language)
    sheet.write_row(0, 0, header, head)
    sheet.write_row(1, 0, explanation, helped)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
