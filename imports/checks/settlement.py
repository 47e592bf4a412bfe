"""Laws that hold in a row of a statement of settled money."""

import numpy as np
import pyarrow.compute as pc

from imports.checks.columns import Flat, Reading, one_array
from imports.checks.laws import as_mask
from imports.checks.problems import Code
from review.claims import AMOUNTS

_LONGEST_ORDER = 100


def check_settlement(flat: Flat, reading: Reading) -> None:
    """Hold each row to the laws: an order it belongs to, and at least one amount. Signs are free: fees are given back too."""
    table = flat.table
    order = one_array(table["order_no"])
    flat.find(Code.MISSING, reading.header("bill_order"), as_mask(pc.equal(pc.utf8_length(order), 0)) & ~flat.rejected)
    long = as_mask(pc.greater(pc.utf8_length(order), _LONGEST_ORDER)) & ~flat.rejected
    flat.find(Code.TEXT_TOO_LONG, reading.header("bill_order"), long, pc.utf8_slice_codeunits(order, 0, 40))
    told = np.zeros(table.num_rows, dtype=bool)
    names = [name for name in AMOUNTS if name in table.column_names]
    for name in names:
        told |= as_mask(pc.is_valid(table[name]))
    first = next((name for name in ("bill_minor", "bill_in_minor", *names) if name in reading.headers), "paid_out_minor")
    flat.find(Code.MISSING, reading.header(first), ~told & ~flat.rejected)
