"""Past baskets of the sale's shops, read with one query into columns for the pricing rules."""
# ruff: noqa: S608 - the names come from our own tables

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection
from django.db.models import Sum

from campaigns.models import Campaign
from campaigns.queries.prices import ProductPrices, planned_prices
from campaigns.rules.pricing import BasketTable
from campaigns.rules.replay import Ints, PastBaskets
from common.windows import slot_of
from metrics.models import SalesSlot
from orders.models import Order, OrderLine

MOST_BASKETS = 300_000
DAY_SLOTS = 144
SLOT = timedelta(minutes=10)
Row = tuple[int, str, int, int | None, str | None, str | None, int, int | None, int | None]


@dataclass(frozen=True)
class PastWindow:
    """The slots whose paid orders are replayed, half open; `is_cut` when there were more than the most that is read at once."""

    start: int
    end: int
    is_cut: bool


def window_of(campaign: Campaign, *, start: datetime, end: datetime) -> PastWindow:
    """Return the slots from `start` to `end`, begun later where they hold more than 300,000 paid orders: the newest count."""
    first, last = slot_of(start), slot_of(end)
    shops = list(campaign.shops.values_list("pk", flat=True))
    counted = (
        SalesSlot.objects.filter(shop__in=shops, slot__gte=first, slot__lt=last)
        .values_list("slot")
        .annotate(count=Sum("paid_orders"))
        .order_by("-slot")
    )
    held = 0
    for slot, count in counted:
        held += count
        if held > MOST_BASKETS:
            return PastWindow(slot + 1, last, is_cut=True)
    return PastWindow(first, last, is_cut=False)


def paid_baskets(campaign: Campaign, *, start: datetime, end: datetime) -> int:
    """Return how many orders of the sale's shops were paid from `start` to `end`."""
    slots = SalesSlot.objects.filter(shop__in=campaign.shops.all(), slot__gte=slot_of(start), slot__lt=slot_of(end))
    return slots.aggregate(count=Sum("paid_orders"))["count"] or 0


def default_window(campaign: Campaign, *, at: datetime) -> tuple[datetime, datetime]:
    """Propose whose baskets are replayed: those of the earlier sale it is compared with, else of the 30 days until now.

    The days end no later than the sale begins.
    """
    earlier = campaign.compare_with
    if earlier is not None and earlier.ends_at <= at:
        return earlier.starts_at, earlier.ends_at
    end = min(at, campaign.starts_at)
    return end - timedelta(days=30), end


def past_baskets(
    campaign: Campaign, window: PastWindow, *, buyer_tier: str = "", claimed: frozenset[str] = frozenset()
) -> PastBaskets:
    """Return the paid baskets of a window as if they were ordered when the sale begins.

    A piece has its planned price, else its list price, else the unit list price of its line; a line without any of them, without
    a SKU or without a piece, and gifts, are left out. Every buyer counts as of `buyer_tier` and has claimed the offers of
    `claimed` (keys). One query reads the orders and their lines.
    """
    prices = {(one.shop_id, one.sku): one for one in planned_prices(campaign)}
    ahead = int((campaign.starts_at.astimezone(ZoneInfo(campaign.time_zone)).utcoffset() or timedelta()) / SLOT)
    heads: dict[tuple[int, str], int] = {}
    products: dict[tuple[str, str, str, str], int] = {}
    known: dict[tuple[int, str], tuple[int, int | None, int]] = {}
    heads_of: list[tuple[int, int, int, int]] = []
    buyers: dict[tuple[int, str], int] = {}
    lines: list[tuple[int, int, int, int, int, int]] = []
    for shop, order_no, slot, freight, buyer, sku, units, price, paid in _rows(campaign, window):
        if not sku or not units or units <= 0:
            continue
        found = known.get((shop, sku))
        if found is None:
            found = known[shop, sku] = _product(prices.get((shop, sku)), shop, sku, products)
        product, planned, cost = found
        asked = planned if planned is not None else price if price is not None else None if paid is None else paid // units
        if asked is None or asked < 0:
            continue
        key = (shop, order_no)
        place = heads.get(key)
        if place is None:
            place = heads[key] = len(heads_of)
            # Orders whose buyer is unknown are of different buyers.
            who = buyers.setdefault((shop, buyer), len(buyers)) if buyer else -1 - place
            heads_of.append(((slot + ahead) // DAY_SLOTS, slot, who, max(0, freight or 0)))
        lines.append((place, len(lines) + 1, product, asked, units, cost))
    return _columns(campaign, heads_of, lines, products, buyer_tier, claimed)


def _columns(
    campaign: Campaign,
    heads: list[tuple[int, int, int, int]],
    lines: list[tuple[int, int, int, int, int, int]],
    products: dict[tuple[str, str, str, str], int],
    buyer_tier: str,
    claimed: frozenset[str],
) -> PastBaskets:
    count = len(heads)
    days, slots, buyers, freight = np.array(heads, dtype=np.int64).reshape(-1, 4).T
    place, number, product, price, units, cost = np.array(lines, dtype=np.int64).reshape(-1, 6).T
    nothing: Ints = np.zeros(count, dtype=np.int64)
    table = BasketTable(
        at=np.full(count, campaign.start_slot, dtype=np.int64),
        tier=nothing,
        held=nothing,
        freight=freight,
        line_basket=place,
        line_no=number,
        line_product=product,
        line_price=price,
        line_units=units,
        line_deposit=np.zeros(len(lines), dtype=np.int64),
        products=tuple(products),
        tiers=(buyer_tier,),
        coupons=(claimed,),
    )
    return PastBaskets(table, days, cost, slots, buyers)


def _product(
    one: ProductPrices | None, shop: int, sku: str, products: dict[tuple[str, str, str, str], int]
) -> tuple[int, int | None, int]:
    """Return the place of a product, its planned or list price, and its cost (-1: unknown)."""
    tier, category = (one.tier, one.category) if one else ("", "")
    place = products.setdefault((sku, tier, category, str(shop)), len(products))
    cost = one.cost_minor if one and one.cost_minor is not None else -1
    return place, one.asked_minor if one else None, cost


def _rows(campaign: Campaign, window: PastWindow) -> list[Row]:
    """Return (shop, order, slot, freight, buyer, SKU, pieces, price, paid) of every line but gifts, the lines by number."""
    orders, lines = Order._meta.db_table, OrderLine._meta.db_table
    shops = sorted(campaign.shops.values_list("pk", flat=True))
    places = ", ".join(["%s"] * len(shops))
    # From the slots to the orders to the lines: SQLite keeps to the order of a CROSS JOIN, PostgreSQL finds the best itself.
    statement = (
        'SELECT o."shop_id", o."order_no", o."paid_slot", o."freight_minor", o."buyer_key",'
        ' l."sku", l."units", l."price_minor", l."paid_minor"'
        f' FROM "{orders}" o CROSS JOIN "{lines}" l'
        f' WHERE o."shop_id" IN ({places}) AND o."paid_slot" >= %s AND o."paid_slot" < %s'
        ' AND l."shop_id" = o."shop_id" AND l."order_no" = o."order_no" AND l."is_gift" IS NOT TRUE'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*shops, window.start, window.end])
        rows: list[Row] = cursor.fetchall()
    return rows
