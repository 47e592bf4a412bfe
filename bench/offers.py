"""What a replay of past baskets and an audit cost from the database to the kept row: 100,000 orders, 500 products, 12 offers.

Call `time_reports` in a process whose database is migrated and may be filled. The rules alone are measured by
`bench.catalogues`.
"""

import statistics
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from campaigns import services
from campaigns.models import Campaign, PlannedPrice
from campaigns.queries.plan_figures import rough
from campaigns.queries.proposals import proposals
from campaigns.rules.offers import OfferDraft
from campaigns.services import LineDraft
from campaigns.services.offers import save_offer
from campaigns.services.prices import check_prices
from campaigns.services.reports import ask_report, run_report
from campaigns.services.shifts import lay_shifts
from campaigns.services.task_sets import lay_templates
from common import bulk
from common.windows import slot_of
from inventory.models import Product
from metrics.models import SalesSlot
from orders.models import Order, OrderLine, Shop
from orders.services import create_shop

CLOCK = time.perf_counter
START = datetime(2028, 11, 10, 16, tzinfo=UTC)  # 0:00 in Shanghai
DAYS = 60


def make_plan(orders: int, products: int, seed: int = 11) -> Campaign:
    """Make a shop with products and past orders, and a plan with twelve offers; orders of one to five lines over 60 days."""
    shop = create_shop(actor=None, name="Replay", platform="tmall")
    chance = np.random.default_rng(seed)
    skus = [f"S{number:04}" for number in range(products)]
    price = chance.integers(990, 49_900, products)
    Product.objects.bulk_create(
        Product(
            shop=shop,
            sku=sku,
            title=f"Product {sku}",
            tier="ABC"[place % 3],
            category=f"category {place % 12}",
            list_price_minor=int(price[place] * 1.3),
            cost_minor=int(price[place] * chance.uniform(0.35, 0.7)),
            floor_minor=int(price[place] * chance.uniform(0.6, 0.85)),
        )
        for place, sku in enumerate(skus)
    )
    _sell(shop, orders, skus, price, chance)
    campaign = services.create_campaign(
        actor=None,
        name="Replay",
        shops=[shop],
        starts_at=START,
        ends_at=START + timedelta(days=1),
        revenue_target_minor=6_200_000_000,
        conversion_target=Decimal("0.05"),
        order_value_target_minor=21_300,
    )
    PlannedPrice.objects.bulk_create(
        PlannedPrice(campaign=campaign, shop=shop, sku=sku, stage=stage, price_minor=int(price[place]))
        for place, sku in enumerate(skus)
        for stage in ("warm_up", "live")
    )
    for draft in drafts(campaign):
        campaign.refresh_from_db()
        save_offer(campaign=campaign, actor=None, version=campaign.version, draft=draft)
    campaign.refresh_from_db()
    return campaign


def drafts(campaign: Campaign) -> list[OfferDraft]:
    """Return twelve offers of every kind."""
    before = {"start_slot": campaign.start_slot - 1440, "end_slot": campaign.start_slot}
    half = {"shop_bp": 5_000, "platform_bp": 5_000}
    return [
        OfferDraft("percent_off", "tier A", percent_bp=1_000, tiers=("A",), group="cut", priority=1),
        OfferDraft("amount_off", "five off", value_minor=500, tiers=("A", "B"), group="cut", priority=2),
        OfferDraft("fixed_price", "special", value_minor=900, categories=("category 5",), limit_per_order=2),
        OfferDraft("buy_get", "third free", buy_units=2, get_units=1, percent_bp=10_000, categories=("category 3",)),
        OfferDraft("deposit", "deposit", deposit_minor=90, counts_minor=500, categories=("category 7",), **before),
        OfferDraft("spend_and_save", "steps", steps=((49_900, 10_000), (89_900, 20_000), (129_900, 30_000))),
        OfferDraft("coupon", "gold", percent_bp=500, buyer_tiers=("gold",), group="coupon", priority=1),
        OfferDraft("coupon", "twenty", value_minor=2_000, minimum_minor=20_000, group="coupon", priority=2),
        OfferDraft("platform", "platform", steps=((30_000, 5_000),), repeats=True, **half),
        OfferDraft("gift", "bag", gift_sku="bag", gift_worth_minor=800, minimum_minor=60_000),
        OfferDraft("free_shipping", "freight", minimum_minor=9_900),
        OfferDraft("percent_off", "silver", percent_bp=300, buyer_tiers=("silver", "gold")),
    ]


def time_reports(orders: int = 100_000, products: int = 500) -> dict[str, Any]:
    """Return the seconds of one replay and one audit, each with how much it looked at."""
    campaign = make_plan(orders, products)
    asked = {"start": (START - timedelta(days=DAYS)).isoformat(), "end": START.isoformat(), "claimed": True}
    found: dict[str, Any] = {}
    for kind in ("replay", "audit"):
        began = CLOCK()
        report = ask_report(
            kind=kind, campaign=campaign, actor=None, at=timezone.now(), asked=asked if kind == "replay" else None
        )
        run_report(kind=kind, report_id=report.pk, at=timezone.now())
        found[kind] = CLOCK() - began
        report.refresh_from_db()
        assert report.state == "done", report.error
        found[f"{kind}_baskets"] = report.found["baskets"]
    return found | {"page": time_page(campaign)}


def time_page(campaign: Campaign, rounds: int = 12) -> float:
    """Return the seconds of the page of a sale with tasks, shifts, traffic, prices and odds, the median of several."""
    campaign.refresh_from_db()
    line = LineDraft("search", 5_390_704, Decimal("0.054"), 21_300, fixed_minor=9_000_000)
    services.save_traffic(campaign=campaign, actor=None, version=campaign.version, lines=[line])
    campaign.refresh_from_db()
    now = timezone.now()
    costs = proposals(campaign=campaign, at=now)
    services.save_costs(
        campaign=campaign, actor=None, version=campaign.version, costs={**costs, **rough(campaign=campaign, costs=costs)}
    )
    lay_templates(campaign=campaign, actor=None, at=now)
    lay_shifts(campaign=campaign, actor=None)
    check_prices(campaign=campaign, at=now)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_user(username="page", password="-", role=Role.OPERATIONS))
    taken = []
    for _round in range(rounds + 2):
        began = CLOCK()
        response = client.get(f"/campaigns/{campaign.pk}/")
        taken.append(CLOCK() - began)
        assert response.status_code == 200, response.status_code
    return statistics.median(taken[2:])  # the first loads templates


def _sell(shop: Shop, orders: int, skus: list[str], price: Any, chance: np.random.Generator) -> None:
    count = chance.choice(5, orders, p=[0.55, 0.25, 0.12, 0.05, 0.03]) + 1
    order = np.repeat(np.arange(orders), count)
    product = chance.integers(0, len(skus), len(order))
    units = chance.choice(3, len(order), p=[0.85, 0.1, 0.05]) + 1
    first = slot_of(START) - DAYS * 144
    slots = np.sort(chance.integers(first, slot_of(START), orders)).astype(np.int32)
    numbers = pa.array([f"N{number:08}" for number in range(orders)])
    same = {"shop_id": shop.pk, "provenance_id": 0}
    heads = pa.table({"order_no": numbers, "paid_slot": pa.array(slots), "freight_minor": pa.array(np.full(orders, 800))})
    bulk.append(connection, Order._meta.db_table, heads, constants=same)
    lines = pa.table(
        {
            "order_no": numbers.take(pa.array(order)),
            "line_no": pa.array([str(number) for number in range(len(order))]),
            "sku": pa.array(skus).take(pa.array(product)),
            "units": pa.array(units.astype(np.int32)),
            "price_minor": pa.array((price[product] * 1.3).astype(np.int64)),
        }
    )
    bulk.append(connection, OrderLine._meta.db_table, lines, constants=same)
    held, counts = np.unique(slots, return_counts=True)
    SalesSlot.objects.bulk_create(
        SalesSlot(shop=shop, slot=int(slot), paid_orders=int(number)) for slot, number in zip(held, counts, strict=True)
    )
