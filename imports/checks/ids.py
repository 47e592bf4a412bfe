"""Numbers that must keep every digit, and the signs that a spreadsheet program has shortened them."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from imports.checks.cells import Mask, lengths
from imports.readers.leftout import only_digits

ID_LIMIT = 100  # bytes
SAFE_DIGITS = 15  # a spreadsheet keeps no more
_SCIENTIFIC = r"^\d+(?:\.\d+)?[eE]\+\d{1,3}$"
_LONG_DECIMAL = r"^\d{16,}\.0+$"
_DECIMAL = r"^(\d{1,15})\.0+$"


@dataclass(frozen=True)
class Ids:
    """Numbers as text; `damaged` marks those that lost digits and are null now."""

    values: pa.Array
    damaged: Mask


def read_ids(column: pa.Array) -> Ids:
    """Read a column of trimmed numbers, null for nothing.

    >>> ids = read_ids(pa.array(["6917926768823643751", "6.91793E+18", "12.0", "TB-1E5"]))
    >>> ids.values.to_pylist(), ids.damaged.tolist()
    (['6917926768823643751', None, '12', 'TB-1E5'], [False, True, False, False])
    """
    none = np.zeros(len(column), dtype=bool)
    if only_digits(pa.chunked_array([column])):
        return Ids(column, none)
    marks = pc.or_(pc.match_substring_regex(column, _SCIENTIFIC), pc.match_substring_regex(column, _LONG_DECIMAL))
    damaged = np.asarray(pc.fill_null(marks, False).to_numpy(zero_copy_only=False), dtype=bool)
    if damaged.any():
        column = pc.if_else(pa.array(damaged), pa.scalar(None, pa.string()), column)
    return Ids(pc.replace_substring_regex(column, _DECIMAL, r"\1"), damaged)


def rounded_by_spreadsheet(column: pa.Array) -> bool:
    """Tell whether a column of long numbers was rounded to fifteen digits: three or more, all different, all ending in zeros.

    >>> rounded_by_spreadsheet(pa.array(["4200000000000120000", "4200000000000340000", "4200000000000560000"]))
    True
    >>> rounded_by_spreadsheet(pa.array(["4200000000000120001", "4200000000000340000", "4200000000000560000"]))
    False
    """
    sizes = lengths(column)
    long = column.take(pa.array(np.flatnonzero(sizes >= SAFE_DIGITS + 2)))
    if len(long) < 3 or not only_digits(pa.chunked_array([long])):
        return False
    tails = pc.utf8_slice_codeunits(long, SAFE_DIGITS)
    zeros = pc.match_substring_regex(tails, "^0+$")
    return bool(pc.all(zeros).as_py()) and len(long.unique()) >= 3
