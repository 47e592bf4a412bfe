"""A contact (e-mail, phone) is never kept as it is where its owner need only be known again: it becomes a keyed hash."""

import hmac
import re

# An e-mail address; a Chinese mobile number; an international number with its plus sign.
CONTACT = r"^(?:[^@\s]+@[^@\s]+\.[^@\s]+|(?:\+?86[- ]?)?1[3-9]\d{9}|\+\d[\d -]{7,18}\d)$"
HASH_LETTERS = 32
_HASH = re.compile(rf"[0-9a-f]{{{HASH_LETTERS}}}")


def hash_contact(text: str, key: bytes) -> str:
    """Give the keyed hash of a contact: HMAC-SHA256, the first 32 hex letters; case and blanks do not count.

    >>> hash_contact("Ann@example.com ", b"k") == hash_contact("ann@example.com", b"k")
    True
    """
    plain = "".join(text.split()).casefold()
    return hmac.digest(key, plain.encode(), "sha256").hex()[:HASH_LETTERS]


def is_contact(text: str) -> bool:
    """Tell whether a text is an e-mail address or a phone number.

    >>> is_contact("ann@example.com"), is_contact("13800138000"), is_contact("tom_1998")
    (True, True, False)
    """
    return re.fullmatch(CONTACT, text.strip()) is not None


def is_hash(text: str) -> bool:
    """Tell whether a text looks like what `hash_contact` gives.

    >>> is_hash(hash_contact("ann@example.com", b"k")), is_hash("tom_1998")
    (True, False)
    """
    return _HASH.fullmatch(text) is not None
