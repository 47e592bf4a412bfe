"""Shops: the page, the interface, the service."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from orders.models import Shop
from orders.services import create_shop
from tests.conftest import ClientAs

pytestmark = pytest.mark.django_db
GOOD = {"name": " Teashop ", "platform": "tmall", "currency": "cny", "time_zone": "Asia/Shanghai"}


def test_a_shop_is_made_and_leaves_a_trail(client_as: ClientAs) -> None:
    client = client_as(Role.ADMIN)
    page = client.post(reverse("orders:shops"), GOOD, follow=True)
    shop = Shop.objects.get()
    assert (shop.name, shop.currency) == ("Teashop", "CNY")
    assert "1 shop is kept here." in page.content.decode()
    entry = AuditEntry.objects.get(action="shop.create")
    assert (entry.actor, entry.target) == (client.user, "Teashop")


@pytest.mark.parametrize(
    "wrong", [{"name": "Taken"}, {"name": ""}, {"currency": "XXZ"}, {"time_zone": "Asia/Kathmandu"}, {"time_zone": "Mars"}]
)
def test_bad_input_makes_no_shop(client_as: ClientAs, wrong: dict[str, str]) -> None:
    create_shop(actor=None, name="Taken")
    page = client_as(Role.ADMIN).post(reverse("orders:shops"), GOOD | wrong)
    assert page.status_code == 422
    assert "field--error" in page.content.decode()
    assert Shop.objects.count() == 1


def test_only_those_who_may(client_as: ClientAs, client: Any) -> None:
    assert client.get(reverse("orders:shops")).status_code == 302
    assert client_as(Role.WAREHOUSE).get(reverse("orders:shops")).status_code == 403
    assert client_as(Role.WAREHOUSE).post(reverse("orders:shops"), GOOD).status_code == 403
    assert not Shop.objects.exists()


def test_interface_lists_and_makes(client_as: ClientAs) -> None:
    client = client_as(Role.ADMIN)
    made = client.post(reverse("orders_api:shops"), {"name": "Teashop"}, content_type="application/json")
    assert made.status_code == 201
    assert made.json() == {"name": "Teashop", "platform": "", "currency": "CNY", "time_zone": "Asia/Shanghai"}
    assert client.get(reverse("orders_api:shops")).json() == {"shops": [made.json()]}
    again = client.post(reverse("orders_api:shops"), {"name": "Teashop"}, content_type="application/json")
    assert again.status_code == 400
    assert again.json()["name"]


def test_interface_denies(client_as: ClientAs) -> None:
    assert client_as(Role.WAREHOUSE).post(reverse("orders_api:shops"), {"name": "x"}).status_code == 403
