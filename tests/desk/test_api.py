"""The card for programs: one call, no costs, phones by right, every look-up logged."""

import json

import pytest
import time_machine

from accounts.roles import Role
from customers.models import Buyer
from desk.models import LookUp
from inventory.models import Product
from tests.desk.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def card(client, **query):
    return client.get("/api/v1/desk/card/", query)


def test_one_call_tells_everything(client_as, cid: Buyer, offers) -> None:
    chen = client_as(Role.SERVICE)
    told = card(chen, q="cid").json()
    assert [one["how"] for one in told["found"]] == ["account"]
    found = told["card"]
    assert found["headline"] == "cid has not paid for an order yet: ¥548.00 unpaid."
    assert (found["sale"], found["basket_total"]) == ("Double 11 2026", "508.00")
    assert [one["kind"] for one in found["problems"]] == ["unpaid", "unpaid"]
    assert {one["name"]: (one["counts"], one["next_step"]) for one in found["offers"]}["Steps"] == (False, "¥1 more saves ¥100")
    assert found["scripts"][0]["situation"] == "unpaid"
    assert found["contact"] is None
    row = LookUp.objects.get()
    assert (row.door, row.buyer) == ("api", cid)


def test_several_or_masked_give_no_card(client_as, ann: Buyer) -> None:
    told = card(client_as(Role.SERVICE), q="t**8").json()
    assert told["card"] is None
    assert [one["how"] for one in told["found"]] == ["account", "masked"]
    assert card(client_as(Role.SERVICE), q="").json()["found"] == []


def test_a_phone_without_the_right_is_refused(client_as, ann: Buyer) -> None:
    answer = card(client_as(Role.BOSS), q="+86 138 0013 8000")
    assert answer.status_code == 403
    assert "needs a right" in answer.json()["detail"]
    assert card(client_as(Role.WAREHOUSE), q="ann").status_code == 403


def test_costs_are_in_none_of_it(client_as, cid: Buyer, offers) -> None:
    Product.objects.update(cost_minor=777_777, floor_minor=666_666)
    told = json.dumps(card(client_as(Role.OPERATIONS), q="cid", basket="COAT x2").json())
    for secret in ("777777", "7777.77", "666666", "6666.66", "cost", "floor", "margin", "profit"):
        assert secret not in told


def test_scripts_and_the_log(client_as, ann: Buyer) -> None:
    ops, boss = client_as(Role.OPERATIONS), client_as(Role.BOSS)
    assert {one["language"] for one in ops.get("/api/v1/desk/scripts/", {"language": "en"}).json()} == {"en"}
    told = {"title": "Hi", "situation": "greeting", "language": "en", "text": "Hi {buyer}", "tiers": ["gold"]}
    made = ops.post("/api/v1/desk/scripts/", told, content_type="application/json")
    assert (made.status_code, made.json()["tiers"]) == (201, ["gold"])
    wrong = ops.post("/api/v1/desk/scripts/", told | {"text": "{nope}"}, content_type="application/json")
    assert wrong.status_code == 400
    assert "{nope}" in wrong.json()["text"][0]
    assert boss.post("/api/v1/desk/scripts/", told, content_type="application/json").status_code == 403
    card(boss, q="ann")
    assert boss.get("/api/v1/desk/lookups/", {"who": boss.user.pk}).json()[0]["buyer"] == ann.pk
    assert client_as(Role.SERVICE).get("/api/v1/desk/lookups/").status_code == 403
