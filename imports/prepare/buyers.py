"""Who bought, without knowing who it is: an e-mail or a phone number becomes a keyed hash."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from common.contacts import CONTACT, hash_contact


def buyer_keys(buyers: pa.Array, key: bytes, *, all_contacts: bool) -> Any:
    """Give the key of each buyer: the platform's account as it stands, a keyed hash for what is or looks like a contact."""
    if not all_contacts:
        looks = np.asarray(
            pc.fill_null(pc.match_substring_regex(buyers, CONTACT), False).to_numpy(zero_copy_only=False), dtype=bool
        )
        if not looks.any():
            return buyers
    encoded = buyers.dictionary_encode()
    texts = encoded.dictionary
    contact = [True] * len(texts) if all_contacts else pc.match_substring_regex(texts, CONTACT).to_pylist()
    keys = [hash_contact(text, key) if is_contact else text for text, is_contact in zip(texts.to_pylist(), contact, strict=True)]
    return pa.array(keys, pa.string()).take(encoded.indices)


def renamed(keys: Any, pseudonym: Callable[[str], str | None]) -> Any:
    """Give the accounts with those that were forgotten under their pseudonym; the very same array when there are none.

    >>> renamed(pa.array(["ann", None, "ben"]), {"ann": "erased-1"}.get).to_pylist()
    ['erased-1', None, 'ben']
    """
    encoded = keys.dictionary_encode()
    before = encoded.dictionary.to_pylist()
    after = [account if account is None else pseudonym(account) or account for account in before]
    return keys if after == before else pa.array(after, pa.string()).take(encoded.indices)
