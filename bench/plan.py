"""A plan of 366 days: what one edit of its target costs, from the POST to the answer that was rendered.

The sale has 52,704 slots of ten minutes, phases on every day, a year of sales before it (so that every curve has data) and
five locked nodes. Call `time_edits` in a process whose database is migrated and may be filled.
"""

import gc
import statistics
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from campaigns import services
from campaigns.drafts import NodeRef
from campaigns.models import Campaign
from campaigns.queries.target import target_arrays
from campaigns.queries.target_table import key_of
from campaigns.rules.shape import shape_of
from common.windows import Window
from metrics.models import SalesSlot
from orders.models import Shop
from orders.services import create_shop

CLOCK = time.perf_counter
DAYS = 366
SLOTS = DAYS * 144
START = datetime(2028, 1, 1, tzinfo=UTC) - timedelta(hours=8)  # 0:00 in Shanghai; 2028 has 366 days


def make_year() -> Campaign:
    """Plan the long sale beside a year of sales, and lock some of its parts."""
    shop = create_shop(actor=None, name="Year", platform="taobao")
    _sell(shop)
    earlier = _plan(shop, "The year before", START - timedelta(days=DAYS), None)
    campaign = _plan(shop, "A whole year", START, earlier)
    for level, first, length in (("day", 10, 144), ("day", 200, 144), ("phase", 300, 9), ("hour", 20, 6), ("slot", 30, 1)):
        start = campaign.start_slot + first * 144
        services.lock_target(campaign=campaign, actor=None, version=campaign.version, node=NodeRef(level, start, start + length))
        campaign.refresh_from_db()
    return campaign


def time_edits(rounds: int = 12) -> dict[str, float]:
    """Return the seconds of an edit of one node of each level, the median of several, and the worst of all (`worst`).

    `cold` is the first edit of a process that has never drawn this sale.
    """
    campaign = make_year()
    user = User.objects.create_user(username="year", password="-", role=Role.OPERATIONS)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    nodes = _nodes(campaign)
    found: dict[str, list[float]] = {level: [] for level in nodes}
    client.get("/campaigns/")  # templates and addresses are loaded
    gc.collect()
    gc.freeze()  # as the server does, see `promo_planner/wsgi.py`
    cache.clear()
    cold = _edit(client, campaign, nodes["day"][0], 1)
    for number in range(rounds):
        for level, of_level in nodes.items():
            found[level].append(_edit(client, campaign, of_level[number % len(of_level)], 1 + number))
    timed = {level: statistics.median(taken) for level, taken in found.items()}
    return timed | {"worst": max(max(taken) for taken in found.values()), "cold": cold}


def _edit(client: Client, campaign: Campaign, node: NodeRef, per_cent: int) -> float:
    """Give the node some per cent above what it has, as the page does, and return the seconds until the answer is here."""
    campaign.refresh_from_db()
    arrays = target_arrays(campaign=campaign)
    first = node.start_slot - arrays.start_slot
    value = int(arrays.revenue[first : first + node.end_slot - node.start_slot].sum()) * (100 + per_cent) // 100 + 1
    typed = {
        "version": campaign.version,
        "node": key_of(node),
        "value": f"{value // 100}.{value % 100:02}",
        "open": [key_of(node)],
        "raise_total": "on" if node.level == "total" else "",
    }
    if not typed["raise_total"]:
        del typed["raise_total"]
    start = CLOCK()
    response = client.post(f"/campaigns/{campaign.pk}/target/edit/", typed, headers={"HX-Request": "true"})
    taken = CLOCK() - start
    if response.status_code != 200 or Campaign.objects.get(pk=campaign.pk).version == campaign.version:
        raise AssertionError(f"The edit of {node} was refused: {response.status_code}")
    return taken


def _nodes(campaign: Campaign) -> dict[str, list[NodeRef]]:
    """Return some nodes of each level that no lock holds."""
    phases = list(campaign.phases.order_by("number").values_list("start_slot", "end_slot"))
    shape = shape_of(Window(campaign.start_slot, campaign.end_slot), campaign.time_zone, phases)
    first = campaign.start_slot
    found: dict[str, list[NodeRef]] = {}
    for depth, level in enumerate(("total", "day", "phase", "hour", "slot")):
        nodes = shape.tree.nodes(depth)
        picked = [nodes[0]] if depth == 0 else [nodes[len(nodes) * part // 100] for part in (40, 63, 91)]
        found[level] = [NodeRef(level, first + node.start, first + node.end) for node in picked]
    return found


def _plan(shop: Shop, name: str, start: datetime, earlier: Campaign | None) -> Campaign:
    return services.create_campaign(
        actor=None,
        name=name,
        shops=[shop],
        starts_at=start,
        ends_at=start + timedelta(days=DAYS),
        revenue_target_minor=1_000_000_000_00,
        visitors_target=None,
        conversion_target=Decimal("0.05"),
        order_value_target_minor=20_000,
        inquiries_target=3_000_000,
        curve_kind="last_sale" if earlier else "flat",
        compare_with=earlier,
    )


def _sell(shop: Shop) -> None:
    """Put two years of sales before the sale, by slot."""
    first = int(START.timestamp()) // 600 - 2 * SLOTS
    random = np.random.default_rng(11)
    sold = random.integers(0, 2_000_000, 2 * SLOTS).tolist()
    SalesSlot.objects.bulk_create(
        (SalesSlot(shop=shop, slot=first + n, revenue_minor=minor, paid_orders=minor // 20_000) for n, minor in enumerate(sold)),
        batch_size=5_000,
    )
