"""More pieces than anybody usually orders of a product, or than this buyer usually orders: a slip of the finger or a trader."""

from collections.abc import Mapping, Sequence
from math import ceil

from dispatch.rules.abnormal.seen import Finding, OrderSeen

HIGH_SHARE = 0.9
FEWEST_LINES = 20


def usual_limit(counts: Mapping[int, int], *, times: int) -> tuple[int, int] | None:
    """Return what is usual of a SKU, and the most that is not odd, from how many lines hold how many pieces.

    The usual quantity is that of 90 lines of 100, so that a few odd ones do not make themselves usual. None with too few lines.

    >>> usual_limit({1: 80, 2: 19, 500: 1}, times=3), usual_limit({1: 5}, times=3)
    ((2, 6), None)
    """
    lines = sum(counts.values())
    if lines < FEWEST_LINES:
        return None
    wanted, met = ceil(HIGH_SHARE * lines), 0
    for units in sorted(counts):
        met += counts[units]
        if met >= wanted:
            return units, units * times
    return None


def odd_quantity(
    order: OrderSeen, *, limits: Mapping[str, int], usual_of_buyer: Sequence[int], least: int, times: int
) -> Finding | None:
    """Say that a line holds more pieces than the limit of its SKU, and more than `times` what this buyer usually orders.

    `limits`: by SKU; a SKU without one says nothing. `usual_of_buyer`: the pieces of the buyer's other orders; with three or
    more their median counts. Of several lines the one with most pieces is told.

    >>> from dispatch.rules.abnormal.seen import LineSeen
    >>> order = OrderSeen("T1", lines=(LineSeen("A", 40, 100),))
    >>> odd_quantity(order, limits={"A": 6}, usual_of_buyer=[], least=6, times=3).detail
    {'sku': 'A', 'units': 40, 'limit': 6}
    >>> odd_quantity(order, limits={"A": 6}, usual_of_buyer=[30, 40, 50], least=6, times=3)
    """
    buyer = sorted(usual_of_buyer)[(len(usual_of_buyer) - 1) // 2] * times if len(usual_of_buyer) >= 3 else 0
    odd = [
        (line.units, line.sku)
        for line in order.lines
        if line.sku is not None and line.sku in limits and line.units is not None and not line.is_closed and not line.is_gift
        and line.units >= least and line.units > max(limits[line.sku], buyer)
    ]  # fmt: skip
    if not odd:
        return None
    units, sku = max(odd)
    return Finding("quantity", f"{sku}:{units}", {"sku": sku, "units": units, "limit": limits[sku]})
