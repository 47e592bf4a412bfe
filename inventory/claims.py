"""What a file claims about products and offered prices, as Arrow tables. Pure: no Django, no clock.

Both are keyed by `sku` (prices by `since` too) and carry `rows`, how many rows of the file a claim stands for. An empty cell is a
null and says nothing. Moments are UTC epoch seconds, `until` exclusive, null while it is open. Money is in minor units.
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
    }
)
PRICE_FIELDS: Mapping[str, pa.DataType] = MappingProxyType({"until": pa.int64(), "offered_minor": pa.int64()})
PRODUCT_KEY: Mapping[str, pa.DataType] = MappingProxyType({"sku": pa.string()})
PRICE_KEY: Mapping[str, pa.DataType] = MappingProxyType({"sku": pa.string(), "since": pa.int64()})
