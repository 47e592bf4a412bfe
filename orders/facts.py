"""The three tables of facts as the bulk statements see them: table, key, fields, slots beside moments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from common.windows import SLOT_SECONDS
from orders.claims import LINE_FIELDS, LINE_KEY, ORDER_FIELDS, ORDER_KEY, TRAFFIC_FIELDS, TRAFFIC_KEY
from orders.models import Order, OrderLine, TrafficHour
from orders.rules import provenance


@dataclass(frozen=True)
class Facts:
    """One table of facts. `slots`: the column that keeps the slot of a moment, by the moment's field.

    `counted`: the columns the numbers are made of, and whose order it is; a fact that changes is told of with what stood there
    before.
    """

    name: str
    table: str
    key: tuple[str, ...]
    fields: Mapping[str, pa.DataType]
    slots: Mapping[str, str]
    counted: Mapping[str, pa.DataType] = field(default_factory=dict)

    def spoken(self, claims: pa.Table) -> list[str]:
        """Return the fields this table of claims speaks on, in the order of the bits."""
        return [name for name in self.fields if name in claims.column_names]

    def bits(self, fields: Sequence[str]) -> int:
        """Return the bits of these fields."""
        return provenance.bits(fields, list(self.fields))

    def columns(self, fields: Sequence[str]) -> list[str]:
        """Return the database columns that hold these fields: each with the slot beside it."""
        return [column for name in fields for column in (name, self.slots.get(name)) if column]

    def with_slots(self, claims: pa.Table) -> pa.Table:
        """Return the claims with the slot beside each moment, null beside null."""
        for moment, slot in self.slots.items():
            if moment in claims.column_names:
                claims = claims.append_column(slot, slot_column(claims.column(moment)))
        return claims


def slot_column(moments: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the slot number of each moment (UTC epoch // 600), null for null."""
    seconds = moments.cast(pa.timestamp("s", tz="UTC")).cast(pa.int64())
    # Whole numbers divide towards zero in Arrow; the floor keeps moments before 1970 in slots of their own.
    return pc.floor(pc.divide(seconds.cast(pa.float64()), float(SLOT_SECONDS))).cast(pa.int32())


_ORDER_SLOTS = {"placed_at": "placed_slot", "paid_at": "paid_slot", "refund_requested_at": "refund_slot"}
ORDERS = Facts(
    name="order",
    table=Order._meta.db_table,
    key=tuple(ORDER_KEY),
    fields=ORDER_FIELDS,
    slots=_ORDER_SLOTS,
    counted={
        **dict.fromkeys(_ORDER_SLOTS.values(), pa.int32()),
        **{name: ORDER_FIELDS[name] for name in ("total_minor", "refund_minor", "units", "buyer_key", "state")},
    },
)
LINES = Facts(
    name="line",
    table=OrderLine._meta.db_table,
    key=tuple(LINE_KEY),
    fields=LINE_FIELDS,
    slots={},
    counted={"sku": LINE_FIELDS["sku"]},
)
TRAFFIC = Facts(name="traffic", table=TrafficHour._meta.db_table, key=tuple(TRAFFIC_KEY), fields=TRAFFIC_FIELDS, slots={})
