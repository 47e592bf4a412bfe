"""Offers and baskets over REST."""

import pytest

from accounts.roles import Role
from campaigns.models import Offer

pytestmark = pytest.mark.django_db

STEPS = {
    "kind": "spend_and_save",
    "name": "Steps",
    "steps": [{"minimum": "499", "saves": "100"}, {"minimum": "899", "saves": "200"}],
    "shop_share": "0.4",
    "platform_share": "0.6",
    "starts_at": "2026-11-11T00:00:00+08:00",
    "ends_at": "2026-11-11T12:00:00+08:00",
    "version": 1,
}


def send(client, method, where, body=None):
    return getattr(client, method)(where, body, content_type="application/json")


def test_write_read_change_delete(client_as, sale):
    client = client_as(Role.OPERATIONS)
    where = f"/api/v1/campaigns/{sale.pk}/offers/"
    made = send(client, "post", where, STEPS)
    assert made.status_code == 201, made.json()
    offer = Offer.objects.get()
    assert (offer.steps, offer.shop_bp, offer.platform_bp) == ([[49_900, 10_000], [89_900, 20_000]], 4_000, 6_000)
    listed = client.get(where).json()
    assert listed["version"] == made.json()["version"] == 2
    assert listed["offers"][0]["words"] == "Spend on everything: ¥499 less ¥100, ¥899 less ¥200"
    again = listed["offers"][0] | {"version": 2}
    assert send(client, "put", f"{where}{offer.pk}/", again).json()["version"] == 2
    changed = send(client, "put", f"{where}{offer.pk}/", again | {"name": "Other"})
    assert (changed.status_code, changed.json()["name"], changed.json()["version"]) == (200, "Other", 3)
    assert client.get(f"{where}{offer.pk}/").json()["name"] == "Other"
    assert client.delete(f"{where}{offer.pk}/?version=2").status_code == 409
    assert client.delete(f"{where}{offer.pk}/").status_code == 400
    assert client.delete(f"{where}{offer.pk}/?version=3").status_code == 204
    assert not Offer.objects.exists()


def test_what_cannot_stand_is_told(client_as, sale):
    client = client_as(Role.OPERATIONS)
    where = f"/api/v1/campaigns/{sale.pk}/offers/"
    wrong = send(client, "post", where, STEPS | {"platform_share": "0.5"})
    assert wrong.status_code == 400
    assert "The shares make 90.00%" in wrong.json()["detail"]
    assert send(client, "post", where, STEPS | {"kind": "magic"}).status_code == 400
    assert send(client, "post", where, {}).status_code == 400
    send(client, "post", where, STEPS)
    stale = send(client, "post", where, STEPS)
    assert stale.status_code == 409
    assert "version 2 stands, 1 was seen" in stale.json()["detail"]
    assert send(client, "post", "/api/v1/campaigns/99/offers/", STEPS).status_code == 404


def test_who_may_only_look_cannot_write(client_as, sale, client):
    where = f"/api/v1/campaigns/{sale.pk}/offers/"
    assert client.get(where).status_code in {401, 403}
    boss = client_as(Role.BOSS)
    assert boss.get(where).status_code == 200
    assert send(boss, "post", where, STEPS).status_code == 403


def test_a_basket_is_priced(client_as, sale, products, add):
    add("percent_off", "Tenth off tops", percent_bp=1_000, categories=("tops",))
    add("spend_and_save", "Steps", steps=((49_900, 10_000), (89_900, 20_000)), shop_bp=5_000, platform_bp=5_000)
    body = {"lines": [{"sku": "KNIT", "units": 3}, {"sku": "GHOST", "units": 1}]}
    priced = send(client_as(Role.OPERATIONS), "post", f"/api/v1/campaigns/{sale.pk}/price/", body)
    assert priced.status_code == 200, priced.json()
    told = priced.json()
    assert (told["list"], told["discount"], told["total"]) == ("747.00", "174.70", "572.30")
    assert told["shares"][:2] == [{"payer": "shop", "amount": "124.70"}, {"payer": "platform", "amount": "50.00"}]
    assert told["lines"][0]["paid"] == "572.30"
    assert told["offers"][1]["next_step"]["missing"] == "226.70"
    assert told["unpriced"] == ["GHOST"]


def test_a_basket_that_cannot_be(client_as, sale):
    client = client_as(Role.OPERATIONS)
    where = f"/api/v1/campaigns/{sale.pk}/price/"
    for body in ({}, {"lines": []}, {"lines": [{"sku": "A", "units": 0}]}, {"lines": [{"sku": "A", "price": "-1"}]}):
        assert send(client, "post", where, body).status_code == 400
