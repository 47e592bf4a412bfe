"""Who is left out at random, so that it can be said later what asking brought: by the number of the order, decided once."""

from hashlib import sha256

WHOLE = 10_000


def is_held_out(seed: str, number: str, share_bp: int) -> bool:
    """Tell whether the order (or account) `number` falls into the share that is left out, in basis points, 0 to 10,000.

    The same seed and number always give the same answer; numbers next to each other have nothing to do with each other. A
    larger share holds everybody whom a smaller one holds.

    >>> is_held_out("shop 1", "A-1", 0), is_held_out("shop 1", "A-1", 10_000)
    (False, True)
    >>> sum(is_held_out("shop 1", f"A-{number}", 1_000) for number in range(10_000))
    1022
    """
    place = int.from_bytes(sha256(f"{seed}\x1f{number}".encode()).digest()[:8], "big")
    return place % WHOLE < share_bp
