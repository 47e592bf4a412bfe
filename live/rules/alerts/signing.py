"""The signature of our webhook: HMAC-SHA256 over moment and body, so that nobody else can send, and nothing can be sent again."""

import hmac

HEADER, STAMP = "X-Promo-Signature", "X-Promo-Timestamp"
VALID_SECONDS = 300


def sign(body: bytes, *, secret: str, stamp: int) -> str:
    """Return the signature of a body sent at a moment (UTC epoch seconds).

    >>> sign(b"{}", secret="s", stamp=0) == sign(b"{}", secret="s", stamp=0) != sign(b"{}", secret="s", stamp=1)
    True
    """
    return "sha256=" + hmac.digest(secret.encode(), f"{stamp}.".encode() + body, "sha256").hex()


def is_signed(body: bytes, *, secret: str, stamp: str, signature: str, now: int) -> bool:
    """Tell whether a body was signed with the secret less than five minutes ago; what a receiver does.

    >>> is_signed(b"{}", secret="s", stamp="100", signature=sign(b"{}", secret="s", stamp=100), now=130)
    True
    >>> is_signed(b"{}", secret="s", stamp="100", signature=sign(b"{}", secret="s", stamp=100), now=900)
    False
    """
    if not stamp.isdigit() or abs(now - int(stamp)) > VALID_SECONDS:
        return False
    return hmac.compare_digest(sign(body, secret=secret, stamp=int(stamp)), signature)
