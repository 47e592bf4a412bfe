"""What is still to be ordered of a product."""


def to_order(*, hold: int, on_hand: int | None, ordered: int, pack_units: int | None = None) -> int | None:
    """Return the pieces to order so that `hold` are there, in whole cartons; None when nobody has counted what is on hand.

    A count below zero counts as none. `ordered`: already ordered and not received.

    >>> to_order(hold=100, on_hand=30, ordered=20), to_order(hold=100, on_hand=30, ordered=20, pack_units=24)
    (50, 72)
    >>> to_order(hold=100, on_hand=None, ordered=0), to_order(hold=100, on_hand=120, ordered=0)
    (None, 0)
    """
    if on_hand is None:
        return None
    missing = max(0, hold - max(on_hand, 0) - ordered)
    pack = max(pack_units or 1, 1)
    return -(-missing // pack) * pack
