"""Lists of stock: our own template, and what warehouse systems and shops export.

A row tells how many pieces of a SKU lie at a place, how many the shop's page shows, or both. Of the many columns such exports
have, the one that counts what really lies there comes first ("实际库存", "On hand"); what is left after orders ("可用库存") is
taken only where there is nothing else, and told. Cartons become pieces by the pack size of the row, else of the product.

No export of the three large warehouse systems was at hand. Their headers are those that public programs read such files by, and
the systems' own documentation (seen November 2026; headers are settings there, so a shop's file may have others):

- Jushuitan 聚水潭, stock of goods: 商品编码, 实际库存数 or 主仓实际库存数, 订单占有数, 可用数, 公有可用数, 虚拟库存数,
  主仓位, 标准装箱数量.
- Wangdiantong 旺店通, stock (open.wangdian.cn, stock_query): 商家编码, 货品编号, 库存, 可发库存, 可用库存, 实际库存,
  实际可发库存, 未付款量.
- Kuaimai 快麦, state of the stock (open.kuaimai.com, stock.api.status.query): 主商家编码, 规格商家编码, 总库存, 可售, 锁定.

What is virtual (虚拟库存), on its way (在途) or held (占有, 锁定, 待发货) is never taken for pieces on a shelf.
"""

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.settle import put
from imports.formats.template import MARK, STOCK_COLUMNS, as_columns

# What only a list of stock has: no list of products or costs is one with such a column.
AFTER_ORDERS = (
    "可用库存",
    "可用数",
    "可用库存数",
    "可用库存数量",
    "可发库存",
    "可用数量",
    "实际可发库存",
    "公有可用数",
    "available",
    "available (not editable)",
)
ONLY_IN_STOCK = folded(
    "实际库存", "实际库存数", "实际库存数量", "主仓实际库存", "主仓实际库存数", "库存量", "总库存", "总库存数",
    "在库数量", "在库库存", "账面库存", "现存量", "结存数量", "盘点数量", "实盘数量",
    "on hand", "on hand (current)", "on hand (new)", "quantity on hand", "qty on hand", "counted quantity",
    "afn-warehouse-quantity", *AFTER_ORDERS,
)  # fmt: skip
_OTHER_HEADERS: dict[str, tuple[str, ...]] = {
    "product_sku": (
        "商家编码", "规格商家编码", "规格编码", "主商家编码", "货号", "货品编号", "sku编码",
        "seller-sku", "seller sku", "product code", "item code", "item number",
    ),
    "product_title": ("product", "product title", "product name", "product-name", "货品名称", "商品标题", "宝贝标题", "名称"),
    "place": ("仓库名称", "仓位", "库位", "主仓位", "货位", "location", "warehouse", "warehouse name", "bin name", "storage bin"),
    "stock_units": (
        "实际库存数", "实际库存数量", "主仓实际库存", "主仓实际库存数", "库存量", "在库数量", "在库库存", "账面库存",
        "现存量", "结存数量", "盘点数量", "实盘数量", "quantity on hand", "qty on hand", "on hand (current)",
        "counted quantity", "physical stock", "库存数量", "库存数", "库存", "stock", "inventory", "stock quantity",
        "inventory quantity", "总库存", "总库存数", *AFTER_ORDERS,
    ),
    "listed_units": (
        "可售库存", "可售数量", "可售数", "可售", "平台库存", "店铺库存", "线上库存", "在线库存", "listed quantity", "shop stock",
        "online stock",
    ),
    "unit_words": ("计量单位", "uom", "unit of measure"),
    "pack_units": ("箱规", "标准装箱数量", "每箱数量", "每箱件数", "件/箱", "units per carton", "pack size", "case pack"),
    "counted_at": ("盘点日期", "库存时间", "更新时间", "导出时间", "快照时间", "counted on", "snapshot date", "as of"),
}  # fmt: skip
_OF_ORDERS = folded(
    "order number", "order no", "order id", "order_no", "invoice", "订单号", "订单编号", "主订单编号", "子订单编号", "线上订单号",
    "购买数量", "总成本",
)  # fmt: skip
_NULLS = frozenset({"-", "--", "null", "n/a", "not stocked", "无"})
CARTON, PIECE = "carton", "piece"
UNIT_WORDS = dict.fromkeys(("箱", "carton", "cartons", "case", "cases", "ctn", "box", "boxes", "整箱"), CARTON) | dict.fromkeys(
    ("件", "个", "只", "条", "双", "套", "瓶", "包", "盒", "piece", "pieces", "pc", "pcs", "ea", "each", "unit", "units"), PIECE
)


def derive(table: pa.Table) -> pa.Table:
    """Give the columns the names that stock has."""
    made = {"product_sku": "sku", "product_title": "title", "stock_units": "units", "listed_units": "listed"}
    return table.rename_columns([made.get(name, name) for name in table.column_names])


def derive_amazon(table: pa.Table) -> pa.Table:
    """Take what cannot be sold off what lies in the fulfilment centres.

    >>> flat = pa.table({"product_sku": ["A"], "stock_units": [35], "unsellable": [5]})
    >>> derive_amazon(flat).to_pylist()
    [{'sku': 'A', 'units': 30}]
    """
    if "unsellable" in table.column_names:
        table = put(table, stock_units=pc.subtract(table["stock_units"], pc.fill_null(table["unsellable"], 0)))
        table = table.drop_columns(["unsellable"])
    return derive(table)


def _known(*required: str) -> tuple[Column, ...]:
    return tuple(
        Column(column.name, (*column.headers, *_OTHER_HEADERS.get(column.name, ())), column.parse, column.name in required)
        for column in as_columns(STOCK_COLUMNS)
    )


_NOTES = _("One row per product and place. A row without a moment was counted when the file was made.")
STOCK_LIST = Format(
    key="stock",
    label=_("stock list"),
    platform="any",
    kind=Kind.STOCK,
    columns=_known("product_sku", "stock_units"),
    signature=frozenset(),
    unless=_OF_ORDERS,
    null_words=_NULLS,
    derive=derive,
    explanation_mark=MARK,
    notes=_NOTES,
)
LISTED_LIST = Format(
    key="listed",
    label=_("list of listed stock"),
    platform="any",
    kind=Kind.STOCK,
    columns=tuple(column for column in _known("product_sku", "listed_units") if column.name != "stock_units"),
    signature=frozenset(),
    unless=_OF_ORDERS,
    null_words=_NULLS,
    derive=derive,
    explanation_mark=MARK,
    notes=_("What the shop's page shows of each product; nothing is said of the shelf."),
)
SHOPIFY_STOCK = Format(
    key="shopify_stock",
    label=_("Shopify inventory export"),
    platform="shopify",
    kind=Kind.STOCK,
    columns=(
        Column("product_sku", ("SKU",), Parse.TEXT, required=True),
        Column("product_title", ("Title",), Parse.TEXT),
        Column("place", ("Location",), Parse.TEXT, required=True),
        Column("stock_units", ("On hand (new)", "On hand (current)", "On hand"), Parse.COUNT, required=True),
        Column("listed_units", ("Available (not editable)", "Available"), Parse.COUNT),
        Column("variant", ("Option1 Value",), Parse.TEXT),
    ),
    signature=folded("Handle", "Location"),
    null_words=_NULLS,
    derive=derive,
    notes=_("What lies at each location, and what the shop offers of it."),
)
AMAZON_STOCK = Format(
    key="amazon_stock",
    label=_("Amazon inventory report"),
    platform="amazon",
    kind=Kind.STOCK,
    columns=(
        Column("product_sku", ("sku", "seller-sku"), Parse.TEXT, required=True),
        Column("product_title", ("product-name",), Parse.TEXT),
        Column("stock_units", ("afn-warehouse-quantity",), Parse.COUNT, required=True),
        Column("unsellable", ("afn-unsellable-quantity",), Parse.COUNT),
        Column("listed_units", ("afn-fulfillable-quantity",), Parse.COUNT),
        Column("price", ("your-price",), Parse.TEXT),
        Column("asin", ("asin",), Parse.TEXT),
    ),
    signature=folded("afn-warehouse-quantity", "fnsku"),
    null_words=_NULLS,
    derive=derive_amazon,
    no_quoting=True,
    notes=_("What lies in Amazon's centres less what cannot be sold, and what can be picked."),
)
