"""The parcels that rows of orders or lines tell of: which waybill carries which order, and from which warehouse it leaves.

They travel in a table of their own beside the claims, only when some row tells any: a file without them writes and loads nothing.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.columns import one_array
from orders.claims import PARCEL_FIELDS

LONGEST = 60
_SEVERAL = r"[,;，；、|\s]"
# What a spreadsheet made of a long number is no waybill any more.
_NO_WAYBILL = r"(?i)^(?:-+|null|none|无|\d(?:\.\d+)?e\+?\d+)$"
_PREFIX = re.compile(r"(?i)^(?:no|单号)[:：]")


def parcels_in(table: pa.Table) -> pa.Table | None:
    """Return order number, waybill, carrier and warehouse, each combination once, sorted by order; None when no row tells any.

    `table` is sorted by order number. Waybills are in capitals; a cell with several becomes as many rows. A cell that tells
    nothing is null, and says nothing of the order.
    """
    columns = {name: _told(one_array(table[name]), name) for name in PARCEL_FIELDS if name in table.column_names}
    columns = {name: column for name, column in columns.items() if column.null_count < len(column)}
    if not {"waybill", "warehouse"} & set(columns):
        return None
    whole = {name: columns.get(name, pa.nulls(table.num_rows, kind)) for name, kind in PARCEL_FIELDS.items()}
    rows = pa.table({"order_no": one_array(table["order_no"]), **whole})
    rows = rows.filter(pc.or_(pc.is_valid(rows["waybill"]), pc.is_valid(rows["warehouse"])))
    rows = _split(rows)
    names = rows.column_names
    keys = [(name, "ascending") for name in names]
    return rows.group_by(names).aggregate([]).select(names).sort_by(keys).combine_chunks() if rows.num_rows else None


def parcels_of(parcels: pa.Table | None, orders: pa.Table | None) -> pa.Table | None:
    """Return the rows of parcels between the first and the last of these orders; None when there are none."""
    if parcels is None or orders is None or not orders.num_rows:
        return None
    numbers = parcels["order_no"]
    first, last = orders["order_no"][0], orders["order_no"][-1]
    found = parcels.filter(pc.and_(pc.greater_equal(numbers, first), pc.less_equal(numbers, last)))
    return found if found.num_rows else None


def _told(column: pa.Array, name: str) -> pa.Array:
    """Return the texts trimmed and cut, null where they say nothing."""
    if column.null_count == len(column):
        return column
    text = pc.utf8_trim_whitespace(column)
    if name == "waybill":
        text = pc.replace_substring_regex(pc.utf8_upper(text), r"(?i)^(?:NO|单号)[:：]\s*", "")
    empty = pc.or_(pc.equal(text, ""), pc.match_substring_regex(text, _NO_WAYBILL))
    return pc.if_else(pc.fill_null(empty, True), None, pc.utf8_slice_codeunits(text, 0, 200))


def _split(rows: pa.Table) -> pa.Table:
    """Give each waybill of a cell a row of its own; one that is longer than any waybill is left out."""
    waybills = one_array(rows["waybill"])
    several = pc.fill_null(pc.match_substring_regex(waybills, _SEVERAL), False)
    long = pc.fill_null(pc.greater(pc.utf8_length(waybills), LONGEST), False)
    odd = pc.or_(several, long)
    if not pc.any(odd).as_py():
        return rows
    made = [
        {**row, "waybill": number}
        for row in rows.filter(odd).to_pylist()
        for each in re.split(_SEVERAL, row["waybill"])
        if (number := _PREFIX.sub("", each)) and len(number) <= LONGEST
    ]
    plain = rows.filter(pc.invert(odd))
    return pa.concat_tables([plain, pa.Table.from_pylist(made, schema=plain.schema)]) if made else plain
