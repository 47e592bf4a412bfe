"""Laws that hold in a row of a stock list, and its cartons turned into pieces."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.cells import by_words
from imports.checks.columns import Flat, Reading, one_array
from imports.checks.laws import as_mask, shown
from imports.checks.numbers import LARGEST_COUNT
from imports.checks.problems import Code
from imports.formats.headers import fold
from imports.formats.stock import AFTER_ORDERS, CARTON, UNIT_WORDS

_LONGEST = {"sku": 100, "place": 100}
_AFTER_ORDERS = frozenset(fold(word) for word in AFTER_ORDERS)
_UNITS = ("piece", "carton")


def check_stock(flat: Flat, reading: Reading, packs: Mapping[str, int]) -> None:
    """Turn cartons into pieces by the row's pack size, else the product's (`packs`), and hold each row to the laws.

    Below zero is kept and told; a row that tells nothing, an unknown unit, and cartons of an unknown size are rejected.
    """
    table = flat.table
    for name, letters in _LONGEST.items():
        if name in table.column_names:
            long = as_mask(pc.greater(pc.utf8_length(table[name]), letters))
            flat.find(Code.TEXT_TOO_LONG, reading.header(name), long, pc.utf8_slice_codeunits(one_array(table[name]), 0, 40))
    flat.table = table = _in_pieces(flat, reading, packs)
    silent = pc.is_null(table["units"]) if "units" in table.column_names else pa.array([True] * table.num_rows)
    if "listed" in table.column_names:
        silent = pc.and_(silent, pc.is_null(table["listed"]))
    name = "stock_units" if "stock_units" in reading.headers else "listed_units"
    flat.find(Code.MISSING, reading.header(name), as_mask(silent) & ~flat.rejected)
    for name, header in (("units", "stock_units"), ("listed", "listed_units")):
        if name in table.column_names:
            below = as_mask(pc.less(table[name], 0)) & ~flat.rejected
            flat.find(Code.NEGATIVE_STOCK, reading.header(header), below, table[name], shown)
    if fold(reading.headers.get("stock_units", "")) in _AFTER_ORDERS:
        there = as_mask(pc.is_valid(table["units"])) & ~flat.rejected
        flat.find(Code.AFTER_ORDERS, reading.header("stock_units"), there, table["units"], shown)


def with_places(table: pa.Table) -> pa.Table:
    """Set the place ("" where none is told) and the moment in UTC epoch seconds (0: that of the file)."""
    rows = table.num_rows
    place = pc.fill_null(table["place"], "") if "place" in table.column_names else pa.array([""] * rows, pa.string())
    at = pa.array([0] * rows, pa.int64())
    if "counted_at" in table.column_names:
        at = pc.fill_null(one_array(table["counted_at"]).cast(pa.int64()), 0)
    table = table.drop_columns([name for name in ("place", "counted_at") if name in table.column_names])
    return table.append_column("place", place).append_column("counted_at", at)


def _in_pieces(flat: Flat, reading: Reading, packs: Mapping[str, int]) -> pa.Table:
    table = flat.table
    if "unit_words" not in table.column_names:
        return table
    said = one_array(table["unit_words"])
    words = {fold(word): _UNITS.index(unit) for word, unit in UNIT_WORDS.items()}
    place = by_words(said, words, pa.int16())
    flat.find(Code.UNKNOWN_WORD, reading.header("unit_words"), as_mask(pc.and_(pc.is_valid(said), pc.is_null(place))), said)
    cartons = as_mask(pc.equal(place, _UNITS.index(CARTON)))
    if not cartons.any():
        return table
    told = one_array(table["pack_units"]).to_pylist() if "pack_units" in table.column_names else [None] * table.num_rows
    skus = table["sku"].to_pylist()
    sizes = [
        (pack if pack and pack > 0 else packs.get(sku)) if carton else 1
        for carton, pack, sku in zip(cartons.tolist(), told, skus, strict=True)
    ]
    size = pa.array(sizes, pa.int64())
    flat.find(Code.NO_PACK_SIZE, reading.header("unit_words"), as_mask(pc.is_null(size)) & ~flat.rejected, table["sku"])
    for name, header in (("units", "stock_units"), ("listed", "listed_units")):
        if name in table.column_names:
            pieces = pc.multiply(table[name], size)
            large = as_mask(pc.greater(pc.abs(pieces), LARGEST_COUNT))
            flat.find(Code.NOT_A_COUNT, reading.header(header), large & ~flat.rejected, table[name], shown)
            table = table.set_column(table.column_names.index(name), name, pieces)
    return table
