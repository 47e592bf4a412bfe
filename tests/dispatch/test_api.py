"""The guard for warehouse systems and platforms' messages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from dispatch.models import HoldAct, ScanLog
from orders.states import RefundState
from tests.dispatch.conftest import paid

pytestmark = pytest.mark.django_db
HEADERS = {"content_type": "application/json"}


@pytest.fixture
def api(client_as):
    return client_as(Role.OPERATIONS)


@pytest.fixture
def known(bring):
    bring({"A": paid(paid_at=timezone.now()), "B": paid(RefundState.REQUESTED, paid_at=timezone.now())})


def test_may_it_leave(api, known, django_assert_max_num_queries):
    address = reverse("dispatch-check")
    with django_assert_max_num_queries(12):
        assert api.get(address, {"number": "A"}).json()["answer"] == "ship"
    assert api.get(address, {"number": "B"}).json()["code"] == "asked"
    assert api.get(address).json()["answer"] == "ask"
    many = api.post(address, {"numbers": ["A", "B", "C"]}, **HEADERS).json()
    assert [one["answer"] for one in many] == ["ship", "stop", "ask"]
    assert api.post(address, {"numbers": ["A"] * 501}, **HEADERS).status_code == 400
    assert not ScanLog.objects.exists()


def test_scans_are_kept_once(api, known):
    sent = {"scans": [{"id": "1", "number": "B", "station": "belt 2"}]}
    for _each in range(2):
        assert api.post(reverse("dispatch-scans"), sent, **HEADERS).json()[0]["answer"] == "stop"
    assert ScanLog.objects.get().station == "belt 2"
    assert (
        api.post(reverse("dispatch-scans"), {"scans": [{"id": str(n), "number": "B"} for n in range(101)]}, **HEADERS).status_code
        == 400
    )


def test_a_message_holds_and_lifts_and_the_delta_tells_both(api, known, shop):
    before = timezone.now()
    said = {"shop": shop.pk, "order_no": "A", "state": "requested", "at": before.isoformat(), "amount": "12.50"}
    assert api.post(reverse("dispatch-refunds"), said, **HEADERS).json()["is_held"]
    held = api.get(reverse("dispatch-holds")).json()
    assert {one["order_no"] for one in held["holds"]} == {"A", "B"}
    lifted = said | {"state": "cancelled", "at": (before + timedelta(seconds=1)).isoformat()}
    assert not api.post(reverse("dispatch-refunds"), lifted, **HEADERS).json()["is_held"]
    delta = api.get(reverse("dispatch-holds"), {"since": before.isoformat()}).json()
    assert {one["order_no"]: one["is_held"] for one in delta["holds"]} == {"A": False, "B": True}
    assert delta["is_complete"]
    assert api.get(reverse("dispatch-holds"), {"since": "yesterday"}).status_code == 400
    assert api.post(reverse("dispatch-refunds"), said | {"state": "maybe"}, **HEADERS).status_code == 400
    assert api.post(reverse("dispatch-refunds"), said | {"shop": 0}, **HEADERS).status_code == 404


def test_by_hand(api, known, shop):
    said = {"shop": shop.pk, "order_no": "A", "act": "hold", "reason": "address"}
    assert api.post(reverse("dispatch-holds"), said, **HEADERS).json()["why"] == "held by hand"
    assert api.post(reverse("dispatch-holds"), said, **HEADERS).status_code == 409
    assert not api.post(reverse("dispatch-holds"), said | {"act": "release"}, **HEADERS).json()["is_held"]
    assert HoldAct.objects.count() == 2


def test_parcels(api, known, shop):
    said = {
        "shop": shop.pk,
        "parcels": [{"order_no": "A", "waybill": "sf9"}, {"order_no": "B", "waybill": "SF9", "warehouse": "East"}],
    }
    assert api.post(reverse("dispatch-parcels"), said, **HEADERS).json() == {"written": 3}
    assert api.get(reverse("dispatch-check"), {"number": "SF9"}).json()["orders"] == ["A", "B"]
    assert api.get(reverse("dispatch-check"), {"number": "A"}).json()["answer"] == "stop"


def test_who_may(client, client_as, known):
    assert client.get(reverse("dispatch-check"), {"number": "A"}).status_code in {401, 403}
    assert client_as(Role.BOSS).get(reverse("dispatch-check"), {"number": "A"}).status_code == 403
    assert client_as(Role.WAREHOUSE).post(reverse("dispatch-refunds"), {}, **HEADERS).status_code == 403
