"""Levels worked out one line after the other, as the rule says it: what the bulk statements are held to."""

from collections import defaultdict

from inventory.models import CountKind, Reserve, StockCount, StockLevel
from inventory.rules.levels import Line, Telling, is_ordered, last_of, listed_now, recount
from orders.models import Order, OrderLine, Shop

FIELDS = ("on_hand", "unpaid", "unshipped", "reserve", "available", "short", "listed")


def lines_of(shop: Shop) -> dict[str, list[Line]]:
    orders = {order.order_no: order for order in Order.objects.filter(shop=shop)}
    found = defaultdict(list)
    for line in OrderLine.objects.filter(shop=shop).exclude(sku=None):
        order = orders[line.order_no]
        found[line.sku].append(
            Line(
                line.units, order.placed_at, order.paid_at, order.shipped_at, order.completed_at, order.state, order.refund_state,
                line.state, line.refund_state,
            )
        )  # fmt: skip
    return found


def levels_by_hand(shop: Shop) -> dict[str, tuple]:
    counted, listed = defaultdict(list), defaultdict(list)
    for count in StockCount.objects.filter(shop=shop).select_related("stocktake"):
        if count.stocktake is not None and count.stocktake.closed_at is None:
            continue
        telling = Telling(count.place, count.counted_at, count.units, count.as_of, count.digest, count.pk, count.stands_for)
        (counted if count.kind == CountKind.COUNTED else listed)[count.sku].append(telling)
    kept = {one.sku: one for one in Reserve.objects.filter(shop=shop, released_at=None)}
    lines = lines_of(shop)
    found = {}
    for sku in {*counted, *listed, *kept}:
        shown = last_of(listed[sku])
        otherwise = shown.counted_at if shown else (kept[sku].made_at if sku in kept else None)
        reserve = kept[sku].units if sku in kept else 0
        level = recount(tellings=counted[sku], lines=lines[sku], reserve=reserve, otherwise=otherwise)
        ordered = sum(
            line.units or 0 for line in lines[sku] if shown and (line.units or 0) > 0 and is_ordered(line, shown.counted_at)
        )
        found[sku] = (*(getattr(level, name) for name in FIELDS[:-1]), listed_now(shown.units if shown else None, ordered))
    return found


def assert_levels_are_right(shop: Shop) -> None:
    assert {row[0]: row[1:] for row in StockLevel.objects.filter(shop=shop).values_list("sku", *FIELDS)} == levels_by_hand(shop)
    for level in StockLevel.objects.filter(shop=shop):
        assert level.on_hand is None or 0 <= level.available <= level.on_hand
