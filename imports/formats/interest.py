"""Visits to products by the hour or by the day: what a warm-up is watched by (playbook W2). Our own template.

One row per product and hour, or per product and day where the hour is empty. The product report of Sycm (生意参谋) has no hour:
by the mapping screen it can be read as this, day by day.
"""

from dataclasses import replace

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from imports.checks.columns import one_array
from imports.formats.base import Format, Kind
from imports.formats.headers import folded
from imports.formats.template import INTEREST_COLUMNS, MARK, as_columns

_OTHER_HEADERS = {
    "date": ("统计日期", "day"),
    "day_hour": ("时段",),
    "product_sku": ("商家编码", "货号", "商品id", "product code", "item code"),
    "inquiries": ("商品咨询数",),
}


def derive(table: pa.Table) -> pa.Table:
    """Name the product by the code of the row."""
    return table.append_column("sku", one_array(table["product_sku"]))


PRODUCT_INTEREST = Format(
    key="interest",
    label=_("visits to products"),
    platform="any",
    kind=Kind.INTEREST,
    columns=tuple(
        replace(column, headers=(*column.headers, *_OTHER_HEADERS.get(column.name, ())))
        for column in as_columns(INTEREST_COLUMNS)
    ),
    signature=frozenset(),
    unless=folded("order number", "order no", "order id", "订单号", "订单编号"),
    null_words=frozenset({"-", "--"}),
    derive=derive,
    explanation_mark=MARK,
    notes=_("One row per product and hour, or per product and day. An empty cell counts as not known, never as 0."),
)
