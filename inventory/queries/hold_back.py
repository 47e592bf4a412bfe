"""What it costs to hold a product back before a sale, out of its ordinary days (playbook P7)."""

from dataclasses import dataclass
from datetime import datetime

from common.windows import Window, slot_of
from inventory.models import Buffer, Product
from inventory.rules.buffers.holdback import HoldBack, hold_back
from metrics.queries import sku_sales
from orders.models import Shop

DAY_SLOTS = 144
ORDINARY_DAYS = 28


@dataclass(frozen=True)
class HeldBack:
    """The answer for one product with what it stands on: an ordinary day's pieces and revenue (minor units)."""

    sku: str
    title: str
    days: int
    waiting: float
    daily_units: float
    daily_revenue_minor: float
    planned: float
    found: HoldBack


def hottest(*, shop: Shop, at: datetime, count: int = 30) -> list[tuple[str, float]]:
    """Return the SKUs with the largest revenue of an ordinary day, largest first: (SKU, minor units a day)."""
    rows = sku_sales(shops=[shop], window=_ordinary(at))
    rows.sort(key=lambda row: (-row.revenue_minor, row.sku))
    return [(row.sku, row.revenue_minor / ORDINARY_DAYS) for row in rows[:count] if row.sku and row.revenue_minor > 0]


def held_back(*, shop: Shop, campaign_no: int, sku: str, days: int, waiting: float, at: datetime) -> HeldBack:
    """Return what holding this product back for `days` costs; an ordinary day is the mean of the 28 days before `at`.

    `waiting`: the share of its buyers, 0 to 1, who wait for the sale. The sale's price and pieces are those of the buffers.
    """
    sold = {row.sku: row for row in sku_sales(shops=[shop], window=_ordinary(at))}.get(sku)
    buffer = Buffer.objects.filter(shop=shop, campaign_no=campaign_no, sku=sku).first()
    product = Product.objects.filter(shop=shop, sku=sku).first()
    units = (sold.units if sold else 0) / ORDINARY_DAYS
    revenue = (sold.revenue_minor if sold else 0) / ORDINARY_DAYS
    planned = buffer.expected if buffer else 0.0
    found = hold_back(
        days=days,
        daily_units=units,
        daily_revenue_minor=revenue,
        cost_minor=product.cost_minor if product else None,
        sale_price_minor=buffer.figures.get("price") if buffer else None,
        planned_units=planned,
        waiting=waiting,
    )
    title = product.title if product and product.title else sku
    return HeldBack(sku, title, days, waiting, units, revenue, planned, found)


def _ordinary(at: datetime) -> Window:
    last = slot_of(at)
    return Window(last - ORDINARY_DAYS * DAY_SLOTS, last)
