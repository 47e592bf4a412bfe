"""The page of the lessons: every department its own, what the data found decided with one press and taken back."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.models import PlanLesson, Task, TaskEvent
from live.models import PlaybookAction
from review.models import FindingDecision
from review.queries.findings import findings_of
from tests.review.looked_back import MORNING, review, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(sale, time_machine_at):
    return sale


@pytest.fixture
def time_machine_at():
    import time_machine

    with time_machine.travel(MORNING, tick=False):
        yield


def words(answer):
    return " ".join(answer.content.decode().split())


def late(sale, **said):
    due = {"due_from": "start", "due_day": -10}
    return Task.objects.create(**({"campaign": sale, "department": "warehouse", "title": "Fold boxes"} | due | said))


def address(sale, more=""):
    return f"/review/{sale.pk}/lessons/{more}"


def test_what_the_data_found_has_its_figures(over):
    task = late(over)
    done = late(over, title="Print labels", state="done")
    event = {"task": done, "kind": "changed", "after": {"state": "done"}}
    TaskEvent.objects.create(at=over.starts_at - timedelta(days=7), **event)
    told(over, visitors="200", conversion="0.02", order_value="40000", refund_rate="0.01", cost_of_goods="0.4")
    review(over)
    found = {one.key: one for one in findings_of(over, at=MORNING)}
    assert found[f"task_late:{task.pk}"].figures["days"] >= 10
    assert found[f"task_late:{done.pk}"].figures["days"] == 3
    assert found["estimate_off:order_value"].value == 20_775, "62,324 over three orders"
    assert found["estimate_off:refund_rate"].change == "estimate:refund_rate"
    assert findings_of(over, at=over.starts_at) == [], "before the end nothing is proposed"


def test_one_press_makes_it_a_lesson_and_another_takes_it_back(client_as, over):
    task = late(over)
    client = client_as(Role.OPERATIONS)
    page = words(client.get(address(over)))
    assert "0 lessons are written, 1 finding of the data to decide" in page
    assert "Fold boxes" in page
    key = f"task_late:{task.pk}"
    client.post(address(over, "decide/"), {"key": key, "do": "accept"})
    lesson = PlanLesson.objects.get()
    assert (lesson.department, lesson.rule, lesson.written_by) == ("warehouse", "P14", client.user)
    assert "decided meanwhile" in words(client.post(address(over, "decide/"), {"key": key, "do": "accept"}, follow=True))
    assert PlanLesson.objects.count() == 1
    client.post(address(over, "decide/"), {"do": "undo"})
    assert not PlanLesson.objects.standing().exists()
    client.post(address(over, "decide/"), {"key": key, "do": "dismiss"})
    assert not FindingDecision.objects.get().is_accepted
    assert "to decide" not in words(client.get(address(over)))
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"review.accept_finding", "review.dismiss_finding", "review.undo_finding", "campaign.write_lesson"} <= actions


def test_a_lesson_is_written_changed_taken_out_and_brought_back(client_as, over):
    client = client_as(Role.OPERATIONS)
    said = {"text": "Too few agents", "kind": "pain", "department": "service", "change": "shift_reserve", "value": "15"}
    refused = client.post(address(over, "write/"), said | {"text": " ", "rule": "XY"})
    assert refused.status_code == 422
    assert "Write what was learned." in words(refused)
    assert client.post(address(over, "write/"), said | {"value": "150"}).status_code == 422
    assert client.post(address(over, "write/"), said | {"value": ""}).status_code == 422
    client.post(address(over, "write/"), said)
    lesson = PlanLesson.objects.get()
    assert (lesson.value, lesson.kind) == (0.15, "pain")
    assert 'value="15"' in client.get(address(over, f"{lesson.pk}/edit/")).content.decode()
    client.post(address(over, f"{lesson.pk}/edit/"), said | {"text": "Too few at ten", "change": "", "value": ""})
    lesson.refresh_from_db()
    assert (lesson.text, lesson.change, lesson.value) == ("Too few at ten", "", None)
    client.post(address(over, f"{lesson.pk}/drop/"))
    assert "Bring it back" in words(client.get(address(over)))
    client.post(address(over, f"{lesson.pk}/drop/"), {"back": "yes"})
    assert PlanLesson.objects.standing().get() == lesson
    assert "Too few at ten" in client.get(address(over, "export.csv")).content.decode("utf-8-sig")
    assert client.get(address(over, "export.xlsx")).status_code == 200


@pytest.mark.parametrize(
    ("role", "may"), [(Role.SERVICE, False), (Role.WAREHOUSE, True), (Role.BOSS, True), (Role.OPERATIONS, True)]
)
def test_every_department_writes_its_own_and_the_boss_all(client_as, over, role, may):
    task = late(over)
    client = client_as(role)
    said = {"text": "No tape", "kind": "pain", "department": "warehouse"}
    answer = client.post(address(over, "write/"), said)
    assert (answer.status_code == 302) is may
    assert PlanLesson.objects.exists() is may
    assert ("Fold boxes" in words(client.get(address(over)))) is may
    client.post(address(over, "decide/"), {"key": f"task_late:{task.pk}", "do": "accept"})
    assert FindingDecision.objects.exists() is may
    lesson = PlanLesson.objects.first() or PlanLesson.objects.create(campaign=over, written_at=MORNING, **said)
    assert client.get(address(over, f"{lesson.pk}/edit/")).status_code == (200 if may else 403)
    assert client.post(address(over, f"{lesson.pk}/drop/")).status_code == (302 if may else 403)


def test_a_card_that_worked_is_proposed_over_the_interface(client_as, over):
    effect = {"share": 0.12, "low": 0.05, "high": 0.19, "minor": 80_000, "raw": 0.1, "error": 0.05}
    about = {"campaign": over, "taken_at": over.starts_at, "is_settled": True}
    PlaybookAction.objects.create(card="old_buyers", title="Ask old buyers", effect=effect, **about)
    PlaybookAction.objects.create(card="ads", title="Ads", effect=effect | {"low": -0.05}, **about)
    client, where = client_as(Role.OPERATIONS), f"/api/v1/reviews/{over.pk}/findings/"
    [one] = client.get(where).json()
    assert (one["lesson_kind"], one["rule"]) == ("success", "L5")
    assert "+12% (+5% to +19%)" in one["text"]
    done = client.post(where, {"key": one["key"], "is_accepted": True}, "application/json").json()
    assert done["lesson"] == PlanLesson.objects.get().pk
    assert client.post(where, {"key": one["key"], "is_accepted": True}, "application/json").status_code == 404
