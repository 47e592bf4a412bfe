"""Text kept so that only this installation can read it, and found again without being read.

Sealed with AES-256-GCM under a key made from the newest secret; each sealed text names its key, so that older secrets go on
reading what they sealed. A keyed hash of a text finds it again by equality. The secrets stand outside the database.
"""

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_SECRET = 32
HASH_LETTERS = 32
_NONCE = 12


class UnreadableError(ValueError):
    """A sealed text whose key is not here, or that was changed."""


@dataclass(frozen=True)
class Key:
    """What one secret gives: a number to know it by, a key to seal with and one to hash with."""

    number: str
    cipher: AESGCM = field(repr=False)
    hashing: bytes = field(repr=False)


class Keyring:
    """Keys made from secrets, the first of which seals; every one of them reads.

    >>> old, new = Keyring(["o" * 32]), Keyring(["n" * 32, "o" * 32])
    >>> sealed = old.seal("文三路 1 号", about="7:ann")
    >>> new.unseal(sealed, about="7:ann"), new.is_newest(sealed), old.hash("phone", "1") in new.hashes("phone", "1")
    ('文三路 1 号', False, True)
    """

    def __init__(self, texts: Sequence[str]) -> None:
        if not texts or any(len(text) < SHORTEST_SECRET for text in texts):
            raise ValueError(f"A secret has at least {SHORTEST_SECRET} letters.")
        self._keys = tuple(_key(text) for text in dict.fromkeys(texts))
        self._by_number = {key.number: key for key in self._keys}

    @property
    def newest(self) -> str:
        """Return the number of the key that seals."""
        return self._keys[0].number

    def seal(self, text: str, *, about: str) -> str:
        """Return the text sealed; `about` says whose it is: it can be read only as theirs."""
        nonce = secrets.token_bytes(_NONCE)
        closed = self._keys[0].cipher.encrypt(nonce, text.encode(), about.encode())
        return f"{self.newest}.{base64.b64encode(nonce + closed).decode()}"

    def unseal(self, sealed: str, *, about: str) -> str:
        """Return the text. Raises UnreadableError when its key is gone, or when it is not about them."""
        number, _, body = sealed.partition(".")
        key = self._by_number.get(number)
        if key is None:
            raise UnreadableError(number)
        raw = base64.b64decode(body)
        try:
            return key.cipher.decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        except InvalidTag:
            raise UnreadableError(number) from None

    def is_newest(self, sealed: str) -> bool:
        """Tell whether a text is sealed with the newest key."""
        return sealed.startswith(f"{self.newest}.")

    def hash(self, kind: str, text: str) -> str:
        """Return the keyed hash of a text of a kind: 32 hex letters."""
        return _hash(self._keys[0], kind, text)

    def hashes(self, kind: str, text: str) -> list[str]:
        """Return its hash under every key, to look for what was kept under an older one."""
        return [_hash(key, kind, text) for key in self._keys]


def _hash(key: Key, kind: str, text: str) -> str:
    return hmac.digest(key.hashing, f"{kind}\x1f{text}".encode(), "sha256").hex()[:HASH_LETTERS]


@lru_cache(maxsize=32)
def _key(text: str) -> Key:
    def made(use: str, length: int = 32) -> bytes:
        return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"promo planner {use}".encode()).derive(text.encode())

    return Key(made("number", 4).hex(), AESGCM(made("sealing")), made("hashing"))
