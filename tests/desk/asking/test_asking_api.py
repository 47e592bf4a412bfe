"""The desk's asking for programs."""

import pytest
import time_machine

from accounts.roles import Role
from desk.models import Audience, Chase
from desk.services import count_orders, freeze_audience, run_round, set_chase_rule
from orders.models import Shop
from tests.desk.asking.conftest import AT, order, paid

pytestmark = pytest.mark.django_db
DAY = 1_440


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


@pytest.fixture
def filled(shop: Shop, bring) -> Shop:
    bring(shop, {f"D{n}": paid("dan", (90 + n) * DAY, 20_000) for n in range(3)} | {"U1": order("ann", 30, 30_000)})
    set_chase_rule(actor=None, shop=shop, told={"held_bp": 0})
    run_round(shop=shop, at=AT)
    return shop


def send(client, method, address, data=None):
    return getattr(client, method)(f"/api/v1/desk/{address}", data or {}, content_type="application/json")


def test_a_chase_from_list_to_result_and_back(ops, filled):
    shop = f"?shop={filled.pk}"
    (one,) = ops.get(f"/api/v1/desk/chase/{shop}").json()
    assert (one["account"], one["amount"], one["asked"]) == ("ann", "300.00", 0)
    taken = send(ops, "post", f"chase/next/{shop}").json()
    assert taken["orders"] == ["U1"]
    told = send(ops, "post", f"chase/{one['id']}/report/", {"result": "no_answer"}).json()
    assert told["asked"] == 1
    assert send(ops, "post", f"chase/next/{shop}").status_code == 204
    assert send(ops, "post", "chase/undo/").json()["asked"] == 0
    assert send(ops, "post", "chase/undo/").json() == {"code": "late"}
    assert send(ops, "post", f"chase/{one['id']}/report/", {"result": "x"}).status_code == 400
    send(ops, "post", f"chase/{one['id']}/report/", {"result": "unwilling"})
    assert send(ops, "post", f"chase/{one['id']}/report/", {"result": "asked"}).json() == {"code": "over"}
    Chase.objects.update(is_held=True)
    assert send(ops, "post", f"chase/{one['id']}/report/", {"result": "asked"}).status_code == 404
    assert ops.get(f"/api/v1/desk/chase/effect/{shop}").json()["verdict"] == "few"
    assert ops.get(f"/api/v1/desk/chase/effect/{shop}&from=x&to=y").status_code == 400


def test_the_rule_there_and_back(ops, filled, client_as):
    address = f"chase/rule/?shop={filled.pk}"
    rule = ops.get(f"/api/v1/desk/{address}").json()
    assert rule["held_bp"] == 0
    assert send(ops, "put", address, rule).json() == rule
    assert send(ops, "put", address, {"from_minutes": 1_435}).status_code == 400
    assert send(client_as(Role.SERVICE), "put", address, rule).status_code == 403
    assert send(client_as(Role.WAREHOUSE), "get", address).status_code == 403


def test_the_quiet_hour_and_whom_not_to_contact(ops, filled):
    shop = f"?shop={filled.pk}"
    (one,) = ops.get(f"/api/v1/desk/work/{shop}").json()
    assert (one["kind"], one["account"]) == ("call", "dan")
    assert send(ops, "post", f"work/next/{shop}").json()["account"] == "dan"
    told = {"account": "dan", "kind": "call", "result": "reached"}
    assert send(ops, "post", f"work/report/{shop}", told).status_code == 204
    assert send(ops, "post", f"work/report/{shop}", told).json() == {"code": "alone"}
    assert send(ops, "post", f"work/next/{shop}").status_code == 204
    assert send(ops, "post", "work/undo/").status_code == 204
    assert send(ops, "post", "work/undo/").status_code == 409
    barred = send(ops, "post", f"not-to-contact/{shop}", {"account": "dan", "reason": "asked"})
    assert barred.status_code == 201
    assert (
        send(ops, "post", f"not-to-contact/{shop}", {"account": "dan", "reason": "x", "until": "2020-01-01T00:00Z"}).status_code
        == 400
    )
    assert [row["account"] for row in ops.get(f"/api/v1/desk/not-to-contact/{shop}").json()] == ["dan"]
    assert ops.get(f"/api/v1/desk/work/{shop}").json() == []
    assert ops.delete(f"/api/v1/desk/not-to-contact/{barred.json()['id']}/").status_code == 204
    assert ops.get(f"/api/v1/desk/work/core/{shop}").json() == []


def test_an_audience_and_consents(ops, filled):
    shop = f"?shop={filled.pk}"
    said = {"channel": "sms", "buyers": [{"account": "dan", "agrees": True}]}
    assert send(ops, "post", f"audiences/consents/{shop}", said).status_code == 204
    made = send(ops, "post", f"audiences/{shop}", {"name": "News", "channel": "sms", "held_bp": 0})
    assert (made.status_code, made.json()["state"]) == (202, "waiting")
    freeze_audience(audience_id=made.json()["id"], at=AT)
    count_orders(audience=Audience.objects.get(), at=AT)
    one = ops.get(f"/api/v1/desk/audiences/{made.json()['id']}/").json()
    assert (one["members"], one["held"], one["effect"]["verdict"]) == (1, 0, "few")
    assert len(ops.get(f"/api/v1/desk/audiences/{shop}").json()) == 1
    assert send(ops, "post", f"audiences/{shop}", {"name": "", "channel": "post"}).status_code == 400
