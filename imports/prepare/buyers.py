"""Who bought, without knowing who it is: an e-mail or a phone number becomes a keyed hash."""

import hmac
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# An e-mail address; a Chinese mobile number; an international number with its plus sign.
_CONTACT = r"^(?:[^@\s]+@[^@\s]+\.[^@\s]+|(?:\+?86[- ]?)?1[3-9]\d{9}|\+\d[\d -]{7,18}\d)$"
HASH_LETTERS = 32


def hash_contact(text: str, key: bytes) -> str:
    """Give the keyed hash of a contact: HMAC-SHA256, the first 32 hex letters; case and blanks do not count.

    >>> hash_contact("Ann@example.com ", b"k") == hash_contact("ann@example.com", b"k")
    True
    """
    plain = "".join(text.split()).casefold()
    return hmac.digest(key, plain.encode(), "sha256").hex()[:HASH_LETTERS]


def buyer_keys(buyers: pa.Array, key: bytes, *, all_contacts: bool) -> Any:
    """Give the key of each buyer: the platform's account as it stands, a keyed hash for what is or looks like a contact."""
    if not all_contacts:
        looks = np.asarray(
            pc.fill_null(pc.match_substring_regex(buyers, _CONTACT), False).to_numpy(zero_copy_only=False), dtype=bool
        )
        if not looks.any():
            return buyers
    encoded = buyers.dictionary_encode()
    texts = encoded.dictionary
    contact = [True] * len(texts) if all_contacts else pc.match_substring_regex(texts, _CONTACT).to_pylist()
    keys = [hash_contact(text, key) if is_contact else text for text, is_contact in zip(texts.to_pylist(), contact, strict=True)]
    return pa.array(keys, pa.string()).take(encoded.indices)
