"""Which of the orders that wait for a product cannot be sent, when fewer pieces are there than are sold."""

from collections.abc import Iterable, Mapping

from dispatch.rules.abnormal.seen import Finding

Waiting = tuple[int, str, str, int]  # paid at, order number, SKU, pieces


def oversold_orders(waiting: Iterable[Waiting], *, short: Mapping[str, int]) -> dict[str, Finding]:
    """Return the orders that go without: who paid last, until what is short is covered. `short`: pieces by SKU.

    An order that goes without several SKUs is told of the first by name.

    >>> lines = [(1, "T1", "A", 2), (2, "T2", "A", 1), (3, "T3", "A", 2)]
    >>> found = oversold_orders(lines, short={"A": 3})
    >>> sorted(found), found["T2"].detail
    (['T2', 'T3'], {'sku': 'A', 'units': 1, 'short': 3})
    """
    left = dict(short)
    found: dict[str, Finding] = {}
    for _paid, number, sku, units in sorted(waiting, key=lambda line: (-line[0], line[1], line[2]), reverse=False):
        if left.get(sku, 0) <= 0 or units <= 0:
            continue
        left[sku] -= units
        if number not in found or sku < found[number].detail["sku"]:
            found[number] = Finding("oversold", sku, {"sku": sku, "units": units, "short": short[sku]})
    return found
