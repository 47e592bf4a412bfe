"""Laws that hold in a row of visits to a product, and the time it speaks of."""

import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.columns import Flat, Reading, one_array
from imports.checks.laws import as_mask, shown
from imports.checks.problems import Code
from imports.checks.times import hour_slots

_COUNTS = ("visitors", "favourites", "carts", "inquiries")
_LONGEST_SKU = 100
_HOUR_SLOTS = 6


def check_interest(flat: Flat, reading: Reading) -> None:
    """Hold each row to the laws: a code that fits, no count below zero."""
    table = flat.table
    long = as_mask(pc.greater(pc.utf8_length(table["sku"]), _LONGEST_SKU))
    flat.find(Code.TEXT_TOO_LONG, reading.header("product_sku"), long, pc.utf8_slice_codeunits(one_array(table["sku"]), 0, 40))
    for name in _COUNTS:
        if name in table.column_names:
            flat.find(Code.NOT_A_COUNT, reading.header(name), as_mask(pc.less(table[name], 0)), table[name], shown)


def with_times(flat: Flat, reading: Reading) -> pa.Table:
    """Set `slot`, the first of the hour or day on the shop's clock, and `slots`, how many it has: 6, or a whole day's."""
    table = flat.table
    days = one_array(table["date"])
    hours = one_array(table["day_hour"]) if "day_hour" in table.column_names else pa.nulls(table.num_rows, pa.int64())
    zeros = pc.fill_null(hours.cast(pa.int64()), 0)
    slot, gap, twice = hour_slots(days, zeros, reading.zone)
    if "day_hour" in reading.headers:
        flat.find(Code.CLOCK_GAP, reading.header("day_hour"), gap, zeros.cast(pa.string()))
        flat.find(Code.CLOCK_TWICE, reading.header("day_hour"), twice, zeros.cast(pa.string()))
    next_days = pc.add(days.cast(pa.int32()), 1).cast(pa.int32()).cast(pa.date32())
    ends, _gap, _twice = hour_slots(next_days, pa.array([0] * table.num_rows, pa.int64()), reading.zone)
    slots = pc.if_else(pc.is_null(hours), pc.subtract(ends, slot), pa.scalar(_HOUR_SLOTS, pa.int64()))
    return table.append_column("slot", slot).append_column("slots", slots)
