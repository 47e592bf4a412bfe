"""A piece was sold for less than the floor price of its product: a wrong coupon, offers that add up, a mistyped price."""

from collections.abc import Mapping

from dispatch.rules.abnormal.seen import Finding, OrderSeen


def below_floor(order: OrderSeen, *, floors: Mapping[str, int], percent: int) -> Finding | None:
    """Say that a line brings less per piece than the floor of its SKU less `percent`; gifts and closed lines say nothing.

    What the platform pays of the price counts as paid: it is shared out by what the buyer pays for each line. Of several lines
    the one furthest below is told. `floors`: minor units by SKU.

    >>> from dispatch.rules.abnormal.seen import LineSeen
    >>> order = OrderSeen("T1", lines=(LineSeen("A", 2, 5_000), LineSeen("B", 1, 4_000)))
    >>> below_floor(order, floors={"A": 3_000, "B": 4_000}, percent=0).detail
    {'sku': 'A', 'paid_minor': 2500, 'floor_minor': 3000}
    >>> below_floor(order, floors={"A": 3_000}, percent=20)
    """
    worst: tuple[float, str, int] | None = None
    whole = sum(line.paid_minor or 0 for line in order.lines)
    helped = (order.platform_discount_minor or 0) / whole if whole else 0.0
    for line in order.lines:
        if line.sku is None or line.sku not in floors or line.is_gift or line.is_closed:
            continue
        if not line.units or line.units < 0 or line.paid_minor is None:
            continue
        each = line.paid_minor * (1 + helped) / line.units
        floor = floors[line.sku]
        if each < floor * (100 - percent) / 100 - 1:  # a cent of a shared discount is no price
            worst = min(filter(None, (worst, (each / floor, line.sku, round(each)))))
    if worst is None:
        return None
    _share, sku, paid = worst
    return Finding("price", f"{sku}:{paid}:{floors[sku]}", {"sku": sku, "paid_minor": paid, "floor_minor": floors[sku]})
