"""Buyers for programs."""

import pytest
import time_machine

from accounts.roles import Role
from customers.models import Acquisition, Buyer, BuyerLabel, Label, Note, PersonProposal, TierRun
from customers.queries.tiers import tiers_of
from orders.models import Shop
from orders.services import create_shop
from tests.customers.conftest import AT, order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def send(client, method: str, address: str, data: object):
    return getattr(client, method)(f"/api/v1/{address}", data, content_type="application/json")


def test_find_and_card(ops, filled: Shop, ann: Buyer) -> None:
    (found,) = ops.get("/api/v1/buyers/", {"q": "A3"}).json()
    assert (found["id"], found["tier"], found["net"], found["paid_orders"]) == (ann.pk, "Gold", "4500.00", 6)
    card = ops.get(f"/api/v1/buyers/{Buyer.objects.get(buyer_key='ben').pk}/").json()
    assert card["next"] == {"tier": "Regular", "missing": [{"orders": 1, "spent": "0.00", "words": "1 more order"}]}
    assert card["orders"][0]["order_no"] == "B1"
    assert card["labels"] == ["Sleeping"]
    assert ops.get("/api/v1/buyers/999999/").status_code == 404
    assert ops.get("/api/v1/buyers/", {"q": ""}).json() == []


def test_notes_labels_and_who_won_them(ops, filled: Shop, ann: Buyer) -> None:
    label = Label.objects.get(code="core")
    assert send(ops, "post", f"buyers/{ann.pk}/notes/", {"text": "kind"}).status_code == 201
    assert send(ops, "post", f"buyers/{ann.pk}/notes/", {"text": ""}).status_code == 400
    assert send(ops, "post", f"buyers/{ann.pk}/labels/", {"label_id": label.pk}).status_code == 200
    assert BuyerLabel.objects.filter(buyer=ann).count() == Note.objects.count() == 1
    send(ops, "post", f"buyers/{ann.pk}/labels/", {"label_id": label.pk, "on": False})
    assert not BuyerLabel.objects.filter(buyer=ann).exists()
    told = {"buyers": [{"account": "ann", "tag": "Xu"}, {"account": "zoe", "tag": "Li"}]}
    assert send(ops, "post", f"buyers/won-by/?shop={filled.pk}", told).json() == {"kept": 2}
    assert Acquisition.objects.count() == 2


def test_the_ladder_there_and_back_changes_nothing(ops, filled: Shop) -> None:
    address = f"tiers/?shop={filled.pk}"
    ladder = ops.get(f"/api/v1/{address}").json()
    assert [(tier["name"], tier["buyers"]) for tier in ladder["tiers"]] == [
        ("New", 3),
        ("Regular", 0),
        ("Silver", 0),
        ("Gold", 1),
    ]
    before = [(tier.pk, tier.ways) for tier in tiers_of(filled)]
    assert send(ops, "put", address, ladder).json() == ladder
    assert [(tier.pk, tier.ways) for tier in tiers_of(filled)] == before
    assert TierRun.objects.count() == 1


def test_a_simulation_writes_nothing(ops, filled: Shop) -> None:
    ladder = {"tiers": [{"name": "All"}, {"name": "Top", "ways": [{"spent_from": "4000"}]}]}
    found = send(ops, "post", f"tiers/simulation/?shop={filled.pk}", ladder).json()
    assert (found["moved"], found["total"]) == (4, 5)
    assert {(move["before"], move["after"], move["buyers"]) for move in found["moves"]} == {
        ("New", "All", 3),
        ("Gold", "Top", 1),
        (None, None, 1),
    }
    wrong = {"tiers": [{"name": "All"}, {"name": "Top"}]}
    assert send(ops, "post", f"tiers/simulation/?shop={filled.pk}", wrong).status_code == 400
    assert send(ops, "post", "tiers/simulation/?shop=99", ladder).status_code == 404


def test_pairs_days_and_everything(ops, client_as, filled: Shop, ann: Buyer, load) -> None:
    load(create_shop(actor=None, name="Outlet", platform="taobao"), {"S1": order("ann", 1)})
    (pair,) = ops.get("/api/v1/buyers/proposals/").json()
    assert (pair["evidence"], pair["decision"]) == ("account", "open")
    assert send(ops, "post", f"buyers/proposals/{pair['id']}/", {"is_one": True}).json()["decision"] == "merged"
    assert PersonProposal.objects.get().decided_by == ops.user
    days = ops.get("/api/v1/buyers/returning/", {"shop": filled.pk, "from": "2026-11-10", "to": "2026-11-11"}).json()
    assert [day["day"] for day in days] == ["2026-11-10", "2026-11-11"]
    assert ops.get("/api/v1/buyers/returning/", {"shop": filled.pk, "from": "x"}).status_code == 400
    assert len(ops.get(f"/api/v1/buyers/{ann.pk}/everything/").json()["accounts"]) == 2
    assert ops.get("/api/v1/tiers/benefits/", {"shop": filled.pk}).json() == []
    service = client_as(Role.SERVICE)
    assert service.get(f"/api/v1/buyers/{ann.pk}/everything/").status_code == 403
    assert send(service, "put", f"tiers/?shop={filled.pk}", {"tiers": []}).status_code == 403
