"""The packing table's answers, the guard's page, one order's proof, acts by hand; who may and who may not."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from dispatch.models import Hold, HoldAct, ScanLog
from dispatch.services import tell_refund
from orders.models import Order
from orders.states import OrderState, RefundState
from tests.dispatch.conftest import line, paid

pytestmark = pytest.mark.django_db


def now_paid(refund=RefundState.NONE, **more):
    return paid(refund, paid_at=timezone.now() - timedelta(hours=1), **more)


def send(client, *scans):
    response = client.post(reverse("dispatch:scan-answers"), json.dumps({"scans": list(scans)}), content_type="application/json")
    assert response.status_code == 200, response.content
    return response.json()


def scan(number, client_id="one", **more):
    return {"id": client_id, "number": number, "at": timezone.now().isoformat(), "station": "", "offline": ""} | more


@pytest.fixture
def packer(client_as):
    return client_as(Role.WAREHOUSE)


@pytest.fixture
def agent(client_as):
    return client_as(Role.SERVICE)


def test_the_first_page_of_the_warehouse_is_the_packing_table(packer, agent):
    assert packer.get("/")["Location"] == reverse("dispatch:scan")
    assert agent.get("/")["Location"] != reverse("dispatch:scan")
    assert packer.get(reverse("dispatch:scan")).status_code == 200
    assert agent.get(reverse("dispatch:scan")).status_code == 403


def test_a_refund_between_label_and_scan_stops_the_parcel_and_is_proven(packer, agent, bring, shop):
    bring({"A": now_paid()})
    assert send(packer, scan("A"))["answers"][0]["word"] == "ship"
    tell_refund(actor=None, shop=shop, order_no="A", state=RefundState.REQUESTED, at=timezone.now(), now=timezone.now())
    answer = send(packer, scan("A", "two"))["answers"][0]
    assert (answer["word"], answer["code"]) == ("stop", "asked")
    assert "Refund asked at" in answer["why"]
    assert answer["again"]
    page = agent.get(reverse("dispatch:guard")).content.decode()
    assert "1 paid order must wait" in page
    assert "1 parcel was stopped at the table today" in page
    story = agent.get(reverse("dispatch:order"), {"shop": shop.pk, "number": "A"}).content.decode()
    assert story.index("a program told") < story.index("scanned: stopped")


def test_scans_kept_without_network_come_once_and_the_lost_one_is_named(packer, bring, shop):
    bring({"A": now_paid(RefundState.REQUESTED), "B": now_paid()})
    kept = [scan("A", "a", offline="ship"), scan("B", "b", offline="ship")]
    first, second = send(packer, *kept), send(packer, *kept)
    assert [answer["word"] for answer in first["answers"]] == ["stop", "ship"]
    assert [answer["offline"] for answer in second["answers"]] == ["ship", "ship"]
    assert ScanLog.objects.count() == 2
    assert first["counts"] == {"shipped": 1, "stopped": 1}


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"scans": []}', '{"scans": [1]}', '{"scans": [{"number": "A"}]}'])
def test_scans_that_cannot_be_read_are_refused(packer, body):
    assert packer.post(reverse("dispatch:scan-answers"), body, content_type="application/json").status_code == 400


def test_rubbish_is_asked_about_and_kept_short(packer, shop):
    answers = send(packer, scan("\x00<b>" + "x" * 9000, "r", at="never"), scan("", "e", at="2026-99-99"))["answers"]
    assert [answer["code"] for answer in answers] == ["rubbish", "rubbish"]
    assert max(len(log.number) for log in ScanLog.objects.all()) <= 100


def test_the_goods_taken_out_the_rest_may_leave(packer, bring, shop):
    rows = {("A", "1"): line(RefundState.REQUESTED), ("A", "2"): line(title="Coat")}
    bring({"A": {"paid_at": timezone.now()}}, lines=rows)
    answer = send(packer, scan("A"))["answers"][0]
    assert (answer["word"], answer["take_out"]) == ("ask", ["Scarf, grey × 1"])
    without = {"shop": answer["shop"], "order": answer["order"]}
    address = reverse("dispatch:scan-without")
    assert packer.post(address, json.dumps(without), content_type="application/json").status_code == 200
    assert send(packer, scan("A", "two"))["answers"][0]["code"] == "without"
    assert packer.post(address, json.dumps(without), content_type="application/json").status_code == 409


def test_the_list_for_no_network_names_what_is_held_and_hides_what_is_not(packer, bring, shop):
    cache.clear()
    bring({"A": now_paid(RefundState.REQUESTED), "B": now_paid()})
    told = packer.get(reverse("dispatch:scan-list"))
    assert told["Cache-Control"] == "private, no-store"
    assert [hold[1] for hold in told.json()["holds"]] == ["asked"]
    assert len(told.json()["known"]) == 12  # one number of eight bytes
    assert packer.get(reverse("dispatch:scan-worker"))["Content-Type"].startswith("text/javascript")


def test_by_hand_held_let_go_and_taken_back(agent, packer, bring, shop):
    bring({"A": now_paid()})
    said = {"shop": shop.pk, "order_no": "A", "reason": "address unclear"}
    assert packer.post(reverse("dispatch:order-hold"), said).status_code == 403
    agent.post(reverse("dispatch:order-hold"), said | {"reason": ""})
    assert not Hold.objects.exists()
    agent.post(reverse("dispatch:order-hold"), said)
    assert Hold.objects.get().is_held
    page = agent.post(reverse("dispatch:order-hold"), said, follow=True).content.decode()
    assert "held by hand already" in page
    agent.post(reverse("dispatch:order-release"), said | {"reason": "cleared"})
    assert not Hold.objects.get().is_held
    agent.post(reverse("dispatch:act-undo", args=[HoldAct.objects.latest("pk").pk]))
    assert Hold.objects.get().is_held


def test_an_empty_guard_says_so_and_a_stranger_is_sent_away(agent, client, shop):
    assert "Nothing is held" in agent.get(reverse("dispatch:guard")).content.decode()
    assert "Nothing is known of order" in agent.get(reverse("dispatch:order"), {"shop": shop.pk, "number": "Z"}).content.decode()
    assert agent.get(reverse("dispatch:order"), {"shop": "x", "number": "Z"}).status_code == 404
    assert client.get(reverse("dispatch:guard")).status_code == 302
    assert not Order.objects.exists()


def test_what_must_not_ship_as_files(agent, bring, shop):
    refunded = now_paid(RefundState.FULL, state=OrderState.CLOSED_REFUNDED)
    bring({"A": now_paid(RefundState.REQUESTED), "B": refunded})
    table = agent.get(reverse("dispatch:guard-export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert table.count("Lamp House") == 2
    assert "699.00" in table
    assert agent.get(reverse("dispatch:guard-export"), {"format": "xlsx"}).content[:2] == b"PK"
    assert agent.get(reverse("dispatch:guard-export"), {"format": "pdf"}).status_code == 404
    shown = agent.get(reverse("dispatch:guard"), {"show": "refunded"}).content.decode()
    assert ">B</a>" in shown
    assert ">A</a>" not in shown
