"""Laws that hold in a row of reviews."""

import pyarrow.compute as pc

from imports.checks.columns import Flat, Reading, one_array
from imports.checks.laws import as_mask
from imports.checks.problems import Code


def check_reviews(flat: Flat, reading: Reading) -> None:
    """Hold each row to the laws: stars that are known, and something by which the review is known again."""
    table = flat.table
    said = one_array(table["star_words"])
    silent = as_mask(pc.equal(pc.fill_null(pc.utf8_length(said), 0), 0))
    flat.find(Code.MISSING, reading.header("star_words"), silent)
    flat.find(Code.UNKNOWN_WORD, reading.header("star_words"), as_mask(pc.is_null(table["stars"])) & ~flat.rejected, said)
    nameless = as_mask(pc.equal(pc.utf8_length(table["review_no"]), 0)) & ~flat.rejected
    name = next((name for name in ("review_id", "review_order") if name in reading.headers), "review_id")
    flat.find(Code.MISSING, reading.header(name), nameless)
