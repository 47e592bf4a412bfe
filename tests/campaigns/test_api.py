"""The plan as a whole for programs."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from campaigns.models import Campaign, GatePoint, YearTarget
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def body(shop):
    return {
        "name": "Double 11 2026",
        "shops": [shop.pk],
        "starts_at": START.isoformat(),
        "ends_at": (START + timedelta(days=1)).isoformat(),
        "occasion": "double_11",
        "revenue_target": "62000000",
        "conversion_target": "0.054",
        "order_value_target": "213",
    }


def url(sale, rest=""):
    return f"/api/v1/campaigns/{sale.pk}/{rest}"


def test_planning_and_changing(client_as, body, shop):
    client = client_as(Role.OPERATIONS)
    made = client.post("/api/v1/campaigns/", body, JSON)
    assert made.status_code == 201, made.text
    sale = Campaign.objects.get()
    assert (made.json()["occasion"], made.json()["version"], sale.created_by) == ("double_11", 1, client.user)
    half = START + timedelta(hours=12)
    phases = [
        {"name": "Night", "starts_at": START.isoformat(), "ends_at": half.isoformat(), "share": "0.4"},
        {"name": "Day", "starts_at": half.isoformat(), "ends_at": body["ends_at"], "share": "0.6"},
    ]
    changed = client.put(url(sale), body | {"version": 1, "template": "custom", "phases": phases}, JSON)
    assert changed.status_code == 200, changed.text
    assert [phase["share"] for phase in changed.json()["phases"]] == ["0.400000", "0.600000"]
    stale = client.put(url(sale), body | {"version": 1, "name": "Other"}, JSON)
    assert stale.status_code == 409
    assert stale.json()["version"] == 2
    assert any("Phases" in change for change in stale.json()["changes"])


def test_everything_wrong_is_named(client_as, body):
    late = (START - timedelta(days=1)).isoformat()
    refused = client_as(Role.OPERATIONS).post("/api/v1/campaigns/", body | {"ends_at": late, "order_value_target": None}, JSON)
    assert refused.status_code == 400
    assert {problem["code"] for problem in refused.json()["problems"]} == {"sale_ends_before_it_starts", "figures_missing"}
    off = [{"name": "x", "starts_at": (START + timedelta(minutes=5)).isoformat(), "ends_at": body["ends_at"], "share": "1"}]
    refused = client_as(Role.OPERATIONS).post("/api/v1/campaigns/", body | {"template": "custom", "phases": off}, JSON)
    assert [problem["code"] for problem in refused.json()["problems"]] == ["off_slot"]
    assert client_as(Role.OPERATIONS).post("/api/v1/campaigns/", {}, JSON).status_code == 400
    assert not Campaign.objects.exists()


def test_versions(client_as, sale, body):
    client = client_as(Role.OPERATIONS)
    frozen = client.post(url(sale, "freeze/"), {"version": 1, "name": "approved"}, JSON)
    assert frozen.json()["frozen_as"] == "approved"
    assert (
        client.post(url(sale, "freeze/"), {"version": 1, "name": "again"}, JSON).json()["problems"][0]["code"] == "already_frozen"
    )
    assert client.put(url(sale), body | {"version": 1, "name": "Renamed"}, JSON).status_code == 200
    assert [one["number"] for one in client.get(url(sale, "versions/")).json()] == [2, 1]
    found = client.get(url(sale, "compare/"), {"from": 1, "to": 2}).json()
    named = next(one for one in found["differences"] if one["part"] == "Name")
    assert (named["was"], named["now"], named["by"]) == ("Double 11 2026", "Renamed", client.user.shown_name)
    assert client.get(url(sale, "compare/"), {"from": 1, "to": 8}).status_code == 404
    assert client.get(url(sale, "compare/"), {"from": "x"}).status_code == 400
    restored = client.post(url(sale, "versions/1/restore/"), {"version": 2}, JSON)
    assert (restored.json()["name"], restored.json()["version"]) == ("Double 11 2026", 3)
    assert client.post(url(sale, "versions/1/restore/"), {"version": 2}, JSON).status_code == 409


def test_gates(client_as, sale):
    sale.gate_points.filter(stage="preparation").delete()
    point = GatePoint.objects.create(campaign=sale, stage="preparation", kind="hand", key="designers_briefed")
    client = client_as(Role.OPERATIONS)
    first = client.get(url(sale, "gates/")).json()[0]
    assert (first["stage"], first["is_open"], first["points"][0]["state"]) == ("preparation", False, "failed")
    shut = client.post(url(sale, "gates/preparation/leave/"), {}, JSON)
    assert (shut.status_code, shut.json()["problems"][0]["code"]) == (400, "gate_shut")
    ticked = client.post(url(sale, f"gates/points/{point.pk}/"), {"version": 1, "is_done": True}, JSON)
    assert ticked.json()[0]["is_open"]
    left = client.post(url(sale, "gates/preparation/leave/"), {}, JSON).json()[0]
    assert (left["left_by"], left["reason"]) == (client.user.shown_name, "")
    assert client.delete(url(sale, "gates/preparation/leave/")).json()[0]["left_at"] is None


def test_cloning(client_as, sale):
    client = client_as(Role.OPERATIONS)
    said = {"name": "Next", "starts_on": "2027-11-11", "growth": "0.5"}
    made = client.post(url(sale, "clone/"), said, JSON)
    assert made.status_code == 201
    assert (made.json()["cloned_from"], made.json()["revenue_target"]) == (sale.pk, "93000000.00")
    assert client.post(url(sale, "clone/"), said | {"growth": "99"}, JSON).status_code == 400


def test_the_calendar(client_as, sale):
    client = client_as(Role.OPERATIONS)
    address = "/api/v1/campaigns/calendar/2026/"
    assert client.get(address).json()["target"] is None
    found = client.put(address, {"target": "248000000.00", "seen": None}, JSON).json()
    assert (found["sales"][0]["share"], found["ordinary_days"]) == ("0.250000", 364)
    assert client.put(address, {"target": "1", "seen": None}, JSON).status_code == 409
    assert client.put(address, {"target": "much", "seen": None}, JSON).status_code == 400
    assert client.get("/api/v1/campaigns/calendar/1066/").status_code == 400
    assert client.get(address, {"currency": "XXX"}).status_code == 400
    assert YearTarget.objects.get().revenue_minor == 24_800_000_000


def test_who_may_not(client_as, client, sale, body):
    viewer = client_as(Role.WAREHOUSE)
    assert viewer.get(url(sale, "gates/")).status_code == 200
    for rest in ("freeze/", "clone/", "versions/1/restore/", "gates/live/leave/", "gates/points/1/"):
        assert viewer.post(url(sale, rest), {}, JSON).status_code == 403
    assert viewer.post("/api/v1/campaigns/", body, JSON).status_code == 403
    assert viewer.put("/api/v1/campaigns/calendar/2026/", {}, JSON).status_code == 403
    client.logout()
    assert client.get(url(sale, "versions/")).status_code in {401, 403}
