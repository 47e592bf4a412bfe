"""Lists of products, of costs and of offered prices: our own templates, and tables of others with the same words.

A product list has a list price, a cost list a cost and none. A price list tells which price was asked from its first to
its last day, both included, on the shop's clock; an empty last day leaves the price open until another one begins.
"""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.checks.cells import by_words
from imports.checks.columns import one_array
from imports.formats.base import Column, Format, Kind
from imports.formats.headers import fold, folded
from imports.formats.stock import ONLY_IN_STOCK
from imports.formats.template import MARK, PRICE_COLUMNS, PRODUCT_COLUMNS, as_columns

TIERS = ("A", "B", "C")
STATUSES = ("on_sale", "withdrawn")
KINDS = ("goods", "gift", "service")
_MEANINGS: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {
    "tier": (TIERS, {"a": 0, "b": 1, "c": 2, "a类": 0, "b类": 1, "c类": 2, "引流": 0, "中间": 1, "利润": 2}),
    "status": (
        STATUSES,
        {"on sale": 0, "on_sale": 0, "active": 0, "在售": 0, "上架": 0, "withdrawn": 1, "inactive": 1, "下架": 1, "停售": 1},
    ),
    "kind": (
        KINDS,
        {"goods": 0, "product": 0, "商品": 0, "gift": 1, "赠品": 1, "service": 2, "postage": 2, "service or postage": 2,
         "服务": 2, "运费": 2, "服务或运费": 2},
    ),
}  # fmt: skip
_OTHER_HEADERS = {
    "product_sku": ("商家编码", "货号", "product code", "item code"),
    "product_title": ("product", "product title", "product name", "商品标题", "宝贝标题"),
    "cost_minor": ("unit cost", "成本", "进价", "采购价"),
    "list_price_minor": ("标价", "日常价", "市场价"),
    "floor_minor": ("floor", "minimum price", "底价", "最低价"),
    "category": ("分类", "商品类目"),
    "tier_words": ("分层",),
    "pack_units": ("箱规", "每箱数量", "units per carton", "pack size", "case pack"),
    "alert_units": ("库存预警", "安全库存", "alert units"),
    "picture": ("image", "picture link", "图片", "主图"),
    "offered_minor": ("price", "售价", "价格"),
    "price_from": ("from", "price from", "since", "生效日期"),
    "price_to": ("to", "until", "price until", "失效日期"),
}
_OF_ORDERS = folded(
    "order number", "order no", "order id", "order_no", "invoice", "订单号", "订单编号", "主订单编号", "子订单编号", "线上订单号",
    "quantity", "units", "购买数量", "总成本",
)  # fmt: skip


def derive(table: pa.Table) -> pa.Table:
    """Give the columns the names that products have, and the words for tier, status and kind their meaning; null for others."""
    made = {"product_sku": "sku", "product_title": "title"}
    named = table.rename_columns([made.get(name, name) for name in table.column_names])
    for name, (values, words) in _MEANINGS.items():
        if f"{name}_words" in named.column_names:
            places = by_words(one_array(named[f"{name}_words"]), {fold(word): place for word, place in words.items()}, pa.int16())
            named = named.append_column(name, pc.take(pa.array(values, pa.string()), places))
    return named


def _known(columns: tuple[Column, ...], *required: str) -> tuple[Column, ...]:
    return tuple(
        replace(column, headers=(*column.headers, *_OTHER_HEADERS.get(column.name, ())), required=column.name in required)
        for column in columns
    )


_WITHOUT_LIST_PRICE = tuple(column for column in PRODUCT_COLUMNS if column.name != "list_price_minor")
PRODUCT_LIST = Format(
    key="products",
    label=_("product list"),
    platform="any",
    kind=Kind.PRODUCTS,
    columns=_known(as_columns(PRODUCT_COLUMNS), "product_sku", "list_price_minor"),
    signature=frozenset(),
    unless=_OF_ORDERS | ONLY_IN_STOCK,
    derive=derive,
    explanation_mark=MARK,
    notes=_("One row per product. An empty cell says nothing and changes nothing."),
)
COST_LIST = Format(
    key="costs",
    label=_("cost list"),
    platform="any",
    kind=Kind.PRODUCTS,
    columns=_known(as_columns(_WITHOUT_LIST_PRICE), "product_sku", "cost_minor"),
    signature=frozenset(),
    unless=_OF_ORDERS | ONLY_IN_STOCK,
    derive=derive,
    explanation_mark=MARK,
    notes=_("One row per product. An empty cell says nothing and changes nothing."),
)
PRICE_LIST = Format(
    key="prices",
    label=_("list of offered prices"),
    platform="any",
    kind=Kind.PRICES,
    columns=_known(as_columns(PRICE_COLUMNS), "product_sku", "offered_minor", "price_from"),
    signature=frozenset(),
    unless=_OF_ORDERS,
    derive=derive,
    explanation_mark=MARK,
    notes=_("One row per product and price, with the first and the last day on which it was asked of everybody."),
)
