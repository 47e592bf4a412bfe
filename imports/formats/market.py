"""Market figures of products: our own template, and the product report of Sycm (生意参谋).

One row per product. The report of Sycm names a product by the shop's own code (货号) where it has one, else by the platform's
number; four rows stand above its header, a "-" is nothing.

Its rows are of the shop's own products day by day, so it could as well be visits to products (kind `interest`). A file is one
kind, and the choice of products (P3) has no other source for searches and paid buyers; so it is taken for that by itself, and a
warm-up (W2) reads it as visits where a person says so on the mapping screen.
"""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.checks.columns import one_array
from imports.formats.base import Column, Format, Kind, Parse
from imports.formats.headers import folded
from imports.formats.template import MARK, MARKET_COLUMNS, as_columns

_OTHER_HEADERS = {
    "product_sku": ("商家编码", "货号", "product code", "item code"),
    "category_rank": ("rank", "bsr", "行业排名"),
    "market_units": ("30-day sales", "30天销量", "近30天销量"),
    "searches": ("搜索引导访客数",),
}


def derive(table: pa.Table) -> pa.Table:
    """Name the product by the shop's own code, else by the platform's number."""
    sku = one_array(table["product_sku"])
    if "item_code" in table.column_names:
        own = one_array(table["item_code"])
        sku = pc.if_else(pc.fill_null(pc.greater(pc.utf8_length(own), 0), False), own, sku)
    return table.append_column("sku", sku)


def _columns() -> tuple[Column, ...]:
    return tuple(
        replace(
            column,
            headers=(*column.headers, *_OTHER_HEADERS.get(column.name, ())),
            required=column.name in {"product_sku", "category_rank"},
        )
        for column in as_columns(MARKET_COLUMNS)
    )


MARKET_LIST = Format(
    key="market",
    label=_("list of market figures"),
    platform="any",
    kind=Kind.MARKET,
    columns=_columns(),
    signature=frozenset(),
    unless=folded("order number", "order no", "order id", "订单号", "订单编号"),
    derive=derive,
    explanation_mark=MARK,
    notes=_("One row per product. An empty cell says nothing and counts as not known, never as 0."),
)
SYCM_PRODUCTS = Format(
    key="sycm_products",
    label=_("Sycm product report"),
    platform="taobao",
    kind=Kind.MARKET,
    columns=(
        Column("product_sku", ("商品id",), Parse.TEXT, required=True),
        Column("item_code", ("货号",)),
        Column("visitors", ("商品访客数",), Parse.COUNT),
        Column("favourites", ("商品收藏人数",), Parse.COUNT),
        Column("carts", ("商品加购人数",), Parse.COUNT),
        Column("searches", ("搜索引导访客数",), Parse.COUNT),
        Column("paid_buyers", ("支付买家数",), Parse.COUNT),
    ),
    signature=folded("统计日期", "商品id", "商品名称", "商品访客数"),
    null_words=frozenset({"-", "--"}),
    derive=derive,
    notes=_("One row per product, of the days chosen at Sycm; of a product told for several days the last row stands."),
)
