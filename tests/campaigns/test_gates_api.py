"""What a gate asks, over REST: chosen, ticked, left with a reason; refused as the page refuses."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns.models import GatePassage

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def gate(sale):
    return reverse("campaigns_api:gate", args=[sale.pk, "live"])


def asked(answer, stage="live"):
    return [
        (point["kind"], point["key"], point["name"]) for one in answer.json() if one["stage"] == stage for point in one["points"]
    ]


def test_a_gate_asks_what_is_written_and_a_tick_stays(client_as, sale, gate):
    ops = client_as(Role.OPERATIONS)
    points = [
        {"kind": "check", "key": "data"},
        {"kind": "hand", "key": "stock_counted"},
        {"kind": "hand", "text": "The boss has signed"},
    ]
    answer = ops.put(gate, {"version": sale.version, "points": points}, JSON)
    assert answer.status_code == 200, answer.json()
    assert [point[:2] for point in asked(answer)] == [("check", "data"), ("hand", "stock_counted"), ("hand", "")]
    assert asked(answer)[2][2] == "The boss has signed"
    sale.refresh_from_db()
    signed = sale.gate_points.get(text="The boss has signed")
    tick = reverse("campaigns_api:gate-tick", args=[sale.pk, signed.pk])
    assert ops.post(tick, {"version": sale.version, "is_done": True}, JSON).status_code == 200
    sale.refresh_from_db()
    answer = ops.put(gate, {"version": sale.version, "points": points[2:]}, JSON)
    assert asked(answer) == [("hand", "", "The boss has signed")]
    signed.refresh_from_db()
    assert signed.ticked_at is not None


@pytest.mark.parametrize(
    ("points", "code"),
    [([{"kind": "check", "key": "no_such"}], "check_unknown"), ([{"kind": "hand"}], "point_empty")],
)
def test_what_no_gate_can_ask_is_refused_with_its_field(client_as, sale, gate, points, code):
    before = list(sale.gate_points.values_list("pk", flat=True))
    answer = client_as(Role.OPERATIONS).put(gate, {"version": sale.version, "points": points}, JSON)
    assert answer.status_code == 400
    assert [(one["code"], one["field"]) for one in answer.json()["problems"]] == [(code, "points")]
    assert list(sale.gate_points.values_list("pk", flat=True)) == before
    unknown = reverse("campaigns_api:gate", args=[sale.pk, "no-stage"])
    answer = client_as(Role.OPERATIONS).put(unknown, {"version": sale.version, "points": []}, JSON)
    assert answer.json()["problems"][0]["code"] == "stage_unknown"


def test_a_second_editor_is_told_what_the_first_changed(client_as, sale, gate):
    ops = client_as(Role.OPERATIONS)
    seen = sale.version
    assert ops.put(gate, {"version": seen, "points": []}, JSON).status_code == 200
    answer = ops.put(gate, {"version": seen, "points": [{"kind": "check", "key": "data"}]}, JSON)
    assert answer.status_code == 409
    assert answer.json()["version"] == seen + 1
    assert answer.json()["changes"]


def test_a_shut_gate_is_left_with_a_reason(client_as, sale):
    ops = client_as(Role.OPERATIONS)
    leave = reverse("campaigns_api:gate-leave", args=[sale.pk, "preparation"])
    assert ops.post(leave, {}, JSON).status_code == 400
    assert ops.post(leave, {"reason": "the boss wants it"}, JSON).status_code == 200
    assert GatePassage.objects.get().reason == "the boss wants it"


def test_strangers_and_readers(client, client_as, sale, gate):
    sent = {"version": sale.version, "points": []}
    assert client.put(gate, sent, JSON).status_code == 401
    assert client_as(Role.SERVICE).put(gate, sent, JSON).status_code == 403


def test_lessons_are_written_ticked_and_taken_out(client_as, sale):
    ops, where = client_as(Role.OPERATIONS), reverse("campaigns_api:lessons", args=[sale.pk])
    made = ops.post(where, {"text": "Sold out at ten", "remedy": "Hold a fifth more", "department": "warehouse"}, JSON)
    assert made.status_code == 201
    one = reverse("campaigns_api:lesson", args=[sale.pk, made.json()["id"]])
    assert ops.patch(one, {"is_done": True}, JSON).json()["done_at"]
    assert ops.patch(one, {"is_done": False}, JSON).json()["done_at"] is None
    assert [(row["text"], row["came_from"]) for row in ops.get(where).json()] == [("Sold out at ten", None)]
    assert ops.post(where, {"text": " "}, JSON).status_code == 400
    assert ops.post(where, {"text": "x", "department": "moon"}, JSON).status_code == 400
    assert client_as(Role.SERVICE).post(where, {"text": "x"}, JSON).status_code == 403
    assert client_as(Role.SERVICE).delete(one).status_code == 403
    changed = {"text": "Sold out at ten", "department": "warehouse", "change": "estimate:commission", "value": 0.06}
    assert ops.put(one, changed, JSON).json()["value"] == 0.06
    assert client_as(Role.WAREHOUSE).get(where).json()[0]["change"] == "", "commission is a cost"
    assert ops.put(one, changed | {"value": 6}, JSON).status_code == 200, "an estimate has a unit of its own"
    assert ops.put(one, changed | {"change": "shift_reserve", "value": 6}, JSON).status_code == 400
    assert client_as(Role.SERVICE).put(one, changed, JSON).status_code == 403
    assert ops.delete(one).status_code == 204
    assert ops.delete(one).json()["problems"][0]["code"] == "lesson_unknown"
