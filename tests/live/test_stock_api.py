"""The stock of the day over REST: the same rows as the page, unknown null, ads stopped once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from campaigns.services import create_campaign
from inventory.models import Delivery, DeliveryState, StockDay, Substitute
from live.services import refresh_stock
from orders.services import create_shop
from orders.states import OrderState
from tests.inventory.sale_of_goods import MINUTE, NOW, Sold, count, sell, steadily

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shop(db):
    shop = create_shop(actor=None, name="Coat House")
    late = [Sold(NOW - 5 * MINUTE, "HAT", 2, OrderState.PAID)] * 4
    sell(shop, [*steadily("COAT", units=120, minutes=120, orders=60), *late])
    count(shop, COAT=95, SOCK=4_000, ROBE=1_200, HAT=3)
    Substitute.objects.create(shop=shop, sku="COAT", other_sku="ROBE", rank=1)
    Delivery.objects.create(
        shop=shop, sku="HAT", units=9, state=DeliveryState.ORDERED, promised_on=date(2026, 11, 13), made_at=NOW
    )
    StockDay.objects.create(shop=shop, safety_share=0.4)
    refresh_stock(shop=shop, at=NOW)
    return shop


def test_products_come_by_minutes_to_zero(client_as, shop):
    client = client_as(Role.OPERATIONS)
    told = client.get(reverse("live_api:stock-today")).json()
    assert told["known_to"] == "2026-11-11T02:40:00Z"
    first = told["products"][0]
    assert (first["sku"], first["run_out_state"], first["pieces"], first["held"]) == ("COAT", "alert", 95, 0)
    assert first["earliest_at"] < first["gone_at"] < first["latest_at"]
    assert first["substitute"] | {"number": 0} == {"number": 0, "sku": "ROBE", "title": "ROBE", "pieces": 1_200, "is_in": False}
    assert first["stop_ads"] == "", "no sale runs"
    calm = next(row for row in told["products"] if row["sku"] == "ROBE")
    assert (calm["gone_at"], calm["listed"], calm["promise"]) == (None, None, None)
    assert told["states"]["gone"] == 1
    everything = client.get(reverse("live_api:stock-today"), {"show": "all", "shop": shop.pk}).json()
    assert everything["count"] == 4
    assert client.get(reverse("live_api:stock-today"), {"shop": 99}).status_code == 404


def test_what_is_oversold(client_as, shop):
    told = client_as(Role.WAREHOUSE).get(reverse("live_api:oversold")).json()
    assert told["short_pieces"] == 5
    [row] = told["products"]
    assert (row["sku"], row["short"], row["orders"], row["paid_orders"]) == ("HAT", 5, 4, 4)
    assert row["promise"] == {"on": "2026-11-13", "units": 9, "supplier": ""}


def test_ads_are_stopped_once(client_as, shop):
    client = client_as(Role.OPERATIONS)
    asked = {"shop": shop.pk, "sku": "COAT"}
    address = reverse("live_api:stop-ads")
    assert client.post(address, asked, content_type="application/json").status_code == 409
    hours = timedelta(hours=5)
    create_campaign(
        actor=None,
        name="Sale",
        shops=[shop],
        starts_at=NOW - hours - timedelta(minutes=40),
        ends_at=NOW + timedelta(hours=9, minutes=20),
        revenue_target_minor=1_000_000,
        visitors_target=1_000,
        order_value_target_minor=10_000,
        curve_kind="flat",
    )
    refresh_stock(shop=shop, at=NOW)
    told = client.get(reverse("live_api:stock-today")).json()["products"][0]
    assert (told["stop_ads"], told["task"]) == ("below_line", None)
    first = client.post(address, asked, content_type="application/json")
    again = client.post(address, asked, content_type="application/json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert client.get(reverse("live_api:stock-today")).json()["products"][0]["task"] == first.json()["task"]
    assert client.post(address, {"shop": shop.pk, "sku": "NONE"}, content_type="application/json").status_code == 404
    assert client_as(Role.WAREHOUSE).post(address, asked, content_type="application/json").status_code == 403
