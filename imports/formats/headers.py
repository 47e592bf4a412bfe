"""How two headers are compared, and what a header in an unknown table probably means."""

import unicodedata

from imports.formats.base import Kind

_NOISE = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f"))


def fold(header: str) -> str:
    r"""Bring a header to the form in which headers are compared.

    Byte order marks and invisible characters go, full width becomes half width, no-break spaces and tabs become one space,
    ends are trimmed, case is dropped, quotes around the whole are dropped.

    >>> fold("\ufeff收货地址 ")
    '收货地址'
    >>> fold("商家备注等级（等级１）"), fold("Order\u00a0 Number")
    ('商家备注等级(等级1)', 'order number')
    """
    text = unicodedata.normalize("NFKC", header.translate(_NOISE))
    return " ".join(text.strip().strip("\"'").split()).casefold()


def folded(*headers: str) -> frozenset[str]:
    """Fold several headers into a set."""
    return frozenset(fold(header) for header in headers)


# Words of tables nobody declared. The formats' own headers are asked first.
COMMON_WORDS: dict[str, tuple[str, ...]] = {
    "order_no": ("order no", "order number", "order id", "order", "invoice", "invoice no", "invoiceno", "order_no", "order_id",
                 "transaction id", "单号", "订单号", "订单编号", "订单id", "交易编号"),
    "line_no": ("line no", "line number", "line id", "line", "item id", "子订单号", "子订单编号", "行号"),
    "buyer": ("buyer", "customer", "customer id", "customer_id", "buyer id", "user id", "user_id", "member", "买家", "客户",
              "会员", "用户id", "买家id"),
    "placed_at": ("order date", "order time", "created at", "created", "date", "invoicedate", "invoice date", "placed at",
                  "timestamp", "下单时间", "创建时间", "订单时间", "订单日期", "时间"),
    "paid_at": ("paid at", "payment time", "payment date", "paid", "付款时间", "支付时间", "成交时间"),
    "shipped_at": ("shipped at", "ship date", "shipping date", "发货时间"),
    "completed_at": ("completed at", "delivered at", "完成时间", "收货时间"),
    "refund_requested_at": ("refund requested at", "refund time", "refund date", "退款申请时间", "退款时间"),
    "state_words": ("status", "order status", "state", "order state", "订单状态", "状态", "交易状态"),
    "refund_words": ("refund status", "refund state", "退款状态", "售后状态"),
    "total_minor": ("total", "order total", "amount", "grand total", "total amount", "总金额", "订单金额", "订单总额", "金额",
                    "应付金额"),
    "net_minor": ("paid amount", "amount paid", "实付金额", "实际支付金额", "支付金额", "实收金额"),
    "goods_minor": ("subtotal", "goods amount", "货款", "商品总价", "商品金额"),
    "freight_minor": ("freight", "shipping", "shipping fee", "postage", "运费", "邮费", "快递费"),
    "refund_minor": ("refund", "refunded", "refund amount", "refunded amount", "退款金额", "退款"),
    "units": ("total quantity", "pieces", "总数量", "总件数"),
    "province": ("province", "state/province", "region", "省", "省份", "收货省份"),
    "city": ("city", "town", "市", "城市", "收货城市"),
    "address": ("address", "地址", "收货地址"),
    "sku": ("sku", "stockcode", "stock code", "product id", "product code", "item code", "item number", "货号", "商品编码",
            "商家编码", "sku编码", "商品id"),
    "title": ("title", "description", "product", "product name", "item name", "name", "商品", "商品名称", "商品标题", "标题",
              "宝贝标题"),
    "variant": ("variant", "specification", "options", "size", "规格", "商品规格", "颜色及规格", "商品属性"),
    "line_units": ("quantity", "qty", "units", "count", "数量", "件数", "购买数量", "商品数量"),
    "price_minor": ("price", "unit price", "item price", "unitprice", "单价", "价格", "商品单价"),
    "line_paid_minor": ("line total", "line amount", "item total", "行金额", "行实付金额"),
    "line_refund_minor": ("line refund", "行退款金额"),
    "waybill": ("waybill", "waybill no", "tracking number", "tracking no", "快递单号", "物流单号", "运单号"),
    "carrier": ("carrier", "courier", "tracking company", "快递公司", "物流公司", "承运商"),
    "warehouse": ("warehouse", "ship from", "发货仓", "发货仓库", "仓库"),
    "is_gift": ("gift", "is gift", "是否赠品", "赠品"),
    "date": ("date", "day", "stat date", "behavior_date", "日期", "统计日期"),
    "hour": ("hour", "behavior_hour", "hour of day", "小时", "时段", "钟点"),
    "moment": ("time", "datetime", "date and hour", "hour start", "timestamp", "时间", "统计时间"),
    "channel": ("channel", "source", "traffic source", "渠道", "来源", "流量来源"),
    "visitors": ("visitors", "unique visitors", "uv", "users", "sessions", "time_unique_user_count", "访客数", "访客",
                 "访问人数"),
    "page_views": ("page views", "pageviews", "views", "pv", "time_pv_count", "浏览量", "浏览次数"),
    "favourites": ("favourites", "favorites", "likes", "wishlist", "time_fav_count", "收藏人数", "收藏", "收藏数"),
    "carts": ("carts", "add to cart", "added to cart", "cart", "time_cart_count", "加购人数", "加购", "加购数"),
    "inquiries": ("inquiries", "chats", "questions", "咨询人数", "咨询"),
    "product_sku": ("sku", "product code", "item code", "商品编码", "商家编码", "货号"),
    "product_title": ("title", "product", "product name", "商品名称", "商品标题", "标题"),
    "category": ("category", "类目", "分类"),
    "cost_minor": ("cost", "unit cost", "成本", "成本价", "进价", "采购价"),
    "list_price_minor": ("list price", "price", "标价", "吊牌价", "市场价", "价格"),
    "floor_minor": ("floor price", "minimum price", "最低售价", "底价"),
    "tier_words": ("tier", "商品分层", "分层"),
    "supplier": ("supplier", "vendor", "供应商"),
    "picture": ("picture", "image", "主图", "图片"),
    "pack_units": ("pieces in a carton", "units per carton", "pack size", "装箱数", "箱规"),
    "alert_units": ("alert line", "警戒线", "库存预警"),
    "stock_units": ("on hand", "quantity on hand", "stock", "inventory", "quantity", "qty", "实际库存", "库存数量",
                    "库存", "数量"),
    "listed_units": ("listed", "available", "可售", "前台库存", "可售库存"),
    "place": ("place", "location", "warehouse", "bin", "仓库", "库位", "货位"),
    "unit_words": ("unit", "uom", "单位"),
    "counted_at": ("counted at", "snapshot date", "date", "盘点时间", "时间"),
    "category_rank": ("category rank", "rank", "bsr", "类目排名", "行业排名", "排名"),
    "market_units": ("market sales of 30 days", "30-day sales", "30天销量", "近30天销量", "月销量"),
    "band_low_minor": ("mainstream price from", "price band from", "主流价格下限"),
    "band_high_minor": ("mainstream price to", "price band to", "主流价格上限"),
    "searches": ("searches", "search visitors", "搜索人数", "搜索引导访客数"),
    "follows": ("follows", "followers", "关注人数"),
    "paid_buyers": ("paid buyers", "支付买家数"),
    "supply_stable": ("stable supply", "供货稳定"),
    "review_id": ("review id", "review number", "评价编号", "评论id"),
    "star_words": ("stars", "rating", "score", "星级", "评分", "评价等级"),
    "review_text": ("review text", "review", "body", "comment", "评价内容", "评论内容"),
    "review_order": ("order number", "order id", "订单编号", "订单号"),
    "review_product": ("product", "product title", "商品名称", "宝贝标题", "商品"),
    "written_at": ("written at", "review date", "created at", "date", "评价时间", "评论时间"),
    "answer_words": ("answered", "reply", "商家回复", "卖家回复", "回复"),
    "bill_order": ("order number", "order id", "order", "订单编号", "订单号"),
    "bill_entry": ("entry number", "transaction id", "流水号", "单据编号"),
    "settled_at": ("settled at", "settlement date", "payout date", "结算时间", "结算日期", "入账时间"),
    "received_minor": ("received", "amount received", "收款金额", "收入金额", "货款"),
    "refunded_minor": ("refunded", "refund amount", "退款金额"),
    "commission_minor": ("commission", "佣金", "平台服务费"),
    "payment_fee_minor": ("payment fee", "fee", "手续费"),
    "influencer_minor": ("influencer commission", "达人佣金"),
    "carriage_minor": ("carriage", "freight paid", "运费支出"),
    "packing_minor": ("packing", "包装费"),
    "subsidy_minor": ("platform subsidy", "平台补贴"),
    "price_protection_minor": ("price protection", "保价"),
    "other_minor": ("other costs", "其他费用"),
    "paid_out_minor": ("paid out", "net", "结算金额", "到账金额"),
    "offered_minor": ("offered price", "price", "展示售价", "售价", "价格"),
    "price_from": ("first day", "from", "since", "开始日期", "生效日期"),
    "price_to": ("last day", "until", "to", "结束日期", "失效日期"),
    "spend_minor": ("spend", "cost", "ad spend", "ad cost", "花费", "推广费", "消耗"),
}  # fmt: skip

_TRAFFIC_MARKS = ("visitors", "page_views", "favourites", "carts", "inquiries")
_LINE_MARKS = ("line_no", "sku", "line_units", "price_minor", "line_paid_minor", "variant")


def kind_of(names: frozenset[str]) -> Kind:
    """Guess what a row is from the flat names its headers could fill.

    Visitors or page views without an order number: traffic. A product code, pieces or a line price: lines. Else orders.
    """
    if "order_no" not in names and any(mark in names for mark in _TRAFFIC_MARKS):
        return Kind.TRAFFIC
    if sum(mark in names for mark in _LINE_MARKS) >= 2:
        return Kind.LINES
    return Kind.ORDERS
