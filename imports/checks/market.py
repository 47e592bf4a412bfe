"""Laws that hold in a row of market figures."""

import pyarrow.compute as pc

from imports.checks.columns import Flat, Reading, one_array
from imports.checks.laws import as_mask, shown
from imports.checks.problems import Code

_COUNTS = ("category_rank", "market_units", "favourites", "searches", "follows", "carts", "visitors", "paid_buyers")
_AMOUNTS = ("band_low_minor", "band_high_minor")
_LONGEST_SKU = 100


def check_market(flat: Flat, reading: Reading) -> None:
    """Hold each row to the laws: a code that fits, no count and no amount below zero, a band that ends above its beginning."""
    table = flat.table
    long = as_mask(pc.greater(pc.utf8_length(table["sku"]), _LONGEST_SKU))
    flat.find(Code.TEXT_TOO_LONG, reading.header("product_sku"), long, pc.utf8_slice_codeunits(one_array(table["sku"]), 0, 40))
    for name in _COUNTS:
        if name in table.column_names:
            least = 1 if name == "category_rank" else 0
            flat.find(Code.NOT_A_COUNT, reading.header(name), as_mask(pc.less(table[name], least)), table[name], shown)
    for name in _AMOUNTS:
        if name in table.column_names:
            flat.find(Code.NEGATIVE_PRICE, reading.header(name), as_mask(pc.less(table[name], 0)), table[name], shown)
    if set(_AMOUNTS) <= set(table.column_names):
        turned = as_mask(pc.less(table["band_high_minor"], table["band_low_minor"])) & ~flat.rejected
        flat.find(Code.BAND_TURNED, reading.header("band_high_minor"), turned, table["band_high_minor"], shown)
