"""What the card of a buyer costs beside all buyers and orders of the bench: search, card and results while typing, as pages.

Server time through Django's whole stack, in process: middleware, session, permission, queries, templates, the log of look-ups.
"""

import gc
import statistics
import time
from datetime import datetime, timedelta
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from campaigns.models import Campaign, PlannedPrice
from campaigns.rules.offers import OfferDraft
from campaigns.services import create_campaign
from campaigns.services.offers import save_offer
from customers.models import Buyer
from inventory.models import Product
from orders.models import Order, OrderLine, Shop
from orders.states import OrderState

CLOCK = time.perf_counter
GOODS, PEOPLE = 500, 200
OFFERS = (
    OfferDraft("spend_and_save", "Steps", steps=((49_900, 10_000), (89_900, 20_000), (129_900, 30_000)), priority=9),
    OfferDraft("free_shipping", "Top ships free", buyer_tiers=("Top",)),
    OfferDraft("coupon", "Thirty off", value_minor=3_000, minimum_minor=30_000),
    OfferDraft("percent_off", "A tier", percent_bp=1_000, tiers=("A",)),
    OfferDraft("buy_get", "Second half price", buy_units=1, get_units=1, percent_bp=5_000, categories=("c1",)),
    OfferDraft("gift", "A gift", gift_sku="G1", minimum_minor=99_900),
)


def time_cards(shop: Shop, *, people: int = PEOPLE) -> dict[str, float]:
    """Return the seconds of search and card (median and 95th of a hundred), of a card alone and of results while typing.

    Each buyer is asked for once, so nothing of theirs is warm; every second one has an unpaid order that is priced as a basket.
    """
    now = timezone.now()
    _sale(shop, now)
    step = max(1, Buyer.objects.filter(shop=shop).count() // people)
    buyers = list(Buyer.objects.filter(shop=shop).order_by("pk")[::step][:people])
    _unpaid(shop, buyers[::2], now)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_user(username="cards", password="-", role=Role.SERVICE))
    _answer(client, buyers.pop(), typed=True)
    gc.collect()
    gc.freeze()
    taken = [_answer(client, buyer) for buyer in buyers]
    typed = [_answer(client, buyer, typed=True) for buyer in buyers[:50]]
    whole, cards = [search + card for search, card in taken], [card for _search, card in taken]
    return {
        "desk_whole": statistics.median(whole),
        "desk_whole_p95": _p95(whole),
        "desk_card": statistics.median(cards),
        "desk_card_p95": _p95(cards),
        "desk_typed_p95": _p95([search for search, _card in typed]),
    }


def _answer(client: Client, buyer: Buyer, *, typed: bool = False) -> tuple[float, float]:
    """Return the seconds of the search and of the card it leads to; `typed`: of the results for the beginning of a name."""
    start = CLOCK()
    if typed:
        response = client.get("/desk/found/", {"q": buyer.buyer_key[:-1]}, headers={"HX-Request": "true"})
    else:
        response = client.get("/desk/", {"q": buyer.buyer_key})
    found = CLOCK() - start
    if response.status_code != (200 if typed else 302):
        raise AssertionError(f"The desk answered {response.status_code}.")
    if typed:
        return found, 0.0
    start = CLOCK()
    response = client.get(response.headers["Location"])
    shown = CLOCK() - start
    if response.status_code != 200 or buyer.buyer_key not in response.content.decode():
        raise AssertionError("The card is not that of the buyer.")
    return found, shown


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20, method="inclusive")[-1]


def _sale(shop: Shop, now: datetime) -> Campaign:
    """Put a sale with prices and offers around now."""
    start = (now - timedelta(hours=9)).replace(minute=0, second=0, microsecond=0)
    sale = create_campaign(
        actor=None, name="Cards", shops=[shop], starts_at=start, ends_at=start + timedelta(hours=24),
        revenue_target_minor=10_000_000, visitors_target=None, conversion_target=Decimal("0.05"), order_value_target_minor=10_000,
    )  # fmt: skip
    rows = [
        Product(
            shop=shop, sku=f"D{number:03}", title=f"Thing {number}", tier="ABC"[number % 3], category=f"c{number % 7}",
            list_price_minor=4_900 + 500 * number,
        )
        for number in range(GOODS)
    ]  # fmt: skip
    Product.objects.bulk_create(rows)
    prices = [
        PlannedPrice(campaign=sale, shop=shop, sku=one.sku, stage="live", price_minor=one.list_price_minor or 0) for one in rows
    ]
    PlannedPrice.objects.bulk_create(prices)
    for draft in OFFERS:
        sale.refresh_from_db()
        save_offer(campaign=sale, actor=None, version=sale.version, draft=draft)
    return sale


def _unpaid(shop: Shop, buyers: list[Buyer], now: datetime) -> None:
    """Give each of these buyers an unpaid order of two lines."""
    orders, lines = [], []
    for number, buyer in enumerate(buyers):
        told = {"shop": shop, "order_no": f"U{number:06}", "provenance_id": 0}
        at = now - timedelta(minutes=20)
        orders.append(Order(**told, buyer_key=buyer.buyer_key, placed_at=at, state=OrderState.UNPAID, total_minor=30_000))
        for place in (1, 2):
            sku = f"D{(number * 7 + place) % GOODS:03}"
            lines.append(OrderLine(**told, line_no=str(place), sku=sku, title=sku, units=1, price_minor=9_900))
    Order.objects.bulk_create(orders)
    OrderLine.objects.bulk_create(lines)
