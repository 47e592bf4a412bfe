"""What a file claims about reviews, as Arrow tables. Pure: no Django, no clock.

Keyed by `review_no`: the platform's number, else made of order, product and moment. An empty cell is a null and says nothing.
Moments are UTC epoch seconds; stars are 1 to 5.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

REVIEW_KEY: Mapping[str, pa.DataType] = MappingProxyType({"review_no": pa.string()})
REVIEW_FIELDS: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "stars": pa.int64(),
        "text": pa.string(),
        "order_no": pa.string(),
        "product": pa.string(),
        "buyer_key": pa.string(),
        "written_at": pa.int64(),
        "is_answered": pa.bool_(),
    }
)
