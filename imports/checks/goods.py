"""Laws that hold in a row of a product list or a price list."""

import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.columns import Flat, Reading, one_array
from imports.checks.laws import as_mask, shown
from imports.checks.problems import Code
from imports.checks.times import to_utc

_WORDS = ("tier", "status", "kind")
_AMOUNTS = ("cost_minor", "list_price_minor", "floor_minor", "offered_minor")
_LONGEST = {"sku": 100, "title": 300, "category": 100, "supplier": 200, "picture": 500}
_LEAST = {"pack_units": 1, "alert_units": 0}
_MOST_UNITS = 10_000_000


def check_goods(flat: Flat, reading: Reading) -> None:
    """Hold each row to the laws: known words, no amount below zero, texts that fit; a cost above its price is told."""
    table = flat.table
    for name in _WORDS:
        words = f"{name}_words"
        if words in table.column_names:
            strange = as_mask(pc.and_(pc.is_valid(table[words]), pc.is_null(table[name])))
            flat.find(Code.UNKNOWN_WORD, reading.header(words), strange, table[words])
    for name in _AMOUNTS:
        if name in table.column_names:
            flat.find(Code.NEGATIVE_PRICE, reading.header(name), as_mask(pc.less(table[name], 0)), table[name], shown)
    for name, letters in _LONGEST.items():
        if name in table.column_names:
            long = as_mask(pc.greater(pc.utf8_length(table[name]), letters))
            flat.find(Code.TEXT_TOO_LONG, reading.header(name), long, pc.utf8_slice_codeunits(one_array(table[name]), 0, 40))
    for name, least in _LEAST.items():
        if name in table.column_names:
            where = as_mask(pc.or_(pc.less(table[name], least), pc.greater(table[name], _MOST_UNITS)))
            flat.find(Code.NOT_A_COUNT, reading.header(name), where, table[name], shown)
    if {"cost_minor", "list_price_minor"} <= set(table.column_names):
        over = as_mask(pc.greater(table["cost_minor"], table["list_price_minor"]))
        flat.find(Code.COST_OVER_PRICE, reading.header("cost_minor"), over & ~flat.rejected, table["cost_minor"], shown)


def with_days(flat: Flat, reading: Reading) -> pa.Table:
    """Set `since` and `until` (UTC epoch seconds) from the first and the last day; an end before its beginning is rejected."""
    table = flat.table
    since = _midnight(one_array(table["price_from"]), reading.zone)
    until = pa.nulls(table.num_rows, pa.int64())
    if "price_to" in table.column_names:
        last = one_array(table["price_to"]).cast(pa.int32())
        until = _midnight(pc.add(last, 1).cast(pa.int32()).cast(pa.date32()), reading.zone)
        where = as_mask(pc.less_equal(until, since))
        flat.find(Code.ENDS_BEFORE, reading.header("price_to"), where, table["price_to"], shown)
    return table.append_column("since", since).append_column("until", until)


def _midnight(days: pa.Array, zone: str) -> pa.Array:
    """Give the moment each day of the shop's clock begins; null stays null."""
    local = days.cast(pa.timestamp("s"))
    moments, _gap, _twice = to_utc(local, zone)
    return moments.cast(pa.int64())


__all__ = ["check_goods", "with_days"]
