"""What a file claims about products, offered prices and stock, as Arrow tables. Pure: no Django, no clock.

All are keyed by `sku` (prices by `since` too, stock by place and moment) and carry `rows`, how many rows of the file a claim
stands for. An empty cell is a null and says nothing. Moments are UTC epoch seconds, `until` exclusive, null while it is open; a
count at 0 was made when the file was. Money is in minor units, stock in pieces.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

PRODUCT_FIELDS: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "title": pa.string(),
        "category": pa.string(),
        "cost_minor": pa.int64(),
        "list_price_minor": pa.int64(),
        "floor_minor": pa.int64(),
        "tier": pa.string(),
        "supplier": pa.string(),
        "picture": pa.string(),
        "status": pa.string(),
        "kind": pa.string(),
        "pack_units": pa.int64(),
        "alert_units": pa.int64(),
    }
)
PRICE_FIELDS: Mapping[str, pa.DataType] = MappingProxyType({"until": pa.int64(), "offered_minor": pa.int64()})
STOCK_FIELDS: Mapping[str, pa.DataType] = MappingProxyType({"units": pa.int64(), "listed": pa.int64(), "title": pa.string()})
MARKET_FIELDS: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "category_rank": pa.int64(),
        "market_units": pa.int64(),
        "band_low_minor": pa.int64(),
        "band_high_minor": pa.int64(),
        "favourites": pa.int64(),
        "searches": pa.int64(),
        "follows": pa.int64(),
        "carts": pa.int64(),
        "visitors": pa.int64(),
        "paid_buyers": pa.int64(),
        "supply_stable": pa.bool_(),
    }
)
INTEREST_FIELDS: Mapping[str, pa.DataType] = MappingProxyType(
    {"visitors": pa.int64(), "favourites": pa.int64(), "carts": pa.int64(), "inquiries": pa.int64()}
)
PRODUCT_KEY: Mapping[str, pa.DataType] = MappingProxyType({"sku": pa.string()})
PRICE_KEY: Mapping[str, pa.DataType] = MappingProxyType({"sku": pa.string(), "since": pa.int64()})
STOCK_KEY: Mapping[str, pa.DataType] = MappingProxyType({"sku": pa.string(), "place": pa.string(), "counted_at": pa.int64()})
INTEREST_KEY: Mapping[str, pa.DataType] = MappingProxyType({"sku": pa.string(), "slot": pa.int64(), "slots": pa.int64()})
