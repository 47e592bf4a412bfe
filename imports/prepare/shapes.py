"""Which columns of the settled flat table go into the claims, under which names and as what."""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

from desk.claims import REVIEW_FIELDS, REVIEW_KEY
from imports.checks.columns import one_array
from imports.formats.base import Format, Kind
from imports.prepare.addresses import DIGEST
from imports.prepare.cleaning import LINE
from inventory.claims import (
    INTEREST_FIELDS,
    INTEREST_KEY,
    MARKET_FIELDS,
    PRICE_FIELDS,
    PRICE_KEY,
    PRODUCT_FIELDS,
    PRODUCT_KEY,
    STOCK_FIELDS,
    STOCK_KEY,
)
from orders.claims import LINE_FIELDS, MOMENT, ORDER_FIELDS, PARCEL_FIELDS, TRAFFIC_FIELDS
from review.claims import SETTLEMENT_FIELDS, SETTLEMENT_KEY

# Flat name on the way -> name in the claims.
LINE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "sku": "sku",
        "title": "title",
        "variant": "variant",
        "line_units": "units",
        "price_minor": "price_minor",
        "line_paid_minor": "paid_minor",
        "line_refund_minor": "refund_minor",
        "state": "state",
        "refund_state": "refund_state",
        "is_gift": "is_gift",
    }
)
# In a file of lines the order's own state has a name of its own.
ORDER_NAMES_OF_LINES: Mapping[str, str] = MappingProxyType(
    {name: name for name in ORDER_FIELDS if name not in {"state", "refund_state"}}
    | {"order_state": "state", "order_refund_state": "refund_state"}
)
WEIGHT = "line_amount_minor"


def types_of(item: Format) -> dict[str, pa.DataType]:
    """Give the columns, with their types, that rows of a format may carry on the way to its claims."""
    if item.kind is Kind.TRAFFIC:
        return {"hour": pa.int64(), "channel": pa.string(), **TRAFFIC_FIELDS, LINE: pa.int64()}
    if item.kind is Kind.PRODUCTS:
        return {**PRODUCT_KEY, **PRODUCT_FIELDS, LINE: pa.int64()}
    if item.kind is Kind.PRICES:
        return {**PRICE_KEY, **PRICE_FIELDS, LINE: pa.int64()}
    if item.kind is Kind.MARKET:
        return {**PRODUCT_KEY, **MARKET_FIELDS, LINE: pa.int64()}
    if item.kind is Kind.INTEREST:
        return {**INTEREST_KEY, **INTEREST_FIELDS, LINE: pa.int64()}
    if item.kind is Kind.REVIEWS:
        return {**REVIEW_KEY, **REVIEW_FIELDS, LINE: pa.int64()}
    if item.kind is Kind.SETTLEMENT:
        return {**SETTLEMENT_KEY, **SETTLEMENT_FIELDS, LINE: pa.int64()}
    if item.kind is Kind.STOCK:
        return {**STOCK_KEY, **STOCK_FIELDS, LINE: pa.int64()}
    if item.kind is Kind.ORDERS:
        return {"order_no": pa.string(), **ORDER_FIELDS, **PARCEL_FIELDS, DIGEST: pa.string(), LINE: pa.int64()}
    types: dict[str, pa.DataType] = {"order_no": pa.string()}
    if not item.line_by_ordinal:
        types["line_no"] = pa.string()
    types |= {flat: ORDER_FIELDS[name] for flat, name in ORDER_NAMES_OF_LINES.items()}
    types |= {flat: LINE_FIELDS[name] for flat, name in LINE_NAMES.items()}
    return {**types, **PARCEL_FIELDS, DIGEST: pa.string(), WEIGHT: pa.int64(), LINE: pa.int64()}


def to_shape(table: pa.Table, item: Format) -> pa.Table:
    """Keep the columns that go into the claims, in one order and type; the others are dropped."""
    types = types_of(item)
    kept = {name: one_array(table[name]).cast(kind) for name, kind in types.items() if name in table.column_names}
    return pa.table(kept)


def key_of(item: Format) -> str:
    """Name the column by which an import is cut into chunks."""
    if item.kind in {Kind.PRODUCTS, Kind.PRICES, Kind.STOCK, Kind.MARKET, Kind.INTEREST}:
        return "sku"
    if item.kind is Kind.REVIEWS:
        return "review_no"
    return "hour" if item.kind is Kind.TRAFFIC else "order_no"


__all__ = ["LINE_NAMES", "MOMENT", "ORDER_NAMES_OF_LINES", "WEIGHT", "key_of", "to_shape", "types_of"]
