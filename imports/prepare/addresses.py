"""Where orders go, without knowing where: a keyed digest of each address, so that a change is seen and the address never kept."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from common.contacts import hash_contact
from imports.checks.columns import one_array

DIGEST = "address_digest"
DIGEST_LETTERS = 16
_MASKED = r"[*＊…]"  # a platform that hides a part hides another part in the next export


def address_digests(addresses: pa.Array, key: bytes) -> Any:
    """Give the digest of each address, null for none and for one the platform has masked; blanks and case do not count.

    >>> told = address_digests(pa.array(["文三路 1 号", "文三路1号", "文三路***", None]), b"k").to_pylist()
    >>> told[0] == told[1], len(told[0]), told[2:]
    (True, 16, [None, None])
    """
    encoded = addresses.dictionary_encode()
    texts = encoded.dictionary
    masked = pc.match_substring_regex(texts, _MASKED).to_pylist()
    digests = [
        None if is_masked or not text.strip() else hash_contact(f"address {text}", key)[:DIGEST_LETTERS]
        for text, is_masked in zip(texts.to_pylist(), masked, strict=True)
    ]
    return pa.array(digests, pa.string()).take(encoded.indices)


def addresses_in(table: pa.Table) -> pa.Table | None:
    """Return order number and digest, each order once, sorted by order; None when no row tells any. `table` is sorted so."""
    if DIGEST not in table.column_names:
        return None
    rows = pa.table({"order_no": one_array(table["order_no"]), "digest": one_array(table[DIGEST])})
    rows = rows.filter(pc.is_valid(rows["digest"]))
    if not rows.num_rows:
        return None
    firsts = rows.group_by("order_no", use_threads=False).aggregate([("digest", "first")])
    return pa.table({"order_no": firsts["order_no"], "digest": firsts["digest_first"]}).combine_chunks()
