"""What the day of a rehearsal is drawn from: the plan by slots, what each shop usually sells, the orders of the earlier sale."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from campaigns.models import Campaign
from campaigns.queries import target_arrays
from common.windows import Window
from imports.demo.catalogue import DemoShop, Wares
from imports.demo.story import NEVER
from inventory.models import Product
from metrics.models import SkuHour
from metrics.queries import slot_series
from orders.models import Order, OrderLine, Shop, TrafficHour
from rehearsal.rules.days import PastOrders, ShopDay

HISTORY_SLOTS = 28 * 144
MOST_WARES = 400
WRITTEN_AS = {"jd": "jd", "douyin": "douyin"}
PLAIN_CHANNELS = {"搜索": 0.45, "推荐": 0.30, "直通车": 0.15, "直播": 0.10}
NAMELESS = "all"
USUAL_MINOR = 10_000


def shop_days(campaign: Campaign) -> list[ShopDay]:
    """Return what the plan wants of each shop of a sale, shared out by what each sold in the four weeks before it.

    Where none sold anything the shops are equal. The whole sale is returned, from its first slot to its last.
    """
    shops = list(campaign.shops.order_by("pk"))
    before = Window(campaign.start_slot - HISTORY_SLOTS, campaign.start_slot)
    sold = np.array([slot_series(shops=[shop], window=before, name="revenue").sum() for shop in shops], np.float64)
    shares = sold / sold.sum() if sold.sum() else np.full(len(shops), 1 / max(1, len(shops)))
    revenue, visitors, orders, inquiries = (row.astype(np.float64) for row in target_arrays(campaign=campaign).table)
    return [
        _shop_day(campaign, shop, float(share), [orders, revenue, visitors, inquiries])
        for shop, share in zip(shops, shares, strict=True)
    ]


def _shop_day(campaign: Campaign, shop: Shop, share: float, wanted: list[np.ndarray]) -> ShopDay:
    orders, revenue, visitors, inquiries = (row * share for row in wanted)
    wares, weights, prices, channels = _wares(campaign, shop)
    ahead = campaign.starts_at.astimezone(ZoneInfo(shop.time_zone)).utcoffset()
    return ShopDay(
        shop=DemoShop(str(shop.pk), shop.name, WRITTEN_AS.get(shop.platform, "tmall"), share),
        wares=wares,
        start=int(campaign.starts_at.timestamp()),
        clock=int(ahead.total_seconds()) if ahead else 0,
        orders=orders,
        revenue=revenue,
        visitors=visitors,
        inquiries=inquiries,
        weights=weights,
        prices=prices,
        channel_shares=channels,
    )


def _wares(campaign: Campaign, shop: Shop) -> tuple[Wares, np.ndarray, np.ndarray, np.ndarray]:
    """Return the goods sold most in the weeks before and in the earlier sale, with their pieces, prices, and the channels."""
    pieces: dict[str, int] = {}
    paid: dict[str, int] = {}
    windows = [(campaign.start_slot - HISTORY_SLOTS, campaign.start_slot)]
    if campaign.compare_with is not None:
        windows.append((campaign.compare_with.start_slot, campaign.compare_with.end_slot))
    for first, last in windows:
        rows = SkuHour.objects.filter(shop=shop, hour__gte=first, hour__lt=last).values_list("sku", "units", "revenue_minor")
        for sku, units, revenue in rows.iterator():
            pieces[sku] = pieces.get(sku, 0) + units
            paid[sku] = paid.get(sku, 0) + revenue
    products = {one.sku: one for one in Product.objects.filter(shop=shop)}
    codes = sorted((sku for sku in pieces if pieces[sku] > 0), key=lambda sku: (-pieces[sku], sku))[:MOST_WARES]
    codes = codes or sorted(products)[:MOST_WARES] or ["SKU-1"]
    listed = [products[sku].list_price_minor if sku in products else None for sku in codes]
    prices = [
        paid[sku] // pieces[sku] if pieces.get(sku) else price or USUAL_MINOR for sku, price in zip(codes, listed, strict=True)
    ]
    titles = tuple(products[sku].title or sku if sku in products else sku for sku in codes)
    channels = _channels(campaign, shop)
    list_minor = tuple(price or paid_for for price, paid_for in zip(listed, prices, strict=True))
    wares = Wares(tuple(codes), titles, list_minor, tuple(channels))
    weights = np.array([float(max(1, pieces.get(sku, 1))) for sku in codes])
    return wares, weights, np.maximum(np.array(prices, np.float64), 1), np.array(list(channels.values()), np.float64)


def _channels(campaign: Campaign, shop: Shop) -> dict[str, float]:
    """Return the visitors by channel of the last weeks, else of the earlier sale, else a plain mixture."""
    windows = [(campaign.start_slot - HISTORY_SLOTS, campaign.start_slot)]
    if campaign.compare_with is not None:
        windows.append((campaign.compare_with.start_slot, campaign.compare_with.end_slot))
    for first, last in windows:
        found: dict[str, float] = {}
        rows = TrafficHour.objects.filter(shop=shop, hour__gte=first, hour__lt=last).values_list("channel", "visitors")
        for name, visitors in rows:
            found[name] = found.get(name, 0.0) + (visitors or 0)
        kept = {name: count for name, count in sorted(found.items()) if count > 0 and name != NAMELESS}
        if kept:
            return kept
    return PLAIN_CHANNELS


def past_orders(campaign: Campaign, shop: Shop, day: ShopDay) -> PastOrders:
    """Return what a shop sold in the earlier sale, moved to the time of this one; nothing where there is no earlier sale.

    Goods beyond the wares of the day count as the first of them, orders without lines as one line of it.
    """
    earlier = campaign.compare_with
    if earlier is None:
        return _packed([], {}, {})
    shift = int((campaign.starts_at - earlier.starts_at).total_seconds())
    last = min(earlier.end_slot, earlier.start_slot + (campaign.end_slot - campaign.start_slot))
    rows = Order.objects.filter(shop=shop, placed_slot__gte=earlier.start_slot, placed_slot__lt=last, total_minor__isnull=False)
    told = rows.order_by("placed_at", "order_no").values_list(
        "order_no", "placed_at", "paid_at", "refund_requested_at", "total_minor"
    )
    orders = [
        (number, _seconds(placed, shift), _seconds(paid, shift), _seconds(asked, shift), total or 0)
        for number, placed, paid, asked, total in told.iterator()
    ]
    numbers = {order[0] for order in orders}
    lines: dict[str, list[tuple[str, int, int]]] = {}
    found = OrderLine.objects.filter(shop=shop, order_no__in=rows.values("order_no")).values_list(
        "order_no", "sku", "units", "paid_minor"
    )
    for number, sku, units, paid in found.order_by("order_no", "line_no").iterator():
        if number in numbers:
            lines.setdefault(number, []).append((sku or "", units or 1, paid or 0))
    return _packed(orders, lines, {code: place for place, code in enumerate(day.wares.codes)})


def _seconds(moment: datetime | None, shift: int) -> int:
    return NEVER if moment is None else int(moment.astimezone(UTC).timestamp()) + shift


def _packed(
    orders: list[tuple[str, int, int, int, int]], lines: dict[str, list[tuple[str, int, int]]], places: dict[str, int]
) -> PastOrders:
    flat = [
        (row, places.get(sku, 0), units, paid)
        for row, order in enumerate(orders)
        for sku, units, paid in lines.get(order[0]) or [("", 1, order[4])]
    ]
    by_order = np.array([order[1:4] for order in orders], np.int64).reshape(-1, 3)
    by_line = np.array(flat, np.int64).reshape(-1, 4)
    return PastOrders(*(by_order[:, at] for at in range(3)), *(by_line[:, at] for at in range(4)))
