"""A small shop whose baskets can be counted by hand: socks that bring buyers, scarves between, coats that carry the profit."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from inventory.services import edit_products, mark_paid
from orders.claims import LINE_FIELDS, MOMENT, ROWS, ChunkClaims, Source
from orders.models import Shop
from orders.services import create_shop, load_chunk
from orders.states import OrderState

NOW = datetime(2026, 11, 1, 4, tzinfo=UTC)
PRICES = {"SOCK": 990, "SCARF": 5_900, "COAT": 39_900, "HAT": 4_900}
PRODUCTS = {
    "SOCK": {"title": "Sock", "category": "socks", "cost_minor": 910, "list_price_minor": 1_990},
    "SCARF": {"title": "Scarf", "category": "scarves", "cost_minor": 3_800, "list_price_minor": 6_900},
    "COAT": {"title": "Coat", "category": "coats", "cost_minor": 15_000, "list_price_minor": 49_900},
    "HAT": {"title": "Hat", "category": "hats"},
    "POST": {"title": "Postage", "kind": "service"},
}


def load(shop: Shop, baskets: list[tuple[str | None, list[str], datetime]], *, as_of: int = 1, first: int = 0) -> None:
    """Bring paid orders in as a file would: (buyer, SKUs, moment of payment) each."""
    orders, lines = [], []
    for number, (buyer, skus, moment) in enumerate(baskets, first):
        name = f"O{number:06}"
        total = sum(PRICES.get(sku, 1_000) for sku in skus)
        orders.append((name, buyer, moment, total))
        lines += [(name, f"{place:03}", sku) for place, sku in enumerate(skus)]
    moments = pa.array([moment for *_, moment, _total in orders], MOMENT)
    claims = ChunkClaims(
        orders=pa.table(
            {
                "order_no": [name for name, *_ in orders],
                "buyer_key": pa.array([buyer for _name, buyer, *_ in orders], pa.string()),
                "placed_at": moments,
                "paid_at": moments,
                "total_minor": pa.array([total for *_, total in orders], pa.int64()),
                "rows": pa.array([0] * len(orders), ROWS),
            }
        ),
        lines=pa.table(
            {
                "order_no": [name for name, *_ in lines],
                "line_no": [place for _name, place, _sku in lines],
                "sku": [sku for *_, sku in lines],
                "units": pa.array([1] * len(lines), LINE_FIELDS["units"]),
                "paid_minor": pa.array([PRICES.get(sku, 1_000) for *_, sku in lines], LINE_FIELDS["paid_minor"]),
                "state": pa.array([OrderState.COMPLETED.value] * len(lines), LINE_FIELDS["state"]),
                "rows": pa.array([1] * len(lines), ROWS),
            }
        ),
    )
    touched = load_chunk(shop=shop, source=Source(as_of, f"{as_of}"), chunk=claims)
    mark_paid(shop=shop, hours=touched.hours)


def make_shop(name: str = "Wool") -> Shop:
    """Make the shop with its products and sixty baskets of ten days."""
    shop = create_shop(actor=None, name=name)
    edit_products(actor=None, shop=shop, changes=PRODUCTS)
    baskets: list[tuple[str | None, list[str], datetime]] = []
    for number in range(60):
        at = NOW - timedelta(days=10 - number % 10, minutes=number)
        if number < 36:
            baskets.append((f"new{number}", ["SOCK"] if number % 3 else ["SOCK", "COAT"], at))
        elif number < 48:
            baskets.append((f"new{number - 36}", ["COAT", "POST"], NOW - timedelta(hours=20, minutes=number)))
        else:
            baskets.append((None, ["SCARF"], at))
    baskets += [("late", ["SCARF"], NOW - timedelta(days=1))] * 4 + [("late", ["HAT"], NOW - timedelta(days=1))] * 3
    load(shop, baskets)
    return shop
