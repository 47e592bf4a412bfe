"""What a file claims about orders, lines and traffic, as Arrow tables. Pure: no Django, no clock.

A file of products, of offered prices or of stock travels the same way; its tables belong to `inventory` and are carried here.

A claims table has its key columns, the fields its file speaks on, and `rows`: how many accepted rows of the file the claim
stands for (0 for the order claims of a file of lines, whose line claims carry 1). A field the file lacks is an absent column;
an empty cell of a column it has is a null, and says that the value is nothing. Keys are unique in a table and sorted.
The bits of a provenance count along these tables of fields: add new fields at the end only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

MOMENT = pa.timestamp("s", tz="UTC")

ORDER_FIELDS: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "buyer_key": pa.string(),
        "placed_at": MOMENT,
        "paid_at": MOMENT,
        "shipped_at": MOMENT,
        "completed_at": MOMENT,
        "refund_requested_at": MOMENT,
        "state": pa.int16(),
        "refund_state": pa.int16(),
        "total_minor": pa.int64(),
        "freight_minor": pa.int64(),
        "refund_minor": pa.int64(),
        "shop_discount_minor": pa.int64(),
        "platform_discount_minor": pa.int64(),
        "influencer_discount_minor": pa.int64(),
        "units": pa.int32(),
        "province": pa.string(),
        "city": pa.string(),
    }
)
LINE_FIELDS: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "sku": pa.string(),
        "title": pa.string(),
        "variant": pa.string(),
        "units": pa.int32(),
        "price_minor": pa.int64(),
        "paid_minor": pa.int64(),
        "refund_minor": pa.int64(),
        "state": pa.int16(),
        "refund_state": pa.int16(),
        "is_gift": pa.bool_(),
    }
)
TRAFFIC_FIELDS: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "visitors": pa.int64(),
        "page_views": pa.int64(),
        "favourites": pa.int64(),
        "carts": pa.int64(),
        "inquiries": pa.int64(),
        "spend_minor": pa.int64(),
    }
)
ORDER_KEY: Mapping[str, pa.DataType] = MappingProxyType({"order_no": pa.string()})
LINE_KEY: Mapping[str, pa.DataType] = MappingProxyType({"order_no": pa.string(), "line_no": pa.string()})
TRAFFIC_KEY: Mapping[str, pa.DataType] = MappingProxyType({"hour": pa.int64(), "channel": pa.string()})
# Which parcels an order is in, and where it leaves from: told by the files of orders, kept by `dispatch`. A null says nothing.
PARCEL_FIELDS: Mapping[str, pa.DataType] = MappingProxyType(
    {"waybill": pa.string(), "carrier": pa.string(), "warehouse": pa.string()}
)
ROWS = pa.int32()

# What an order gets from its lines as long as no file speaks on it for the order as a whole.
FROM_LINES = ("total_minor", "refund_minor", "units", "state", "refund_state")


@dataclass(frozen=True, order=True)
class Source:
    """Which export a claim comes from: the larger one has the word.

    `as_of`: when the export was made, UTC epoch seconds. `digest`: SHA-256, in hex, of the file and of how it was read; it
    settles what two exports of the same second say, and knows the same file again.
    """

    as_of: int
    digest: str


@dataclass(frozen=True)
class ChunkClaims:
    """A piece of an import: tables of claims, each None when the import has none of its kind.

    All lines of an order are in the chunk of the order, and each of them has its order in `orders`. The chunks of one import
    have disjoint, ascending ranges of keys.
    """

    orders: pa.Table | None = None
    lines: pa.Table | None = None
    traffic: pa.Table | None = None
    products: pa.Table | None = None
    prices: pa.Table | None = None
    stock: pa.Table | None = None
    market: pa.Table | None = None
    interest: pa.Table | None = None
    parcels: pa.Table | None = None
    addresses: pa.Table | None = None
    reviews: pa.Table | None = None
    settlement: pa.Table | None = None
