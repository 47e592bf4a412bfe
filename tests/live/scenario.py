"""A small shop on a sale day: orders and traffic as claims, loaded down the same road as files."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
from django.db import transaction

from campaigns.models import Campaign
from campaigns.queries import target_slots
from campaigns.services import create_campaign
from common.windows import slot_start
from live.services import recompute_board
from metrics import services as metrics
from orders.claims import MOMENT, ORDER_FIELDS, ROWS, ChunkClaims, Source
from orders.models import Shop
from orders.services import create_shop, load_chunk
from orders.states import OrderState, RefundState

START = dt.datetime(2026, 11, 10, 16, 0, tzinfo=dt.UTC)  # 0:00 of Double 11 in Shanghai
HOUR = dt.timedelta(hours=1)
AT = START + dt.timedelta(hours=10, minutes=42)
# Shares of the day's visitors by the hour: full at midnight, trough at four, peaks at ten and twenty-one.
SHAPE = [128, 52, 20, 10, 6, 6, 9, 18, 30, 46, 58, 50, 44, 42, 42, 44, 44, 42, 46, 58, 74, 88, 76, 70]


@dataclass(frozen=True)
class Paid:
    """One order: when it was paid, what was paid, what was asked back."""

    number: str
    at: dt.datetime
    minor: int
    refund_minor: int = 0


def shop_named(name: str = "Qinghe womenswear") -> Shop:
    return create_shop(actor=None, name=name, platform="tmall", currency="CNY", time_zone="Asia/Shanghai")


def load_orders(shop: Shop, orders: Sequence[Paid], *, as_of: dt.datetime) -> frozenset[int]:
    rows = sorted(orders, key=lambda order: order.number)
    fields = {
        "placed_at": [order.at for order in rows],
        "paid_at": [order.at for order in rows],
        "refund_requested_at": [order.at + HOUR if order.refund_minor else None for order in rows],
        "state": [OrderState.PAID] * len(rows),
        "refund_state": [RefundState.FULL if order.refund_minor else RefundState.NONE for order in rows],
        "total_minor": [order.minor for order in rows],
        "refund_minor": [order.refund_minor for order in rows],
    }
    columns = {name: pa.array(values, MOMENT if name.endswith("_at") else ORDER_FIELDS[name]) for name, values in fields.items()}
    numbers = pa.array([order.number for order in rows], pa.string())
    table = pa.table({"order_no": numbers, **columns, "rows": pa.array([1] * len(rows), ROWS)})
    return _load(shop, ChunkClaims(orders=table), as_of)


def load_traffic(shop: Shop, hours: dict[dt.datetime, tuple[int | None, int | None]], *, as_of: dt.datetime) -> frozenset[int]:
    """Load visitors and inquiries by the hour's first moment."""
    rows = sorted(hours.items())
    table = pa.table(
        {
            "hour": pa.array([int(hour.timestamp()) // 600 for hour, _values in rows], pa.int64()),
            "channel": pa.array(["all"] * len(rows), pa.string()),
            "visitors": pa.array([values[0] for _hour, values in rows], pa.int64()),
            "inquiries": pa.array([values[1] for _hour, values in rows], pa.int64()),
            "rows": pa.array([1] * len(rows), ROWS),
        }
    )
    return _load(shop, ChunkClaims(traffic=table), as_of)


def _load(shop: Shop, chunk: ChunkClaims, as_of: dt.datetime) -> frozenset[int]:
    digest = hashlib.sha256(repr((as_of, chunk)).encode()).hexdigest()
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=Source(int(as_of.timestamp()), digest), chunk=chunk)
        metrics.mark_stale(shop=shop, hours=touched.hours)
    metrics.refill(shop=shop)
    return touched.hours


def day_of_orders(
    *, start: dt.datetime, until: dt.datetime, orders_a_day: int, value_minor: int, prefix: str, factor: Callable[[float], float]
) -> list[Paid]:
    """Return evenly spread orders along SHAPE; `factor` says for an hour (with fraction) how much of the plan comes."""
    made = []
    total = sum(SHAPE)
    for hour, share in enumerate(SHAPE):
        planned = orders_a_day * share / total
        count = round(planned * factor(hour + 0.5))
        for index in range(count):
            # The first hour is fullest at its beginning, as at midnight of a sale.
            part = (index / count) ** (1.6 if hour == 0 else 1.0)
            at = start + HOUR * hour + dt.timedelta(seconds=int(3600 * part))
            if at < until:
                value = value_minor * (80 + (index * 37 + hour * 11) % 41) // 100
                made.append(Paid(f"{prefix}-{hour:02}-{index:05}", at, value, value if index % 41 == 7 else 0))
    return made


def orders_along(campaign: Campaign, *, until: dt.datetime, value_minor: int, factor: Callable[[float], float]) -> list[Paid]:
    """Return orders along the campaign's own plan; `factor` says how much of it comes, by hours since the start."""
    made = []
    for target in target_slots(campaign=campaign):
        start = slot_start(target.slot)
        count = round(target.paid_orders * factor((start - campaign.starts_at) / HOUR))
        for index in range(count):
            at = start + dt.timedelta(seconds=600 * index // count)
            if at < until:
                value = value_minor * (80 + (index * 37 + target.slot * 11) % 41) // 100
                made.append(Paid(f"{target.slot}-{index:05}", at, value, value if index % 41 == 7 else 0))
    return made


def visits_along(
    campaign: Campaign, *, until: dt.datetime, factor: Callable[[float], float]
) -> dict[dt.datetime, tuple[int | None, int | None]]:
    """Return visitors and inquiries by the hour along the campaign's plan, the last hour up to `until`."""
    hours: dict[dt.datetime, tuple[int | None, int | None]] = {}
    for target in target_slots(campaign=campaign):
        at = slot_start(target.slot)
        if at >= until:
            break
        part = min(1.0, (until - at) / dt.timedelta(minutes=10))
        hour = at - (at - campaign.starts_at) % HOUR
        seen, asked = hours.get(hour, (0, 0))
        more = target.visitors * part * factor((at - campaign.starts_at) / HOUR)
        hours[hour] = ((seen or 0) + round(more), (asked or 0) + round(target.inquiries * part * 1.04))
    return hours


@dataclass(frozen=True)
class Sale:
    """The sale of the design: 10:42 on Double 11, conversion fell since nine, beside last year's."""

    shop: Shop
    campaign: Campaign


def double_11(
    *, scale: int = 100, conversion_since_nine: float = 0.7, start: dt.datetime = START, at: dt.datetime | None = None
) -> Sale:
    """Plan and half run a Double 11 from `start` to `at` (10:42 of it); `scale` divides the design's 62 million."""
    at = at or start + (AT - START)
    shop = shop_named()
    last_start = start - dt.timedelta(days=365)
    orders = 292_000 // scale

    def last_year(_hour: float) -> float:
        return 0.83

    def this_year(hour: float) -> float:
        return 0.94 if hour < 1.5 else conversion_since_nine if hour >= 9 else 0.99

    def visits(hour: float) -> float:
        return 0.97 if hour < 1.5 else 0.99

    load_orders(
        shop,
        day_of_orders(
            start=last_start,
            until=last_start + 24 * HOUR,
            orders_a_day=orders,
            value_minor=212_00,
            prefix="y25",
            factor=last_year,
        ),
        as_of=last_start + 24 * HOUR,
    )
    earlier = create_campaign(
        actor=None,
        name="Double 11 2025",
        shops=[shop],
        starts_at=last_start,
        ends_at=last_start + 24 * HOUR,
        revenue_target_minor=50_000_000_00 // scale,
        visitors_target=4_000_000 // scale,
        conversion_target=Decimal("0.06"),
    )
    campaign = create_campaign(
        actor=None,
        name="Double 11 2026",
        shops=[shop],
        starts_at=start,
        ends_at=start + 24 * HOUR,
        revenue_target_minor=62_000_000_00 // scale,
        visitors_target=4_870_000 // scale,
        conversion_target=Decimal("0.06"),
        inquiries_target=60_000 // scale,
        curve_kind="last_sale",
        compare_with=earlier,
    )
    load_orders(shop, orders_along(campaign, until=at, value_minor=212_00, factor=this_year), as_of=at)
    load_traffic(shop, visits_along(campaign, until=at, factor=visits), as_of=at)
    recompute_board(campaign=campaign, at=at)
    return Sale(shop, campaign)
